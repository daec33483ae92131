"""The files of a project in; every definition as it is in them, YAML and tables together, out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from leernet.catalogue import tables as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.unread import NAMED_LIKE_A_KIND
from leernet.finding import Path, Place, has_errors
from leernet.model.plain import plain
from leernet.model.reading import NOTHING, ReadTable
from leernet.read.entries import TABLES, Entry, Gathered, add_entry, gather_yaml, meant_kind
from leernet.read.form_export import filled_in
from leernet.read.headings import heading_path, headings_known
from leernet.read.keys import KINDS, headings_of, meant_key
from leernet.read.made_ids import kept_ids, kept_ids_findings, made_ids
from leernet.read.near import nearest
from leernet.read.rows import Row, rows_of
from leernet.read.table import Table, is_table, read_tables
from leernet.read.unused import original_of, unused_copy, unused_file, unused_table
from leernet.read.yamltext import Value

# What leernet or a form writes and is read elsewhere.
_RECORDS = ("plan.yaml", "sent.yaml", "answers.csv")
# A sheet may carry the year with its kind: "Leden 26-27".
_YEARS = re.compile(r"[\s_-]*\d{2,4}(?:[-/]\d{2,4})?$")
_HINTED = {
    "members": "naam; e-mail; school; rol; werkdagen",
    "schools": "naam; bestuur; plaats; plaatsen",
    "boards": "naam",
    "workshops": "titel; reeks; plaatsen; workshopleider",
}


def gather(files: Mapping[str, bytes | str]) -> Gathered:
    """What a project's files define, entry by entry; files in folders are no definitions and stay unread.

    Args:
        files: bytes by path relative to the project folder; text is taken as UTF-8.
    """
    gathered = Gathered()
    tables = []
    for file in _in_order(files):
        if (original := original_of(file)) is not None:
            _report_copy(gathered, file, original, files)
        elif is_table(file):
            tables.append(file)
        else:
            gather_yaml(gathered, file, _bytes(files[file]))
    told = _told(gathered)
    without_id: dict[str, list[Row]] = defaultdict(list)
    for file in tables:
        _gather_tables(gathered, file, _bytes(files[file]), told, without_id)
    _give_ids(gathered, without_id, files)
    gathered.findings += [found for file in files if "/" not in file and (found := unused_file(file))]
    return gathered


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _in_order(files: Mapping[str, bytes | str]) -> Iterator[str]:
    """The files with definitions: ``leernet.yaml`` first, then by name; tables after YAML, kind by kind."""
    own = [file for file in files if "/" not in file and file not in _RECORDS]
    written = [file for file in own if PurePosixPath(file).suffix.casefold() in (".yaml", ".yml")]
    yield from sorted(written, key=lambda file: (file.casefold() != "leernet.yaml", file))
    yield from sorted(filter(is_table, own), key=lambda file: (_rank_of_kind(file), file))


def _rank_of_kind(file: str) -> int:
    kind = _kind_of_file(file)
    return TABLES.index(kind) if kind else len(TABLES)


def _kind_of_file(file: str) -> str | None:
    """``members`` of ``members.xlsx`` and of ``Members-pabo.csv``."""
    stem = PurePosixPath(file).stem.casefold().partition("-")[0].strip()
    return stem if stem in TABLES else None


def _kind_of_sheet(name: str) -> str | None:
    kind = meant_kind(_YEARS.sub("", name.strip()))
    return kind if kind in TABLES else None


def _report_copy(gathered: Gathered, file: str, original: str, files: Mapping[str, bytes | str]) -> None:
    kind = _kind_of_file(original)
    if original not in files and is_table(file) and kind:
        gathered.unread.add(kind)
    gathered.findings.append(unused_copy(file, original, files))


def _told(gathered: Gathered) -> dict[str, dict[str, str]]:
    """What ``year: columns:`` says that headings mean, by kind and by heading as people compare it."""
    told: dict[str, dict[str, str]] = {}
    columns = gathered.settings.get("columns")
    for kind, headings in columns.items() if isinstance(columns, dict) else ():
        if kind not in TABLES:
            place = gathered.keys.get(("year", "columns", kind), Place("leernet.yaml"))
            gathered.findings.append(
                rules.COLUMN_TOLD_OF_NO_KIND.at(place, kind=kind, kinds=", ".join(TABLES))
            )
            continue
        for heading, key in headings.items() if isinstance(headings, dict) else ():
            if isinstance(key, str) and (key == NOTHING or heading_path(kind, key, {}) is not None):
                told.setdefault(kind, {})[plain(heading)] = key
            else:
                _report_wrong_column(gathered, kind, heading, key)
    return told


def _report_wrong_column(gathered: Gathered, kind: str, heading: str, key: Value) -> None:
    place = gathered.values.get(("year", "columns", kind, heading), Place("leernet.yaml"))
    text = key if isinstance(key, str) else ""
    meant = meant_key(KINDS[kind], text)
    mend = (
        DID_YOU_MEAN(other=meant)
        if meant
        else rules.KEYS_OR_NOTHING(keys=", ".join(dict.fromkeys(headings_of(KINDS[kind]).values())))
    )
    gathered.findings.append(rules.WRONG_COLUMN.at(place, mend, key=text, kind=kind, heading=heading))


def _gather_tables(
    gathered: Gathered,
    file: str,
    content: bytes,
    told: Mapping[str, Mapping[str, str]],
    without_id: dict[str, list[Row]],
) -> None:
    kind = _kind_of_file(file)

    def kind_of(sheet: str | None) -> str | None:
        return (_kind_of_sheet(sheet) if sheet is not None else None) or kind

    found = read_tables(file, content, headings_known(kind_of, told))
    gathered.findings += found.findings
    for table in found.tables:
        its_kind = kind_of(table.sheet) or ""
        _gather_rows(gathered, its_kind, table, told.get(its_kind, {}), without_id[its_kind])
    if not found.tables and kind is None:
        _report_no_kind(gathered, file)
        return
    if not found.tables and kind is not None:
        gathered.unread.add(kind)
        if not has_errors(found.findings):
            gathered.findings.append(rules.NO_HEADING.at(Place(file), headings=_HINTED[kind]))
        return
    for sheet in found.unread:
        there, called = Place(file, sheet=sheet), kind_of(sheet)
        gathered.findings.append(
            rules.UNUSED_SHEET.at(there, sheet=sheet, headings=_HINTED[called])
            if called
            else rules.SHEET_OF_NO_KIND.at(there, sheet=sheet, names=", ".join(TABLES))
        )


def _report_no_kind(gathered: Gathered, file: str) -> None:
    """A table under a name that leernet does not read may hold anything of the kind it seems to be."""
    path = PurePosixPath(file)
    meant = meant_kind(path.stem) or nearest(path.stem, TABLES)
    if meant in TABLES:
        gathered.unread.add(meant)
        gathered.findings.append(NAMED_LIKE_A_KIND.at(Place(file), file=file, name=f"{meant}{path.suffix}"))
    else:
        gathered.findings.append(unused_table(file, TABLES))


def _gather_rows(
    gathered: Gathered, kind: str, table: Table, told: Mapping[str, str], without_id: list[Row]
) -> None:
    table = filled_in(table) if kind == "members" else table
    rows, readings, findings = rows_of(table, kind, told)
    gathered.findings += findings
    place = Place(table.file, sheet=table.sheet)
    gathered.tables.append(ReadTable(place, kind, len(rows), readings))
    if has_errors(findings):
        # A row that is about nobody, or a cell without a value.
        gathered.incomplete.add(kind)
    for row in rows:
        if row.id:
            _add_row(gathered, kind, row.id, row)
        else:
            without_id.append(row)


def _add_row(gathered: Gathered, kind: str, id: str, row: Row) -> None:
    first = gathered.entries.get((kind, gathered.ids.get((kind, id.casefold()), id)))
    if first is not None and first.table and first.tree == row.tree:
        gathered.findings.append(rules.DOUBLE_ROW.at(row.place, name=id, other=str(first.key_place)))
        return
    at: Path = (kind, id)
    if first is None:
        gathered.values[at] = gathered.keys[at] = row.place
        gathered.values.update({(*at, *path): place for path, place in row.places.items()})
    add_entry(gathered, Entry(kind, id, row.tree, row.place, table=True))


def _give_ids(
    gathered: Gathered, without_id: Mapping[str, list[Row]], files: Mapping[str, bytes | str]
) -> None:
    """Makes the ids of rows without one, and keeps those made before that nobody has now."""
    if not any(without_id.values()):
        return
    gathered.findings += kept_ids_findings(files)
    before = kept_ids(files)
    kept = {kind: dict(ids) for kind, ids in before.items()}
    for kind, rows in without_id.items():
        made = made_ids(kind, rows, before.get(kind, {}))
        gathered.findings += made.findings
        if has_errors(made.findings):
            gathered.incomplete.add(kind)
            gathered.unread.add(kind)
        for row, id in zip(rows, made.ids, strict=True):
            if id is not None:
                _add_row(gathered, kind, id, row)
        kept.setdefault(kind, {}).update(made.kept)
        gathered.made[kind] = len(made.kept)
    gathered.kept = kept

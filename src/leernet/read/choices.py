"""The collected choices of a series, in our own columns or as a form exported them, in; the answers out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue import choices as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.tables import BROKEN_CELL
from leernet.finding import Finding, Place, has_errors, once_per_cause
from leernet.model.choices import Answer, Choices
from leernet.model.reading import ReadTable
from leernet.model.selection import series_members, series_workshops
from leernet.model.year import Series, Year
from leernet.read.choice_columns import choice_columns, choice_headings
from leernet.read.choice_rows import answers
from leernet.read.choice_yaml import choices_as_table
from leernet.read.near import nearest
from leernet.read.respondents import Respondents, respondents
from leernet.read.table import TABLE_ENDINGS, Table, read_table, read_tables
from leernet.read.timestamps import in_order_of_time
from leernet.read.titles import Titles, titles_of
from leernet.read.unused import original_of, unused_copy

_YAML = (".yaml", ".yml")
_SUFFIXES = (*TABLE_ENDINGS, *_YAML)


def read_choices(
    year: Year, series: Series, files: Mapping[str, bytes], people: Respondents | None = None
) -> tuple[Choices, tuple[Finding, ...]]:
    """What came in for a series, and every row that could not be used.

    Args:
        year: the definitions.
        series: one of its series.
        files: path and content of the files of choices of this series; there should be one.
        people: how the members of the year may be called; None: to be found out.

    Returns:
        Answers by id of the member, of several of one member the last. Without a file nobody answered.
    """
    file = min(files, default=None)
    everybody = tuple(member.id for member in series_members(year, series))
    if file is None:
        return Choices(series.id, silent=everybody), ()
    several = tuple(rules.TWO_FILES_OF_CHOICES.at(Place(other), file=file) for other in sorted(files)[1:])
    titles = titles_of(series_workshops(year, series.id))
    known = _Known(series, titles, people or respondents(year.members.values()), frozenset(everybody))
    found = _read(known, file, files[file])
    last, replaced = _last_of_each(found.answers)
    answered = {answer.member for answer in last}
    silent = tuple(member for member in everybody if member not in answered)
    return Choices(series.id, last, silent, found.tables), (*several, *found.findings, *replaced)


def choice_files(files: Mapping[str, bytes], series: str) -> Mapping[str, bytes]:
    """The files that hold choices of a series: ``choices/<series>.csv``, ``.xlsx`` or ``.yaml``."""
    return {
        file: content
        for file, content in files.items()
        if (_series_of(file) or "").casefold() == series.casefold()
    }


def stray_choices(year: Year, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Files in the folder of choices that are not read: they belong to no series, or are of another kind."""
    found = []
    for file in sorted(files):
        series, where = _series_of(file), PurePosixPath(file).parts[:-1]
        original = original_of(file) if where == ("choices",) else None
        if original is not None and series not in year.series:
            found.append(unused_copy(file, original, files))
        elif where[:1] == ("choices",) and len(where) > 1:
            found.append(rules.UNUSED_FILE_IN_A_FOLDER.at(Place(file), file=file))
        elif where == ("choices",) and series is None:
            found.append(rules.UNUSED_FILE_OF_ANOTHER_KIND.at(Place(file), file=file))
        elif series is not None and series.casefold() not in map(str.casefold, year.series):
            found.append(_no_series(file, year))
    return tuple(found)


def _series_of(file: str) -> str | None:
    """The series that a file holds choices of; None when it holds no choices."""
    path = PurePosixPath(file)
    in_folder = path.parent.as_posix() == "choices" and path.suffix.casefold() in _SUFFIXES
    return path.stem if in_folder else None


def _no_series(file: str, year: Year) -> Finding:
    meant = nearest(PurePosixPath(file).stem, year.series)
    other = f"choices/{meant}{PurePosixPath(file).suffix}"
    return rules.CHOICES_WITHOUT_SERIES.at(
        Place(file), DID_YOU_MEAN(other=other) if meant else rules.NAME_AFTER_SERIES()
    )


class _Known(Struct, frozen=True):
    """What is in a file is compared with this."""

    series: Series
    titles: Titles
    people: Respondents
    members: frozenset[str]


class _Found(Struct, frozen=True):
    """What a file of choices holds."""

    answers: tuple[Answer, ...] = ()
    tables: tuple[ReadTable, ...] = ()
    findings: tuple[Finding, ...] = ()


def _read(known: _Known, file: str, content: bytes) -> _Found:
    series, titles = known.series, known.titles
    tables, odd = _tables(file, content, titles, series)
    answered: list[Answer] = []
    told: list[ReadTable] = []
    findings = list(odd)
    for table in tables:
        columns, read, about_columns = choice_columns(table, titles, series)
        there = Place(file, sheet=table.sheet)
        findings += about_columns
        if has_errors(about_columns):
            # What the rows lack is what the heading lacks; saying it for each of them would bury that.
            told.append(ReadTable(there, "choices", 0, read))
            continue
        findings += _broken_cells(table, columns.unused)
        found, about_rows = answers(table, columns, titles, known.people, known.members, series)
        answered += _one_of_rows(found) if columns.asked.row_rank is not None else found
        findings += about_rows
        told.append(ReadTable(there, "choices", len(found), read))
    if tables and not answered and not has_errors(findings):
        findings.append(rules.NO_USABLE_ROW.at(Place(file)))
    return _Found(tuple(answered), tuple(told), tuple(findings))


def _tables(
    file: str, content: bytes, titles: Titles, series: Series
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    if file.casefold().endswith(_YAML):
        table, odd = choices_as_table(file, content)
        return (() if table is None else (table,)), odd
    found = read_tables(file, content, choice_headings(titles, series))
    if not found.tables:
        # No heading is known; what is missing is said of the first row.
        table, odd = read_table(file, content)
        return (() if table is None else (table,)), odd
    unread = tuple(rules.UNUSED_CHOICE_SHEET.at(Place(file, sheet=name), sheet=name) for name in found.unread)
    return found.tables, (*found.findings, *unread)


def _broken_cells(table: Table, unused: tuple[int, ...]) -> Iterator[Finding]:
    for (row, column), text in table.broken.items():
        if column not in unused:
            heading = table.heading[column]
            yield BROKEN_CELL.at(table.place(row, column), text=text, heading=heading)


def _one_of_rows(found: tuple[Answer, ...]) -> Iterator[Answer]:
    """One answer of each member who has a row for each choice; each row holds one rank and one workshop."""
    by_member: dict[str, list[Answer]] = {}
    for answer in found:
        by_member.setdefault(answer.member, []).append(answer)
    for given in by_member.values():
        ranks = {workshop: level for answer in given for workshop, level in answer.ranks.items()}
        order = sorted(set(ranks.values()))
        yield replace(given[-1], ranks={workshop: order.index(level) for workshop, level in ranks.items()})


def _last_of_each(found: tuple[Answer, ...]) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    """The answer of each member that counts, by id; by time where the file tells it, otherwise by row."""
    by_member: dict[str, list[Answer]] = {}
    for answer in found:
        by_member.setdefault(answer.member, []).append(answer)
    last = []
    replaced: list[Finding] = []
    for _member, given in sorted(by_member.items()):
        if len(given) == 1:
            last.append(given[0])
            continue
        times = [answer.answered_at for answer in given if answer.answered_at is not None]
        # Of equal times, and where a time is missing, the lowest row counts.
        latest = max(times, key=_order) if len(times) == len(given) else given[-1].answered_at
        counts = next(answer for answer in reversed(given) if _order(answer.answered_at) == _order(latest))
        last.append(counts)
        replaced += _replaced((answer.place for answer in given if answer is not counts), counts)
    return tuple(last), tuple(replaced)


def _order(moment: datetime | None) -> float:
    return 0.0 if moment is None else in_order_of_time(moment)


def _replaced(places: Iterable[Place], counts: Answer) -> tuple[Finding, ...]:
    """That the answers at these places do not count."""
    broken = rules.ANSWERED_TWICE.broken(member=counts.member, other=str(counts.place))
    return once_per_cause(map(broken.at, places))

"""How a table was read in; what a person sees of it out: heading, field, example."""

from collections.abc import Mapping
from types import MappingProxyType

from rich.console import Group
from rich.table import Table
from rich.text import Text

from leernet.model.reading import NOTHING, UNCLEAR, ReadTable
from leernet.read.made_ids import KEPT_IDS
from leernet.visible import visible
from leernet.words import Sentence, Words, _, _n

_READ_AS: Mapping[str, Sentence] = MappingProxyType({NOTHING: _("nothing"), UNCLEAR: _("not certain")})
_KINDS: Mapping[str, Sentence] = {
    "boards": _("boards"),
    "schools": _("schools"),
    "organisations": _("organisations"),
    "members": _("members"),
    "workshops": _("workshops"),
    "choices": _("choices"),
}
# Of an example so many letters are shown, of a question some more.
_EXAMPLE, _HEADING = 28, 44


def reading_table(words: Words, read: ReadTable) -> Group:
    """Heading, what it was read as, and an example of each column of a table."""
    rows = _n("{count} row", "{count} rows", read.rows)
    where = visible(str(read.place))
    title = words.say(_("{where}: {rows} of {kind}", where=where, rows=rows, kind=_called(read.kind)))
    table = Table(box=None, pad_edge=False)
    for heading in (_("Column"), _("Heading"), _("Read as"), _("Example")):
        table.add_column(words.say(heading), overflow="fold")
    for column in read.columns:
        known = _READ_AS.get(column.read_as)
        said = column.read_as if known is None else words.say(known)
        style = "dim" if column.read_as == NOTHING else ""
        cells = (str(column.column), _inside(column.heading), said, _cut(column.example, _EXAMPLE))
        table.add_row(*(Text(cell, style=style) for cell in cells))
    # A title of the table itself would be broken to its width.
    return Group(Text(title, style="table.title"), table)


def made_ids_sentence(kind: str, count: int) -> Sentence:
    """That ids were made, and where they are kept."""
    return _n(
        "{count} id of {kind} was made and is kept in {file}.",
        "{count} ids of {kind} were made and are kept in {file}.",
        count,
        kind=_called(kind),
        file=KEPT_IDS,
    )


def _called(kind: str) -> Sentence | str:
    return _KINDS.get(kind, kind)


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _inside(heading: str) -> str:
    """A heading, shortened in the middle: of a grid its end tells which row a column is about."""
    line = " ".join(heading.split())
    half = _HEADING // 2
    return line if len(line) <= _HEADING else f"{line[:half]}…{line[len(line) + half + 1 - _HEADING :]}"

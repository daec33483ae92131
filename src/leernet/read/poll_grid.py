"""The rows of a poll of dates in; its dates, its people and the cells of their answers out.

People are in rows or in columns, dates in the first rows of the other side. Where they are is told by what
there is: the side with days above (or beside) the most answers that are known.

- Rallly (lukevella/rallly, ``use-csv-exporter.ts``): one row of headings, name, since 2025 address and time
  of answering, then a column for each date; commas, no quotes.
- Doodle (.xls, and CSV made of it): a title and an address, rows for month, day and, of a poll with times,
  time, of which each value spans several columns; then people, and a row "Count".
- Framadate (framasoft/framadate, ``exportcsv.php``): a row of days and one of times, both beginning empty,
  every line with a comma at its end; then people.
- Nextcloud Polls (nextcloud/polls, ``ExportPoll.vue``): CSV with one row of headings; workbooks with title
  and description above a row "From" and one "To"; an address in the second column for who may edit the poll.
- Microsoft Forms and Google Forms: a question for each date, a grid of which each row is a date ("Question
  [date]"), or one question where the dates that suit are ticked.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from leernet.finding import Place
from leernet.model.plain import plain
from leernet.read.poll_marks import stance_of
from leernet.read.poll_option import is_about_days
from leernet.visible import visible

# Above the answers are so many rows at most.
_HEAD_ROWS = 40
# What may come before the second and third row of headings; compared as `plain` text.
_AXIS_WORDS = frozenset(
    (
        *(
            "",
            "from",
            "to",
            "van",
            "vanaf",
            "tot",
            "naar",
            "tm",
            "de",
            "a",
            "von",
            "bis",
            "date",
            "datum",
            "data",
        ),
        *("time", "tijd", "tijden", "dag", "day", "month", "maand", "start", "begin", "eind", "einde", "end"),
        *("end", "option", "optie", "participants", "deelnemers"),
    )
)
_ADDRESS_WORDS = frozenset(
    (
        *("email", "emailadres", "emailaddress", "emailaddresses", "mail", "username", "gebruikersnaam"),
        "adressemail",
    )
)
_MEMBER_WORDS = frozenset(("member", "lid", "memberid"))
_NAME_WORDS = frozenset(
    (
        *(
            "name",
            "naam",
            "fullname",
            "volledigenaam",
            "yourname",
            "jenaam",
            "uwnaam",
            "nom",
            "deelnemer",
            "wie",
        ),
        *("deelnemers", "participant", "participants", "nameofparticipant", "watisjenaam", "wiebenje"),
    )
)
Lines = Sequence[tuple[int, list[str]]]


class Grid(Struct, frozen=True):
    """A table of a poll, turned so that people are in rows.

    Attributes:
        headings: for each column what is above it, one below the other.
        rows: number, or of people in columns the column from 1, and cells of each row under the headings.
        people: columns that say who somebody is, the surest first.
        heading_line: number of the first row of headings, or of people in columns the column of the dates.
        lines: of people in columns the line of each date; else none.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    people: tuple[int, ...]
    heading_line: int
    lines: tuple[int, ...] = ()

    def place(self, file: str, sheet: str | None, row: int | None, column: int) -> Place:
        """Where a cell is, of a row or of the headings; a CSV file has no columns to point at."""
        along = self.heading_line if row is None else self.rows[row][0]
        line, beside = (self.lines[column], along) if self.lines else (along, column + 1)
        return Place(file, line, None if sheet is None else beside, sheet)


def grid_of(lines: Lines) -> Grid | None:
    """The table in which most answers are known; None where there are no headings of dates."""
    found = [_grid(lines, ()), _grid(_turned(lines), tuple(number for number, _cells in lines))]
    return max((grid for grid in found if grid is not None), key=_answers, default=None)


def form_grid(lines: Lines) -> Grid | None:
    """The answers of a form: one row of headings, then people; None where there are no rows."""
    if not lines:
        return None
    width = max(len(cells) for _number, cells in lines)
    heading, rows = _wide(lines[0][1], width), _body(lines[1:], width)
    return Grid(heading, rows, _people(heading, rows), lines[0][0])


def has_answers(grid: Grid) -> bool:
    """Whether an answer is known that is under a date."""
    return _answers(grid) > 0


def _answers(grid: Grid) -> int:
    return sum(
        stance_of(cells[column]) is not None
        for _number, cells in grid.rows
        for column, heading in enumerate(grid.headings)
        if cells[column] and is_about_days(heading)
    )


def _turned(lines: Lines) -> Lines:
    """Columns as rows, each with its number from 1."""
    width = max((len(cells) for _number, cells in lines), default=0)
    wide = [_wide(cells, width) for _number, cells in lines]
    return [(column + 1, [cells[column] for cells in wide]) for column in range(width)]


def _wide(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*(visible(cell).strip() for cell in cells), *[""] * (width - len(cells)))


def _grid(rows: Lines, lines: tuple[int, ...]) -> Grid | None:
    dated = (
        at for at, (_number, cells) in enumerate(rows[:_HEAD_ROWS]) if any(map(is_about_days, cells[1:]))
    )
    first = last = next(dated, None)
    if first is None or last is None:
        return None
    while last + 1 < len(rows) and _goes_on(rows[last + 1][1]):
        last += 1
    width = max(len(cells) for _number, cells in rows)
    head = [_wide(cells, width) for _number, cells in rows[first : last + 1]]
    # A heading over several columns is in the first of them.
    filled = [*(tuple(_filled(row, head[-1])) for row in head[:-1]), head[-1]]
    headings = tuple(" ".join(filter(None, column)) for column in zip(*filled, strict=True))
    body = _body(rows[last + 1 :], width)
    return Grid(headings, body, _people(headings, body), rows[first][0], lines)


def _body(lines: Lines, width: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(
        (number, _wide(cells, width)) for number, cells in lines if any(cell.strip() for cell in cells)
    )


def _goes_on(cells: Sequence[str]) -> bool:
    """Whether a row under headings of dates is one more of them."""
    rest = [cell for cell in cells[1:] if cell.strip()]
    begins = plain(cells[0]) in _AXIS_WORDS if cells else False
    return begins and bool(rest) and all(stance_of(cell) is None for cell in rest)


def _filled(row: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    last = ""
    for column, cell in enumerate(row):
        last = cell or (last if column else "")
        yield last if column and below[column] else cell


def _people(headings: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, ...]:
    """The columns that say who somebody is: an id, an address, a name; else the first that is filled."""
    names = [plain(heading) for heading in headings]
    known = [
        column
        for words in (_MEMBER_WORDS, _ADDRESS_WORDS, _NAME_WORDS)
        for column, name in enumerate(names)
        if name in words
    ]
    if known:
        return tuple(known)
    filled = (
        column
        for column, heading in enumerate(headings)
        if not is_about_days(heading) and 2 * sum(bool(cells[column]) for _number, cells in rows) > len(rows)
    )
    return (next(filled, 0),)

"""The bytes of a CSV file in; its rows, each with its line number, and what was odd about them out."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from leernet.catalogue import tables as rules
from leernet.finding import Finding, Place
from leernet.model.limits import LONGEST_CELL, MOST_BYTES_OF_A_TABLE, MOST_CELLS, MOST_ROWS

DELIMITERS = (";", "\t", ",")

# What stands between cells and between rows, of which there may be too many to take the text apart.
_BETWEEN_CELLS = (b";", b"\t", b",", b"\n", b"\r")

# A cell between quotes, where a cell can begin: what is inside says nothing about the delimiter.
# Nothing is tried again where a quotation mark is never closed: that took 12 GB for 100 MB.
_QUOTED = re.compile(r'(?:(?<=[;,\t\r\n])|^)"[^"]*+(?:""[^"]*+)*+"')

# Of a longer line it is worth counting the cells.
_LONG_LINE = 2**20
# The line that Excel itself understands as "this is the delimiter".
_SEPARATOR_LINE = re.compile(r"sep=([;,\t|])", re.IGNORECASE)


def csv_rows(
    file: str, content: bytes, most: int = MOST_ROWS
) -> tuple[list[tuple[int, list[str]]], tuple[Finding, ...]]:
    """The rows of a CSV file, each with the line it starts on, from 1; empty lines are left out.

    Encoding and delimiter are found out: UTF-8 with or without a mark, UTF-16, otherwise Windows-1252;
    ``;``, tab or ``,``, whichever divides the whole file most evenly.

    Args:
        most: how many rows there may be; of more, nothing is read.
    """
    if len(content) > MOST_BYTES_OF_A_TABLE:
        return [], (rules.TOO_LARGE_A_TABLE.at(Place(file), megabytes=MOST_BYTES_OF_A_TABLE // 2**20),)
    if sum(map(content.count, _BETWEEN_CELLS)) > MOST_CELLS:
        return [], (_too_large(file, most),)
    if line := _of_another_encoding(content):
        return [], (rules.UNKNOWN_ENCODING.at(Place(file, line)),)
    text = decoded(content)
    if line := conflict_line(text):
        return [], (rules.MERGE_CONFLICT.at(Place(file, line)),)
    findings = _unreadable_characters(file, text)
    lines = list(io.StringIO(text.replace("\0", "").replace("\ufffd", ""), newline=""))
    if line := _without_end(lines):
        return [], (rules.CELL_TOO_LONG.at(Place(file, line), count=LONGEST_CELL),)
    named = _SEPARATOR_LINE.fullmatch(lines[0].strip(" \r\n")) if lines else None
    delimiter = named[1] if named else guessed_delimiter(lines)
    rows = []
    odd_rows = []
    for number, row, odd in _parsed(lines, delimiter, skip=1 if named else 0):
        if any(row):
            rows.append((number, row))
        if len(rows) > most:
            return [], (_too_large(file, most),)
        if odd or len(max(row, key=len, default="")) > LONGEST_CELL:
            odd_rows.append(_odd(Place(file, number), row))
    return _unspoiled(rows) if delimiter == ";" else rows, (*findings, *odd_rows)


def _without_end(lines: Sequence[str]) -> int:
    """The number of a line of which a cell is so long that taking it apart fills the memory; 0: none is."""
    for number, line in enumerate(lines, 1):
        if len(line) > _LONG_LINE and len(line) > LONGEST_CELL * (1 + sum(map(line.count, ";\t,|"))):
            return number
    return 0


def _too_large(file: str, rows: int) -> Finding:
    return rules.TABLE_TOO_LARGE.at(Place(file), rows=rows, cells=MOST_CELLS)


def _odd(place: Place, row: list[str]) -> Finding:
    """What is odd about a row: a cell without end, or a quotation mark that is out of place."""
    if any(len(cell) > LONGEST_CELL for cell in row):
        return rules.CELL_TOO_LONG.at(place, count=LONGEST_CELL)
    return rules.STRAY_QUOTE.at(place)


def _unspoiled(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows of a comma file that Excel took for one column and saved with ``;``; other rows as they are.

    Everything is in the first cell of each row then, and taken apart by commas all have equally many.
    """
    if not rows or len(rows[0][1]) < 2 or any(any(cells[1:]) or "," not in cells[0] for _line, cells in rows):
        return rows
    apart = [(line, next(csv.reader([cells[0]]), [])) for line, cells in rows]
    return apart if len({len(cells) for _line, cells in apart}) == 1 else rows


_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def cells_of(text: str, delimiter: str) -> list[list[str]] | None:
    """Every row as it is, the empty ones too, to change a table in its place; None: no CSV."""
    with suppress(csv.Error):
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    return None


def conflict_line(text: str) -> int | None:
    """The line, from 1, with the first mark that git leaves where two versions of a file collide."""
    marks = list(_CONFLICT.finditer(text)) if "<<<<<<<" in text and ">>>>>>>" in text else []
    return text.count("\n", 0, marks[0].start()) + 1 if len(marks) > 1 else None


# Letters with accents of Mac Roman and of DOS within a word; in Windows-1252 these are signs and capitals.
_OTHER_LETTERS = re.compile(rb"(?<=[A-Za-z])(?:[\x8d\x8e\x8f\x9f]|[\x82\x87\x89\x91\x95](?! ))")
_WINDOWS_LETTERS = re.compile(rb"[\xc0-\xff]")


def _of_another_encoding(content: bytes) -> int | None:
    """The line, from 1, with the first letter of an encoding that cannot be told from others."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = _OTHER_LETTERS.search(content)
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content
        if found and not wide and not _WINDOWS_LETTERS.search(content):
            return re.sub(b"\r\n?", b"\n", content[: found.start()]).count(b"\n") + 1
    return None


def decoded(content: bytes) -> str:
    """The text of a file from Excel, a form or an editor; a byte no encoding knows becomes U+FFFD."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\0" in content and (order := _utf16_byte_order(content)):
        return content.decode(order, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _utf16_byte_order(content: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other byte; a few zeros are damage, not an encoding."""
    sample = content[:4096]
    for zero_at, order in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[zero_at::2].count(0)
        if zeros * 2 > len(sample) * 0.8:
            return order
    return None


def guessed_delimiter(lines: list[str]) -> str:
    """The delimiter that divides most lines into as many cells as the heading has.

    A delimiter the heading lacks is none, however often it is below: a form writes ``a;b;`` into a cell.
    """
    text = "".join(lines)
    bare = io.StringIO(_QUOTED.sub("", text) if '"' in text else text, newline="")
    # A tab is a delimiter here, also where nothing else is left of a line.
    filled = [line for line in bare if line.strip(" \r\n")]

    def evenness(delimiter: str) -> tuple[int, int]:
        wanted = filled[0].count(delimiter)
        return (sum(line.count(delimiter) == wanted for line in filled) if wanted else 0, wanted)

    return max(DELIMITERS, key=evenness) if filled else ","


def _parsed(lines: list[str], delimiter: str, *, skip: int) -> Iterator[tuple[int, list[str], bool]]:
    """Line number, cells, and whether a quote in the row was out of place, for every row."""
    start = skip
    columns = 0
    while start < len(lines):
        rest = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        before = 0
        try:
            for row in reader:
                columns = columns or len(row)
                yield start + before + 1, row, False
                before = reader.line_num
            start = len(lines)
        except csv.Error:
            # A quote that is not closed would swallow all rows up to the next quote: only this line is read
            # without quotes, and the rest as usual.
            start += before
            yield start + 1, _with_stray_quote(lines[start], delimiter, columns), True
            start += 1


def _with_stray_quote(line: str, delimiter: str, columns: int) -> list[str]:
    """The cells of one line: read with quotes if that gives the expected number of columns, else without."""
    text = line.rstrip("\r\n")
    try:
        cells = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        # More in one cell than csv takes.
        cells = []
    return cells if len(cells) == columns else text.split(delimiter)


def _unreadable_characters(file: str, text: str) -> tuple[Finding, ...]:
    found = []
    for character, rule in (("\0", rules.NUL_BYTES), ("\ufffd", rules.UNREADABLE_CHARACTERS)):
        if count := text.count(character):
            line = text.count("\n", 0, text.index(character)) + 1
            found.append(rule.at(Place(file, line), count=count))
    return tuple(found)

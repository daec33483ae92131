"""The bytes of ``answers.csv`` and an answer in; its bytes with the answer, in the same shape, out."""

import csv
import io
from collections.abc import Mapping
from datetime import date

from pydantic_core import PydanticCustomError

from leernet.model.answers import ByHand
from leernet.model.values import day_from_text
from leernet.read.answers import ANSWERS_FILE, COLUMNS, WORDS
from leernet.read.csv_text import decoded, guessed_delimiter
from leernet.read.table import Table, read_table

_HEADING = ",".join(COLUMNS)
_BOM = b"\xef\xbb\xbf"


def with_answer(content: bytes, answer: ByHand) -> bytes:
    """The table with one more row, or with its own row of that day replaced; all else stays as it is.

    The row has the delimiter, the order of columns and the language of the table.
    """
    text = decoded(content) if content.strip() else f"{_HEADING}\n"
    table, _odd = read_table(ANSWERS_FILE, text.encode())
    lines = text.splitlines()
    heading = next((line for line in lines if line.strip()), _HEADING)
    delimiter = guessed_delimiter([heading])
    columns: Mapping[str, int] = (
        table.columns(COLUMNS) if table else {name: at for at, name in enumerate(COLUMNS)}
    )
    width = len(table.heading) if table else len(COLUMNS)
    is_dutch = table is not None and "antwoord" in table.heading[columns.get("answer", 0)].casefold()
    cells = [""] * width
    for name, value in _cells(answer, is_dutch=is_dutch).items():
        if name in columns:
            cells[columns[name]] = value
    row = _row(cells, delimiter)
    same = _own_row(table, columns, answer) if table else None
    if same is None:
        lines.append(row)
    else:
        lines[same - 1] = row
    end = "\r\n" if "\r\n" in text else "\n"
    written = (end.join(lines) + end).encode()
    return _BOM + written if content.startswith(_BOM) else written


def _cells(answer: ByHand, *, is_dutch: bool) -> dict[str, str]:
    said = [word for word, meaning in WORDS.items() if meaning == answer.answer]
    return {
        "member": answer.member,
        "meeting": answer.meeting,
        "answer": said[1] if is_dutch else said[0],
        "plus": str(answer.plus or ""),
        "on": answer.on.isoformat(),
    }


def _row(cells: list[str], delimiter: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="").writerow(cells)
    return written.getvalue()


def _own_row(table: Table, columns: Mapping[str, int], answer: ByHand) -> int | None:
    """The line of this person's answer of the same day about the same meeting."""
    for row, number in zip(table.rows, table.numbers, strict=True):
        cells = {name: row[at] for name, at in columns.items()}
        same = cells.get("member") == answer.member and cells.get("meeting") == answer.meeting
        if same and _day(cells.get("on", "")) == answer.on:
            return number
    return None


def _day(text: str) -> date | None:
    try:
        return day_from_text(text, in_table=True)
    except PydanticCustomError:
        return None

"""The bytes of ``answers.csv`` in; the answers that came by telephone or in words, and findings, out."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from pydantic_core import PydanticCustomError

from leernet.catalogue import answers as rules
from leernet.finding import Finding, Place
from leernet.model.answers import ByHand
from leernet.model.ledger import Answer
from leernet.model.values import day_from_text
from leernet.read.csv_text import decoded
from leernet.read.near import nearest
from leernet.read.respondents import Respondents
from leernet.read.table import Table, read_table

ANSWERS_FILE = "answers.csv"
# Of each column its headings, compared as `plain` text; the first is what leernet writes.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "member": ("member", "lid", "deelnemer", "naam", "name"),
    "meeting": ("meeting", "bijeenkomst"),
    "answer": ("answer", "antwoord"),
    "plus": ("plus", "extra"),
    "on": ("on", "op", "datum", "date"),
}
WORDS: Mapping[str, Answer] = {
    "yes": "accepted",
    "ja": "accepted",
    "no": "declined",
    "nee": "declined",
    "maybe": "tentative",
    "misschien": "tentative",
}


def read_answers(
    references: Mapping[str, str], files: Mapping[str, bytes], people: Respondents
) -> tuple[tuple[ByHand, ...], tuple[Finding, ...]]:
    """The answers that are written down by hand, in the order of the rows.

    Args:
        references: of what people can be invited to, by every name it had.
        files: of the project, by path.
        people: how the members of the year may be called.
    """
    if ANSWERS_FILE not in files:
        return (), ()
    table, odd = read_table(ANSWERS_FILE, files[ANSWERS_FILE])
    if table is None:
        return (), odd
    odd = (*odd, *_open_end(decoded(files[ANSWERS_FILE])))
    reader = _Reader(table, table.columns(COLUMNS), people, references)
    missing = [name for name in ("member", "meeting", "answer") if name not in reader.columns]
    if missing:
        return (), (*odd, rules.ANSWER_COLUMN.at(table.heading_place(), column=missing[0]))
    found: list[ByHand] = []
    findings: list[Finding] = []
    for row in range(len(table.rows)):
        answer, wrong = reader.answer(row)
        findings += wrong
        if answer is not None:
            found.append(answer)
    return tuple(found), (*odd, *findings, *_two_of_a_day(table, found))


def _open_end(text: str) -> Iterator[Finding]:
    """That the last row may be half a row: ``2026-09-1`` is a day too."""
    if not text.endswith(("\n", "\r")):
        yield rules.LAST_LINE_OPEN.at(Place(ANSWERS_FILE, len(text.splitlines())), file=ANSWERS_FILE)


class _Reader(Struct, frozen=True):
    table: Table
    columns: Mapping[str, int]
    people: Respondents
    references: Mapping[str, str]

    def cell(self, row: int, column: str) -> str:
        return self.table.rows[row][self.columns[column]] if column in self.columns else ""

    def answer(self, row: int) -> tuple[ByHand | None, tuple[Finding, ...]]:
        """The answer of a row; none where something in it cannot be used."""
        wrong = tuple(self._wrong(row))
        member = self.people.find(self.cell(row, "member"))
        answer = WORDS.get(self.cell(row, "answer").casefold())
        on, plus = self._day(row), self.cell(row, "plus") or "0"
        if wrong or member is None or answer is None or on is None:
            return None, wrong
        line = self.table.numbers[row]
        meeting = self.references[self.cell(row, "meeting")]
        return ByHand(member, meeting, answer, int(plus), on, line), ()

    def _wrong(self, row: int) -> Iterator[Finding]:
        member, meeting = self.cell(row, "member"), self.cell(row, "meeting")
        if self.people.find(member) is None:
            meant = self.people.meant(member)
            mend = rules.DID_YOU_MEAN(other=meant) if meant else rules.WRITE_A_MEMBER()
            yield rules.ANSWER_OF_NOBODY.at(self._place(row, "member"), mend, text=member)
        if meeting not in self.references:
            meant = nearest(meeting, self.references)
            mend = rules.DID_YOU_MEAN(other=meant) if meant else rules.WRITE_A_MEETING()
            yield rules.ANSWER_TO_NO_MEETING.at(self._place(row, "meeting"), mend, text=meeting)
        if self.cell(row, "answer").casefold() not in WORDS:
            yield rules.NO_ANSWER.at(self._place(row, "answer"), text=self.cell(row, "answer"))
        if not (plus := self.cell(row, "plus") or "0").isdecimal() or len(plus) > 3:
            yield rules.NO_NUMBER.at(self._place(row, "plus"), text=plus)
        if self._day(row) is None:
            yield rules.NO_DAY.at(self._place(row, "on"), text=self.cell(row, "on"))

    def _day(self, row: int) -> date | None:
        try:
            return day_from_text(self.cell(row, "on"), in_table=True)
        except PydanticCustomError:
            return None

    def _place(self, row: int, column: str) -> Place:
        return self.table.place(row, self.columns.get(column))


def _two_of_a_day(table: Table, found: list[ByHand]) -> Iterator[Finding]:
    """Two rows of one day that say something else; the lower one counts."""
    seen: dict[tuple[str, str, date], ByHand] = {}
    for one in found:
        first = seen.setdefault((one.member, one.meeting, one.on), one)
        if (first.answer, first.plus) != (one.answer, one.plus):
            place = Place(table.file, one.line, None, table.sheet)
            yield rules.TWO_ANSWERS.at(place, member=one.member, meeting=one.meeting, line=first.line)

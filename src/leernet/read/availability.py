"""The polls of ``availability/`` as exported in; who said what of which date, and what is unclear, out.

``availability/<network>-<meeting>.*`` is about that meeting, ``availability/<network>.*`` about all meetings
of the network. How the tools write them: ``read/poll_grid.py``, ``poll_option.py`` and ``poll_marks.py``.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct

from leernet.catalogue import availability as rules
from leernet.catalogue.rule import Broken
from leernet.finding import Finding, Place
from leernet.model.availability import fits, meeting_times
from leernet.model.plain import plain
from leernet.model.poll import Poll, PollOption, Stance
from leernet.model.values import Days
from leernet.model.year import Year
from leernet.read.about import About, files_about
from leernet.read.choice_findings import unknown_member
from leernet.read.near import nearest
from leernet.read.poll_grid import Grid, Lines, form_grid, grid_of, has_answers
from leernet.read.poll_marks import asks_if_need_be, is_negated, says_nothing, stance_of
from leernet.read.poll_option import Unread, options_of
from leernet.read.respondents import Respondents, names_somebody, respondents
from leernet.read.table import is_table, rows_in
from leernet.words import Sentence, _n, first_of

FOLDER = "availability/"
# Rows of sums and of remarks under the answers; compared as `plain` text.
_SUMS = frozenset(
    (
        *(
            "count",
            "counts",
            "total",
            "totals",
            "totaal",
            "totalen",
            "aantal",
            "som",
            "sum",
            "result",
            "score",
        ),
        *(
            "resultaat",
            "yes",
            "no",
            "maybe",
            "ja",
            "nee",
            "misschien",
            "ifneedbe",
            "nombre",
            "anzahl",
            "best",
        ),
        "beste",
    )
)
_REMARKS = frozenset(
    ("comments", "comment", "opmerkingen", "opmerking", "reacties", "commentaires", "kommentare")
)
_SHOWN = 3

# What each member said of each date, in the order in which the dates are in the file.
Answers: TypeAlias = dict[str, list[Stance | None]]


def with_polls(
    year: Year, files: Mapping[str, bytes | str]
) -> tuple[Year, Mapping[str, Place], tuple[Finding, ...]]:
    """The year with the polls that people answered, where each is, and what there is to know of them."""
    filed = sorted(file for file in files if file.startswith(FOLDER))
    if not filed:
        return year, {}, ()
    findings: list[Finding] = []
    polls: dict[str, Poll] = {}
    people = respondents(year.members.values())
    for file in filed:
        about = _about(year, file)
        if isinstance(about, Finding):
            findings.append(about)
        elif about.reference in polls:
            other = polls[about.reference].file
            findings.append(rules.TWO_POLLS.at(Place(file), file=other, about=about.reference))
        else:
            content = files[file]
            reader = _Reader(year, about, file, people)
            poll = reader.poll(content.encode() if isinstance(content, str) else content)
            findings += reader.findings
            if poll is not None:
                polls[about.reference] = poll
    if not polls:
        return year, {}, tuple(findings)
    found = tuple(poll for _reference, poll in sorted(polls.items()))
    return (
        year.model_copy(update={"polls": found}),
        {poll.file: Place(poll.file) for poll in found},
        tuple(findings),
    )


def _about(year: Year, file: str) -> About | Finding:
    path = PurePosixPath(file)
    named = files_about(year)
    found = named.get(path.stem.casefold(), [])
    if len(path.parts) != 2 or len(found) != 1:
        meant = nearest(path.stem.casefold(), named) if not found else None
        mend = rules.OTHER_POLL(other=f"{FOLDER}{meant}{path.suffix}") if meant else rules.NAME_A_POLL()
        return rules.POLL_OF_NOTHING.at(Place(file), mend, file=file)
    return found[0] if is_table(file) else rules.POLL_OF_ANOTHER_KIND.at(Place(file), file=file)


class _Reader(Struct):
    """One file while it is read."""

    year: Year
    about: About
    file: str
    people: Respondents
    findings: list[Finding] = []
    sheet: str | None = None

    def poll(self, content: bytes) -> Poll | None:
        """What people said; None where nothing is certain enough to use."""
        sheets, odd = rows_in(self.file, content)
        self.findings += odd
        if odd and not sheets:
            return None
        for sheet in sheets:
            self.sheet = sheet.sheet
            grid = grid_of(sheet.cells)
            dated = grid is not None and has_answers(grid)
            read = None if dated else self._ticked(sheet.cells)
            read = read if read is not None or grid is None else self._dated(grid)
            if read is not None:
                return self._poll(*read)
        if not self.findings:
            self.findings.append(rules.POLL_WITHOUT_DATES.at(Place(self.file)))
        return None

    def _poll(self, options: list[PollOption], answers: Answers) -> Poll:
        order = sorted(range(len(options)), key=lambda at: options[at].order)
        poll = Poll(
            self.file,
            self.about.network.id,
            "" if self.about.meeting is None else self.about.meeting.id,
            tuple(options[at] for at in order),
            {member: tuple(said[at] for at in order) for member, said in sorted(answers.items())},
        )
        self.findings += _about_poll(self.year, self.about, poll)
        return poll

    def _dated(self, grid: Grid) -> tuple[list[PollOption], Answers] | None:
        """A column, or a row, for each date."""
        options: list[PollOption] = []
        columns: list[int] = []
        read = options_of(grid.headings, self.year.school_year, self._likely())
        for column, (heading, option) in enumerate(zip(grid.headings, read, strict=True)):
            if column in grid.people or option is None:
                continue
            broken = self._broken(heading, option)
            if broken is not None:
                self.findings.append(broken.at(grid.place(self.file, self.sheet, None, column)))
            if isinstance(option, PollOption) and option.day in self.year.school_year.days:
                columns.append(column)
                options.append(option)
        if not options:
            return None
        return options, self._answers(grid, columns)

    def _broken(self, heading: str, option: PollOption | Unread) -> Broken | None:
        """What keeps the answers under a heading of dates from being used."""
        if isinstance(option, Unread):
            if option.either is not None:
                one, other = option.either
                return rules.POLL_DATE_UNCLEAR.broken(text=heading, one=one, other=other)
            return rules.POLL_DATE_UNREAD.broken(text=heading)
        if is_negated(heading):
            return rules.POLL_NEGATED.broken(heading=heading)
        if option.day not in self.year.school_year.days:
            return rules.POLL_OUTSIDE_THE_YEAR.broken(day=option.day, school_year=str(self.year.school_year))
        return None

    def _likely(self) -> tuple[Days, ...]:
        windows = (meeting.window for meeting in self.about.meetings)
        return tuple(window for window in windows if window is not None)

    def _answers(self, grid: Grid, columns: list[int]) -> Answers:
        answers: Answers = {}
        for row, (_number, cells) in enumerate(grid.rows):
            first = next((plain(cells[column]) for column in grid.people if cells[column]), "")
            if first in _REMARKS:
                break
            filled = [column for column in columns if not says_nothing(cells[column])]
            if self._is_sum(grid, cells, first, filled):
                continue
            member = self._member(grid, row, filled)
            if member is not None and filled:
                self._keep(answers, member, list(self._said(grid, row, columns)), grid, row)
        return answers

    def _is_sum(self, grid: Grid, cells: tuple[str, ...], first: str, filled: list[int]) -> bool:
        somebody = any(self.people.find(cells[column]) for column in grid.people if cells[column])
        numbers = all(re.fullmatch(r"\d+(?:[.,]\d+)?%?", cells[column]) for column in filled)
        return not somebody and (first in _SUMS or (not first and numbers))

    def _said(self, grid: Grid, row: int, columns: list[int]) -> Iterator[Stance | None]:
        for column in columns:
            cell = grid.rows[row][1][column]
            stance = stance_of(cell)
            if stance is None and not says_nothing(cell):
                self.findings.append(
                    rules.POLL_MARK.at(grid.place(self.file, self.sheet, row, column), text=cell)
                )
            yield stance

    def _member(self, grid: Grid, row: int, filled: list[int]) -> str | None:
        """Who a row is of; nobody known is told where there is an answer."""
        cells = grid.rows[row][1]
        written = [(column, cells[column]) for column in grid.people if names_somebody(cells[column])]
        found = next((member for _column, text in written if (member := self.people.find(text))), None)
        if found is None and filled:
            column, text = written[0] if written else (grid.people[0], "")
            place = grid.place(self.file, self.sheet, row, column)
            self.findings.append(unknown_member(place, text, self.people))
        return found

    def _keep(self, answers: Answers, member: str, said: list[Stance | None], grid: Grid, row: int) -> None:
        if answers.get(member, said) != said:
            place = grid.place(self.file, self.sheet, row, grid.people[0])
            self.findings.append(rules.POLL_ANSWERED_TWICE.at(place, member=self.year.members[member].name))
        answers[member] = said

    def _ticked(self, lines: Lines) -> tuple[list[PollOption], Answers] | None:
        """One question of a form of which the answers are the dates that suit; None where there is none."""
        grid = form_grid(lines)
        questions = () if grid is None else tuple(self._questions(grid))
        if grid is None or not questions:
            return None
        ticked = {option for _column, rows in questions for found in rows for option in found}
        options = sorted(ticked, key=lambda option: option.order)
        answers: Answers = {}
        for row in range(len(grid.rows)):
            member = self._member(grid, row, [column for column, rows in questions if rows[row]])
            if member is not None:
                said: list[Stance | None] = [Stance.NO] * len(options)
                for column, rows in questions:
                    stance = Stance.IF_NEED_BE if asks_if_need_be(grid.headings[column]) else Stance.YES
                    said = [
                        max(had or Stance.NO, stance) if option in rows[row] else had
                        for had, option in zip(said, options, strict=True)
                    ]
                self._keep(answers, member, said, grid, row)
        for column, _rows in questions:
            heading = grid.headings[column]
            rule = rules.POLL_NEGATED if is_negated(heading) else rules.POLL_TICKED
            self.findings.append(rule.at(grid.place(self.file, self.sheet, None, column), heading=heading))
        return options, answers

    def _questions(self, grid: Grid) -> Iterator[tuple[int, list[frozenset[PollOption]]]]:
        """The columns of which each cell that is filled holds dates, and those of each row."""
        for column, heading in enumerate(grid.headings):
            cells = [row[column] for _number, row in grid.rows]
            if column in grid.people or not any(cells) or _OF_THE_FORM.search(plain(heading)):
                continue
            rows = [self._days_of(cell) for cell in cells]
            if all(found or not cell for found, cell in zip(rows, cells, strict=True)):
                yield column, rows

    def _days_of(self, cell: str) -> frozenset[PollOption]:
        parts = [part.strip() for part in re.split(r"[;\n]" if ";" in cell else r",(?!\s*\d{4})|\n", cell)]
        read = options_of([part for part in parts if part], self.year.school_year, self._likely())
        days = frozenset(option for option in read if isinstance(option, PollOption))
        return days if len(days) == len(read) else frozenset()


# A form says itself when somebody answered.
_OF_THE_FORM = re.compile(r"timestamp|tijdstempel|time|tijd|answered|beantwoord|id$", re.IGNORECASE)


def _about_poll(year: Year, about: About, poll: Poll) -> Iterator[Finding]:
    """What was understood of a poll, and what of it does not fit the rest of the project."""
    place = Place(poll.file)
    if not poll.answers:
        yield rules.EMPTY_POLL.at(place)
    said = [stance for answers in poll.answers.values() for stance in answers]
    if poll.answers:
        yield rules.POLL_READ.at(
            place,
            about=about.reference,
            count=len(poll.answers),
            dates=_dates(poll),
            yes=said.count(Stance.YES),
            perhaps=said.count(Stance.IF_NEED_BE),
            no=said.count(Stance.NO),
            empty=said.count(None),
        )
        if Stance.NO not in said and None in said:
            yield rules.POLL_NEVER_NO.at(place)
    times = {span for meeting in about.meetings for span in meeting_times(about.network, meeting)}
    other = [option for option in poll.options if times and not fits(option, times)]
    if other:
        days = tuple(f"{option.day} {option.start:%H:%M}" for option in other if option.start is not None)
        yield rules.POLL_AT_OTHER_TIME.at(
            place,
            count=len(other),
            times=tuple(str(span) for span in sorted(times)),
            dates=first_of(days, _SHOWN),
        )
    for id, answers in poll.answers.items():
        member = year.members[id]
        for option, stance in zip(poll.options, answers, strict=True):
            if stance not in (None, Stance.NO) and any(option.day in days for days in member.away):
                yield rules.POLL_YES_WHILE_AWAY.at(place, member=member.name, day=option.day)


def _dates(poll: Poll) -> Sentence:
    days = {option.day for option in poll.options}
    return _n(
        "{count} date ({first})",
        "{count} dates ({first} to {last})",
        len(poll.options),
        first=min(days),
        last=max(days),
    )

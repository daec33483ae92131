"""The table of choices of a series in; what each of its columns is for out.

What the series says in ``columns`` goes first, then our own headings and the fixed ones of forms. Questions
are known by what is under them: titles of workshops, or, where the heading names a workshop, its rank.
"""

import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from leernet.catalogue import choices as rules
from leernet.finding import Finding
from leernet.model.plain import plain
from leernet.model.reading import NOTHING, UNCLEAR, Reading
from leernet.model.year import Series
from leernet.read.choice_questions import Questions, Wished, questions
from leernet.read.choice_unclear import quoted, unclear_moments
from leernet.read.choice_who import EMAIL, NAME, OWN_MEMBER, Who, who_columns
from leernet.read.form_export import COMPLETED, OF_THE_FORM
from leernet.read.headings import part_of_a_name
from leernet.read.ordinals import about_choices, rank_in
from leernet.read.table import Headings, Known, Table
from leernet.read.titles import Titles

# Headings of our own columns, compared as `plain` text.
_OWN = {
    "never": ("never", "nooit"),
    "evidence": ("evidence", "bewijs", "portfolio"),
    "absent": ("absent", "afwezig"),
    "placed": ("placed", "geplaatst"),
    "reason": ("reason", "reden"),
    "tour": ("tour", "rondleiding"),
    "learning_goal": ("learninggoal", "learninggoals", "leerdoel", "leerdoelen"),
    "answered_at": ("answeredat", "beantwoordop", "ingevuldop"),
}
_ONE_EACH = ("evidence", "absent", "placed", "reason", "tour", "learning_goal")
_PER_QUESTION = re.compile(r"(points|feedback|punten)\s+-\s", re.IGNORECASE)
_TOUR = re.compile("rondleiding|tour", re.IGNORECASE)
# How a Dutch heading of when it was begins; questions are Dutch in forms of English programs as well.
_DUTCH_TIME = ("tijd", "beantwoord", "ingevuld")


class ChoiceColumns(Struct, frozen=True):
    """What the columns of a table of choices are for, counted from 0.

    Attributes:
        who: the columns that tell who answered.
        asked: what the questions are for.
        never: columns of workshops that people must not get.
        unused: columns from which nothing is taken.
        dutch: whether the heading of when it was is Dutch, so that days come before months.
    """

    who: Who
    asked: Questions
    never: tuple[int, ...] = ()
    evidence: int | None = None
    absent: int | None = None
    placed: int | None = None
    reason: int | None = None
    tour: int | None = None
    learning_goal: int | None = None
    answered_at: int | None = None
    unused: tuple[int, ...] = ()
    dutch: bool = False


def choice_columns(
    table: Table, titles: Titles, series: Series
) -> tuple[ChoiceColumns, tuple[Reading, ...], tuple[Finding, ...]]:
    """What each column is for, how that reads for a person, and what they should know about it.

    Args:
        table: own columns or a form's export.
        titles: the workshops of the series.
        series: its moments, and what it says of columns and scores.
    """
    told = {plain(heading): said for heading, said in series.columns.items()}
    said = {at: told[plain(heading)] for at, heading in enumerate(table.heading) if plain(heading) in told}
    fixed = _fixed(table, said)
    open_columns = _open_columns(table, {*said, *fixed.values()})
    member = next((at for at, word in said.items() if word == "member"), None)
    who = who_columns(table, member, open_columns)
    asking = [at for at in open_columns if at not in who.columns]
    wishes = {at: word for at, word in said.items() if word == "ranking" or word.isdecimal()}
    found = questions(table, titles, asking, wishes, series, who.columns)
    left = [at for at in asking if at not in found.taken and (table.heading[at] or _filled(table, at))]
    tour = next((at for at in left if _TOUR.search(table.heading[at])), None)
    if "tour" not in fixed and tour is not None:
        fixed["tour"] = tour
    moments = tuple(at for at in left if at not in fixed.values() and _names_moments(table, at, series))
    unused = tuple(at for at in left if at not in (*fixed.values(), *moments))
    never = [at for at, word in said.items() if word == "never"]
    if not never and "never" in fixed:
        never = [fixed["never"]]
    columns = ChoiceColumns(
        who=who,
        asked=found,
        never=tuple(never),
        answered_at=fixed.get("answered_at"),
        unused=unused,
        dutch="answered_at" in fixed and plain(table.heading[fixed["answered_at"]]).startswith(_DUTCH_TIME),
        **{role: fixed.get(role) for role in _ONE_EACH},
    )
    about = (
        *found.notes,
        *(unclear_moments(table, at, series) for at in moments),
        *_about_columns(table, columns, series, unclear=bool(found.notes or moments)),
    )
    return columns, _readings(table, columns, found, said, fixed, moments), about


def _open_columns(table: Table, taken: set[int]) -> list[int]:
    """Columns that nobody named and that are not a form's own: who answers is there, and what they choose."""
    return [
        at
        for at, heading in enumerate(table.heading)
        if at not in taken
        and plain(heading) not in (*OF_THE_FORM, *COMPLETED)
        and not _PER_QUESTION.match(heading)
    ]


def choice_headings(titles: Titles, series: Series) -> Headings:
    """What is known of a cell that may be a heading of a table of choices."""
    told = {plain(heading) for heading in series.columns}
    own = {name for names in _OWN.values() for name in names}
    fixed = {*own, *COMPLETED, *OWN_MEMBER, *EMAIL, *NAME, *told}

    def known(_sheet: str | None, text: str) -> Known:
        in_brackets = text[text.rindex("[") + 1 :].rstrip("] ") if "[" in text else ""
        sure = (
            plain(text) in fixed
            or part_of_a_name(text) is not None
            or (not text.strip().isdecimal() and rank_in(text) is not None and about_choices(text))
            or (in_brackets and (titles.find(in_brackets) or rank_in(in_brackets)))
        )
        maybe = (
            plain(text) in OF_THE_FORM or text.strip().isdecimal() or text.endswith("?") or titles.find(text)
        )
        return Known.SURE if sure else Known.MAYBE if maybe else Known.NO

    return known


def _fixed(table: Table, said: Mapping[int, str]) -> dict[str, int]:
    """The columns that go by their headings, or of which the user says what they are."""
    names = [plain(heading) for heading in table.heading]
    fixed: dict[str, int] = {}
    for role, headings in _OWN.items():
        named = (at for at, name in enumerate(names) if at not in said and name in headings)
        at = next((at for at, word in said.items() if word == role), next(named, None))
        if at is not None:
            fixed[role] = at
    completed = next((at for at, name in enumerate(names) if name in COMPLETED and at not in said), None)
    if completed is not None and "answered_at" not in said.values():
        fixed["answered_at"] = completed
    return fixed


def _filled(table: Table, column: int) -> bool:
    return any(row[column] for row in table.rows)


def _names_moments(table: Table, column: int, series: Series) -> bool:
    """Whether what is in a column are moments of the series."""
    known = {plain(moment) for moment in series.moments}
    parts: Counter[str] = Counter()
    # What a hundred thousand people wrote is mostly the same; it is taken apart once.
    for written, times in Counter(row[column] for row in table.rows).items():
        for part in re.split(r"[;,\n]", written):
            parts[plain(part)] += times
    del parts[""]
    return sum(parts[moment] for moment in known) * 2 > parts.total()


def _readings(
    table: Table,
    columns: ChoiceColumns,
    found: Questions,
    said: Mapping[int, str],
    fixed: Mapping[str, int],
    moments: tuple[int, ...],
) -> tuple[Reading, ...]:
    read_as = {at: role for role, at in fixed.items()}
    read_as |= dict.fromkeys(columns.who.columns, "member")
    read_as |= {one.column: _of_wish(one, columns.asked.row_rank is not None) for one in found.wished}
    read_as |= {one.column: f"{found.scale}: {one.workshop}" for one in found.graded}
    read_as |= dict.fromkeys((*found.unclear, *moments), UNCLEAR)
    read_as |= {at: word for at, word in said.items() if at not in read_as}
    if columns.asked.row_rank is not None:
        read_as[columns.asked.row_rank] = "rank"
    return tuple(
        Reading(table.heading_place(at), at + 1, heading, read_as.get(at, NOTHING), _example(table, at))
        for at, heading in enumerate(table.heading)
        if heading or _filled(table, at)
    )


def _of_wish(wished: Wished, row_for_each: bool) -> str:
    if row_for_each:
        return "workshop"
    if wished.rank is not None:
        return str(wished.rank)
    return "ranking" if wished.in_order else "1"


def _example(table: Table, column: int) -> str:
    return next((row[column] for row in table.rows if row[column]), "")


def _about_columns(
    table: Table, columns: ChoiceColumns, series: Series, *, unclear: bool
) -> tuple[Finding, ...]:
    found = []
    place = table.heading_place()
    if not columns.who.columns:
        found.append(rules.NO_MEMBER_COLUMN.at(place))
    elif columns.who.doubtful and columns.who.own is None:
        found.append(rules.TWO_MEMBER_COLUMNS.at(place, headings=quoted(table, columns.who.doubtful)))
    asked = columns.asked.wished or columns.asked.graded or columns.never or columns.placed is not None
    if not (asked or unclear):
        found.append(rules.NO_CHOICE_COLUMNS.at(place))
    if series.scores is not None and columns.asked.scale == "ranks":
        found.append(rules.SCORES_OF_NOTHING.at(place, series=series.id, scores=series.scores))
    if unused := quoted(table, columns.unused):
        found.append(rules.UNUSED_COLUMNS.at(place, columns=unused))
    return tuple(found)

"""What a facilitator is told of seats that are short, with places in the files and a mend."""

from collections.abc import Iterator, Sequence

from leernet.catalogue import allocation as rules
from leernet.finding import Finding, Places
from leernet.model.allocation import AllocationProblem
from leernet.model.selection import member_name
from leernet.model.year import Series, Year
from leernet.solve.allocation.seat_shortage import NotEnough, Shortage, shortages
from leernet.words import Field, Sentence, _n

# Nobody reads more names in one sentence.
_MOST_NAMES = 5


def shortage_findings(
    year: Year, series: Series, problem: AllocationProblem, places: Places
) -> Iterator[Finding]:
    """Which moment is how many seats short, and for whom; and who cannot have enough places in any case."""
    short, not_enough = shortages(problem)
    for shortage in short:
        yield _short(year, series, problem, shortage, places)
    yield from _not_enough(year, series, not_enough, places)


def _short(
    year: Year, series: Series, problem: AllocationProblem, shortage: Shortage, places: Places
) -> Finding:
    moments = tuple(dict.fromkeys(name.partition("/")[0] for name in shortage.sessions))
    at_all = {
        session.id
        for session in problem.sessions
        if session.moment in moments and session.runs != "no" and session.seats_max
    }
    fields: dict[str, Field] = {
        "count": shortage.wanted,
        "moments": moments,
        "seats": shortage.seats,
        "people": _people(year, shortage.people),
        "short": shortage.short,
    }
    alone = len(moments) == 1
    if at_all <= set(shortage.sessions):
        rule = rules.TOO_FEW_SEATS_AT_MOMENT if alone else rules.TOO_FEW_SEATS_AT_MOMENTS
    else:
        rule = rules.TOO_FEW_SEATS_IN_SOME_AT_MOMENT if alone else rules.TOO_FEW_SEATS_IN_SOME_AT_MOMENTS
        fields["workshops"] = tuple(dict.fromkeys(f"'{_title(year, name)}'" for name in shortage.sessions))
    place = places.of("series", series.id, "moments", *(moments if alone else ()))
    return rule.at(place, _mend(year, shortage, places), **fields)


def _mend(year: Year, shortage: Shortage, places: Places) -> Sentence:
    """Where seats could come from, with places in the files."""
    here = dict.fromkeys(_with_place(year, name, places) for name in shortage.sessions)
    mend = rules.SOME_SEATS_WILL_DO(count=shortage.short, workshops=tuple(here)[:_MOST_NAMES])
    if shortage.closed:
        closed = tuple(dict.fromkeys(_with_place(year, name, places, "runs") for name in shortage.closed))
        return rules.OR_LET_RUN(mend=mend, workshops=closed[:_MOST_NAMES])
    if shortage.spare:
        name, seats = max(shortage.spare, key=lambda each: each[1])
        workshop = _with_place(year, name, places, "open_to")
        return rules.OR_OPEN_TO_THEM(mend=mend, workshop=workshop, seats=seats)
    return mend


def _not_enough(
    year: Year, series: Series, not_enough: Sequence[NotEnough], places: Places
) -> Iterator[Finding]:
    """Those who lack the same, together."""
    for wanted, most in sorted({(each.wanted, each.most) for each in not_enough}):
        people = tuple(each.person for each in not_enough if (each.wanted, each.most) == (wanted, most))
        yield rules.TOO_FEW_TO_ATTEND.at(
            places.of("series", series.id, "choose"), count=wanted, most=most, people=_people(year, people)
        )


def _people(year: Year, ids: tuple[str, ...]) -> tuple[str, ...] | Sentence:
    """Names, or of a crowd how many."""
    if len(ids) > _MOST_NAMES:
        return _n("{count} person", "{count} people", len(ids))
    return tuple(member_name(year, name) for name in ids)


def _title(year: Year, session: str) -> str:
    workshop = session.partition("/")[2]
    found = year.workshops.get(workshop)
    return (found.title if found else "") or workshop


def _with_place(year: Year, session: str, places: Places, key: str = "seats") -> str:
    place = places.of("workshops", session.partition("/")[2], key)
    return f"'{_title(year, session)}' ({place})"

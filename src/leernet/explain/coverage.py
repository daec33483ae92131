"""Who was at what over the years in; what schools, boards and cohorts got, and who never came, out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Literal

from msgspec import Struct

from leernet.model.attended import AttendanceRecord, Held
from leernet.model.values import SchoolYear
from leernet.model.year import Member, Year

Kind = Literal["school", "board", "cohort"]
_WEEKDAYS = range(5)


class Turnout(Struct, frozen=True):
    """How often people came in a year, out of how often they were expected."""

    came: int = 0
    expected: int = 0


class Covered(Struct, frozen=True):
    """What a school, a board or a cohort got.

    Attributes:
        id: of the school or the board; the cohort.
        years: by school year how often its people came.
        minutes: those of everybody together, all years.
        never: ids of its people of now who came to nothing of what is known.
        weekday: on which more of those could come than on the days there were; None: that is not it.
    """

    id: str
    years: Mapping[SchoolYear, Turnout]
    minutes: int
    never: tuple[str, ...]
    weekday: int | None


class NeverCame(Struct, frozen=True):
    """Somebody who was expected and came to nothing of what is known, in any year.

    Attributes:
        expected: how often.
        not_working: how many of those were on a day on which they do not work.
        weekday: on which they work and most others can; None where most of it was on days they work.
    """

    member: str
    expected: int
    not_working: int
    weekday: int | None


class Coverage(Struct, frozen=True):
    """All of it; groups that got least come first."""

    years: tuple[SchoolYear, ...]
    groups: Mapping[Kind, tuple[Covered, ...]]
    never: tuple[NeverCame, ...]


def coverage_of(year: Year, records: Sequence[AttendanceRecord]) -> Coverage:
    """What everybody got, from records of this year and of earlier ones."""
    never = tuple(_never(year, records))
    groups: dict[Kind, tuple[Covered, ...]] = {
        kind: tuple(_groups(year, records, kind, {one.member for one in never}))
        for kind in ("school", "board", "cohort")
    }
    return Coverage(tuple(sorted({one.school_year for one in records}, key=_starts_in)), groups, never)


def _starts_in(school_year: SchoolYear) -> int:
    return school_year.starts_in


def _never(year: Year, records: Iterable[AttendanceRecord]) -> Iterator[NeverCame]:
    came = {id for record in records for held in record.occasions.values() for id in held.there}
    missed: dict[str, list[Held]] = {}
    for record in records:
        for held in record.occasions.values():
            for id in held.wanted:
                missed.setdefault(id, []).append(held)
    for id in sorted(missed.keys() - came):
        member = year.members.get(id)
        if member is None:
            continue
        off = [held for held in missed[id] if not works_on(member, held.day.weekday())]
        others = (year.members[one] for held in missed[id] for one in held.wanted if one in year.members)
        tried = {held.day.weekday() for held in missed[id]}
        day = _weekday([member], others, tried) if 2 * len(off) > len(missed[id]) else None
        yield NeverCame(id, len(missed[id]), len(off), day)


def works_on(member: Member, weekday: int) -> bool:
    """Whether somebody works on some of a weekday; without working days on every day of the week."""
    return member.working_days is None or any(half.weekday == weekday for half in member.working_days)


def _weekday(people: Iterable[Member], others: Iterable[Member], tried: Set[int] = frozenset()) -> int | None:
    """The weekday on which most of these people work, and of several the one on which most others do.

    Args:
        tried: days on which they did not come; taken only where there is no other.
    """
    wanted = Counter(day for one in people for day in _WEEKDAYS if works_on(one, day))
    also = Counter(day for one in others for day in _WEEKDAYS if works_on(one, day))
    return max(wanted, key=lambda day: (day not in tried, wanted[day], also[day], -day), default=None)


def _groups(
    year: Year, records: Sequence[AttendanceRecord], kind: Kind, never: set[str]
) -> Iterator[Covered]:
    counts: dict[str, dict[SchoolYear, Counter[str]]] = {}
    missed_on: dict[str, set[int]] = {}
    for record in records:
        of = _group_of(year, record, kind)
        for held in record.occasions.values():
            for id in {*held.wanted, *held.there}:
                group = of(id)
                if not group:
                    continue
                tally = counts.setdefault(group, {}).setdefault(record.school_year, Counter())
                tally["expected"] += 1
                tally["came"] += id in held.there
                tally["minutes"] += held.minutes * (id in held.there)
                missed_on.setdefault(group, set()).add(held.day.weekday())
    found = [
        _covered(year, group, of_years, missed_on[group], _now_in(year, kind, group, never))
        for group, of_years in counts.items()
    ]
    yield from sorted(found, key=lambda one: (_share(one), one.id))


def _covered(
    year: Year,
    group: str,
    of_years: Mapping[SchoolYear, Counter[str]],
    days: set[int],
    never: tuple[str, ...],
) -> Covered:
    people = [year.members[id] for id in never]
    best = _weekday(people, ())
    could = max((sum(works_on(one, day) for one in people) for day in days), default=0)
    gains = best is not None and sum(works_on(one, best) for one in people) > could
    return Covered(
        group,
        {at: Turnout(tally["came"], tally["expected"]) for at, tally in of_years.items()},
        sum(tally["minutes"] for tally in of_years.values()),
        never,
        best if gains else None,
    )


def _share(one: Covered) -> float:
    expected = sum(share.expected for share in one.years.values())
    return sum(share.came for share in one.years.values()) / expected


def _now_in(year: Year, kind: Kind, group: str, never: set[str]) -> tuple[str, ...]:
    """Who of those who never came is in a group now."""
    return tuple(
        id
        for id in sorted(never)
        if group == _member_group(year, kind, year.members[id].school, year.members[id].cohort)
    )


def _group_of(year: Year, record: AttendanceRecord, kind: Kind) -> Callable[[str], str]:
    """The school, board or cohort that somebody was of in the year of a record."""
    return lambda id: _member_group(year, kind, record.schools.get(id), record.cohorts.get(id, ""))


def _member_group(year: Year, kind: Kind, school: str | None, cohort: str) -> str:
    if kind == "cohort":
        return cohort
    if kind == "school" or school is None:
        return school or ""
    return (year.schools[school].board or "") if school in year.schools else ""

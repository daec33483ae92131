"""A plan in; what happens at one time and needs more rooms or more people than there are, out.

All is counted anew, at each time at which something begins: what runs together also runs together then.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from itertools import product

from msgspec import Struct

from leernet.catalogue.plan import PLAN_LEADS_ELSEWHERE, PLAN_ROOMS, PLAN_TOO_FEW_PEOPLE
from leernet.days.calendar import Calendar
from leernet.finding import Finding, Path, Place
from leernet.model.gathering import Gathering, Need, needs
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.values import Span
from leernet.model.year import Year
from leernet.verify.attendance import counts_as_there, perhaps_there
from leernet.verify.polls import heard

Placed = Callable[[Path], Place]
Planned = Mapping[str, tuple[Gathering, PlannedMeeting]]


def too_few_rooms(year: Year, plan: Plan, place: Placed) -> Iterator[Finding]:
    """Schools in which more workshops run at one time than they have rooms."""
    for id, school in sorted(year.schools.items()):
        own = {ref: session for ref, session in sorted(plan.sessions.items()) if session.school == id}
        seen: set[tuple[str, ...]] = set()
        for day, start in sorted({(session.day, session.start) for session in own.values()}):
            here = tuple(ref for ref, one in own.items() if one.day == day and _runs(one.span, start))
            new = not any(set(here) <= set(other) for other in seen)
            if school.rooms is not None and len(here) > school.rooms and new:
                seen.add(here)
                yield PLAN_ROOMS.at(
                    place(("sessions", here[-1], "school")),
                    school=school.name,
                    rooms=school.rooms,
                    count=len(here),
                    day=day,
                    time=f"{start:%H:%M}",
                )


def _runs(span: Span, at: time) -> bool:
    return span.start <= at < span.end


class _Shared(Struct, frozen=True):
    """Some of these people are needed at a meeting, or all, and can be there.

    Attributes:
        meeting: reference.
        people: ids of those who can come and lead no workshop elsewhere at that time.
        count: how many of them.
    """

    meeting: str
    people: frozenset[str]
    count: int


def too_few_people(
    year: Year, plan: Plan, calendar: Calendar, planned: Planned, place: Placed
) -> Iterator[Finding]:
    """Meetings at one time that each need some of the same people, of whom there are too few for all."""
    seen: set[tuple[str, ...]] = set()
    starts = {(meeting.day, meeting.start) for _gathering, meeting in planned.values()}
    starts |= {(session.day, session.start) for session in plan.sessions.values()}
    for day, start in sorted(starts):
        found = _short(_shared_at(year, plan, calendar, planned, day, start))
        if found is not None and found.meetings not in seen:
            seen.add(found.meetings)
            yield PLAN_TOO_FEW_PEOPLE.at(
                place(("meetings", found.meetings[-1], "date")),
                meetings=found.meetings,
                day=day,
                needed=found.needed,
                count=len(found.people),
                people=tuple(year.members[id].name for id in found.people),
            )


def too_few_left(
    year: Year, plan: Plan, calendar: Calendar, planned: Planned, place: Placed
) -> Iterator[Finding]:
    """Meetings that need some of a group of which so many lead workshops elsewhere that too few are left."""
    for reference, (gathering, meeting) in sorted(planned.items()):
        of_day = [session for session in plan.sessions.values() if session.day == meeting.day]
        starts = {one.start for one in of_day if _runs(meeting.span, one.start)} | {meeting.start}
        within = _leads_within(year, plan, reference) if of_day else set()
        away = [_leading_at(year, plan, meeting.day, start) - within for start in sorted(starts)]
        for need in _must_and_some(needs(year, gathering))[1] if any(away) else ():
            able = _coming(year, calendar, gathering, meeting, {*need.members})
            lead = next((able & gone for gone in away if len(able - gone) < need.at_least <= len(able)), None)
            if lead:
                yield PLAN_LEADS_ELSEWHERE.at(
                    place(("meetings", reference, "date")),
                    meeting=reference,
                    day=meeting.day,
                    needed=need.at_least,
                    people=tuple(year.members[id].name for id in sorted(lead)),
                    count=len(lead),
                )


def _shared_at(
    year: Year, plan: Plan, calendar: Calendar, planned: Planned, day: date, start: time
) -> list[list[list[_Shared]]]:
    """For each meeting that runs then who must be there, with each of its needs of some of a group."""
    at_once = {
        reference: found
        for reference, found in planned.items()
        if found[1].day == day and _runs(found[1].span, start)
    }
    leads = _leading_at(year, plan, day, start)
    engaged: set[str] = set()
    some_at_all = False
    found = []
    for reference, (gathering, meeting) in sorted(at_once.items()):
        elsewhere = leads - _leads_within(year, plan, reference)
        must, some = _must_and_some(needs(year, gathering))
        asked = must.union(*(need.members for need in some)) - elsewhere
        there = _coming(year, calendar, gathering, meeting, asked)
        # Who must be at two meetings is found by another rule; here the first has them.
        own = frozenset((must & there) - engaged)
        engaged |= own
        pairs = ((there.intersection(need.members), need.at_least) for need in some)
        rest = [_Shared(reference, able - own, count - len(able & own)) for able, count in pairs]
        some_at_all = some_at_all or bool(rest)
        first = _Shared(reference, own, len(own))
        found.append([[first, each] for each in rest] or [[first]])
    return found if some_at_all else []


def _leading_at(year: Year, plan: Plan, day: date, start: time) -> set[str]:
    """Who leads a workshop then."""
    return {
        id
        for reference, session in plan.sessions.items()
        if session.day == day and _runs(session.span, start)
        for workshop in (year.workshops.get(reference.rpartition("/")[2]),)
        if workshop is not None
        for id in workshop.presenter
    }


def _coming(
    year: Year, calendar: Calendar, gathering: Gathering, meeting: PlannedMeeting, asked: set[str]
) -> frozenset[str]:
    comes = perhaps_there if gathering.fixed else counts_as_there
    day = meeting.day
    return frozenset(
        id
        for id in asked
        if comes(calendar, year.members[id], day, meeting.span, heard(year, gathering, id, day))
    )


def _must_and_some(asked: Iterable[Need]) -> tuple[set[str], list[Need]]:
    """Who must be there, and the needs of some of a group."""
    some = [need for need in asked if need.at_least < len(need.members)]
    return {id for need in asked if need not in some for id in need.members}, some


def _leads_within(year: Year, plan: Plan, meeting: str) -> set[str]:
    """Who leads a workshop that is a part of the meeting."""
    found: set[str] = set()
    for reference in plan.sessions:
        series, moment, workshop = ([*reference.split("/"), "", ""])[:3]
        known = year.series.get(series)
        if known is not None and moment in known.moments and known.moments[moment].meeting == meeting:
            led = year.workshops.get(workshop)
            found |= set(led.presenter) if led is not None else set()
    return found


class _TooFew(Struct, frozen=True):
    meetings: tuple[str, ...]
    people: tuple[str, ...]
    needed: int


def _short(at_once: list[list[list[_Shared]]], most_ways: int = 256) -> _TooFew | None:
    """Meetings that need more people together than there are for them; None where there are enough.

    Within one meeting somebody may count for several needs, so one need of each is looked at, in every way.

    Args:
        most_ways: ways that are looked at; with more, too few may go unnoticed.
    """
    for number, chosen in enumerate(product(*at_once)):
        if number == most_ways:
            return None
        found = _unmatched([need for needs_of_one in chosen for need in needs_of_one])
        # That too few can come to one meeting is another rule.
        if found is not None and len(found.meetings) > 1:
            return found
    return None


def _unmatched(shared: list[_Shared]) -> _TooFew | None:
    """A Hall violator by augmenting paths: each person serves one meeting, each meeting needs its count."""
    units = [need for need in shared for _number in range(need.count)]
    serves: dict[str, int] = {}
    for at in range(len(units)):
        tried: set[str] = set()
        if not _augment(units, serves, at, tried):
            caught = {at} | {serves[id] for id in tried if id in serves}
            meetings = sorted({units[unit].meeting for unit in caught})
            return _TooFew(tuple(meetings), tuple(sorted(tried)), len(caught))
    return None


def _augment(units: list[_Shared], serves: dict[str, int], at: int, tried: set[str]) -> bool:
    for id in sorted(units[at].people):
        if id in tried:
            continue
        tried.add(id)
        if id not in serves or _augment(units, serves, serves[id], tried):
            serves[id] = at
            return True
    return False

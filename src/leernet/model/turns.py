"""A network and the plans of earlier years in; how often each school hosted and whose turn it is, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import possible_hosts, selected_members
from leernet.model.values import SchoolYear
from leernet.model.year import Member, Network, School, Year


@dataclass(frozen=True, slots=True)
class Turns:
    """Where a school stands in the turns of a network, before the year that is planned.

    Attributes:
        hosted: how often it hosted, as far as written down.
        credit: turns that a newcomer is counted to have had, so that it starts level with the others.
        last: the last school year in which it hosted; None where no plan of an earlier year says so.
    """

    hosted: int
    credit: int
    last: SchoolYear | None

    @property
    def counted(self) -> int:
        """What the turns go by: the lowest is next."""
        return self.hosted + self.credit


def turns_before(year: Year, network: Network, history: Iterable[Plan]) -> dict[str, Turns]:
    """The turns of every school that can host a network; by id.

    A school that came later starts at what the schools that were there before it had on average.
    """
    plans = sorted(history, key=lambda plan: plan.school_year)
    pool = [school.id for school in possible_hosts(year, network)]
    before = dict(network.hosts.hosted_before) if network.hosts is not None else {}
    hosted = {id: before.get(id, 0) + _times(plans, network.id, id) for id in pool}
    joined = joined_in(year, network, pool)
    return {
        id: Turns(
            hosted[id],
            _credit(id, joined, plans, network.id, before, year.school_year),
            max((plan.school_year for plan in plans if _times([plan], network.id, id)), default=None),
        )
        for id in pool
    }


def _times(plans: Iterable[Plan], network: str, school: str) -> int:
    return sum(meeting.host == school for plan in plans for meeting in meetings_of(plan, network))


def meetings_of(plan: Plan, network: str) -> tuple[PlannedMeeting, ...]:
    """The meetings of a network in a plan, in order of time."""
    found = (meeting for reference, meeting in plan.meetings.items() if reference.split("/")[0] == network)
    return tuple(sorted(found, key=lambda meeting: (meeting.day, meeting.start)))


def last_host(year: Year, network: Network, history: Iterable[Plan]) -> School | None:
    """The school that received a network last, in earlier years; None where no plan of those knows one."""
    for plan in sorted(history, key=lambda plan: plan.school_year, reverse=True):
        for meeting in reversed(meetings_of(plan, network.id)):
            if meeting.host is not None:
                return year.schools.get(meeting.host)
    return None


def joined_in(year: Year, network: Network, schools: Iterable[str]) -> dict[str, SchoolYear | None]:
    """The school year in which each school came; None when it was there from the beginning."""
    starts: dict[str | None, list[SchoolYear | None]] = {}
    for member in selected_members(year, network.members):
        starts.setdefault(member.school, []).append(_start(member))
    return {id: _first_of(starts.get(id, [])) for id in schools}


def _first_of(starts: list[SchoolYear | None]) -> SchoolYear | None:
    """The earliest; None where one was always there, or nobody comes from the school."""
    known = [start for start in starts if start is not None]
    return min(known) if known and len(known) == len(starts) else None


def _start(member: Member) -> SchoolYear | None:
    if member.starts_at is not None:
        return member.starts_at
    if member.joined is None:
        return None
    return SchoolYear(member.joined.year if member.joined.month >= 8 else member.joined.year - 1)


def _credit(
    school: str,
    joined: dict[str, SchoolYear | None],
    plans: list[Plan],
    network: str,
    before: dict[str, int],
    planned: SchoolYear,
) -> int:
    came = joined[school]
    if came is None or before.get(school):
        return 0
    earlier = [plan for plan in plans if plan.school_year < came]
    others = [
        id for id, start in joined.items() if id != school and (start or SchoolYear(0)) < min(came, planned)
    ]
    if not others:
        return 0
    return sum(before.get(id, 0) + _times(earlier, network, id) for id in others) // len(others)

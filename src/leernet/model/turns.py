"""A network and the plans of earlier years in; how often each school hosted and whose turn it is, out."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import possible_hosts, selected_members
from leernet.model.values import SchoolYear
from leernet.model.year import Member, Network, School, Year


class Turns(Struct, frozen=True):
    """The turns of a school in a network, before the year that is planned.

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

    A school that came later starts at what the schools that were there before it had on average. Those with
    fewer seats than any that ever hosted do not count for that: they have no room, and no turns for ever.
    """
    plans = sorted(history, key=lambda plan: plan.school_year)
    written = [
        _HostsOf(plan.school_year, Counter(meeting.host for meeting in meetings_of(plan, network.id)))
        for plan in plans
    ]
    pool = {school.id: school.host_seats or 0 for school in possible_hosts(year, network)}
    before = dict(network.hosts.hosted_before) if network.hosts is not None else {}
    hosted = {id: before.get(id, 0) + sum(one.hosts[id] for one in written) for id in pool}
    joined = joined_in(year, network, pool)
    smallest = min((seats for id, seats in pool.items() if hosted[id]), default=0)
    large = {id: start for id, start in joined.items() if pool[id] >= smallest}
    return {
        id: Turns(
            hosted[id],
            0 if before.get(id) else _credit(id, joined[id], large, written, before, year.school_year),
            max((one.school_year for one in written if one.hosts[id]), default=None),
        )
        for id in pool
    }


class _HostsOf(Struct, frozen=True):
    """How often each school hosted a network in a year."""

    school_year: SchoolYear
    hosts: Counter[str | None]


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
    came: SchoolYear | None,
    large: dict[str, SchoolYear | None],
    written: list[_HostsOf],
    before: dict[str, int],
    planned: SchoolYear,
) -> int:
    if came is None:
        return 0
    first = min(came, planned)
    others = [id for id, start in large.items() if id != school and (start or SchoolYear(0)) < first]
    if not others:
        return 0
    turns = sum(one.hosts[id] for one in written if one.school_year < came for id in others)
    return (turns + sum(before.get(id, 0) for id in others)) // len(others)

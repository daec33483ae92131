"""Possible days and what to keep in; dates with hosts out, and what one change more would gain."""

import math
import sys
from collections.abc import Mapping
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.notice import notice_day_of
from leernet.model.plan import Change, Plan
from leernet.model.plan_proofs import HostProofs
from leernet.model.year import Year
from leernet.solve.dates.chosen import ChosenDates, Search, chosen_dates, dates_with_more
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.measures import DateMeasures, measures
from leernet.solve.dates.notice import with_notice
from leernet.solve.dates.problem import DateProblem
from leernet.solve.dates.replan import Kept
from leernet.solve.dates.shared_people import people_cuts
from leernet.solve.hosts.choice import host_programs, hosts_for
from leernet.solve.hosts.cuts import host_cuts
from leernet.solve.hosts.program import HostChoice
from leernet.solve.hosts.proof import host_proofs
from leernet.solve.limits import NO_LIMITS, Limits


class Case(Struct, frozen=True, eq=False):
    """What dates and hosts are chosen from.

    Attributes:
        kept: what to keep of the plan before.
        history: plans of earlier years.
        search: how to look for dates.
        limits: those for hosts; that of the search leaves some time for them.
    """

    year: Year
    problem: DateProblem
    kept: Kept
    history: tuple[Plan, ...]
    search: Search
    limits: Limits = NO_LIMITS


class Chosen(Struct, frozen=True, eq=False):
    """Dates and hosts.

    Attributes:
        days: number of the day of each gathering, by reference.
        changed_hosts: references of meetings whose host is another than in the plan before.
        fewest_hosts: no plan that changes as few dates changes fewer hosts.
    """

    dates: ChosenDates
    days: Mapping[str, int]
    hosts: HostChoice
    changed_hosts: tuple[str, ...]
    fewest_hosts: int

    @property
    def changes(self) -> int:
        """How many dates and hosts of the plan before these change."""
        return self.dates.moved + len(self.changed_hosts)


class OneMoreChange(Struct, frozen=True):
    """What one change more than the fewest would gain.

    Attributes:
        changes: what would be different from the plan without it; dates, or hosts.
        gain_permille: how much less the dates, or the hosts, would cost.
        now, then: what the dates cost without and with it; None where it is about a host.
        travel_km: in total, without and with it; None where it is not known.
        moves: how many changes of the plan before there would be in all.
    """

    changes: tuple[Change, ...]
    gain_permille: int
    now: DateMeasures | None
    then: DateMeasures | None
    travel_km: tuple[int, int] | None
    moves: int


class Nothing(Struct, frozen=True, eq=False):
    """No dates with hosts.

    Attributes:
        certain: whether there are none; else none were found in the time.
        first: the first dates that were tried, which left meetings without a host; None without any dates.
    """

    certain: bool
    first: Chosen | None


def dates_and_hosts(case: Case) -> tuple[Case, Chosen] | Nothing:
    """Dates with a host for every meeting that takes turns.

    Where dates leave meetings without a host, what they show to be impossible is forbidden and dates are
    chosen again, until there are hosts for all or no dates are left.

    Returns:
        The case with what was found out, and the dates and hosts; or nothing, and whether that is certain.
    """
    first: Chosen | None = None
    search = case.search
    for done in count(1):
        dates = chosen_dates(case.problem, case.kept, search)
        if dates is None:
            return Nothing(not case.search.limits.over, first)
        fewest = with_hosts(case, dates, 0)
        fits = not fewest.hosts.without
        if fits and search.proof:
            break
        # Dates are proven at first, and again when dates near them have hosts.
        search = replace(search, start=fewest.days, proof=fits)
        if fits:
            continue
        first = first or fewest
        cuts = cuts_of(case, fewest)
        if not cuts or done >= _most_rounds(case):
            return Nothing(certain=False, first=first)
        case = replace(case, problem=replace(case.problem, cuts=(*case.problem.cuts, *cuts)))
    return case, _with_notice(case, fewest)


def _most_rounds(case: Case) -> int:
    """How often dates are chosen again where they leave meetings without a host."""
    parameters = case.problem.parameters.dates
    if case.search.limits.over:
        return parameters.last_rounds
    return parameters.rounds if math.isinf(case.search.limits.seconds_left) else sys.maxsize


def _with_notice(case: Case, chosen: Chosen) -> Chosen:
    """The same with dates of equal cost that leave more time to invite, where hosts cost no more for it."""
    kept, notice_day = case.kept.days.keys(), notice_day_of(case.year)
    picks = with_notice(case.problem, chosen.dates.picks, kept, notice_day)
    if picks == chosen.dates.picks:
        return chosen
    other = with_hosts(case, replace(chosen.dates, picks=picks), 0)
    days = {number: other.days[event.reference] for number, event in enumerate(case.problem.events)}
    fits = not other.hosts.without and not people_cuts(case.problem, days)
    return other if fits and other.hosts.value <= chosen.hosts.value else chosen


def cuts_of(case: Case, chosen: Chosen) -> tuple[Cut, ...]:
    """What dates that leave meetings without a host show to be impossible."""
    return host_cuts(
        case.year,
        case.problem,
        chosen.days,
        case.history,
        case.kept.past_hosts,
        chosen.hosts.without,
        case.limits,
    )


def with_more(case: Case, fewest: Chosen, more: int) -> Chosen:
    """Dates and hosts with so many changes more than the fewest: dates as far as worth it, then hosts."""
    dates = dates_with_more(case.problem, case.kept, case.search, more)
    most = fewest.changes + more
    for tried in (fewest.dates,) if dates is None or dates == fewest.dates else (dates, fewest.dates):
        found = with_hosts(case, tried, most - tried.moved)
        if not found.hosts.without and found.changes <= most:
            return found
    return fewest


def one_more(case: Case, fewest: Chosen) -> OneMoreChange | None:
    """What one change more would gain; None where that is not worth it, or too much to find out.

    Taking it is planning with so many moves: it is found the same way.
    """
    parameters = case.problem.parameters.dates
    too_many = len(case.problem.events) > parameters.most_events
    if not case.kept.days or too_many or case.search.limits.over:
        return None
    other, worth = with_more(case, fewest, 1), parameters.worth
    now, then = (measures(case.problem, chosen.dates.picks) for chosen in (fewest, other))
    if (now.total - then.total) * worth > now.total:
        changes = _other_days(case, fewest, other)
        gain = 1000 * (now.total - then.total) // max(1, now.total)
        return OneMoreChange(changes, gain, now, then, _travel(fewest, other), other.changes)
    saved = fewest.hosts.value - other.hosts.value
    if other.dates.picks != fewest.dates.picks or saved * worth <= fewest.hosts.value:
        return None
    gain = 1000 * saved // max(1, fewest.hosts.value)
    return OneMoreChange(_other_hosts(fewest, other), gain, None, None, _travel(fewest, other), other.changes)


def with_hosts(case: Case, dates: ChosenDates, moves: int) -> Chosen:
    """Dates with the hosts that go with them; meetings may be left without one.

    Args:
        moves: how many hosts of the plan before may change; 0: as few as possible.
    """
    events = case.problem.events
    days = {event.reference: int(event.days[pick]) for event, pick in zip(events, dates.picks, strict=True)}
    hosts = hosts_for(
        case.year,
        case.problem,
        _with_a_host(case, days),
        case.history,
        given=case.kept.past_hosts,
        keep=case.kept.hosts,
        moves=moves,
        limits=case.limits,
    )
    changed = tuple(
        reference
        for reference, host in sorted(case.kept.hosts.items())
        if hosts.hosts.get(reference) not in (None, host)
    )
    return Chosen(dates, days, hosts, changed, 0)


def proofs_of_hosts(case: Case, chosen: Chosen) -> tuple[HostProofs, HostProofs]:
    """Why no hosts on these dates cost less of those that change as few, and why none change fewer."""
    days, values = _with_a_host(case, chosen.days), chosen.hosts.values
    programs = host_programs(
        case.year, case.problem, days, case.history, case.kept.past_hosts, apart=len(values) != 1
    )
    return host_proofs(programs, case.kept.hosts, chosen.hosts)


def _with_a_host(case: Case, days: Mapping[str, int]) -> dict[str, int]:
    """Without meetings that a school received that is gone since: they have nothing left to choose."""
    gone = {ref for ref, host in case.kept.past_hosts.items() if host not in case.year.schools}
    return {reference: day for reference, day in days.items() if reference not in gone}


def _other_days(case: Case, fewest: Chosen, other: Chosen) -> tuple[Change, ...]:
    return tuple(
        Change(
            what="moved",
            meeting=reference,
            was={"date": str(case.problem.day(day))},
            now={"date": str(case.problem.day(other.days[reference]))},
        )
        for reference, day in sorted(fewest.days.items())
        if other.days[reference] != day
    )


def _other_hosts(fewest: Chosen, other: Chosen) -> tuple[Change, ...]:
    return tuple(
        Change(what="host", meeting=reference, was={"host": host}, now={"host": other.hosts.hosts[reference]})
        for reference, host in sorted(fewest.hosts.hosts.items())
        if other.hosts.hosts[reference] != host
    )


def _travel(fewest: Chosen, other: Chosen) -> tuple[int, int] | None:
    before, after = fewest.hosts.travel_km, other.hosts.travel_km
    return None if before is None or after is None else (before, after)

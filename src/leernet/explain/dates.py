"""A year and its dates in; what the best other days of a meeting would cost and bring whom, out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.days.calendar import Calendar, calendar_of
from leernet.explain.term import CostTerm, largest_first
from leernet.model.plan import Plan
from leernet.model.weekdays import halves_on
from leernet.model.year import Year
from leernet.solve.dates.exact import exact_dates
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import DateMeasures, Picks, measures
from leernet.solve.dates.problem import DateProblem, Event, Weights, narrowed
from leernet.solve.dates.replan import moment_dates
from leernet.solve.hosts.choice import hosts_for
from leernet.solve.hosts.program import HostChoice
from leernet.solve.limits import within
from leernet.solve.parts import year_without
from leernet.words import Sentence, _, _n

_SHOWN = 2
# Where the rest cannot stay the program gets so long to find how it moves along.
_SECONDS = 5.0


class PlannedDates(Struct, frozen=True, eq=False):
    """The choice of dates as it was made.

    Attributes:
        problem: what there was to choose from, from today on.
        picks: the days of the plan, one for each event.
    """

    year: Year
    plan: Plan
    history: tuple[Plan, ...]
    today: date
    problem: DateProblem
    picks: Picks

    @property
    def days(self) -> Mapping[str, int]:
        """Number of the day of each event, by reference."""
        return self.days_of(self.picks)

    def days_of(self, picks: Picks) -> Mapping[str, int]:
        """The same for other picks."""
        events = self.problem.events
        return {event.reference: int(event.days[pick]) for event, pick in zip(events, picks, strict=True)}


def planned_dates(year: Year, plan: Plan, history: tuple[Plan, ...], today: date) -> PlannedDates:
    """The choice of dates and the ones in the plan; dates that break a rule by now count as given."""
    calendar: Calendar = calendar_of(year)
    days = {reference: meeting.day for reference, meeting in plan.meetings.items()} | moment_dates(plan)
    problem = date_problem(year, calendar, today=today)
    # What has no possible day was left out of the plan, and takes no day from what is in it.
    dayless = {event.reference for event in problem.events if not len(event.days)} - days.keys()
    if dayless:
        year = year_without(year, (_part(year, reference) for reference in dayless))
        problem = date_problem(year, calendar, today=today)
    off = {
        event.reference: days[event.reference]
        for event in problem.events
        if event.reference in days and problem.number(days[event.reference]) not in event.days
    }
    if off:
        problem = date_problem(year, calendar, today=today, given=off)
    picks = tuple(
        int((event.days == problem.number(days[event.reference])).argmax()) if event.reference in days else 0
        for event in problem.events
    )
    return PlannedDates(year, plan, history, today, problem, picks)


def _part(year: Year, reference: str) -> str:
    """The part of a year that an event belongs to, as ``year_without`` calls it."""
    of, *rest = reference.split("/")
    if of in year.series:
        return f"series:{of}"
    return f"{of}/{rest[0]}" if len(rest) > 1 else of


class OtherDay(Struct, frozen=True):
    """A day that was not chosen, on which every rule would be kept.

    Attributes:
        day: the day.
        absent: how many would miss it.
        terms: what would be different, the largest first.
        extra: what it would cost more, all weighed, in tenths of an absence of ten.
        host: name of another host that it would need.
        moved: other meetings of the network that would have to move along, and to when.
    """

    day: date
    absent: int
    terms: tuple[CostTerm, ...]
    extra: int
    host: str | None = None
    moved: tuple[tuple[str, date], ...] = ()


def other_days(case: PlannedDates, number: int) -> tuple[OtherDay, ...]:
    """The best other days of an event while everything else stays; the best first."""
    problem, picks, event = case.problem, case.picks, case.problem.events[number]
    found: list[tuple[int, int, Picks]] = []
    now = measures(problem, picks)
    for place, day in enumerate(event.days.tolist()):
        if place == picks[number] or problem.day(day) < case.today:
            continue
        other = (*picks[:number], place, *picks[number + 1 :])
        then = measures(problem, other)
        if not then.clashes and not then.one_board:
            found.append((then.total - now.total, day, other))
    told: list[OtherDay] = []
    for _extra, _day, other in sorted(found):
        if len(told) == _SHOWN:
            break
        hosts = _hosts_then(case, other, {event.reference})
        if hosts is not None:
            told.append(_other_day(case, number, other, hosts))
    return tuple(told)


def crowded_day(case: PlannedDates, number: int) -> date | None:
    """The best other day that would cost less, but give somebody too many meetings in that month."""
    problem, picks, event = case.problem, case.picks, case.problem.events[number]
    if not problem.limits:
        return None
    free, now = replace(problem, limits=()), measures(problem, picks).total
    found = []
    for place, day in enumerate(event.days.tolist()):
        other = (*picks[:number], place, *picks[number + 1 :])
        cost = measures(free, other).total
        if cost < now and problem.day(day) >= case.today and measures(problem, other).clashes:
            found.append((cost, day))
    return problem.day(min(found)[1]) if found else None


def day_if_others_move(case: PlannedDates, number: int) -> OtherDay | None:
    """The best other day of an event when other meetings of its network may move too, if there is one."""
    problem, event = case.problem, case.problem.events[number]
    chain = next(chain for chain in problem.chains if number in chain.events)
    ahead = [
        at for at in chain.events if problem.day(int(problem.events[at].days[case.picks[at]])) >= case.today
    ]
    places = {at: np.array([pick]) for at, pick in enumerate(case.picks) if at not in ahead}
    later = event.days >= problem.number(case.today)
    places[number] = np.flatnonzero(later & (np.arange(len(event.days)) != case.picks[number]))
    if not len(places[number]):
        return None
    narrow = narrowed(problem, places)
    found = exact_dates(narrow, limits=within(_SECONDS))
    if not found.picks:
        return None
    other = tuple(
        int((own.days == free.days[pick]).argmax())
        for own, free, pick in zip(problem.events, narrow.events, found.picks, strict=True)
    )
    hosts = _hosts_then(case, other, {problem.events[at].reference for at in ahead})
    return None if hosts is None else _other_day(case, number, other, hosts)


def _hosts_then(case: PlannedDates, picks: Picks, moved: set[str]) -> HostChoice | None:
    """The hosts on other dates, those of meetings that stay as they are; None where one would have none."""
    hosts = {reference: meeting.host for reference, meeting in case.plan.meetings.items() if meeting.host}
    references = {event.reference for event in case.problem.events}
    found = hosts_for(
        case.year,
        case.problem,
        case.days_of(picks),
        case.history,
        given={
            ref: host
            for ref, host in hosts.items()
            if ref in references - moved and host in case.year.schools
        },
        keep={reference: hosts[reference] for reference in moved & hosts.keys()},
    )
    return None if found.without else found


def _other_day(case: PlannedDates, number: int, other: Picks, hosts: HostChoice) -> OtherDay:
    problem, event = case.problem, case.problem.events[number]
    now, then = measures(problem, case.picks), measures(problem, other)
    day = int(event.days[other[number]])
    was, will = case.plan.meetings[event.reference].host, hosts.hosts.get(event.reference)
    before, after = case.days, case.days_of(other)
    return OtherDay(
        problem.day(day),
        event.absent(day),
        largest_first(_terms(case, number, other, now, then)),
        then.total - now.total,
        None if will is None or will == was else case.year.schools[will].name,
        tuple(
            (reference, problem.day(then_on))
            for reference, then_on in sorted(after.items())
            if reference != event.reference and then_on != before[reference]
        ),
    )


def _terms(
    case: PlannedDates, number: int, other: Picks, now: DateMeasures, then: DateMeasures
) -> Iterator[CostTerm]:
    """All that makes the difference between the dates, each by itself; together they are the difference."""
    problem, event = case.problem, case.problem.events[number]
    weights = problem.weights
    chosen, day = int(event.days[case.picks[number]]), int(event.days[other[number]])
    names = [problem.people.members[member].name for member in event.wanted.tolist()]
    before, after = event.misses[:, chosen].tolist(), event.misses[:, day].tolist()
    missed_by = tuple(name for name, was, will in zip(names, before, after, strict=True) if will and not was)
    gained = tuple(name for name, was, will in zip(names, before, after, strict=True) if was and not will)
    would_miss = _n("{names} would miss it", "{names} would miss it", len(missed_by), names=missed_by)
    could_come = _n("{names} could come", "{names} could come", len(gained), names=gained)
    yield CostTerm(weights.absent * len(missed_by), would_miss)
    yield CostTerm(-weights.absent * len(gained), could_come)
    elsewhere = then.absent - now.absent - len(missed_by) + len(gained)
    yield CostTerm(weights.absent * elsewhere, _elsewhere(elsewhere))
    told = [
        *differences(weights, now, then),
        *_reluctant(problem, case.picks, other),
        *_another_weekday(problem, case.picks, other),
    ]
    yield from told
    avoided = then.total - now.total - weights.absent * (then.absent - now.absent)
    avoided -= sum(term.weight for term in told)
    yield CostTerm(avoided, _("a day to avoid") if avoided > 0 else _("it is not a day to avoid"))


def _reluctant(problem: DateProblem, picks: Picks, other: Picks) -> Iterator[CostTerm]:
    """Who said in a poll that they would come on one of two days of a meeting if they had to."""
    more, fewer = _only(problem, picks, other, lambda event, day: set(event.reluctant(day)))
    price = problem.weights.if_need_be
    for weight, members, said in ((price, more, _if_need_be), (-price, fewer, _no_effort)):
        if members:
            yield CostTerm(weight * len(members), said(_names(problem, members)))


def _only(
    problem: DateProblem, picks: Picks, other: Picks, of: Callable[[Event, int], set[int]]
) -> tuple[list[int], list[int]]:
    """Members of whom something is true at other dates and not now, and the other way round; per meeting."""
    more: list[int] = []
    fewer: list[int] = []
    for event, now, then in zip(problem.events, picks, other, strict=True):
        if now != then:
            before, after = of(event, int(event.days[now])), of(event, int(event.days[then]))
            more += after - before
            fewer += before - after
    return more, fewer


def _names(problem: DateProblem, members: list[int]) -> tuple[str, ...]:
    return tuple(problem.people.members[member].name for member in sorted(set(members)))


def _another_weekday(problem: DateProblem, picks: Picks, other: Picks) -> Iterator[CostTerm]:
    """Who comes on one of two days of a meeting and would rather come on another weekday."""
    less_liked, liked = _only(problem, picks, other, lambda event, day: _rather_not(problem, event, day))
    more, fewer = _names(problem, less_liked), _names(problem, liked)
    rather = _n(
        "{names} would rather come on another weekday",
        "{names} would rather come on another weekday",
        len(more),
        names=more,
    )
    suits = _n(
        "{names} would not have to come on a weekday they like less",
        "{names} would not have to come on a weekday they like less",
        len(fewer),
        names=fewer,
    )
    yield CostTerm(problem.weights.prefer * len(less_liked), rather)
    yield CostTerm(-problem.weights.prefer * len(liked), suits)


def _rather_not(problem: DateProblem, event: Event, day: int) -> set[int]:
    people, on = problem.people, problem.day(day)
    coming = event.wanted[people.belongs[event.wanted, day] & ~event.misses[:, day]].tolist()
    preferred = ((one, people.members[one].prefer) for one in coming)
    return {one for one, halves in preferred if halves is not None and not halves_on(halves, on)}


def _if_need_be(names: tuple[str, ...]) -> Sentence:
    return _n("{names} would come if need be", "{names} would come if need be", len(names), names=names)


def _no_effort(names: tuple[str, ...]) -> Sentence:
    return _n(
        "{names} would not have to make an effort",
        "{names} would not have to make an effort",
        len(names),
        names=names,
    )


def _elsewhere(more: int) -> Sentence:
    if more > 0:
        return _n(
            "{count} more cannot come to another meeting", "{count} more cannot come to other meetings", more
        )
    return _n("{count} more can come to another meeting", "{count} more can come to other meetings", -more)


_BECOMES: Mapping[str, Sentence] = {
    "never": _("members who can come to none: {now} becomes {then}"),
    "again": _("pairs of meetings that one person misses: {now} becomes {then}"),
    "same_day": _("second meetings on a day: {now} becomes {then}"),
    "same_week": _("second meetings in a week: {now} becomes {then}"),
    "gap_days": _("deviation from even spacing: {now} days becomes {then}"),
}


def differences(weights: Weights, now: DateMeasures, then: DateMeasures) -> Iterator[CostTerm]:
    """What else than absences becomes different."""
    for name, said in _BECOMES.items():
        before, after = getattr(now, name), getattr(then, name)
        weight = weights.gap_day if name == "gap_days" else getattr(weights, name)
        if before != after:
            yield CostTerm(weight * (after - before), said.saying(now=before, then=after))

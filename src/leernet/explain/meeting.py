"""A year, its plan and a meeting in; why this date and this host, and what the best others cost whom, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from leernet.days.attendance import Presence, presence
from leernet.days.calendar import Calendar, Openness, calendar_of
from leernet.model.gathering import expected_spans
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import possible_hosts, school_name
from leernet.model.turns import Turns, meetings_of, turns_before
from leernet.model.year import Network, School, Year
from leernet.solve.dates.problem import DateProblem, Event, date_problem
from leernet.solve.dates.replan import moment_dates
from leernet.solve.dates.search import FORBIDDEN, Measures, Picks, measures
from leernet.solve.hosts.program import travel_km
from leernet.words import Sentence, _, _n

_SHOWN = 2
_WHY: Mapping[Presence, Sentence] = {
    Presence.SCHOOL_PROBABLY_CLOSED: _("own school probably closed"),
    Presence.SCHOOL_CLOSED: _("own school closed"),
    Presence.NOT_A_WORKING_DAY: _("does not work then"),
    Presence.AWAY: _("away"),
    Presence.NOT_A_MEMBER: _("does not take part then"),
}


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day that was not chosen.

    Attributes:
        day: the day.
        absent: how many would miss it.
        missed_by: names of those who would miss it and do not miss the chosen day.
        gained: names of those who could come then and cannot on the chosen day.
        costs: what else would be worse, or better.
        extra: what it would cost more, all weighed, in tenths of an absence of ten.
    """

    day: date
    absent: int
    missed_by: tuple[str, ...]
    gained: tuple[str, ...]
    costs: tuple[Sentence, ...]
    extra: int


@dataclass(frozen=True, slots=True)
class HostTurn:
    """A school that could be asked.

    Attributes:
        school: its id.
        name: its name.
        turns: how often it hosted before this year, newcomers counted level.
        reasons: why it does not receive this meeting; empty for the one that does.
        travel_km: what all who come would travel together, one way.
    """

    school: str
    name: str
    turns: int
    reasons: tuple[Sentence, ...]
    travel_km: int | None


@dataclass(frozen=True, slots=True)
class MeetingReasons:
    """Why a meeting is when and where it is.

    Attributes:
        reference: as in plan.yaml.
        day: the chosen day.
        wanted: how many members are expected.
        absent: name of each who misses it, and why.
        others: the best days that were not chosen, the best first; empty when the user gave the date.
        given: whether the user gave the date.
        place: name of the host, or the location.
        host: how the host stands in the turns; None where hosts take no turns.
        other_hosts: the next in turn, with why not.
    """

    reference: str
    day: date
    wanted: int
    absent: tuple[tuple[str, Sentence], ...]
    others: tuple[OtherDay, ...]
    given: bool
    place: str
    host: HostTurn | None
    other_hosts: tuple[HostTurn, ...]


def meeting_reasons(year: Year, plan: Plan, reference: str, history: Iterable[Plan] = ()) -> MeetingReasons:
    """Why this date and this host, counted with everything else in the plan as it is.

    Raises:
        KeyError: the plan does not have the meeting.
    """
    planned = plan.meetings[reference]
    calendar = calendar_of(year)
    problem, picks = _as_planned(year, calendar, plan)
    number = next(at for at, event in enumerate(problem.events) if event.reference == reference)
    event = problem.events[number]
    place = school_name(year, planned.host) if planned.host else planned.location
    network = event.gathering.network
    host: HostTurn | None = None
    other_hosts: tuple[HostTurn, ...] = ()
    if network is not None:
        turns = turns_before(year, network, history)
        host, other_hosts = _hosts(_Case(year, calendar, plan, problem, event, network, turns))
    return MeetingReasons(
        reference,
        planned.day,
        len(event.wanted),
        _absent(year, calendar, event, planned.day),
        () if event.gathering.fixed else _other_days(problem, picks, number),
        event.gathering.fixed,
        place,
        host,
        other_hosts,
    )


def _as_planned(year: Year, calendar: Calendar, plan: Plan) -> tuple[DateProblem, Picks]:
    """The choice of dates and the ones in the plan; dates that break a rule by now stand there as given."""
    days = {reference: meeting.day for reference, meeting in plan.meetings.items()} | moment_dates(plan)
    problem = date_problem(year, calendar)
    off = {
        event.reference: days[event.reference]
        for event in problem.events
        if event.reference in days and problem.number(days[event.reference]) not in event.days
    }
    unplanned = [event for event in problem.events if event.reference not in days]
    days |= {event.reference: problem.day(int(event.days[0])) for event in unplanned if len(event.days)}
    if off:
        problem = date_problem(year, calendar, given=off)
    picks = tuple(
        int((event.days == problem.number(days[event.reference])).argmax()) if event.reference in days else 0
        for event in problem.events
    )
    return problem, picks


def _absent(year: Year, calendar: Calendar, event: Event, day: date) -> tuple[tuple[str, Sentence], ...]:
    found = []
    for id, span in sorted(expected_spans(year, event.gathering).items()):
        member = year.members[id]
        why = presence(calendar, member, day, span.halves)
        if why not in (Presence.FREE, Presence.NOT_A_MEMBER):
            found.append((member.name, _WHY[why]))
    return tuple(found)


def _other_days(problem: DateProblem, picks: Picks, number: int) -> tuple[OtherDay, ...]:
    now = measures(problem, picks)
    event = problem.events[number]
    chosen = int(event.days[picks[number]])
    found = []
    for place, day in enumerate(event.days.tolist()):
        if place != picks[number]:
            then = measures(problem, (*picks[:number], place, *picks[number + 1 :]))
            if then.total < FORBIDDEN and not then.one_board:
                found.append(_other_day(problem, event, chosen, day, now, then))
    return tuple(sorted(found, key=lambda other: (other.extra, other.day))[:_SHOWN])


def _other_day(
    problem: DateProblem, event: Event, chosen: int, day: int, now: Measures, then: Measures
) -> OtherDay:
    names = [problem.people.members[member].name for member in event.wanted.tolist()]
    before, after = event.misses[:, chosen].tolist(), event.misses[:, day].tolist()
    return OtherDay(
        problem.day(day),
        sum(after),
        tuple(name for name, was, will in zip(names, before, after, strict=True) if will and not was),
        tuple(name for name, was, will in zip(names, before, after, strict=True) if was and not will),
        tuple(differences(now, then)),
        then.total - now.total,
    )


def differences(now: Measures, then: Measures) -> Iterable[Sentence]:
    """What else than absences becomes different, a part of a list each."""
    if then.never != now.never:
        yield _("members who can come to none: {now} becomes {then}", now=now.never, then=then.never)
    if then.again != now.again:
        yield _(
            "pairs of meetings that one person misses: {now} becomes {then}", now=now.again, then=then.again
        )
    if then.same_day != now.same_day:
        yield _("second meetings on a day: {now} becomes {then}", now=now.same_day, then=then.same_day)
    if then.same_week != now.same_week:
        yield _("second meetings in a week: {now} becomes {then}", now=now.same_week, then=then.same_week)
    if then.gap_days != now.gap_days:
        yield _("days off an even spacing: {now} becomes {then}", now=now.gap_days, then=then.gap_days)


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A meeting with all that its host is weighed against."""

    year: Year
    calendar: Calendar
    plan: Plan
    problem: DateProblem
    event: Event
    network: Network
    turns: Mapping[str, Turns]

    @property
    def planned(self) -> PlannedMeeting:
        return self.plan.meetings[self.event.reference]


def _hosts(case: _Case) -> tuple[HostTurn | None, tuple[HostTurn, ...]]:
    pool = possible_hosts(case.year, case.network)
    if case.event.fixed_host or case.planned.host not in {school.id for school in pool}:
        return None, ()
    found = [_turn(case, school) for school in pool]
    host = next(turn for turn in found if turn.school == case.planned.host)
    others = sorted(
        (turn for turn in found if turn.school != case.planned.host),
        key=lambda turn: (turn.turns, turn.travel_km or 0, turn.school),
    )
    return host, tuple(others[: _SHOWN + 1])


def _turn(case: _Case, school: School) -> HostTurn:
    day = case.problem.number(case.planned.day)
    number = next(at for at, found in enumerate(case.problem.schools) if found.id == school.id)
    chosen = school.id == case.planned.host
    reasons = () if chosen else tuple(_why_not(case, school))
    travel = travel_km(case.problem, case.event, number, day)
    return HostTurn(school.id, school.name, case.turns[school.id].counted, reasons, travel)


def _why_not(case: _Case, school: School) -> Iterable[Sentence]:
    day = case.planned.day
    verdict = case.calendar.school(school.id, day)
    if verdict.level is not Openness.OPEN and verdict.reason is not None:
        yield _("not open: {reason}", reason=verdict.reason)
    expected = int(case.event.seats[case.problem.number(day)])
    if (school.host_seats or 0) < expected:
        yield _("{seats} seats for {count} people", seats=school.host_seats or 0, count=expected)
    meetings = meetings_of(case.plan, case.network.id)
    this_year = tuple(str(meeting.day) for meeting in meetings if meeting.host == school.id)
    if this_year:
        yield _n(
            "has {count} turn this year already, on {days}",
            "has {count} turns this year already, on {days}",
            len(this_year),
            days=this_year,
        )
    hosted = case.turns[school.id].counted
    if hosted > case.turns[case.planned.host or ""].counted:
        yield _n("hosted {count} time before", "hosted {count} times before", hosted)
    yield from _neighbours(case, school)


def _neighbours(case: _Case, school: School) -> Iterable[Sentence]:
    hosts = case.network.hosts
    if hosts is None or not hosts.not_same_board_in_a_row or school.board is None:
        return
    meetings = meetings_of(case.plan, case.network.id)
    at = next(place for place, meeting in enumerate(meetings) if meeting.day == case.planned.day)
    for neighbour in (*meetings[max(0, at - 1) : at], *meetings[at + 1 : at + 2]):
        other = case.year.schools.get(neighbour.host or "")
        if other is not None and other.board == school.board and other.id != school.id:
            yield _("of the same board as {school}, on {day}", school=other.name, day=neighbour.day)


def reason_lines(reasons: MeetingReasons) -> tuple[Sentence, ...]:
    """The reasons as sentences, one a line."""
    lines = [
        _n(
            "{meeting} is on {day}: {count} of {wanted} members cannot come.",
            "{meeting} is on {day}: {count} of {wanted} members cannot come.",
            len(reasons.absent),
            meeting=reasons.reference,
            day=reasons.day,
            wanted=reasons.wanted,
        )
    ]
    lines += [_("  {name}: {why}", name=name, why=why) for name, why in reasons.absent]
    if reasons.given:
        lines.append(_("The date was given, so no other was looked at."))
    elif not reasons.others:
        lines.append(_("There is no other day that keeps every rule."))
    lines += [_other_day_line(other) for other in reasons.others]
    return (*lines, *_host_lines(reasons))


def _other_day_line(other: OtherDay) -> Sentence:
    parts: list[Sentence] = []
    if other.missed_by:
        parts.append(
            _n("{names} would miss it", "{names} would miss it", len(other.missed_by), names=other.missed_by)
        )
    if other.gained:
        parts.append(_n("{names} could come", "{names} could come", len(other.gained), names=other.gained))
    parts += other.costs
    if not parts:
        return _("{day} is as good; of equals the earlier was taken.", day=other.day)
    return _n(
        "Instead {day}, when {count} cannot come: {parts}.",
        "Instead {day}, when {count} cannot come: {parts}.",
        other.absent,
        day=other.day,
        parts=tuple(parts),
    )


def _host_lines(reasons: MeetingReasons) -> tuple[Sentence, ...]:
    if reasons.host is None:
        return (_("It is at {place}, which was given.", place=reasons.place),) if reasons.place else ()
    host = reasons.host
    lines = [_host_line(host)]
    for other in reasons.other_hosts:
        why = other.reasons or (_("as many turns"), *_journeys(other.travel_km))
        lines.append(_("Not {school}: {why}.", school=other.name, why=why))
    return tuple(lines)


def _host_line(host: HostTurn) -> Sentence:
    turns = _n("it hosted {count} time before", "it hosted {count} times before", host.turns)
    return _("{school} receives it: {facts}.", school=host.name, facts=(turns, *_journeys(host.travel_km)))


def _journeys(km: int | None) -> tuple[Sentence, ...]:
    return () if km is None else (_("together people travel {km} km", km=km),)

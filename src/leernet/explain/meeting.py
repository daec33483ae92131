"""A year, its plan and a meeting in; why this date and this host, and what the best others cost whom, out."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from leernet.days.attendance import Presence, presence
from leernet.days.calendar import Calendar, calendar_of
from leernet.explain.dates import OtherDay, crowded_day, day_if_others_move, other_days, planned_dates
from leernet.explain.hosts import HostTurn, host_turns
from leernet.explain.term import against, in_favour
from leernet.model.gathering import expected_spans, said_about
from leernet.model.plan import Plan
from leernet.model.selection import school_name
from leernet.model.year import Member, Year
from leernet.solve.dates.problem import Event
from leernet.words import Sentence, _, _n

_WHY: Mapping[Presence, Sentence] = {
    Presence.NOT_A_WORKING_DAY: _("does not work then"),
    Presence.AWAY: _("away"),
    Presence.SAID_NO: _("said no in the poll"),
}


class MeetingReasons(Struct, frozen=True):
    """Why a meeting is when and where it is.

    Attributes:
        reference: as in plan.yaml.
        day: the chosen day.
        wanted: how many members are expected, of those who take part on that day.
        absent: name of each who misses it, and why.
        reluctant: names of those who said that they would come if they had to.
        settled: why no other day was looked at; None where some were.
        others: the best days that were not chosen, the best first.
        crowded: a day that would cost less if people could have more meetings that month.
        along: where there are none, the best day if other meetings move along.
        place: name of the host, or the location.
        host: the turns of the host; None where hosts take no turns.
        other_hosts: each other school that takes turns, those that could receive it first.
        order: what is asked of its date and that of another, each a part of a sentence.
    """

    reference: str
    day: date
    wanted: int
    absent: tuple[tuple[str, Sentence], ...]
    reluctant: tuple[str, ...]
    settled: Sentence | None
    others: tuple[OtherDay, ...]
    crowded: date | None
    along: OtherDay | None
    place: str
    host: HostTurn | None
    other_hosts: tuple[HostTurn, ...]
    order: tuple[Sentence, ...] = ()


def meeting_reasons(
    year: Year, plan: Plan, reference: str, history: tuple[Plan, ...] = (), today: date = date.min
) -> MeetingReasons:
    """Why this date and this host, counted with everything else in the plan as it is.

    Args:
        year: what the user defined.
        plan: what was planned.
        reference: of the meeting.
        history: plans of earlier years.
        today: no day before it can be chosen any more.

    Raises:
        KeyError: the plan does not have the meeting.
    """
    planned = plan.meetings[reference]
    calendar = calendar_of(year)
    dates = planned_dates(year, plan, history, today)
    number = next(at for at, event in enumerate(dates.problem.events) if event.reference == reference)
    event = dates.problem.events[number]
    settled = _settled(event, planned.day, today)
    others = () if settled is not None else other_days(dates, number)
    network = event.gathering.network
    host, other_hosts = (None, ()) if network is None else host_turns(dates, calendar, event, network)
    day = dates.problem.number(planned.day)
    return MeetingReasons(
        reference,
        planned.day,
        int(dates.problem.people.belongs[event.wanted, day].sum()),
        _absent(year, calendar, event, planned.day),
        tuple(dates.problem.people.members[one].name for one in event.reluctant(day)),
        settled,
        others,
        None if settled is not None else crowded_day(dates, number),
        None if others or settled is not None else day_if_others_move(dates, number),
        school_name(year, planned.host) if planned.host else planned.location,
        host,
        other_hosts,
        tuple(order.sentence for order in dates.problem.orders if number in (order.first, order.later)),
    )


def _settled(event: Event, day: date, today: date) -> Sentence | None:
    if day < today:
        return _("That day has been, so it stays as it is.")
    if event.gathering.fixed:
        return _("The date is fixed, so no other was considered.")
    return None


def _absent(year: Year, calendar: Calendar, event: Event, day: date) -> tuple[tuple[str, Sentence], ...]:
    found, said = [], said_about(year, event.gathering)
    for id, span in sorted(expected_spans(year, event.gathering).items()):
        member = year.members[id]
        found_out = presence(calendar, member, day, span.halves, said.get((id, day)))
        why = _WHY.get(found_out) or _closed(calendar, member, day, found_out)
        if why is not None:
            found.append((member.name, why))
    return tuple(found)


def _closed(calendar: Calendar, member: Member, day: date, found: Presence) -> Sentence | None:
    """What closes the school or organisation of somebody; None where it is open."""
    reason = calendar.school(calendar.home(member), day).reason
    if found not in (Presence.SCHOOL_CLOSED, Presence.SCHOOL_PROBABLY_CLOSED) or reason is None:
        return None
    if found is Presence.SCHOOL_PROBABLY_CLOSED:
        return _("own school probably closed: {reason}", reason=reason)
    if member.school is None:
        return _("{organisation} is closed: {reason}", organisation=member.organisation, reason=reason)
    return _("own school closed: {reason}", reason=reason)


def reason_lines(reasons: MeetingReasons) -> tuple[Sentence, ...]:
    """The reasons as sentences, one a line."""
    return (*_date_lines(reasons), *_host_lines(reasons))


def _date_lines(reasons: MeetingReasons) -> Iterator[Sentence]:
    yield _n(
        "{meeting} is on {day}: {count} of {wanted} members cannot come.",
        "{meeting} is on {day}: {count} of {wanted} members cannot come.",
        len(reasons.absent),
        meeting=reasons.reference,
        day=reasons.day,
        wanted=reasons.wanted,
    )
    for name, why in reasons.absent:
        yield _("  {name}: {why}", name=name, why=why)
    for said in reasons.order:
        yield _("Conditions on its date: {asked}.", asked=said)
    if reasons.reluctant:
        yield _n(
            "{names} would come if need be.",
            "{names} would come if need be.",
            len(reasons.reluctant),
            names=reasons.reluctant,
        )
    if reasons.crowded is not None:
        yield _(
            "{day} would be better, but would give somebody more meetings in that month than "
            "the limit allows.",
            day=reasons.crowded,
        )
    if reasons.settled is not None:
        yield reasons.settled
    elif not reasons.others:
        yield _("No other day keeps every rule while the other meetings stay where they are.")
        if reasons.along is not None:
            yield _along_line(reasons.along)
    for other in reasons.others:
        yield _other_day_line(other)


def next_best_day(reasons: MeetingReasons) -> tuple[Sentence, ...]:
    """What the best other day would cost, in a line; or why there was none to choose."""
    if reasons.settled is not None:
        return (reasons.settled,)
    if reasons.others:
        return (_other_day_line(reasons.others[0]),)
    return (_("No other day keeps every rule while the other meetings stay where they are."),)


def next_best_host(reasons: MeetingReasons) -> tuple[Sentence, ...]:
    """What the next school would cost, in a line; nothing where there is none."""
    return tuple(_other_host_line(other) for other in reasons.other_hosts[:1])


def _other_day_line(other: OtherDay) -> Sentence:
    parts = (*against(other.terms), *_at_another(other))
    good = in_favour(other.terms)
    day, absent, but = other.day, other.absent, _but(good)
    if other.extra < 0:
        return _(
            "{day} would be better, with {absent} absent: {good}{but}.",
            day=day,
            absent=absent,
            good=good,
            but=_but(parts),
        )
    if not parts:
        return _("{day} would be as good, with {absent} absent{but}.", day=day, absent=absent, but=but)
    return _("Not {day}, with {absent} absent: {parts}{but}.", day=day, absent=absent, parts=parts, but=but)


def _but(parts: tuple[Sentence, ...]) -> Sentence | str:
    return _("; but {parts}", parts=parts) if parts else ""


def _at_another(other: OtherDay) -> tuple[Sentence, ...]:
    return () if other.host is None else (_("it would be at {school}", school=other.host),)


def _along_line(other: OtherDay) -> Sentence:
    moves = tuple(_("{meeting} to {day}", meeting=reference, day=day) for reference, day in other.moved)
    terms = (*(term.said for term in other.terms), *_at_another(other))
    return _(
        "It can be on {day}, with {absent} absent, if others move along, {moves}{but}.",
        day=other.day,
        absent=other.absent,
        moves=moves,
        but=_("; then {parts}", parts=terms) if terms else "",
    )


def _host_lines(reasons: MeetingReasons) -> Iterator[Sentence]:
    host = reasons.host
    if host is None:
        if reasons.place:
            yield _("It is at {place}, as the files say.", place=reasons.place)
        return
    turns = _n("it hosted {count} time before", "it hosted {count} times before", host.turns)
    travel = () if host.travel_km is None else (_("together people travel {km} km", km=host.travel_km),)
    yield _("{school} hosts it: {facts}.", school=host.name, facts=(turns, *travel))
    for other in reasons.other_hosts:
        yield _other_host_line(other)


def _other_host_line(other: HostTurn) -> Sentence:
    if other.barred:
        return _("Not {school}: {why}.", school=other.name, why=other.barred)
    reasons, good = against(other.terms), in_favour(other.terms)
    if other.extra < 0:
        return _("{school} would be better: {good}{but}.", school=other.name, good=good, but=_but(reasons))
    if not reasons and not good:
        return _("{school} would do as well.", school=other.name)
    return _("Not {school}: {why}{but}.", school=other.name, why=reasons, but=_but(good))

"""Two plans of a year in; what became different between them, each with its reason, out."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from msgspec import Struct

from leernet.days.attendance import Presence, presence
from leernet.days.calendar import Calendar, Openness, calendar_of
from leernet.model.plan import Change, Plan, PlannedMeeting, PlannedSession
from leernet.model.year import Year
from leernet.solve.dates.measures import clash
from leernet.solve.dates.problem import DateProblem, Event, Requirement, can_host
from leernet.words import Sentence, Words, _, _n


class Comparison(Struct, frozen=True, eq=False):
    """Two plans of a year, and what the second was made from.

    Attributes:
        problem: the choice of dates.
        days: number of the day of each gathering now, by reference.
        otherwise: the reason of what no rule forced.
        spoken: the language of reasons.
    """

    year: Year
    problem: DateProblem
    before: Plan
    now: Plan
    days: Mapping[str, int]
    otherwise: Sentence
    spoken: Words

    def said(self, reason: Sentence) -> str:
        """A reason in the language asked for."""
        return self.spoken.say(reason)


def changes_between(compared: Comparison) -> tuple[Change, ...]:
    """What became different in meetings and sessions, by reference, each with its reason."""
    before, now = compared.before, compared.now
    meetings = (
        _meeting_change(compared, reference) for reference in sorted({*before.meetings, *now.meetings})
    )
    calendar = calendar_of(compared.year)
    sessions = (
        _session_change(compared, calendar, reference)
        for reference in sorted({*before.sessions, *now.sessions})
    )
    return tuple(change for change in (*meetings, *sessions) if change is not None)


def _meeting_change(compared: Comparison, reference: str) -> Change | None:
    was, will = compared.before.meetings.get(reference), compared.now.meetings.get(reference)
    if was is None and will is not None:
        reason = compared.said(_("it was added"))
        return Change(what="new", meeting=reference, now=_meeting_facts(will), reason=reason)
    if was is not None and will is None:
        return _gone(compared, reference, was)
    if was is None or will is None or _meeting_facts(was) == _meeting_facts(will):
        return None
    moved = (was.day, was.start, was.end) != (will.day, will.start, will.end)
    event = next((event for event in compared.problem.events if event.reference == reference), None)
    old, new = _different(_meeting_facts(was), _meeting_facts(will))
    return Change(
        what="moved" if moved else "host",
        meeting=reference,
        was=old,
        now=new,
        reason="" if event is None else compared.said(_reason(compared, event, was, moved=moved)),
    )


def _gone(compared: Comparison, reference: str, was: PlannedMeeting) -> Change:
    network, _stroke, id = reference.partition("/")
    networks = compared.year.networks
    meetings = networks[network].meetings if network in networks else ()
    if any(meeting.id == id and meeting.cancelled for meeting in meetings):
        reason = compared.said(_("it was cancelled"))
        return Change(what="cancelled", meeting=reference, was=_meeting_facts(was), reason=reason)
    reason = compared.said(_("it is no longer in the files"))
    return Change(what="removed", meeting=reference, was=_meeting_facts(was), reason=reason)


def _different(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Only what is not the same."""
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return {key: old[key] for key in keys if key in old}, {key: new[key] for key in keys if key in new}


def _meeting_facts(meeting: PlannedMeeting) -> dict[str, str]:
    return _facts(meeting, host=meeting.host)


def _session_facts(session: PlannedSession) -> dict[str, str]:
    return _facts(session, school=session.school)


def _facts(planned: PlannedMeeting | PlannedSession, **receives: str | None) -> dict[str, str]:
    """When and where, as ``changes`` has it."""
    facts = {
        "date": str(planned.day),
        "start": f"{planned.start:%H:%M}",
        "end": f"{planned.end:%H:%M}",
        **receives,
        "location": planned.location,
    }
    return {key: value for key, value in facts.items() if value}


def _reason(
    compared: Comparison,
    event: Event,
    was: PlannedMeeting,
    *,
    moved: bool,
    seen: frozenset[str] = frozenset(),
) -> Sentence:
    """The fact that keeps a meeting from being where it was; where that is another meeting, its fact.

    Args:
        seen: references of the meetings whose reason this is to be a part of.
    """
    day = compared.problem.number(was.day)
    if not moved:
        return _reason_of_host(compared, event, was, seen)
    facts = _facts_against(compared, event, was, day)
    if facts:
        return _("{facts}", facts=facts)
    if compared.days.get(event.reference) == day:
        return _("its time changed")
    others = _because_of_others(compared, event, day, seen)
    if others is None and was.host is not None and not event.fixed_host:
        # Another school could not receive it there either, or the date would have stayed.
        return _reason_of_host(compared, event, was, seen)
    return others or compared.otherwise


def _facts_against(compared: Comparison, event: Event, was: PlannedMeeting, day: int) -> tuple[Sentence, ...]:
    """What of all that is asked of a date the day of before does not keep: each alone would forbid it."""
    problem = compared.problem
    if not 0 <= day < problem.days:
        return (_("{day} is in another school year", day=problem.day(day)),)
    broken = [asked for asked in event.requirements if not asked.days[day]]
    # That too few can come follows from other facts more often than it is one.
    broken = [asked for asked in broken if asked.price != problem.parameters.prices.quorum] or broken
    return tuple(_fact(compared, event, was, asked, problem.day(day)) for asked in broken)


def _fact(compared: Comparison, event: Event, was: PlannedMeeting, asked: Requirement, day: date) -> Sentence:
    problem = compared.problem
    if len(asked.members) == 1:
        member = problem.people.members[asked.members[0]]
        return _("{member} cannot come on {day}", member=member.name, day=day)
    if event.fixed_host and ("hosts" in asked.path or "host" in asked.path):
        return _("{school} is closed on {day}", school=problem.schools[event.hosts[0]].name, day=day)
    if asked.price == problem.parameters.prices.hosts and was.host is not None:
        # Others could not receive it there either, or the date would have stayed.
        told = _against_host(compared, event, was.host, day)
        if told is not None:
            return told
    return _("\u201c{line}\u201d leaves out {day}", line=asked.sentence, day=day)


def _because_of_others(compared: Comparison, event: Event, day: int, seen: frozenset[str]) -> Sentence | None:
    """The fact of a meeting that rules out the day it had before: its day, or why it moved."""
    problem = compared.problem
    numbers = {other.reference: at for at, other in enumerate(problem.events)}
    for reference, at in numbers.items():
        if reference == event.reference or reference in seen or reference not in compared.days:
            continue
        if not _in_the_way(compared, numbers[event.reference], at, day, compared.days[reference]):
            continue
        title, was = problem.events[at].gathering.title, compared.before.meetings.get(reference)
        if was is None:
            return _("{meeting} was added", meeting=title)
        if problem.number(was.day) == compared.days[reference]:
            return _("it would be at the same time as {meeting} or too close to it", meeting=title)
        why = _reason(compared, problem.events[at], was, moved=True, seen=seen | {event.reference})
        return _("{why}, and {meeting} has to move with it", why=why, meeting=title)
    return None


def _in_the_way(compared: Comparison, one: int, other: int, day: int, theirs: int) -> bool:
    """Whether an event cannot be on a day when another is on its own."""
    problem = compared.problem
    if day == theirs and clash(problem, one, other, day):
        return True
    for order in problem.orders:
        later = {(one, other): theirs - day, (other, one): day - theirs}.get((order.first, order.later))
        if later is not None and later < order.least:
            return True
    for chain in problem.chains:
        for (first, second), gap in zip(pairwise(chain.events), chain.smallest_gap, strict=True):
            if (first, second) == (one, other):
                return theirs - day < gap
            if (first, second) == (other, one):
                return day - theirs < gap
    return False


def _reason_of_host(
    compared: Comparison, event: Event, was: PlannedMeeting, seen: frozenset[str]
) -> Sentence:
    host = was.host
    if event.fixed_host or host is None:
        return _("the host was given")
    return (
        _against_host(compared, event, host, was.day)
        or _taken(compared, event, was, seen)
        or _same_board(compared, event, was, seen)
        or _often_enough(compared, event, host, seen)
        or compared.otherwise
    )


def _against_host(compared: Comparison, event: Event, host: str, on: date) -> Sentence | None:
    """What keeps a school from receiving a meeting on a day, whatever else is planned; None: nothing."""
    problem, day = compared.problem, compared.problem.number(on)
    if host not in compared.year.schools:
        return _("school '{school}' is no longer in the files", school=host)
    name = _school_name(problem, host)
    if not _host_open(problem, host, day):
        return _("{school} is closed on {day}", school=name, day=on)
    if not _host_fits(problem, event, host, day):
        return _("{school} has too few seats", school=name)
    number = next((at for at in event.hosts if problem.schools[at].id == host), None)
    if number is None:
        return _("{school} no longer takes turns", school=name)
    if not can_host(problem, event, number, day):
        return _("{school} does not host on {day}", school=name, day=on)
    return None


def _taken(compared: Comparison, event: Event, was: PlannedMeeting, seen: frozenset[str]) -> Sentence | None:
    """The fact of another meeting that the host of before receives at that time now."""
    for other in compared.problem.events:
        will, earlier = (plan.meetings.get(other.reference) for plan in (compared.now, compared.before))
        if other is event or other.reference in seen or will is None or will.host != was.host:
            continue
        if will.day != was.day or not will.span.overlaps(was.span):
            continue
        if earlier is None:
            return _("{meeting} was added", meeting=other.gathering.title)
        moved = earlier.day != will.day
        if not moved and earlier.host == will.host:
            name = _school_name(compared.problem, will.host or "")
            return _("{school} hosts {meeting} then", school=name, meeting=other.gathering.title)
        why = _reason(compared, other, earlier, moved=moved, seen=seen | {event.reference})
        return _("{why}, and {meeting} takes its place", why=why, meeting=other.gathering.title)
    return None


def _same_board(
    compared: Comparison, event: Event, was: PlannedMeeting, seen: frozenset[str]
) -> Sentence | None:
    """The meeting before or after at a school of the same board, where no board may twice in a row."""
    hosts, schools = event.gathering.hosts, compared.year.schools
    chain = next(one for one in compared.problem.chains if one.id == event.gathering.chain)
    own = [compared.problem.events[number] for number in chain.events]
    if hosts is None or not hosts.not_same_board_in_a_row:
        return None
    at = own.index(event)
    for other in (*own[max(0, at - 1) : at], *own[at + 1 : at + 2]):
        will, earlier = (plan.meetings.get(other.reference) for plan in (compared.now, compared.before))
        school = schools.get((will.host if will else None) or "")
        if other.reference in seen or will is None or school is None:
            continue
        if school.id != was.host and (school.board is None or school.board != schools[was.host or ""].board):
            continue
        title = other.gathering.title
        if earlier is None:
            return _("{meeting} was added", meeting=title)
        if earlier.host == will.host and earlier.day == will.day:
            return _("{school}, which hosts {meeting}, has the same board", school=school.name, meeting=title)
        moved = earlier.day != will.day
        why = _reason(compared, other, earlier, moved=moved, seen=seen | {event.reference})
        again = _("{why}, and one board does not host twice in a row", why=why)
        return why if why.one == again.one else again
    return None


def _often_enough(compared: Comparison, event: Event, host: str, seen: frozenset[str]) -> Sentence | None:
    """That a school receives as often already as it said, and what brought the last of those there."""
    school = compared.year.schools[host]
    others = {
        ref: one for ref, one in compared.now.meetings.items() if one.host == host and ref != event.reference
    }
    if school.host_at_most is None or len(others) < school.host_at_most:
        return None
    most = _n(
        "{school} hosts at most {count} meeting a year",
        "{school} hosts at most {count} meetings a year",
        school.host_at_most,
        school=school.name,
    )
    for other in compared.problem.events:
        earlier = compared.before.meetings.get(other.reference)
        came = other.reference in others and other.reference not in seen
        if came and earlier is not None and earlier.host != host:
            moved = earlier.day != others[other.reference].day
            why = _reason(compared, other, earlier, moved=moved, seen=seen | {event.reference})
            return _("{why}, and {most}", why=why, most=most)
    return most


def _host_open(problem: DateProblem, school: str, day: int) -> bool:
    places = [at for at, found in enumerate(problem.schools) if found.id == school]
    return bool(places) and bool(problem.openness[places[0], day] < Openness.CLOSED)


def _host_fits(problem: DateProblem, event: Event, school: str, day: int) -> bool:
    seats = next((found.host_seats or 0 for found in problem.schools if found.id == school), 0)
    return bool(seats >= event.seats[day])


def _school_name(problem: DateProblem, school: str) -> str:
    return next((found.name for found in problem.schools if found.id == school), school)


def _session_change(compared: Comparison, calendar: Calendar, reference: str) -> Change | None:
    was, will = compared.before.sessions.get(reference), compared.now.sessions.get(reference)
    if was is None and will is not None:
        reason = compared.said(_arrived(compared, reference))
        return Change(what="new", meeting=reference, now=_session_facts(will), reason=reason)
    if was is not None and will is None:
        reason = compared.said(_left(compared, calendar, reference, was))
        return Change(what="removed", meeting=reference, was=_session_facts(was), reason=reason)
    if was is None or will is None or was == will:
        return None
    moved = (was.day, was.start, was.end) != (will.day, will.start, will.end)
    old, new = _different(_session_facts(was), _session_facts(will))
    series, moment, _workshop = reference.split("/")
    asked = compared.year.series[series].moments[moment]
    if asked.has_several_dates and was.day not in asked.days:
        why = _("{day} is no longer one of its dates", day=was.day)
    elif moved and not asked.has_several_dates:
        why = _("its moment moved")
    else:
        why = _why_not_there(compared, calendar, reference, was, was.day)
    return Change(
        what="moved" if moved else "host", meeting=reference, was=old, now=new, reason=compared.said(why)
    )


def _arrived(compared: Comparison, reference: str) -> Sentence:
    return _("it was at another moment") if _elsewhere(compared.before, reference) else _("it was added")


def _left(compared: Comparison, calendar: Calendar, reference: str, was: PlannedSession) -> Sentence:
    series, moment, id = reference.split("/")
    workshop = compared.year.workshops.get(id)
    if workshop is not None and workshop.runs == "no":
        return _("it does not run")
    if not _elsewhere(compared.now, reference) or moment not in compared.year.series[series].moments:
        return _("it is no longer in the files")
    of_moment = (
        session.day
        for other, session in compared.now.sessions.items()
        if other.startswith(f"{series}/{moment}/")
    )
    return _why_not_there(compared, calendar, reference, was, next(of_moment, was.day))


def _elsewhere(plan: Plan, reference: str) -> bool:
    """Whether the workshop is at another moment in a plan."""
    series, _moment, workshop = reference.split("/")
    ends = ((other.split("/")[0], other.split("/")[-1]) for other in plan.sessions if other != reference)
    return (series, workshop) in set(ends)


def _why_not_there(
    compared: Comparison, calendar: Calendar, reference: str, was: PlannedSession, day: date
) -> Sentence:
    """Why a workshop cannot be where it was on this day; where it can, others changed."""
    year = compared.year
    workshop = year.workshops.get(reference.rpartition("/")[2])
    if workshop is not None:
        for id in workshop.presenter:
            member = year.members.get(id)
            if member is not None and _is_missing(calendar, member.id, year, day, was):
                return _("{member} cannot come on {day}", member=member.name, day=day)
    if (
        was.school is not None
        and was.school in year.schools
        and calendar.school(was.school, day).level is Openness.CLOSED
    ):
        return _("{school} is closed on {day}", school=year.schools[was.school].name, day=day)
    return _("other workshops changed")


def _is_missing(calendar: Calendar, id: str, year: Year, day: date, was: PlannedSession) -> bool:
    return presence(calendar, year.members[id], day, was.span.halves) > Presence.SCHOOL_PROBABLY_CLOSED

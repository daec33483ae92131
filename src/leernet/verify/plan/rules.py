"""A year and a plan, solved or edited, in; every rule that it breaks out, with its place in plan.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, pairwise

from leernet.catalogue.plan import (
    BEST_OTHER_DATE,
    LEAD_ABSENT,
    NO_BETTER_DATE,
    PLAN_ABSENT_DIFFERS,
    PLAN_CALENDAR_CAME,
    PLAN_DATE_REFUSED,
    PLAN_DAY_CLOSED,
    PLAN_FACILITATOR,
    PLAN_FIXED_NO_QUORUM,
    PLAN_HOST_CLOSED,
    PLAN_HOST_NOT_IN_TURN,
    PLAN_HOST_PROBABLY_CLOSED,
    PLAN_HOST_TOO_SMALL,
    PLAN_HOST_TWICE,
    PLAN_MEETING_MISSING,
    PLAN_NO_QUORUM,
    PLAN_NO_TIME_TO_TRAVEL,
    PLAN_NOT_ONE_OF_DATES,
    PLAN_OF_ANOTHER_YEAR,
    PLAN_OTHER_HOST,
    PLAN_OTHER_TIME,
    PLAN_OUTSIDE_WINDOW,
    PLAN_REQUIRED_MISSING,
    PLAN_SAME_BOARD,
    PLAN_TOLD_DATE_REFUSED,
    PLAN_TOO_CLOSE,
    PLAN_TWO_PLACES,
    PLAN_UNKNOWN_HOST,
    PLAN_UNKNOWN_MEETING,
    PLAN_WITHOUT_HOST,
    PLAN_WRONG_WEEKDAY,
)
from leernet.days.calendar import Calendar, Openness, calendar_of
from leernet.finding import Finding, Path, Place, Places, in_file_order
from leernet.model.distance import travel_minutes
from leernet.model.gathering import Gathering, asked_host, expected_spans, gatherings, hosts_by_turn, needs
from leernet.model.headcount import has_quorum_rule
from leernet.model.known import is_session
from leernet.model.plan import Plan, PlannedMeeting, meeting_reference
from leernet.model.programme import programme_of
from leernet.model.selection import possible_hosts
from leernet.model.turns import last_host
from leernet.model.values import Days, Span
from leernet.model.year import Meeting, Network, School, Year
from leernet.verify.attendance import counts_as_there, is_member, perhaps_there
from leernet.verify.plan.at_once import too_few_people, too_few_rooms
from leernet.verify.plan.groups import broken_group_rules
from leernet.verify.plan.headcount import count_of
from leernet.verify.plan.hosting import unwelcome
from leernet.verify.plan.limits import too_many_in_a_month
from leernet.verify.plan.order import no_weeks_for_rounds, not_after
from leernet.verify.plan.pair_rules import broken_pair_rules
from leernet.verify.plan.past import PAST, with_past_marked
from leernet.verify.plan.place import place_in_plan
from leernet.verify.plan.sessions import Sessions, broken_session_rules
from leernet.verify.plan.turns import same_board
from leernet.verify.polls import heard, refused_by_all
from leernet.words import Field, Sentence


@dataclass(frozen=True, slots=True)
class _Check:
    """What every rule looks at.

    Attributes:
        planned: the gatherings that the plan has a date for, with that part of the plan.
        told: references of the meetings that people were invited to.
    """

    year: Year
    plan: Plan
    places: Places
    calendar: Calendar
    history: tuple[Plan, ...]
    planned: Mapping[str, tuple[Gathering, PlannedMeeting]]
    told: frozenset[str] = frozenset()
    today: date | None = None

    def place(self, path: Path) -> Place:
        return place_in_plan(self.places, path)


# So many schools are named.
_SHOWN = 3
# So many days before and after a date are looked at for a better one.
_WITHIN = 28


def broken_rules(
    year: Year,
    plan: Plan,
    places: Places,
    history: Iterable[Plan] = (),
    today: date | None = None,
    told: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Every rule that a plan breaks, in file order; empty for a plan that may be sent out.

    Counts everything anew from the definitions and shares no code with what makes plans.

    Args:
        year: what the user defined, without errors.
        plan: what ``plan.yaml`` says.
        places: where each value of it is.
        history: plans of earlier years.
        today: what lies before it was held, and nothing is said of it any more.
        told: references of the meetings that people were invited to; their dates need no quorum.
    """
    if plan.school_year != year.school_year:
        return (_other_year(year, plan, places),)
    places = with_past_marked(plan, places, today)
    year = _at_planned_times(year, plan)
    known = {gathering.reference: gathering for gathering in gatherings(year)}
    planned = {
        reference: (known[reference], meeting)
        for reference, meeting in sorted(plan.meetings.items())
        if reference in known
    }
    check = _Check(year, plan, places, calendar_of(year), tuple(history), planned, told, today)
    meetings = (
        finding
        for gathering, meeting in planned.values()
        for rule in (
            _date_rules,
            _people_rules,
            _facilitator_rule,
            _quorum_rule,
            _host_rules,
            _absence_rule,
            _lead_rule,
        )
        for finding in rule(check, gathering, meeting)
    )
    found = (
        *_unknown_and_missing(check, known),
        *meetings,
        *_spacing_rules(check),
        *not_after(year, plan.meetings, check.place),
        *no_weeks_for_rounds(year, plan.meetings, check.place),
        *_one_place_rules(check),
        *_turn_rules(check),
        *broken_session_rules(Sessions(year, plan, check.calendar, check.place)),
        *too_few_rooms(year, plan, check.place),
        *unwelcome(year, planned, check.place),
        *too_many_in_a_month(year, planned, check.place),
        *too_few_people(year, plan, check.calendar, planned, check.place),
        *_calendars_that_came(check),
        *broken_group_rules(year, plan, places),
        *broken_pair_rules(year, plan, places, check.history),
    )
    return in_file_order(finding for finding in found if finding.place != PAST)


def _at_planned_times(year: Year, plan: Plan) -> Year:
    """The year in which a meeting with several possible times is at that which was planned, if it is one."""
    networks = {
        id: network.model_copy(
            update={"meetings": tuple(_at_planned_time(id, meeting, plan) for meeting in network.meetings)}
        )
        if any(len(meeting.times) > 1 for meeting in network.meetings)
        else network
        for id, network in year.networks.items()
    }
    return year.model_copy(update={"networks": networks})


def _at_planned_time(network: str, meeting: Meeting, plan: Plan) -> Meeting:
    planned = plan.meetings.get(meeting_reference(network, meeting.id))
    if planned is None or planned.span not in meeting.times:
        return meeting
    return meeting.model_copy(update={"times": (planned.span,)})


def _other_year(year: Year, plan: Plan, places: Places) -> Finding:
    return PLAN_OF_ANOTHER_YEAR.at(
        places.values.get(("school_year",), Place("plan.yaml")),
        written=str(plan.school_year),
        year=str(year.school_year),
    )


def _unknown_and_missing(check: _Check, known: Mapping[str, Gathering]) -> Iterator[Finding]:
    for reference in sorted(check.plan.meetings):
        if reference not in known:
            yield PLAN_UNKNOWN_MEETING.at(check.place(("meetings", reference)), meeting=reference)
    for reference, gathering in known.items():
        if gathering.meeting is not None and reference not in check.plan.meetings:
            yield PLAN_MEETING_MISSING.at(check.place(("meetings",)), meeting=reference)


def _calendars_that_came(check: _Check) -> Iterator[Finding]:
    """Schools that gave days of their own since the plan was made; everything above counts with those."""
    came = tuple(
        id
        for schools in check.plan.assumed.values()
        for id in schools
        if id in check.year.schools and check.calendar.gave_own_days(id)
    )
    if came:
        names = tuple(check.year.schools[id].name for id in came[:_SHOWN])
        yield PLAN_CALENDAR_CAME.at(check.place(("assumed",)), count=len(came), schools=names)


def _date_rules(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    path = ("meetings", gathering.reference, "date")
    if gathering.dates and meeting.day not in gathering.dates:
        yield PLAN_NOT_ONE_OF_DATES.at(check.place(path), meeting=gathering.reference, day=meeting.day)
    elif meeting.day not in gathering.window:
        yield PLAN_OUTSIDE_WINDOW.at(
            check.place(path),
            meeting=gathering.reference,
            day=meeting.day,
            first=gathering.window.first,
            last=gathering.window.last,
        )
    yield from _weekday_rule(check, gathering, meeting)
    if refused_by_all(check.year, gathering, meeting.day):
        stands = gathering.fixed or gathering.reference in check.told
        rule = PLAN_TOLD_DATE_REFUSED if stands else PLAN_DATE_REFUSED
        yield rule.at(check.place(path), meeting=gathering.reference, day=meeting.day)
    yield from _open_day_rule(check, gathering, meeting)
    yield from _time_rule(check, gathering, meeting)


def _weekday_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    if not (gathering.fixed or gathering.dates) and not meeting.span.on(meeting.day, gathering.weekdays):
        yield PLAN_WRONG_WEEKDAY.at(
            check.place(("meetings", gathering.reference, "date")),
            meeting=gathering.reference,
            day=meeting.day,
        )


def _open_day_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    closed = check.calendar.nobody(meeting.day)
    if closed is not None and closed.reason is not None:
        yield PLAN_DAY_CLOSED.at(
            check.place(("meetings", gathering.reference, "date")),
            meeting=gathering.reference,
            day=meeting.day,
            reason=closed.reason,
        )


def _time_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    if gathering.span is not None and meeting.span != gathering.span:
        yield PLAN_OTHER_TIME.at(
            check.place(("meetings", gathering.reference, "start")),
            meeting=gathering.reference,
            planned=str(meeting.span),
            defined=str(gathering.span),
        )


def _people_rules(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    for need in needs(check.year, gathering):
        there = perhaps_there if gathering.fixed else counts_as_there
        able = [
            id
            for id in need.members
            if there(
                check.calendar,
                check.year.members[id],
                meeting.day,
                meeting.span,
                heard(check.year, gathering, id, meeting.day),
            )
        ]
        if len(able) < need.at_least:
            missing = tuple(check.year.members[id].name for id in need.members if id not in able)
            yield PLAN_REQUIRED_MISSING.at(
                check.place(("meetings", gathering.reference, "date")),
                count=need.at_least,
                meeting=gathering.reference,
                able=len(able),
                missing=missing,
                day=meeting.day,
            )


def _facilitator_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    """Who facilitates is one of those who may, and can come."""
    id, network = meeting.facilitator, gathering.network
    if id is None or network is None:
        return
    there = perhaps_there if gathering.fixed else counts_as_there
    member = check.year.members.get(id)
    if (
        id not in network.facilitators
        or member is None
        or not there(
            check.calendar,
            member,
            meeting.day,
            meeting.span,
            heard(check.year, gathering, member.id, meeting.day),
        )
    ):
        yield PLAN_FACILITATOR.at(
            check.place(("meetings", gathering.reference, "facilitator")),
            meeting=gathering.reference,
            member=id if member is None else member.name,
            day=meeting.day,
        )


def _quorum_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    """Enough of the wanted members can come; of a date that was given or told it is only said."""
    network = gathering.network
    if network is None or not has_quorum_rule(gathering):
        return
    count = count_of(check.year, check.calendar, network, gathering, meeting)
    if len(count.able) >= count.quorum:
        return
    place = check.place(("meetings", gathering.reference, "date"))
    fields: dict[str, Field] = {
        "meeting": gathering.reference,
        "able": len(count.able),
        "counted": len(count.counted),
        "day": meeting.day,
        "quorum": count.quorum,
    }
    if gathering.fixed or gathering.reference in check.told:
        yield PLAN_FIXED_NO_QUORUM.at(place, _another_date(check, network, gathering, meeting), **fields)
    else:
        yield PLAN_NO_QUORUM.at(place, **fields)


def _another_date(check: _Check, network: Network, gathering: Gathering, meeting: PlannedMeeting) -> Sentence:
    """The date within four weeks on which most can come, where the meeting could be by itself."""
    taken = {other.day for own, other in check.planned.values() if own.chain == gathering.chain}
    found = []
    for days in range(-_WITHIN, _WITHIN + 1):
        other = meeting.model_copy(update={"day": meeting.day + timedelta(days)})
        at_will = replace(gathering, fixed=False, dates=(), window=Days(other.day, other.day))
        rules = (_date_rules, _people_rules, _facilitator_rule, _host_rules)
        is_past = check.today is not None and other.day < check.today
        if is_past or other.day in taken or any(list(rule(check, at_will, other)) for rule in rules):
            continue
        count = count_of(check.year, check.calendar, network, at_will, other)
        if len(count.able) >= count.quorum:
            found.append((-len(count.able), abs(days), other.day))
    if not found:
        return NO_BETTER_DATE()
    less, _apart, day = min(found)
    return BEST_OTHER_DATE(other=day, more=-less)


def _absence_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    absent = _absent(check, gathering, meeting)
    # Once their term was over, nobody is to be written down again.
    if check.plan.purged is None and absent != tuple(sorted(meeting.absent)):
        yield PLAN_ABSENT_DIFFERS.at(
            check.place(("meetings", gathering.reference, "absent")),
            meeting=gathering.reference,
            count=len(absent),
            written=len(meeting.absent),
        )


def _absent(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> tuple[str, ...]:
    spans = expected_spans(check.year, gathering)
    return tuple(
        id
        for id, span in sorted(spans.items())
        if is_member(check.year.members[id], meeting.day)
        and not counts_as_there(
            check.calendar,
            check.year.members[id],
            meeting.day,
            span,
            heard(check.year, gathering, id, meeting.day),
        )
    )


def _lead_rule(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    """Blocks of the programme whose lead cannot be there then."""
    if gathering.network is None or gathering.meeting is None:
        return
    language = check.year.settings.language
    asked = (check.year, gathering.network, gathering.meeting, meeting.span, meeting.host, language)
    for block in programme_of(*asked):
        for lead in (check.year.members[id] for id in block.lead if id in check.year.members):
            said = heard(check.year, gathering, lead.id, meeting.day)
            if not perhaps_there(check.calendar, lead, meeting.day, block.span, said):
                yield LEAD_ABSENT.at(
                    check.place(("meetings", gathering.reference, "date")),
                    member=lead.name,
                    block=block.title,
                    meeting=gathering.reference,
                    day=meeting.day,
                )


def _host_rules(check: _Check, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    path = ("meetings", gathering.reference, "host")
    school = check.year.schools.get(meeting.host or "")
    if meeting.host is not None and school is None:
        yield PLAN_UNKNOWN_HOST.at(check.place(path), meeting=gathering.reference, host=meeting.host)
        return
    asked = asked_host(gathering)
    if asked is not None and meeting.host != asked:
        yield PLAN_OTHER_HOST.at(
            check.place(path), meeting=gathering.reference, host=meeting.host or meeting.location, asked=asked
        )
    if school is not None:
        yield from _school_rules(check, gathering, meeting, school, path)
    elif hosts_by_turn(gathering):
        yield PLAN_WITHOUT_HOST.at(
            check.place(("meetings", gathering.reference)), meeting=gathering.reference
        )


def _school_rules(
    check: _Check, gathering: Gathering, meeting: PlannedMeeting, school: School, path: Path
) -> Iterator[Finding]:
    verdict = check.calendar.school(school.id, meeting.day)
    if verdict.level is not Openness.OPEN and verdict.reason is not None:
        closed = verdict.level is Openness.CLOSED
        rule = PLAN_HOST_CLOSED if closed else PLAN_HOST_PROBABLY_CLOSED
        yield rule.at(
            check.place(path),
            school=school.name,
            meeting=gathering.reference,
            day=meeting.day,
            reason=verdict.reason,
        )
    if hosts_by_turn(gathering) and asked_host(gathering) is None:
        yield from _turn_and_seats_rules(check, gathering, meeting, school, path)


def _turn_and_seats_rules(
    check: _Check, gathering: Gathering, meeting: PlannedMeeting, school: School, path: Path
) -> Iterator[Finding]:
    if gathering.network is None:
        return
    if school not in possible_hosts(check.year, gathering.network):
        yield PLAN_HOST_NOT_IN_TURN.at(
            check.place(path), school=school.name, network=gathering.network.title or gathering.network.id
        )
        return
    seats = count_of(check.year, check.calendar, gathering.network, gathering, meeting).seats
    if seats > (school.host_seats or 0):
        yield PLAN_HOST_TOO_SMALL.at(
            check.place(path),
            school=school.name,
            seats=school.host_seats or 0,
            count=seats,
            meeting=gathering.reference,
        )


def _spacing_rules(check: _Check) -> Iterator[Finding]:
    for network in check.year.networks.values():
        of_network = [
            (gathering, meeting)
            for gathering, meeting in check.planned.values()
            if gathering.chain == network.id
        ]
        in_time = sorted(of_network, key=lambda pair: pair[1].day)
        for (one, first), (other, second) in pairwise(in_time):
            days = (second.day - first.day).days
            if days < 7 * network.spacing.min_weeks:
                yield PLAN_TOO_CLOSE.at(
                    check.place(("meetings", other.reference, "date")),
                    other=other.reference,
                    one=one.reference,
                    days=days,
                    weeks=network.spacing.min_weeks,
                )


@dataclass(frozen=True, slots=True)
class _Duty:
    """Somebody who must be somewhere: a meeting, or a session they lead."""

    member: str
    reference: str
    path: Path
    span: Span
    school: str | None


def _one_place_rules(check: _Check) -> Iterator[Finding]:
    """Nobody who must be there is needed in two places at one time."""
    by_day: dict[tuple[str, str], list[_Duty]] = {}
    for reference, (gathering, meeting) in check.planned.items():
        duties = {
            id
            for need in needs(check.year, gathering)
            if need.at_least >= len(need.members)
            for id in need.members
        }
        if meeting.facilitator is not None and meeting.facilitator in check.year.members:
            duties.add(meeting.facilitator)
        for id in sorted(duties):
            duty = _Duty(id, reference, ("meetings", reference, "date"), meeting.span, meeting.host)
            by_day.setdefault((id, str(meeting.day)), []).append(duty)
    for reference, session in sorted(check.plan.sessions.items()):
        for id in _presenters(check.year, reference) if is_session(check.year, reference) else ():
            duty = _Duty(id, reference, ("sessions", reference, "date"), session.span, session.school)
            by_day.setdefault((id, str(session.day)), []).append(duty)
    for (id, day), of_day in sorted(by_day.items()):
        for one, other in combinations(of_day, 2):
            if not _within(check, one.reference, other.reference):
                yield from _both_duties(check, check.year.members[id].name, day, one, other)


def _both_duties(check: _Check, name: str, day: str, one: _Duty, other: _Duty) -> Iterator[Finding]:
    if one.span.overlaps(other.span):
        yield PLAN_TWO_PLACES.at(
            check.place(other.path), member=name, one=one.reference, other=other.reference, day=day
        )
        return
    minutes = one.span.minutes_from(other.span)
    here, there = (check.year.schools.get(duty.school or "") for duty in (one, other))
    if here is None or there is None or travel_minutes(here.location, there.location) <= minutes:
        return
    yield PLAN_NO_TIME_TO_TRAVEL.at(
        check.place(other.path),
        member=name,
        one=one.reference,
        other=other.reference,
        day=day,
        minutes=minutes,
        here=here.name,
        there=there.name,
        travel=travel_minutes(here.location, there.location),
    )


def _presenters(year: Year, reference: str) -> tuple[str, ...]:
    workshop = year.workshops.get(reference.rpartition("/")[2])
    return tuple(id for id in workshop.presenter if id in year.members) if workshop is not None else ()


def _within(check: _Check, meeting: str, session: str) -> bool:
    """Whether a session is a part of the meeting."""
    series, _stroke, rest = session.partition("/")
    moments = check.year.series[series].moments if series in check.year.series else {}
    moment = moments.get(rest.partition("/")[0])
    return moment is not None and moment.meeting == meeting


def _turn_rules(check: _Check) -> Iterator[Finding]:
    for network in check.year.networks.values():
        if network.hosts is not None and network.hosts.not_same_board_in_a_row:
            yield from _board_rules(check, network)
    yield from _one_group_at_a_time(check)


def _board_rules(check: _Check, network: Network) -> Iterator[Finding]:
    in_time = sorted(
        (
            (gathering, meeting)
            for gathering, meeting in check.planned.values()
            if gathering.chain == network.id and meeting.host in check.year.schools
        ),
        key=lambda pair: (pair[1].day, pair[1].start),
    )
    before = last_host(check.year, network, check.history)
    for gathering, meeting in in_time:
        school = check.year.schools[meeting.host or ""]
        given = asked_host(gathering) is not None
        if before is not None and same_board(before, school) and not given:
            yield PLAN_SAME_BOARD.at(
                check.place(("meetings", gathering.reference, "host")),
                school=school.name,
                meeting=gathering.reference,
                before=before.name,
            )
        before = school


def _one_group_at_a_time(check: _Check) -> Iterator[Finding]:
    hosted = [
        (gathering, meeting)
        for gathering, meeting in check.planned.values()
        if meeting.host in check.year.schools
    ]
    for (one, first), (other, second) in combinations(hosted, 2):
        given = asked_host(one) is not None and asked_host(other) is not None
        if (first.host, first.day) != (second.host, second.day) or given:
            continue
        if first.span.overlaps(second.span):
            yield PLAN_HOST_TWICE.at(
                check.place(("meetings", other.reference, "host")),
                school=check.year.schools[second.host or ""].name,
                one=one.reference,
                other=other.reference,
            )

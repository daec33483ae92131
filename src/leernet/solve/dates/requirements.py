"""A meeting in; what must hold of its day, each with the definition that asks it, out."""

from collections.abc import Iterator, Mapping

import numpy as np

from leernet.days.attendance import asked_bits, weekday_names
from leernet.finding import Path
from leernet.model.availability import polls_about, refused_days
from leernet.model.gathering import Gathering, given_workshops, rooms_needed, said_about
from leernet.model.headcount import has_quorum_rule, quorum_of
from leernet.model.poll import Stance
from leernet.model.selection import possible_hosts
from leernet.model.values import Span
from leernet.model.year import School
from leernet.solve.dates.event_facts import EventFacts, answered
from leernet.solve.dates.order import room_for_rounds
from leernet.solve.dates.problem import Halves, Integers, Requirement, Truths, takes_turns
from leernet.words import Sentence, _, _n


def requirements(
    facts: EventFacts,
    gathering: Gathering,
    said: Mapping[tuple[int, int], Stance],
    hosts: tuple[int, ...],
    seats: Integers,
    span: Span,
) -> tuple[Requirement, ...]:
    found = [_window(facts, gathering), *_closed(facts), *_people_there(facts, gathering, said, span)]
    found += _not_refused(facts, gathering)
    if not gathering.fixed and not gathering.dates:
        found.append(_weekdays(facts, gathering, span))
    if hosts or takes_turns(gathering):
        found += _host_free(facts, gathering, hosts, seats, span)
    found += _workshops_open(facts, gathering)
    found += _beside_other_moments(facts, gathering, span)
    if gathering.network is not None and gathering.meeting is not None:
        price = facts.prices.date
        found += (
            Requirement(path, said, np.array([day in days for day in facts.calendar.days], np.bool_), price)
            for days, path, said in room_for_rounds(gathering.network, gathering.meeting.id)
        )
    return tuple(found)


def _beside_other_moments(facts: EventFacts, gathering: Gathering, span: Span) -> list[Requirement]:
    """No moment of a series is at the time of one on several dates, as people may attend both."""
    series, found = gathering.series, []
    for id, moment in sorted(series.moments.items()) if series is not None else ():
        dates = () if moment.meeting or id == gathering.moment else moment.days
        if series is None or len(dates) < 2 or moment.time is None or not moment.time.overlaps(span):
            continue
        days = np.array([day not in dates for day in facts.calendar.days], np.bool_)
        said = _("it is not on one of the {count} dates of {moment}", count=len(dates), moment=id)
        found.append(
            Requirement(("series", series.id, "moments", id, "dates"), said, days, facts.prices.date)
        )
    return found


def _not_refused(facts: EventFacts, gathering: Gathering) -> list[Requirement]:
    """No day of which everybody who answered said no; a date that was given or told is kept."""
    refused = refused_days(said_about(facts.year, gathering))
    if not refused or gathering.fixed or gathering.network is None or gathering.meeting is None:
        return []
    days = np.ones(facts.length, np.bool_)
    days[[(day - facts.calendar.days.first).days for day in refused]] = False
    told = facts.told.get(gathering.reference)
    if told is not None and told in facts.calendar.days:
        days[(told - facts.calendar.days.first).days] = True
    said = _n(
        "not on the day that everybody who answered the poll refused ({days})",
        "not on the {count} days that everybody who answered the poll refused ({days})",
        len(refused),
        days=tuple(str(day) for day in refused),
    )
    poll = polls_about(facts.year, gathering.network.id, gathering.meeting.id)[0]
    return [Requirement(("availability", poll.file), said, days, facts.prices.date)]


def _workshops_open(facts: EventFacts, gathering: Gathering) -> list[Requirement]:
    return [
        Requirement(
            ("workshops", workshop.id, "school"),
            _(
                "{workshop} is at {school}, which is open then",
                workshop=workshop.title or workshop.id,
                school=facts.year.schools[workshop.school].name,
            ),
            facts.open_on((facts.school_number[workshop.school],))[0],
            facts.prices.hosts,
        )
        for workshop in given_workshops(facts.year, gathering)
        if workshop.school is not None
    ]


def _window(facts: EventFacts, gathering: Gathering) -> Requirement:
    first = facts.calendar.days.first
    days = np.zeros(facts.length, np.bool_)
    start = max(0, (gathering.window.first - first).days)
    # A window that has passed altogether is planned as it was: nothing of it is left to choose.
    if facts.today is not None and not gathering.fixed and facts.today <= gathering.window.last:
        start = max(start, (facts.today - first).days)
    days[start : max(start, (gathering.window.last - first).days + 1)] = True
    if gathering.dates:
        allowed = [(day - first).days for day in gathering.dates if day in facts.calendar.days]
        days &= np.isin(np.arange(facts.length), allowed)
        said = _("{meeting} is on one of {count} dates", meeting=gathering.title, count=len(gathering.dates))
        return Requirement((*gathering.path, "dates"), said, days, facts.prices.date)
    if gathering.fixed:
        said = _("{meeting} is on {day}", meeting=gathering.title, day=gathering.window.first)
        return Requirement((*gathering.path, "date"), said, days, facts.prices.date)
    said = _(
        "{meeting} is between {first} and {last}",
        meeting=gathering.title,
        first=gathering.window.first,
        last=gathering.window.last,
    )
    return Requirement((*gathering.path, "window"), said, days, facts.prices.window)


def _closed(facts: EventFacts) -> tuple[Requirement, ...]:
    closed = [(day - facts.calendar.days.first).days for day in facts.calendar.everybody]
    if not closed:
        return ()
    days = np.ones(facts.length, np.bool_)
    days[closed] = False
    said = _n(
        "nobody meets on {count} day of the year", "nobody meets on {count} days of the year", len(closed)
    )
    return (Requirement(("year", "closed"), said, days, facts.prices.closed),)


def _weekdays(facts: EventFacts, gathering: Gathering, span: Span) -> Requirement:
    days = np.array([span.on(day, gathering.weekdays) for day in facts.calendar.days], np.bool_)
    allowed = {day.weekday() for day, asked in zip(facts.calendar.days, days, strict=True) if asked}
    said = _("it is on {weekdays}", weekdays=weekday_names(allowed))
    return Requirement(gathering.key_path("weekdays"), said, days, facts.prices.weekdays)


def _people_there(
    facts: EventFacts, gathering: Gathering, said_before: Mapping[tuple[int, int], Stance], span: Span
) -> list[Requirement]:
    asked = asked_bits(span)
    # Whoever gave a date knows it: a school that is only probably closed does not rule it out.
    there = answered(facts.people.able if gathering.fixed else facts.people.free, said_before)
    found = [
        Requirement(
            single.path,
            _("{member} must be there", member=facts.year.members[single.members[0]].name),
            _there(facts, there, single.members, asked)[0],
            facts.prices.member,
            (facts.people.number[single.members[0]],),
        )
        for single in facts.single_needs(gathering)
    ]
    for need in facts.needs_of(gathering):
        if need.at_least < len(need.members):
            counts = np.count_nonzero(_there(facts, there, need.members, asked), axis=0)
            said = _n(
                "one of {people} people must be there",
                "{count} of {people} people must be there",
                need.at_least,
                people=len(need.members),
            )
            numbers = tuple(facts.people.number[id] for id in need.members)
            found.append(Requirement(need.path, said, counts >= need.at_least, facts.prices.people, numbers))
        elif need.at_least > len(need.members):
            said = _(
                "{count} people must be there where only {people} are meant",
                count=need.at_least,
                people=len(need.members),
            )
            found.append(Requirement(need.path, said, np.zeros(facts.length, np.bool_), facts.prices.people))
    return found


def _there(facts: EventFacts, there: Halves, ids: tuple[str, ...], asked: int) -> Truths:
    numbers = [facts.people.number[id] for id in ids]
    able: Truths = (there[numbers] & asked) == asked
    return able


def _host_free(
    facts: EventFacts, gathering: Gathering, hosts: tuple[int, ...], seats: Integers, span: Span
) -> Iterator[Requirement]:
    if gathering.meeting is not None and (gathering.meeting.host or not takes_turns(gathering)):
        key = "host" if gathering.meeting.host else "hosts"
        said = _("{school} hosts it and is open", school=facts.schools[hosts[0]].name)
        path = (*gathering.path, "host") if key == "host" else gathering.key_path("hosts")
        (open_days,) = facts.open_on(hosts)
        yield Requirement(path, said, open_days, facts.prices.hosts)
        return
    has_room = np.array([facts.schools[host].host_seats or 0 for host in hosts], np.int64)[:, None] >= seats
    some_open: Truths = np.logical_or.reduce(facts.open_on(hosts) & has_room, initial=False, axis=0)
    yield Requirement(
        gathering.key_path("hosts"), _room_for(facts, gathering, seats), some_open, facts.prices.hosts
    )
    own = [facts.schools[host] for host in hosts if has_days_of_its_own(facts.schools[host])]
    if own and gathering.network is not None:
        some_fit: Truths = np.logical_or.reduce(facts.fits(hosts, seats, span), initial=False, axis=0)
        yield Requirement(*on_its_days(gathering.network.id, own), some_fit, facts.prices.host_days)


def has_days_of_its_own(school: School) -> bool:
    return school.host_days is not None or bool(school.host_not)


def on_its_days(network: str, schools: list[School]) -> tuple[Path, Sentence]:
    """The line of a school that receives guests on some days only; of several the line about hosts."""
    if len(schools) > 1:
        said = _("{count} schools host only on days of their own", count=len(schools))
        return ("networks", network, "hosts", "days"), said
    (school,) = schools
    if school.host_days is None:
        days = sum((stretch.last - stretch.first).days + 1 for stretch in school.host_not)
        said = _n(
            "{school} does not host on {count} day",
            "{school} does not host on {count} days",
            days,
            school=school.name,
        )
        return ("schools", school.id, "host_not"), said
    weekdays = weekday_names({half.weekday for half in school.host_days})
    said = _("{school} hosts on {weekdays} only", school=school.name, weekdays=weekdays)
    return ("schools", school.id, "host_days"), said


def _room_for(facts: EventFacts, gathering: Gathering, seats: Integers) -> Sentence:
    """What a school must have to receive the meeting, with the school that comes closest."""
    if gathering.network is None:
        raise ValueError(f"{gathering.reference} is at no school")
    turns = possible_hosts(facts.year, gathering.network)
    rooms = rooms_needed(facts.year, gathering)
    if not turns:
        return _("a school that takes turns must be open, with {seats} seats", seats=int(seats.min()))
    largest = max(turns, key=lambda school: (min(school.rooms or rooms, rooms), school.host_seats or 0))
    fields: dict[str, str | int] = {
        "seats": int(seats.min()),
        "school": largest.name,
        "has": largest.host_seats or 0,
        "rooms": rooms,
        "rooms_there": largest.rooms if largest.rooms is not None else rooms,
    }
    if rooms > 1:
        return _n(
            "the one school that takes turns must be open, with {seats} seats and {rooms} rooms "
            "({school} has {has} and {rooms_there})",
            "one of the {count} schools that take turns must be open, with {seats} seats and {rooms} "
            "rooms (the nearest to it, {school}, has {has} and {rooms_there})",
            len(turns),
            **fields,
        )
    return _n(
        "the one school that takes turns must be open, with {seats} seats ({school} has {has})",
        "one of the {count} schools that take turns must be open, with {seats} seats "
        "(the largest, {school}, has {has})",
        len(turns),
        **fields,
    )


def quorum(
    facts: EventFacts, gathering: Gathering, wanted: Integers, misses: Truths, asked: tuple[Requirement, ...]
) -> tuple[Requirement, ...]:
    """Enough people can come; a date that was given or told is kept without that."""
    network = gathering.network
    if network is None or gathering.fixed or not has_quorum_rule(gathering):
        return ()
    rows = facts.counted(gathering, wanted)
    belongs = facts.people.belongs[wanted[rows]]
    members = np.count_nonzero(belongs, axis=0)
    able = np.count_nonzero(belongs & ~misses[rows], axis=0)
    least = np.array([quorum_of(network, count) for count in members.tolist()], np.int64)
    enough: Truths = able >= least
    if gathering.reference in facts.told:
        day = (facts.told[gathering.reference] - facts.calendar.days.first).days
        enough[day : day + 1] = True
    days = np.logical_and.reduce([requirement.days for requirement in asked])
    path = ("networks", network.id, "quorum" if network.quorum is not None else "members")
    return (Requirement(path, _quorum_said(days, least, members, able), enough, facts.prices.quorum),)


def _quorum_said(days: Truths, least: Integers, members: Integers, able: Integers) -> Sentence:
    """How many must be able to come, and how many can where that is too few on all other possible days."""
    where = days if days.any() else np.ones(len(days), np.bool_)
    fields = {"people": int(members[where].max()), "able": int(able[where].max())}
    count = int(least[where].min())
    if days.any() and fields["able"] < count:
        return _n(
            "at least {count} of {people} members must be able to come, and on these days at most {able} can",
            "at least {count} of {people} members must be able to come, and on these days at most {able} can",
            count,
            **fields,
        )
    return _n(
        "at least {count} of {people} members must be able to come",
        "at least {count} of {people} members must be able to come",
        count,
        **fields,
    )

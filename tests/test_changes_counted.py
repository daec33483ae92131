"""Every reason of every change of a plan that is made again is true, by counting in both languages.

A reason that is not in the list here fails.
"""

import random
import re
from dataclasses import dataclass
from itertools import product

import pytest

from leernet.days.calendar import Openness, calendar_of
from leernet.model.gathering import network_gatherings
from leernet.model.plan import Plan
from leernet.model.selection import possible_hosts
from leernet.model.year import Year
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.attendance import counts_as_there

from .counted import Counted
from .plan_projects import year_of
from .said import Reader
from .test_explain_counted import TODAY, Case, errors, received, seats
from .test_plan_generated import WEEK, a_project

ADDED, CANCELLED, GONE = "it was added", "it was cancelled", "it is no longer in the files"
LEAVES_OUT = "\u201c{line}\u201d leaves out {day}"
QUORUM = "at least {count} of {people} members must be able to come"
POOL = "one of {people} people must be there"
WEEKDAYS = "it is on {weekdays}"
MOST = "{school} hosts at most {count} meeting a year"
TOO_CLOSE = "it would be at the same time as {meeting} or too close to it"
ADDED_THERE = "{meeting} was added"
WITH_IT = "{why}, and {meeting} has to move with it"
KNOWN = (
    *(ADDED, CANCELLED, GONE, LEAVES_OUT, QUORUM, POOL, WEEKDAYS, MOST),
    *(TOO_CLOSE, ADDED_THERE, WITH_IT),
    "{member} cannot come on {day}",
    "{school} is closed on {day}",
    "{school} has too few seats",
    "{school} does not host on {day}",
    "{school} no longer takes turns",
    "its time changed",
    "{why}, and {meeting} takes its place",
    "{school} hosts {meeting} then",
    "{school}, which hosts {meeting}, has the same board",
    "{why}, and one board does not host twice in a row",
    "{why}, and {most}",
)
DAY_NAMES = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}


@dataclass(frozen=True)
class Again:
    """A year, the plan that was and the plan that is."""

    year: Year
    before: Plan
    now: Plan
    reader: Reader

    @property
    def titles(self):
        networks = self.year.networks.values()
        return {one.title: one.reference for each in networks for one in network_gatherings(self.year, each)}

    def back(self, reference):
        """The plan that is, with one meeting when and where it was."""
        was, now = self.before.meetings[reference], self.now.meetings[reference]
        put = now.model_copy(update={"day": was.day, "host": was.host})
        return self.case(reference, {**self.now.meetings, reference: put})

    def case(self, reference, meetings):
        days = {each: meeting.day for each, meeting in meetings.items()}
        absent = tuple(sorted(Counted(self.year, days).absent(reference)))
        meetings = {**meetings, reference: meetings[reference].model_copy(update={"absent": absent})}
        plan = self.now.model_copy(update={"meetings": meetings})
        return Case(self.year, plan, (), reference, self.reader)


def in_the_way(again, reference, other):
    """Whether a meeting cannot be on its day of before with another on its day of now."""
    was, there = again.before.meetings[reference], again.now.meetings[other]
    network = again.year.networks[reference.partition("/")[0]]
    if other.partition("/")[0] != network.id:
        return was.day == there.day and was.start < there.end and there.start < was.end
    order = [f"{network.id}/{meeting.id}" for meeting in network.meetings]
    later, first = (
        (was.day, there.day) if order.index(reference) > order.index(other) else (there.day, was.day)
    )
    return (later - first).days < max(1, 7 * network.spacing.min_weeks)


def needed_there(again, case, ids):
    """Those of some people who can be at a meeting."""
    calendar, meeting = calendar_of(again.year), case.meeting
    return [id for id in ids if counts_as_there(calendar, again.year.members[id], meeting.day, meeting.span)]


def asked_line(again, case, line):
    """Whether the day of a meeting does not keep what is asked."""
    network, count = case.network, int(line.fields.get("count") or 1)
    if line.sentence == WEEKDAYS:
        names = again.reader.items(line.fields["weekdays"])
        asked = {half.weekday for half in network.weekdays}
        assert [DAY_NAMES[again.reader.language].index(name) for name in names] == sorted(asked)
        return case.meeting.day.weekday() not in asked
    if line.sentence == QUORUM:
        wanted = {member.id for member, _span in case.now.wanted(case.reference)} - {network.facilitator}
        assert int(line.fields["people"]) == len(wanted)
        assert count == (len(wanted) + 1) // 2
        return len(wanted - case.now.absent(case.reference)) < count
    pools = [
        {id for id, member in again.year.members.items() if set(member.roles) & set(asked.any_of.roles)}
        for asked in network.required
        if asked.at_least == count
    ]
    return any(
        len(pool) == int(line.fields["people"]) and len(needed_there(again, case, pool)) < count
        for pool in pools
    )


def is_true(again, reference, said):
    """Whether a reason holds of a meeting."""
    was, now = again.before.meetings.get(reference), again.now.meetings.get(reference)
    network = again.year.networks[reference.partition("/")[0]]
    if said.sentence == ADDED:
        return was is None
    if said.sentence in (CANCELLED, GONE):
        found = [meeting for meeting in network.meetings if reference.endswith(f"/{meeting.id}")]
        return all(meeting.cancelled for meeting in found) and (said.sentence == CANCELLED) == bool(found)
    if said.sentence == "its time changed":
        return was.day == now.day and (was.start, was.end) != (now.start, now.end)
    case = again.back(reference)
    if said.fields.get("day", str(was.day)) != str(was.day):
        return False
    if "meeting" in said.fields:
        return of_another(again, reference, said, again.titles[said.fields["meeting"]])
    if said.sentence == LEAVES_OUT:
        return all(asked_line(again, case, line) for line in said.parts["line"])
    if "member" in said.fields:
        (id,) = [id for id, one in again.year.members.items() if one.name == said.fields["member"]]
        return id == network.facilitator and not needed_there(again, case, [id])
    if "why" in said.parts:
        others = again.now.meetings.keys() & again.before.meetings.keys() - {reference}
        found = any(all(is_true(again, one, why) for why in said.parts["why"]) for one in others)
        return found and all(is_true(again, reference, most) for most in said.parts.get("most", ()))
    return of_host(again, case, said, was.host)


def of_another(again, reference, said, other):
    """Whether a reason that is another meeting holds."""
    was = again.before.meetings[reference]
    before, now = again.before.meetings.get(other), again.now.meetings[other]
    if said.sentence in (TOO_CLOSE, WITH_IT, ADDED_THERE):
        moved = before is None or before.day != now.day
        true = all(is_true(again, other, why) for why in said.parts.get("why", ()))
        added = (before is None) == (said.sentence == ADDED_THERE)
        return (
            in_the_way(again, reference, other) and moved == (said.sentence != TOO_CLOSE) and added and true
        )
    if said.sentence.endswith("has the same board"):
        schools = again.year.schools
        return now.host == was.host or schools[now.host].board == schools[was.host].board is not None
    there = now.host == was.host and now.day == was.day and now.start < was.end and was.start < now.end
    return there and all(is_true(again, other, why) for why in said.parts.get("why", ()))


def of_host(again, case, said, host):
    """Whether a reason that is the host of before holds."""
    school, day = again.year.schools[host], case.meeting.day
    if said.fields["school"] != school.name:
        return False
    return {
        "{school} is closed on {day}": calendar_of(again.year).school(host, day).level is Openness.CLOSED,
        "{school} has too few seats": (school.host_seats or 0) < seats(case),
        "{school} does not host on {day}": any(day in days for days in school.host_not),
        "{school} no longer takes turns": school not in possible_hosts(again.year, case.network),
        MOST: school.host_at_most == int(said.fields.get("count") or 1) <= len(received(case, host)),
    }[said.sentence]


def project(seed, language, changed=()):
    text = a_project(seed, changed).partition("series:")[0] + "\n"
    return text.replace("year: {", f"year: {{language: {language}, ")


def events(seed, language, plan):
    """The project after something happened to a meeting of the plan, or to its network or host."""
    reference = random.Random(seed).choice(sorted(plan.meetings))
    meeting, (network, _stroke, id) = plan.meetings[reference], reference.partition("/")
    host, text = meeting.host or "s0", project(seed, language)
    other_day = WEEK[(meeting.day.weekday() + 1) % 5]
    changed = {
        "seats": (rf"({host}: .*?host_seats: )\d+", "1"),
        "no guests": (rf"({host}: {{)", f"host_not: [{meeting.day}], "),
        "once": (rf"({host}: {{)", "host_at_most: 1, "),
        "cancelled": (rf"({network}: .*id: {id}, )", "cancelled: true, "),
        "gone": (rf"({network}: .*){{id: b, [^}}]*}}, ", ""),
        "added": (rf"({network}: .*)\]}}", ", {id: d, window: 2027-03-01..2027-07-02}]}"),
        "weeks": (rf"({network}: .*min_weeks: )\d+", "9"),
        "time": (rf"({network}: .*time: )[\d.-]+", "13.00-15.00"),
        "weekday": (rf"({network}: {{)", f"weekdays: [{other_day}], "),
    }
    yield "away", project(seed, language, [(f"m0{network[1]}", str(meeting.day))])
    yield "closed", project(seed, language, [(host, str(meeting.day))])
    for what, (pattern, put) in changed.items():
        yield what, re.sub(pattern, rf"\g<1>{put}", text)


def check_again(year, before, now):
    """Every change is one, every one that is is told, and each has a true reason; how many."""
    names = [one.name for one in (*year.members.values(), *year.schools.values())]
    titles = Again(year, before, now, None).titles
    again = Again(year, before, now, Reader(year.settings.language, KNOWN, names, titles))
    changes = now.changes if now.revision != before.revision else ()
    for change in changes:
        assert change.reason
        for said in again.reader.read_all(change.reason):
            assert is_true(again, change.meeting, said), (change, said)
        was, will = before.meetings.get(change.meeting), now.meetings.get(change.meeting)
        if was and will and (was.day, was.host) != (will.day, will.host):
            assert errors(again.back(change.meeting), again.back(change.meeting).plan)
    facts = [
        {ref: (one.day, one.start, one.end, one.host) for ref, one in plan.meetings.items()}
        for plan in (before, now)
    ]
    assert {change.meeting for change in changes} == {
        ref for ref in {**facts[0], **facts[1]} if facts[0].get(ref) != facts[1].get(ref)
    }
    return len(changes)


def check_events(seed, language, only=None):
    before = plan_year(year_of(project(seed, language)), Wishes(today=TODAY))
    assert isinstance(before, Planned)
    checked = 0
    for what, text in events(seed, language, before.plan):
        if only is None or what in only:
            year = year_of(text)
            outcome = plan_year(year, Wishes(today=TODAY, previous=before.plan))
            if isinstance(outcome, Planned):
                checked += check_again(year, before.plan, outcome.plan)
    return checked


def test_every_change_has_a_true_reason():
    assert check_events(13, "nl", only=("away",)) > 1


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "language"), list(product((0, 2, 4, 8, 10, 13), ("en", "nl"))))
def test_every_change_after_every_event_has_a_true_reason(seed, language):
    assert check_events(seed, language) > 5

"""Every number that `explain` tells is counted anew, by code that shares nothing with what chose the plan."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from math import acos, cos, radians, sin
from pathlib import Path

import pytest

from leernet.days.calendar import calendar_of
from leernet.explain.meeting import MeetingReasons, meeting_reasons, reason_lines
from leernet.files import project_files
from leernet.model.gathering import expected_spans, network_gatherings
from leernet.model.plan import Plan
from leernet.model.poll import Stance
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.attendance import counts_as_there, is_member
from leernet.words import words

from .plan_projects import PROJECT, year_of

TODAY = date(2026, 8, 1)
TWO_NETWORKS = (
    PROJECT.replace("{rotate: schools}", "{rotate: schools, hosted_before: {eik: 1}}")
    .replace("host_seats: 2}", "host_seats: 9, location: [51.55, 5.20]}")
    .replace("window: 2026-09-14..2026-11-27", "window: 2026-09-14..2026-10-09")
    + """\
  opleiders:
    title: Opleiders
    facilitator: dirk
    members: {roles: [opleider]}
    weekdays: [do, vr]
    time: 9.00-12.00
    hosts: {rotate: schools, among: {schools: [eik, wilg]}}
    meetings: [{id: a, window: 2026-09-14..2026-09-25}, {id: b, window: 2026-11-02..2026-11-20}]
"""
)
EXAMPLE = Path(__file__).parent.parent / "examples" / "starterscoaches"


@dataclass(frozen=True)
class Counted:
    """Who is wanted where, and what dates cost them, from the definitions alone."""

    year: Year
    days: dict[str, date]

    def wanted(self, reference):
        """(member, span) of those who take part on the day."""
        network = self.year.networks[reference.partition("/")[0]]
        (gathering,) = [one for one in network_gatherings(self.year, network) if one.reference == reference]
        spans = expected_spans(self.year, gathering)
        day = self.days[reference]
        people = [(self.year.members[id], span) for id, span in spans.items()]
        return [(member, span) for member, span in people if is_member(member, day)]

    def absent(self, reference):
        calendar, day = calendar_of(self.year), self.days[reference]
        said = self.said(reference)
        return {
            member.id
            for member, span in self.wanted(reference)
            if not said.get(member.id, counts_as_there(calendar, member, day, span))
        }

    def said(self, reference):
        """Whether they can come, of those who answered a poll about the day of a meeting."""
        return {
            id: stances[at] > Stance.NO
            for poll in self.year.polls
            if f"{poll.network}/{poll.meeting}" == reference
            for at, option in enumerate(poll.options)
            if option.day == self.days[reference]
            for id, stances in poll.answers.items()
            if stances[at] is not None
        }

    def misses(self):
        """How many meetings of each network each member misses, and how many there are for them."""
        missed, asked = Counter(), Counter()
        for reference in self.days:
            network = reference.partition("/")[0]
            asked.update((network, member.id) for member, _span in self.wanted(reference))
            missed.update((network, id) for id in self.absent(reference))
        return missed, asked

    def never(self):
        missed, asked = self.misses()
        return sum(missed[key] == times for key, times in asked.items())

    def again(self):
        return sum(times * (times - 1) // 2 for times in self.misses()[0].values())

    def second(self, when):
        """Second meetings of somebody in a day or a week."""
        there = Counter(
            (member.id, when(day)) for ref, day in self.days.items() for member, _span in self.wanted(ref)
        )
        return sum(times - 1 for times in there.values() if times > 1)


def kilometres(one, other):
    """Along the earth, by the law of cosines, rounded and counted up to sixty."""
    if one == other:
        return 0
    a, b = radians(one.latitude), radians(other.latitude)
    angle = sin(a) * sin(b) + cos(a) * cos(b) * cos(radians(other.longitude - one.longitude))
    return min(60, round(6371 * acos(min(1.0, angle))))


def travel(counted, reference, school):
    """What all who come travel together; None where a place is not known."""
    schools, absent = counted.year.schools, counted.absent(reference)
    homes = [
        schools[member.school].location
        for member, _span in counted.wanted(reference)
        if member.id not in absent and member.school in schools
    ]
    to = schools[school].location
    if to is None or None in homes:
        return None
    return sum(kilometres(home, to) for home in homes)


def numbers(text, pattern):
    found = re.search(pattern, text)
    return None if found is None else tuple(map(int, found.groups()))


def check_dates(year: Year, plan: Plan, reasons: MeetingReasons, lines):
    days = {reference: meeting.day for reference, meeting in plan.meetings.items()}
    now = Counted(year, days)
    assert numbers(lines[0], r": (\d+) of (\d+) members") == (
        len(now.absent(reasons.reference)),
        len(now.wanted(reasons.reference)),
    )
    for other in reasons.others:
        then = Counted(year, {**days, reasons.reference: other.day})
        (line,) = [line for line in lines if line.startswith((f"Not {other.day},", f"{other.day} "))]
        assert numbers(line, r"with (\d+) absent") == (len(then.absent(reasons.reference)),)
        more = then.absent(reasons.reference) - now.absent(reasons.reference)
        names = {year.members[id].name for id in more}
        assert all(name in line for name in names)
        assert ("would miss it" in line) == bool(names)
        for said, count in (
            ("members who can come to none", Counted.never),
            ("pairs of meetings that one person misses", Counted.again),
            ("second meetings on a day", lambda one: one.second(lambda day: day)),
            ("second meetings in a week", lambda one: one.second(lambda day: day.isocalendar()[:2])),
        ):
            changed = count(now) != count(then)
            told = numbers(line, rf"{said}: (\d+) becomes (\d+)")
            assert told == ((count(now), count(then)) if changed else None)


def check_hosts(year: Year, plan: Plan, reasons: MeetingReasons, lines):
    reference, network = reasons.reference, reasons.reference.partition("/")[0]
    counted = Counted(year, {ref: meeting.day for ref, meeting in plan.meetings.items()})
    asked = year.networks[network].hosts
    assert reasons.host is not None
    assert asked is not None
    before = dict(asked.hosted_before)
    host = reasons.host.school
    others = {ref: meeting.host for ref, meeting in plan.meetings.items() if ref != reference}
    own = Counter(school for ref, school in others.items() if ref.partition("/")[0] == network)
    for turn in (reasons.host, *reasons.other_hosts):
        assert turn.turns == before.get(turn.school, 0)
        assert turn.travel_km == travel(counted, reference, turn.school)
    for turn in (turn for turn in reasons.other_hosts if not turn.barred):
        (line,) = [line for line in lines if line.startswith((f"Not {turn.name}:", f"{turn.name} would"))]
        mine, theirs = (before.get(one, 0) + own[one] for one in (turn.school, host))
        told = numbers(line, r"had (\d+) turns?, this year's counted, and .* without this one (\d+)")
        assert told == ((mine, theirs) if mine != theirs else None)
        load = [ref for ref, school in sorted(others.items()) if school == turn.school]
        more = len(load) > Counter(others.values())[host]
        assert ("it receives" in line) == more
        assert not more or all(f"{ref} ({plan.meetings[ref].day})" in line for ref in load)
        far = (turn.travel_km or 0) - (reasons.host.travel_km or 0)
        km = numbers(line, r"travel (\d+) km")
        assert km == ((abs(far),) if far else None)
        assert far == 0 or ("more together" in line) == (far > 0)


def example():
    return read_definitions(project_files(EXAMPLE))[0].year


@pytest.mark.parametrize("year", [year_of(TWO_NETWORKS), example()], ids=["two-networks", "starterscoaches"])
def test_every_number_of_every_sentence_is_right(year):
    outcome = plan_year(year, Wishes(today=TODAY))
    assert isinstance(outcome, Planned)
    checked = Counter()
    for reference in outcome.plan.meetings:
        reasons = meeting_reasons(year, outcome.plan, reference, (), TODAY)
        lines = [words("en").say(line) for line in reason_lines(reasons)]
        check_dates(year, outcome.plan, reasons, lines)
        checked["days"] += len(reasons.others)
        if reasons.host is not None:
            check_hosts(year, outcome.plan, reasons, lines)
            checked["hosts"] += len(reasons.other_hosts)

    assert min(checked["days"], checked["hosts"]) > 0


def reordered_weights(reasons):
    return [[abs(term.weight) for term in other.terms] for other in (*reasons.others, *reasons.other_hosts)]


def test_the_terms_are_all_of_the_difference_and_the_largest_comes_first():
    year = year_of(TWO_NETWORKS)
    plan = plan_year(year, Wishes(today=TODAY)).plan
    for reference in plan.meetings:
        reasons = meeting_reasons(year, plan, reference, (), TODAY)

        assert all(sum(term.weight for term in other.terms) == other.extra for other in reasons.others)
        assert all(weights == sorted(weights, reverse=True) for weights in reordered_weights(reasons))

"""What dates and hosts of a year cost whom, counted by code that shares nothing with what chooses them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import acos, cos, radians, sin

from leernet.days.calendar import calendar_of
from leernet.model.gathering import expected_spans, network_gatherings
from leernet.model.poll import Stance
from leernet.model.year import Year
from leernet.verify.attendance import counts_as_there, falls_on, is_member


@dataclass(frozen=True)
class Counted:
    """Who is wanted where, and what dates and hosts cost them, from the definitions alone."""

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
            if not counts_as_there(calendar, member, day, span, said.get(member.id))
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

    def reluctant(self, reference):
        """Who would come if need be, of those who answered a poll about the day of a meeting."""
        return {
            id
            for poll in self.year.polls
            if f"{poll.network}/{poll.meeting}" == reference
            for at, option in enumerate(poll.options)
            if option.day == self.days[reference]
            for id, stances in poll.answers.items()
            if stances[at] is Stance.IF_NEED_BE
        }

    def elsewhere(self, reference):
        """Who comes and would rather come on another weekday."""
        day, absent = self.days[reference], self.absent(reference)
        return {
            member.id
            for member, _span in self.wanted(reference)
            if member.prefer is not None and member.id not in absent
            if not any(falls_on(half, day) for half in member.prefer)
        }

    def avoided(self):
        """People who are wanted on days to avoid, each meeting by itself."""
        return sum(
            len(self.wanted(reference))
            for reference, day in self.days.items()
            if any(day in stretch for stretch in self.year.settings.avoid)
        )

    def uneven(self):
        """Days that meetings are off every so many weeks, a week more or less aside, for the best number."""
        return sum(
            min(sum(max(0, abs(gap - 7 * weeks) - 7) for gap in gaps) for weeks in range(1, 54))
            for gaps in map(self.gaps, self.year.networks)
        )

    def gaps(self, network):
        days = [
            self.days[f"{network}/{meeting.id}"]
            for meeting in self.year.networks[network].meetings
            if f"{network}/{meeting.id}" in self.days
        ]
        return [(later - earlier).days for earlier, later in pairwise(days)]

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

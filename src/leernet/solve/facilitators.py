"""Dates, hosts and workshops in; who facilitates each meeting of which several people may, out."""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from msgspec import Struct

from leernet.model.plan import PlannedMeeting, PlannedSession
from leernet.model.year import Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.dates.shared_people import people_at
from leernet.solve.duties import Duty, meeting_duties, session_duties
from leernet.solve.program import Program

# How often each member facilitates, by network and member.
Turns = Counter[tuple[str, str]]


class Facilitators(Struct, frozen=True):
    """Who facilitates.

    Attributes:
        chosen: by reference of the meeting, of those that several people may facilitate.
        without: on one day for which nobody was left, references of the meetings that share people; empty.
    """

    chosen: Mapping[str, str] = {}
    without: tuple[str, ...] = ()

    def in_meetings(self, meetings: Mapping[str, PlannedMeeting]) -> dict[str, PlannedMeeting]:
        """The meetings with those who facilitate them."""
        return {ref: meetings[ref].model_copy(update={"facilitator": id}) for ref, id in self.chosen.items()}


def facilitators_for(
    year: Year,
    problem: DateProblem,
    meetings: Mapping[str, PlannedMeeting],
    sessions: Mapping[str, PlannedSession],
    before: Mapping[str, PlannedMeeting],
) -> Facilitators:
    """Of those who can come the one of before, else whose turn it is, else the first that was named.

    Nobody facilitates while they lead a workshop elsewhere, or without time to travel between the two.

    Args:
        before: the meetings of the plan before, those that were held among them.
    """
    turns: Turns = Counter(
        (reference.partition("/")[0], meeting.facilitator)
        for reference, meeting in before.items()
        if reference in meetings and meeting.facilitator is not None
    )
    chosen: dict[str, str] = {}
    duties = (*meeting_duties(problem, meetings), *session_duties(year, problem, sessions))
    by_day: dict[int, list[int]] = {}
    for number, event in enumerate(problem.events):
        if event.reference in meetings:
            by_day.setdefault(problem.number(meetings[event.reference].day), []).append(number)
    for day, numbers in sorted(by_day.items()):
        asked = _Asked(year, problem, meetings, before, tuple(numbers), day)
        if not asked.open:
            continue
        found = _on_day(asked, tuple(duty for duty in duties if duty.day == day), turns)
        if found is None:
            return Facilitators(without=tuple(problem.events[number].reference for number in numbers))
        for reference, id in found.items():
            had, network = _facilitator(before, reference), reference.partition("/")[0]
            turns[network, id] += id != had
            if had is not None:
                turns[network, had] -= id != had
        chosen |= found
    return Facilitators(chosen)


class _Asked(Struct, frozen=True, eq=False):
    """The meetings of one day."""

    year: Year
    problem: DateProblem
    meetings: Mapping[str, PlannedMeeting]
    before: Mapping[str, PlannedMeeting]
    numbers: tuple[int, ...]
    day: int

    @property
    def open(self) -> tuple[int, ...]:
        """Of those that are still to come the ones that several people may facilitate."""
        events = ((number, self.problem.events[number]) for number in self.numbers)
        return tuple(
            number
            for number, event in events
            if event.pools
            and event.gathering.network is not None
            and event.gathering.chain == event.gathering.network.id
            and len(event.gathering.network.facilitators) > 1
        )

    def leaves_room(self, duty: Duty, number: int) -> bool:
        """Whether who has a duty can be at a meeting as well."""
        meeting = self.meetings[self.problem.events[number].reference]
        return duty.leaves_room(self.year, self.day, meeting.span, meeting.host)


def _on_day(asked: _Asked, duties: tuple[Duty, ...], turns: Turns) -> dict[str, str] | None:
    """Who facilitates each meeting of a day, by reference; None where nobody is left for one."""
    program, at = people_at(asked.problem, asked.numbers, asked.day)
    leads: dict[tuple[int, int], int] = {}
    for number in asked.open:
        for (member, of), column in sorted(at.items()):
            cost = _cost(asked, number, member, turns) if of == number else None
            if cost is not None and _is_free(asked, duties, number, member):
                leads[member, number] = program.choice(cost)
                program.row(-math.inf, 0, {leads[member, number]: 1.0, column: -1.0})
        program.row(1, 1, {column: 1.0 for (_member, of), column in leads.items() if of == number})
    _apart(asked, program, leads)
    outcome = program.solved()
    if not len(outcome.values):
        return None
    return {
        asked.problem.events[number].reference: asked.problem.people.members[member].id
        for (member, number), column in leads.items()
        if outcome.chosen(column)
    }


def _cost(asked: _Asked, number: int, member: int, turns: Turns) -> int | None:
    """What it costs that somebody facilitates a meeting; None where they may not."""
    event, id = asked.problem.events[number], asked.problem.people.members[member].id
    network = event.gathering.network
    if network is None or id not in network.facilitators:
        return None
    if id == _facilitator(asked.before, event.reference):
        return 0
    count = len(network.facilitators)
    return 1 + max(0, turns[network.id, id]) * count + network.facilitators.index(id)


def _is_free(asked: _Asked, duties: tuple[Duty, ...], number: int, member: int) -> bool:
    """Whether nothing else that somebody must do keeps them from a meeting; what they do there does not."""
    reference, id = asked.problem.events[number].reference, asked.problem.people.members[member].id
    return all(
        asked.leaves_room(duty, number)
        for duty in duties
        if duty.member == id and reference not in (duty.meeting, duty.part_of)
    )


def _apart(asked: _Asked, program: Program, leads: Mapping[tuple[int, int], int]) -> None:
    """Nobody facilitates two meetings between which there is no time to travel."""
    for one, other in combinations(asked.open, 2):
        meeting = asked.meetings[asked.problem.events[one].reference]
        duty = Duty("", asked.day, meeting.span, meeting.host)
        if not asked.leaves_room(duty, other):
            for member in {member for member, _number in leads}:
                if (member, one) in leads and (member, other) in leads:
                    program.row(-math.inf, 1, {leads[member, one]: 1.0, leads[member, other]: 1.0})


def _facilitator(meetings: Mapping[str, PlannedMeeting], reference: str) -> str | None:
    return meetings[reference].facilitator if reference in meetings else None

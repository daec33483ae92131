"""Two plans of one year in; what differs per meeting and per person, and who would hear of it, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from leernet.model.gathering import expected_spans, gatherings
from leernet.model.occasion import Placements
from leernet.model.plan import Change, Plan
from leernet.model.selection import optional_members, wanted_members
from leernet.model.year import Year
from leernet.words import Sentence, _, _n

# So many people are named on the screen; --json names all.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """What the difference means to somebody.

    Attributes:
        member: id.
        misses: meetings they could come to before and cannot now.
        gains: meetings they could not come to before and can now.
        messages: meetings of which they would get a message.
    """

    member: str
    misses: tuple[str, ...]
    gains: tuple[str, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What a plan changes in the one before.

    Attributes:
        changes: per meeting and session, with the reason.
        people: everybody whom one of them touches, by id.
    """

    changes: tuple[Change, ...]
    people: tuple[PersonDifference, ...]

    @property
    def messages(self) -> int:
        """How many messages would follow."""
        return sum(len(person.messages) for person in self.people)


def plan_difference(
    year: Year, before: Plan | None, now: Plan, placements: Placements = MappingProxyType({})
) -> PlanDifference:
    """What ``now``, planned with ``before`` as the plan before, changes in it; a first plan nothing.

    Args:
        placements: who is in which workshop, of the series that were allocated.
    """
    if before is None or now.revision == before.revision:
        return PlanDifference((), ())
    touched = {change.meeting for change in now.changes}
    meetings, sessions = _invited(year, before), _placed(year, before, placements)
    invited = {id: meetings[id] | sessions.get(id, frozenset()) for id in year.members}
    people = (
        # Who has no address is invited to nothing.
        _person(id, before, now, invited[id] & touched if member.email else frozenset())
        for id, member in sorted(year.members.items())
    )
    return PlanDifference(
        now.changes, tuple(person for person in people if person.misses or person.gains or person.messages)
    )


def _invited(year: Year, before: Plan) -> dict[str, frozenset[str]]:
    """For each member the meetings they are invited to, those that no longer take place among them."""
    found: dict[str, set[str]] = {id: set() for id in year.members}
    known = {gathering.reference: gathering for gathering in gatherings(year)}
    for reference in {**known, **before.meetings}:
        network = year.networks.get(reference.partition("/")[0])
        ids = set(expected_spans(year, known[reference])) if reference in known else set()
        if network is not None:
            ids |= {member.id for member in optional_members(year, network)}
        if network is not None and reference not in known:
            ids |= {member.id for member in wanted_members(year, network)}
        for id in ids & found.keys():
            found[id].add(reference)
    return {id: frozenset(references) for id, references in found.items()}


def _placed(year: Year, before: Plan, placements: Placements) -> dict[str, frozenset[str]]:
    """For each member the sessions with an entry of their own where they are placed, or that they lead."""
    found: dict[str, set[str]] = {}
    for reference in before.sessions:
        series, moment, workshop = reference.split("/")
        asked = year.series[series].moments.get(moment) if series in year.series else None
        if asked is None or asked.meeting or workshop not in year.workshops:
            continue
        placed = [id for id, has in placements.get(series, {}).items() if has.get(moment) == workshop]
        for id in (*placed, *(year.workshops[workshop].presenter if placed else ())):
            found.setdefault(id, set()).add(reference)
    return {id: frozenset(references) for id, references in found.items()}


def _person(id: str, before: Plan, now: Plan, messages: frozenset[str]) -> PersonDifference:
    missed = {reference for reference, meeting in before.meetings.items() if id in meeting.absent}
    misses = {reference for reference, meeting in now.meetings.items() if id in meeting.absent}
    return PersonDifference(
        id,
        tuple(sorted((misses - missed) & before.meetings.keys())),
        tuple(sorted((missed - misses) & now.meetings.keys())),
        tuple(sorted(messages)),
    )


def difference_lines(year: Year, difference: PlanDifference) -> tuple[Sentence, ...]:
    """What the difference means to people, one line each; the changes themselves are not repeated."""
    if not difference.changes:
        return (_("Nothing would change."),)
    lines = [
        _n(
            "{count} message would follow, to {people} people.",
            "{count} messages would follow, to {people} people.",
            difference.messages,
            people=sum(bool(person.messages) for person in difference.people),
        )
    ]
    concerned = [person for person in difference.people if person.misses or person.gains]
    for person in concerned[:_SHOWN]:
        name = year.members[person.member].name
        if person.misses:
            lines.append(_("{name} would miss {meetings}.", name=name, meetings=person.misses))
        if person.gains:
            lines.append(_("{name} could come to {meetings}.", name=name, meetings=person.gains))
    if len(concerned) > _SHOWN:
        more = len(concerned) - _SHOWN
        lines.append(_n("And {count} person more.", "And {count} people more.", more))
    return tuple(lines)


def people_record(people: Iterable[PersonDifference]) -> list[dict[str, object]]:
    """The people as ``--json`` prints them."""
    return [
        {
            "member": person.member,
            "misses": list(person.misses),
            "gains": list(person.gains),
            "messages": list(person.messages),
        }
        for person in people
    ]

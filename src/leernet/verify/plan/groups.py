"""A year and a plan in; every rule about groups and roles that the plan breaks out, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from leernet.finding import Finding, Level, Path, Place, Places
from leernet.model.managers import superiors
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import selected_members, takes_part_on
from leernet.model.year import Groups, Network, Year
from leernet.words import Sentence, _, _n

_ANEW = _("Change it back, or let `leernet plan` choose anew.")


@dataclass(frozen=True, slots=True)
class _Divided:
    """One meeting at which a network is in groups.

    Attributes:
        asked: ids of those who are to be in a group that day.
    """

    year: Year
    network: Network
    wanted: Groups
    reference: str
    meeting: PlannedMeeting
    asked: frozenset[str]
    places: Places

    def finding(self, level: Level, path: Path, rule: str, sentence: Sentence) -> Finding:
        full = ("meetings", self.reference, *path)
        known = (self.places.values.get(full[:length]) for length in range(len(full), 0, -1))
        place = next((place for place in known if place is not None), Place("plan.yaml"))
        return Finding(place, level, rule, sentence, _ANEW)

    def error(self, path: Path, rule: str, sentence: Sentence) -> Finding:
        return self.finding(Level.ERROR, path, rule, sentence)

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        members = self.year.members
        return tuple(members[id].name if id in members else id for id in ids)


def broken_group_rules(year: Year, plan: Plan, places: Places) -> tuple[Finding, ...]:
    """Every rule about groups and roles that a plan breaks; by meeting.

    Args:
        year: what the user defined, without errors.
        plan: what ``plan.yaml`` says.
        places: where each value of it stands.
    """
    rules = (_who_rules, _size_rules, _together_rules, _apart_rules, _role_rules)
    return tuple(
        finding for divided in _divided(year, plan, places) for rule in rules for finding in rule(divided)
    )


def _divided(year: Year, plan: Plan, places: Places) -> Iterator[_Divided]:
    for reference, meeting in sorted(plan.meetings.items()):
        network = year.networks.get(reference.partition("/")[0])
        if network is not None and network.groups is not None and meeting.groups:
            members = selected_members(year, network.members)
            asked = frozenset(member.id for member in members if takes_part_on(member, meeting.day))
            yield _Divided(year, network, network.groups, reference, meeting, asked, places)


def _who_rules(divided: _Divided) -> Iterator[Finding]:
    """Everybody is in one group and nobody else is."""
    seen: dict[str, str] = {}
    members = {member.id for member in selected_members(divided.year, divided.network.members)}
    for number, group in divided.meeting.groups.items():
        for place, person in enumerate(group):
            path = ("groups", number, place)
            (name,) = divided.names((person,))
            if person not in members:
                yield divided.finding(
                    Level.WARNING,
                    path,
                    "plan-group-stranger",
                    _(
                        "{member} is in group {group} of {meeting} and is no member of the network.",
                        member=name,
                        group=number,
                        meeting=divided.reference,
                    ),
                )
            if person in seen:
                yield divided.error(
                    path,
                    "plan-group-twice",
                    _(
                        "{member} is in groups {first} and {second} of {meeting}.",
                        member=name,
                        first=seen[person],
                        second=number,
                        meeting=divided.reference,
                    ),
                )
            seen[person] = number
    missing = sorted(divided.asked - seen.keys())
    if missing:
        yield divided.error(
            ("groups",),
            "plan-group-missing",
            _n(
                "{names} is in no group of {meeting}.",
                "{names} are in no group of {meeting}.",
                len(missing),
                names=divided.names(missing),
                meeting=divided.reference,
            ),
        )


def _size_rules(divided: _Divided) -> Iterator[Finding]:
    least, most = divided.wanted.size
    for number, group in divided.meeting.groups.items():
        if not least <= len(group) <= most:
            yield divided.error(
                ("groups", number),
                "plan-group-size",
                _(
                    "Group {group} of {meeting} has {people} people, and {least} to {most} are asked.",
                    group=number,
                    meeting=divided.reference,
                    people=len(group),
                    least=least,
                    most=most,
                ),
            )


def _together_rules(divided: _Divided) -> Iterator[Finding]:
    for wish in divided.wanted.together:
        there = [one for one in wish if one in divided.asked]
        groups = [number for number, group in divided.meeting.groups.items() if set(there) & set(group)]
        if len(groups) > 1:
            yield divided.error(
                ("groups", groups[0]),
                "plan-group-not-together",
                _(
                    "{names} are to be together and are in different groups of {meeting}.",
                    names=divided.names(there),
                    meeting=divided.reference,
                ),
            )


def _apart_rules(divided: _Divided) -> Iterator[Finding]:
    for number, group in divided.meeting.groups.items():
        for one, other in combinations(sorted(group), 2):
            if any({one, other} <= set(wish) for wish in divided.wanted.apart):
                sentence = _(
                    "{names} are to be apart and are both in group {group} of {meeting}.",
                    names=divided.names((one, other)),
                    group=number,
                    meeting=divided.reference,
                )
                yield divided.error(("groups", number), "plan-group-not-apart", sentence)
            if other in superiors(divided.year, one) or one in superiors(divided.year, other):
                sentence = _(
                    "{names} are manager and staff and are both in group {group} of {meeting}.",
                    names=divided.names((one, other)),
                    group=number,
                    meeting=divided.reference,
                )
                yield divided.error(("groups", number), "plan-group-manager", sentence)


def _role_rules(divided: _Divided) -> Iterator[Finding]:
    """Roles are with people of the group who are there, and nobody has two."""
    for number, roles in divided.meeting.roles.items():
        group = divided.meeting.groups.get(number, ())
        for role, person in roles.items():
            if person not in group:
                template = _role_outside(divided, number, person)
                yield divided.error(("roles", number, role), "plan-role-outside-group", template)
            elif person in divided.meeting.absent:
                template = _role_absent(divided, number, person)
                yield divided.error(("roles", number, role), "plan-role-absent", template)
        for person in _with_two(roles):
            sentence = _(
                "{member} has two roles in group {group} of {meeting}.",
                member=divided.names((person,)),
                group=number,
                meeting=divided.reference,
            )
            yield divided.error(("roles", number), "plan-two-roles", sentence)


def _role_outside(divided: _Divided, number: str, person: str) -> Sentence:
    return _(
        "{member} has a role in group {group} of {meeting} and is not in it.",
        member=divided.names((person,)),
        group=number,
        meeting=divided.reference,
    )


def _role_absent(divided: _Divided, number: str, person: str) -> Sentence:
    return _(
        "{member} has a role in group {group} of {meeting} and cannot come that day.",
        member=divided.names((person,)),
        group=number,
        meeting=divided.reference,
    )


def _with_two(roles: Mapping[str, str]) -> tuple[str, ...]:
    people = list(roles.values())
    return tuple(sorted({person for person in people if people.count(person) > 1}))

"""A year and a plan in; every rule about groups and roles that the plan breaks out, with its place."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from leernet.catalogue.plan import (
    PLAN_GROUP_MANAGER,
    PLAN_GROUP_MISSING,
    PLAN_GROUP_NOT_APART,
    PLAN_GROUP_NOT_TOGETHER,
    PLAN_GROUP_OTHER_SIZE,
    PLAN_GROUP_SIZE,
    PLAN_GROUP_STRANGER,
    PLAN_GROUP_TWICE,
    PLAN_ROLE_ABSENT,
    PLAN_ROLE_OUTSIDE_GROUP,
    PLAN_TWO_ROLES,
)
from leernet.catalogue.rule import Rule
from leernet.finding import Finding, Path, Place, Places
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import selected_members, superiors, takes_part_on
from leernet.model.year import Groups, Network, Year
from leernet.verify.plan.checked import place_in_plan

# A fixed group of so many stays together after somebody left, whatever size is asked.
_STAYS = 3


class _Divided(Struct, frozen=True):
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

    def place(self, path: Path) -> Place:
        return place_in_plan(self.places, ("meetings", self.reference, *path))

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        members = self.year.members
        return tuple(members[id].name if id in members else id for id in ids)


def broken_group_rules(year: Year, plan: Plan, places: Places) -> tuple[Finding, ...]:
    """Every rule about groups and roles that a plan breaks; by meeting.

    Args:
        year: what the user defined, without errors.
        plan: what ``plan.yaml`` says.
        places: where each value of it is.
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
        for at, person in enumerate(group):
            path = ("groups", number, at)
            (name,) = divided.names((person,))
            if person not in members:
                place = divided.place(path)
                yield PLAN_GROUP_STRANGER.at(place, member=name, group=number, meeting=divided.reference)
            if person in seen:
                yield PLAN_GROUP_TWICE.at(
                    divided.place(path),
                    member=name,
                    first=seen[person],
                    second=number,
                    meeting=divided.reference,
                )
            seen[person] = number
    missing = sorted(divided.asked - seen.keys())
    if missing:
        yield PLAN_GROUP_MISSING.at(
            divided.place(("groups",)),
            count=len(missing),
            names=divided.names(missing),
            meeting=divided.reference,
        )


def _size_rules(divided: _Divided) -> Iterator[Finding]:
    least, most = divided.wanted.size
    for number, group in divided.meeting.groups.items():
        if not least <= len(group) <= most:
            rule = PLAN_GROUP_OTHER_SIZE if _cannot_be_helped(divided, len(group)) else PLAN_GROUP_SIZE
            yield rule.at(
                divided.place(("groups", number)),
                group=number,
                meeting=divided.reference,
                people=len(group),
                least=least,
                most=most,
            )


def _cannot_be_helped(divided: _Divided, size: int) -> bool:
    """Whether a group stays together after somebody left, or so many people cannot be divided as asked."""
    people, (least, most) = len(divided.asked), divided.wanted.size
    stays = divided.wanted.fixed and _STAYS <= size < least
    return stays or not any(least * count <= people <= most * count for count in range(1, people + 1))


def _together_rules(divided: _Divided) -> Iterator[Finding]:
    for wish in divided.wanted.together:
        there = [one for one in wish if one in divided.asked]
        groups = [number for number, group in divided.meeting.groups.items() if set(there) & set(group)]
        if len(groups) > 1:
            yield PLAN_GROUP_NOT_TOGETHER.at(
                divided.place(("groups", groups[0])), names=divided.names(there), meeting=divided.reference
            )


def _apart_rules(divided: _Divided) -> Iterator[Finding]:
    for number, group in divided.meeting.groups.items():
        for one, other in combinations(sorted(group), 2):
            if any({one, other} <= set(wish) for wish in divided.wanted.apart):
                yield PLAN_GROUP_NOT_APART.at(
                    divided.place(("groups", number)),
                    names=divided.names((one, other)),
                    group=number,
                    meeting=divided.reference,
                )
            if other in superiors(divided.year, one) or one in superiors(divided.year, other):
                yield PLAN_GROUP_MANAGER.at(
                    divided.place(("groups", number)),
                    names=divided.names((one, other)),
                    group=number,
                    meeting=divided.reference,
                )


def _role_rules(divided: _Divided) -> Iterator[Finding]:
    """Roles are with people of the group who are there, and nobody has two."""
    for number, roles in divided.meeting.roles.items():
        group = divided.meeting.groups.get(number, ())
        for role, person in roles.items():
            if person not in group:
                yield _role_rule(PLAN_ROLE_OUTSIDE_GROUP, divided, (number, role), person)
            elif person in divided.meeting.absent:
                yield _role_rule(PLAN_ROLE_ABSENT, divided, (number, role), person)
        for person in _with_two(roles):
            yield _role_rule(PLAN_TWO_ROLES, divided, (number,), person)


def _role_rule(rule: Rule, divided: _Divided, path: tuple[str, ...], person: str) -> Finding:
    return rule.at(
        divided.place(("roles", *path)),
        member=divided.names((person,)),
        group=path[0],
        meeting=divided.reference,
    )


def _with_two(roles: Mapping[str, str]) -> tuple[str, ...]:
    people = list(roles.values())
    return tuple(sorted({person for person in people if people.count(person) > 1}))

"""A year, its plan, a meeting in groups and a member in; why this group and not another, out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from leernet.model.plan import Plan
from leernet.model.selection import superiors
from leernet.model.year import Groups, Year
from leernet.solve.groups.plan import group_references
from leernet.words import Sentence, _


class OtherGroup(Struct, frozen=True):
    """A group that somebody is not in.

    Attributes:
        number: of the group.
        obstacles: rules and wishes that keep the member out, each a part of a sentence.
        costs: what would be worse or better there, each a part of a sentence.
    """

    number: str
    obstacles: tuple[Sentence, ...]
    costs: tuple[Sentence, ...]


class GroupReasons(Struct, frozen=True):
    """Why somebody is in a group.

    Attributes:
        member: name.
        reference: of the meeting.
        number: of the group.
        others: names of the others in it.
        role: what the member does that day, or "".
        facts: what holds of this group, each a part of a sentence.
        instead: the other groups, in the order of their numbers.
    """

    member: str
    reference: str
    number: str
    others: tuple[str, ...]
    role: str
    facts: tuple[Sentence, ...]
    instead: tuple[OtherGroup, ...]


class _Case(Struct, frozen=True):
    """What every question about one member looks at.

    Attributes:
        met: ids of the others to the groups shared before: in earlier years, and other groups this year.
    """

    year: Year
    wanted: Groups
    member: str
    met: Counter[str]

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        members = self.year.members
        return tuple(members[id].name if id in members else id for id in ids)


def group_reasons(
    year: Year, plan: Plan, reference: str, member: str, history: Sequence[Plan] = ()
) -> GroupReasons | None:
    """Why a member is in a group of a meeting; None when the plan has them in none.

    Args:
        reference: of the meeting.
        member: id.
        history: plans of earlier years.
    """
    network = year.networks.get(reference.partition("/")[0])
    meeting = plan.meetings.get(reference)
    if network is None or network.groups is None or meeting is None:
        return None
    number = next((number for number, group in meeting.groups.items() if member in group), None)
    if number is None:
        return None
    mates = [other for other in meeting.groups[number] if other != member]
    same = _round(meeting.groups.values())
    rounds = {
        _round(one.meetings[ref].groups.values())
        for one in (*history, plan)
        for ref in group_references(network, one)
    }
    met = Counter(
        other for groups in sorted(rounds - {same}) for group in groups if member in group for other in group
    )
    case = _Case(year, network.groups, member, met)
    roles = {person: role for role, person in meeting.roles.get(number, {}).items()}
    return GroupReasons(
        member=year.members[member].name,
        reference=reference,
        number=number,
        others=case.names(mates),
        role=roles.get(member, ""),
        facts=tuple(_facts(case, mates)),
        instead=tuple(
            OtherGroup(other, tuple(_obstacles(case, mates, group)), tuple(_costs(case, mates, group)))
            for other, group in meeting.groups.items()
            if other != number
        ),
    )


def _round(groups: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def _facts(case: _Case, mates: Sequence[str]) -> Iterator[Sentence]:
    tandem = _tandem(case) & set(mates)
    if tandem:
        yield _("together with {names}, as asked", names=case.names(sorted(tandem)))
    met = [other for other in mates if case.met[other]]
    if met:
        yield _("shared a group before with {names}", names=case.names(met))
    else:
        yield _("shared a group with none of them before")
    for attribute in case.wanted.mix:
        same = _colleagues(case, mates, attribute)
        if same:
            yield _SAME[attribute](case.names(same))
        else:
            yield _NO_SAME[attribute]


def _same_board(names: tuple[str, ...]) -> Sentence:
    return _("of the same board as {names}", names=names)


def _same_school(names: tuple[str, ...]) -> Sentence:
    return _("from the same school as {names}", names=names)


_SAME = {"boards": _same_board, "schools": _same_school}
_NO_SAME = {"boards": _("nobody else of the same board"), "schools": _("nobody else of the same school")}


def _tandem(case: _Case) -> set[str]:
    """Those who must be with the member: wishes that share a person count as one."""
    joined = {case.member}
    for _again in case.wanted.together:
        for wish in case.wanted.together:
            if joined & set(wish):
                joined |= set(wish)
    return joined - {case.member}


def _colleagues(case: _Case, group: Iterable[str], attribute: str) -> tuple[str, ...]:
    mine = _value(case.year, case.member, attribute)
    return tuple(other for other in group if mine and _value(case.year, other, attribute) == mine)


def _value(year: Year, member: str, attribute: str) -> str:
    found = year.members.get(member)
    school = year.schools.get(found.school or "") if found is not None else None
    if school is None:
        return ""
    return school.board or "" if attribute == "boards" else school.id


def _obstacles(case: _Case, mates: Sequence[str], group: Sequence[str]) -> Iterator[Sentence]:
    above = set(superiors(case.year, case.member))
    bosses = [other for other in group if other in above]
    staff = [other for other in group if case.member in superiors(case.year, other)]
    apart = [other for other in group if any({case.member, other} <= set(wish) for wish in case.wanted.apart)]
    tandem = sorted(_tandem(case) & set(mates))
    if bosses:
        yield _("{names} is their manager", names=case.names(bosses))
    if staff:
        yield _("they are the manager of {names}", names=case.names(staff))
    if apart:
        yield _("apart from {names}, as asked", names=case.names(apart))
    if tandem:
        yield _("apart from {names}, though they are to be together", names=case.names(tandem))


def _costs(case: _Case, mates: Sequence[str], group: Sequence[str]) -> Iterator[Sentence]:
    least, most = case.wanted.size
    # The member and somebody there would exchange places unless both groups keep a size that is asked.
    if len(group) + 1 > most or len(mates) < least:
        yield _("only in exchange for somebody")
    met = [other for other in group if case.met[other]]
    if met:
        yield _("shared a group before with {names}", names=case.names(met))
    for attribute in case.wanted.mix:
        same = _colleagues(case, group, attribute)
        if same:
            yield _SAME[attribute](case.names(same))


def group_lines(reasons: GroupReasons) -> tuple[Sentence, ...]:
    """The reasons as sentences, one a line."""
    lines = [
        _(
            "{member} is in group {group} of {meeting} with {names}.",
            member=reasons.member,
            group=reasons.number,
            meeting=reasons.reference,
            names=reasons.others,
        ),
        _("There: {facts}.", facts=reasons.facts),
    ]
    for other in reasons.instead:
        if other.obstacles:
            lines.append(_("Not in group {group}: {why}.", group=other.number, why=other.obstacles))
        elif other.costs:
            lines.append(_("In group {group}: {why}.", group=other.number, why=other.costs))
        else:
            lines.append(_("Group {group} would be as good.", group=other.number))
    return tuple(lines)

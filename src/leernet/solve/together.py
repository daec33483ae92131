"""The dates and hosts of a year in; the groups, roles, pairs and visits of its networks out."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from leernet.catalogue.rule import Broken
from leernet.days.calendar import Calendar
from leernet.finding import Path
from leernet.model.plan import Change, Goal, Plan, PlannedMeeting, Visit
from leernet.model.plan_proofs import PairProof
from leernet.model.selection import member_name
from leernet.model.year import Ids, Network, Year
from leernet.solve.conflicts import Conflict, Line
from leernet.solve.groups.plan import PlannedGroups, planned_groups
from leernet.solve.groups.problem import NoGrouping
from leernet.solve.groups.sizes import other_size
from leernet.solve.limits import Limits
from leernet.solve.pairs.changes import pair_changes
from leernet.solve.pairs.plan import PlannedPairs, planned_pairs
from leernet.solve.parameters import PlanParameters
from leernet.words import Sentence, Words, _, _n


class Together(Struct, frozen=True):
    """Who works with whom in a year.

    Attributes:
        meetings: as they were, with groups and roles where a network has them.
        pairs: by reference, ``network/1`` for the first round.
        goals: of all networks together, in order of importance.
        remarks: what the facilitators should know: who gets no turn, whom nobody can visit.
        conflicts: why a network has no groups; then the rest is not to be used.
        warnings: what is not as it was asked, with the path of the line that asks it.
        proofs: why no other pairs are better, by network, of its rounds in order.
    """

    meetings: Mapping[str, PlannedMeeting]
    pairs: Mapping[str, tuple[tuple[str, ...], ...]]
    visits: tuple[Visit, ...]
    goals: tuple[Goal, ...]
    remarks: tuple[Sentence, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[tuple[Path, Broken], ...] = ()
    proofs: Mapping[str, tuple[PairProof, ...]] = {}


def together(
    year: Year,
    calendar: Calendar,
    meetings: Mapping[str, PlannedMeeting],
    *,
    history: tuple[Plan, ...],
    previous: Plan | None,
    told: frozenset[str],
    today: date | None,
    limits: Limits,
    parameters: PlanParameters,
) -> Together:
    """Groups and roles at the meetings of each network, and pairs with their visits.

    Args:
        calendar: of the year.
        meetings: with their dates and who is absent, by reference.
        history: plans of earlier years: who met or was paired then.
        previous: the current plan; as little of it changes as can be.
        told: references of what people were invited to.
        today: what lies before it stays.
        limits: what ends the search for groups and visits with the best so far.
        parameters: what groups, pairs and visits are tuned with.
    """
    conflicts: list[Conflict] = []
    found: list[tuple[Network, PlannedGroups, PlannedPairs]] = []
    for _id, network in sorted(year.networks.items()):
        groups = planned_groups(
            year,
            network,
            meetings,
            history=history,
            previous=previous,
            today=today,
            limits=limits,
            parameters=parameters.groups,
        )
        if isinstance(groups, NoGrouping):
            conflicts.append(_no_groups(network, groups))
            continue
        pairs = planned_pairs(
            year,
            network,
            calendar,
            meetings,
            history=history,
            previous=previous,
            told=told,
            today=today,
            limits=limits,
            parameters=parameters,
        )
        found.append((network, groups, pairs))
    return _joined(year, meetings, found, conflicts)


def _joined(
    year: Year,
    meetings: Mapping[str, PlannedMeeting],
    found: list[tuple[Network, PlannedGroups, PlannedPairs]],
    conflicts: list[Conflict],
) -> Together:
    """The groups and pairs of all networks as one."""
    grouped, pairs = dict(meetings), dict[str, tuple[Ids, ...]]()
    for _network, groups, paired in found:
        grouped |= _with_groups(meetings, groups)
        pairs |= paired.pairs
    visits = (visit for _network, _groups, paired in found for visit in paired.visits)
    return Together(
        grouped,
        pairs,
        tuple(sorted(visits, key=lambda visit: visit.place)),
        tuple(goal for _network, groups, paired in found for goal in (*groups.goals, *paired.goals)),
        tuple(remark for each in found for remark in _remarks(year, *each)),
        tuple(conflicts),
        tuple(
            (("networks", network.id, "groups", "size"), other_size(network, groups.other_sizes))
            for network, groups, _paired in found
            if groups.other_sizes is not None
        ),
        {network.id: tuple(one.proof for one in paired.rounds) for network, _groups, paired in found},
    )


def _remarks(
    year: Year, network: Network, groups: PlannedGroups, paired: PlannedPairs
) -> tuple[Sentence, ...]:
    return (
        *_turn_remarks(year, network, groups),
        *_pair_remarks(year, network, paired),
        *_wish_remarks(network, paired),
        *_visit_remarks(year, network, paired),
    )


def _with_groups(meetings: Mapping[str, PlannedMeeting], found: PlannedGroups) -> dict[str, PlannedMeeting]:
    return {
        reference: meetings[reference].model_copy(
            update={"groups": groups, "roles": found.roles.get(reference, {})}
        )
        for reference, groups in found.groups.items()
    }


def _no_groups(network: Network, found: NoGrouping) -> Conflict:
    headline = _("The groups of {network} cannot be made.", network=network.title or network.id)
    path = ("networks", network.id, "groups")
    return Conflict(headline, tuple(Line(path, reason) for reason in found.reasons), f"groups:{network.id}")


def _turn_remarks(year: Year, network: Network, found: PlannedGroups) -> tuple[Sentence, ...]:
    """Who brings in no case this year: four meetings leave two of six people without a turn."""
    last = list(found.groups.values())[-1:]
    still_here = {member for groups in last for group in groups.values() for member in group}
    without = tuple(one for one in found.without_turn.get("case_owner", ()) if one in still_here)
    if not without:
        return ()
    return (
        _n(
            "{network}: {count} member gets no turn to bring in a case this year ({members}).",
            "{network}: {count} members get no turn to bring in a case this year ({members}).",
            len(without),
            network=network.title or network.id,
            members=_names(year, without),
        ),
    )


def _pair_remarks(year: Year, network: Network, paired: PlannedPairs) -> tuple[Sentence, ...]:
    """Who has no partner: for the facilitator to find one, or to make a trio."""
    return tuple(
        _(
            "{network}, round {round}: no partner for {members}.",
            network=network.title or network.id,
            round=number,
            members=_names(year, (unpaired.id for unpaired in found.unpaired)),
        )
        for number, found in enumerate(paired.rounds, 1)
        if found.unpaired
    )


def _wish_remarks(network: Network, paired: PlannedPairs) -> tuple[Sentence, ...]:
    if not paired.wishes_kept_out:
        return ()
    return (
        _n(
            "{network}: {count} wish for a partner is not granted, as people know of other pairs already.",
            "{network}: {count} wishes for a partner are not granted, as people know of other pairs already.",
            paired.wishes_kept_out,
            network=network.title or network.id,
        ),
    )


def _visit_remarks(year: Year, network: Network, paired: PlannedPairs) -> tuple[Sentence, ...]:
    return tuple(
        _(
            "{network}, round {round}: {members} have no days on which they can visit one another.",
            network=network.title or network.id,
            round=number,
            members=_names(year, (member for visit in unplanned.cycle for member in visit)),
        )
        for number, of_round in enumerate(paired.unplanned, 1)
        for unplanned in of_round
    )


def _names(year: Year, ids: Iterable[str]) -> tuple[str, ...]:
    """What people are called, each once."""
    return tuple(year.members[id].name for id in dict.fromkeys(ids))


def together_changes(year: Year, before: Plan, now: Plan, spoken: Words) -> tuple[Change, ...]:
    """Groups that have other people, by meeting, and pairs that came and went, by round; with the reason."""
    regrouped = (
        _regrouped(year, reference, before.meetings[reference].groups, meeting.groups, spoken)
        for reference, meeting in sorted(now.meetings.items())
        if reference in before.meetings
        and before.meetings[reference].groups
        and before.meetings[reference].groups != meeting.groups
    )
    return (*regrouped, *pair_changes(year, before, now, spoken))


def _regrouped(
    year: Year, reference: str, was: Mapping[str, Ids], now: Mapping[str, Ids], spoken: Words
) -> Change:
    """Only the groups that changed, each with all of its people."""
    numbers = [number for number in {**was, **now} if set(was.get(number, ())) != set(now.get(number, ()))]
    return Change(
        what="groups",
        meeting=reference,
        was={number: " ".join(was[number]) for number in numbers if number in was},
        now={number: " ".join(now[number]) for number in numbers if number in now},
        reason=spoken.say(_who_changed(year, was.values(), now.values())),
    )


def _who_changed(year: Year, was: Iterable[Ids], now: Iterable[Ids]) -> Sentence:
    before, after = ({member for together in all_ for member in together} for all_ in (was, now))
    came, left = (_known_names(year, ids) for ids in (after - before, before - after))
    if came and left:
        return _("{came} came and {left} left", came=came, left=left)
    if came or left:
        many = len(came or left)
        return (
            _n("{names} came", "{names} came", many, names=came)
            if came
            else _n("{names} left", "{names} left", many, names=left)
        )
    return _("the rules, the wishes or the days of people changed")


def _known_names(year: Year, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(member_name(year, id) for id in sorted(ids))

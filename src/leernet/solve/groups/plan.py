"""A network that meets in groups and its planned meetings in; groups and roles by meeting out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, count, islice

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.attendance import working_week
from leernet.model.plan import Goal, Plan, PlannedMeeting
from leernet.model.selection import members_still_there, superiors, takes_part_on
from leernet.model.weekdays import WORKING_WEEK, Half, HalfDay
from leernet.model.year import Groups, Member, Network, OwnDates, Year
from leernet.solve.groups.division import grouping, grouping_goals
from leernet.solve.groups.problem import (
    ALL_HALF_DAYS,
    Group,
    Grouping,
    GroupPerson,
    GroupProblem,
    NoGrouping,
    Pair,
    Round,
)
from leernet.solve.groups.repair import mended_grouping
from leernet.solve.groups.roles import RoleProblem, Roles, RoleTurns, role_turns
from leernet.solve.groups.sizes import OtherSizes, other_sizes, with_possible_sizes
from leernet.solve.groups.wishes import possible_group_counts
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.parameters import DEFAULTS, GroupParameters


class PlannedGroups(Struct, frozen=True):
    """Groups and roles as the plan records them.

    Attributes:
        groups: for each meeting, by reference, the number of a group to its members.
        roles: for each meeting, by reference, the number of a group to its roles.
        without_turn: for each role the ids of those who never get it this year, sorted.
        goals: in order of importance.
        other_sizes: the groups that do not have the size asked; None where all have.
    """

    groups: Mapping[str, Mapping[str, Group]]
    roles: Mapping[str, Mapping[str, Roles]]
    without_turn: Mapping[str, tuple[str, ...]]
    goals: tuple[Goal, ...]
    other_sizes: OtherSizes | None = None


def group_meetings(network: Network, meetings: Mapping[str, PlannedMeeting]) -> tuple[str, ...]:
    """References of the planned meetings at which a network is in groups, in order of time."""
    if network.groups is None:
        return ()
    named = network.groups.meetings
    own = {meeting.id for meeting in network.meetings}
    found = []
    for reference, meeting in meetings.items():
        of_network, _stroke, id = reference.partition("/")
        within = id not in own if isinstance(named, OwnDates) else id in named or (not named and id in own)
        if of_network == network.id and within:
            found.append((meeting.day, meeting.start, reference))
    return tuple(reference for _day, _start, reference in sorted(found))


def group_problem(
    year: Year, network: Network, groups: Groups, *, history: Iterable[Plan] = (), today: date | None = None
) -> GroupProblem:
    """Who is to be in groups and what is wished; rounds are to be filled in.

    Args:
        groups: those of the network.
        history: plans of earlier years: who shared a group then has met.
        today: who left before it is in no group; None: nobody has left.
    """
    people = tuple(
        _person(year, network, groups, member) for member in members_still_there(year, network, today)
    )
    ids = {person.id for person in people}
    return GroupProblem(
        people=people,
        size_min=groups.size.smallest,
        size_max=groups.size.largest,
        mix=groups.mix,
        together=tuple(tuple(one for one in wish if one in ids) for wish in groups.together),
        apart=_apart(year, groups, ids),
        earlier=_encounters(network, history),
    )


def _person(year: Year, network: Network, groups: Groups, member: Member) -> GroupPerson:
    school = year.schools.get(member.school or "")
    return GroupPerson(
        id=member.id,
        name=member.name,
        board=school.board or "" if school is not None else "",
        school=school.id if school is not None else "",
        half_days=_half_days(network, groups, member),
    )


def _half_days(network: Network, groups: Groups, member: Member) -> int:
    """The half days on which groups with dates of their own could meet with this member; else all of them.

    Somebody who works on none of these keeps no group from meeting: all of them, too.
    """
    if not isinstance(groups.meetings, OwnDates):
        return ALL_HALF_DAYS
    working = set(working_week(member))
    possible = working & set(network.weekdays or WORKING_WEEK)
    halves = groups.meetings.time.halves
    mask = 0
    for weekday in range(5):
        if all(HalfDay(weekday, half) in possible for half in halves):
            mask |= sum(1 << 2 * weekday + half for half in Half if half in halves)
    return mask or ALL_HALF_DAYS


def _apart(year: Year, groups: Groups, ids: set[str]) -> tuple[Pair, ...]:
    """Wishes to be apart, and everybody apart from those above them."""
    asked = {pair for wish in groups.apart for pair in combinations(sorted(set(wish) & ids), 2)}
    above = {_sorted(one, other) for one in ids for other in superiors(year, one) if other in ids}
    return tuple(sorted(asked | above))


def _sorted(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)


def _encounters(network: Network, plans: Iterable[Plan]) -> dict[Pair, int]:
    """How often two people shared a group: groups that stayed the same all year count once."""
    met = Counter[Pair]()
    for plan in plans:
        meetings = (plan.meetings[ref] for ref in group_references(network, plan))
        rounds = {tuple(sorted(tuple(sorted(group)) for group in one.groups.values())) for one in meetings}
        met.update(pair for groups in sorted(rounds) for group in groups for pair in combinations(group, 2))
    return dict(sorted(met.items()))


def group_references(network: Network, plan: Plan) -> tuple[str, ...]:
    """References of the meetings of a network for which a plan has groups; in order of time."""
    found = [
        (meeting.day, meeting.start, reference)
        for reference, meeting in plan.meetings.items()
        if reference.partition("/")[0] == network.id and meeting.groups
    ]
    return tuple(reference for _day, _start, reference in sorted(found))


def planned_groups(
    year: Year,
    network: Network,
    meetings: Mapping[str, PlannedMeeting],
    *,
    history: Sequence[Plan] = (),
    previous: Plan | None = None,
    today: date | None = None,
    limits: Limits = NO_LIMITS,
    parameters: GroupParameters = DEFAULTS.groups,
) -> PlannedGroups | NoGrouping:
    """Groups and roles for the meetings of a network; nothing for a network without groups.

    Groups that a plan before has are kept: as few of them change as can be, none at a meeting before today.

    Args:
        meetings: with their dates and who is absent, by reference; those of other networks are passed over.
        history: plans of earlier years.
        previous: the current plan.
        today: meetings before it stay as they are.
        limits: what ends the search with the best so far.
        parameters: what the search is tuned with.
    """
    references = group_meetings(network, meetings)
    if network.groups is None or not references:
        return PlannedGroups({}, {}, {}, ())
    stands = {} if previous is None else _standing(previous, references)
    past = tuple(ref for ref in stands if today is not None and meetings[ref].day < today)
    # Who left before the first meeting that is still to come is in no group.
    first = min((meetings[ref].day for ref in references if ref not in past), default=today)
    problem = group_problem(year, network, network.groups, history=history, today=first)
    problem = replace(problem, parameters=parameters)
    make = _fixed_rounds if network.groups.fixed else _new_rounds
    standing = _last(references, stands) if network.groups.fixed else ()
    found = _of_possible_sizes(problem, standing, lambda one: make(one, references, stands, past, limits))
    if isinstance(found, NoGrouping):
        return found
    groups = _by_meeting(references, stands, past, found.rounds)
    turns = _turns(year, network, groups, meetings, stands, history)
    roles = {
        ref: {number: given for number, given in zip(groups[ref], of_meeting, strict=True) if given}
        for ref, of_meeting in zip(references, turns.meetings, strict=True)
    }
    made = found.rounds[-1:] if network.groups.fixed else found.rounds
    outside = other_sizes(replace(problem, rounds=len(made)), made, standing, limits)
    return PlannedGroups(groups, roles, turns.without_turn, found.goals, outside)


def _by_meeting(
    references: tuple[str, ...],
    stands: Mapping[str, PlannedMeeting],
    past: tuple[str, ...],
    rounds: tuple[Round, ...],
) -> dict[str, dict[str, Group]]:
    """The groups of each meeting by number: of a past one as they were, of the others from these rounds."""
    made = dict(zip((ref for ref in references if ref not in past), rounds, strict=True))
    return {
        ref: _numbered(made[ref], stands[ref].groups if ref in stands else {})
        if ref in made
        else dict(stands[ref].groups)
        for ref in references
    }


def _of_possible_sizes(
    problem: GroupProblem, standing: Round, make: Callable[[GroupProblem], Grouping | NoGrouping]
) -> Grouping | NoGrouping:
    """Groups of the sizes asked or, where so many people cannot be divided so, of the nearest that can be."""
    tried = islice(with_possible_sizes(problem, standing), problem.parameters.other_sizes)
    none: NoGrouping | None = None
    for sized in tried if standing or not possible_group_counts(problem) else (problem,):
        found = make(sized)
        if not isinstance(found, NoGrouping):
            return found
        none = none or found
    return none or make(problem)


def _last(references: tuple[str, ...], stands: Mapping[str, PlannedMeeting]) -> Round:
    """The latest groups."""
    return next((_round(stands[ref]) for ref in reversed(references) if ref in stands), ())


def _standing(previous: Plan, references: Iterable[str]) -> dict[str, PlannedMeeting]:
    """The meetings for which a plan has groups already."""
    found = {ref: previous.meetings[ref] for ref in references if ref in previous.meetings}
    return {ref: meeting for ref, meeting in found.items() if meeting.groups}


def _fixed_rounds(
    problem: GroupProblem,
    references: tuple[str, ...],
    stands: Mapping[str, PlannedMeeting],
    past: tuple[str, ...],
    limits: Limits,
) -> Grouping | NoGrouping:
    """One grouping for all meetings that are not past: the latest one, mended, or a new one."""
    ahead = len(references) - len(past)
    last = _last(references, stands)
    found = mended_grouping(problem, (last,), limits) if last else grouping(problem, limits)
    return found if isinstance(found, NoGrouping) else replace(found, rounds=found.rounds * ahead)


def _new_rounds(
    problem: GroupProblem,
    references: tuple[str, ...],
    stands: Mapping[str, PlannedMeeting],
    past: tuple[str, ...],
    limits: Limits,
) -> Grouping | NoGrouping:
    """A grouping for each meeting that is not past: current ones are mended, the others are new."""
    problem = _having_met(problem, [_round(stands[ref]) for ref in past])
    kept = tuple(ref for ref in references if ref in stands and ref not in past)
    new = tuple(ref for ref in references if ref not in stands)
    before = tuple(_round(stands[ref]) for ref in kept)
    mended = mended_grouping(replace(problem, rounds=len(kept)), before, limits) if kept else None
    if isinstance(mended, NoGrouping):
        return mended
    if not new:
        return mended or Grouping((), ())
    rounds = dict(zip(kept, mended.rounds, strict=True)) if mended is not None else {}
    made = grouping(replace(_having_met(problem, rounds.values()), rounds=len(new)), limits)
    if isinstance(made, NoGrouping):
        return made
    rounds |= dict(zip(new, made.rounds, strict=True))
    in_order = tuple(rounds[ref] for ref in references if ref in rounds)
    goals = grouping_goals(replace(problem, rounds=len(in_order)), in_order)
    return Grouping(in_order, goals)


def _round(meeting: PlannedMeeting) -> Round:
    return tuple(tuple(sorted(group)) for group in meeting.groups.values())


def _having_met(problem: GroupProblem, rounds: Iterable[Round]) -> GroupProblem:
    """The problem of those who also met in these rounds."""
    met = Counter(dict(problem.earlier))
    met.update(pair for groups in rounds for group in groups for pair in combinations(group, 2))
    return replace(problem, earlier=dict(met))


def _numbered(groups: Round, before: Mapping[str, Group]) -> dict[str, Group]:
    """The groups by number from 1; a group keeps the number under which most of its people were before."""
    left = list(groups)
    numbered: dict[str, Group] = {}
    for number, members in before.items():
        nearest = max(left, key=lambda group: len(set(group) & set(members)), default=())
        if set(nearest) & set(members):
            numbered[number] = nearest
            left.remove(nearest)
    free = (str(number) for number in count(1) if str(number) not in numbered)
    numbered |= dict(zip(free, left, strict=False))
    return dict(sorted(numbered.items(), key=lambda item: (len(item[0]), item[0])))


def _turns(
    year: Year,
    network: Network,
    numbered: Mapping[str, Mapping[str, Group]],
    meetings: Mapping[str, PlannedMeeting],
    stands: Mapping[str, PlannedMeeting],
    history: Iterable[Plan],
) -> RoleTurns:
    """Roles for those who are there; earlier years' turns count, and current roles are kept."""
    before = Counter(
        (role, person)
        for plan in history
        for reference in group_references(network, plan)
        for roles in plan.meetings[reference].roles.values()
        for role, person in roles.items()
    )
    return role_turns(
        RoleProblem(
            meetings=tuple(
                tuple(_present(year, meetings[ref], members) for members in of_meeting.values())
                for ref, of_meeting in numbered.items()
            ),
            roles=network.groups.rotate if network.groups is not None else (),
            before=before,
            given=tuple(
                tuple(stands[ref].roles.get(number, {}) if ref in stands else {} for number in of_meeting)
                for ref, of_meeting in numbered.items()
            ),
        )
    )


def _present(year: Year, meeting: PlannedMeeting, members: Group) -> Group:
    return tuple(
        one
        for one in members
        if one not in meeting.absent and one in year.members and takes_part_on(year.members[one], meeting.day)
    )

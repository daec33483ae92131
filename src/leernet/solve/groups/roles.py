"""Who is in which group at each meeting in; who brings the case, chairs and takes notes, in turn, out."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from leernet.solve.groups.problem import Round

Roles = Mapping[str, str]
Slot = tuple[int, int]


class RoleProblem(Struct, frozen=True):
    """Groups that need roles.

    Attributes:
        meetings: in order of date, for each group the ids of those who are there.
        roles: in order of importance; the first is shared out first.
        before: (role, id) to the turns in earlier years; they decide where this year's turns are equal.
        given: like ``meetings``, the roles that are given already; those of somebody who is not there lapse.
    """

    meetings: tuple[Round, ...]
    roles: tuple[str, ...]
    before: Mapping[tuple[str, str], int] = {}
    given: tuple[tuple[Roles, ...], ...] = ()


class RoleTurns(Struct, frozen=True):
    """Who has which role.

    Attributes:
        meetings: for each meeting and group the role to the id; a role for which nobody is left is absent.
        without_turn: for each role the ids, sorted, of those who are in a group and never get it.
    """

    meetings: tuple[tuple[Roles, ...], ...]
    without_turn: Mapping[str, tuple[str, ...]]


def role_turns(problem: RoleProblem) -> RoleTurns:
    """Roles in turn: at each meeting nobody has two, over the year everybody has each role equally often.

    Roles are shared out one after another. Each is spread as evenly as the roles before it allow: no other
    way to share it out has a smaller sum of squared turns, and among those, fewer turns go to people who had
    it in earlier years. Who had fewer roles in all goes first where that is equal too.

    Source: optimal semi-matching, Harvey, Ladner, Lovász & Tamir (2006), doi:10.1016/j.jalgor.2005.01.003.
    """
    taken = _given_roles(problem)
    for role in problem.roles:
        _share_out(problem, role, taken)
    meetings = tuple(
        tuple(taken[meeting, group] for group in range(len(groups)))
        for meeting, groups in enumerate(problem.meetings)
    )
    everybody = sorted({person for groups in problem.meetings for group in groups for person in group})
    had = {(role, person) for roles in taken.values() for role, person in roles.items()}
    without = {role: tuple(one for one in everybody if (role, one) not in had) for role in problem.roles}
    return RoleTurns(meetings, without)


def _given_roles(problem: RoleProblem) -> dict[Slot, dict[str, str]]:
    """For each group the roles that are given already, of those who are there, one a person."""
    taken: dict[Slot, dict[str, str]] = {}
    for meeting, groups in enumerate(problem.meetings):
        given = problem.given[meeting] if meeting < len(problem.given) else ()
        for group, people in enumerate(groups):
            stands: dict[str, str] = {}
            taken[meeting, group] = stands
            for role in problem.roles:
                person = given[group].get(role) if group < len(given) else None
                if person in people and person not in stands.values():
                    stands[role] = person
    return taken


def _share_out(problem: RoleProblem, role: str, taken: dict[Slot, dict[str, str]]) -> None:
    """Gives one role to somebody in each group that lacks it, given the roles before it."""
    all_turns = Counter(person for roles in taken.values() for person in roles.values())
    turns = Counter(roles[role] for roles in taken.values() if role in roles)
    candidates = {
        slot: tuple(one for one in problem.meetings[slot[0]][slot[1]] if one not in roles.values())
        for slot, roles in taken.items()
        if role not in roles
    }
    holder: dict[Slot, str] = {}
    for slot in candidates:
        moves = _moves(slot, candidates, holder)
        if moves:
            last = min(
                moves, key=lambda one: (turns[one], problem.before.get((role, one), 0), all_turns[one], one)
            )
            turns[last] += 1
            all_turns[last] += 1
            _hand_on(last, moves, holder)
    for slot, person in holder.items():
        taken[slot][role] = person


def _moves(
    first: Slot, candidates: Mapping[Slot, Sequence[str]], holder: Mapping[Slot, str]
) -> dict[str, Slot]:
    """Everybody who could take one more turn so that the first group is served, and the group they serve.

    Somebody in that group, or in a group whose holder could serve it instead, and so on.
    """
    moves: dict[str, Slot] = {}
    waiting = [first]
    while waiting:
        slot = waiting.pop(0)
        for person in candidates[slot]:
            if person not in moves:
                moves[person] = slot
                waiting += [held for held, holds in holder.items() if holds == person]
    return moves


def _hand_on(last: str, moves: Mapping[str, Slot], holder: dict[Slot, str]) -> None:
    """Lets the last take its group, the former holder of that group its own, up to the first group."""
    person: str | None = last
    while person is not None:
        slot = moves[person]
        former = holder.get(slot)
        holder[slot] = person
        person = former

"""What is asked of groups and what is answered: plain frozen values, people by id."""

from collections.abc import Mapping

from msgspec import Struct

from leernet.model.plan import Goal
from leernet.solve.parameters import DEFAULTS, GroupParameters
from leernet.words import Sentence

Pair = tuple[str, str]
Group = tuple[str, ...]
Round = tuple[Group, ...]

ALL_HALF_DAYS = 2**10 - 1


class GroupPerson(Struct, frozen=True):
    """Somebody who is to be in a group.

    Attributes:
        id: of the member.
        name: as people know it.
        board: id of the school board, or "".
        school: id of the school, or "".
        half_days: bit mask of the half days on which this person can meet; bit 0 is Monday morning.
    """

    id: str
    name: str
    board: str = ""
    school: str = ""
    half_days: int = ALL_HALF_DAYS


class GroupProblem(Struct, frozen=True):
    """Who is to be divided into groups, how often, and what is wished.

    Attributes:
        people: sorted by id, each once.
        size_min: fewest people in a group.
        size_max: most people in a group.
        rounds: how many times groups are made; 1 for groups that stay the same all year.
        mix: what people in one group should differ in.
        together: ids of people who are always in one group.
        apart: sorted pairs of ids of people never in one group; managers and their staff are among them.
        earlier: sorted pair of ids to the number of times the two shared a group before.
        seed: of draws between groupings that cost the same.
        parameters: what the search is tuned with.
    """

    people: tuple[GroupPerson, ...]
    size_min: int
    size_max: int
    rounds: int = 1
    mix: tuple[str, ...] = ()
    together: tuple[Group, ...] = ()
    apart: tuple[Pair, ...] = ()
    earlier: Mapping[Pair, int] = {}
    seed: int = 0
    parameters: GroupParameters = DEFAULTS.groups


class Grouping(Struct, frozen=True):
    """Groups for each round.

    Attributes:
        rounds: for each round the groups, each sorted by id and in the order of their first members.
        goals: in order of importance, with the bound that no grouping into as many groups can pass.
    """

    rounds: tuple[Round, ...]
    goals: tuple[Goal, ...]


class NoGrouping(Struct, frozen=True):
    """Why there is no grouping: the wishes that clash, in the user's words."""

    reasons: tuple[Sentence, ...]


def clusters_of(problem: GroupProblem) -> tuple[Group, ...]:
    """Everybody, in clusters that stay together: wishes that share a person are one cluster. Sorted."""
    cluster_of = {person.id: {person.id} for person in problem.people}
    for wish in problem.together:
        present = [person for person in wish if person in cluster_of]
        joined = set().union(*(cluster_of[person] for person in present))
        for person in joined:
            cluster_of[person] = joined
    return tuple(sorted({tuple(sorted(cluster)) for cluster in cluster_of.values()}))

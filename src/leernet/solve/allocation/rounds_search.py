"""People with their workshops, and rounds, in; a round for each that keeps all numbers, by search, out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from leernet.solve.allocation.linear_programs import feasible_choice


class Rules(Struct, frozen=True):
    """What has to be kept.

    Attributes:
        moments: the rounds.
        numbers: of each workshop the least people in a round where it runs, the most, and seats on its tour.
        attends: the rounds of each person.
    """

    moments: tuple[str, ...]
    numbers: Mapping[str, tuple[int, int, int]]
    attends: Mapping[str, tuple[str, ...]]


def rounds_found(
    rules: Rules, edges: Sequence[tuple[str, str]], tours: frozenset[tuple[str, str]], most_nodes: int
) -> Mapping[tuple[str, str], str] | None:
    """A round for each person and workshop; none where there are none, or none were found.

    Args:
        edges: person and workshop, each once.
        tours: those who go on the tour with it.
        most_nodes: of the tree that is searched; the same on every machine.
    """
    columns = [(edge, moment) for edge in edges for moment in rules.attends[edge[0]]]
    workshops = sorted({workshop for _member, workshop in edges})
    runs = {
        pair: len(columns) + at
        for at, pair in enumerate((workshop, moment) for workshop in workshops for moment in rules.moments)
    }
    rows: list[tuple[float, float, list[tuple[int, float]]]] = []
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, (edge, moment) in enumerate(columns):
        member, workshop = edge
        groups["edge", edge].append(at)
        groups["person", member, moment].append(at)
        groups["session", workshop, moment].append(at)
        if edge in tours:
            groups["tour", workshop, moment].append(at)
    for key, some in groups.items():
        ones = [(at, 1.0) for at in some]
        match key:
            case ("edge", _):
                rows.append((1, 1, ones))
            case ("person", _, _):
                rows.append((0, 1, ones))
            case ("tour", str(workshop), _):
                rows.append((0, rules.numbers[workshop][2], ones))
            case (_, str(workshop), str(moment)):
                least, most, _tour = rules.numbers[workshop]
                there = runs[workshop, moment]
                rows.append((-np.inf, 0, [*ones, (there, -float(most))]))
                rows.append((0, np.inf, [*ones, (there, -float(least))]))
    chosen = feasible_choice(rows, len(columns) + len(runs), most_nodes)
    if chosen is None:
        return None
    return {edge: moment for (edge, moment), taken in zip(columns, chosen, strict=False) if taken}

"""Places where workshops can be and what students chose in; which of them run side by side, out."""

import math

import numpy as np

from leernet.model.year import Series, Workshop
from leernet.solve.limits import Limits
from leernet.solve.program import Outcome, Program
from leernet.solve.workshops.program import SessionProgram
from leernet.solve.workshops.side_by_side import StudentCosts, how_many_sets, possible_sets
from leernet.solve.workshops.slots import Places, Slot


def everybody_comes(series: Series, slots: tuple[Slot, ...]) -> bool:
    """Whether all come to every moment, so that what they choose at one does not depend on another."""
    moments = {slot.moment for slot in slots}
    return len(moments) == len(series.moments) == (series.choose or len(series.moments))


def steered(
    asked: SessionProgram,
    wishes: StudentCosts,
    slots: tuple[Slot, ...],
    best: Outcome,
    most_sets: int,
    limits: Limits,
) -> tuple[Program, int, Outcome] | None:
    """Only workshops side by side that cost students least: the program, how much, and the best in it.

    None where it is too much to look at, or nothing fits.

    One column stands for each set of workshops at a moment. On which of its dates each of them is does not
    matter here: nobody attends two workshops of one moment.

    Args:
        best: the best places when nobody has chosen.
        most_sets: with more sets it is too much.
        limits: with less time than it needs as well.
    """
    program, places = asked.program.copy(), asked.places
    # These count for more, and keep the value they have.
    first = [*asked.uneven, *(column for _id, column in asked.missing)]
    moments = tuple(dict.fromkeys(slot.moment for slot in slots))
    running = {
        moment: sum(best.chosen(column) for option, column in places if option.slot.moment == moment)
        for moment in moments
    }
    offered = {moment: _offered(moment, places) for moment in moments}
    sizes = set(running.values())
    sets = sum(how_many_sets(len(free), len(given), sizes) for free, given in offered.values())
    if sets > most_sets or not any(free for free, _given in offered.values()):
        return None
    costs: dict[int, int] = {}
    for moment, (free, given) in offered.items():
        _sets_at(program, wishes, moment, possible_sets(free, given, sizes), places, costs)
    program.row(-math.inf, sum(best.values[first]), dict.fromkeys(first, 1.0))
    by_column = np.zeros(len(program.costs), np.int64)
    for column, cost in costs.items():
        by_column[column] = cost
    found = program.solved(costs=by_column, limits=limits)
    if not found.proven or found.impossible:
        return None
    least = math.floor(found.value + 0.5)
    program.row(-math.inf, least, {column: float(cost) for column, cost in costs.items() if cost})
    settled = program.solved(limits=limits)
    return (program, least, settled) if len(settled.values) else None


def _offered(moment: str, places: Places) -> tuple[list[Workshop], list[Workshop]]:
    """The workshops that may run at a moment, and those that the user put there."""
    found = {
        option.workshop.id: option.workshop for option, _column in places if option.slot.moment == moment
    }
    return (
        [workshop for workshop in found.values() if not workshop.moments],
        [workshop for workshop in found.values() if workshop.moments],
    )


def _sets_at(
    program: Program,
    wishes: StudentCosts,
    moment: str,
    sets: list[tuple[Workshop, ...]],
    places: Places,
    costs: dict[int, int],
) -> None:
    """One set runs at a moment: a workshop has a place there when it is in that set."""
    columns = [program.choice() for _set in sets]
    program.row(1, 1, dict.fromkeys(columns, 1.0))
    for column, workshops in zip(columns, sets, strict=True):
        costs[column] = wishes.cost(moment, workshops)
    for id in sorted({workshop.id for workshops in sets for workshop in workshops}):
        row = {
            column: 1.0
            for option, column in places
            if option.slot.moment == moment and option.workshop.id == id
        }
        within = [
            column
            for column, workshops in zip(columns, sets, strict=True)
            if any(workshop.id == id for workshop in workshops)
        ]
        program.row(0, 0, row | dict.fromkeys(within, -1.0))

"""Places where workshops can be in; moments, and the dates of each, offer about as much, out."""

import math

from leernet.model.year import Workshop
from leernet.solve.parameters import WorkshopParameters
from leernet.solve.program import Program
from leernet.solve.workshops.slots import Places, Slot


def balance(
    program: Program,
    workshops: list[Workshop],
    slots: tuple[Slot, ...],
    places: Places,
    parameters: WorkshopParameters,
) -> list[int]:
    """Moments offer about as much, and so do the dates of a moment; the columns that say how far moments do
    not in workshops.
    """
    moments = {slot.moment: [other for other in slots if other.moment == slot.moment] for slot in slots}
    for dates in moments.values():
        if len(dates) > 1:
            _dates_offer_as_much(program, dates, places, parameters)
    uneven: list[int] = []
    if len(moments) < 2 or all(workshop.moments for workshop in workshops):
        return uneven
    sessions = sum(max(1, len(workshop.moments)) for workshop in workshops)
    seats = sum(workshop.seats.largest * max(1, len(workshop.moments)) for workshop in workshops)
    for dates in moments.values():
        here = {column: option for option, column in places if option.slot in dates}
        for total, weight, size in (
            (sessions, parameters.uneven_count, lambda _workshop: 1),
            (seats, parameters.uneven_seats, lambda workshop: workshop.seats.largest),
        ):
            row = {column: float(size(option.workshop)) for column, option in here.items()}
            above, below = program.column(weight, 0), program.column(weight, 0)
            program.row(-math.inf, -(-total // len(moments)), row | {above: -1.0})
            program.row(total // len(moments), math.inf, row | {below: 1.0})
            if weight == parameters.uneven_count:
                uneven += [above, below]
    return uneven


def _dates_offer_as_much(
    program: Program,
    dates: list[Slot],
    places: Places,
    parameters: WorkshopParameters,
) -> None:
    """Of what a moment offers each date offers its share, rounded down or up; more or less costs."""
    here = {column: option for option, column in places if option.slot in dates}
    for weight, size in (
        (parameters.uneven_count, lambda _workshop: 1),
        (parameters.uneven_seats, lambda workshop: workshop.seats.largest),
    ):
        for slot in dates:
            # As many times what this date offers as there are dates, less what all of them offer.
            row = {
                column: float(size(option.workshop) * (len(dates) * (option.slot == slot) - 1))
                for column, option in here.items()
            }
            above, below = (program.column(weight // len(dates), 0) for _side in range(2))
            program.row(-math.inf, len(dates) - 1, row | {above: -1.0})
            program.row(1 - len(dates), math.inf, row | {below: 1.0})

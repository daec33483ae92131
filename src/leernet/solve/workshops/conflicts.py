"""Workshops for which no moment and school is left in; the lines that leave none out."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from leernet.finding import Path
from leernet.model.plan import PlannedMeeting
from leernet.model.selection import series_workshops
from leernet.model.values import Range
from leernet.model.year import Workshop, Year
from leernet.solve.conflicts import Conflict, Line, smallest
from leernet.solve.dates.problem import DateProblem
from leernet.solve.parameters import Prices
from leernet.solve.workshops.choice import has_a_place
from leernet.words import _, _n


class _Element(Struct, frozen=True, eq=False):
    """A line that takes places away.

    Attributes:
        kind: which of the things that a workshop asks.
        id: the presenter, or the other workshop.
    """

    line: Line
    price: int
    kind: Literal["moments", "school", "seats", "presenter", "other"]
    id: str = ""


def workshop_conflicts(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
    without: tuple[str, ...],
) -> tuple[Conflict, ...]:
    """For each workshop without a place the fewest lines that leave none.

    Args:
        days: day of each moment that has a date of its own, by reference.
        meetings: the meetings that were planned, by reference.
        without: the workshops, as ``series/workshop``.
    """
    all_of_them = frozenset(without)
    return tuple(
        _conflict(year, problem, days, meetings, reference, all_of_them)
        for reference in dict.fromkeys(without)
    )


def _conflict(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
    reference: str,
    without: frozenset[str],
) -> Conflict:
    series, _stroke, id = reference.partition("/")
    workshop = year.workshops[id]
    prices = problem.parameters.prices
    asked = list(_elements(year, workshop, prices))

    def possible(kept: list[_Element]) -> bool:
        gone = [element for element in asked if element not in kept]
        freed = _freed(year, workshop, gone)
        return has_a_place(freed, problem, days, meetings, reference, without)

    headline = _("Workshop {workshop} has no place.", workshop=workshop.title or id)
    moments = Line(("series", series, "moments"), _("the moments of the series"))
    if not possible([]):
        return Conflict(headline, (moments,), f"series:{series}", workshop=id)
    core = smallest(asked, possible, prices)
    lines = tuple(replace(element.line, price=element.price) for element in core)
    return Conflict(headline, (*lines, moments), f"series:{series}", workshop=id)


def _elements(year: Year, workshop: Workshop, prices: Prices) -> Iterable[_Element]:
    path: Path = ("workshops", workshop.id)
    if workshop.moments:
        said = _("it is at moments {moments}", moments=workshop.moments)
        yield _Element(Line((*path, "moments"), said), prices.moments, "moments")
    if workshop.school is not None:
        said = _("it is at {school}", school=year.schools[workshop.school].name)
        yield _Element(Line((*path, "school"), said), prices.school, "school")
    said = _n(
        "a school must have room for {count} person",
        "a school must have room for {count} people",
        workshop.seats.largest,
    )
    yield _Element(Line((*path, "seats"), said), prices.seats, "seats")
    for id in workshop.presenter:
        if id in year.members:
            said = _("{member} must be able to come", member=year.members[id].name)
            yield _Element(Line((*path, "presenter"), said), prices.presenter, "presenter", id)
    for other in series_workshops(year, workshop.series):
        if other.id != workshop.id and other.runs != "no":
            said = _("{workshop} runs too", workshop=other.title or other.id)
            yield _Element(Line(("workshops", other.id), said), prices.workshop, "other", other.id)


def _freed(year: Year, workshop: Workshop, gone: Iterable[_Element]) -> Year:
    """The year of this series only, without these lines."""
    kinds = {element.kind for element in gone}
    ids = {element.id for element in gone}
    freed = workshop.model_copy(
        update={
            "moments": () if "moments" in kinds else workshop.moments,
            "school": None if "school" in kinds else workshop.school,
            "seats": Range(0, 0) if "seats" in kinds else workshop.seats,
            "presenter": tuple(id for id in workshop.presenter if id not in ids),
        }
    )
    others = {id: other for id, other in year.workshops.items() if id not in ids}
    return year.model_copy(
        update={
            "workshops": {**others, workshop.id: freed},
            "series": {workshop.series: year.series[workshop.series]},
        }
    )

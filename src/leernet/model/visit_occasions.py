"""Pairs that visit one another in; the occasions of their visits out."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from leernet.model.guests import each_once, guests_of, name_of, venue_of
from leernet.model.plan import Plan, Visit
from leernet.model.view import Occasion, View, clean
from leernet.model.year import Network, Year


def visit_occasions(year: Year, plan: Plan) -> Iterator[Occasion]:
    for visit in plan.visits:
        network = year.networks.get(visit.network)
        if network is not None and {visit.visitor, visit.visited} <= set(year.members):
            yield _visit(year, network, visit)


def _visit(year: Year, network: Network, visit: Visit) -> Occasion:
    monday = date.fromisocalendar(*_year_and_week(visit.week), 1)
    weekdays = sorted({half.weekday for half in visit.days}) or list(range(5))
    visited = year.members[visit.visited]
    view = View(
        title=clean(network.title or network.id),
        day=monday + timedelta(days=weekdays[0]),
        until=monday + timedelta(days=weekdays[-1]),
        venue=venue_of(year, visited.school, visited.organisation),
        thread=clean(network.thread),
        half_days=visit.days,
        steps=tuple((clean(step.title), step.minutes) for step in network.pairs.cycle)
        if network.pairs is not None
        else (),
        contact=name_of(year, network.facilitator),
    )
    guests = tuple(
        guest
        for member, other, duty in (
            (visit.visitor, visit.visited, "visitor"),
            (visit.visited, visit.visitor, "visited"),
        )
        for guest in guests_of(
            year,
            [year.members[member]],
            replace(
                view, duties=(duty,), company=(name_of(year, other),), reach=_reach(year, network, other)
            ),
        )
    )
    reference = f"{visit.network}/{visit.round}/{visit.visitor}--{visit.visited}"
    return Occasion(reference, "visit", network.id, view, each_once(guests), network.invite)


def _reach(year: Year, network: Network, member: str) -> tuple[str, ...]:
    """How two who are to agree on a day reach one another."""
    if network.pairs is not None and not network.pairs.share_contact:
        return ()
    other = year.members[member]
    return tuple(clean(one) for one in (other.email, other.phone) if one)


def _year_and_week(week: str) -> tuple[int, int]:
    """``2026-W47``."""
    iso_year, _, number = week.partition("-W")
    return int(iso_year), int(number)

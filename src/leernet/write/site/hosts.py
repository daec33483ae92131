"""What a site knows in; who receives whom, on a map and over the years, out."""

from collections import Counter
from collections.abc import Iterator
from math import cos, radians

from msgspec import Struct

from leernet.model.plan import Plan
from leernet.model.values import Point
from leernet.model.year import School
from leernet.write.site.values import Site, SiteRow

# Width of the map in its own units; its height follows from the places.
MAP_WIDTH = 440
_EDGE = 20
# Places that lie nearer than this on the map are drawn apart, so that numbers can be read.
_TOUCHING = 18


class Host(Struct, frozen=True):
    """A school that receives somebody this year, or did in earlier ones.

    Attributes:
        number: on the map; 0 for a school without a place on it.
        turns: how often in each year that is written down, the year that is planned last.
    """

    number: int
    name: str
    place: str
    lines: tuple[SiteRow, ...]
    turns: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How often in all."""
        return sum(count for _year, count in self.turns)


class Dot(Struct, frozen=True):
    """A school on the map."""

    number: int
    name: str
    x: int
    y: int


class HostsPage(Struct, frozen=True):
    """All that the page of the hosts shows.

    Attributes:
        unmapped: names of schools without coordinates.
        height: of the map; 0 without any place.
        most: the most turns a school had.
    """

    hosts: tuple[Host, ...]
    earlier: tuple[Host, ...]
    dots: tuple[Dot, ...]
    unmapped: tuple[str, ...]
    height: int
    most: int


def hosts_page(site: Site) -> HostsPage:
    """Who receives whom this year, and how often each school did so over the years."""
    by_host: dict[str, list[SiteRow]] = {}
    for line in site.lines:
        host = _host_of(site.plan, line.reference)
        if host in site.year.schools and not line.cancelled:
            by_host.setdefault(host, []).append(line)
    names = site.year.schools
    order = sorted(by_host, key=lambda id: (names[id].name.casefold(), id))
    mapped = [id for id in order if names[id].location is not None]
    numbers = {id: at for at, id in enumerate(mapped, 1)}
    hosts = tuple(_host(site, names[id], numbers.get(id, 0), by_host[id]) for id in order)
    others = sorted(
        (names[id] for id in _hosted_before(site) if id in names and id not in by_host),
        key=lambda school: (school.name.casefold(), school.id),
    )
    earlier = tuple(_host(site, school, 0, []) for school in others)
    dots, height = _dots([(numbers[id], names[id]) for id in mapped])
    unmapped = tuple(names[id].name for id in order if names[id].location is None)
    most = max((host.total for host in (*hosts, *earlier)), default=0)
    return HostsPage(hosts, earlier, dots, unmapped, height, most)


def _host_of(plan: Plan, reference: str) -> str:
    meeting, session = plan.meetings.get(reference), plan.sessions.get(reference)
    return (meeting.host if meeting else session.school if session else "") or ""


def _hosted_before(site: Site) -> set[str]:
    return {id for plan in site.project.history for id in _turns(plan)}


def _turns(plan: Plan) -> Counter[str]:
    return Counter(meeting.host for meeting in plan.meetings.values() if meeting.host)


def _host(site: Site, school: School, number: int, lines: list[SiteRow]) -> Host:
    plans = sorted((*site.project.history, site.plan), key=lambda plan: plan.school_year)
    turns = tuple((str(plan.school_year), count) for plan in plans if (count := _turns(plan)[school.id]))
    return Host(number, school.name, school.place, tuple(lines), turns)


def _dots(schools: list[tuple[int, School]]) -> tuple[tuple[Dot, ...], int]:
    """Where schools are on the map: north is up, and a kilometre east is as long as one north."""
    places = [(number, school.name, school.location) for number, school in schools if school.location]
    if not places:
        return (), 0
    points = [point for _number, _name, point in places]
    north, south = max(point.latitude for point in points), min(point.latitude for point in points)
    west, east = min(point.longitude for point in points), max(point.longitude for point in points)
    narrowing = cos(radians((north + south) / 2))
    wide = max((east - west) * narrowing, (north - south) / 2, 0.01)
    scale = (MAP_WIDTH - 2 * _EDGE) / wide
    slack = (MAP_WIDTH - 2 * _EDGE - (east - west) * narrowing * scale) / 2

    def on_map(point: Point) -> tuple[int, int]:
        x = _EDGE + slack + (point.longitude - west) * narrowing * scale
        return round(x), round(_EDGE + (north - point.latitude) * scale)

    spread = _apart([on_map(point) for point in points])
    dots = tuple(
        Dot(number, name, x, y) for (number, name, _point), (x, y) in zip(places, spread, strict=True)
    )
    return dots, max(y for _x, y in spread) + _EDGE


def _apart(positions: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Positions of which none touches another: the later one steps aside, around where it belongs."""
    taken: list[tuple[int, int]] = []
    for position in positions:
        taken.append(next((place for place in _around(position) if _is_free(place, taken)), position))
    return taken


def _around(position: tuple[int, int]) -> Iterator[tuple[int, int]]:
    x, y = position
    yield position
    for ring in range(1, 200):
        step = ring * _TOUCHING
        for across, down in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)):
            place = (x + across * step, y + down * step)
            if _EDGE <= place[0] <= MAP_WIDTH - _EDGE and place[1] >= _EDGE:
                yield place


def _is_free(place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return all(
        abs(place[0] - other[0]) >= _TOUCHING or abs(place[1] - other[1]) >= _TOUCHING for other in taken
    )

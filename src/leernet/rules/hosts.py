"""Rules about places to meet: they are where they can be, there is one way to find one, and people fit."""

from collections.abc import Iterator
from typing import NamedTuple

from leernet.catalogue import hosts as rules
from leernet.catalogue.places import LOCATION_FAR_AWAY, LOCATION_SWAPPED
from leernet.finding import Finding, Path
from leernet.model.headcount import seats_when_all_come
from leernet.model.selection import possible_hosts
from leernet.model.values import Point
from leernet.model.year import Network, School
from leernet.rules.project import Project, meeting_name, network_name


def hosts_one_way(project: Project) -> Iterator[Finding]:
    """A network meets by turn, at one school or at a location; a meeting at a school or a location."""
    for id, network in sorted(project.year.networks.items()):
        path: Path = ("networks", id, "hosts")
        if network.hosts is not None:
            ways = tuple(key for key in _WAYS if getattr(network.hosts, key))
            if len(ways) > 1:
                yield _two_ways(project, (*path, ways[1]), network_name(network), ways)
            elif not ways and not any(project.stands((*path, key)) for key in _WAYS):
                yield rules.NO_WAY_TO_HOST.at(project.places.key(*path), network=network_name(network))
        for at, meeting in enumerate(network.meetings):
            if meeting.host and meeting.location:
                where: Path = ("networks", id, "meetings", at, "location")
                yield _two_ways(project, where, meeting_name(network, meeting), ("host", "location"))


_WAYS = ("rotate", "school", "location", "online")


def _two_ways(project: Project, path: Path, name: str, ways: tuple[str, ...]) -> Finding:
    return rules.HOSTS_TWO_WAYS.at(project.places.key(*path), name=name, one=ways[0], other=ways[1])


def host_without_seats(project: Project) -> Iterator[Finding]:
    """A school where a network meets says how many people it can receive."""
    for path, school, _name, _network in _fixed_hosts(project):
        if school.host_seats is None and not project.stands(("schools", school.id, "host_seats")):
            yield rules.HOST_WITHOUT_SEATS.at(
                project.places.of(*path), school=school.name, place=project.line("schools", school.id)
            )


def host_too_small(project: Project) -> Iterator[Finding]:
    """A network fits in the school where it meets."""
    for path, school, name, network in _fixed_hosts(project):
        people = seats_when_all_come(project.year, network)
        if school.host_seats is not None and school.host_seats < people:
            place = project.line("schools", school.id)
            yield rules.HOST_TOO_SMALL.at(
                project.places.of(*path),
                school=school.name,
                seats=school.host_seats,
                name=name,
                people=people,
                place=place,
            )


class _FixedHost(NamedTuple):
    """A host that the user chose, where it is and whose host it is."""

    path: Path
    school: School
    name: str
    network: Network


def _fixed_hosts(project: Project) -> Iterator[_FixedHost]:
    for id, network in sorted(project.year.networks.items()):
        named: list[tuple[Path, str | None, str]] = []
        if network.hosts is not None:
            named.append((("networks", id, "hosts", "school"), network.hosts.school, network_name(network)))
        for at, meeting in enumerate(network.meetings):
            where: Path = ("networks", id, "meetings", at, "host")
            named.append((where, meeting.host, meeting_name(network, meeting)))
        for path, school_id, name in named:
            school = project.year.schools.get(school_id or "")
            if school is not None:
                yield _FixedHost(path, school, name, network)


def no_possible_host(project: Project) -> Iterator[Finding]:
    """When hosts take turns, at least one school can receive the network."""
    if not (project.is_whole("members") and project.is_whole("schools")):
        return
    for _id, network in sorted(project.year.networks.items()):
        if network.hosts is None or network.hosts.rotate is None:
            continue
        hosts = possible_hosts(project.year, network)
        if not hosts:
            yield rules.NO_POSSIBLE_HOST.at(
                project.places.of("networks", network.id, "hosts", "rotate"), network=network_name(network)
            )
            continue
        people = seats_when_all_come(project.year, network)
        largest = max(hosts, key=lambda school: school.host_seats or 0)
        if (largest.host_seats or 0) < people:
            yield _too_small_when_all_come(project, network, people, largest)


def _too_small_when_all_come(project: Project, network: Network, people: int, largest: School) -> Finding:
    # Only a warning: some may be members for a part of the year.
    return rules.LARGEST_HOST_TOO_SMALL.at(
        project.places.of("networks", network.id, "hosts", "rotate"),
        count=people,
        network=network_name(network),
        school=largest.name,
        seats=largest.host_seats or 0,
    )


# Degrees between which the Netherlands in Europe lie.
_NORTH = (50.7, 53.6)
_EAST = (3.3, 7.3)


def misplaced_schools(project: Project) -> Iterator[Finding]:
    """A school's location lies in the Netherlands, and its latitude comes first."""
    for id, school in sorted(project.year.schools.items()):
        at = school.location
        if at is None or _is_dutch(at):
            continue
        place = project.places.of("schools", id, "location")
        swapped = _is_dutch(Point(at.longitude, at.latitude))
        rule = LOCATION_SWAPPED if swapped else LOCATION_FAR_AWAY
        latitude, longitude = f"{at.latitude:g}", f"{at.longitude:g}"
        yield rule.at(place, school=school.name, latitude=latitude, longitude=longitude)


def _is_dutch(point: Point) -> bool:
    return _NORTH[0] <= point.latitude <= _NORTH[1] and _EAST[0] <= point.longitude <= _EAST[1]

"""Rules about where schools are: in the Netherlands, latitude before longitude."""

from collections.abc import Iterator

from leernet.catalogue.places import LOCATION_FAR_AWAY, LOCATION_SWAPPED
from leernet.finding import Finding
from leernet.model.values import Point
from leernet.rules.project import Project

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

"""Distances over the earth between two places."""

from math import asin, cos, radians, sin, sqrt

from leernet.model.values import Point

_EARTH_RADIUS_KM = 6371.0
# By car: roads are a third longer than a straight line, at 60 km an hour; then a place to park.
_KM_AN_HOUR = 45
_PARKING_MINUTES = 10


def great_circle_km(one: Point, other: Point) -> float:
    """Distance in a straight line over the earth.

    Source: haversine formula, Sinnott (1984), "Virtues of the Haversine", Sky and Telescope 68, 159.
    """
    north, south = radians(one.latitude), radians(other.latitude)
    across = sin((south - north) / 2) ** 2
    along = cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(across + along))


def distance_km(one: Point, other: Point) -> int:
    """Great-circle distance in whole kilometres; roads are longer, but all of them about as much.

    >>> distance_km(Point(51.6978, 5.3037), Point(52.0907, 5.1214))
    45
    """
    return round(great_circle_km(one, other))


def travel_minutes(one: Point | None, other: Point | None) -> int:
    """Minutes by car from one place to another; 0 where they are the same or one of them is not known.

    >>> travel_minutes(Point(51.6978, 5.3037), Point(52.0907, 5.1214))
    70
    """
    if one is None or other is None or one == other:
        return 0
    return -(-60 * distance_km(one, other) // _KM_AN_HOUR) + _PARKING_MINUTES

"""Two positions in; the distance between them along the earth out."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from leernet.model.values import Point

_EARTH_RADIUS_KM = 6371.0


def distance_km(one: Point, other: Point) -> int:
    """Great-circle distance in whole kilometres; roads are longer, but all of them about as much.

    >>> distance_km(Point(51.6978, 5.3037), Point(52.0907, 5.1214))
    45
    """
    north, south = radians(one.latitude), radians(other.latitude)
    across = sin((south - north) / 2) ** 2
    along = cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return round(2 * _EARTH_RADIUS_KM * asin(sqrt(across + along)))

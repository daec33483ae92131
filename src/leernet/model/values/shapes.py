"""What small values are: days, times of a day, school years, ranges and places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import StrEnum
from functools import total_ordering
from typing import NamedTuple

from msgspec import Struct

from leernet.model.weekdays import NOON, Half, HalfDays, halves_on

# From here on it is evening, and nobody's working days count.
EVENING_STARTS = time(17, 30)


class Days(Struct, frozen=True, order=True):
    """One day or several in a row, both ends included."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days) for days in range((self.last - self.first).days + 1))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


@total_ordering
class Span(Struct, frozen=True):
    """From one time of a day to a later one."""

    start: time
    end: time

    def __lt__(self, other: Span) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute

    @property
    def halves(self) -> tuple[Half, ...]:
        """The halves of a working day that it takes a part of; in the evening none."""
        if self.start >= EVENING_STARTS:
            return ()
        halves = ((Half.MORNING, self.start < NOON), (Half.AFTERNOON, self.end > NOON))
        return tuple(half for half, taken in halves if taken)

    def on(self, day: date, allowed: HalfDays) -> bool:
        """Whether on a day it lies within these half days; an evening does where either half is one."""
        halves = halves_on(allowed, day)
        return halves.issuperset(self.halves) if self.halves else bool(halves)

    def overlaps(self, other: Span) -> bool:
        """Whether one person cannot be at both."""
        return self.start < other.end and other.start < self.end

    def minutes_from(self, other: Span) -> int:
        """How many minutes lie between this and another on the same day; negative where they overlap."""
        first, second = sorted((self, other))
        return (second.start.hour - first.end.hour) * 60 + second.start.minute - first.end.minute

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class Range(NamedTuple):
    """A smallest and a largest whole number, both allowed."""

    smallest: int
    largest: int

    def __str__(self) -> str:
        return f"{self.smallest}-{self.largest}"


class Point(NamedTuple):
    """A position on earth, in degrees."""

    latitude: float
    longitude: float


class Region(StrEnum):
    """School-holiday region; a field of the school, never derived from a province."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


class SchoolYear(Struct, frozen=True, order=True):
    """A Dutch school year, from 1 August up to and including 31 July."""

    starts_in: int

    def __str__(self) -> str:
        return f"{self.starts_in}-{self.starts_in + 1}"

    @property
    def days(self) -> Days:
        """All its days."""
        return Days(date(self.starts_in, 8, 1), date(self.starts_in + 1, 7, 31))

    @property
    def before(self) -> SchoolYear:
        """The school year before this one."""
        return SchoolYear(self.starts_in - 1)

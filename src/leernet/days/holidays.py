"""A region and a school year in; its school holidays out, each with status, confidence and sources."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from leernet.model.values import Days, Region, SchoolYear
from leernet.words import Sentence, _

Status: TypeAlias = Literal["fixed", "advice"]
Confidence: TypeAlias = Literal["official", "confirmed", "inferred", "unverified", "unknown"]

_NAMES: Mapping[str, Sentence] = {
    "herfstvakantie": _("the autumn holiday"),
    "kerstvakantie": _("the Christmas holiday"),
    "voorjaarsvakantie": _("the spring holiday"),
    "meivakantie": _("the May holiday"),
    "zomervakantie": _("the summer holiday"),
}


class Holiday(Struct, frozen=True):
    """A school holiday.

    Attributes:
        name: as the table calls it, ``herfstvakantie``.
        days: Saturday up to and including Sunday.
        status: ``fixed`` by regulation, or ``advice`` from which a school may differ.
        confidence: how sure the dates are; ``official`` was read on a page of the government.
        sources: addresses, the best first.
    """

    name: str
    days: Days
    status: Status
    confidence: Confidence
    sources: tuple[str, ...]

    @property
    def called(self) -> Sentence:
        """What it is called in a sentence."""
        return _NAMES[self.name]


def last_known() -> SchoolYear:
    """The last school year of the table."""
    return max(_known_years())


def is_known(school_year: SchoolYear) -> bool:
    """Whether the table has this school year; a year that is not there is unknown, not free of holidays."""
    return school_year in _known_years()


@cache
def school_holidays(region: Region, school_year: SchoolYear) -> tuple[Holiday, ...]:
    """The holidays of a region from the last summer up to and including the next; by first day.

    The summer before the first school year of the table is not there.

    Raises:
        ValueError: the table does not have the school year.
    """
    if not is_known(school_year):
        raise ValueError(f"no school holidays known for {school_year}")
    before = school_year.before
    summer = _holidays(region, before)[-1:] if is_known(before) else ()
    return tuple(sorted((*summer, *_holidays(region, school_year)), key=lambda holiday: holiday.days))


@cache
def extra_may_weeks(school_year: SchoolYear) -> tuple[Holiday, ...]:
    """The second week that nearly every school takes in May; where unknown, the weeks on both sides.

    Raises:
        ValueError: the table does not have the school year.
    """
    row = _year_rows(school_year)["extra_mei_week"]
    if row["start"] is not None:
        return (_holiday(row),)
    may = next(
        holiday for holiday in _holidays(Region.ZUID, school_year) if holiday.name == "meivakantie"
    ).days
    week = timedelta(days=7)
    sides = (
        Days(may.first - week, may.first + timedelta(days=1)),
        Days(may.last - timedelta(days=1), may.last + week),
    )
    return tuple(Holiday("meivakantie", side, "advice", "unknown", ()) for side in sides)


@cache
def _table() -> dict[str, Any]:
    text = (files("leernet") / "data" / "school-holidays-nl.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def _known_years() -> frozenset[SchoolYear]:
    return frozenset(SchoolYear(int(year[:4])) for year in _table()["school_years"])


def _year_rows(school_year: SchoolYear) -> dict[str, Any]:
    if not is_known(school_year):
        raise ValueError(f"no school holidays known for {school_year}")
    rows: dict[str, Any] = _table()["school_years"][str(school_year)]
    return rows


@cache
def _holidays(region: Region, school_year: SchoolYear) -> tuple[Holiday, ...]:
    return tuple(_holiday(row) for row in _year_rows(school_year)[region.value])


def _holiday(row: dict[str, Any]) -> Holiday:
    addresses = _table()["sources"]
    days = Days(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
    sources = tuple(addresses[source] for source in row["sources"])
    return Holiday(row["name"], days, row["status"], row["confidence"], sources)

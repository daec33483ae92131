"""A public project in; what its site counts and compares out: seats, and holidays by region."""

from msgspec import Struct

from leernet.days.holidays import is_known, school_holidays
from leernet.model.plan import session_reference
from leernet.model.selection import series_workshops
from leernet.model.year import Series
from leernet.words import _n
from leernet.write.site.values import Site


class SeatsBar(Struct, frozen=True):
    """How full a session is.

    Attributes:
        percent: how much of the seats is taken, 0 to 100.
    """

    title: str
    when: str
    text: str
    percent: int


def seats_text(site: Site, reference: str) -> str:
    """How full a session is, in words; empty before people were placed."""
    known = site.project.sessions.get(reference)
    if known is None:
        return ""
    sentence = _n(
        "{taken} of {count} seat taken", "{taken} of {count} seats taken", known.seats, taken=known.taken
    )
    return site.say(sentence)


def seats_chart(site: Site, series: Series) -> tuple[SeatsBar, ...]:
    """How full each session of a series is, in order of time; empty before people were placed."""
    lines = {line.reference: line for line in site.of_circle(series.id)}
    found = [
        reference
        for workshop in series_workshops(site.year, series.id)
        for moment in series.moments
        for reference in (session_reference(series.id, moment, workshop.id),)
        if reference in lines and reference in site.project.sessions
    ]
    bars = []
    for reference in sorted(found, key=lambda one: (str(lines[one].day), lines[one].title.casefold())):
        known, line = site.project.sessions[reference], lines[reference]
        percent = round(100 * known.taken / known.seats) if known.seats else 0
        bars.append(SeatsBar(line.title, line.short_day, seats_text(site, reference), min(percent, 100)))
    return tuple(bars)


class Holidays(Struct, frozen=True):
    """The school holidays of a year: a column for each region, a row for each holiday."""

    regions: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def holidays_by_region(site: Site) -> Holidays:
    """Each school holiday with its days in every region of the project."""
    year = site.year
    given = {school.holiday_region for school in year.schools.values()} | {year.settings.holiday_region}
    regions = sorted((region for region in given if region is not None), key=str)
    if not is_known(year.school_year):
        return Holidays((), ())
    rows: dict[str, dict[str, str]] = {}
    for region in regions:
        for holiday in school_holidays(region, year.school_year):
            called = site.say(holiday.called)
            rows.setdefault(called, {})[region.value] = site.days(holiday.days)
    return Holidays(
        tuple(region.value.capitalize() for region in regions),
        tuple((called, tuple(days.get(one.value, "") for one in regions)) for called, days in rows.items()),
    )

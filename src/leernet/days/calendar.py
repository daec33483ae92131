"""A year in; for every school and day out whether it is open, probably closed or closed, and why."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import IntEnum
from functools import cache

from msgspec import Struct

from leernet.catalogue.dates import MAY_WEEK_UNKNOWN, NO_HOLIDAY_DATA_OF_YEAR, NO_HOLIDAY_REGION
from leernet.days.holidays import extra_may_weeks, is_known, last_known, school_holidays
from leernet.days.public import carnaval, carnaval_week, public_holidays
from leernet.finding import Finding, Places
from leernet.model.values import Days, Region, SchoolYear
from leernet.model.year import Member, Year
from leernet.words import Sentence, _

_SATURDAY = 5


class Openness(IntEnum):
    """Whether a school is open; higher is worse."""

    OPEN, PROBABLY_CLOSED, CLOSED = range(3)


class DayVerdict(Struct, frozen=True):
    """What is known of one day at one school.

    Attributes:
        level: open, probably closed or closed.
        reason: why it is not open, as a part of a sentence; of an open day none.
        assumed: whether this rests on advice or custom, from which the school may differ.
    """

    level: Openness
    reason: Sentence | None = None
    assumed: bool = False


_OPEN = DayVerdict(Openness.OPEN)
_OPEN_ASSUMED = DayVerdict(Openness.OPEN, assumed=True)
_WEEKEND = DayVerdict(Openness.CLOSED, _("the weekend"))


class Calendar(Struct, frozen=True):
    """Which days are possible for whom in one school year.

    Attributes:
        days: the days of the school year.
        everybody: days on which nobody meets.
        regions: verdict per day for each region; ``None`` is the table of those without a region.
        own: verdict per day that a school gave itself, by school.
        region_of: the region each school follows.
        organisations: of other organisations than schools the name under which their days are found in the
            above, by id and by name, in small letters.
    """

    days: Days
    everybody: Mapping[date, DayVerdict]
    regions: Mapping[Region | None, Mapping[date, DayVerdict]]
    own: Mapping[str, Mapping[date, DayVerdict]] = {}
    region_of: Mapping[str, Region | None] = {}
    organisations: Mapping[str, str] = {}

    def nobody(self, day: date) -> DayVerdict | None:
        """Why nobody meets on that day; None where the project does not close it."""
        return self.everybody.get(day)

    def school(self, school: str | None, day: date) -> DayVerdict:
        """Whether a school is open: what it says itself, else its region, else the public holidays.

        No school means people of another organisation; they follow ``holiday_region`` of the year.
        """
        closed = self.everybody.get(day)
        if closed is not None:
            return closed
        own = self.own.get(school or "")
        if own is not None and day in own:
            return own[day]
        region = self.region_of.get(school or "", self.region_of.get(""))
        return self.regions[region].get(day, _OPEN if own else _OPEN_ASSUMED)

    def home(self, member: Member) -> str | None:
        """Where somebody works, as the other questions have it: a school, else an organisation."""
        return member.school or self.organisations.get(member.organisation.casefold())

    def school_levels(self, school: str | None) -> bytes:
        """The level of each day of the school year in order; 0 open, 1 probably closed, 2 closed."""
        return bytes(self.school(school, day).level for day in self.days)

    def gave_own_days(self, school: str) -> bool:
        """Whether a school gave days of its own, so that its other days are open and not assumed to be."""
        return bool(self.own.get(school))


def calendar_of(year: Year) -> Calendar:
    """The calendar of a year that :func:`calendar_findings` has no error about.

    Raises:
        ValueError: no school holidays are known for the school year.
    """
    school_year = year.school_year
    fallback = year.settings.holiday_region
    region_of = {id: school.holiday_region or fallback for id, school in sorted(year.schools.items())}
    region_of[""] = fallback
    organisations = sorted(year.organisations.items())
    region_of |= {_own_name(id): each.holiday_region or fallback for id, each in organisations}
    schools = sorted(year.schools.items())
    own_days = [(id, _own_days(each.open, each.closed, school_year)) for id, each in schools]
    own_days += [(_own_name(id), _own_days((), each.closed, school_year)) for id, each in organisations]
    return Calendar(
        days=school_year.days,
        everybody=_closed_for_everybody(year),
        regions={region: _region_days(region, school_year) for region in (None, *Region)},
        own={id: own for id, own in own_days if own},
        region_of=region_of,
        organisations={
            called.casefold(): _own_name(id)
            for id, each in organisations
            for called in (each.name, id)
            if called
        },
    )


def _own_name(organisation: str) -> str:
    """No id of a school has a space."""
    return f"organisation {organisation}"


def _closed_for_everybody(year: Year) -> dict[date, DayVerdict]:
    return {
        day: DayVerdict(Openness.CLOSED, _said(days.reason) or _("a day on which nobody meets"))
        for days in year.settings.closed
        for day in days
        if day in year.school_year.days
    }


# A run asks for the calendar of its year again and again, and of years that differ from it in little.
@cache
def _own_days(
    opened: tuple[Days, ...], closed: tuple[Days, ...], school_year: SchoolYear
) -> Mapping[date, DayVerdict]:
    within = school_year.days
    verdicts = {day: _OPEN for days in opened for day in days if day in within}
    for days in closed:
        verdict = DayVerdict(Openness.CLOSED, _said(days.reason) or _("a day the school itself is closed"))
        verdicts |= {day: verdict for day in days if day in within}
    return verdicts


def _said(reason: str) -> Sentence | None:
    return _("{reason}", reason=reason) if reason else None


@cache
def _region_days(region: Region | None, school_year: SchoolYear) -> Mapping[date, DayVerdict]:
    """Every day that is not open: the worst verdict; of equals the school holiday."""
    school = _school_holiday_days(region, school_year)
    public = _public_holiday_days(school_year)
    worst: dict[date, DayVerdict] = {}
    for day in school_year.days:
        found = [verdicts[day] for verdicts in (school, public) if day in verdicts]
        if day.weekday() >= _SATURDAY:
            found.append(_WEEKEND)
        if found:
            worst[day] = max(found, key=lambda verdict: verdict.level)
    return worst


def _public_holiday_days(school_year: SchoolYear) -> dict[date, DayVerdict]:
    years = (school_year.starts_in, school_year.starts_in + 1)
    # Backwards, so that of two holidays on one day the first, which closes every school, is kept.
    holidays = [holiday for year in years for holiday in public_holidays(year)][::-1]
    return {
        holiday.day: DayVerdict(Openness.CLOSED, holiday.called)
        if holiday.all_close
        else DayVerdict(Openness.PROBABLY_CLOSED, holiday.called, assumed=True)
        for holiday in holidays
    }


def _school_holiday_days(region: Region | None, school_year: SchoolYear) -> dict[date, DayVerdict]:
    if region is None:
        return {}
    verdicts = dict(_custom_days(region, school_year))
    for holiday in school_holidays(region, school_year):
        reason = _("{holiday} of region {region}", holiday=holiday.called, region=region.value)
        level = Openness.CLOSED if holiday.status == "fixed" else Openness.PROBABLY_CLOSED
        verdict = DayVerdict(level, reason, assumed=holiday.status == "advice")
        verdicts |= dict.fromkeys(holiday.days, verdict)
    return verdicts


def _custom_days(region: Region, school_year: SchoolYear) -> Iterator[tuple[date, DayVerdict]]:
    """Days on which nearly every school closes though no table of the region says so."""
    may = DayVerdict(Openness.PROBABLY_CLOSED, _("the second week of the May holiday"), assumed=True)
    for week in extra_may_weeks(school_year):
        yield from ((day, may) for day in week.days)
    if not is_known(school_year.before):
        summer = DayVerdict(
            Openness.PROBABLY_CLOSED, _("a summer holiday whose dates are not known"), assumed=True
        )
        first = school_year.days.first
        yield from ((day, summer) for day in Days(first, date(first.year, 9, 1)))
    if region is Region.ZUID and not _spring_holiday_covers_carnaval(school_year):
        week_of_carnaval = DayVerdict(Openness.PROBABLY_CLOSED, _("the week of carnaval"), assumed=True)
        yield from ((day, week_of_carnaval) for day in carnaval_week(school_year.starts_in + 1))


def _spring_holiday_covers_carnaval(school_year: SchoolYear) -> bool:
    tuesday = carnaval(school_year.starts_in + 1).last
    spring = (holiday.days for holiday in school_holidays(Region.ZUID, school_year))
    return any(tuesday in days and tuesday - timedelta(days=1) in days for days in spring)


def calendar_findings(year: Year, places: Places) -> tuple[Finding, ...]:
    """What is missing to know the free days of this year: a school year or a region without data."""
    school_year = year.school_year
    if not is_known(school_year):
        return (_unknown_year(school_year, places),)
    unknown_week = len(extra_may_weeks(school_year)) > 1
    return (
        *((_unknown_may_week(school_year, places),) if unknown_week else ()),
        *_schools_without_region(year, places),
    )


def _unknown_year(school_year: SchoolYear, places: Places) -> Finding:
    return NO_HOLIDAY_DATA_OF_YEAR.at(
        places.of("year", "school_year"), school_year=str(school_year), last=str(last_known())
    )


def _unknown_may_week(school_year: SchoolYear, places: Places) -> Finding:
    return MAY_WEEK_UNKNOWN.at(places.of("year", "school_year"), calendar_year=school_year.starts_in + 1)


def _schools_without_region(year: Year, places: Places) -> tuple[Finding, ...]:
    if year.settings.holiday_region is not None:
        return ()
    without = [id for id, school in sorted(year.schools.items()) if school.holiday_region is None]
    if not without:
        return ()
    return (
        NO_HOLIDAY_REGION.at(
            places.of("schools", without[0]), count=len(without), school=year.schools[without[0]].name
        ),
    )

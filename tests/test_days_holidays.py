"""School holidays and public holidays, held against their source and a second opinion."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from runpy import run_path

import holidays as second_opinion
import pytest
import yaml

from leernet.days.holidays import extra_may_weeks, is_known, last_known, school_holidays
from leernet.days.public import carnaval, carnaval_week, kings_day, public_holidays
from leernet.model.values import Days, Region, SchoolYear

PROJECT = Path(__file__).parent.parent
SCHOOL_YEARS = [SchoolYear(year) for year in range(2024, 2030)]


def test_what_ships_is_made_from_the_table_with_its_provenance():
    build = run_path(str(PROJECT / "data" / "build.py"))

    table = yaml.safe_load(build["TABLE"].read_text(encoding="utf-8"))

    assert build["SHIPPED"].read_text(encoding="utf-8") == build["shipped_text"](table)


def test_the_table_runs_from_2024_to_the_summer_of_2030_and_says_so():
    assert last_known() == SchoolYear(2029)
    assert [is_known(SchoolYear(year)) for year in (2023, 2024, 2029, 2030)] == [False, True, True, False]
    with pytest.raises(ValueError, match="2030-2031"):
        school_holidays(Region.ZUID, SchoolYear(2030))


def test_a_holiday_keeps_its_status_its_confidence_and_its_sources():
    autumn = school_holidays(Region.ZUID, SchoolYear(2028))[1]

    assert (autumn.name, autumn.days) == ("herfstvakantie", Days(date(2028, 10, 21), date(2028, 10, 29)))
    assert (autumn.status, autumn.confidence) == ("advice", "official")
    assert autumn.sources[0].endswith("overzicht-schoolvakanties-2028-2029")


@pytest.mark.parametrize("school_year", SCHOOL_YEARS, ids=str)
@pytest.mark.parametrize("region", Region)
def test_every_holiday_runs_from_saturday_to_sunday_and_has_a_believable_length(region, school_year):
    found = school_holidays(region, school_year)

    lengths = {"herfst": 9, "kerst": 16, "voorjaars": 9, "mei": 9, "zomer": 44}
    for holiday in found:
        assert (holiday.days.first.weekday(), holiday.days.last.weekday()) == (5, 6)
        assert len(list(holiday.days)) == lengths[holiday.name.removesuffix("vakantie")]
    assert all(one.days.last < other.days.first for one, other in pairwise(found))


@pytest.mark.parametrize("school_year", SCHOOL_YEARS, ids=str)
@pytest.mark.parametrize("region", Region)
def test_the_table_agrees_with_the_holidays_package_on_every_day(region, school_year):
    calendar_years = range(school_year.starts_in, school_year.starts_in + 2)
    theirs = second_opinion.country_holidays(
        "NL", subdiv=region.value.title(), years=calendar_years, categories=("school",), language="nl"
    )
    # The table starts with the autumn of 2024: the summer before it is not there.
    first = date(school_year.starts_in, 9, 2)

    ours = {day for holiday in school_holidays(region, school_year) for day in holiday.days}

    for day in Days(first, school_year.days.last):
        assert (day in ours) == (day in theirs), day


@pytest.mark.parametrize("year", range(2024, 2041))
def test_public_holidays_agree_with_the_holidays_package(year):
    theirs = second_opinion.country_holidays("NL", years=year, categories=("public", "optional"))
    friday_after_ascension = next(
        holiday.day for holiday in public_holidays(year) if holiday.called.one.startswith("the Friday")
    )

    ours = {holiday.day for holiday in public_holidays(year)} - {friday_after_ascension}

    assert ours == set(theirs)


def test_kings_day_moves_to_saturday_when_it_falls_on_a_sunday():
    assert [kings_day(year) for year in (2025, 2026, 2031)] == [
        date(2025, 4, 26),
        date(2026, 4, 27),
        date(2031, 4, 26),
    ]


def test_liberation_day_closes_every_school_once_in_five_years():
    closes = {
        year: holiday.all_close
        for year in (2025, 2026, 2030)
        for holiday in public_holidays(year)
        if holiday.called.one == "Liberation Day"
    }

    assert closes == {2025: True, 2026: False, 2030: True}


def test_carnaval_is_seven_weeks_before_easter():
    assert carnaval(2030) == Days(date(2030, 3, 3), date(2030, 3, 5))
    assert carnaval_week(2027) == Days(date(2027, 2, 8), date(2027, 2, 12))


def test_carnaval_and_public_holidays_stand_in_the_table_as_computed():
    table = yaml.safe_load((PROJECT / "data" / "school-holidays-nl.yaml").read_text(encoding="utf-8"))

    assert {year: row["sunday"] for year, row in table["carnaval"].items()} == {
        year: carnaval(year).first for year in table["carnaval"]
    }
    for year, row in table["public_holidays"].items():
        assert set(row.values()) <= {holiday.day for holiday in public_holidays(year)}


def test_the_second_week_in_may_lies_on_the_side_the_table_says():
    sides = {
        str(year): [str(week.days) for week in extra_may_weeks(year)]
        for year in (SchoolYear(2025), SchoolYear(2026))
    }

    assert sides == {"2025-2026": ["2026-04-18..2026-04-26"], "2026-2027": ["2027-05-01..2027-05-09"]}


def test_where_nobody_knows_the_second_week_in_may_both_sides_are_kept_free():
    weeks = extra_may_weeks(SchoolYear(2029))

    assert [(str(week.days), week.confidence) for week in weeks] == [
        ("2030-04-20..2030-04-28", "unknown"),
        ("2030-05-04..2030-05-12", "unknown"),
    ]
    assert all(len(list(week.days)) == timedelta(days=9).days for week in weeks)

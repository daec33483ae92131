"""Which days are possible for whom: the three calendars in order, and the days people work."""

from datetime import date

import pytest

from leernet.days.attendance import Presence, presence, working_halves
from leernet.days.calendar import Openness, calendar_findings, calendar_of
from leernet.finding import Places
from leernet.model.values import Days
from leernet.model.weekdays import Half
from leernet.model.year import Member, School, Settings, Year
from leernet.words import ENGLISH

OPEN, PROBABLY_CLOSED, CLOSED = Openness


def a_year(school_year="2026-2027", region="zuid", *, school=None, **settings):
    given = {"name": "De Eik", **(school or {})}
    return Year(
        settings=Settings.model_validate(
            {"school_year": school_year, **({"holiday_region": region} if region else {}), **settings}
        ),
        schools={"eik": School.model_validate({"id": "eik", **given})},
    )


def verdicts(year, *days):
    calendar = calendar_of(year)
    found = (calendar.school("eik", date.fromisoformat(day)) for day in days)
    return [(verdict.level, ENGLISH.say(verdict.reason) if verdict.reason else "") for verdict in found]


def test_a_day_without_anything_is_open():
    assert verdicts(a_year(), "2026-11-12") == [(OPEN, "")]


def test_fixed_holidays_close_a_school_and_advised_ones_probably_do():
    assert verdicts(a_year(), "2026-12-22", "2026-10-20", "2026-10-13") == [
        (CLOSED, "the Christmas holiday of region zuid"),
        (PROBABLY_CLOSED, "the autumn holiday of region zuid"),
        (OPEN, ""),
    ]
    assert verdicts(a_year(region="noord"), "2026-10-13")[0][0] is PROBABLY_CLOSED


def test_august_still_belongs_to_the_summer_before():
    assert verdicts(a_year(), "2026-08-20") == [(CLOSED, "the summer holiday of region zuid")]


def test_a_summer_before_the_table_is_not_taken_for_open():
    assert verdicts(a_year("2024-2025"), "2024-08-20") == [
        (PROBABLY_CLOSED, "a summer holiday whose dates are not known")
    ]


def test_the_school_itself_goes_before_its_region_and_closed_before_open():
    school = {
        "closed": ["2026-11-12", {"from": "2027-02-08", "until": "2027-02-12", "reason": "carnaval"}],
        "open": ["2027-02-15..2027-02-19", "2026-11-12"],
    }

    assert verdicts(a_year(school=school), "2026-11-12", "2027-02-09", "2027-02-16") == [
        (CLOSED, "a day the school itself is closed"),
        (CLOSED, "carnaval"),
        (OPEN, ""),
    ]


def test_the_region_of_the_school_goes_before_that_of_the_year():
    assert verdicts(a_year(school={"holiday_region": "noord"}), "2026-10-13")[0][0] is PROBABLY_CLOSED


def test_a_day_on_which_nobody_meets_goes_before_all():
    year = a_year(
        closed=[{"from": "2026-12-03", "until": "2026-12-04", "reason": "Sinterklaas"}],
        school={"open": ["2026-12-03"]},
    )

    assert verdicts(year, "2026-12-03") == [(CLOSED, "Sinterklaas")]
    assert calendar_of(year).nobody(date(2026, 12, 2)) is None


def test_public_holidays_close_schools_and_the_bridge_days_probably():
    assert verdicts(a_year("2027-2028"), "2028-05-25", "2028-05-26", "2028-04-14", "2028-04-17") == [
        (CLOSED, "Ascension Day"),
        (PROBABLY_CLOSED, "the Friday after Ascension Day"),
        (PROBABLY_CLOSED, "Good Friday"),
        (CLOSED, "Easter Monday"),
    ]


def test_carnaval_in_the_south_closes_a_week_of_its_own_when_the_spring_holiday_misses_it():
    assert verdicts(a_year(), "2027-02-08", "2027-02-12", "2027-02-15") == [
        (PROBABLY_CLOSED, "the week of carnaval"),
        (PROBABLY_CLOSED, "the week of carnaval"),
        (PROBABLY_CLOSED, "the spring holiday of region zuid"),
    ]
    assert verdicts(a_year(region="midden"), "2027-02-08") == [(OPEN, "")]
    assert verdicts(a_year("2025-2026"), "2026-02-16", "2026-02-09") == [
        (PROBABLY_CLOSED, "the spring holiday of region zuid"),
        (OPEN, ""),
    ]


def test_the_second_week_in_may_is_probably_closed():
    assert verdicts(a_year(), "2027-04-28", "2027-05-04", "2027-04-21") == [
        (CLOSED, "the May holiday of region zuid"),
        (PROBABLY_CLOSED, "the second week of the May holiday"),
        (OPEN, ""),
    ]


def test_only_what_rests_on_advice_or_on_silence_is_assumed():
    silent = calendar_of(a_year())
    told = calendar_of(a_year(school={"closed": ["2026-11-12"]}))
    days = (date(2026, 11, 10), date(2026, 10, 20), date(2026, 12, 22))

    assert [silent.school("eik", day).assumed for day in days] == [True, True, False]
    assert [told.school("eik", day).assumed for day in days] == [False, True, False]
    assert (silent.gave_own_days("eik"), told.gave_own_days("eik")) == (False, True)


def test_weekdays_left_in_a_year_are_as_counted_by_hand():
    # Counted apart from this code: no school holiday, second May week or public holiday.
    counted = {"noord": 202, "midden": 197, "zuid": 207}
    first = {"noord": date(2026, 8, 17), "midden": date(2026, 8, 31), "zuid": date(2026, 8, 24)}
    carnaval_days = 5

    for region, weekdays in counted.items():
        levels = calendar_of(a_year(region=region)).school_levels("eik")
        left = levels[(first[region] - date(2026, 8, 1)).days :].count(OPEN)
        assert left == weekdays - (carnaval_days if region == "zuid" else 0)


def test_a_year_without_holiday_data_is_a_finding_and_never_an_open_year():
    year = a_year("2030-2031")

    assert [(found.rule, str(found)) for found in calendar_findings(year, Places())] == [
        (
            "no-holiday-data",
            "leernet.yaml: error: The school holidays of 2030-2031 are not known. [no-holiday-data]\n"
            "    leernet knows them up to and including 2029-2030; a newer leernet may know more.",
        )
    ]
    with pytest.raises(ValueError, match="2030-2031"):
        calendar_of(year)


def test_a_school_without_a_region_is_a_finding():
    assert [str(found) for found in calendar_findings(a_year(region=None), Places())] == [
        "leernet.yaml: error: De Eik has no holiday region, so its holidays are not known. "
        "[no-holiday-data]\n"
        "    Write holiday_region: noord, midden or zuid for each school, or once under year."
    ]
    assert calendar_findings(a_year(), Places()) == ()


def test_an_unknown_may_week_is_a_remark():
    found = calendar_findings(a_year("2029-2030"), Places())

    assert [(one.level, one.rule) for one in found] == [("remark", "may-week-unknown")]


def member(**fields):
    return Member.model_validate({"id": "a.bakker", "name": "Anne Bakker", "school": "eik", **fields})


@pytest.mark.parametrize(
    ("fields", "day", "expected"),
    [
        ({}, "2026-11-12", Presence.FREE),
        ({"working_days": ["ma", "do-ochtend"]}, "2026-11-12", Presence.NOT_A_WORKING_DAY),
        ({"working_days": ["ma", "do"]}, "2026-11-12", Presence.FREE),
        ({"away": ["2026-11-09..2026-11-13"]}, "2026-11-12", Presence.AWAY),
        ({"from": "2026-11-13"}, "2026-11-12", Presence.NOT_A_MEMBER),
        ({"until": "2026-11-11"}, "2026-11-12", Presence.NOT_A_MEMBER),
        ({}, "2026-10-20", Presence.SCHOOL_PROBABLY_CLOSED),
        ({}, "2026-12-22", Presence.SCHOOL_CLOSED),
    ],
)
def test_who_can_come_and_why_not(fields, day, expected):
    assert presence(calendar_of(a_year()), member(**fields), date.fromisoformat(day)) is expected


def test_half_a_day_is_enough_for_a_meeting_of_half_a_day():
    part_time = member(working_days=["do-ochtend"])
    calendar, thursday = calendar_of(a_year()), date(2026, 11, 12)

    assert presence(calendar, part_time, thursday, (Half.MORNING,)) is Presence.FREE
    assert presence(calendar, part_time, thursday, (Half.AFTERNOON,)) is Presence.NOT_A_WORKING_DAY


def test_people_of_another_organisation_follow_the_region_of_the_year():
    guest = Member.model_validate({"id": "g", "name": "Gast", "organisation": "Fontys"})

    assert presence(calendar_of(a_year()), guest, date(2026, 12, 22)) is Presence.SCHOOL_CLOSED
    assert presence(
        calendar_of(a_year(region=None, school={"holiday_region": "zuid"})), guest, date(2026, 12, 22)
    ) is (Presence.FREE)


def test_the_halves_somebody_works_come_as_one_number_a_day():
    week = Days(date(2026, 11, 9), date(2026, 11, 15))
    part_time = member(working_days=["ma", "wo-middag", "do-ochtend", "vr"], away=["2026-11-13"])

    assert list(working_halves(part_time, week)) == [7, 4, 6, 5, 0, 4, 4]
    assert list(working_halves(member(**{"from": "2026-11-11", "until": "2026-11-12"}), week)) == [
        0,
        0,
        7,
        7,
        0,
        0,
        0,
    ]

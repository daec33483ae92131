"""Why this date and this host, and what the best others would cost whom."""

import pytest

from leernet.explain.meeting import meeting_reasons, reason_lines
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.words import words

from .plan_projects import PROJECT, year_of


def explained(text, reference="coaches/herfst", language="en"):
    year = year_of(text)
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    reasons = meeting_reasons(year, outcome.plan, reference)
    return [words(language).say(line) for line in reason_lines(reasons)]


SHORT = PROJECT.replace("2026-09-14..2026-11-27", "2026-09-15..2026-09-17").replace(
    "2027-02-22..2027-04-23", "2027-03-09..2027-03-09"
)


def test_a_date_is_explained_by_who_misses_it_and_what_the_others_cost():
    text = SHORT.replace("weekdays: [di, do]", "weekdays: [ma, di, do]").replace("[ma, di, wo]", "[di, do]")

    assert explained(text)[:2] == [
        "coaches/herfst is on 2026-09-17: 0 of 4 members cannot come.",
        "Not 2026-09-15, with 1 absent: members who can come to none: 0 becomes 1, Dirk would miss it and "
        "pairs of meetings that one person misses: 0 becomes 1.",
    ]


def test_another_date_names_the_school_that_would_receive_it_then():
    # De Eik, which receives it, does not host on the other day.
    text = SHORT.replace("weekdays: [di, do]", "weekdays: [di, do]\n    quorum: 0")
    text = text.replace("{name: De Eik,", "{name: De Eik, host_not: [2026-09-15],")

    assert explained(text)[2] == (
        "Not 2026-09-15, with 1 absent: members who can come to none: 0 becomes 1, Dirk would miss it, pairs "
        "of meetings that one person misses: 0 becomes 1 and it would be at De Iep; but Cato could come."
    )


def test_a_host_is_explained_by_its_turn_and_the_others_by_what_is_against_them():
    text = SHORT.replace(
        "rotate: schools", "rotate: schools, not_same_board_in_a_row: true, hosted_before: {beuk: 1}"
    ).replace("host_seats: 2}", "host_seats: 2, closed: [2027-03-09]}")

    assert explained(text, "coaches/lente")[-4:] == [
        "De Iep hosts it: it hosted 0 times before and together people travel 30 km.",
        "Not De Beuk: board Kiem would host twice in a row, with De Eik on 2026-09-17.",
        "Not De Eik: board Kiem would host twice in a row, with De Eik on 2026-09-17.",
        "Not De Wilg: not open: a day the school itself is closed and 2 seats for 4 people.",
    ]


def test_a_date_and_a_place_that_were_given_need_no_reason():
    text = PROJECT.replace("2027-02-22..2027-04-23}", "2027-02-22..2027-04-23, date: 2027-03-09}").replace(
        "{rotate: schools}", "{location: 'Kerkstraat 4, Ede'}"
    )

    assert explained(text, "coaches/lente", "nl") == [
        "coaches/lente is op 2027-03-09: 1 van de 4 deelnemers kan niet komen.",
        "  Dirk: werkt dan niet",
        "De datum is opgegeven, dus naar een andere is niet gekeken.",
        "Het is bij Kerkstraat 4, Ede; zo staat het in de bestanden.",
    ]


def test_a_meeting_that_is_not_in_the_plan_cannot_be_explained():
    with pytest.raises(KeyError):
        explained(PROJECT, "coaches/zomer")


def test_a_meeting_is_explained_while_something_else_has_no_possible_day():
    weekend = "moments: {m: {window: 2026-10-03..2026-10-04, time: 9.00-10.00}}"
    series = f"series:\n  s: {{for: {{roles: [coach]}}, {weekend}}}\n"
    year = year_of(PROJECT.replace("networks:", f"{series}networks:", 1))
    outcome = plan_year(year_of(PROJECT), Wishes())
    assert isinstance(outcome, Planned)

    assert (
        meeting_reasons(year, outcome.plan, "coaches/herfst").day
        == outcome.plan.meetings["coaches/herfst"].day
    )

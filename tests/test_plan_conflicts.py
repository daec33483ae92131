"""No plan fits: the fewest lines that clash are named, each with its place, and the cheapest ways out."""

from leernet.solve.conflicts import conflict_findings
from leernet.solve.plan import NoPlan, Wishes, plan_year

from .plan_projects import PROJECT, defined


def clashes(text):
    definitions = defined(text)
    assert definitions.year is not None
    outcome = plan_year(definitions.year, Wishes())
    assert isinstance(outcome, NoPlan)
    return [str(finding) for finding in conflict_findings(outcome.conflicts, definitions.places)]


def test_a_meeting_without_a_day_names_the_lines_that_leave_none():
    text = PROJECT.replace("facilitator: anna", "facilitator: anna\n    required: [dirk]").replace(
        "weekdays: [di, do]", "weekdays: [di]"
    )

    ways = (
        "\n    Possible ways out: without “Dirk must be there” there are 10 days "
        "(the best: 2026-09-15, 2026-09-22 and 2026-09-29, from 1 of 4 absent)."
    )
    autumn = [line for line in clashes(text) if "herfst" in line]

    assert autumn == [
        "leernet.yaml:17:16: error: Coaches, herfst cannot be planned. These cannot all be kept: "
        f"Dirk must be there; it is on Tuesday. [no-plan-fits]{ways}",
        "leernet.yaml:19:15: error: Coaches, herfst cannot be planned. These cannot all"
        " be kept: it is on Tuesday; Dirk must be there. [no-plan-fits]",
    ]


def test_each_line_is_needed_for_the_clash():
    text = PROJECT.replace("facilitator: anna", "facilitator: anna\n    required: [dirk, bas]").replace(
        "weekdays: [di, do]", "weekdays: [di]"
    )

    # Bas comes on Tuesdays: he is no part of it.
    assert not any("Bas" in line for line in clashes(text))


def test_meetings_that_leave_too_little_room_between_them_are_named_together():
    text = PROJECT.replace("2027-02-22..2027-04-23", "2026-11-20..2026-12-10").replace(
        "min_weeks: 6", "min_weeks: 20"
    )

    found = clashes(text)

    # Even with the autumn meeting on the first day of the year, the spring one would come too soon.
    assert [line.partition(" error: ")[0] for line in found] == ["leernet.yaml:24:29:", "leernet.yaml:20:26:"]


def test_someone_needed_at_two_meetings_on_the_only_day_is_found_between_networks():
    other = """\
  opleiders:
    title: Opleiders
    facilitator: anna
    members: {roles: [opleider]}
    time: 15.00-17.00
    meetings: [{id: a, date: 2026-09-15}]
"""
    text = PROJECT.replace("2026-09-14..2026-11-27", "2026-09-15..2026-09-15") + other

    found = clashes(text)

    assert [line.partition(" error: ")[0] for line in found] == [
        "leernet.yaml:23:30:",
        "leernet.yaml:16:18:",
        "leernet.yaml:30:30:",
        "leernet.yaml:27:18:",
    ]

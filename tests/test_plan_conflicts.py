"""No plan fits: the fewest lines that clash are named, each with its place, and the cheapest ways out."""

import re

from leernet.solve.conflicts import conflict_findings

from .plan_projects import PROJECT, conflicts_of, defined

DAYS = re.compile(r"\((?:20\d\d-\d\d-\d\d(?:, | and )?)+\)")


def clashes(text):
    definitions = defined(text)
    assert definitions.year is not None
    found = conflicts_of(definitions.year)
    # On which days it can be depends on all that is weighed; that there are some is told with each way.
    return [DAYS.sub("(…)", str(finding)) for finding in conflict_findings(found, definitions.places)]


def test_a_meeting_without_a_day_names_the_lines_that_leave_none():
    text = PROJECT.replace("facilitator: anna", "facilitator: anna\n    required: [dirk]").replace(
        "weekdays: [di, do]", "weekdays: [di]"
    )

    assert clashes(text) == [
        "leernet.yaml:17:16: error: coaches/herfst and coaches/lente cannot be planned. "
        "These cannot all be kept: Dirk must be there and it is on Tuesday. [no-plan-fits]\n"
        "    Possible ways out: without “it is on Tuesday” (…); or without “Dirk must be there” (…)."
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
    assert found == [
        "leernet.yaml:24:29: error: The 2 meetings of Coaches cannot be planned one after the other. "
        "These cannot all be kept: Coaches, lente is between 2026-11-20 and 2026-12-10 and "
        "at least 20 weeks between two meetings. [no-plan-fits]\n"
        "    Possible ways out: without “at least 20 weeks between two meetings” (…); "
        "or without “Coaches, lente is between 2026-11-20 and 2026-12-10” and "
        "“Coaches, herfst is between 2026-09-14 and 2026-11-27” (…)."
    ]


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

    assert found == [
        "leernet.yaml:23:30: error: Coaches, herfst and Opleiders, a need the same people on the same days. "
        "These cannot all be kept: Coaches, herfst is between 2026-09-15 and 2026-09-15, "
        "Anna must be there (Coaches), Opleiders, a is on 2026-09-15 and "
        "Anna must be there (Opleiders). [no-plan-fits]\n"
        "    Possible ways out: let coaches/herfst be between 2026-08-18 and 2026-10-13 "
        "(…); or without “Anna must be there (Coaches)” (…); "
        "or let opleiders/a be between 2026-08-18 and 2026-10-13 (…)."
    ]

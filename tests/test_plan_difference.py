"""What a plan changes in the one before: per meeting, per person, and how many messages would follow."""

from leernet.explain.difference import PersonDifference, difference_lines, people_record, plan_difference
from leernet.solve.plan import Planned, Wishes, plan_year

from .plan_projects import PROJECT, with_addresses, year_of


def planned(text, **wishes):
    outcome = plan_year(year_of(text), Wishes(**wishes))
    assert isinstance(outcome, Planned)
    return outcome.plan


BEFORE = planned(PROJECT)
AUTUMN = BEFORE.meetings["coaches/herfst"]


def test_nothing_different_concerns_nobody():
    found = plan_difference(year_of(PROJECT), BEFORE, planned(PROJECT, previous=BEFORE))

    assert (found.changes, found.people, found.messages) == ((), (), 0)
    assert [str(line) for line in difference_lines(year_of(PROJECT), found)] == ["Nothing would change."]


def test_a_moved_meeting_tells_everybody_invited_and_names_who_now_misses_it():
    text = (
        PROJECT.replace("{name: Anna,", f"{{name: Anna, away: [{AUTUMN.day}],")
        .replace("weekdays: [di, do]", "weekdays: [di, do]\n    optional: {members: [gast]}")
        .replace("  dirk:", "  gast: {name: Gast}\n  dirk:")
    )
    text = with_addresses(text)
    year = year_of(text)

    found = plan_difference(year, BEFORE, planned(text, previous=BEFORE))

    assert [change.meeting for change in found.changes] == ["coaches/herfst"]
    assert found.messages == 5
    assert [person.member for person in found.people] == ["anna", "bas", "cato", "dirk", "gast"]
    assert PersonDifference("gast", (), (), ("coaches/herfst",)) in found.people
    assert str(difference_lines(year, found)[0]) == "5 messages would follow, to 5 people."
    assert people_record(found.people)[-1]["member"] == "gast"


def test_a_workshop_that_moves_is_told_to_who_is_placed_there_and_who_leads_it():
    series = """\
series:
  w: {for: {roles: [coach]}, moments: {een: {date: DAY, time: 9.00-12.00}}}
workshops:
  a: {series: w, presenter: anna, school: beuk, seats: 6}
  b: {series: w, presenter: gast, school: eik, seats: 6}
"""
    text = with_addresses(PROJECT + series)
    before, after = text.replace("DAY", "2026-10-06"), text.replace("DAY", "2026-10-13")
    was, year = planned(before), year_of(after)
    placements = {"w": {"bas": {"een": "a"}, "cato": {"een": "b"}, "dirk": {}}}

    found = plan_difference(year, was, planned(after, previous=was), placements)

    assert {person.member: person.messages for person in found.people} == {
        "anna": ("w/een/a",),
        "bas": ("w/een/a",),
        "cato": ("w/een/b",),
    }

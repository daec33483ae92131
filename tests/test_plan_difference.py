"""What a plan changes in the one before: per meeting and per person, and which messages would follow."""

from leernet.explain.difference import (
    Follow,
    PersonDifference,
    PlanDifference,
    difference_lines,
    people_record,
    plan_difference,
)
from leernet.solve.plan import Planned, Wishes, plan_year

from .invite_project import outbox
from .invite_project import year_of as partnership
from .plan_projects import PROJECT, with_addresses, year_of
from .test_plan_workshops import SERIES

REVISIONS = tuple(message.revision for message in outbox(placements={}).messages)


def planned(text, **wishes):
    outcome = plan_year(year_of(text), Wishes(**wishes))
    assert isinstance(outcome, Planned)
    return outcome.plan


BEFORE = planned(PROJECT)
AUTUMN = BEFORE.meetings["coaches/herfst"]


def test_nothing_different_concerns_nobody():
    found = plan_difference(year_of(PROJECT), BEFORE, planned(PROJECT, previous=BEFORE), None)

    assert (found.changes, found.people, difference_lines(year_of(PROJECT), found)) == ((), (), ())


def test_who_now_misses_a_moved_meeting_is_named():
    text = with_addresses(PROJECT.replace("{name: Anna,", f"{{name: Anna, away: [{AUTUMN.day}],"))

    found = plan_difference(year_of(PROJECT), BEFORE, planned(text, previous=BEFORE), None)

    assert [change.meeting for change in found.changes] == ["coaches/herfst"]
    assert people_record(found.people) == []
    back = plan_difference(
        year_of(PROJECT), planned(text, previous=BEFORE), BEFORE.model_copy(update={"revision": 9}), None
    )
    assert [person.misses for person in back.people] == []


def test_the_messages_are_told_by_number_and_by_person():
    other = BEFORE.model_copy(update={"revision": 2})

    found = plan_difference(year_of(PROJECT), BEFORE, other, Follow(REVISIONS, 4))

    assert [str(line) for line in difference_lines(partnership(), found)] == [
        "8 messages would follow, to 4 people (`leernet invite --all`).",
        "4 of them are due now (`leernet invite`).",
    ]
    assert found.people[0] == PersonDifference("a.bakker", (), (), ("trainers/herfst", "trainers/lente"))
    told = plan_difference(year_of(PROJECT), BEFORE, other, Follow(REVISIONS, 8))
    assert [str(line) for line in difference_lines(partnership(), told)] == [
        "8 messages would follow, to 4 people (`leernet invite --all`)."
    ]


def test_who_left_is_not_said_to_be_able_to_come():
    # Dirk cannot come in autumn and leaves before it.
    assert "dirk" in AUTUMN.absent or "cato" in AUTUMN.absent
    (who,) = AUTUMN.absent[:1]
    name = who.capitalize()
    text = PROJECT.replace(f"{{name: {name},", f"{{name: {name}, until: 2026-09-01,")

    now = planned(text, previous=BEFORE).model_copy(update={"revision": 9})

    assert who not in now.meetings["coaches/herfst"].absent
    assert plan_difference(year_of(text), BEFORE, now, None).people == ()


def test_a_workshop_that_does_not_run_is_not_said_to_be_gone_from_the_files():
    before = planned(PROJECT + SERIES)
    text = PROJECT + SERIES.replace("d: {", "d: {runs: no, ")

    (change,) = planned(text, previous=before).changes

    assert (change.what, change.reason) == ("removed", "gaat niet door")


def test_of_very_many_people_twenty_are_named_and_the_others_counted():
    people = tuple(PersonDifference(f"p{at:02}", ("coaches/herfst",), (), ()) for at in range(23))

    lines = [str(line) for line in difference_lines(year_of(PROJECT), PlanDifference((), people, None))]

    assert (len(lines), lines[-1]) == (21, "And 3 more people.")

"""Groups, roles, pairs and visits are part of the plan, and stay as they were when nothing touches them."""

from leernet.model.selection import takes_part_on
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.words import ENGLISH

from .plan_projects import YEAR, year_of

IDS = ("anna", "bas", "cato", "dirk", "els", "finn", "gijs", "hanna")
COLLEAGUES = "".join(
    f"  {id}: {{name: {id.capitalize()}, school: {school}, roles: [coach]}}\n"
    for id, school in zip(IDS, ("beuk", "eik", "iep", "wilg") * 2, strict=True)
)
PROJECT = f"""{YEAR}
schools:
  beuk: {{name: De Beuk, board: kiem, host_seats: 20}}
  eik: {{name: De Eik, board: kiem}}
  iep: {{name: De Iep, board: zaad}}
  wilg: {{name: De Wilg, board: tak}}
boards: {{kiem: {{name: Kiem}}, zaad: {{name: Zaad}}, tak: {{name: Tak}}}}
members:
{COLLEAGUES}
networks:
  coaches:
    title: Coaches
    facilitator: anna
    members: {{roles: [coach]}}
    weekdays: [di]
    time: 13.30-16.30
    hosts: {{school: beuk}}
    meetings:
      - {{id: herfst, window: 2026-09-14..2026-09-18}}
      - {{id: lente, window: 2027-03-01..2027-03-05}}
    groups: {{size: 4, fixed: true, mix: [boards], together: [[anna, els]], rotate: [case_owner, chair]}}
    pairs: {{window: 2026-11-02..2027-01-29, other: [school], wishes: {{bas: [cato], cato: [bas]}}}}
"""


def planned(text: str, **wishes) -> Planned:
    outcome = plan_year(year_of(text), Wishes(**wishes))
    assert isinstance(outcome, Planned)
    return outcome


def test_the_plan_has_groups_of_the_size_asked_with_those_who_belong_together():
    plan = planned(PROJECT).plan

    groups = [meeting.groups for meeting in plan.meetings.values()]
    assert groups[0] == groups[1]
    assert sorted(len(members) for members in groups[0].values()) == [4, 4]
    assert [{"anna", "els"} <= set(members) for members in groups[0].values() if "anna" in members] == [True]


def test_nobody_has_two_roles_at_one_meeting_and_who_gets_no_turn_is_told():
    outcome = planned(PROJECT)

    of_meetings = [roles for meeting in outcome.plan.meetings.values() for roles in meeting.roles.values()]
    assert [len(set(roles.values())) for roles in of_meetings] == [2, 2, 2, 2]
    owners = {roles["case_owner"] for roles in of_meetings}
    without = sorted(id.capitalize() for id in set(IDS) - owners)
    assert [ENGLISH.say(remark) for remark in outcome.remarks] == [
        "Coaches: 4 members get no turn to bring in a case this year "
        f"({', '.join(without[:-1])} and {without[-1]})."
    ]


def test_everybody_has_a_partner_of_another_school_and_visits_both_ways():
    plan = planned(PROJECT).plan

    pairs = plan.pairs["coaches/1"]
    year = year_of(PROJECT)
    assert ("bas", "cato") in pairs
    assert sorted(member for pair in pairs for member in pair) == sorted(year.members)
    assert [pair for pair in pairs if len({year.members[member].school for member in pair}) < 2] == []
    assert sorted((visit.visitor, visit.visited) for visit in plan.visits) == sorted(
        visit for one, other in pairs for visit in ((one, other), (other, one))
    )


def test_planning_again_changes_nothing():
    plan = planned(PROJECT).plan

    assert planned(PROJECT, previous=plan).plan == plan


def test_when_somebody_leaves_the_other_group_stays_and_the_change_is_told():
    before = planned(PROJECT).plan
    text = PROJECT.replace(
        "hanna: {name: Hanna, school: wilg,", "hanna: {name: Hanna, until: 2026-08-31, school: wilg,"
    ).replace("size: 4", "size: 3-4")

    after = planned(text, previous=before).plan

    was, now = (plan.meetings["coaches/herfst"] for plan in (before, after))
    kept = [number for number, members in was.groups.items() if "hanna" not in members]
    assert not takes_part_on(year_of(text).members["hanna"], now.day)
    assert [now.groups[number] for number in kept] == [was.groups[number] for number in kept]
    assert [change.what for change in after.changes] == ["groups", "groups", "pairs"]


def test_groups_that_cannot_be_made_name_the_line():
    text = PROJECT.replace("size: 4,", "size: 8, apart: [[bas, cato]],")
    outcome = plan_year(year_of(text), Wishes())

    assert isinstance(outcome, NoPlan)
    assert [line.path for conflict in outcome.conflicts for line in conflict.lines] == [
        ("networks", "coaches", "groups")
    ]

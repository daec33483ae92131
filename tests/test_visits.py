"""Visits: on days both can, apart, nowhere too many away at once, and the hours they cost."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.model.weekdays import Half, HalfDay
from leernet.solve.pairs.visits import (
    PlannedVisit,
    Unplanned,
    Visitor,
    VisitProblem,
    days_of_rounds,
    minutes_of_visits,
    visit_calendar,
    visits_of,
)
from leernet.solve.parameters import VisitParameters

MONDAY = date(2026, 11, 2)


def weekdays(weeks):
    return tuple(MONDAY + timedelta(week * 7 + day) for week in range(weeks) for day in range(5))


def free(days, *wanted):
    """Free on the whole of these weekdays (0 is Monday), every week."""
    return sum(0b11 << 2 * place for place, day in enumerate(days) if day.weekday() in wanted)


def goals(calendar):
    return {goal.name: goal.value for goal in calendar.goals}


def test_both_directions_are_planned_two_weeks_apart_on_the_day_both_work():
    days = weekdays(3)
    who = (Visitor("a", "x", free(days, 0, 1)), Visitor("b", "y", free(days, 1, 2)))

    found = visit_calendar(VisitProblem(days, who, (visits_of(("a", "b"), (("a", "b"),)),)))

    tuesday = (HalfDay(1, Half.MORNING), HalfDay(1, Half.AFTERNOON))
    assert found.visits == (
        PlannedVisit("a", "b", date(2026, 11, 3), tuesday),
        PlannedVisit("b", "a", date(2026, 11, 17), tuesday),
    )
    assert found.unplanned == ()


def test_colleagues_do_not_leave_on_one_day_when_there_are_others():
    days = weekdays(1)
    who = tuple(
        Visitor(id, school, free(days, 0, 1, 2)) for id, school in ("ax", "bx", "cx", "dy", "ey", "fy")
    )
    cycles = ((("a", "d"),), (("b", "e"),), (("c", "f"),))

    found = visit_calendar(VisitProblem(days, who, cycles))

    assert sorted(visit.day.weekday() for visit in found.visits) == [0, 1, 2]
    assert goals(found)["most visitors away from one school on one day"] == 1


def test_no_more_leave_a_school_on_one_day_than_is_allowed():
    days = weekdays(1)
    who = tuple(Visitor(id, school, free(days, 0)) for id, school in ("ax", "bx", "cx", "dy", "ey", "fy"))
    cycles = ((("a", "d"),), (("b", "e"),), (("c", "f"),))

    found = visit_calendar(VisitProblem(days, who, cycles))

    assert len(found.visits) == 2
    assert found.unplanned == (Unplanned((("c", "f"),), (1,)),)


def test_visits_close_upon_one_another_are_planned_when_weeks_are_few():
    days = weekdays(2)
    who = (Visitor("a", "x", free(days, 0)), Visitor("b", "y", free(days, 0)))

    found = visit_calendar(VisitProblem(days, who, ((("a", "b"), ("b", "a")),)))

    assert [visit.day for visit in found.visits] == [date(2026, 11, 2), date(2026, 11, 9)]
    assert goals(found)["visits close upon one another"] == 1


def test_three_partners_visit_round_a_ring_and_two_links_go_through_the_middle():
    assert visits_of(("a", "b", "c"), (("a", "c"), ("b", "c"))) == (
        ("a", "c"),
        ("c", "a"),
        ("b", "c"),
        ("c", "b"),
    )


def test_rounds_share_the_weeks():
    rounds = days_of_rounds(weekdays(5), 2)

    assert [len(days) for days in rounds] == [15, 10]
    assert rounds[0] + rounds[1] == weekdays(5)


def test_a_visit_costs_both_the_whole_cycle():
    visits = (
        PlannedVisit("a", "b", MONDAY, ()),
        PlannedVisit("b", "a", MONDAY, ()),
        PlannedVisit("c", "a", MONDAY, ()),
    )

    assert minutes_of_visits(visits, 100) == {"a": 300, "b": 200, "c": 100}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 2**20 - 1), min_size=8, max_size=8), st.integers(1, 2))
def test_generated_calendars_keep_every_rule(masks, most_away):
    days = weekdays(2)
    who = tuple(Visitor(f"p{number}", f"s{number % 3}", mask) for number, mask in enumerate(masks))
    cycles = tuple((((f"p{one}", f"p{one + 4}")), (f"p{one + 4}", f"p{one}")) for one in range(4))

    found = visit_calendar(
        VisitProblem(days, who, cycles, parameters=VisitParameters(days_between=7, most_away=most_away))
    )

    people = {person.id: person for person in who}
    for visit in found.visits:
        place = days.index(visit.day)
        assert people[visit.visitor].free & people[visit.visited].free & 0b11 << 2 * place
        assert HalfDay(visit.day.weekday(), Half.MORNING) in visit.half_days or (
            HalfDay(visit.day.weekday(), Half.AFTERNOON) in visit.half_days
        )
    away = [(people[visit.visitor].school, visit.day) for visit in found.visits]
    assert all(away.count(one) <= most_away for one in away)
    assert len(found.visits) + 2 * len(found.unplanned) == 8
    for cycle in cycles:
        planned = [visit.day for visit in found.visits if (visit.visitor, visit.visited) in cycle]
        assert planned == sorted(set(planned))

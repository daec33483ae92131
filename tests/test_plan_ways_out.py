"""Each clash is the smallest there is, and each way out was tried: taken, it leads to a plan."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from leernet.days.calendar import calendar_of
from leernet.solve.dates.conflicts import clashes_between_chains, date_conflicts, single_clashes
from leernet.solve.dates.feasible import possible_together
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.dates.search import possible
from leernet.solve.parts import year_without
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.words import words

from .plan_projects import PROJECT, conflicts_of, year_of
from .test_plan_workshops import SERIES


def conflicts(text):
    return conflicts_of(year_of(text))


def said(conflict):
    say = words("en").say
    return (
        say(conflict.headline),
        [say(line.sentence) for line in conflict.lines],
        [(say(way.sentence), way.price) for way in conflict.ways_out],
    )


def is_planned(text):
    return isinstance(plan_year(year_of(text), Wishes()), Planned)


def holds(clash):
    """That the lines clash, that no fewer of them do, and that each way out is one."""
    assert not clash.possible(clash.asked)
    assert not clash.possible(clash.core)
    assert all(clash.possible([other for other in clash.core if other is not one]) for one in clash.core)


TWO = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {eik: {name: De Eik}}
members:
  anna: {name: Anna, school: eik, roles: [een, twee], working_days: [ANNA]}
  bas: {name: Bas, school: eik, roles: [een, expert], working_days: [BAS]}
  cato: {name: Cato, school: eik, roles: [twee, expert], working_days: [CATO]}
networks:
  een:
    facilitator: anna
    quorum: 0
    members: {roles: [een]}
    required: [{any_of: {roles: [expert]}, at_least: K}]
    time: 9.00-12.00
    spacing: {min_weeks: 1}
    meetings: [{id: a, window: 2026-09-07..2026-09-11}, {id: b, window: 2026-09-09..2026-09-16}]
  twee:
    facilitator: FACILITATOR
    quorum: 0
    members: {roles: [twee]}
    required: [{any_of: {roles: [expert]}}]
    weekdays: [TWEE]
    time: 11.00-13.00
    meetings: [{id: a, window: 2026-09-07..2026-09-11}, {id: b, window: 2026-09-14..2026-09-16}]
"""
WEEK = ["ma", "di", "wo", "do", "vr"]
SOME_DAYS = some.lists(some.sampled_from(WEEK), min_size=1, max_size=3, unique=True)


def a_clashing_year(days, facilitator, k):
    text = TWO.replace("FACILITATOR", facilitator).replace("K}", f"{k}}}")
    for who, own in days.items():
        text = text.replace(f"[{who}]", f"[{', '.join(own)}]")
    return year_of(text)


@settings(max_examples=30, deadline=None)
@given(
    days=some.fixed_dictionaries(dict.fromkeys(("ANNA", "BAS", "CATO", "TWEE"), SOME_DAYS)),
    facilitator=some.sampled_from(["anna", "bas"]),
    k=some.sampled_from([1, 2]),
)
def test_every_clash_is_found_and_is_the_smallest(days, facilitator, k):
    year = a_clashing_year(days, facilitator, k)
    problem = date_problem(year, calendar_of(year))
    every = product(*(range(len(event.days)) for event in problem.events))
    there_are_dates = any(measures(problem, picks).total < FORBIDDEN for picks in every)

    alone, of_chains = single_clashes(problem)
    between = () if alone or of_chains else clashes_between_chains(problem)

    assert there_are_dates == (not alone and not of_chains and not between)
    assert possible(problem) == (not alone and not of_chains)
    assert possible_together(problem, problem.chains) == there_are_dates
    for _where, clash in (*alone, *of_chains, *between):
        holds(clash)


@settings(max_examples=6, deadline=None)
@given(
    days=some.fixed_dictionaries(dict.fromkeys(("ANNA", "BAS", "CATO", "TWEE"), SOME_DAYS)),
    facilitator=some.sampled_from(["anna", "bas"]),
)
def test_every_way_out_leads_to_a_plan_beside_the_first_of_every_other_conflict(days, facilitator):
    year = a_clashing_year(days, facilitator, 1)
    found = conflicts_of(year)

    firsts = {at: conflict.ways_out[0] for at, conflict in enumerate(found) if conflict.ways_out}
    hopeless = {conflict.part for conflict in found if not conflict.ways_out}
    for at, conflict in enumerate(found):
        for way in conflict.ways_out:
            done = year
            for one in (way, *(first for number, first in firsts.items() if number != at)):
                done = one.year(done)
            assert isinstance(plan_year(year_without(done, hopeless), Wishes()), Planned)


def test_two_lines_are_given_up_together_where_one_does_not_help():
    # Neither Anna nor Bas, who both must be there, works on Wednesday.
    text = PROJECT.replace("weekdays: [di, do]", "weekdays: [wo]").replace(
        "facilitator: anna", "facilitator: anna\n    quorum: 0\n    required: [bas]"
    )

    (found,) = conflicts(text)
    _headline, lines, ways = said(found)

    assert lines == ["Bas must be there", "it is on Wednesday"]
    assert [way for way, _price in ways] == [
        "without “it is on Wednesday”",
        "without “Bas must be there” and “Anna must be there”",
    ]


BOARDS = PROJECT.replace(
    "{rotate: schools}", "{rotate: schools, not_same_board_in_a_row: true, among: {schools: [beuk, eik]}}"
)


def test_hosts_of_one_board_only_clash_with_the_rule_about_boards():
    (found,) = conflicts(BOARDS)

    assert said(found) == (
        "The 2 meetings of Coaches cannot be planned one after the other.",
        [
            "one of the 2 schools that take turns must be open, with 4 seats (the largest, De Beuk, has 10)",
            "not the same board twice in a row",
        ],
        [
            ("without “not the same board twice in a row”", 2),
            ("let De Iep host it, with room for 4 people", 4),
            ("let De Wilg host it, with room for 4 people", 4),
        ],
    )
    assert is_planned(BOARDS.replace(", not_same_board_in_a_row: true", ""))


ONE_HOST = """\
  opleiders:
    title: Opleiders
    facilitator: bas
    members: {roles: [coach]}
    time: 13.30-15.30
    hosts: {rotate: schools, among: {schools: [eik]}}
    meetings: [{id: a, date: 2026-09-15}]
"""
SHARED = (
    PROJECT.replace("{rotate: schools}", "{rotate: schools, among: {schools: [eik]}}").replace(
        "window: 2026-09-14..2026-11-27", "date: 2026-09-15"
    )
    + ONE_HOST
)


def test_two_networks_that_need_one_school_at_one_time_are_told_what_would_help():
    (found,) = conflicts(SHARED)

    assert said(found) == (
        "Coaches, herfst has no host on 2026-09-15.",
        ["the one school that takes turns cannot host it", "Opleiders, a needs a host at the same time"],
        [
            ("write a location for opleiders/a", 3),
            ("let opleiders/a be between 2026-08-18 and 2026-10-13", 3),
            ("let De Beuk host it, with room for 4 people", 4),
        ],
    )


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("{id: a, date: 2026-09-15}", "{id: a, date: 2026-09-22}"),
        ("{id: herfst, date: 2026-09-15}", "{id: herfst, date: 2026-09-15, location: Ergens}"),
        ("schools: [eik]}}\n    meetings:\n", "schools: [eik, beuk]}}\n    meetings:\n"),
    ],
)
def test_each_of_these_ways_leads_to_a_plan(line, instead):
    assert line in SHARED
    assert is_planned(SHARED.replace(line, instead))


NEVER = PROJECT + SERIES.replace("presenter: cato", "presenter: dirk").replace(
    "weekdays: [di, do]", "weekdays: [di]"
)


def test_a_workshop_without_a_place_names_what_leaves_none_and_what_helps():
    (found,) = conflicts(NEVER)

    assert said(found) == (
        "Workshop c has no place.",
        ["Dirk must be able to come", "the moments of the series"],
        [
            ("without “Dirk must be able to come”", 4),
            ("let c not run", 5),
            ("add another moment to Workshops", 5),
        ],
    )
    assert is_planned(NEVER.replace("presenter: dirk", "presenter: gast"))


def test_a_workshop_too_large_for_its_schools_may_be_smaller():
    text = PROJECT + SERIES.replace("c: {series: w, presenter: cato, seats: 6}", "c: {series: w, seats: 60}")

    (found,) = conflicts(text)

    assert said(found)[1:] == (
        ["a school must have room for 60 people", "the moments of the series"],
        [("without “a school must have room for 60 people”", 3), ("let c not run", 5)],
    )
    assert is_planned(text.replace("seats: 60", "seats: 6"))


def test_a_presenter_of_too_many_workshops_may_lead_one_less():
    text = PROJECT + SERIES.replace("presenter: bas", "presenter: anna")

    (found,) = conflicts(text)
    _headline, lines, ways = said(found)

    assert lines == ["Anna must be able to come", *sorted(lines[1:-1]), "the moments of the series"]
    assert len(ways) == 3
    assert is_planned(text.replace("d: {series: w, presenter: anna, seats: 6}", "d: {series: w, seats: 6}"))


def test_dates_of_groups_that_come_too_early_may_be_between_no_meetings():
    own = "{times: [{after: lente}], time: 9.00-10.00, window: 2026-09-14..2026-11-27}"
    text = PROJECT.replace("hosts: {", f"groups: {{size: 2-4, meetings: {own}}}\n    hosts: {{")

    (found,) = conflicts(text)

    assert said(found) == (
        "Coaches, lente and Coaches, intervisie-1 cannot be planned one after the other.",
        [
            "Coaches, lente is between 2027-02-22 and 2027-04-23",
            "Coaches, intervisie-1 is between 2026-09-14 and 2026-11-27",
            "coaches/intervisie-1 comes after coaches/lente",
        ],
        [
            ("without “Coaches, lente is between 2027-02-22 and 2027-04-23”", 3),
            ("without “coaches/intervisie-1 comes after coaches/lente”", 3),
        ],
    )
    assert is_planned(text.replace("[{after: lente}]", "1"))


def test_what_is_past_is_never_a_part_of_a_clash():
    year = year_of(PROJECT.replace("facilitator: anna", "facilitator: anna\n    required: [dirk]"))
    day = year.networks["coaches"].meetings[0].window.first
    problem = date_problem(year, calendar_of(year), given={"coaches/herfst": day})

    assert not any(line.path[-1] == "date" for conflict in date_conflicts(problem) for line in conflict.lines)
    assert problem.events[0].days.tolist() == [problem.number(day)]


def a_full_programme(seed):
    """The project with two to nine workshops, which mostly do not all fit."""
    chance = random.Random(seed)
    text = PROJECT
    for school in ("beuk", "eik", "iep"):
        if chance.random() < 0.6:
            text = text.replace(f"{school}: {{", f"{school}: {{rooms: {chance.randint(1, 2)}, ")
    moments = chance.randint(1, 3)
    text += SERIES.partition("      een:")[0]
    for at in range(moments):
        when = [
            f"window: 2026-1{at}-05..2026-1{at}-09, weekdays: [di, do], time: 9.00-12.00",
            f"date: 2026-1{at}-06, time: 9.00-12.00",
            f"meeting: coaches/herfst, time: 1{3 + at}.30-1{4 + at}.30",
            f"window: 2026-1{at}-05..2026-1{at}-09, weekdays: [wo], time: 9.00-12.00",
        ]
        text += f"      m{at}: {{{chance.choice(when)}}}\n"
    text += "workshops:\n"
    for at in range(chance.randint(2, 9)):
        text += f"  w{at}: {{series: w, title: Werk {at}, seats: {chance.choice([4, 6, 10, 10, 25])}"
        presenters = ["anna", "bas", "cato", "dirk", "gast"]
        text += f", presenter: {chance.choice(presenters)}" if chance.random() < 0.7 else ""
        text += f", school: {chance.choice(['beuk', 'eik', 'iep', 'wilg'])}" if chance.random() < 0.3 else ""
        text += f", moments: [m{chance.randrange(moments)}]" if chance.random() < 0.3 else ""
        text += "}\n"
    return text


def every_way_leads_to_a_plan(year):
    """How many conflicts there are and how many have no way out; each way out is one, beside the others."""
    found = conflicts_of(year)
    firsts = {at: conflict.ways_out[0] for at, conflict in enumerate(found) if conflict.ways_out}
    for at, conflict in enumerate(found):
        for way in conflict.ways_out:
            done = year
            for one in (way, *(first for number, first in firsts.items() if number != at)):
                done = one.year(done)
            assert isinstance(plan_year(done, Wishes()), Planned)
    return len(found), sum(not conflict.ways_out for conflict in found)


PROGRAMMES = [
    *(0, 6, 10, 17),
    *(pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 14, 23, *range(30, 40))),
    *(pytest.param(seed, marks=pytest.mark.hours) for seed in range(40, 60)),
]


@pytest.mark.parametrize("seed", PROGRAMMES)
def test_every_programme_that_is_too_full_has_ways_out_and_each_leads_to_a_plan(seed):
    year = year_of(a_full_programme(seed))

    _conflicts, without = every_way_leads_to_a_plan(year)

    assert without == 0

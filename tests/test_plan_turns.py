"""A meeting is out of turn where its host has more turns than another school with room; why is said."""

import random
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from leernet.explain.fairness import account_of, with_turns_counted
from leernet.finding import Places, has_errors
from leernet.model.plan import Change, Goal, Plan, PlannedMeeting
from leernet.model.selection import possible_hosts
from leernet.model.turns import joined_in, meetings_of, turns_before
from leernet.model.values import SchoolYear
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules
from leernet.verify.plan.turns import meetings_out_of_turn
from leernet.words import words
from leernet.write.fairness import fairness_markdown

from .plan_projects import PROJECT, year_of

AUTUMN, SPRING = date(2026, 9, 15), date(2027, 3, 11)


def plan_of(autumn, spring, **more):
    meetings = {
        f"coaches/{id}": PlannedMeeting.model_validate(
            {"date": day, "start": "13:30", "end": "16:30", "host": host}
        )
        for id, day, host in (("herfst", AUTUMN, autumn), ("lente", SPRING, spring))
    }
    return Plan(school_year=SchoolYear(2026), meetings=meetings, **more)


def turns(hosts):
    return PROJECT.replace("{rotate: schools}", f"{{rotate: schools, {hosts}}}")


def out_of_turn(text, plan, history=()):
    return [
        (found.meeting, found.host, found.turns, [(other.school, other.turns) for other in found.passed])
        for found in meetings_out_of_turn(year_of(text), plan, history)
    ]


def whys(text, plan, history=()):
    found = meetings_out_of_turn(year_of(text), plan, history)
    return [
        (one.meeting, other.school, other.why and words("en").say(other.why))
        for one in found
        for other in one.passed
    ]


def test_two_schools_that_take_one_turn_each_pass_nobody_over():
    assert out_of_turn(PROJECT, plan_of("beuk", "iep")) == []


def test_a_school_that_has_two_turns_more_than_another_with_room_is_out_of_turn():
    # The wilg has none either, but no room for the group.
    assert out_of_turn(PROJECT, plan_of("beuk", "beuk")) == [
        ("coaches/herfst", "beuk", 1, [("eik", 0), ("iep", 0)]),
        ("coaches/lente", "beuk", 1, [("eik", 0), ("iep", 0)]),
    ]


def test_earlier_years_count_and_a_turn_later_in_the_year_does_as_well():
    text = turns("hosted_before: {beuk: 1, eik: 1}")

    # The iep has its turn in spring: that the beuk, which hosted before, is first passes nobody over.
    assert out_of_turn(text, plan_of("beuk", "iep")) == []
    assert out_of_turn(text, plan_of("beuk", "eik")) == [
        ("coaches/herfst", "beuk", 1, [("iep", 0)]),
        ("coaches/lente", "eik", 1, [("iep", 0)]),
    ]


def test_a_newcomer_is_not_passed_over_before_the_others_have_as_many_turns_as_it_is_counted():
    text = turns("hosted_before: {beuk: 2, eik: 2, wilg: 2}").replace(
        "school: iep,", "school: iep, from: 2026-08-01,"
    )

    assert out_of_turn(text, plan_of("beuk", "eik")) == []


def test_who_is_closed_or_has_no_room_is_not_passed_over():
    text = turns("hosted_before: {beuk: 3, eik: 3}")
    closed = text.replace("{name: De Iep,", f"{{name: De Iep, closed: [{AUTUMN}, {SPRING}],")

    assert len(out_of_turn(text, plan_of("beuk", "eik"))) == 2
    assert out_of_turn(closed, plan_of("beuk", "eik")) == []
    assert (
        out_of_turn(
            text.replace("area: west, host_seats: 10", "area: west, host_seats: 3"), plan_of("beuk", "eik")
        )
        == []
    )


def test_the_rule_that_no_board_receives_twice_in_a_row_explains_it():
    text = turns("not_same_board_in_a_row: true, hosted_before: {beuk: 1, iep: 3, eik: 0}")

    # The eik and the beuk are of one board: one of them and the iep is all that the rule allows.
    assert whys(text, plan_of("eik", "iep")) == [
        ("coaches/lente", "beuk", "their board already hosts the meeting before, at De Eik"),
        ("coaches/lente", "eik", "already hosts the meeting before"),
    ]
    assert whys(text, plan_of("iep", "eik")) == [
        ("coaches/herfst", "beuk", "their board already hosts the next meeting, at De Eik"),
        ("coaches/herfst", "eik", "already hosts the next meeting"),
    ]


def test_a_host_that_was_given_a_day_off_perhaps_and_another_group_explain_it():
    text = turns("hosted_before: {beuk: 4, eik: 2}")
    given = text.replace("2027-04-23}", "2027-04-23, host: beuk}")
    friday = Plan(
        school_year=SchoolYear(2026),
        meetings={
            "coaches/lente": PlannedMeeting.model_validate(
                {"date": date(2027, 5, 7), "start": "13:30", "end": "16:30", "host": "eik"}
            )
        },
    )
    elsewhere = plan_of("iep", "eik")
    other = {"anderen/x": elsewhere.meetings["coaches/lente"].model_copy(update={"host": "iep"})}
    busy = elsewhere.model_copy(update={"meetings": {**elsewhere.meetings, **other}})

    assert whys(given, plan_of("iep", "beuk")) == [
        ("coaches/lente", "iep", "the host was given"),
        ("coaches/lente", "eik", "the host was given"),
    ]
    assert whys(text, friday) == [
        ("coaches/lente", "iep", "probably closed that day: the second week of the May holiday")
    ]
    assert whys(text, busy) == [("coaches/lente", "iep", "hosts anderen/x at that time")]


def test_what_stood_in_the_plan_before_explains_it_until_it_is_chosen_anew():
    text = turns("hosted_before: {beuk: 4, eik: 4}")
    second = plan_of("beuk", "eik", revision=2)

    stays = "it stays where it was planned before"

    assert whys(text, second) == [("coaches/herfst", "iep", stays), ("coaches/lente", "iep", stays)]
    for what, now, why in (
        ("host", {"host": "beuk"}, None),
        ("moved", {"date": str(AUTUMN), "host": "beuk"}, None),
        ("moved", {"date": str(AUTUMN)}, stays),
        ("new", {}, None),
        ("groups", {}, stays),
    ):
        change = Change(what=what, meeting="coaches/herfst", now=now)
        assert whys(text, second.model_copy(update={"changes": (change,)})) == [
            ("coaches/herfst", "iep", why),
            ("coaches/lente", "iep", stays),
        ]


def test_the_number_stands_after_the_other_goals_of_hosts():
    goals = [
        Goal(name=name, value=1, proven=False)
        for name in ("wanted members absent", "kilometres travelled", "pairs")
    ]
    fair, unfair = plan_of("beuk", "iep", goals=goals), plan_of("beuk", "beuk", goals=goals)
    names = ["wanted members absent", "kilometres travelled", "meetings out of turn", "pairs"]

    for plan, count in ((fair, 0), (unfair, 2)):
        counted = with_turns_counted(year_of(PROJECT), plan)
        assert [goal.name for goal in counted.goals] == names
        assert counted.goals[2] == Goal(name="meetings out of turn", value=count, bound=0, proven=count == 0)
        assert with_turns_counted(year_of(PROJECT), counted) == counted
    assert with_turns_counted(year_of(PROJECT), plan_of("beuk", "iep")) == plan_of("beuk", "iep")


def test_the_account_says_whom_a_meeting_passed_over_and_why():
    year = year_of(turns("not_same_board_in_a_row: true, hosted_before: {beuk: 1, iep: 3, eik: 0}"))
    plan = plan_of("eik", "iep")
    said = [
        [line for line in found if line.startswith(("- ", "1 bij")) or "overgeslagen." in line]
        for found in (
            fairness_markdown(year, one, account_of(year, one), words("nl")).splitlines()[3:]
            for one in (plan, plan_of("eik", "beuk"))
        )
    ]
    expected = "- Mensen worden in totaal 8 keer verwacht, en kunnen 0 keer daarvan niet."

    assert said == [
        [
            "- 2 bijeenkomsten zijn om de beurt bij een school; bij 1 daarvan is een school overgeslagen, en "
            "hieronder staat waarom.",
            expected,
            "1 bijeenkomst is bij een school die al meer beurten had dan een andere die plaats had:",
            "- lente, donderdag 11 maart 2027: bij De Iep, die al 3 beurten had. Niet bij De Beuk "
            "(1 beurt): hun bestuur ontvangt de bijeenkomst ervoor al, bij De Eik. Niet bij De Eik "
            "(1 beurt): ontvangt de bijeenkomst ervoor al.",
        ],
        [
            "- 2 bijeenkomsten zijn bij scholen die aan de beurt waren; niemand is overgeslagen.",
            expected,
            "Niemand is overgeslagen.",
        ],
    ]


def possible_plans(year, plan, network):
    """The plan with every way to give the meetings of a network to its schools that keeps all rules."""
    references = [reference for reference in plan.meetings if reference.startswith(f"{network}/")]
    schools = [school.id for school in possible_hosts(year, year.networks[network])]
    for hosts in product(schools, repeat=len(references)):
        changed = {
            reference: plan.meetings[reference].model_copy(update={"host": host})
            for reference, host in zip(references, hosts, strict=True)
        }
        yield plan.model_copy(update={"meetings": {**plan.meetings, **changed}})


def keeps_rules(year, plan, history):
    return not has_errors(broken_rules(year, plan, Places(), history))


def a_small_year(seed):
    """Three or four schools of two or three boards, three meetings, some days on which a school is closed."""
    chance = random.Random(seed)
    count = chance.choice([3, 4])
    schools = "\n".join(
        f"  s{number}: {{name: S{number}, board: b{chance.randrange(3)}, "
        f"host_seats: {chance.choice([4, 9, 9])}, "
        f"location: [51.{chance.randint(50, 70)}, 5.{chance.randint(10, 60)}], "
        f"closed: [{', '.join(f'{first}..{last}' for first, last in _closed(chance)) or '2026-08-03'}]}}"
        for number in range(count)
    )
    before = ", ".join(f"s{number}: {chance.choice([0, 0, 1, 2, 4])}" for number in range(count))
    rule = chance.choice(["", "not_same_board_in_a_row: true, "])
    members = "\n".join(
        f"  m{number}: {{name: M{number}, school: s{number % count}, roles: [r]}}" for number in range(6)
    )
    return (
        "year: {school_year: 2026-2027, holiday_region: zuid}\n"
        f"boards: {{b0: {{name: A}}, b1: {{name: B}}, b2: {{name: C}}}}\nschools:\n{schools}\n"
        f"members:\n{members}\nnetworks:\n  n:\n    facilitator: m0\n    members: {{roles: [r]}}\n"
        f"    time: 9.00-12.00\n    hosts: {{rotate: schools, {rule}hosted_before: {{{before}}}}}\n"
        "    meetings:\n      - {id: a, window: 2026-09-07..2026-10-09}\n"
        "      - {id: b, window: 2026-11-02..2026-12-11}\n      - {id: c, window: 2027-03-01..2027-03-26}\n"
    )


def _closed(chance):
    spans = [("2026-09-07", "2026-10-09"), ("2026-11-02", "2026-12-11"), ("2027-03-01", "2027-03-26")]
    return [span for span in spans if chance.random() < 0.3]


def one_change_away(year, plan, network, history):
    """Meetings and schools that could change places with the host at once, and by turns should, by trying."""
    before = turns_before(year, year.networks[network], history)
    now = {id: turn.counted for id, turn in before.items()}
    for meeting in meetings_of(plan, network):
        now[meeting.host] += 1
    for reference, meeting in sorted(plan.meetings.items()):
        for school in sorted(before):
            changed = meeting.model_copy(update={"host": school})
            other = plan.model_copy(update={"meetings": {**plan.meetings, reference: changed}})
            if now[school] < now[meeting.host] - 1 and keeps_rules(year, other, history):
                yield reference, school


@settings(max_examples=20)
@given(seed=some.integers(0, 10**6))
def test_no_plan_passes_a_school_over_unless_a_rule_stands_in_the_way(seed):
    year = year_of(a_small_year(seed))
    history = ()
    for _year in range(2):
        outcome = plan_year(year, Wishes(history=history))
        if not isinstance(outcome, Planned):
            return
        out_of_turn = meetings_out_of_turn(year, outcome.plan, history)
        passed = [other for found in out_of_turn for other in found.passed]

        assert [other for other in passed if other.why is None] == []
        assert list(one_change_away(year, outcome.plan, "n", history)) == []
        history = (outcome.plan.model_copy(update={"school_year": SchoolYear(2025)}),)


@settings(max_examples=10)
@given(seed=some.integers(0, 10**6))
def test_what_no_rule_explains_is_what_one_change_would_mend(seed):
    year = year_of(a_small_year(seed))
    outcome = plan_year(year, Wishes())
    if not isinstance(outcome, Planned):
        return
    for plan in random.Random(seed).sample(list(possible_plans(year, outcome.plan, "n")), 12):
        if keeps_rules(year, plan, ()):
            found = {
                (one.meeting, other.school)
                for one in meetings_out_of_turn(year, plan)
                for other in one.passed
                if other.why is None
            }
            assert found == set(one_change_away(year, plan, "n", ()))


def ten_schools():
    """Three networks of nine of ten schools of five boards, four meetings a year each."""
    chance = random.Random(3)
    weekdays = ("ma", "di", "wo", "do", "vr")
    schools = "\n".join(
        f"  s{number}: {{name: S{number}, board: b{number // 2}, host_seats: 12, "
        f"location: [51.{50 + number}, 5.{chance.randint(10, 60)}], "
        f"closed: [2026-{chance.choice(['09-14..2026-10-02', '11-09..2026-12-04'])}]}}"
        for number in range(10)
    )
    members = "\n".join(
        f"  m{number}: {{name: M{number}, school: s{number % 10}, roles: [r{number % 3}], "
        f"working_days: [{', '.join(chance.sample(weekdays, 4))}]}}"
        for number in range(30)
    )
    hosts = "{rotate: schools, not_same_board_in_a_row: true, among: {except: [s9]}}"
    windows = (
        "2026-09-07..2026-10-02",
        "2026-11-02..2026-12-04",
        "2027-01-11..2027-02-05",
        "2027-03-08..2027-04-09",
    )
    meetings = ", ".join(f"{{id: m{at}, window: {window}}}" for at, window in enumerate(windows))
    networks = "\n".join(
        f"  n{number}:\n    facilitator: m{number}\n    members: {{roles: [r{number}]}}\n"
        f"    time: 9.00-12.00\n    spacing: {{min_weeks: 4}}\n    hosts: {hosts}\n"
        f"    meetings: [{meetings}]"
        for number in range(3)
    )
    boards = ", ".join(f"b{number}: {{name: B{number}}}" for number in range(5))
    return (
        "year: {school_year: 2026-2027, holiday_region: zuid}\n"
        f"boards: {{{boards}}}\nschools:\n{schools}\nmembers:\n{members}\nnetworks:\n{networks}\n"
    )


def test_over_six_years_turns_differ_by_one_and_nobody_is_passed_over():
    year = year_of(ten_schools())
    history, hosted = (
        (),
        {network: dict.fromkeys((f"s{at}" for at in range(9)), 0) for network in year.networks},
    )
    for _ago in range(6):
        outcome = plan_year(year, Wishes(history=history))
        assert isinstance(outcome, Planned)
        assert meetings_out_of_turn(year, outcome.plan, history) == ()
        for reference, meeting in outcome.plan.meetings.items():
            hosted[reference.split("/")[0]][meeting.host] += 1
        # Every year is planned as this one, and those before it are called a year earlier.
        history = tuple(
            plan.model_copy(update={"school_year": SchoolYear(plan.school_year.starts_in - 1)})
            for plan in (outcome.plan, *history)
        )

    assert {network: sorted(turns.values()) for network, turns in hosted.items()} == {
        network: [2, 2, 2, 3, 3, 3, 3, 3, 3] for network in hosted
    }


@pytest.mark.parametrize(
    ("joined", "starts_in"),
    [
        ("2024-07-31", 2023),
        ("2024-08-01", 2024),
        ("2024-12-31", 2024),
        ("2025-01-01", 2024),
        ("2025-03-01", 2024),
        ("2025-07-31", 2024),
    ],
)
def test_a_newcomer_starts_in_the_school_year_in_which_they_came(joined, starts_in):
    year = year_of(PROJECT)
    came = date.fromisoformat(joined)
    members = {id: one.model_copy(update={"joined": came}) for id, one in year.members.items()}
    year = year.model_copy(update={"members": members})

    network = year.networks["coaches"]
    schools = [member.school for member in year.members.values() if member.school]
    assert set(joined_in(year, network, schools).values()) == {SchoolYear(starts_in)}


@pytest.mark.parametrize("turned", [1, -1])
def test_the_last_turn_of_a_school_is_that_of_the_latest_year(turned):
    years = [(2023, "beuk", "eik"), (2024, "beuk", "iep"), (2025, "iep", "iep")]
    history = [
        plan_of(autumn, spring).model_copy(update={"school_year": SchoolYear(starts_in)})
        for starts_in, autumn, spring in years[::turned]
    ]
    year = year_of(PROJECT)

    before = turns_before(year, year.networks["coaches"], history)

    assert {id: (one.hosted, one.last and one.last.starts_in) for id, one in before.items()} == {
        "beuk": (2, 2024),
        "eik": (1, 2023),
        "iep": (3, 2025),
        "wilg": (0, None),
    }


@pytest.mark.parametrize(("came", "credit"), [(2024, 0), (2025, 1), (2026, 2), (2027, 2)])
def test_a_newcomer_is_counted_the_turns_that_others_had_on_average_in_the_years_before_it(came, credit):
    # The beuk received twice in each of two years, the eik never; the wilg has no room.
    history = [
        plan_of("beuk", "beuk").model_copy(update={"school_year": SchoolYear(starts_in)})
        for starts_in in (2024, 2025)
    ]

    def credits_of(*newcomers):
        text = PROJECT
        for school in newcomers:
            text = text.replace(f"school: {school},", f"school: {school}, starts_at: {came}-{came + 1},")
        year = year_of(text)
        return {id: one.credit for id, one in turns_before(year, year.networks["coaches"], history).items()}

    assert credits_of("iep")["iep"] == credit
    # Who came in the same year is not one of those who were there before.
    assert credits_of("iep", "eik")["iep"] == 2 * credit

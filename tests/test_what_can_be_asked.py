"""A table of what a facilitator can ask of dates, hosts, people and order: each is a rule everywhere.

Of each key: a value that cannot be is found at its place, a plan that breaks it is found by `check`, `plan`
keeps it, and where it cannot be kept "no plan fits" names its line and ways out that lead to a plan; the
schema, of which the reference of the manual is made, has it with title, meaning and example.
"""

import json
from datetime import date
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Places
from leernet.model.poll import Poll, PollOption, Stance
from leernet.read.schema import json_schema
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import conflicts_of, year_of

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid}
organisations: {pabo: {name: Pabo}}
schools:
  eik: {name: De Eik, host_seats: 9}
members:
  gea: {name: Gea, organisation: Pabo}
  hans: {name: Hans, organisation: Pabo}
  anna: {name: Anna, organisation: Elders, roles: [coach]}
  bas: {name: Bas, organisation: Elders, roles: [coach]}
  cato: {name: Cato, organisation: Elders, roles: [coach]}
networks:
  coaches:
    facilitator: gea
    members: {roles: [coach]}
    time: 13.30-16.30
    hosts: {rotate: schools, among: {schools: [eik]}}
    meetings:
      - {id: a, window: 2026-11-10..2026-11-11}
      - {id: b, window: 2026-11-24..2026-11-25}
"""
SERIES = """\
series: {w: {for: {roles: [coach]}, moments: {x: {MOMENT, time: 9.00-12.00}}}}
workshops:
  drum: {series: w, presenter: hans, school: eik, moments: [x], seats: 9}
  zang: {series: w, presenter: hans, school: eik, moments: [x], seats: 9}
"""
ROUNDS = "pairs: {window: 2026-09-07..2027-05-28, rounds: [{after: a, before: b}]}"
GROUPS = "groups: {size: 2-4, meetings: {times: [{after: a, before: b}], time: 9.00-10.00, window: WINDOW}}"


class Asked(NamedTuple):
    """One key.

    Attributes:
        key: its name, as the schema and an example have it.
        definition: where the schema has it.
        change: in the project, what becomes what; asks what cannot be kept.
        breaks: the rule that a plan without it breaks.
        wrong: a value that is asked, one that cannot be, and the rule that says so.
        line: the end of the path of its line; the key where nothing else is said.
    """

    key: str
    definition: str
    change: tuple[tuple[str, str], ...]
    breaks: str
    wrong: tuple[str, str, str]
    line: str = ""


SEATS = "host_seats: 9"
AWAY = "bas: {name: Bas, organisation: Elders"
TABLE = (
    Asked(
        "meetings_per_month",
        "Limits",
        (("holiday_region: zuid", "holiday_region: zuid, limits: {meetings_per_month: 1}"),),
        "plan-too-many-in-month",
        ("month: 1}", "month: veel}", "not-a-number"),
    ),
    Asked(
        "closed",
        "Organisation",
        (("{name: Pabo}", "{name: Pabo, closed: [2026-11-10..2026-11-11]}"),),
        "plan-required-missing",
        ("closed: [2026-11-10..2026-11-11]", "closed: [novembertje]", "not-a-date"),
        "facilitator",
    ),
    Asked(
        "host_days",
        "School",
        ((SEATS, f"{SEATS}, host_days: [do]"),),
        "plan-host-not-then",
        ("[do]", "[zon]", "not-a-weekday"),
    ),
    Asked(
        "host_not",
        "School",
        ((SEATS, f"{SEATS}, host_not: [2026-11-10..2026-11-11]"),),
        "plan-host-not-then",
        ("[2026-11-10..2026-11-11]", "[nooit]", "not-a-date"),
    ),
    Asked(
        "host_at_most",
        "School",
        ((SEATS, f"{SEATS}, host_at_most: 1"),),
        "plan-host-too-often",
        ("host_at_most: 1", "host_at_most: vaak", "not-a-number"),
    ),
    Asked(
        "working_days",
        "Member",
        (("gea: {name: Gea", "gea: {name: Gea, working_days: [di oneven, wo oneven]"),),
        "plan-required-missing",
        ("wo oneven", "wo soms", "not-a-weekday"),
        "facilitator",
    ),
    Asked(
        "facilitator",
        "Network",
        (
            ("name: Gea", "name: Gea, away: [2026-11-10..2026-11-11]"),
            ("name: Hans", "name: Hans, away: [2026-11-10..2026-11-11]"),
            ("facilitator: gea", "facilitator: {one_of: [gea, hans]}"),
        ),
        "plan-required-missing",
        ("[gea, hans]", "[gea, jan]", "unknown-member"),
    ),
    Asked(
        "quorum",
        "Network",
        (
            (AWAY, f"{AWAY}, away: [2026-11-10..2026-11-11]"),
            ("facilitator: gea", "facilitator: gea\n    quorum: 3"),
        ),
        "plan-no-quorum",
        ("quorum: 3", "quorum: genoeg", "not-a-share"),
    ),
    Asked(
        "bring_colleague",
        "Invite",
        (("facilitator: gea", "facilitator: gea\n    invite: {bring_colleague: 6}"),),
        "plan-host-too-small",
        ("bring_colleague: 6", "bring_colleague: wie wil", "not-yes-or-no"),
        "hosts",
    ),
    Asked(
        "required",
        "Meeting",
        (
            ("name: Hans", "name: Hans, away: [2026-11-10..2026-11-11]"),
            ("{id: a, ", "{id: a, required: [hans], "),
        ),
        "plan-required-missing",
        ("required: [hans]", "required: [jan]", "unknown-member"),
    ),
    Asked(
        "dates",
        "Meeting",
        (
            ("name: Gea", "name: Gea, away: [2026-11-12, 2026-11-13]"),
            ("window: 2026-11-10..2026-11-11", "dates: [2026-11-12, 2026-11-13]"),
        ),
        "plan-not-one-of-dates",
        ("dates: [2026-11-12, 2026-11-13]", "dates: [ooit]", "not-a-date"),
    ),
    Asked(
        "after",
        "Meeting",
        (("{id: b, ", "{id: b, after: {meeting: coaches/a, min_weeks: 4}, "),),
        "plan-not-after",
        ("meeting: coaches/a", "meeting: coaches/z", "unknown-meeting"),
    ),
    Asked(
        "time",
        "Meeting",
        (
            ("name: Gea", "name: Gea, working_days: [di-middag, wo-middag]"),
            ("{id: a, ", "{id: a, time: [9.00-10.00, 10.00-11.00], "),
        ),
        "plan-other-time",
        ("10.00-11.00]", "laat]", "not-a-time"),
        "facilitator",
    ),
    Asked(
        "rounds",
        "Pairs",
        (("facilitator: gea", f"facilitator: gea\n    {ROUNDS.replace('}]', '}, {after: a, before: b}]')}"),),
        "plan-not-after",
        ("before: b", "before: z", "unknown-meeting"),
    ),
    Asked(
        "times",
        "OwnDates",
        (
            (
                "facilitator: gea",
                f"facilitator: gea\n    {GROUPS.replace('WINDOW', '2026-12-07..2026-12-11')}",
            ),
        ),
        "",
        ("before: b", "before: z", "unknown-meeting"),
    ),
    Asked(
        "dates",
        "Moment",
        ((PROJECT[-1:], "\n" + SERIES.replace("MOMENT", "dates: [2026-11-10]")),),
        "",
        ("dates: [2026-11-10]", "dates: [ooit]", "not-a-date"),
        "moments",
    ),
)
IDS = [f"{one.definition}.{one.key}" for one in TABLE]


def changed(one):
    text = PROJECT
    for was, is_now in one.change:
        assert was in text
        text = text[: -len(was)] + is_now if was == "\n" else text.replace(was, is_now, 1)
    return text


@pytest.mark.parametrize("one", TABLE, ids=IDS)
def test_a_value_that_cannot_be_is_found_at_its_place(one, tmp_path):
    right, wrong, rule = one.wrong
    text = changed(one)
    assert right in text
    text = text.replace(right, wrong, 1)
    (tmp_path / "leernet.yaml").write_text(text, encoding="utf-8")

    shown = CliRunner().invoke(app, ["-C", str(tmp_path), "--today", "2026-08-01", "--json", "check"])

    found = [each for each in json.loads(shown.stdout)["findings"] if each["level"] == "error"]
    line = 1 + text[: text.index(wrong)].count("\n")
    assert (rule, line) in [(each["rule"], each["place"]["line"]) for each in found]
    assert {each["rule"] for each in found} <= {rule, "presenter-twice"}


@pytest.mark.parametrize("one", TABLE, ids=IDS)
def test_what_cannot_be_kept_is_named_with_ways_out_that_lead_to_a_plan(one):
    year = year_of(changed(one))
    assert isinstance(plan_year(year, Wishes()), NoPlan)

    conflicts = conflicts_of(year)

    paths = [line.path for conflict in conflicts for line in conflict.lines]
    assert any((one.line or one.key) in path for path in paths), paths
    for conflict in conflicts:
        assert conflict.ways_out
        year = conflict.ways_out[0].year(year)
    assert isinstance(plan_year(year, Wishes()), Planned)


@pytest.mark.parametrize(
    "one", [one for one in TABLE if one.breaks], ids=lambda one: f"{one.definition}.{one.key}"
)
def test_a_plan_that_was_made_without_it_is_found_to_break_it(one):
    before = year_of(PROJECT)
    plan = plan_year(before, Wishes()).plan
    assert broken_rules(before, plan, Places()) == ()

    found = broken_rules(year_of(changed(one)), plan, Places())

    assert one.breaks in {rule.rule for rule in found if rule.level == "error"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("one", TABLE, ids=IDS)
def test_the_schema_and_the_reference_have_it(one, language):
    own = json_schema(language)["$defs"][one.definition]["properties"][one.key]

    assert {"title", "description", "examples"} <= own.keys()


def test_a_day_that_everybody_refused_in_a_poll_is_no_day():
    year = year_of(PROJECT.replace("window: 2026-11-10..2026-11-11", "dates: poll"))
    options = tuple(PollOption(day) for day in _days("2026-11-10", "2026-11-11"))
    refused = Poll("availability/coaches-a.csv", "coaches", "a", options, {"anna": (Stance.NO, Stance.NO)})
    year = year.model_copy(update={"polls": (refused,)})

    (conflict,) = conflicts_of(year)

    assert ("availability", "availability/coaches-a.csv") in [line.path for line in conflict.lines]


def _days(*texts):
    return [date.fromisoformat(text) for text in texts]

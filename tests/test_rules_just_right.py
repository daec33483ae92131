"""What is just right is no mistake, and what is counted is counted as by hand."""

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leernet.files import project_files
from leernet.finding import Level
from leernet.model.values import Days, Point, Range
from leernet.read.definitions import read_definitions
from leernet.rules import broken_rules
from leernet.rules.dates import _fit
from leernet.rules.groups import _divides, _nearest_size
from leernet.rules.hosts import _is_dutch

FOUNDATION = """
year: {school_year: 2026-2027, holiday_region: zuid}
schools:
  eik: {name: De Eik, host_seats: 4, rooms: 2, closed: [2027-07-24..2027-09-05], location: [51.6, 5.3]}
members:
  anne: {name: Anne, email: a@kiem.example, school: eik, roles: [coach], cohort: x}
  bo: {name: Bo, email: b@kiem.example, school: eik, roles: [coach], manager: anne}
  cas: {name: Cas, email: c@kiem.example, school: eik, roles: [coach], manager: bo}
  dirk: {name: Dirk, email: d@kiem.example, school: eik, roles: [coach]}
"""
NETWORK = """
networks:
  n:
    facilitator: anne
    members: {roles: [coach]}
    time: 9.00-12.00
"""
SERIES = """
series:
  s:
    for: {roles: [coach]}
    moments: {herfst: {date: 2026-10-15, time: 9.00-12.00}, lente: {date: 2027-03-11, time: 9.00-12.00}}
"""


def rules_broken_by(text):
    definitions, findings = read_definitions({"leernet.yaml": text})
    assert findings == ()
    return [(finding.rule, str(finding)) for finding in broken_rules(definitions)]


@pytest.mark.parametrize(
    "lines",
    [
        ["hosts: {school: eik}"],
        ["hosts: {rotate: schools, hosted_before: {eik: 3}}"],
        ["spacing: {min_weeks: 8}", "meetings: [{id: a, date: 2026-09-17}, {id: b, date: 2026-11-12}]"],
        [
            "spacing: {min_weeks: 8}",
            "meetings: [{id: b, window: 2026-09-01..2027-06-01}, {id: a, date: 2026-11-12}]",
        ],
        ["weekdays: [do-ochtend]", "meetings: [{id: a, date: do 2026-11-12}]"],
        ["meetings: [{id: a, window: 2026-11-12..2026-11-12, date: 2026-11-12, time: 13.00-15.00}]"],
        ["meetings: [{id: a, date: 2027-07-31, cancelled: true}]"],
        ["groups: {size: 2, together: [[anne, dirk]], apart: [[anne, bo]]}"],
        ["groups: {size: 3-4, together: [[anne, cas], [cas, dirk]], apart: [[bo, dirk]]}"],
        ["pairs: {rounds: 3, max_km: 10, wishes: {anne: [bo]}}"],
        ["required: [anne, {any_of: {roles: [coach]}, at_least: 4}]"],
        ["required: [{any_of: {roles: [coach], cohorts: [x]}}]", "optional: {members: [bo]}"],
        ["meetings: [{id: a, date: 2026-11-12}]", "programme: [{title: Alles, minutes: 180}]"],
    ],
)
def test_a_network_that_is_just_right_breaks_no_rule(lines):
    network = NETWORK + "".join(f"    {line}\n" for line in lines)

    assert rules_broken_by(FOUNDATION + network) == []


@pytest.mark.parametrize(
    ("series", "workshops"),
    [
        ("choose: 2", ["{series: s, seats: 4-4}", "{series: s, seats: 4}"]),
        (
            "choose: 1, rank: 2",
            ["{series: s, seats: 4}", "{series: s, seats: 0, runs: no}", "{series: s, seats: 4}"],
        ),
        ("closes: 2026-10-14", ["{series: s, seats: 2, moments: [herfst, lente]}", "{series: s, seats: 2}"]),
        (
            "choose: 1",
            [
                "{series: s, seats: 4, moments: [herfst], school: eik, presenter: anne}",
                "{series: s, seats: 4, moments: [herfst], school: eik, presenter: [bo, Anna Pieters]}",
                "{series: s, seats: 4, moments: [lente], school: eik, presenter: anne}",
            ],
        ),
        ("choose: 1", ["{series: s, seats: 1-4, open_to: {cohorts: [x]}}"]),
        ("choose: 1", ["{series: s, seats: 9-12, runs: yes}", "{series: s, seats: 9-12, runs: no}"]),
    ],
)
def test_a_series_that_is_just_right_breaks_no_rule(series, workshops):
    written = SERIES + "".join(f"    {part}\n" for part in series.split(", "))
    written += "workshops:\n" + "".join(f"  w{at}: {one}\n" for at, one in enumerate(workshops))

    assert rules_broken_by(FOUNDATION + written) == []


EXAMPLES = sorted(path for path in (Path(__file__).parent.parent / "examples").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_examples_have_no_mistakes(folder):
    definitions, findings = read_definitions(project_files(folder))
    told = (*findings, *broken_rules(definitions))

    assert [str(finding) for finding in told if finding.level is not Level.WARNING] == []
    assert {finding.rule for finding in told} <= {"host-too-small"}


def test_a_wrong_year_is_said_once_and_no_rule_counts_with_it():
    text = FOUNDATION.replace("2026-2027", "2026") + NETWORK + "    meetings: [{id: a, date: 2026-11-12}]\n"
    definitions, findings = read_definitions({"leernet.yaml": text})

    assert [finding.rule for finding in (*findings, *broken_rules(definitions))] == ["not-a-school-year"]


def test_a_table_under_another_name_makes_nobody_unknown():
    text = FOUNDATION[: FOUNDATION.index("members:")] + NETWORK
    definitions, findings = read_definitions({"leernet.yaml": text, "leden.csv": "id;naam\nanne;Anne\n"})

    assert [finding.rule for finding in (*findings, *broken_rules(definitions))] == ["unused-file"]


def test_a_table_that_cannot_be_read_makes_nobody_unknown():
    text = FOUNDATION[: FOUNDATION.index("members:")] + NETWORK
    definitions, findings = read_definitions({"leernet.yaml": text, "members.csv": ""})

    assert [finding.rule for finding in (*findings, *broken_rules(definitions))] == ["empty-table"]


START = date(2026, 9, 1)
WINDOWS = st.builds(
    lambda first, length: Days(START + timedelta(first), START + timedelta(first + length)),
    st.integers(0, 40),
    st.integers(0, 25),
)


@given(st.lists(WINDOWS, min_size=2, max_size=5), st.integers(0, 4))
def test_meetings_fit_their_windows_when_some_order_of_them_does(windows, weeks):
    def fits(order):
        day = date.min
        for at, window in enumerate(order):
            day = max(window.first, day + timedelta(weeks=weeks) if at else day)
            if day > window.last:
                return False
        return True

    assert _fit(windows, weeks) == any(map(fits, permutations(windows)))


@given(st.integers(1, 25), st.integers(1, 8), st.integers(0, 4))
def test_people_divide_when_some_number_of_groups_holds_them(people, smallest, more):
    size = Range(smallest, smallest + more)

    assert _divides(people, size) == any(
        groups * size.smallest <= people <= groups * size.largest for groups in range(1, people + 1)
    )


@given(st.integers(2, 30), st.integers(1, 12), st.integers(0, 6))
def test_the_size_that_a_hint_offers_works_and_none_is_nearer(people, smallest, more):
    least, most = min(smallest, people), max(smallest + more, 2)
    found = _nearest_size(people, Range(smallest, smallest + more))
    others = (Range(low, high) for low in range(1, least + 1) for high in range(most, most + people + 1))

    assert _divides(people, found)
    assert found.largest - found.smallest == min(
        other.largest - other.smallest for other in others if _divides(people, other)
    )


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_dutch"),
    [
        *((north, east, True) for north in (50.7, 53.6) for east in (3.3, 7.3)),
        *((north, 5.0, False) for north in (50.69, 53.61)),
        *((52.0, east, False) for east in (3.29, 7.31)),
    ],
)
def test_the_netherlands_reach_so_far(latitude, longitude, is_dutch):
    assert _is_dutch(Point(latitude, longitude)) is is_dutch

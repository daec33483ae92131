"""What must hold between definitions, over many mistakes at once and over whatever people write."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from leernet.finding import in_file_order
from leernet.read.definitions import read_definitions
from leernet.rules import RULES, broken_rules


def test_every_rule_says_in_a_sentence_what_holds():
    assert [rule.__name__ for rule in RULES if not (rule.__doc__ or "").endswith(".")] == []
    assert len(set(RULES)) == len(RULES)


def test_no_year_no_rules():
    assert broken_rules(read_definitions({})[0]) == ()


TWENTY = {
    "leernet.yaml": """year:
  school_year: 2026-2027
  holiday_region: zuid
  closed: [do 2026-12-04]
boards:
  kiem: {naam: Kiem}
""",
    "members.csv": """id;naam;e-mail;rollen;school
a.bakker;Anne Bakker;anne@kiem.example;coach;de-regenbog
b.cornelis;Bo Cornelis;anne@kiem.example;coach;
c.dijk;Cas Dijk;cas at kiem;coach;
d.evers;Bo Cornelis;dirk@kiem.example;coach;
""",
    "networks.yaml": """networks:
  coaches:
    facilitator: a.baker
    members: {roles: [coach, mentro]}
    time: 9.00-12.00
    meetings:
      - {id: herfst, window: 2026-09-14..2026-11-31}
      - {id: winter, window: 2025-12-07..2025-12-18}
      - {id: lente, date: 2027-03-09}
      - {id: lente, date: 2027-05-13}
    groups: {size: 3}
""",
    "schools.yaml": """schools:
  de-regenboog:
    name: De Regenboog
    board: keim
    host_seats: veertig
    closed: [2026-10-05]
    open: [2026-10-05]
  de-linde:
\t\tname: De Linde
""",
    "workshops.yaml": """series:
  ws:
    for: {roles: [coach]}
    choose: 2
    moments: {herfst: {date: 2026-10-15, time: 9.00-12.00}}
workshops:
  toets: {series: ws, seats: 18-6}
  rekenen: {series: wx, seats: 12, presenter: Anne Baker}
""",
}


def test_twenty_mistakes_get_twenty_findings_in_file_order():
    definitions, findings = read_definitions(TWENTY)
    found = in_file_order((*findings, *broken_rules(definitions)))

    assert [f"{finding.place} {finding.rule}" for finding in found] == [
        "leernet.yaml:4:12 wrong-weekday",
        "leernet.yaml:6:10 unknown-key",
        "members.csv:2 unknown-school",
        "members.csv:3 same-email",
        "members.csv:4 not-an-address",
        "members.csv:5 same-name",
        "networks.yaml:3:18 unknown-member",
        "networks.yaml:4:30 unknown-role",
        "networks.yaml:7:30 no-such-day",
        "networks.yaml:8:30 outside-school-year",
        "networks.yaml:10:14 meeting-twice",
        "networks.yaml:11:20 group-size",
        "schools.yaml:4:12 unknown-board",
        "schools.yaml:5:17 not-a-number",
        "schools.yaml:7:12 open-and-closed",
        "schools.yaml:9:1 tab",
        "workshops.yaml:4:13 choose-too-large",
        "workshops.yaml:7:30 minimum-above-maximum",
        "workshops.yaml:8:21 unknown-series",
        "workshops.yaml:8:47 almost-a-member",
    ]


SOUND = """
year: {school_year: 2026-2027, holiday_region: zuid, closed: [2026-12-03], page: {url: x}}
boards: {kiem: {name: Kiem}}
schools:
  eik: {name: De Eik, board: kiem, area: oost, host_seats: 40, rooms: 3, closed: [2026-10-05]}
members:
  anne: {name: Anne, email: a@kiem.example, school: eik, roles: [coach], cohort: x, manager: bo}
  bo: {name: Bo, email: b@kiem.example, roles: [coach], from: 2026-08-01, away: [2026-11-12]}
networks:
  n:
    facilitator: anne
    members: {roles: [coach], boards: [], areas: [], except: []}
    required: [anne, {any_of: {roles: [coach]}, at_least: 1}]
    optional: {members: [bo]}
    weekdays: [di, do]
    time: 9.00-12.00
    spacing: {min_weeks: 6}
    hosts: {rotate: schools, among: {areas: [oost]}, hosted_before: {eik: 2}}
    programme:
      - {title: Inloop, minutes: 30}
      - {title: Workshops, kind: workshops, lead: [anne], for: {roles: [coach]}}
    meetings: [{id: herfst, date: 2026-11-12, host: eik}, {id: lente, window: 2027-02-22..2027-04-23}]
    groups: {size: 1-2, meetings: [herfst], together: [[anne]], apart: [[anne, bo]]}
    pairs: {rounds: 1, window: 2026-11-02..2027-05-28, max_km: 25, wishes: {anne: [bo]}}
series:
  s: {network: n, for: {roles: [coach]}, choose: 1, closes: 2026-09-01, moments: {m: {meeting: n/herfst}}}
workshops:
  w: {series: s, presenter: [anne, Gast], school: eik, moments: [m], seats: 1-6, open_to: {cohorts: [x]}}
"""
TOKENS = re.findall(r"[A-Za-z0-9_.@/-]+", SOUND)
WORDS = st.sampled_from([*TOKENS, "", "0", "[]", "{}"])
POSITIONS = [found.span() for found in re.finditer(r"[A-Za-z0-9_.@/-]+", SOUND)]


@given(st.lists(st.tuples(st.integers(0, len(POSITIONS) - 1), WORDS), max_size=4))
def test_whatever_words_change_places_every_rule_has_an_answer(changes):
    text = SOUND
    for position, word in sorted(dict(changes).items(), reverse=True):
        start, end = POSITIONS[position]
        text = text[:start] + word + text[end:]

    definitions, findings = read_definitions({"leernet.yaml": text})
    told = in_file_order((*findings, *broken_rules(definitions)))

    assert all(str(finding) for finding in told)


def test_choices_close_before_the_first_of_all_dates():
    text = """\
year: {school_year: 2026-2027}
members: {a: {name: A, roles: [coach]}}
series:
  ws:
    closes: DAY
    for: {roles: [coach]}
    moments:
      lente: {dates: [2027-03-04, 2027-03-11], time: 9.00-12.00}
      herfst: {date: 2026-10-15, time: 9.00-12.00}
workshops:
  toets: {series: ws, seats: 12}
"""

    def found(day):
        definitions, _findings = read_definitions({"leernet.yaml": text.replace("DAY", day)})
        too_late = (one for one in broken_rules(definitions) if one.rule == "closes-too-late")
        return [dict(one.sentence.fields)["first"] for one in too_late]

    assert found("2026-10-14") == []
    assert found("2026-10-15") == [date(2026, 10, 15)]
    assert found("2026-12-01") == [date(2026, 10, 15)]

"""Methods of intervisie: shipped as their source says, in two languages; steps become clock times."""

from pathlib import Path
from runpy import run_path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leernet.model.methods import method_names, method_of, timed_steps, works_by
from leernet.model.plan import Plan
from leernet.model.values import Range, span_from_text
from leernet.model.year import Meeting, Network
from leernet.read.definitions import read_definitions
from leernet.write.agenda import agenda_of

DATA = Path(__file__).parent.parent / "data"
TABLE = yaml.safe_load((DATA / "methods.yaml").read_text(encoding="utf-8"))


def printed(name, span, language="nl"):
    return [
        f"{block.start:%H:%M} {block.end:%H:%M} {block.title}"
        for block in timed_steps(method_of(name, language), span_from_text(span))
    ]


def test_the_shipped_methods_are_those_of_the_source_with_provenance():
    build = run_path(str(DATA / "build_methods.py"))

    assert build["SHIPPED"].read_text(encoding="utf-8") == build["shipped_text"](TABLE)
    assert method_names() == tuple(sorted(TABLE["methods"]))


@pytest.mark.parametrize("name", sorted(TABLE["methods"]))
def test_every_method_names_its_sources_and_speaks_both_languages(name):
    written = TABLE["methods"][name]
    dutch, english = method_of(name, "nl"), method_of(name, "en")

    assert set(written["source"]) <= set(TABLE["sources"])
    assert written["minutes_from"] in ("source", "proposal")
    assert dutch.people.smallest <= dutch.people.largest
    assert (dutch.trust, dutch.experience) == (english.trust, english.experience)
    assert all(
        one.title and other.title and bool(one.text) == bool(other.text) and one.minutes == other.minutes
        for one, other in zip(dutch.steps, english.steps, strict=True)
    )


def test_every_source_is_used():
    used = {source for method in TABLE["methods"].values() for source in method["source"]}

    assert used == set(TABLE["sources"])


def test_steps_become_clock_times():
    assert method_of("incidentmethode", "nl").minutes == 65
    assert method_of("incidentmethode", "nl").people == Range(5, 8)
    assert printed("incidentmethode", "15.30-17.00") == [
        "15:30 15:35 Terugblik",
        "15:35 15:45 Incidenten",
        "15:45 15:50 Kiezen",
        "15:50 16:05 Vragen",
        "16:05 16:15 Analyse",
        "16:15 16:25 Advies",
        "16:25 16:35 Evaluatie",
    ]


def test_with_less_time_every_step_is_shortened_alike():
    assert printed("waarderend", "15.30-16.00", "en") == [
        "15:30 15:38 What went well?",
        "15:38 15:48 What made it possible?",
        "15:48 15:55 What could be better still?",
        "15:55 16:00 What is a first step?",
    ]


def test_an_unknown_method_is_none():
    assert method_of("praatgroep", "nl") is None


@given(st.sampled_from(method_names()), st.integers(20, 240))
def test_steps_fill_the_time_or_their_own_whichever_is_shorter(name, minutes):
    method = method_of(name, "nl")
    hours, rest = divmod(9 * 60 + minutes, 60)

    blocks = timed_steps(method, span_from_text(f"9.00-{hours}.{rest:02}"))

    lengths = [block.span.minutes for block in blocks]
    assert sum(lengths) == min(minutes, method.minutes)
    assert all(length <= step.minutes for length, step in zip(lengths, method.steps, strict=True))


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        (["herfst"], ["roddelmethode", None, None]),
        ([], ["roddelmethode", "roddelmethode", None]),
        (
            {"times": "2", "time": "15.30-17.00", "window": "2026-09-14..2027-05-28"},
            [None, None, "roddelmethode"],
        ),
    ],
)
def test_groups_work_by_their_method_in_the_meetings_they_meet_in(meetings, expected):
    network = Network.model_validate(
        {
            "id": "bsc",
            "facilitator": "anna",
            "members": {},
            "meetings": [{"id": "herfst"}, {"id": "lente"}],
            "groups": {"size": "4-6", "meetings": meetings, "method": "roddelmethode"},
        }
    )
    on_a_date_of_its_own = Meeting(id="intervisie-1")

    assert [works_by(network, one) for one in (*network.meetings, on_a_date_of_its_own)] == expected


def test_a_method_of_the_users_own_has_its_steps_in_the_agenda():
    definitions, findings = read_definitions({"leernet.yaml": OWN})
    year = definitions.year

    agenda = agenda_of(year, Plan(school_year=year.school_year), "bsc/herfst", "nl")

    assert findings == ()
    assert [(block.texts, block.items) for block in agenda.blocks] == [
        (
            ("Drie rondes",),
            ("15.30 – 15.45 Vertellen", "15.45 – 16.15 Vragen: Alleen open vragen", "16.15 – 16.30 Oogsten"),
        )
    ]


def test_a_step_without_minutes_is_a_finding_at_its_place():
    _, findings = read_definitions({"leernet.yaml": OWN.replace("Oogsten, minutes: 15", "Oogsten")})

    assert [(str(found.place), found.rule) for found in findings] == [("leernet.yaml:21:13", "missing-key")]


OWN = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {beuk: {name: De Beuk}}
members: {anna: {name: Anna, school: beuk, email: anna@kiem.example}}
networks:
  bsc:
    title: Basisschoolcoaches
    facilitator: anna
    members: {schools: [beuk]}
    time: 15.30-16.30
    programme: [{title: Intervisie, kind: groups}]
    meetings:
      - {id: herfst, date: 2026-11-10}
    groups:
      size: 4-6
      meetings: [herfst]
      method:
        title: Drie rondes
        steps:
          - {title: Vertellen, minutes: 15}
          - {title: Vragen, minutes: 30, text: Alleen open vragen}
          - {title: Oogsten, minutes: 15}
"""

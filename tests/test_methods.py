"""Methods of intervisie: shipped as their source says, in two languages; steps become clock times."""

from pathlib import Path
from runpy import run_path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leernet.model.methods import method_named, method_names, timed_steps, works_by
from leernet.model.values import Range, span_from_text
from leernet.model.year import Meeting, Network

DATA = Path(__file__).parent.parent / "data"
TABLE = yaml.safe_load((DATA / "methods.yaml").read_text(encoding="utf-8"))


def printed(name, span, language="nl"):
    return [
        f"{block.start:%H:%M} {block.end:%H:%M} {block.title}"
        for block in timed_steps(method_named(name, language), span_from_text(span))
    ]


def test_the_shipped_methods_are_those_of_the_source_with_provenance():
    build = run_path(str(DATA / "build_methods.py"))

    assert build["SHIPPED"].read_text(encoding="utf-8") == build["shipped_text"](TABLE)
    assert method_names() == tuple(sorted(TABLE["methods"]))


@pytest.mark.parametrize("name", sorted(TABLE["methods"]))
def test_every_method_names_its_sources_and_speaks_both_languages(name):
    written = TABLE["methods"][name]
    dutch, english = method_named(name, "nl"), method_named(name, "en")

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
    assert method_named("incidentmethode", "nl").minutes == 65
    assert method_named("incidentmethode", "nl").people == Range(5, 8)
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
    assert method_named("praatgroep", "nl") is None


@given(st.sampled_from(method_names()), st.integers(20, 240))
def test_steps_fill_the_time_or_their_own_whichever_is_shorter(name, minutes):
    method = method_named(name, "nl")
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

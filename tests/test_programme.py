"""The programme of a meeting: times that add up, templates that fit, and what does not, with its minutes."""

from datetime import time
from itertools import pairwise
from pathlib import Path
from runpy import run_path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leernet.model.programme import minute_of, programme_names, programme_of
from leernet.model.programme_mistakes import broken_programme
from leernet.model.selection import selected_members
from leernet.model.values import span_from_text
from leernet.model.year import Series, Year

DATA = Path(__file__).parent.parent / "data"
MORNING = "9.00-12.00"


def year_with(programme, meeting=None, **network):
    """A year with one network, one meeting and this programme."""
    return Year.model_validate(
        {
            "settings": {"school_year": "2026-2027"},
            "schools": {
                "eik": {"id": "eik", "name": "De Eik", "host_seats": "20", "tour": "ja"},
                "linde": {"id": "linde", "name": "De Linde", "host_seats": "20"},
            },
            "members": {
                "anne": {"id": "anne", "name": "Anne Bakker", "roles": ["slb"]},
                "bo": {"id": "bo", "name": "Bo Smit", "roles": ["directeur"]},
            },
            "networks": {
                "n": {
                    "id": "n",
                    "title": "Netwerk",
                    "facilitator": "anne",
                    "members": {"roles": ["slb"]},
                    "programme": programme,
                    "meetings": [{"id": "herfst", **(meeting or {})}],
                    **network,
                }
            },
        }
    )


def programme(year, span=MORNING, host=None, language="nl"):
    network = year.networks["n"]
    return programme_of(year, network, network.meetings[0], span_from_text(span), host, language)


def printed(year, span=MORNING, host=None, language="nl"):
    blocks = programme(year, span, host, language)
    return [f"{block.start:%H:%M} {block.end:%H:%M} {block.title}" for block in blocks]


def mistakes(year, span=MORNING, host=None):
    network = year.networks["n"]
    found = broken_programme(year, network, network.meetings[0], span_from_text(span), host)
    return [(one.path, str(one.broken.level), one.broken.rule, str(one.broken.sentence)) for one in found]


IN_NETWORK = ("networks", "n", "programme")


def test_a_block_without_minutes_takes_what_the_others_leave():
    year = year_with(
        [{"title": "Inloop", "minutes": "15"}, {"title": "Werk"}, {"title": "Slot", "minutes": "20"}]
    )

    assert printed(year) == ["09:00 09:15 Inloop", "09:15 11:40 Werk", "11:40 12:00 Slot"]
    assert mistakes(year) == []


def test_a_start_of_its_own_is_kept_and_the_block_before_it_takes_the_rest():
    year = year_with(
        [{"title": "Werk"}, {"title": "Pauze", "start": "10.20", "minutes": "15"}, {"title": "Slot"}]
    )

    assert printed(year) == ["09:00 10:20 Werk", "10:20 10:35 Pauze", "10:35 12:00 Slot"]
    assert mistakes(year) == []


def test_a_meeting_without_a_programme_has_no_blocks():
    year = year_with([])

    assert (printed(year), mistakes(year)) == ([], [])


def test_what_the_meeting_says_goes_before_what_the_network_says():
    year = year_with("full-day", {"programme": [{"title": "Anders"}]})

    assert printed(year) == ["09:00 12:00 Anders"]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            [{"title": "A", "minutes": "100"}, {"title": "B", "minutes": "60"}],
            (
                (*IN_NETWORK, 1),
                "warning",
                "programme-gap",
                "Nothing is planned at Netwerk from 11:40 to 12:00, 20 minutes.",
            ),
            id="gap at the end",
        ),
        pytest.param(
            [{"title": "A", "start": "9.30"}],
            (
                (*IN_NETWORK, 0),
                "warning",
                "programme-gap",
                "Nothing is planned at Netwerk from 09:00 to 09:30, 30 minutes.",
            ),
            id="gap at the start",
        ),
        pytest.param(
            [{"title": "A", "minutes": "60"}, {"title": "B", "start": "10.10"}],
            (
                (*IN_NETWORK, 0),
                "warning",
                "programme-gap",
                "Nothing is planned at Netwerk from 10:00 to 10:10, 10 minutes.",
            ),
            id="gap in the middle",
        ),
        pytest.param(
            [{"title": "A", "minutes": "100"}, {"title": "B", "minutes": "90"}],
            (
                (*IN_NETWORK, 0),
                "error",
                "programme-does-not-fit",
                "Netwerk has 180 minutes from 09:00 to 12:00; its blocks take 190.",
            ),
            id="too long",
        ),
        pytest.param(
            [{"title": "A", "minutes": "70"}, {"title": "B", "start": "10.00"}],
            (
                (*IN_NETWORK, 0),
                "error",
                "programme-does-not-fit",
                "Netwerk has 60 minutes from 09:00 to 10:00; its blocks take 70.",
            ),
            id="overlap",
        ),
        pytest.param(
            [{"title": "A", "minutes": "180"}, {"title": "B"}],
            (
                (*IN_NETWORK, 1),
                "error",
                "programme-does-not-fit",
                "Netwerk has 180 minutes from 09:00 to 12:00; its other blocks take 180"
                " and 'B' needs at least 1.",
            ),
            id="nothing left for the open block",
        ),
        pytest.param(
            [{"title": "A"}, {"title": "B"}],
            (
                (*IN_NETWORK, 1),
                "error",
                "two-open-blocks",
                "'A' and 'B' of Netwerk both leave out how long they take.",
            ),
            id="two open blocks",
        ),
        pytest.param(
            [{"title": "A", "start": "8.00"}],
            (
                (*IN_NETWORK, 0, "start"),
                "error",
                "block-outside-meeting",
                "'A' starts at 08:00, but Netwerk is from 09:00 to 12:00.",
            ),
            id="before the meeting",
        ),
        pytest.param(
            "dagje-uit",
            (IN_NETWORK, "error", "unknown-programme", "Programme 'dagje-uit' does not exist."),
            id="unknown template",
        ),
        pytest.param(
            "full-day",
            (
                (*IN_NETWORK, 6),
                "error",
                "programme-does-not-fit",
                "Netwerk has 180 minutes from 09:00 to 12:00; its other blocks take 300"
                " and 'Verdieping' needs at least 45.",
            ),
            id="template too long",
        ),
    ],
)
def test_a_programme_that_does_not_add_up_is_reported_with_its_minutes(blocks, expected):
    assert mistakes(year_with(blocks)) == [expected]


def test_blocks_out_of_order_are_reported_and_never_overlap():
    year = year_with([{"title": "A", "start": "10.00"}, {"title": "B", "start": "9.00", "minutes": "60"}])

    assert mistakes(year) == [
        (
            (*IN_NETWORK, 1, "start"),
            "error",
            "blocks-out-of-order",
            "'B' starts at 09:00, but a block above it starts later, at 10:00.",
        ),
    ]
    assert printed(year) == ["10:00 10:00 A", "10:00 11:00 B"]


BLOCKS = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["A", "B"])},
        optional={
            "minutes": st.integers(0, 120).map(str),
            "start": st.integers(8 * 60, 13 * 60).map(lambda minute: f"{minute // 60}.{minute % 60:02d}"),
        },
    ),
    min_size=1,
    max_size=6,
)


@given(BLOCKS)
def test_whatever_the_blocks_they_follow_one_another_and_fill_the_meeting_unless_reported(blocks):
    year = year_with(blocks)
    timed = programme(year)

    assert [block.title for block in timed] == [block["title"] for block in blocks]
    assert all(block.start <= block.end for block in timed)
    assert all(one.end <= other.start for one, other in pairwise(timed))
    if mistakes(year) == []:
        ends = [time(9), *(block.end for block in timed)]
        assert ends == [*(block.start for block in timed), time(12)]


def shipped_templates():
    return yaml.safe_load((DATA / "programmes.yaml").read_text(encoding="utf-8"))


def test_the_shipped_templates_are_those_of_the_source_with_provenance():
    build = run_path(str(DATA / "build_programmes.py"))

    assert build["SHIPPED"].read_text(encoding="utf-8") == build["shipped_text"](shipped_templates())
    assert programme_names() == tuple(sorted(shipped_templates()["programmes"]))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_manual_lists_the_templates_with_their_usual_times(language):
    page = DATA.parent / "docs" / language / "how-to" / "programmes.md"
    manual = page.read_text(encoding="utf-8")
    rows = [line.split("|") for line in manual.splitlines() if line.startswith("| `")]

    assert {row[1].strip(" `"): row[3].strip() for row in rows} == {
        name: template["usual_time"] for name, template in shipped_templates()["programmes"].items()
    }


@pytest.mark.parametrize("name", sorted(shipped_templates()["programmes"]))
@pytest.mark.parametrize("host", [None, "eik", "linde"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_template_names_its_source_and_fills_its_usual_time(name, host, language):
    table = shipped_templates()
    template = table["programmes"][name]
    year = year_with(name, {"theme": "Taal"}, thread="Samen")
    timed = programme(year, template["usual_time"], host, language)
    open_blocks = [block for block in template["blocks"] if "minutes" not in block]

    assert template["source"] in table["sources"]
    assert mistakes(year, template["usual_time"], host) == []
    assert [set(block) & {"least_minutes", "tour"} for block in open_blocks] == [{"least_minutes"}]
    assert all(minute_of(block.start) % 5 == 0 for block in timed)


def test_a_full_day_at_a_school_that_gives_a_tour_in_dutch():
    assert printed(year_with("full-day"), "9.00-16.00", "eik") == [
        "09:00 09:30 Inloop met koffie en thee",
        "09:30 10:15 Opening",
        "10:15 11:15 Workshopronde 1",
        "11:15 11:30 Pauze",
        "11:30 12:30 Workshopronde 2",
        "12:30 13:05 Lunch",
        "13:05 13:30 Rondleiding",
        "13:30 15:30 Verdieping",
        "15:30 16:00 Afsluiting",
    ]


def test_a_morning_without_a_tour_in_english():
    assert printed(year_with("morning"), MORNING, "linde", "en") == [
        "09:00 09:15 Walk-in with coffee and tea",
        "09:15 09:45 Opening",
        "09:45 10:45 Seeking and offering",
        "10:45 11:00 Break",
        "11:00 11:45 Deep-dive",
        "11:45 12:00 Closing",
    ]


def test_a_tour_is_left_out_where_the_meeting_is_too_short_for_it():
    year = year_with("morning")

    assert [len(programme(year, span, "eik")) for span in ("9.00-11.50", "9.00-11.45")] == [7, 6]
    assert mistakes(year, "9.00-11.45", "eik") == []


def test_theme_thread_and_host_stand_in_the_texts_and_leave_no_trace_when_there_is_none():
    told = programme(year_with("study-day", {"theme": "Feedback"}, thread="Samen"), "9.00-16.00", "eik")
    silent = programme(year_with("study-day"), "9.00-16.00", None)

    assert [block.text for block in told if block.title in ("Opening en rode draad", "Rondleiding")] == [
        "Samen",
        "Een kijkje in De Eik",
    ]
    assert next(block.text for block in told if block.title == "Verdieping met elkaar") == "Feedback"
    assert [block.text for block in silent if "rode draad" in block.title] == [""]


def comes_for(year, block, member):
    """Whether a member who is invited to the meeting is meant to be at this block."""
    return block.audience is None or member in selected_members(year, block.audience)


def test_principals_who_are_welcome_join_a_study_day_from_lunch_on():
    year = year_with("study-day", optional={"roles": ["directeur"]})
    timed = programme(year, "9.00-16.00", "eik")

    assert all(comes_for(year, block, year.members["anne"]) for block in timed)
    assert [comes_for(year, block, year.members["bo"]) for block in timed] == [False] * 5 + [True] * 4


def test_nobody_is_left_out_of_a_study_day_that_only_the_network_comes_to():
    year = year_with("study-day")

    assert [block.audience for block in programme(year, "9.00-16.00", "linde")] == [None] * 8


@pytest.mark.parametrize(
    ("times", "sentences"),
    [
        ("10.15-11.15", []),
        ("11.30-12.00", []),
        (
            "10.15-12.30",
            [
                "Workshops has workshops from 10:15 to 12:30 at moment 'ronde', over several blocks of"
                " Netwerk: Workshopronde 1, Pauze and Workshopronde 2."
            ],
        ),
        (
            "13.00-14.00",
            [
                "Workshops has workshops from 13:00 to 14:00 at moment 'ronde'; the programme of Netwerk"
                " has no block of workshops then."
            ],
        ),
    ],
)
def test_a_round_of_workshops_inside_a_meeting_keeps_to_its_programme(times, sentences):
    moments = {"ronde": {"meeting": "n/herfst", "time": times}}
    series = Series.model_validate({"id": "w", "title": "Workshops", "for": {}, "moments": moments})
    year = year_with("full-day")
    with_series = Year(settings=year.settings, networks=year.networks, series={"w": series})

    assert [sentence for _path, _level, _rule, sentence in mistakes(with_series, "9.00-16.00")] == sentences


OVERLAID = {
    "template": "full-day",
    "blocks": {"Verdieping": {"lead": "Ria Verbeek", "room": "Aula", "text": "Kijk"}},
}


@pytest.mark.parametrize(
    ("title", "language"),
    [("Verdieping", "nl"), ("Deep-dive", "nl"), ("verdieping", "en"), ("DEEP-DIVE", "en")],
)
def test_a_block_of_a_template_is_overlaid_by_its_title_in_either_language(title, language):
    said = {"lead": "Ria Verbeek", "room": "Aula", "text": "Kijk"}
    overlay = {"template": "full-day", "blocks": {title: said}}
    plain, overlaid = year_with("full-day"), year_with(overlay)
    before, after = (programme(year, "9.00-16.00", None, language) for year in (plain, overlaid))

    changed = [(one.title, one.span, one.lead, one.room, one.text) for one in after if one not in before]
    was = next(one for one in before if one.title in ("Verdieping", "Deep-dive"))
    assert changed == [(was.title, was.span, ("Ria Verbeek",), "Aula", "Kijk")]
    assert [(one.title, one.span) for one in after] == [(one.title, one.span) for one in before]
    assert mistakes(overlaid, "9.00-16.00") == []


def test_what_an_overlay_leaves_out_stays_as_the_template_has_it():
    overlaid = year_with({"template": "full-day", "blocks": {"Opening": {"room": "Hal"}}})

    opening = next(block for block in programme(overlaid, "9.00-16.00") if block.title == "Opening")
    assert (opening.room, opening.text) == ("Hal", "Wat neem ik mee en wat breng ik in?")


def test_a_block_that_the_template_does_not_have_is_named_where_it_stands():
    overlaid = year_with({"template": "intervisie", "blocks": {"Lunch": {"room": "Hal"}}})

    assert mistakes(overlaid, "15.30-17.00") == [
        (
            (*IN_NETWORK, "blocks", "Lunch"),
            "error",
            "unknown-block",
            "Day template 'intervisie' has no block 'Lunch'.",
        )
    ]


def of_phase(phase):
    year = year_with(None, phase=phase)
    return year, year.networks["n"]


@pytest.mark.parametrize(
    ("written", "phase", "first_blocks"),
    [
        ("start", "forming", ["Opening", "Halen en brengen"]),
        ("forming", "forming", ["Opening", "Halen en brengen"]),
        ("Opbouw", "maintaining", ["Opening", "Good practices uit de scholen"]),
        ("eigen", "institutionalising", ["Opening", "Good practices uit de scholen"]),
    ],
)
def test_a_network_in_a_phase_has_a_programme_of_that_phase_where_it_says_none(written, phase, first_blocks):
    year, network = of_phase(written)

    assert network.phase == phase
    assert [block.title for block in programme(year)][1:3] == first_blocks
    assert mistakes(year) == []


def test_a_phase_does_not_touch_a_programme_of_ones_own_or_a_meeting_that_is_too_short():
    own = year_with("intervisie", phase="forming")

    assert printed(own, "15.30-17.00") == printed(year_with("intervisie"), "15.30-17.00")
    assert printed(of_phase("forming")[0], "9.00-10.00") == []

"""Whatever people rank, every way in which a form saves it reads back as that."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leernet.read.choices import read_choices
from tests.projects import student_year
from tests.test_choices_forms import ranks

YEAR = student_year(
    workshops={
        "drama": "Drama, spel en dans",
        "muziek": "Muziek",
        "muziek-dans": "Muziek; ritme en beweging",
        "cafe": "Café pédagogique",
        "toekomst": "2030",
    }
)
TITLES = {workshop.id: workshop.title for workshop in YEAR.workshops.values()}
RANKS = range(1, len(TITLES) + 1)

RANKINGS = st.dictionaries(
    st.sampled_from(["s1", "s2", "s3", "s4"]),
    st.lists(st.sampled_from(sorted(TITLES)), min_size=2, unique=True),
    min_size=1,
)


def padded(wishes):
    titles = [TITLES[wish] for wish in wishes]
    return titles + [""] * (len(TITLES) - len(titles))


def graded(wishes):
    return [
        f"{wishes.index(workshop) + 1}e keuze" if workshop in wishes else "" for workshop in sorted(TITLES)
    ]


LAYOUTS = {
    "a ranking in one cell": (
        ["Zet op volgorde\u00a0"],
        lambda wishes: ["".join(f"{TITLES[wish]};" for wish in wishes)],
    ),
    "a question for each choice": ([f"{rank}e keuze " for rank in RANKS], padded),
    "roman numbers": (
        [f"Keuze {rank}" for rank in ("I", "II", "III", "IV", "V", "VI")[: len(TITLES)]],
        padded,
    ),
    "a grid of ranks": ([f" [Keuze {rank}]" for rank in RANKS], padded),
    "a grid of workshops": ([f"Rangschik [{TITLES[workshop]}]" for workshop in sorted(TITLES)], graded),
    "columns of our own": ([str(rank) for rank in RANKS], padded),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@given(
    RANKINGS,
    st.sampled_from(";,\t"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_what_a_form_saves_is_read_back(layout, rankings, delimiter, quoting, encoding):
    headings, cells = LAYOUTS[layout]
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=delimiter, quoting=quoting)
    rows.writerow(["Tijdstempel", "E-mailadres", *headings, "Opmerkingen"])
    for day, (member, wishes) in enumerate(rankings.items(), 1):
        email = YEAR.members[member].email.upper()
        rows.writerow([f"{day}-9-2026 10:00:00", email, *cells(wishes), 'ja; "graag",\nof niet'])

    choices, findings = read_choices(
        YEAR, YEAR.series["workshops"], {"workshops.csv": text.getvalue().encode(encoding)}
    )

    assert ranks(choices) == {
        member: {wish: level for level, wish in enumerate(wishes)} for member, wishes in rankings.items()
    }
    assert {found.rule for found in findings} <= {"how-choices-are-read", "unused-columns"}

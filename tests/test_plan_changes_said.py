"""What `plan` says of a change: days, times and schools as people write them, whatever the change is."""

import re
from datetime import date
from itertools import product

import pytest

from leernet.explain.offer import offer_line
from leernet.model.plan import Change
from leernet.solve.dates_and_hosts import OneMoreChange
from leernet.words import words
from leernet.write.dates import with_long_dates
from leernet.write.plan_changes import change_lines

from .plan_projects import PROJECT, year_of

YEAR = year_of(PROJECT)
FACTS = {"date": "2027-03-12", "start": "09:00", "end": "12:00", "school": "eik"}
OTHER = {"date": "2027-03-16", "start": "13:30", "end": "15:30", "school": "beuk"}
AS_IN_THE_FILES = re.compile(r"\d{4}-\d\d-\d\d|\b0\d:|\beik\b|\bbeuk\b")


def said(change, language="en"):
    (line,) = change_lines(YEAR, (change,), words(language))
    return line


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "w/lente/koor: withdrawn, Friday 12 March 2027, 9:00 – 12:00, De Eik (weg)"),
        (
            "nl",
            "w/lente/koor: ingetrokken, vrijdag 12 maart 2027, 9.00 – 12.00 uur, De Eik (weg)",
        ),
    ],
)
def test_a_session_that_is_withdrawn_is_told_as_people_write(language, line):
    change = Change(what="removed", meeting="w/lente/koor", was=FACTS, reason="weg")

    assert said(change, language) == line


@pytest.mark.parametrize("what", ["new", "moved", "host", "cancelled", "removed", "revived"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_change_is_told_as_the_files_have_it(what, language):
    for kept in product((True, False), repeat=len(FACTS)):
        was, now = (
            {key: value for (key, value), keep in zip(facts.items(), kept, strict=True) if keep}
            for facts in (FACTS, OTHER)
        )
        for change in (
            Change(what=what, meeting="w/lente/koor", was=was),
            Change(what=what, meeting="w/lente/koor", was=was, now=now),
        ):
            line = said(change, language)
            assert not AS_IN_THE_FILES.search(line)
            # Every kind of fact that it has is told.
            assert ("maart" in line or "March" in line) is kept[0]
            assert ("De Eik" in line) is kept[3]
            assert len(re.findall(r"\d[.:]\d\d", line)) == sum(kept[1:3]) * (2 if change.now else 1)


def test_a_change_of_one_of_the_times_says_which():
    change = Change(what="moved", meeting="w/lente/koor", was={"end": "12:00"}, now={"end": "12:30"})

    assert said(change) == "w/lente/koor: moved, until 12:00 → until 12:30"
    assert said(change, "nl") == "w/lente/koor: verplaatst, tot 12.00 uur → tot 12.30 uur"


def test_a_place_that_is_no_school_and_a_school_that_is_gone_keep_what_is_written():
    moved = Change(what="host", meeting="k/herfst", was={"host": "weg"}, now={"location": "Stadhuis"})

    assert said(moved) == "k/herfst: another host, weg → Stadhuis"


def test_pairs_stay_as_they_are_written():
    pairs = Change(what="pairs", meeting="k/1", was={"pairs": "a+b"}, now={"pairs": "a+c"}, reason="b left")

    assert said(pairs) == "k/1: other pairs, a+b → a+c (b left)"


def test_the_offer_of_one_change_more_writes_days_as_people_do():
    change = Change(what="moved", meeting="k/herfst", was={"date": "2027-03-12"}, now={"date": "2027-03-16"})

    line = with_long_dates(words("en")).say(
        offer_line(YEAR, OneMoreChange((change,), 40, None, None, None, 1), 2)
    )

    assert "k/herfst on Tuesday 16 March 2027 instead of Friday 12 March 2027" in line
    assert str(date(2027, 3, 16)) not in line


def test_an_offer_of_two_changes_says_that_it_is_two():
    change = Change(what="moved", meeting="k/herfst", was={"date": "2027-03-12"}, now={"date": "2027-03-16"})

    line = words("en").say(offer_line(YEAR, OneMoreChange((change, change), 40, None, None, None, 2), 2))

    assert line.startswith("2 more changes save 4.0 %: ")
    assert line.endswith("To take them: --max-moves 2.")

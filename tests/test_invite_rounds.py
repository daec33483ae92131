"""Who visits a colleague reads in their letter which round that is, and between which meetings."""

from datetime import date

import pytest
from msgspec.structs import replace

from leernet.model.view import Guest, Occasion, View
from leernet.model.year import Invite
from leernet.write.personal import with_rounds

from .plan_projects import year_of

NETWORK = """\
year: {school_year: 2026-2027}
members: {a: {name: Anna}, b: {name: Bas}}
networks:
  coaches:
    facilitator: a
    members: {members: [a, b]}
    time: 9.00-10.00
    meetings: [{id: start, title: Startdag}, {id: eind, title: Terugblik}]
    pairs: {window: 2026-11-02..2027-05-28, rounds: ROUNDS}
"""
VIEW = View(title="Coaching", day=date(2026, 11, 2), until=date(2026, 11, 6))


@pytest.mark.parametrize(
    ("rounds", "number", "language", "said"),
    [
        ("1", 1, "nl", ""),
        ("2", 2, "nl", "Ronde 2 van 2."),
        ("[{after: start, before: eind}]", 1, "nl", "Dit bezoek is tussen Startdag en Terugblik."),
        ("[{after: start}, {after: eind}]", 1, "en", "Round 1 of 2, between Startdag and Terugblik."),
        ("[{after: start}, {after: eind}]", 2, "en", "Round 2 of 2, after Terugblik."),
        ("[{before: start}, {after: start}]", 1, "nl", "Ronde 1 van 2, voor Startdag."),
        # A round that is no longer asked for, and was planned.
        ("1", 3, "nl", ""),
    ],
)
def test_a_visit_says_its_round_and_that_alone_is_no_news(rounds, number, language, said):
    year = year_of(NETWORK.replace("ROUNDS", rounds))
    guest = Guest("a", "Anna", "a@pabo.example", language, VIEW)
    visit = Occasion(f"coaches/{number}/a--b", "visit", "coaches", VIEW, (guest,), Invite())

    (told,) = with_rounds(year, (visit,))

    assert told.guests[0].view.round == said
    assert told.guests[0].view.news == VIEW.news
    assert with_rounds(year, (replace(visit, kind="meeting"),)) == (replace(visit, kind="meeting"),)

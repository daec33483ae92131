"""Workshops proposed from what lives: the most questions there can be, led by those who offered."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.model.inventory import ProposedSession
from leernet.solve.limits import NO_LIMITS, within
from leernet.solve.program import Outcome, Program
from leernet.solve.rounds.proposal import RoundsProblem, proposed_rounds
from leernet.verify.rounds import broken_sessions, questions_answered

MEMBERS = ("ab", "cd", "ef", "gh")
TOPICS = ("bezoek", "gesprek", "week")


@st.composite
def problems(draw):
    asked = draw(st.frozensets(st.tuples(st.sampled_from(MEMBERS), st.sampled_from(TOPICS)), max_size=8))
    leaders = {topic: draw(st.frozensets(st.sampled_from(MEMBERS), max_size=2)) for topic in TOPICS}
    led_before = {member: draw(st.integers(0, 2)) for member in MEMBERS}
    offered = {topic: members for topic, members in leaders.items() if members}
    return RoundsProblem(asked, offered, draw(st.integers(1, 2)), draw(st.integers(1, 2)), led_before)


def every_choice(problem):
    """Every set of sessions that keeps the rules: each leader, or none, for each topic and round."""
    places = [(at, topic) for at in range(1, problem.rounds + 1) for topic in sorted(problem.leaders)]
    for leaders in product(*((None, *sorted(problem.leaders[topic])) for _at, topic in places)):
        sessions = [
            ProposedSession(*place, leader) for place, leader in zip(places, leaders, strict=True) if leader
        ]
        if not [*broken_sessions(sessions, problem.leaders, problem.rounds, problem.rooms)]:
            yield sessions


def most_by_trying(sessions, asked, rounds):
    """Questions answered, by trying every seat of every member in every round."""
    most = 0
    for member in {one for one, _topic in asked}:
        wants = [topic for one, topic in asked if one == member]
        offers = []
        for at in range(1, rounds + 1):
            leads = any(one.round == at and one.leader == member for one in sessions)
            offers.append((None,) if leads else (None, *(one.topic for one in sessions if one.round == at)))
        most += max(len({topic for topic in seats if topic in wants}) for seats in product(*offers))
    return most


def worth(problem, sessions):
    """The four goals in order; more is better."""
    led = [one.leader for one in sessions]
    busy = sum(led.count(member) == problem.rounds for member in set(led)) if problem.rounds > 1 else 0
    turns = sum(
        1 + problem.led_before.get(member, 0) + at for member in set(led) for at in range(led.count(member))
    )
    return (most_by_trying(sessions, problem.asked, problem.rounds), -busy, len(sessions), -turns)


@settings(max_examples=200, deadline=None)
@given(problems())
def test_no_other_choice_of_sessions_is_better(problem):
    proposal = proposed_rounds(problem, limits=NO_LIMITS)

    best = max((worth(problem, sessions) for sessions in every_choice(problem)), default=(0, 0, 0, 0))
    assert worth(problem, proposal.sessions) == best
    assert (proposal.answered, proposal.bound, proposal.proven) == (best[0], best[0], True)
    assert [*broken_sessions(proposal.sessions, problem.leaders, problem.rounds, problem.rooms)] == []
    assert questions_answered(proposal.sessions, problem.asked, problem.rounds) == best[0]


def test_what_most_ask_for_comes_first_and_of_equals_by_name():
    asked = frozenset({("ab", "week"), ("cd", "week"), ("ef", "bezoek"), ("gh", "les")})
    leaders = {"week": frozenset({"ij"}), "bezoek": frozenset({"kl"}), "les": frozenset({"mn"})}

    proposal = proposed_rounds(RoundsProblem(asked, leaders, 3, 1), limits=NO_LIMITS)

    assert [one.topic for one in proposal.sessions] == ["week", "bezoek", "les"]


def test_what_there_was_no_time_for_is_not_called_proven(monkeypatch):
    nothing = Outcome(np.zeros(0), math.inf, -math.inf, proven=False, impossible=False)
    monkeypatch.setattr(Program, "solved", lambda *_arguments, **_options: nothing)
    asked = frozenset((("ab", "bezoek"), ("cd", "bezoek"), ("cd", "week")))

    proposal = proposed_rounds(RoundsProblem(asked, {"bezoek": frozenset(("ef",))}, 1, 1), limits=within(0))

    assert (proposal.sessions, proposal.answered, proposal.bound, proposal.proven) == ((), 0, 2, False)


OFFERED = {"bezoek": frozenset(("ab", "cd")), "week": frozenset(("ab",))}


@pytest.mark.parametrize(
    ("sessions", "broken"),
    [
        ([(1, "bezoek", "ab"), (2, "week", "ab")], []),
        ([(1, "bezoek", "ef")], ["ef did not offer to lead bezoek, or is not there."]),
        ([(3, "bezoek", "ab")], ["There is no round 3."]),
        ([(1, "bezoek", "ab"), (1, "week", "ab")], ["ab leads 2 workshops in round 1."]),
        ([(1, "bezoek", "ab"), (1, "bezoek", "cd")], ["Round 1 has bezoek 2 times."]),
    ],
)
def test_the_verifier_names_what_is_wrong(sessions, broken):
    proposed = [ProposedSession(*one) for one in sessions]

    assert [*broken_sessions(proposed, OFFERED, rounds=2, rooms=2)] == broken


def test_the_verifier_counts_rooms():
    proposed = [ProposedSession(1, "bezoek", "cd"), ProposedSession(1, "week", "ab")]

    assert [*broken_sessions(proposed, OFFERED, rounds=2, rooms=1)] == [
        "Round 1 has 2 workshops and 1 rooms."
    ]

"""Questions, leaders, rounds and rooms in; the workshops that answer the most questions out, with the bound.

A question is answered when its member sits in a workshop on its topic. Everybody is in one workshop a round,
to lead or to attend: a choice of sessions with a matching of members to them, as one integer program whose
goals are, in order: questions answered, leaders with a round to attend themselves, rooms in use, turns of
leading, and what most people ask about first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.model.inventory import ProposedSession
from leernet.solve.limits import Limits
from leernet.solve.program import Outcome, Program


class RoundsProblem(Struct, frozen=True):
    """What is asked of a day with workshops led by members.

    Attributes:
        asked: (member, topic), each once: who wants what answered.
        leaders: who offers to lead each topic and is there, by topic.
        rounds: how many rounds follow one another.
        rooms: how many workshops fit side by side.
        led_before: workshops each member led earlier this year.
    """

    asked: frozenset[tuple[str, str]]
    leaders: Mapping[str, frozenset[str]]
    rounds: int
    rooms: int
    led_before: Mapping[str, int] = {}


class RoundsProposal(Struct, frozen=True):
    """The proposed sessions, by round and topic.

    Attributes:
        answered: how many questions can be answered with them.
        bound: no choice of sessions answers more.
        proven: whether the two are the same.
    """

    sessions: tuple[ProposedSession, ...]
    answered: int
    bound: int
    proven: bool


class _Model(Struct, frozen=True):
    """The program with the columns that mean something.

    Attributes:
        sessions: column of a leader leading a topic in a round, by (round, topic, leader).
        answers: columns of a question answered in a round.
        busy: column that is 1 when a leader leads in every round, by leader.
        turns: columns of a leader's first, second … session of the day, by leader.
    """

    program: Program
    sessions: Mapping[tuple[int, str, str], int]
    answers: tuple[int, ...]
    busy: Mapping[str, int]
    turns: Mapping[str, tuple[int, ...]]


def proposed_rounds(problem: RoundsProblem, *, limits: Limits) -> RoundsProposal:
    """The sessions to offer.

    Args:
        limits: what they end is not proven.
    """
    model = _model(problem)
    goals = (
        dict.fromkeys(model.answers, -1),
        dict.fromkeys(model.busy.values(), 1),
        dict.fromkeys(model.sessions.values(), -1),
        {
            column: 1 + problem.led_before.get(leader, 0) + at
            for leader, columns in model.turns.items()
            for at, column in enumerate(columns)
        },
        _rounds_in_order(problem, model.sessions),
    )
    best: Outcome | None = None
    answered = 0
    # Stopped before anything is known, every question that somebody would answer may be possible.
    bound = sum(topic in problem.leaders for _member, topic in problem.asked)
    for at, goal in enumerate(goals):
        costs = np.zeros(len(model.program.costs), np.int64)
        for column, cost in goal.items():
            costs[column] = cost
        start = None if best is None else best.values
        outcome = model.program.solved(costs=costs, start=start, limits=limits)
        if not outcome.values.size:
            break
        best = outcome
        value = _value(goal, outcome.values)
        if at == 0:
            answered = -value
            if np.isfinite(outcome.bound):
                bound = int(np.floor(-outcome.bound + 1e-6))
        model.program.row(-np.inf, value, goal)
    values = np.zeros(len(model.program.costs)) if best is None else best.values
    chosen = (ProposedSession(*key) for key, column in model.sessions.items() if values[column] > 0.5)
    return RoundsProposal(tuple(sorted(chosen)), answered, bound, answered == bound)


def _rounds_in_order(
    problem: RoundsProblem, sessions: Mapping[tuple[int, str, str], int]
) -> Mapping[int, int]:
    """What a session costs for being late: more where more people ask, of equals by topic and leader."""
    counts = Counter(topic for _member, topic in problem.asked)
    names = sorted({key[1:] for key in sessions}, reverse=True)
    weights = {name: counts[name[0]] * len(names) + at + 1 for at, name in enumerate(names)}
    return {column: at * weights[topic, leader] for (at, topic, leader), column in sessions.items()}


def _value(goal: Mapping[int, int], values: NDArray[np.float64]) -> int:
    return round(sum(cost * float(values[column]) for column, cost in goal.items()))


def _model(problem: RoundsProblem) -> _Model:
    program = Program()
    rounds = range(1, problem.rounds + 1)
    sessions = {
        (at, topic, leader): program.choice()
        for at in rounds
        for topic in sorted(problem.leaders)
        for leader in sorted(problem.leaders[topic])
    }
    answers: list[int] = []
    # Who does what in each round: one workshop, to lead or to attend.
    engaged: dict[tuple[int, str], list[int]] = {}
    for (at, _topic, leader), column in sessions.items():
        engaged.setdefault((at, leader), []).append(column)
    for member, topic in sorted(problem.asked):
        if not problem.leaders.get(topic):
            continue
        of_question = []
        for at in rounds:
            column = program.choice()
            led = [sessions[at, topic, leader] for leader in problem.leaders[topic]]
            program.row(-np.inf, 0, {column: 1, **dict.fromkeys(led, -1)})
            engaged.setdefault((at, member), []).append(column)
            of_question.append(column)
        _at_most(program, 1, of_question)
        answers += of_question
    for columns in engaged.values():
        _at_most(program, 1, columns)
    for at in rounds:
        _at_most(program, problem.rooms, (column for (when, *_), column in sessions.items() if when == at))
        for topic in problem.leaders:
            # A topic once a round: those who want it sit together.
            of_topic = (column for key, column in sessions.items() if key[:2] == (at, topic))
            _at_most(program, 1, of_topic)
    busy, turns = _leaders_rows(program, sessions, problem.rounds)
    return _Model(program, sessions, tuple(answers), busy, turns)


def _leaders_rows(
    program: Program, sessions: Mapping[tuple[int, str, str], int], rounds: int
) -> tuple[Mapping[str, int], Mapping[str, tuple[int, ...]]]:
    """Columns that count how often each leader leads, and whether no round is left to attend."""
    busy: dict[str, int] = {}
    turns: dict[str, tuple[int, ...]] = {}
    for leader in sorted({leader for _at, _topic, leader in sessions}):
        led = [column for key, column in sessions.items() if key[2] == leader]
        turns[leader] = tuple(program.choice() for _ in range(rounds))
        program.row(0, 0, dict.fromkeys(led, 1) | dict.fromkeys(turns[leader], -1))
        if rounds > 1:
            busy[leader] = program.choice()
            program.row(-np.inf, rounds - 1, {**dict.fromkeys(led, 1), busy[leader]: -1})
    return busy, turns


def _at_most(program: Program, limit: int, columns: Iterable[int]) -> None:
    program.row(-np.inf, limit, dict.fromkeys(columns, 1))

"""Kinds and sessions in, the best allocation and its proof out; minimum numbers met by closing or filling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from leernet.model.allocation import (
    AllocationProblem,
    Certificate,
    Goal,
    Participant,
    ProofNode,
    Refusal,
    Verdict,
)
from leernet.solve.allocation.bounds import Prices
from leernet.solve.allocation.chain import Held, Watch, held
from leernet.solve.allocation.columns import Bundle, Columns, Kept, columns, columns_alone
from leernet.solve.allocation.completion import Completion
from leernet.solve.allocation.face import Face, Truths, split, whole
from leernet.solve.allocation.goals import Accounts, Group, Step, Sum, steps
from leernet.solve.allocation.kinds import Ints, Kinds, Programme, kinds, programme
from leernet.solve.allocation.lots import Drawn, drawn_by_level, drawn_by_wish, tie_breaker
from leernet.solve.allocation.prices import fits
from leernet.solve.allocation.tours import Tours, with_tours

# Nine workshops at three moments give 27.
MANY_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is solved: the same at every choice of sessions to close or fill.

    Attributes:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
        lean: the columns that usually suffice, with nothing closed.
        levels: how far below the best bundle columns go, until something feasible is left; none: to the end.
    """

    problem: AllocationProblem
    running: Programme
    people: Sequence[Participant]
    order: Ints
    everyone: Kinds
    lean: Columns
    levels: tuple[int | None, ...]

    @property
    def waits(self) -> Truths:
        """(N,) whether a participant, in order of lots, is placed last."""
        return np.array([kind.waits for kind in self.everyone.kinds], np.bool_)[self.everyone.of]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Who have goals and lots of their own, in order."""
        return ("in time", "late") if self.waits.any() else ("in time",)


def question(problem: AllocationProblem, people: Sequence[Participant], order: Ints) -> Question:
    """The problem in numbers; placements by hand must not clash.

    Args:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
    """
    running = programme(problem)
    everyone = kinds(problem, running, people, order)
    levels = _levels(problem, everyone, running)
    lean = columns(everyone, running, frozenset(), None, _fewest(problem), levels[0])
    if lean is None:
        raise ValueError("placements by hand clash")
    return Question(problem, running, people, order, everyone, lean, levels)


def _levels(problem: AllocationProblem, everyone: Kinds, running: Programme) -> tuple[int | None, ...]:
    """Where somebody has very many bundles and the worst level comes first, only the good ones at first.

    If everybody can be held to a level, then no better allocation has anybody below it.
    """
    floor_first = problem.policy in ("floor-first", "leximin") and not problem.evidence_first
    if floor_first and problem.keep is None and columns_alone(everyone, running) > MANY_COLUMNS:
        return (4, 8, 16, 32, None)
    return (None,)


def _fewest(problem: AllocationProblem) -> Kept:
    """The least columns that suffice as a rule: those that the first goals of the policy leave."""
    return "full" if problem.policy in ("lottery", "draft") else "chosen"


@dataclass(frozen=True, slots=True)
class Branch:
    """Sessions that get nobody, and sessions that get at least their minimum."""

    closed: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Attempt:
    """The best for a branch, minimum numbers of undecided sessions aside.

    Attributes:
        key: goals and choices by lot, in order; the smaller, the better.
        bundle: (N,) bundle of each participant, in order of lots.
        sessions: of each bundle.
        tours: (N,) session of each participant's tour, -1 for none; none where it is not about tours.
        short: the undecided session that is furthest below its minimum; none when all keep theirs.
        searched: whether a proof needed the solver's search.
        lots: what lots could not give, each time that they were drawn.
    """

    key: tuple[int, ...]
    goals: tuple[Goal, ...]
    certificates: tuple[Certificate, ...]
    bundle: Ints
    sessions: tuple[Bundle, ...]
    tours: Ints | None
    short: int | None
    searched: bool
    lots: tuple[tuple[Refusal, ...], ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No allocation for a branch; the last certificate proves it, unless a search did.

    Attributes:
        proven: whether that is so, and not only so for the columns or the sample at hand.
    """

    certificates: tuple[Certificate, ...] = ()
    proven: bool = True
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The best allocation and the tree that proves it."""

    attempt: Attempt
    branch: Branch
    proof: tuple[ProofNode, ...]
    finished: bool


def best_allocation(question: Question, watch: Watch, start: Branch = Branch()) -> Found | None:
    """The best over all ways to close or fill sessions; none when there is no allocation at all.

    Args:
        start: sessions that are to be closed or filled in any case.
    """
    undecided = [start]
    nodes: list[ProofNode] = []
    best: tuple[Attempt, Branch, int] | None = None
    while undecided and not (best is not None and watch.over):
        branch = undecided.pop()
        attempt = attempted(question, branch, watch)
        if isinstance(attempt, Nothing):
            nodes.append(_node(question, branch, attempt, "empty"))
        elif best is not None and attempt.key >= best[0].key:
            nodes.append(_node(question, branch, attempt, "worse"))
        elif attempt.short is None:
            if best is not None:
                nodes[best[2]] = replace(nodes[best[2]], verdict="worse")
            best = (attempt, branch, len(nodes))
            nodes.append(_node(question, branch, attempt, "chosen"))
        else:
            nodes.append(_node(question, branch, attempt, "branched", attempt.short))
            undecided += _children(branch, attempt.short, watch)
    if best is None:
        return None
    return Found(best[0], best[1], tuple(nodes), finished=not undecided)


def _children(branch: Branch, session: int, watch: Watch) -> list[Branch]:
    """Closed and filled; the last is looked at first: filled, or out of time closed, to settle sooner."""
    closed = replace(branch, closed=branch.closed | {session})
    filled = replace(branch, filled=branch.filled | {session})
    return [filled, closed] if watch.over else [closed, filled]


def _node(
    question: Question,
    branch: Branch,
    attempt: Attempt | Nothing,
    verdict: Verdict,
    session: int | None = None,
) -> ProofNode:
    names = [each.id for each in question.running.sessions]
    return ProofNode(
        tuple(names[at] for at in sorted(branch.closed)),
        tuple(names[at] for at in sorted(branch.filled)),
        attempt.certificates,
        verdict,
        "" if session is None else names[session],
        attempt.searched,
        attempt.lots if isinstance(attempt, Attempt) else (),
    )


def attempted(question: Question, branch: Branch, watch: Watch) -> Attempt | Nothing:
    """The best for a branch: with the fewest columns, with all, and with a search at every goal.

    A proof by prices holds for parts of people too, and so do lots. When no allocation in whole people gets
    there, whole people are looked at after every lot, and if need be after every goal.
    """
    lean = ((_fewest(question.problem), levels) for levels in question.levels)
    # What was placed before comes before places missing: then nothing may be left out.
    for kept, levels in () if question.problem.keep in ("frozen", "improve") else lean:
        made = _columns(question, branch, kept, levels)
        if made is not None and fits(_limited(made, question, branch)):
            found = _solved_or_searched(question, branch, made, watch)
            if isinstance(found, Attempt):
                return found
    made = _columns(question, branch, "all", None)
    if made is None:
        return Nothing()
    return _solved_or_searched(question, branch, made, watch)


def _solved_or_searched(question: Question, branch: Branch, made: Columns, watch: Watch) -> Attempt | Nothing:
    whole = replace(watch, lots="whole")
    for careful in (watch, whole, replace(whole, searched=True)):
        found = _solved(question, branch, made, careful)
        if isinstance(found, Attempt) or found.proven:
            return found
    return found


def _columns(question: Question, branch: Branch, kept: Kept, levels: int | None) -> Columns | None:
    lean = question.lean
    if kept != "all" and not branch.closed and levels == question.levels[0]:
        return lean
    best = (lean.points - lean.level)[lean.start[:-1]]
    return columns(question.everyone, question.running, branch.closed, best, kept, levels)


def _solved(question: Question, branch: Branch, made: Columns, watch: Watch) -> Attempt | Nothing:
    """Goals and lots of those who answered in time, of the others in what is left, and then of tours."""
    accounts = Accounts(question.problem, question.running, question.everyone, made)
    names = tuple(session.id for session in question.running.sessions)
    state = _Passed(Held(_limited(made, question, branch), names), question.everyone.of)
    for group in question.groups:
        passed = _passed(
            state,
            steps(accounts, group),
            lambda completion, kinds, asked: _drawn(accounts, completion, kinds, asked),
            lambda face: _worth(accounts, face),
            question.waits == (group == "late"),
            watch,
        )
        if isinstance(passed, Nothing):
            return passed
        state = passed
    if question.problem.has_tours:
        toured = _toured(question, state, watch)
        if isinstance(toured, Nothing):
            return toured
        state = toured
    return _settled(question, accounts, state, watch)


def _toured(question: Question, state: _Passed, watch: Watch) -> _Passed | Nothing:
    """Goals and lots of tours, in what those of workshops left."""
    before, kinds = _narrowed(state)
    assert before.face is not None  # lots were drawn from it
    order = [question.people[at] for at in question.order.tolist()]
    tours = with_tours(question.problem, question.running, order, before.face, kinds)
    names = tuple(f"{question.running.sessions[at].id}/tour" for at in tours.sessions.tolist())
    held = replace(before, face=tours.face, sessions=(*before.sessions, *names))
    state = _Passed(held, tours.kinds, key=state.key, lots=state.lots, tours=tours)
    for group in question.groups:
        passed = _passed(
            state,
            tours.steps(group, question.problem.keep),
            lambda completion, kinds, asked: drawn_by_level(
                completion, kinds, asked, tours.missed[completion.face.column]
            ),
            lambda face: tours.missed[face.column],
            question.waits == (group == "late"),
            watch,
        )
        if isinstance(passed, Nothing):
            return passed
        state = passed
    return state


@dataclass(frozen=True, slots=True)
class _Passed:
    """Where things stand after a group.

    Attributes:
        held: goals, and what they leave.
        kinds: (N,) of the participants, by which that counts.
        completion: with what lots gave, ``sets`` (N,) of it; none before the first lot.
        drawn: (N,) who had a turn.
        worth: (C,) of what the goals leave, for lots.
        tours: the choice of tours, once it is about these.
    """

    held: Held
    kinds: Ints
    completion: Completion | None = None
    sets: Ints | None = None
    drawn: Truths | None = None
    worth: Ints | None = None
    key: tuple[int, ...] = ()
    lots: tuple[tuple[Refusal, ...], ...] = ()
    tours: Tours | None = None


def _narrowed(state: _Passed) -> tuple[Held, Ints]:
    """What is left when everybody who had a turn keeps what is worth as much, and the kinds it counts by."""
    held, completion, drawn = state.held, state.completion, state.drawn
    if completion is None or state.sets is None or drawn is None or state.worth is None:
        return held, state.kinds
    got = _got(completion, state.kinds, state.sets, state.worth, ~drawn)
    smaller, kinds = split(completion.face, state.kinds, got, state.worth)
    return replace(held, face=smaller), kinds


def _passed(
    state: _Passed,
    goals: tuple[Step, ...],
    draw: Callable[[Completion, Ints, Ints], Drawn | None],
    worth: Callable[[Face], Ints],
    asked: Truths,
    watch: Watch,
) -> _Passed | Nothing:
    """Goals held, and then lots drawn for those who are asked."""
    before, kinds = _narrowed(state)
    reached = held(before, goals, watch)
    if reached.face is None:
        return Nothing(reached.certificates, searched=watch.searched)
    nothing = Nothing(reached.certificates, proven=watch.searched, searched=watch.searched)
    completion = Completion(reached.face, watch.lots)
    if completion.test() is not True:
        return nothing
    watch.tell("lots")
    result = draw(completion, kinds, np.flatnonzero(asked))
    if result is None:
        return nothing
    refused = tuple(_refusal(turn, prices, reached.sessions) for turn, prices in completion.refused)
    return replace(
        state,
        held=reached,
        kinds=kinds,
        completion=completion,
        sets=result.sets,
        drawn=asked if state.drawn is None else asked | state.drawn,
        worth=worth(reached.face),
        key=(*state.key, *reached.costs[len(before.costs) :], *result.choices),
        lots=(*state.lots, refused),
    )


def _refusal(turn: int, prices: Prices | None, sessions: tuple[str, ...]) -> Refusal:
    return Refusal(turn) if prices is None else Refusal(turn, prices.named(sessions), prices.multipliers)


def _limited(made: Columns, question: Question, branch: Branch) -> Face:
    face = whole(made, question.everyone.count, question.running.seats)
    low, high = face.low.copy(), face.high.copy()
    for session in branch.closed:
        high[session] = 0
    for session in branch.filled:
        low[session] = question.running.minimum[session]
    return replace(face, low=low, high=high)


def _worth(accounts: Accounts, face: Face) -> Ints:
    """(C,) a number for what a column is worth, the same for columns that lots do not tell apart."""
    made = accounts.made
    if accounts.problem.policy != "draft":
        return made.level[face.column]
    _unique, number = np.unique(_wishes(accounts, face, 0), axis=0, return_inverse=True)
    return number.reshape(-1)


def _got(completion: Completion, kinds: Ints, sets: Ints, worth: Ints, waits: Truths) -> list[int | None]:
    """What each participant got is worth; none for those who have not had a turn."""
    face = completion.face
    known: dict[tuple[int, int], int] = {}

    def of(kind: int, number: int) -> int:
        first, last = face.start[kind], face.start[kind + 1]
        here = np.isin(face.pattern[first:last], completion.patterns[number])
        return int(worth[first + np.flatnonzero(here)[0]])

    for pair in zip(kinds.tolist(), sets.tolist(), strict=True):
        if pair not in known:
            known[pair] = of(*pair)
    pairs = zip(kinds.tolist(), sets.tolist(), waits.tolist(), strict=True)
    return [None if late else known[kind, number] for kind, number, late in pairs]


def _drawn(accounts: Accounts, completion: Completion, kinds: Ints, asked: Ints) -> Drawn | None:
    face, made = completion.face, accounts.made
    if accounts.problem.policy != "draft":
        return drawn_by_level(completion, kinds, asked, made.level[face.column])
    need = np.array([kind.need for kind in accounts.everyone.kinds], np.int64)[made.kind[face.column]]
    wishes = _wishes(accounts, face, need.max(initial=0))
    there = (wishes >= 0).sum(axis=1)
    # Missing places come after those that are there.
    missing = (np.arange(wishes.shape[1]) >= there[:, None]) & (np.arange(wishes.shape[1]) < need[:, None])
    return drawn_by_wish(completion, kinds, asked, np.where(missing, made.not_wished + 1, wishes))


def _wishes(accounts: Accounts, face: Face, most: int) -> Ints:
    """(C, most) levels of the wishes of each column, the worst first, then -1."""
    made, none = accounts.made, len(accounts.running.sessions)
    taken = face.sessions[face.pattern]
    wishes = made.rank[made.kind[face.column][:, None], accounts.running.workshop[taken]]
    levels = np.full((len(taken), max(most, taken.shape[1])), -1, np.int64)
    levels[:, : taken.shape[1]] = np.where(taken < none, wishes, -1)
    return -np.sort(-levels, axis=1)


def _settled(question: Question, accounts: Accounts, state: _Passed, watch: Watch) -> Attempt | Nothing:
    """One allocation of those that goals and lots leave, by a hash; minima kept if they can be."""
    running, completion = question.running, state.completion
    assert completion is not None  # there is always a first group
    assert state.sets is not None
    minimum = np.zeros(len(completion.face.low), np.int64)
    minimum[: len(running.minimum)] = running.minimum
    cost = tie_breaker(question.problem.seed, [*state.held.sessions], completion.face.sessions)
    if not completion.settle(cost, None, watch.seconds) and not completion.is_whole:
        return Nothing(state.held.certificates, proven=False)
    short = _furthest_below(completion.loads(), minimum)
    if short is not None and completion.settle(cost, minimum, watch.seconds):
        short = None
    bundle = completion.handed_out(state.sets)
    none = len(running.sessions)
    sessions = tuple(
        tuple(at for at in pattern if at < none) for pattern in completion.face.sessions.tolist()
    )
    tours = None if state.tours is None else state.tours.taken(completion.face, bundle)
    goals = tuple(_reached(accounts, state, bundle, sessions))
    return Attempt(
        state.key, goals, state.held.certificates, bundle, sessions, tours, short, watch.searched, state.lots
    )


def _furthest_below(load: Ints, minimum: Ints) -> int | None:
    """The session with the most people too few, among those with anybody."""
    lacking = np.where((load > 0) & (load < minimum), minimum - load, 0)
    return int(np.argmax(lacking)) if lacking.any() else None


def _reached(accounts: Accounts, state: _Passed, bundle: Ints, sessions: tuple[Bundle, ...]) -> list[Goal]:
    """The goals; those that there was no time for with the value that this allocation happens to reach."""
    goals = list(state.held.goals)
    for place, step in state.held.open:
        if isinstance(step, Sum) and step.name.startswith("tours "):
            column = _choices_of(state, bundle)
        else:
            column = _columns_of(accounts, bundle, sessions)
        reached = (
            step.sign * int(step.cost[column].sum())
            if isinstance(step, Sum)
            else int(step.level[column].max())
        )
        # Above 0 a worst level is proven by how many must be there, which was not counted.
        shown = reached == goals[place].bound and (isinstance(step, Sum) or reached == 0)
        goals[place] = replace(goals[place], value=reached, proven=shown)
    return goals


def _choices_of(state: _Passed, bundle: Ints) -> Ints:
    """(N,) the column of each participant's choice, tours included."""
    assert state.completion is not None  # lots were drawn
    face = state.completion.face
    in_order = np.lexsort([face.pattern, face.kind])
    keys = face.kind[in_order] * len(face.sessions) + face.pattern[in_order]
    column: Ints = face.column[in_order[np.searchsorted(keys, state.kinds * len(face.sessions) + bundle)]]
    return column


def _columns_of(accounts: Accounts, bundle: Ints, sessions: tuple[Bundle, ...]) -> Ints:
    """(N,) the column of each participant's bundle."""
    made, none = accounts.made, len(accounts.running.sessions)
    number = {tuple(at for at in row if at < none): known for known, row in enumerate(made.sessions.tolist())}
    known = np.array([number[each] for each in sessions], np.int64)[bundle]
    # Columns of a kind stand side by side, but not in order of bundle.
    in_order = np.lexsort([made.bundle, made.kind])
    keys = made.kind[in_order] * len(made.sessions) + made.bundle[in_order]
    column: Ints = in_order[np.searchsorted(keys, accounts.everyone.of * len(made.sessions) + known)]
    return column

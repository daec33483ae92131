"""A question and a choice of sessions to close or to fill in, the best for it out, other minima aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import attrgetter
from time import monotonic
from typing import TypeAlias

import numpy as np

from leernet.model.allocation import AllocationProblem, Certificate, Goal, Participant, Refusal
from leernet.solve.allocation.agent_types import Kinds, Programme, kinds, programme
from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bounds import Prices
from leernet.solve.allocation.bundles import (
    OUT_OF_REACH,
    Budget,
    Bundles,
    Charge,
    cheapest,
    every_bundle,
    first_of_each,
    joined,
    offer,
)
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.column_generation import Open, Settled, floored, settled
from leernet.solve.allocation.columns import (
    Bundle,
    Columns,
    Kept,
    columns,
    columns_of,
    least_points,
    most_bundles,
)
from leernet.solve.allocation.costs import Wishes, of_missing, of_points, wishes
from leernet.solve.allocation.draw import order_of_lots
from leernet.solve.allocation.duals import misfit, model_of
from leernet.solve.allocation.feasibility_oracle import Completion
from leernet.solve.allocation.goals import Accounts, Floor, Group, Levels, Step, Sum, at_level, steps
from leernet.solve.allocation.lexicographic import Count, Held, Watch, Worst, held
from leernet.solve.allocation.linear_programs import OutOfTimeError, integer_optimum
from leernet.solve.allocation.optimal_face import Face, split, whole
from leernet.solve.allocation.serial_dictatorship import Drawn, drawn_by_level, drawn_by_wish, tie_breaker
from leernet.solve.allocation.serial_dictatorship_priced import Doubt, UnmadeLots, rule_of, turns_of
from leernet.solve.allocation.tours import Tours, with_tours

# Nine workshops at three moments give 64.
MANY_BUNDLES = 1000
# All columns take less than a gigabyte.
MOST_COLUMNS = 3_000_000
# Bundles of each size that a kind has when there is no time for more.
BEST_EACH = 64
# Bundles of those who are placed last that are all made, for each of all kinds.
LATE_EACH = 1000
# Where only lots are left, more bundles are not all made at first.
MOST_FOR_LOTS = 250_000
# Bundles that each kind has then, on average.
LOTS_EACH = 100
# Time to place everybody when time is up.
QUICK_SECONDS = 10.0
# Levels below the best that are tried, until everybody can be held to one.
LEVELS = (2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)


@dataclass(frozen=True, slots=True)
class Question:
    """What is solved: the same at every choice of sessions to close or fill.

    Attributes:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
        lean: the columns that usually suffice, with nothing closed; none where there are too many bundles to
            make them at once.
        wished: what the kinds wish for.
        best: (T,) points of the best bundle each kind could have alone.
        at_once: bundles of each kind, on average, that are few enough to make them.
        goals: what was held before lots, of each branch, where lots are drawn again and again.
    """

    problem: AllocationProblem
    running: Programme
    people: Sequence[Participant]
    order: Ints
    everyone: Kinds
    lean: Columns | None
    wished: Wishes
    best: Ints
    at_once: int
    goals: dict[tuple[Branch, Kept, bool], Held] | None = None

    @property
    def waits(self) -> Truths:
        """(N,) whether a participant, in order of lots, is placed last."""
        return self.late_kinds[self.everyone.of]

    @property
    def late_kinds(self) -> Truths:
        """(T,) whether those of a kind are placed last."""
        return self.everyone.kinds.waits

    @property
    def groups(self) -> tuple[Group, ...]:
        """Who have goals and lots of their own, in order."""
        return ("in time", "late") if self.waits.any() else ("in time",)


def question(problem: AllocationProblem, people: Sequence[Participant], order: Ints, many: int) -> Question:
    """The problem in numbers; placements by hand must not clash.

    Args:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
        many: where somebody could have more bundles than this, they are not all made.
    """
    running = programme(problem)
    everyone = kinds(problem, running, people, order)
    if most_bundles(everyone, running) > many:
        wished = wishes(everyone.kinds, running)
        best = least_points(everyone, running)
        return Question(problem, running, people, order, everyone, None, wished, best, many)
    lean = columns(everyone, running, frozenset(), None, "full")
    if lean is None:
        raise ValueError("placements by hand clash")
    return Question(problem, running, people, order, everyone, lean, lean.wished, lean.best, many)


def has_many_bundles(problem: AllocationProblem, many: int) -> bool:
    """Whether somebody could have more bundles than this, so that they are not all made."""
    people = sorted(problem.participants, key=attrgetter("id"))
    running = programme(problem)
    everyone = kinds(problem, running, people, np.arange(len(people)))
    return most_bundles(everyone, running) > many


def with_other_lots(question: Question, problem: AllocationProblem) -> Question:
    """The same question with another seed; goals that are held are kept for the next."""
    order = order_of_lots(problem.seed, question.people)
    kind = np.empty_like(question.everyone.of)
    kind[question.order] = question.everyone.of
    goals = {} if question.goals is None else question.goals
    everyone = replace(question.everyone, of=kind[order])
    return replace(question, problem=problem, order=order, everyone=everyone, goals=goals)


@dataclass(frozen=True, slots=True)
class Branch:
    """Sessions that get nobody, and sessions that get at least their minimum."""

    closed: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()


UNDECIDED = Branch()


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
        hurried: whether time ran out and lots chose among the columns of one placing only.
        narrowed: whether lots chose among some bundles only, as there were too many to make them all.
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
    hurried: bool
    narrowed: bool = False


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
class Beaten:
    """Some goals of a branch, which show that something better is known."""

    certificates: tuple[Certificate, ...]
    searched: bool = False


Tried: TypeAlias = Attempt | Beaten | Nothing


def attempted(question: Question, branch: Branch, watch: Watch) -> Tried:
    """The best for a branch: with the fewest columns, with all, and with a search at every goal.

    A proof by prices holds for parts of people too, and so do lots. When no allocation in whole people gets
    there, whole people are looked at after every lot, and if need be after every goal.
    """
    if question.lean is None:
        try:
            return _carefully(lambda careful: _asked_for(question, branch, careful), watch)
        except OutOfTimeError:
            if watch.when_over == "stop":
                raise
            return _in_a_hurry(question, branch, watch)
    # What was placed before comes before places missing: then nothing may be left out.
    if question.problem.keep not in ("frozen", "improve"):
        made = _columns(question, branch, question.lean, "full")
        if made is not None and misfit(_limited(made, question, branch)) is None:
            found = _with_all_made(question, branch, made, "full", watch)
            if not isinstance(found, Nothing):
                return found
    made = _columns(question, branch, question.lean, "all")
    return Nothing() if made is None else _with_all_made(question, branch, made, "all", watch)


def _carefully(solved: Callable[[Watch], Tried], watch: Watch) -> Tried:
    found = solved(watch)
    if isinstance(found, Nothing) and not found.proven:
        found = solved(replace(watch, lots="whole", searched=True))
    return found


def _columns(question: Question, branch: Branch, lean: Columns, kept: Kept) -> Columns | None:
    if kept != "all" and not branch.closed:
        return lean
    return columns(question.everyone, question.running, branch.closed, question.best, kept)


def _with_all_made(question: Question, branch: Branch, made: Columns, kept: Kept, watch: Watch) -> Tried:
    begun = Held(_limited(made, question, branch), _names(question))
    wanted = steps(_accounts(question), "in time")

    def solved(careful: Watch) -> Tried:
        key = (branch, kept, careful.searched)
        first = (question.goals or {}).get(key) or held(begun, made, wanted, careful)
        if question.goals is not None and not careful.is_beaten(first.costs):
            question.goals[key] = first
        return _drawn_after(question, made, begun, first, careful)

    return _carefully(solved, watch)


def _names(question: Question) -> tuple[str, ...]:
    return tuple(session.id for session in question.running.sessions)


def _asked_for(question: Question, branch: Branch, watch: Watch) -> Tried:
    """Goals held while bundles are made as they are asked for, until few enough are left to make them all."""
    everyone = question.everyone
    offered = offer(everyone.kinds, question.running, branch.closed)
    if not offered.able.all():
        return Nothing()
    left = Open(offered, everyone.count, *_limits(question, branch))
    so_far = Held(None, _names(question))
    wanted = steps(_accounts(question), "in time")
    while wanted:
        step, *later = wanted
        if not isinstance(step, Sum) or _few(left, question.at_once):
            with suppress(_TooManyWaysError):
                return _made_then_solved(question, left, so_far, wanted, watch)
        try:
            reached = _held_unmade(left, step, so_far, watch)
        except OutOfTimeError:
            if watch.when_over == "stop":
                raise
            break
        if reached is None or reached.left is None:
            certificates = so_far.certificates if reached is None else reached.so_far.certificates
            return Nothing(certificates, searched=watch.searched)
        left, so_far = reached.left, reached.so_far
        if watch.is_beaten(so_far.costs):
            return Beaten(so_far.certificates, watch.searched)
        wanted = (*_still_wanted(step, so_far), *later)
    return _made_then_solved(question, left, so_far, wanted, watch)


def _held_unmade(left: Open, step: Step, so_far: Held, watch: Watch) -> Settled | None:
    """A goal held, of levels only the next, while bundles are not made."""
    match step:
        case Sum():
            return settled(left, step, so_far, watch)
        case Levels(below=int(below)):
            return settled(left, at_level(step, below - 1), so_far, watch)
        case _:
            return floored(left, step, so_far, watch)


def _still_wanted(step: Step, so_far: Held) -> tuple[Step, ...]:
    """The levels below the one that was counted."""
    if not isinstance(step, Levels):
        return ()
    worst = (goal.value for goal in reversed(so_far.goals) if goal.name == f"worst level{step.suffix}")
    below = next(worst) if step.below is None else step.below - 1
    return (replace(step, below=below),) if below > 1 else ()


def _few(left: Open, at_once: int) -> bool:
    kinds = np.arange(len(left.count))
    return every_bundle(left.offered, kinds, left.budgets, at_once * len(kinds)) is not None


def _made_then_solved(
    question: Question, left: Open, so_far: Held, wanted: tuple[Step, ...], watch: Watch
) -> Tried:
    """All bundles that are left made; of those who are placed last, where these are very many, some."""
    late = np.flatnonzero(question.late_kinds)
    every = every_bundle(left.offered, late, left.budgets, LATE_EACH * len(left.count))
    try:
        if every is not None:
            return _level_by_level(question, left, so_far, wanted, every, watch)
    except OutOfTimeError:
        if watch.when_over == "stop":
            raise
        made = _made_of(question, _best_that_fit(question, left))
        quick = _solved(question, made, replace(so_far, face=left.face_of(made)), wanted, watch)
        return replace(quick, narrowed=True) if isinstance(quick, Attempt) else quick
    some = _some_of_late(question, left, late, np.ones(len(left.low), np.bool_))
    first = _level_by_level(question, left, so_far, wanted, some, watch)
    if not isinstance(first, Attempt):
        return first
    more = _some_of_late(question, left, late, _free_seats(question, first) > 0)
    both = joined(some, more, none=len(left.low))
    found = _level_by_level(question, left, so_far, wanted, both, watch)
    return _without_proof_of_late(found) if isinstance(found, Attempt) else found


def _some_of_late(question: Question, left: Open, late: Ints, sessions: Truths) -> Bundles:
    """The best of each size, of these sessions, for those who are placed last.

    With whatever they are needed for, which is to fill sessions to their minimum: so the goals of those who
    answered in time are proven all the same.
    """
    filling = replace(left.offered, may=left.offered.may & (left.low > 0))
    fillers = every_bundle(filling, late, left.budgets)
    assert fillers is not None  # there is no most
    among = replace(left, offered=replace(left.offered, may=left.offered.may & sessions))
    return joined(fillers, _best_of_each_size(question, among, late), none=len(left.low))


def _free_seats(question: Question, found: Attempt) -> Ints:
    """(S,) seats that those who answered in time leave."""
    free = question.running.seats.copy()
    bundles, people = np.unique(found.bundle[~question.waits], return_counts=True)
    for bundle, taken in zip(bundles.tolist(), people.tolist(), strict=True):
        free[list(found.sessions[bundle])] -= taken
    return free


def _without_proof_of_late(found: Attempt) -> Attempt:
    """Not all bundles of those who are placed last were weighed."""

    def is_proven(goal: str) -> bool:
        return not goal.endswith(" (late)") and not goal.startswith("tours")

    return replace(
        found,
        goals=tuple(
            goal if is_proven(goal.name) else replace(goal, bound=None, proven=False) for goal in found.goals
        ),
        certificates=tuple(each for each in found.certificates if is_proven(each.goal)),
        lots=found.lots[:1],
    )


def _level_by_level(
    question: Question, left: Open, so_far: Held, wanted: tuple[Step, ...], late: Bundles, watch: Watch
) -> Tried:
    """Where the worst level comes next, bundles are made level by level, until everybody can be held to one.

    Then no better allocation has anybody below it.

    Args:
        late: bundles of those who are placed last.

    Raises:
        _TooManyWaysError: when there are more bundles than can be made, and goals still to hold.
    """
    level = wanted[0].level if wanted and isinstance(wanted[0], (Floor, Levels)) else None
    kinds = np.flatnonzero(~question.late_kinds)
    found: Tried = Nothing()
    for most in (None,) if level is None else (*LEVELS, None):
        budgets = left.budgets
        if level is not None and most is not None:
            budgets = (*budgets, Budget(level, np.full(len(left.count), most)))
        in_time = every_bundle(left.offered, kinds, budgets, MOST_COLUMNS if wanted else MOST_FOR_LOTS)
        if in_time is None and watch.over:
            raise OutOfTimeError
        if in_time is None and wanted:
            raise _TooManyWaysError
        if in_time is None:
            return _lots_of_unmade(question, left, so_far, late, watch)
        bundles = joined(in_time, late, none=len(left.low))
        made = columns_of(question.everyone, question.running, bundles, question.best)
        if made is None:
            continue
        face = left.face_of(made)
        if most is None or misfit(face, watch.until) is None:
            found = _solved(question, made, replace(so_far, face=face), wanted, watch)
            if isinstance(found, Attempt):
                return found
            if isinstance(found, Beaten) or not found.proven:
                return found
    return found


class _TooManyWaysError(Exception):
    """There are more ways to combine sessions than can be made."""


def _lots_of_unmade(question: Question, left: Open, so_far: Held, late: Bundles, watch: Watch) -> Tried:
    """Lots drawn among some bundles, and again with others, until all bundles would give the same."""
    accounts, none = _accounts(question), len(left.low)
    lots = UnmadeLots(left, rule_of(accounts))
    some = joined(_best_that_fit(question, left), late, none=none)
    tried: set[Refusal] = set()
    doubted = -1
    while True:
        made = _made_of(question, some)
        found = _solved(question, made, replace(so_far, face=left.face_of(made)), (), watch)
        if isinstance(found, Nothing):
            # Among all bundles there may be something.
            return replace(found, proven=False, searched=True)
        if isinstance(found, Beaten) or watch.over:
            return replace(found, narrowed=True) if isinstance(found, Attempt) else found
        untried = {replace(each, turn=0) for each in found.lots[0] if each.prices} - tried
        if tried or not untried:
            try:
                proof = lots.shown(turns_of(accounts, found.sessions, found.bundle), watch.until)
            except OutOfTimeError:
                return replace(found, narrowed=True)
            if not isinstance(proof, Doubt):
                refusals = tuple(_refusal(turn, prices, _names(question)) for turn, prices in proof)
                proven = replace(found, lots=(refusals, *found.lots[1:]))
                return proven if len(proven.lots) == 1 else _without_proof_of_late(proven)
            if proof.turn <= doubted:
                return replace(found, narrowed=True)
            doubted = proof.turn
            some = joined(some, proof.more, none=none)
        at_prices = [lots.best_at(_prices(question, each), accounts.level()) for each in untried]
        some = joined(some, *at_prices, none=none)
        tried |= untried


def _prices(question: Question, refusal: Refusal) -> Prices:
    names = _names(question)
    # The twins of sessions that somebody ruled out have no name of their own.
    place = {name: at for at, name in enumerate(names)}
    sessions = np.zeros(len(names), np.int64)
    sessions[[place[name] for name, _price in refusal.prices]] = [price for _name, price in refusal.prices]
    return Prices(sessions, np.array(refusal.multipliers, np.int64), 1)


def _made_of(question: Question, bundles: Bundles) -> Columns:
    made = columns_of(question.everyone, question.running, bundles, question.best)
    assert made is not None  # everybody has the best bundles there are
    return made


def _best_that_fit(question: Question, left: Open) -> Bundles:
    """Where lots would choose among more than can be made: the best of each, and others until all fit."""
    kinds = np.arange(len(left.count))
    level = Charge(_accounts(question).level())
    some = cheapest(left.offered, left.budgets, level, np.full(len(kinds), OUT_OF_REACH), BEST_EACH).bundles
    for most in LEVELS:
        budgets = (*left.budgets, Budget(level, np.full(len(kinds), most)))
        more = every_bundle(left.offered, kinds, budgets, LOTS_EACH * len(kinds))
        if more is None:
            break
        some = joined(some, more, none=len(left.low))
    while (prices := misfit(left.face(some))) is not None:
        charged = left.at_prices(level.times(0), prices)
        paid = np.full(len(kinds), OUT_OF_REACH)
        np.minimum.at(paid, some.kind, charged.of(some.kind, some.taken))
        cheaper = cheapest(left.offered, left.budgets, charged, paid, BEST_EACH).bundles
        if not len(cheaper.kind):
            break
        some = joined(some, cheaper, none=len(left.low))
    return some


def _in_a_hurry(question: Question, branch: Branch, watch: Watch) -> Tried:
    """Out of time before bundles could be made: some of the best of every size, and no goal proven."""
    everyone, kinds = question.everyone, np.arange(len(question.everyone.kinds))
    offered = offer(everyone.kinds, question.running, branch.closed)
    left = Open(offered, everyone.count, *_limits(question, branch))
    bundles = _best_of_each_size(question, left, kinds)
    made = columns_of(everyone, question.running, bundles, question.best)
    if made is None:
        return Nothing()
    begun = Held(left.face_of(made), _names(question))
    found = _solved(question, made, begun, steps(_accounts(question), "in time"), watch)
    return replace(found, narrowed=True) if isinstance(found, Attempt) else found


def _best_of_each_size(question: Question, left: Open, kinds: Ints) -> Bundles:
    everyone = question.everyone.kinds
    points = Charge(of_points(everyone, question.wished, question.running))
    fewer = Charge(of_missing(everyone, question.running).times(-1))
    to_beat = np.full(len(left.count), -OUT_OF_REACH)
    to_beat[kinds] = OUT_OF_REACH
    some = []
    for missing in range(int(left.offered.need.max(initial=0)) + 1):
        budgets = (*left.budgets, Budget(fewer, np.full(len(left.count), -missing)))
        some.append(cheapest(left.offered, budgets, points, to_beat, BEST_EACH).bundles)
    return joined(*some, none=len(left.low))


def _solved(question: Question, made: Columns, begun: Held, wanted: tuple[Step, ...], watch: Watch) -> Tried:
    """Goals and lots of those who answered in time, of the others in what is left, and then of tours."""
    return _drawn_after(question, made, begun, held(begun, made, wanted, watch), watch)


def _drawn_after(question: Question, made: Columns, begun: Held, first: Held, watch: Watch) -> Tried:
    """The same after the goals of those who answered in time; in whole people where parts lead nowhere."""
    found = _after_goals(question, made, begun, first, watch)
    if isinstance(found, Nothing) and not found.proven and watch.lots == "parts":
        found = _after_goals(question, made, begun, first, replace(watch, lots="whole"))
    return found


def _after_goals(question: Question, made: Columns, begun: Held, first: Held, watch: Watch) -> Tried:
    """Everything but the first goals, which are held already."""
    state = _Passed(begun, question.everyone.of)
    for group in question.groups:
        state = _narrowed(state)
        goals = steps(_accounts(question), group)
        passed = _passed(
            state,
            first if group == "in time" else held(state.held, made, goals, watch),
            lambda completion, kinds, asked: _drawn(question, made, completion, kinds, asked),
            lambda face: _worth(question, made, face),
            question.waits == (group == "late"),
            watch,
        )
        if not isinstance(passed, _Passed):
            return passed
        state = passed
        # What comes after lots cannot be held against what came before them.
        watch = replace(watch, to_beat=None)
    if question.problem.has_tours:
        toured = _toured(question, made, state, watch)
        if not isinstance(toured, _Passed):
            return toured
        state = toured
    return _settled(question, made, state, watch)


def _toured(question: Question, made: Columns, state: _Passed, watch: Watch) -> _Passed | Beaten | Nothing:
    """Goals and lots of tours, in what those of workshops left."""
    state = _narrowed(state)
    before = state.held
    assert before.face is not None  # lots were drawn from it
    order = [question.people[at] for at in question.order.tolist()]
    tours = with_tours(question.problem, question.running, order, before.face, state.kinds)
    names = tuple(f"{question.running.sessions[at].id}/tour" for at in tours.sessions.tolist())
    toured = replace(before, face=tours.face, sessions=(*before.sessions, *names))
    state = _Passed(toured, tours.kinds, key=state.key, lots=state.lots, tours=tours)
    for group in question.groups:
        state = _narrowed(state)
        passed = _passed(
            state,
            held(state.held, made, tours.steps(group, question.problem.keep), watch),
            lambda completion, kinds, asked: drawn_by_level(
                completion, kinds, asked, tours.missed[completion.face.column]
            ),
            lambda face: tours.missed[face.column],
            question.waits == (group == "late"),
            watch,
        )
        if not isinstance(passed, _Passed):
            return passed
        state = passed
    return state


@dataclass(frozen=True, slots=True)
class _Passed:
    """Where things are after a group.

    Attributes:
        held: goals, and what they leave.
        kinds: (N,) of the participants, by which that counts.
        completion: with what lots gave, ``sets`` (N,) of it; none before the first lot.
        drawn: (N,) who had a turn.
        worth: (C,) of what the goals leave, for lots.
        tours: the choice of tours, once it is about these.
        hurried: whether time ran out and lots chose among the columns of one placing only.
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
    hurried: bool = False


def _narrowed(state: _Passed) -> _Passed:
    """What is left when everybody who had a turn keeps what is worth as much."""
    completion, drawn = state.completion, state.drawn
    if completion is None or state.sets is None or drawn is None or state.worth is None:
        return state
    got = _got(completion, state.kinds, state.sets, state.worth, ~drawn)
    smaller, kinds = split(completion.face, state.kinds, got, state.worth)
    return replace(state, held=replace(state.held, face=smaller), kinds=kinds)


def _passed(
    state: _Passed,
    reached: Held,
    draw: Callable[[Completion, Ints, Ints], Drawn | None],
    worth: Callable[[Face], Ints],
    asked: Truths,
    watch: Watch,
) -> _Passed | Beaten | Nothing:
    """Lots drawn for those who are asked, within the goals that are reached now."""
    before, face = state.held, reached.face
    if face is None:
        return Nothing(reached.certificates, searched=watch.searched)
    if watch.is_beaten(reached.costs):
        return Beaten(reached.certificates, watch.searched)
    hurried = len(reached.open) > len(before.open) and np.diff(face.start).max(initial=0) > BEST_EACH
    taking: tuple[Completion, Drawn] | None = None
    try:
        if not hurried:
            taking = _taken(face, draw, state.kinds, asked, watch, _a_little_longer(watch.until))
    except OutOfTimeError:
        if watch.when_over == "stop":
            raise
        hurried = True
    if hurried:
        face = _placed_quickly(_fewest_that_fit(face, worth(face)), worth)
        reached = replace(reached, face=face)
        taking = _taken(face, draw, state.kinds, asked, watch, None)
    if taking is None:
        return Nothing(reached.certificates, proven=watch.searched, searched=watch.searched)
    completion, result = taking
    # Goals that were held before bundles were made count as well.
    new = 0 if state.completion is None else len(before.costs)
    refused = tuple(_refusal(turn, prices, reached.sessions) for turn, prices in completion.refused)
    return replace(
        state,
        held=reached,
        completion=completion,
        sets=result.sets,
        drawn=asked if state.drawn is None else asked | state.drawn,
        worth=worth(face),
        key=(
            *state.key,
            *reached.costs[new:],
            *result.choices,
        ),
        lots=(*state.lots, refused),
        hurried=state.hurried or bool(hurried),
    )


def _a_little_longer(until: float | None) -> float | None:
    """Lots are nearly always quick, and without them everything before was for nothing."""
    return None if until is None else max(until, monotonic() + QUICK_SECONDS)


def _taken(
    face: Face,
    draw: Callable[[Completion, Ints, Ints], Drawn | None],
    kinds: Ints,
    asked: Truths,
    watch: Watch,
    until: float | None,
) -> tuple[Completion, Drawn] | None:
    """All turns taken; none when somebody can only be placed in parts."""
    completion = Completion(face, watch.lots, until)
    if completion.test() is not True:
        return None
    watch.tell("lots")
    drawn = draw(completion, kinds, np.flatnonzero(asked))
    return None if drawn is None else (completion, drawn)


def _refusal(turn: int, prices: Prices | None, sessions: tuple[str, ...]) -> Refusal:
    return Refusal(turn) if prices is None else Refusal(turn, prices.named(sessions), prices.multipliers)


def _fewest_that_fit(face: Face, worth: Ints) -> Face:
    """Out of time: of the columns of each kind those of the lowest worth, as many as fit everybody."""
    most = BEST_EACH
    while most < int(np.diff(face.start).max(initial=0)):
        few = np.zeros(len(face.column), np.bool_)
        few[first_of_each(face.kind, worth, most)] = True
        if misfit(face.only(few)) is None:
            return face.only(few)
        most *= 4
    return face


def _placed_quickly(face: Face, worth: Callable[[Face], Ints]) -> Face:
    """Out of time: of these columns only those of one good placing of everybody, so that lots are quick."""
    values = worth(face)
    relative = values - np.repeat(face.smallest(values), np.diff(face.start))
    merged = classes(face, relative)
    found = integer_optimum(model_of(face, merged, relative), None, QUICK_SECONDS)
    if found is None:
        return face
    used = np.flatnonzero(found.people > 0.5)
    patterns = len(face.sessions)
    keys = merged.owner[used] * patterns + face.pattern[merged.column[used]]
    return face.only(np.isin(merged.of[face.kind] * patterns + face.pattern, keys))


def _limits(question: Question, branch: Branch) -> tuple[Ints, Ints]:
    """(S,) least and most load of each session, undecided minimum numbers aside."""
    low, high = np.zeros_like(question.running.seats), question.running.seats.copy()
    for session in branch.closed:
        high[session] = 0
    for session in branch.filled:
        low[session] = question.running.minimum[session]
    return low, high


def _limited(made: Columns, question: Question, branch: Branch) -> Face:
    return whole(made, question.everyone.count, *_limits(question, branch))


def _accounts(question: Question) -> Accounts:
    return Accounts(question.problem, question.running, question.everyone, question.wished, question.best)


def _worth(question: Question, made: Columns, face: Face) -> Ints:
    """(C,) a number for what a column is worth, the same for columns that lots do not tell apart."""
    if question.problem.policy != "draft":
        return made.level[face.column]
    _unique, number = np.unique(_wishes(question, made, face, 0), axis=0, return_inverse=True)
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


def _drawn(
    question: Question, made: Columns, completion: Completion, kinds: Ints, asked: Ints
) -> Drawn | None:
    face = completion.face
    if question.problem.policy != "draft":
        return drawn_by_level(completion, kinds, asked, made.level[face.column])
    need = question.everyone.kinds.need[made.kind[face.column]]
    wishes = _wishes(question, made, face, need.max(initial=0))
    there = (wishes >= 0).sum(axis=1)
    # Missing places come after those that are there.
    missing = (np.arange(wishes.shape[1]) >= there[:, None]) & (np.arange(wishes.shape[1]) < need[:, None])
    return drawn_by_wish(completion, kinds, asked, np.where(missing, made.wished.missing, wishes))


def _wishes(question: Question, made: Columns, face: Face, most: int) -> Ints:
    """(C, most) levels of the wishes of each column, the worst first, then -1."""
    none = len(question.running.sessions)
    taken = face.sessions[face.pattern]
    wishes = made.wished.rank[made.kind[face.column][:, None], question.running.workshop[taken]]
    levels = np.full((len(taken), max(most, taken.shape[1])), -1, np.int64)
    levels[:, : taken.shape[1]] = np.where(taken < none, wishes, -1)
    return -np.sort(-levels, axis=1)


def _settled(question: Question, made: Columns, state: _Passed, watch: Watch) -> Tried:
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
    goals = tuple(_reached(question, made, state, bundle, sessions))
    return Attempt(
        key=state.key,
        goals=goals,
        certificates=state.held.certificates,
        bundle=bundle,
        sessions=sessions,
        tours=tours,
        short=short,
        searched=watch.searched,
        lots=state.lots,
        hurried=state.hurried,
    )


def _furthest_below(load: Ints, minimum: Ints) -> int | None:
    """The session with the most people too few, among those with anybody."""
    lacking = np.where((load > 0) & (load < minimum), minimum - load, 0)
    return int(np.argmax(lacking)) if lacking.any() else None


def _reached(
    question: Question, made: Columns, state: _Passed, bundle: Ints, sessions: tuple[Bundle, ...]
) -> list[Goal]:
    """The goals; those that there was no time for with the value that this allocation happens to reach."""
    goals = list(state.held.goals)
    for place, step in state.held.open:
        if isinstance(step, Count) and step.name.startswith("tours "):
            column = _choices_of(state, bundle)
        else:
            column = _columns_of(question, made, bundle, sessions)
        reached = (
            int(step.level[column].max())
            if isinstance(step, Worst)
            else step.sign * int(_cost_of(step, made)[column].sum())
        )
        # Above 0 a worst level is proven by how many must be there, which was not counted.
        shown = reached == goals[place].bound and (not isinstance(step, Worst) or reached == 0)
        goals[place] = replace(goals[place], value=reached, proven=shown)
    return goals


def _cost_of(goal: Sum | Count, made: Columns) -> Ints:
    return goal.cost(made) if isinstance(goal, Sum) else goal.cost


def _choices_of(state: _Passed, bundle: Ints) -> Ints:
    """(N,) the column of each participant's choice, tours included."""
    assert state.completion is not None  # lots were drawn
    face = state.completion.face
    in_order = np.lexsort([face.pattern, face.kind])
    keys = face.kind[in_order] * len(face.sessions) + face.pattern[in_order]
    column: Ints = face.column[in_order[np.searchsorted(keys, state.kinds * len(face.sessions) + bundle)]]
    return column


def _columns_of(question: Question, made: Columns, bundle: Ints, sessions: tuple[Bundle, ...]) -> Ints:
    """(N,) the column of each participant's bundle."""
    none = len(question.running.sessions)
    number = {tuple(at for at in row if at < none): known for known, row in enumerate(made.sessions.tolist())}
    known = np.array([number[each] for each in sessions], np.int64)[bundle]
    # Columns of a kind are side by side, but not in order of bundle.
    in_order = np.lexsort([made.bundle, made.kind])
    keys = made.kind[in_order] * len(made.sessions) + made.bundle[in_order]
    column: Ints = in_order[np.searchsorted(keys, question.everyone.of * len(made.sessions) + known)]
    return column

"""A problem, its record and its proof in, the lines that do not hold out; no solver, whole numbers only.

What prices prove is explained in ``docs/allocation.md``; the draw in ``docs/draw.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leernet.catalogue.proofs import (
    BRANCH_IS_EMPTY,
    BRANCH_NOT_SHOWN_WORSE,
    BRANCH_NOT_WORSE,
    GOAL_DIFFERS_FROM_RECORD,
    GOAL_NOT_PROVEN,
    GOAL_VALUE,
    GOALS_OF_THE_PROOF,
    HALF_IS_MISSING,
    LIST_DOES_NOT_MATCH,
    LOTS_NOT_PROVEN,
    NO_MINIMUM_TO_SPLIT_ON,
    NO_PART_IN_THE_PROOF,
    NOT_ONE_CHOSEN_BRANCH,
    NOT_PRICES_FOR_GOAL,
    NOT_PRICES_OF_SESSIONS,
    NOTHING_LEFT,
    OTHER_BRANCHES,
    OTHER_GOALS,
    OTHER_MEMBERS_DRAWN,
    OTHER_ORDER,
    OTHER_SEED,
    PRICES_PROVE_ANOTHER_VALUE,
    REST_NOT_SHOWN,
    ROUNDS_NOT_ALIKE,
    SOMETHING_BETTER_NOT_EXCLUDED,
    TURN_NOT_SHOWN,
    VALUE_NOT_SHOWN,
)
from leernet.catalogue.rule import Broken
from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    Certificate,
    Participant,
    ProofNode,
    Refusal,
)
from leernet.verify.allocation.columns import Columns, Ints, counts_good
from leernet.verify.allocation.lots import doubtful_turns
from leernet.verify.allocation.rounds import with_rounds_as_one
from leernet.verify.allocation.rules import (
    LATE,
    WORSE,
    WORSE_WITH_WHAT_IS_LEFT,
    Reckoning,
    Tallies,
    broken_placements,
    broken_tours,
    positions,
    ranks,
)
from leernet.verify.allocation.sieve import SIZES, Sizes, TooManyError


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that does not hold.

    Attributes:
        file: the record (``allocation/<series>.yaml``) or the proof beside it.
        path: where in the file, as keys and positions.
        broken: what does not hold, or is not shown to.
    """

    file: Literal["record", "proof"]
    path: tuple[str | int, ...]
    broken: Broken

    @property
    def undecided(self) -> bool:
        """Whether it may hold: it is not shown, nor is the opposite."""
        return self.broken.rule == GOAL_NOT_PROVEN.name


def replay(
    problem: AllocationProblem, record: AllocationRecord, proof: tuple[ProofNode, ...], sizes: Sizes = SIZES
) -> tuple[BrokenLine, ...]:
    """What does not hold: draw, rules and lists, values of goals, and then proofs; empty when all does.

    What the solver settled by search and not by prices is searched again, and is undecided where that would
    take too long.

    Args:
        sizes: how many bundles are looked at.
    """
    order = sorted(problem.participants, key=lambda person: _lot(problem.seed, person))
    reckoning = Reckoning(problem)
    tallies = reckoning.tallies(record.placements, record.tours)
    found = (
        *_wrong_draw(problem, record, order),
        *_wrong_placements(problem, record),
        *_wrong_goals(problem, record, tallies),
    )
    if found:
        return found
    not_proven = _not_proven(record, proof)
    if not (proof or any(goal.proven for goal in record.goals)):
        return not_proven
    if record.rounds:
        together = with_rounds_as_one(problem, record)
        if together is None:
            return (BrokenLine("record", ("rounds",), ROUNDS_NOT_ALIKE.broken()),)
        return replay(*together, proof, sizes)
    got = _got(problem, record, order, reckoning, tallies)
    return (*not_proven, *_Proof(problem, record, proof, order, reckoning, got, sizes).broken_lines())


def _got(
    problem: AllocationProblem,
    record: AllocationRecord,
    order: list[Participant],
    reckoning: Reckoning,
    tallies: Tallies,
) -> Ints:
    """(N, R) what everybody has is worth, at each of their turns."""
    if problem.policy != "draft":
        return np.array([tallies.level[person.id] for person in order], np.int64).reshape(-1, 1)
    most = max((person.need for person in order), default=0)
    got = np.full((len(order), most), reckoning.missing, np.int64)
    for at, person in enumerate(order):
        rank, has, unlisted = ranks(person), record.placements.get(person.id, {}), len(person.wishes)
        levels = sorted(rank.get(name, unlisted) for name in has.values())
        levels += [unlisted + 1] * reckoning.ruled_out(person, has)
        got[at, : len(levels)] = levels
    return got


def _not_proven(record: AllocationRecord, proof: tuple[ProofNode, ...]) -> tuple[BrokenLine, ...]:
    """What the record itself says to be no more than what came out in the time there was."""
    lines = [
        BrokenLine("record", ("goals", at), GOAL_NOT_PROVEN.broken(goal=goal.name))
        for at, goal in enumerate(record.goals)
        if not goal.proven
    ]
    if not proof:
        lines.append(BrokenLine("record", ("draw", "order"), LOTS_NOT_PROVEN.broken()))
    return tuple(lines)


def _wrong_draw(
    problem: AllocationProblem, record: AllocationRecord, order: list[Participant]
) -> Iterator[BrokenLine]:
    ids = sorted(person.id for person in order)
    listed = sha256("".join(f"{name}\n" for name in ids).encode()).hexdigest()
    if record.draw.seed != problem.seed:
        yield BrokenLine("record", ("draw", "seed"), OTHER_SEED.broken())
    if record.draw.members_sha256 != listed:
        yield BrokenLine("record", ("draw", "members_sha256"), OTHER_MEMBERS_DRAWN.broken())
    drawn = tuple(person.id for person in order)
    if record.draw.order != drawn:
        pairs = zip(record.draw.order, drawn, strict=False)
        at = next((at for at, (said, lot) in enumerate(pairs) if said != lot), len(record.draw.order))
        yield BrokenLine("record", ("draw", "order", at), OTHER_ORDER.broken(lot=at + 1))


def _lot(seed: str, person: Participant) -> tuple[bool, int, str, str]:
    digest = sha256(f"{seed}\n{person.id}".encode()).hexdigest()
    return (person.waits, -person.credit, digest, person.id)


def _wrong_placements(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    tours = {session: line.tour for session, line in record.sessions.items()}
    for broken in (
        *broken_placements(problem, record.placements),
        *broken_tours(problem, record.placements, tours),
    ):
        section = "sessions" if "/" in broken.about[0] else "placements"
        yield BrokenLine("record", (section, broken.about[0]), broken.broken)
    placed: dict[str, list[str]] = {}
    for name in sorted(record.placements):
        for moment, workshop in record.placements[name].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(name)
    for session, line in record.sessions.items():
        if list(line.placed) != placed.pop(session, []):
            yield BrokenLine(
                "record", ("sessions", session, "placed"), LIST_DOES_NOT_MATCH.broken(session=session)
            )


def _wrong_goals(
    problem: AllocationProblem, record: AllocationRecord, tallies: Tallies
) -> Iterator[BrokenLine]:
    # When time ran out before the worst level was proven, nothing below it was counted.
    every = {goal.name: goal.value for goal in record.goals}
    proven = {goal.name: goal.value for goal in record.goals if goal.proven}
    if [*every] != expected_goals(problem, every) and [*every] != expected_goals(problem, proven):
        yield BrokenLine("record", ("goals",), OTHER_GOALS.broken(policy=problem.policy))
        return
    for at, goal in enumerate(record.goals):
        value = tallies.value(goal.name)
        if value != goal.value:
            yield BrokenLine(
                "record", ("goals", at), GOAL_VALUE.broken(goal=goal.name, said=goal.value, value=value or 0)
            )


def expected_goals(problem: AllocationProblem, values: Mapping[str, int]) -> list[str]:
    """The goals that the policy asks for, in order; how many levels there are follows from the worst one."""
    groups = ("", LATE) if any(person.waits for person in problem.participants) else ("",)
    of_tours = [name for suffix in groups for name in _of_tours(problem, suffix)]
    return [name for suffix in groups for name in _of_group(problem, values, suffix)] + of_tours


def _of_tours(problem: AllocationProblem, suffix: str) -> list[str]:
    if not problem.has_tours:
        return []
    if suffix == LATE:
        return [f"tours missed{LATE}"]
    match problem.keep:
        case "frozen":
            return ["tours changed", "tours missed"]
        case "improve":
            return ["tours lost", "tours missed", "tours changed"]
        case "fewest":
            return ["tours missed", "tours changed"]
        case None:
            return ["tours missed"]


def _of_group(problem: AllocationProblem, values: Mapping[str, int], suffix: str) -> list[str]:
    first, wanted = ["seats missing"], []
    if problem.policy not in ("lottery", "draft"):
        evidence = ["evidence choices missed"] if problem.evidence_first else []
        wanted = evidence + _of_policy(problem, values.get(f"worst level{suffix}", 0))
    names = [f"{name}{suffix}" for name in (*first, *wanted)]
    if suffix == LATE:
        return names
    match problem.keep:
        case "frozen":
            return ["placements changed", *names]
        case "improve":
            left = [WORSE_WITH_WHAT_IS_LEFT] if Reckoning(problem).something_is_gone else []
            return [WORSE, *left, *names, "placements changed"]
        case "fewest":
            return [*first, "placements changed", *wanted]
        case None:
            return names


def _of_policy(problem: AllocationProblem, worst: int) -> list[str]:
    match problem.policy:
        case "floor-first":
            floor = [f"members at level {worst}"] if worst else []
            return ["worst level", *floor, "sum of levels"]
        case "leximin":
            return ["worst level", *(f"members at level {level}" for level in range(worst, 0, -1))]
        case "most-first-choices":
            known = Reckoning(problem).running
            last = max(
                (
                    at
                    for each in problem.participants
                    for name, at in positions(each).items()
                    if name in known
                ),
                default=-1,
            )
            return [f"places at wish {wish + 1}" for wish in range(1 + last)]
        case _:
            return ["sum of levels"]


class _Proof:
    """The tree of branches, each with its certificates, against the problem and the record."""

    def __init__(
        self,
        problem: AllocationProblem,
        record: AllocationRecord,
        nodes: tuple[ProofNode, ...],
        order: list[Participant],
        reckoning: Reckoning,
        got: Ints,
        sizes: Sizes,
    ) -> None:
        self.sizes = sizes
        self.problem = problem
        self.record = record
        self.nodes = nodes
        self.order = order
        self.reckoning = reckoning
        self.goals = {goal.name: goal.value for goal in record.goals}
        self.proven = [goal.name for goal in record.goals if goal.proven]
        self.waits = np.array([person.waits for person in order], np.bool_)
        late = (False, True) if self.waits.any() else (False,)
        stages = (False, True) if problem.has_tours else (False,)
        # Who has goals and lots: whether those who are placed last, and whether it is about tours.
        self.groups = tuple((tours, group) for tours in stages for group in late)
        self.got = got
        tours = record.tours
        missed = [person.tour and person.id not in tours for person in order]
        self.missed = np.array(missed, np.int64).reshape(-1, 1)

    def broken_lines(self) -> Iterator[BrokenLine]:
        yield from self._broken_tree()
        for at, node in enumerate(self.nodes):
            yield from self._not_needed(at, node)
            if node.verdict != "branched":
                yield from self._broken_node(at, node)

    def _not_needed(self, at: int, node: ProofNode) -> Iterator[BrokenLine]:
        """What is never looked at could say anything."""
        split = node.verdict == "branched"
        for wrong, path in (
            (split and node.certificates, "certificates"),
            (len(node.lots) > (0 if split else len(self.groups)), "lots"),
            (not split and node.session, "session"),
        ):
            if wrong:
                yield BrokenLine("proof", ("nodes", at, path), NO_PART_IN_THE_PROOF.broken())

    def _broken_tree(self) -> Iterator[BrokenLine]:
        """Every split must have both its halves, and one branch must be the chosen one."""
        branches = {(frozenset(node.closed), frozenset(node.filled)) for node in self.nodes}
        wanted = {(frozenset[str](), frozenset[str]())}
        for at, node in enumerate(self.nodes):
            if node.verdict == "branched":
                closed, filled = frozenset(node.closed), frozenset(node.filled)
                halves = {(closed | {node.session}, filled), (closed, filled | {node.session})}
                wanted |= halves
                if not halves <= branches or node.session in closed | filled:
                    yield BrokenLine(
                        "proof", ("nodes", at, "session"), HALF_IS_MISSING.broken(session=node.session)
                    )
                elif not self._is_undecided(node.session):
                    yield BrokenLine(
                        "proof", ("nodes", at, "session"), NO_MINIMUM_TO_SPLIT_ON.broken(session=node.session)
                    )
        if branches != wanted or len(branches) != len(self.nodes):
            yield BrokenLine("proof", ("nodes",), OTHER_BRANCHES.broken())
        if sum(node.verdict == "chosen" for node in self.nodes) != 1:
            yield BrokenLine("proof", ("nodes",), NOT_ONE_CHOSEN_BRANCH.broken())

    def _is_undecided(self, session: str) -> bool:
        """Whether a session holds nobody or at least its minimum: closed and filled are all there is."""
        known = self.reckoning.sessions.get(session)
        return known is not None and known.runs == "decide"

    def _broken_node(self, at: int, node: ProofNode) -> tuple[BrokenLine, ...]:
        try:
            columns = Columns(self.problem, self.order, self.reckoning, node, self.sizes)
        except TooManyError as reason:
            return (BrokenLine("proof", ("nodes", at), reason.broken),)
        return tuple(self._broken_lines_of(at, node, columns))

    def _broken_lines_of(self, at: int, node: ProofNode, columns: Columns) -> Iterator[BrokenLine]:
        if not columns.everybody_has_one:
            if node.verdict != "empty":
                yield BrokenLine("proof", ("nodes", at, "verdict"), BRANCH_IS_EMPTY.broken())
        elif node.verdict == "chosen":
            yield from self._broken_chosen(at, node, columns)
        else:
            beaten = self._is_beaten(node, columns)
            # Where time ran out, branches were compared by what was proven by then.
            if beaten is None or (not beaten and len(self.proven) < len(self.goals)):
                yield BrokenLine("proof", ("nodes", at, "verdict"), BRANCH_NOT_SHOWN_WORSE.broken())
            elif not beaten:
                yield BrokenLine("proof", ("nodes", at, "verdict"), BRANCH_NOT_WORSE.broken())

    def _broken_chosen(self, at: int, node: ProofNode, columns: Columns) -> Iterator[BrokenLine]:
        given = {certificate.goal: place for place, certificate in enumerate(node.certificates)}
        if [goal for goal in self.proven if goal in given] != [each.goal for each in node.certificates]:
            yield BrokenLine("proof", ("nodes", at, "certificates"), GOALS_OF_THE_PROOF.broken())
            return
        for number, group in enumerate(self.groups):
            if number >= max(len(node.lots), 1) and not any(_group(goal) == group for goal in self.proven):
                return
            if number and columns.unmade is not None:
                yield BrokenLine("proof", ("nodes", at), REST_NOT_SHOWN.broken())
                return
            self._begin(number, columns)
            for goal in self.proven:
                if _group(goal) == group:
                    place = given.get(goal)
                    # What came out as good as everybody alone could have it needs no prices.
                    bare = Certificate(goal, self.goals[goal])
                    certificate = bare if place is None else node.certificates[place]
                    wrong = self._broken_certificate(certificate, node, columns)
                    if wrong is not None:
                        path = ("nodes", at, "certificates", *(() if place is None else (place,)))
                        line = BrokenLine("proof", path, wrong)
                        yield line
                        if not line.undecided:
                            return
            broken = list(self._broken_lots(at, node, number, columns))
            yield from broken
            if any(not line.undecided for line in broken):
                return

    def _begin(self, number: int, columns: Columns) -> None:
        tours, late = self.groups[number]
        if tours and not late:
            columns.add_tours(self.order)

    def _turns(self, number: int) -> tuple[Ints, NDArray[np.bool_]]:
        """What everybody has is worth, and who has turns in the group of this number."""
        tours, late = self.groups[number]
        return self.missed if tours else self.got, self.waits == late

    def _broken_certificate(
        self, certificate: Certificate, node: ProofNode, columns: Columns
    ) -> Broken | None:
        """What does not hold, if anything, or is not shown to; what holds is kept."""
        goal, said = certificate.goal, certificate.value
        if said != self.goals[goal]:
            return GOAL_DIFFERS_FROM_RECORD.broken(goal=goal, value=self.goals[goal], said=said)
        if not columns.can_price(certificate):
            return NOT_PRICES_FOR_GOAL.broken(goal=goal)
        cost = -said if counts_good(goal) else said
        if columns.unmade is not None and certificate not in node.certificates:
            # Only one bundle of each kind is among the columns.
            alone = columns.unmade.alone(goal)
            return None if alone >= cost else VALUE_NOT_SHOWN.broken(goal=goal, value=said)
        shown = _is_least(columns, certificate, cost, node)
        least = cost if _is_worst_level(goal) else columns.least(certificate)
        columns.hold(certificate)
        if shown is None:
            return VALUE_NOT_SHOWN.broken(goal=goal, value=said)
        if not shown or least > cost:
            proven = -least if counts_good(goal) else least
            return PRICES_PROVE_ANOTHER_VALUE.broken(goal=goal, proven=proven, said=said)
        if not columns.everybody_has_one:
            return NOTHING_LEFT.broken(goal=goal)
        return None

    def _broken_lots(self, at: int, node: ProofNode, number: int, columns: Columns) -> Iterator[BrokenLine]:
        """What lots are not shown to have given to the group of this number, which is then left with it."""
        if columns.unmade is not None:
            yield BrokenLine("record", ("draw", "order"), LOTS_NOT_PROVEN.broken())
            return
        refusals: tuple[Refusal, ...] = node.lots[number] if number < len(node.lots) else ()
        for place, refusal in enumerate(refusals):
            if not columns.can_price(refusal):
                yield BrokenLine(
                    "proof", ("nodes", at, "lots", number, place), NOT_PRICES_OF_SESSIONS.broken()
                )
                return
        got, asked = self._turns(number)
        doubtful = list(doubtful_turns(columns, asked, got, refusals))
        wrong = next((turn.person for turn in doubtful if turn.doubt != "unknown"), None)
        if wrong is not None:
            yield BrokenLine(
                "record",
                ("placements", self.order[wrong].id),
                SOMETHING_BETTER_NOT_EXCLUDED.broken(member=self.order[wrong].id, lot=wrong + 1),
            )
        elif doubtful:
            path = ("placements", self.order[doubtful[0].person].id)
            yield BrokenLine(
                "record",
                path,
                TURN_NOT_SHOWN.broken(member=self.order[doubtful[0].person].id, lot=doubtful[0].person + 1),
            )
        if number + 1 < len(self.groups):
            columns.narrow(got, asked | ~self.waits)

    def _is_beaten(self, node: ProofNode, columns: Columns) -> bool | None:
        """Whether the branch is no better than the chosen one, in goals and then in lots; none: not shown."""
        expected = list(self.proven)
        certificates = list(node.certificates)
        for number, group in enumerate(self.groups):
            if number and columns.unmade is not None:
                return None
            self._begin(number, columns)
            while certificates and _group(certificates[0].goal) == group:
                certificate = certificates.pop(0)
                if node.verdict == "empty" and not certificates:
                    return columns.can_price(certificate) and self._fits_nothing(node, columns, certificate)
                beaten = self._beaten_by(certificate, node, columns, expected)
                if beaten != "equal":
                    return beaten
            if expected and _group(expected[0]) == group:
                return self._fits_nothing(node, columns, None)
            outcome = self._lots_beaten(node, number, columns)
            if outcome != "equal":
                return outcome
        return True

    def _fits_nothing(
        self, node: ProofNode, columns: Columns, certificate: Certificate | None
    ) -> bool | None:
        if node.verdict != "empty":
            return False
        if certificate is not None and columns.fits_nothing(certificate):
            return True
        if not node.searched:
            return False
        found = columns.fits_something()
        return None if found is None else not found

    def _beaten_by(
        self, certificate: Certificate, node: ProofNode, columns: Columns, expected: list[str]
    ) -> bool | Literal["equal"] | None:
        """Whether a goal decides against the branch, or it is equal so far; what is equal is kept."""
        goal = certificate.goal
        if not columns.can_price(certificate):
            return False
        cost = -certificate.value if counts_good(goal) else certificate.value
        if not expected or goal != expected.pop(0):
            return False
        value = self.goals.get(goal, 0)
        chosen = -value if counts_good(goal) else value
        if _is_worst_level(goal):
            if cost < chosen:
                return False
            if cost > chosen:
                # What comes next must show that not everybody can be spared this level.
                suffix = LATE if goal.endswith(LATE) else ""
                expected[:] = [f"members at level {certificate.value}{suffix}"]
        else:
            shown = _is_least(columns, certificate, chosen, node)
            if not shown:
                return shown
            if cost > chosen or columns.least(certificate) > chosen:
                return _is_least(columns, certificate, chosen + 1, node)
        columns.hold(certificate)
        return "equal" if columns.everybody_has_one else True

    def _lots_beaten(self, node: ProofNode, number: int, columns: Columns) -> bool | Literal["equal"] | None:
        """Whether lots decide against the branch; where they do not, it is left with what they gave."""
        if columns.unmade is not None:
            return None
        refusals: tuple[Refusal, ...] = node.lots[number] if number < len(node.lots) else ()
        if not all(columns.can_price(refusal) for refusal in refusals):
            return False
        got, asked = self._turns(number)
        doubtful = list(doubtful_turns(columns, asked, got, refusals))
        doubts = [turn.doubt for turn in doubtful]
        if "better" in doubts:
            return False
        if "unknown" in doubts:
            return None
        if doubts:
            return True
        if number + 1 < len(self.groups):
            columns.narrow(got, asked | ~self.waits)
        return "equal"


def _group(goal: str) -> tuple[bool, bool]:
    """Whether a goal is about tours, and whether of those who are placed last."""
    return goal.startswith("tours "), goal.endswith(LATE)


def _is_worst_level(goal: str) -> bool:
    return goal.removesuffix(LATE) == "worst level"


def _is_least(columns: Columns, certificate: Certificate, cost: int, node: ProofNode) -> bool | None:
    """Whether no allocation costs less than this; none: too many to say.

    The worst level is proven by how many must be there, which is the goal that comes next.
    """
    if _is_worst_level(certificate.goal) or columns.least(certificate) >= cost:
        return True
    if not node.searched:
        return False
    found = columns.fits(certificate, cost - 1)
    return None if found is None else not found

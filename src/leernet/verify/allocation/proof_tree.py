"""The tree of branches, each with its certificates, against problem and record; whole numbers only."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leernet.catalogue.proofs import (
    BRANCH_IS_EMPTY,
    BRANCH_NOT_SHOWN_WORSE,
    BRANCH_NOT_WORSE,
    GOAL_DIFFERS_FROM_RECORD,
    GOALS_OF_THE_PROOF,
    HALF_IS_MISSING,
    LOTS_NOT_PROVEN,
    NO_MINIMUM_TO_SPLIT_ON,
    NO_PART_IN_THE_PROOF,
    NOT_ONE_CHOSEN_BRANCH,
    NOT_PRICES_FOR_GOAL,
    NOT_PRICES_OF_SESSIONS,
    NOTHING_LEFT,
    OTHER_BRANCHES,
    PRICES_PROVE_ANOTHER_VALUE,
    REST_NOT_SHOWN,
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
from leernet.verify.allocation.columns import CheckedColumns
from leernet.verify.allocation.exact import Ints
from leernet.verify.allocation.lots import doubtful_turns
from leernet.verify.allocation.measures import counts_good
from leernet.verify.allocation.reckoning import LATE, Reckoning
from leernet.verify.allocation.record import BrokenLine
from leernet.verify.allocation.sieve import Sizes, TooManyError


class ProofTree:
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
        # Of what is not proven, what it is said to be at best.
        self.bounds = {
            goal.name: goal.bound for goal in record.goals if not goal.proven and goal.bound is not None
        }
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
        """What does not hold, or is not shown to."""
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
            columns = CheckedColumns(self.problem, self.order, self.reckoning, node, self.sizes)
        except TooManyError as reason:
            return (BrokenLine("proof", ("nodes", at), reason.broken),)
        return tuple(self._broken_lines_of(at, node, columns))

    def _broken_lines_of(self, at: int, node: ProofNode, columns: CheckedColumns) -> Iterator[BrokenLine]:
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

    def _broken_chosen(self, at: int, node: ProofNode, columns: CheckedColumns) -> Iterator[BrokenLine]:
        given = {certificate.goal: place for place, certificate in enumerate(node.certificates)}
        bounded = [goal for goal in self.bounds if goal in given]
        shown = [goal for goal in self.proven if goal in given] + bounded[:1]
        if shown != [each.goal for each in node.certificates]:
            yield BrokenLine("proof", ("nodes", at, "certificates"), GOALS_OF_THE_PROOF.broken())
            return
        for number, group in enumerate(self.groups):
            if number >= max(len(node.lots), 1) and not any(_group(goal) == group for goal in self.proven):
                return
            if number and columns.unmade is not None:
                yield BrokenLine("proof", ("nodes", at), REST_NOT_SHOWN.broken())
                return
            self._begin(number, columns)
            wrong = list(self._broken_goals(at, node, group, columns))
            yield from wrong
            if any(not line.undecided for line in wrong):
                return
            broken = list(self._broken_lots(at, node, number, columns))
            yield from broken
            if any(not line.undecided for line in broken):
                return

    def _broken_goals(
        self, at: int, node: ProofNode, group: tuple[bool, bool], columns: CheckedColumns
    ) -> Iterator[BrokenLine]:
        """What does not hold of the goals of a group, up to the first of which that is certain."""
        given = {certificate.goal: place for place, certificate in enumerate(node.certificates)}
        for goal in (goal for goal in self.proven if _group(goal) == group):
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
        for goal in (goal for goal in self.bounds if _group(goal) == group and goal in given):
            wrong = self._broken_bound(node.certificates[given[goal]], columns)
            if wrong is not None:
                yield BrokenLine("proof", ("nodes", at, "certificates", given[goal]), wrong)

    def _begin(self, number: int, columns: CheckedColumns) -> None:
        tours, late = self.groups[number]
        if tours and not late:
            columns.add_tours(self.order)

    def _turns(self, number: int) -> tuple[Ints, NDArray[np.bool_]]:
        """What everybody has is worth, and who has turns in the group of this number."""
        tours, late = self.groups[number]
        return self.missed if tours else self.got, self.waits == late

    def _broken_certificate(
        self, certificate: Certificate, node: ProofNode, columns: CheckedColumns
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

    def _broken_bound(self, certificate: Certificate, columns: CheckedColumns) -> Broken | None:
        """What does not hold of the bound of a goal that is not proven; nothing is held by it."""
        goal, said = certificate.goal, certificate.value
        if said != self.bounds[goal]:
            return GOALS_OF_THE_PROOF.broken()
        if not columns.can_price(certificate):
            return NOT_PRICES_FOR_GOAL.broken(goal=goal)
        least = columns.least(certificate)
        if least < (-said if counts_good(goal) else said):
            proven = -least if counts_good(goal) else least
            return PRICES_PROVE_ANOTHER_VALUE.broken(goal=goal, proven=proven, said=said)
        return None

    def _broken_lots(
        self, at: int, node: ProofNode, number: int, columns: CheckedColumns
    ) -> Iterator[BrokenLine]:
        """What lots are not shown to have given to the group of this number, which is then left with it."""
        if columns.unmade is not None or number >= len(node.lots):
            yield BrokenLine("record", ("draw", "order"), LOTS_NOT_PROVEN.broken())
            return
        refusals = node.lots[number]
        for place, refusal in enumerate(refusals):
            if not columns.can_price(refusal):
                yield BrokenLine(
                    "proof", ("nodes", at, "lots", number, place), NOT_PRICES_OF_SESSIONS.broken()
                )
                return
        got, asked = self._turns(number)
        doubtful = list(doubtful_turns(columns, asked, got, refusals))
        # Goals that are not proven are not held: what is better for one may cost them.
        held = all(name in self.proven for name in self.goals if _group(name) in self.groups[: number + 1])
        certain = ("better", "impossible") if held else ("impossible",)
        wrong = [turn for turn in doubtful if turn.doubt in certain]
        for turn in (wrong or doubtful)[:1]:
            rule = SOMETHING_BETTER_NOT_EXCLUDED if wrong else TURN_NOT_SHOWN
            member = self.order[turn.person].id
            broken = rule.broken(member=member, lot=turn.person + 1)
            yield BrokenLine("record", ("placements", member), broken)
        columns.narrow(got, asked | ~self.waits)

    def _is_beaten(self, node: ProofNode, columns: CheckedColumns) -> bool | None:
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
        self, node: ProofNode, columns: CheckedColumns, certificate: Certificate | None
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
        self, certificate: Certificate, node: ProofNode, columns: CheckedColumns, expected: list[str]
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

    def _lots_beaten(
        self, node: ProofNode, number: int, columns: CheckedColumns
    ) -> bool | Literal["equal"] | None:
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
        columns.narrow(got, asked | ~self.waits)
        return "equal"


def _group(goal: str) -> tuple[bool, bool]:
    """Whether a goal is about tours, and whether of those who are placed last."""
    return goal.startswith("tours "), goal.endswith(LATE)


def _is_worst_level(goal: str) -> bool:
    return goal.removesuffix(LATE) == "worst level"


def _is_least(columns: CheckedColumns, certificate: Certificate, cost: int, node: ProofNode) -> bool | None:
    """Whether no allocation costs less than this; none: too many to say.

    The worst level is proven by how many must be there, which is the goal that comes next.
    """
    if _is_worst_level(certificate.goal) or columns.least(certificate) >= cost:
        return True
    if not node.searched:
        return False
    found = columns.fits(certificate, cost - 1)
    return None if found is None else not found

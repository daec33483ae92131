"""A problem, its record and its proof in, the lines that do not hold out; no solver, whole numbers only.

What prices prove is explained in ``docs/allocation.md``; the draw in ``docs/draw.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    Certificate,
    Participant,
    ProofNode,
)
from leernet.verify.allocation import LATE, Reckoning, broken_placements, ranks
from leernet.words import Sentence, _

Ints: TypeAlias = NDArray[np.int64]
Bundle: TypeAlias = tuple[str, ...]

# All bundles; those with the fewest places missing; of these, the fewest not chosen.
Width: TypeAlias = Literal["all", "full", "chosen"]


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that does not hold.

    Attributes:
        file: the record (``allocation/<series>.yaml``) or the proof beside it.
        path: where in the file, as keys and positions.
        sentence: what does not hold.
    """

    file: Literal["record", "proof"]
    path: tuple[str | int, ...]
    sentence: Sentence


def replay(
    problem: AllocationProblem, record: AllocationRecord, proof: tuple[ProofNode, ...]
) -> tuple[BrokenLine, ...]:
    """What does not hold: draw, hard rules and lists, goal values, and then the proof; empty when all does.

    A goal that was settled by search and not by prices is accepted up to what its prices prove;
    ``searched_goals`` names those.
    """
    found = (
        *_wrong_draw(problem, record),
        *_wrong_placements(problem, record),
        *_wrong_goals(problem, record),
    )
    if found or not (proof or any(goal.proven for goal in record.goals)):
        return found
    return tuple(_Proof(problem, record, proof).broken_lines())


def searched_goals(proof: tuple[ProofNode, ...]) -> tuple[str, ...]:
    """Goals that replaying cannot settle, as the solver had to search for them."""
    chosen = [node for node in proof if node.verdict == "chosen" and node.searched]
    return tuple(certificate.goal for node in chosen for certificate in node.certificates)


def _wrong_draw(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    ids = sorted(person.id for person in problem.participants)
    listed = sha256("".join(f"{name}\n" for name in ids).encode()).hexdigest()
    if record.draw.seed != problem.seed:
        sentence = _("The draw's seed is not that of the series.")
        yield BrokenLine("record", ("draw", "seed"), sentence)
    if record.draw.members_sha256 != listed:
        sentence = _("The members drawn for are not those to be placed.")
        yield BrokenLine("record", ("draw", "members_sha256"), sentence)
    order = [
        person.id for person in sorted(problem.participants, key=lambda person: _lot(problem.seed, person))
    ]
    if list(record.draw.order) != order:
        pairs = zip(record.draw.order, order, strict=False)
        at = next((at for at, (said, drawn) in enumerate(pairs) if said != drawn), len(record.draw.order))
        sentence = _("The draw gives another order from lot {lot} on.", lot=at + 1)
        yield BrokenLine("record", ("draw", "order", at), sentence)


def _lot(seed: str, person: Participant) -> tuple[bool, int, str, str]:
    digest = sha256(f"{seed}\n{person.id}".encode()).hexdigest()
    return (person.waits, -person.credit, digest, person.id)


def _wrong_placements(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    for broken in broken_placements(problem, record.placements):
        section = "sessions" if "/" in broken.about[0] else "placements"
        yield BrokenLine("record", (section, broken.about[0]), broken.sentence)
    placed: dict[str, list[str]] = {}
    for name in sorted(record.placements):
        for moment, workshop in record.placements[name].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(name)
    for session, line in record.sessions.items():
        if list(line.placed) != placed.pop(session, []):
            sentence = _("The list of session '{session}' is not that of the placements.", session=session)
            yield BrokenLine("record", ("sessions", session, "placed"), sentence)


def _wrong_goals(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    reckoning = Reckoning(problem)
    # When time ran out before the worst level was proven, nothing below it was counted.
    every = {goal.name: goal.value for goal in record.goals}
    proven = {goal.name: goal.value for goal in record.goals if goal.proven}
    if [*every] not in (expected_goals(problem, every), expected_goals(problem, proven)):
        sentence = _("The goals are not those of policy '{policy}'.", policy=problem.policy)
        yield BrokenLine("record", ("goals",), sentence)
        return
    for at, goal in enumerate(record.goals):
        value = reckoning.value(goal.name, record.placements)
        if value != goal.value:
            sentence = _(
                "Goal '{goal}' is said to be {said} and is {value}.",
                goal=goal.name,
                said=goal.value,
                value=value or 0,
            )
            yield BrokenLine("record", ("goals", at), sentence)


def expected_goals(problem: AllocationProblem, values: Mapping[str, int]) -> list[str]:
    """The goals that the policy asks for, in order; how many levels there are follows from the worst one."""
    groups = ("", LATE) if any(person.waits for person in problem.participants) else ("",)
    return [name for suffix in groups for name in _of_group(problem, values, suffix)]


def _of_group(problem: AllocationProblem, values: Mapping[str, int], suffix: str) -> list[str]:
    first, wanted = ["seats missing"], []
    if problem.policy not in ("lottery", "draft"):
        first.append("places not chosen")
        evidence = ["evidence choices missed"] if problem.evidence_first else []
        wanted = evidence + _of_policy(problem, values.get(f"worst level{suffix}", 0))
    names = [f"{name}{suffix}" for name in (*first, *wanted)]
    if suffix == LATE:
        return names
    match problem.keep:
        case "frozen":
            return ["placements changed", *names]
        case "improve":
            return ["members worse off than before", *names, "placements changed"]
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
            known = {session.workshop for session in Reckoning(problem).sessions.values()}
            levels = [
                at for person in problem.participants for name, at in ranks(person).items() if name in known
            ]
            return [f"places at wish {wish + 1}" for wish in range(1 + max(levels, default=-1))]
        case _:
            return ["sum of levels"]


class _Proof:
    """The tree of branches, each with its certificates, against the problem and the record."""

    def __init__(
        self, problem: AllocationProblem, record: AllocationRecord, nodes: tuple[ProofNode, ...]
    ) -> None:
        self.problem = problem
        self.record = record
        self.nodes = nodes
        self.reckoning = Reckoning(problem)
        self.goals = {goal.name: goal.value for goal in record.goals}

    def broken_lines(self) -> Iterator[BrokenLine]:
        yield from self._broken_tree()
        for at, node in enumerate(self.nodes):
            if node.verdict != "branched":
                yield from self._broken_node(at, node)

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
                    sentence = _(
                        "The split on session '{session}' lacks one of its halves.", session=node.session
                    )
                    yield BrokenLine("proof", ("nodes", at, "session"), sentence)
        if branches != wanted or len(branches) != len(self.nodes):
            sentence = _("The branches are not those that the splits ask for.")
            yield BrokenLine("proof", ("nodes",), sentence)
        if sum(node.verdict == "chosen" for node in self.nodes) != 1:
            yield BrokenLine("proof", ("nodes",), _("Not exactly one branch is the chosen one."))

    def _broken_node(self, at: int, node: ProofNode) -> Iterator[BrokenLine]:
        columns = _Columns(self.problem, self.reckoning, node)
        if not columns.everybody_has_one:
            if node.verdict != "empty":
                sentence = _("In this branch a placement by hand cannot be kept.")
                yield BrokenLine("proof", ("nodes", at, "verdict"), sentence)
            return
        if node.verdict == "chosen":
            yield from self._broken_chosen(at, node, columns)
        elif not node.searched and not self._is_beaten(node, columns):
            sentence = _("The prices do not show that this branch is no better than the chosen one.")
            yield BrokenLine("proof", ("nodes", at, "verdict"), sentence)

    def _broken_chosen(self, at: int, node: ProofNode, columns: _Columns) -> Iterator[BrokenLine]:
        names = [certificate.goal for certificate in node.certificates]
        if names != [goal.name for goal in self.record.goals if goal.proven]:
            yield BrokenLine(
                "proof", ("nodes", at, "certificates"), _("The goals are not those of the record.")
            )
            return
        for place, certificate in enumerate(node.certificates):
            if certificate.goal.endswith(LATE):
                columns.draw_lots(self.record.placements)
            sentence = self._broken_certificate(certificate, node, columns)
            if sentence is not None:
                yield BrokenLine("proof", ("nodes", at, "certificates", place), sentence)
                return

    def _broken_certificate(
        self, certificate: Certificate, node: ProofNode, columns: _Columns
    ) -> Sentence | None:
        """What does not hold, if anything; what holds is kept."""
        goal, said = certificate.goal, certificate.value
        if said != self.goals[goal]:
            return _(
                "Goal '{goal}' is {value} in the record and {said} here.",
                goal=goal,
                value=self.goals[goal],
                said=said,
            )
        if not columns.can_price(certificate):
            return _("The prices of goal '{goal}' are not prices of its sessions.", goal=goal)
        least = columns.hold(certificate)
        proven = -least if _counts_good(goal) else least
        if proven != said and not node.searched:
            return _(
                "The prices of goal '{goal}' prove {proven}, not {said}.", goal=goal, proven=proven, said=said
            )
        if not columns.everybody_has_one:
            return _("After goal '{goal}' nothing is left that has this value.", goal=goal)
        return None

    def _is_beaten(self, node: ProofNode, columns: _Columns) -> bool:
        """Whether the branch cannot be better in goals; equal goals leave it to the lots, which come next."""
        for certificate in node.certificates:
            goal = certificate.goal
            if not columns.can_price(certificate):
                return False
            if goal.endswith(LATE):
                break
            if node.verdict == "empty" and certificate is node.certificates[-1]:
                return columns.fits_nothing(certificate)
            least = columns.hold(certificate)
            if goal not in self.goals:
                # The worst level is another one, and so are the names of what is counted below it.
                return least > 0 and certificate.value > 0
            chosen = -self.goals[goal] if _counts_good(goal) else self.goals[goal]
            if goal == "worst level" and least > chosen:
                continue
            if least != chosen:
                return least > chosen
            if not columns.everybody_has_one:
                return False
        return node.verdict == "worse"


class _Columns:
    """The bundles that everybody can still have, kinds of participants counted together.

    Attributes:
        kind: (C,) kind of each column, ascending; the columns of a kind stand side by side.
        taken: (C, most) sessions of each column, filled up with S for none.
        count: (T,) participants of each kind.
        people: one of each kind.
    """

    def __init__(self, problem: AllocationProblem, reckoning: Reckoning, node: ProofNode) -> None:
        self.problem = problem
        self.reckoning = reckoning
        sessions = sorted(reckoning.sessions.values(), key=lambda session: session.id)
        self.number = {session.id: at for at, session in enumerate(sessions)}
        self.high = np.array([0 if each.id in node.closed else each.seats_max for each in sessions], np.int64)
        self.low = np.array([each.seats_min if each.id in node.filled else 0 for each in sessions], np.int64)
        self.limits: list[int] = []
        self.rows: list[Ints] = []
        self.lots_drawn = False
        self.people, self.kind_of = _kinds(problem)
        self.count = np.bincount(list(self.kind_of.values()), minlength=len(self.people))
        workshops = np.array([each.workshop for each in sessions])
        self._gather(frozenset(node.closed), _width(node), workshops)
        if node.searched and self.everybody_has_one and not self._is_tight(node.certificates):
            self._gather(frozenset(node.closed), "all", workshops)

    def _gather(self, closed: frozenset[str], width: Width, workshops: NDArray[np.str_]) -> None:
        maker = _Bundles(self.reckoning, closed, width)
        bundles = [maker.of(person) for person in self.people]
        self.kind = np.repeat(np.arange(len(bundles)), [len(some) for some in bundles])
        bundle = np.array([number for some in bundles for number in some], np.int64)
        self.everybody_has_one = all(bundles)
        self.taken = maker.table(self.number)[bundle]
        self._measure(workshops)

    def _is_tight(self, certificates: tuple[Certificate, ...]) -> bool:
        """Whether the goals that narrowed the bundles have the value that everybody alone would give them."""
        first = takewhile(lambda each: each.goal in ("seats missing", "places not chosen"), certificates)
        return all(self._priced(self._cost(each.goal), each)[2] == each.value * each.scale for each in first)

    def _measure(self, workshop: NDArray[np.str_]) -> None:
        """What every column is worth to its kind: places, wishes, evidence and what was there before."""
        names, of_session = np.unique(workshop, return_inverse=True)
        of_session = np.append(of_session.reshape(-1), len(names))
        self.need = np.array([person.need for person in self.people], np.int64)
        self.waits = np.array([person.waits for person in self.people], np.bool_)
        level_of = np.full((len(self.people), len(names) + 1), self.reckoning.not_wished, np.int64)
        evidence = np.zeros((len(self.people), len(names) + 1), np.int64)
        held = np.zeros((len(self.people), len(self.number) + 1), np.int64)
        at = {str(name): number for number, name in enumerate(names)}
        for kind, person in enumerate(self.people):
            for name, level in ranks(person).items():
                if name in at:
                    level_of[kind, at[name]] = level
            evidence[kind, [at[name] for name in person.evidence if name in at]] = 1
            places = [f"{moment}/{name}" for moment, name in person.previous]
            held[kind, [self.number[place] for place in places if place in self.number]] = 1
        there = self.taken < len(self.number)
        rows = self.kind[:, None]
        self.wish = np.where(there, level_of[rows, of_session[self.taken]], -1)
        self.missing = self.need[self.kind] - there.sum(axis=1)
        wanted = evidence.sum(axis=1)
        self.evidence_missed = wanted[self.kind] - (evidence[rows, of_session[self.taken]] * there).sum(
            axis=1
        )
        before = np.array([len(person.previous) for person in self.people], np.int64)
        self.changed = before[self.kind] - (held[rows, self.taken] * there).sum(axis=1)
        self.points = np.where(there, self.wish, 0).sum(axis=1) + self.missing * (
            self.reckoning.not_wished + 1
        )
        # The best alone, by another way than enumeration: what a person with no place at all is short of.
        best = [self.reckoning.points(each, {}) - self.reckoning.level(each, {}) for each in self.people]
        self.level = self.points - np.array(best, np.int64)[self.kind]

    def hold(self, certificate: Certificate) -> int:
        """Keep what has this value only; what the prices prove to be the least cost."""
        cost = self._cost(certificate.goal)
        if certificate.goal.removesuffix(LATE) == "worst level":
            self._keep(cost <= certificate.value)
            return certificate.value
        value = -certificate.value if _counts_good(certificate.goal) else certificate.value
        prices, above, scaled = self._priced(cost, certificate)
        slack = value * certificate.scale - scaled
        if slack >= 0:
            self.low = np.where(prices > slack, self.high, self.low)
            self.high = np.where(prices < -slack, self.low, self.high)
            if slack > 0:
                self.rows.append(cost)
                self.limits.append(value)
            self._keep(above <= slack)
        return -(-scaled // certificate.scale)

    def can_price(self, certificate: Certificate) -> bool:
        """Whether the prices are of sessions there are, and the multipliers of the goals kept as rows."""
        known = all(session in self.number for session, _price in certificate.prices)
        return known and certificate.scale > 0 and len(certificate.multipliers) in (0, len(self.rows))

    def fits_nothing(self, certificate: Certificate) -> bool:
        """Whether at these prices everybody together pays for more than there is."""
        return self._priced(np.zeros(len(self.kind), np.int64), certificate)[2] > 0

    def _priced(self, cost: Ints, certificate: Certificate) -> tuple[Ints, Ints, int]:
        """Prices; cost of each column above the cheapest of its kind; cost of all at least. All scaled."""
        prices = np.zeros(len(self.number) + 1, np.int64)
        for session, price in certificate.prices:
            prices[self.number[session]] = price
        paid = certificate.scale * cost + prices[self.taken].sum(axis=1)
        multipliers = [max(each, 0) for each in certificate.multipliers] or [0] * len(self.rows)
        for multiplier, row in zip(multipliers, self.rows, strict=True):
            paid = paid + multiplier * row
        start = np.flatnonzero(np.diff(self.kind, prepend=-1))
        cheapest = np.minimum.reduceat(paid, start) if len(start) else paid
        people = sum(n * least for n, least in zip(self.count.tolist(), cheapest.tolist(), strict=True))
        prices = prices[:-1]
        seats = int(np.where(prices > 0, prices * self.high, prices * self.low).sum())
        kept = sum(each * limit for each, limit in zip(multipliers, self.limits, strict=True))
        return prices, paid - cheapest[self.kind], people - seats - kept

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        for name in ("kind", "taken", "wish", "missing", "evidence_missed", "changed", "points", "level"):
            setattr(self, name, getattr(self, name)[kept])
        self.rows = [row[kept] for row in self.rows]
        self.everybody_has_one = len(np.unique(self.kind)) == len(self.count)

    def _cost(self, goal: str) -> Ints:
        """(C,) what each column adds to a goal, smaller is better."""
        name = goal.removesuffix(LATE)
        if name == "placements changed":
            return np.array(self.changed, np.int64)
        if name == "members worse off than before":
            before = [self._points_before(person) for person in self.people]
            worse: Ints = (self.points > np.array(before, np.int64)[self.kind]).astype(np.int64)
            return worse
        counted = (self.waits == goal.endswith(LATE)).astype(np.int64)[self.kind]
        cost: Ints = counted * self._measured(name)
        return cost

    def _measured(self, name: str) -> Ints:
        number = int(name.rpartition(" ")[2]) if name[-1].isdigit() else 0
        wishes = -1 if name.startswith("members") else number - 1
        measures = {
            "seats missing": self.missing,
            "places not chosen": (self.wish == self.reckoning.not_wished).sum(axis=1),
            "evidence choices missed": self.evidence_missed,
            "members at level": (self.level == number).astype(np.int64),
            "places at wish": -((self.wish == wishes) & (self.wish >= 0)).sum(axis=1),
            "worst level": self.level,
            "sum of levels": self.level,
        }
        measured: Ints = measures[name.rstrip("0123456789").rstrip()]
        return measured

    def _points_before(self, person: Participant) -> int:
        previous = dict(person.previous)
        return self.reckoning.points(person, previous) if previous else int(np.iinfo(np.int64).max)

    def draw_lots(self, placements: Mapping[str, Mapping[str, str]]) -> None:
        """Leave those who answered in time what is as good for them as what they got; the late come after."""
        if self.lots_drawn:
            return
        self.lots_drawn = True
        worth = self.level[:, None] if self.problem.policy != "draft" else np.sort(self.wish, axis=1)
        groups: dict[tuple[int, tuple[int, ...] | None], int] = {}
        people: list[Participant] = []
        count: list[int] = []
        for person in self.problem.participants:
            kind = self.kind_of[person.id]
            got = None if person.waits else self._worth(person, placements.get(person.id, {}))
            number = groups.setdefault((kind, got), len(groups))
            if number == len(people):
                people.append(person)
                count.append(0)
            count[number] += 1
        first = np.searchsorted(self.kind, np.arange(len(self.people) + 1))
        columns = []
        for kind, got in groups:
            of_kind = np.arange(first[kind], first[kind + 1])
            same = np.ones(len(of_kind), np.bool_) if got is None else (worth[of_kind] == got).all(axis=1)
            columns.append(of_kind[same])
        position = np.concatenate(columns) if columns else np.zeros(0, np.int64)
        self.kind = np.repeat(np.arange(len(groups)), [len(each) for each in columns])
        kinds, self.kind = self.kind, self.kind[:0]
        self._select(position, kinds)
        self.people, self.count = people, np.array(count, np.int64)
        self.waits = np.array([person.waits for person in people], np.bool_)
        self.everybody_has_one = all(len(each) for each in columns)

    def _select(self, position: Ints, kinds: Ints) -> None:
        for name in ("taken", "wish", "missing", "evidence_missed", "changed", "points", "level"):
            setattr(self, name, getattr(self, name)[position])
        self.rows = [row[position] for row in self.rows]
        self.kind = kinds

    def _worth(self, person: Participant, has: Mapping[str, str]) -> tuple[int, ...]:
        if self.problem.policy != "draft":
            return (self.reckoning.level(person, has),)
        rank = ranks(person)
        wishes = sorted(rank.get(workshop, self.reckoning.not_wished) for workshop in has.values())
        return (*[-1] * (self.wish.shape[1] - len(wishes)), *wishes)


def _counts_good(goal: str) -> bool:
    return goal.startswith("places at wish ")


def _kinds(problem: AllocationProblem) -> tuple[list[Participant], dict[str, int]]:
    """One participant of each kind, and the kind of everybody."""
    number: dict[tuple[object, ...], int] = {}
    people: list[Participant] = []
    of: dict[str, int] = {}
    for person in problem.participants:
        shared = (person.wishes, person.sessions, person.need, person.never, person.placed, person.waits)
        key = (shared, person.evidence, person.previous)
        of[person.id] = number.setdefault(key, len(number))
        if of[person.id] == len(people):
            people.append(person)
    return people, of


def _width(node: ProofNode) -> Width:
    """What the first certificates leave of the bundles: where nothing has a price, only the best of each."""
    proven = node.certificates[:-1] if node.verdict == "empty" else node.certificates
    free = [certificate.goal for certificate in takewhile(lambda each: not each.prices, proven[:2])]
    if free[:1] != ["seats missing"]:
        return "all"
    return "chosen" if free[1:] == ["places not chosen"] else "full"


class _Bundles:
    """All bundles, or only those that the first goals leave, numbered as they are met."""

    def __init__(self, reckoning: Reckoning, closed: frozenset[str], width: Width) -> None:
        self.sessions = {name: each for name, each in reckoning.sessions.items() if name not in closed}
        self.width = width
        self.number: dict[Bundle, int] = {}
        self.known: dict[tuple[object, ...], list[int]] = {}

    def of(self, person: Participant) -> list[int]:
        """Numbers of the bundles of a participant."""
        width: Width = "all" if person.waits else self.width
        wished = frozenset(ranks(person)) if width == "chosen" else None
        key = (width, person.sessions, person.need, person.never, person.placed, wished)
        if key not in self.known:
            made = [tuple(sorted(bundle)) for bundle in self._made(person, width)]
            self.known[key] = [self.number.setdefault(bundle, len(self.number)) for bundle in made]
        return self.known[key]

    def table(self, number: Mapping[str, int]) -> Ints:
        """(B, most) sessions of each bundle, filled up with one past the last."""
        most = max((len(bundle) for bundle in self.number), default=0)
        taken = np.full((len(self.number), most), len(number), np.int64)
        for at, bundle in enumerate(self.number):
            taken[at, : len(bundle)] = [number[session] for session in bundle]
        return taken

    def _made(self, person: Participant, width: Width) -> list[Bundle]:
        placed = tuple(f"{moment}/{workshop}" for moment, workshop in person.placed)
        if not all(name in self.sessions and name in person.sessions for name in placed):
            return []
        sizes = range(person.need, len(placed) - 1, -1)
        if width == "all":
            return [bundle for size in sizes for bundle in self._sized(person, placed, size, size)]
        for size in sizes:
            for unchosen in range(size + 1) if width == "chosen" else (size,):
                if found := list(self._sized(person, placed, size, unchosen)):
                    return found
        return []

    def _sized(self, person: Participant, placed: Bundle, size: int, unchosen: int) -> Iterator[Bundle]:
        """Bundles of so many sessions, with at most so many workshops not wished for."""
        rank = ranks(person)
        may = [self.sessions[name] for name in person.sessions if name in self.sessions]
        may = [session for session in may if session.workshop not in person.never]
        moments = sorted({session.moment for session in may} - {name.partition("/")[0] for name in placed})
        used = frozenset(name.partition("/")[2] for name in placed)
        at_moment = [[each for each in may if each.moment == moment] for moment in moments]

        def extended(at: int, bundle: Bundle, spare: int, used: frozenset[str]) -> Iterator[Bundle]:
            if spare < 0 or len(bundle) + len(moments) - at < size:
                return
            if len(bundle) == size:
                yield bundle
                return
            for each in at_moment[at]:
                if each.workshop not in used:
                    cost = each.workshop not in rank
                    yield from extended(at + 1, (*bundle, each.id), spare - cost, used | {each.workshop})
            yield from extended(at + 1, bundle, spare, used)

        yield from extended(0, placed, unchosen - len(used - rank.keys()), used)

"""Agent types and the first certificates of a branch in; only those bundles that they leave, out.

Where somebody could have very many bundles, what a certificate leaves is looked for session by session: a
bundle is given up as soon as the sessions so far, with the cheapest that could follow, cost too much.
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.proofs import TOO_MANY_WAYS
from leernet.model.allocation import AllocationProblem, Certificate, Participant, ProofNode, Session
from leernet.verify.allocation.growth import (
    AgentType,
    Bundle,
    BundleCost,
    Growth,
    ReducedCostLimit,
    least_cost,
)
from leernet.verify.allocation.reckoning import (
    LATE,
    WORSE,
    WORSE_WITH_WHAT_IS_LEFT,
    Reckoning,
    positions,
    ranks,
)

# What a session is called once more for who ruled it out: it has room for all, and gives nothing but that.
RULED_OUT = "/never"


class Sizes(Struct, frozen=True):
    """How many bundles are looked at.

    Attributes:
        many: with more for somebody they are sieved; fewer of each kind, on average, are all made.
        most: that are made.
        most_for_lots: that are made where lots are all that needs them.
    """

    many: int = 1000
    most: int = 3_000_000
    most_for_lots: int = 300_000


SIZES = Sizes()


class TooManyError(Exception):
    """More bundles are left than can be made."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.broken = TOO_MANY_WAYS.broken(most=most)


class Sieved(Struct, frozen=True):
    """What the first certificates leave.

    Where no certificate is about those who are placed last, they have no more bundles than those that may
    cost least, as long as a session that may stay empty has no price below zero.

    Attributes:
        bundles: of each kind.
        cheapest: for each certificate that was used, by goal, what each kind pays at least, scaled; over all
            bundles that the certificates before it leave.
        nothing_fits: whether the last certificate of an empty branch was used, and proves it.
        only_some: whether there is one bundle of each kind only: all certificates of a branch that is chosen
            or worse were used, and what they leave is too much to make.
    """

    bundles: tuple[tuple[Bundle, ...], ...]
    cheapest: Mapping[str, tuple[int, ...]]
    nothing_fits: bool = False
    late_are_few: bool = False
    only_some: bool = False


def most_bundles(people: Sequence[Participant], sessions: Mapping[str, Session]) -> int:
    """How many bundles the one with the most could have, if no workshop had a second moment."""
    known: dict[tuple[int, tuple[str, ...]], int] = {}
    for person in people:
        key = (person.need, person.sessions)
        if key not in known:
            ways = [1] + [0] * person.need
            moments = [sessions[name].moment for name in person.sessions if name in sessions]
            for moment in set(moments):
                here = moments.count(moment)
                ways = [more + here * fewer for more, fewer in zip(ways, [0, *ways], strict=False)]
            known[key] = sum(ways)
    return max(known.values(), default=0)


class Sieve:
    """The kinds of a branch, certificate by certificate.

    Attributes:
        low: least people in each session.
        high: most.
        rows: goals kept as rows, with what all may cost together.
    """

    def __init__(
        self,
        problem: AllocationProblem,
        people: Sequence[Participant],
        count: Sequence[int],
        reckoning: Reckoning,
        node: ProofNode,
        sizes: Sizes,
    ) -> None:
        self.problem = problem
        self.sizes = sizes
        self.reckoning = reckoning
        self.count = count
        self.node = node
        sessions = reckoning.sessions
        self.low = {name: each.seats_min if name in node.filled else 0 for name, each in sessions.items()}
        self.high = {name: 0 if name in node.closed else each.seats_max for name, each in sessions.items()}
        self.rows: list[tuple[str, int]] = []
        self.late_are_few = not any(certificate.goal.endswith(LATE) for certificate in node.certificates)
        self.kinds = [self._kind(person) for person in people]

    def sieved(self) -> Sieved | None:
        """What is left of the bundles; none when somebody has none at all."""
        if not all(kind.possible for kind in self.kinds):
            return None
        cheapest: dict[str, tuple[int, ...]] = {}
        certificates = self.node.certificates
        levels = [each.value for each in certificates if each.goal == "worst level"]
        most = self.sizes.many // 10 * len(self.kinds)
        for at, certificate in enumerate(certificates):
            last = at == len(certificates) - 1 and self.node.verdict == "empty"
            if certificate.goal == "worst level":
                self._hold_level(levels.pop())
                # Levels are counted bundle by bundle, unless these are too many even so.
                most = self.sizes.most
                continue
            if not self._is_early(certificate) or (not last and self._made(most) is not None):
                break
            paid, slack = self._held(certificate, last)
            if last:
                return Sieved(self._one_of_each(), cheapest, slack > 0, self.late_are_few)
            if slack < 0:
                break
            cheapest[certificate.goal] = paid
        # The worst one, where that was not reached.
        for worst in levels:
            self._hold_level(worst)
        return self._left(cheapest, self._decides(cheapest))

    def _left(self, cheapest: Mapping[str, tuple[int, ...]], one_will_do: bool) -> Sieved | None:
        """All bundles that are left, or one of each kind."""
        made = self._made(self.sizes.most_for_lots if one_will_do else self.sizes.most)
        if made is None and one_will_do:
            return Sieved(self._one_of_each(), cheapest, late_are_few=self.late_are_few, only_some=True)
        if made is None:
            raise TooManyError(self.sizes.most)
        return Sieved(made, cheapest, late_are_few=self.late_are_few) if all(made) else None

    def _decides(self, cheapest: Mapping[str, tuple[int, ...]]) -> bool:
        """Whether all certificates were used, so that lots are all that may still need bundles."""
        used = all(each.goal in cheapest or each.goal == "worst level" for each in self.node.certificates)
        return used and self.node.verdict != "empty" and not self.node.searched

    def alone(self, goal: str) -> int:
        """What a goal costs at least if everybody had the best for it that they could have alone.

        Of what is told by levels nothing is said but that it is not below zero: that would take all bundles.
        """
        if goal.startswith(("worst level", "members ")):
            return 0
        least = (least_cost(kind, self.cost(kind, goal), ()) for kind in self.kinds)
        return sum(people * each for people, each in zip(self.count, least, strict=True))

    def _one_of_each(self) -> tuple[tuple[Bundle, ...], ...]:
        return tuple(tuple(islice(Growth(kind, kind.limits).bundles(), 1)) for kind in self.kinds)

    def _kind(self, person: Participant) -> AgentType:
        placed = tuple(f"{moment}/{workshop}" for moment, workshop in person.fixed)
        open_ = {name: each for name, each in self.reckoning.sessions.items() if self.high[name]}
        choosable = open_
        if person.waits and self.late_are_few:
            # At prices that are not below zero nothing is cheaper than no session; those may be below zero.
            choosable = {name: each for name, each in open_.items() if self.low[name]}
        moments = {moment for moment, _workshop in person.fixed}
        workshops = {workshop for _moment, workshop in person.fixed}
        may = [
            choosable[name]
            for name in person.sessions
            if name in choosable
            and choosable[name].moment not in moments
            and choosable[name].workshop not in workshops.union(person.never)
        ]
        may += [
            replace(each, id=f"{each.id}{RULED_OUT}")
            for each in self.reckoning.refused(person)
            if choosable is open_ and each.moment not in moments and each.workshop not in workshops
        ]
        at = sorted({session.moment for session in may})
        options = tuple(tuple(each for each in may if each.moment == moment) for moment in at)
        spare = person.need - len(placed)
        possible = spare >= 0 and all(name in open_ and name in person.sessions for name in placed)
        family = (placed, person.sessions, person.never, person.need, person.ruled_out_then)
        return AgentType(person, ranks(person), placed, options, spare, possible, family)

    def _is_early(self, certificate: Certificate) -> bool:
        """Whether what bundles add to the goal is a sum over their sessions, all of whom are known."""
        later = ("worst level", "tours")
        below_zero = any(price < 0 and not self.low[name] for name, price in certificate.prices)
        return not (below_zero or certificate.goal.endswith(LATE) or certificate.goal.startswith(later))

    def _held(self, certificate: Certificate, free: bool) -> tuple[tuple[int, ...], int]:
        """What each kind pays at least; what is left to pay, or for an empty branch what is paid too much."""
        costs = [self.priced(kind, certificate, free) for kind in self.kinds]
        least: dict[Hashable, int] = {}
        for kind, cost in zip(self.kinds, costs, strict=True):
            kind.family = (kind.family, *self._told(kind, cost))
            if kind.family not in least:
                least[kind.family] = self._least(kind, cost) - cost.base
        paid = tuple(least[kind.family] + cost.base for kind, cost in zip(self.kinds, costs, strict=True))
        scaled = sum(n * each for n, each in zip(self.count, paid, strict=True)) - self.most(certificate)
        if free:
            return paid, scaled
        sign = -1 if certificate.goal.startswith("places at wish ") else 1
        slack = sign * certificate.value * certificate.scale - scaled
        if slack >= 0:
            self._hold(certificate, costs, paid, slack, sign * certificate.value)
        return paid, slack

    def most(self, certificate: Certificate) -> int:
        """What all together can pay at most."""
        prices = dict(certificate.prices)
        seats = sum(price * (self.high if price > 0 else self.low)[name] for name, price in prices.items())
        multipliers = self._multipliers(certificate)
        return seats + sum(each * limit for each, (_goal, limit) in zip(multipliers, self.rows, strict=True))

    def _hold(
        self, certificate: Certificate, costs: list[BundleCost], paid: tuple[int, ...], slack: int, value: int
    ) -> None:
        for kind, cost, least in zip(self.kinds, costs, paid, strict=True):
            kind.limits.append(ReducedCostLimit(cost, least + slack))
        for name, price in certificate.prices:
            if price > slack:
                self.low[name] = self.high[name]
            elif price < -slack:
                self.high[name] = self.low[name]
        if slack > 0:
            self.rows.append((certificate.goal, value))

    def _hold_level(self, most: int) -> None:
        """Nobody who answered in time is below the worst level."""
        for kind in self.kinds:
            if not kind.person.waits:
                cost = self.cost(kind, "sum of levels")
                kind.limits.append(ReducedCostLimit(cost, most))
                kind.family = (kind.family, *self._told(kind, cost), cost.base)

    def _told(self, kind: AgentType, cost: BundleCost) -> tuple[Hashable, ...]:
        """What tells kinds apart by a cost."""
        names = [*kind.placed, *(each.id for some in kind.options for each in some)]
        told: tuple[Hashable, ...] = tuple(cost.session[name] for name in names)
        for other, limit, more in cost.steps:
            told += (more, limit - other.base, tuple(other.session[name] for name in names))
        return told

    def _multipliers(self, certificate: Certificate) -> list[int]:
        return [max(each, 0) for each in certificate.multipliers] or [0] * len(self.rows)

    def priced(self, kind: AgentType, certificate: Certificate, free: bool) -> BundleCost:
        """What a bundle costs, scaled, prices included; ``free``: the goal itself costs nothing."""
        parts = []
        if not free:
            parts = [(certificate.scale, self.cost(kind, certificate.goal))]
        multipliers = self._multipliers(certificate)
        parts += [
            (each, self.cost(kind, goal))
            for each, (goal, _limit) in zip(multipliers, self.rows, strict=True)
            if each
        ]
        session = dict.fromkeys([*kind.placed, *(each.id for some in kind.options for each in some)], 0)
        for name, price in certificate.prices:
            if name in session:
                session[name] += price
        steps: list[tuple[BundleCost, int, int]] = []
        for factor, cost in parts:
            for name in session:
                session[name] += factor * cost.session[name]
            steps += [(other, limit, factor * more) for other, limit, more in cost.steps]
        return BundleCost(sum(factor * cost.base for factor, cost in parts), session, tuple(steps))

    def cost(self, kind: AgentType, goal: str) -> BundleCost:
        """What bundles add to a goal, smaller is better."""
        person, names = kind.person, [*kind.placed, *(each.id for some in kind.options for each in some)]
        workshop = {name: name.partition("/")[2] for name in names}
        if person.waits and goal not in ("placements changed", WORSE, WORSE_WITH_WHAT_IS_LEFT):
            return BundleCost(0, dict.fromkeys(names, 0))
        absent = self.reckoning.missing
        points = {name: self.level(kind, name) - absent for name in names}
        match goal:
            case "seats missing":
                return BundleCost(person.need, dict.fromkeys(names, -1))
            case "evidence choices missed":
                marked = self.reckoning.running.intersection(person.evidence).difference(person.never)
                missed = BundleCost(len(marked), {name: -int(workshop[name] in marked) for name in names})
                counted = min(len(marked), self.problem.evidence_at_most)
                steps = tuple((missed, len(marked) - number, 1) for number in range(1, counted + 1))
                return BundleCost(0, dict.fromkeys(names, 0), steps)
            case "placements changed":
                before = {f"{moment}/{name}" for moment, name in person.previous}
                return BundleCost(len(person.previous), {name: -int(name in before) for name in names})
            case "sum of levels":
                return BundleCost(person.need * absent - self.reckoning.best(person), points)
            case _ if goal in (WORSE, WORSE_WITH_WHAT_IS_LEFT):
                nothing = dict.fromkeys(names, 0)
                if not person.previous:
                    return BundleCost(0, nothing)
                before_points = self.reckoning.points(person, self.reckoning.before(person, goal))
                return BundleCost(0, nothing, ((BundleCost(person.need * absent, points), before_points, 1),))
            case _ if goal.startswith("members at level "):
                number, level = int(goal.rpartition(" ")[2]), self.cost(kind, "sum of levels")
                at = ((level, number - 1, 1), (level, number, -1))
                return BundleCost(0, dict.fromkeys(names, 0), at)
            case _:
                wish, place = int(goal.rpartition(" ")[2]) - 1, positions(person)
                return BundleCost(0, {name: -int(place.get(workshop[name]) == wish) for name in names})

    def level(self, kind: AgentType, session: str) -> int:
        """Level of the wish that a session is to a kind, ruled out or not."""
        unlisted = len(kind.person.wishes)
        if session.endswith(RULED_OUT):
            return unlisted + 1
        return kind.rank.get(session.partition("/")[2], unlisted)

    def _least(self, kind: AgentType, cost: BundleCost) -> int:
        """The least that a bundle within the limits costs."""
        return least_cost(kind, cost, kind.limits)

    def _made(self, most: int) -> tuple[tuple[Bundle, ...], ...] | None:
        """All bundles within the limits; none when there are more than so many."""
        of_family: dict[Hashable, tuple[Bundle, ...]] = {}
        made, total = [], 0
        for kind in self.kinds:
            if kind.family not in of_family:
                found: list[Bundle] = []
                for bundle in Growth(kind, kind.limits).bundles():
                    found.append(tuple(sorted(bundle)))
                    if total + len(found) > most:
                        return None
                of_family[kind.family] = tuple(found)
            made.append(of_family[kind.family])
            total += len(made[-1])
            if total > most:
                return None
        return tuple(made)

"""A problem and a branch of its proof in; the bundles that everybody can still have, goal by goal, out."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

import numpy as np
from numpy.typing import NDArray

from leernet.model.allocation import AllocationProblem, Certificate, Participant, ProofNode, Refusal
from leernet.verify.allocation.bundles import AllBundles, Width, bundle_table, kinds_of, width_of
from leernet.verify.allocation.exact import Group, Ints, exact_sum, fits
from leernet.verify.allocation.growth import Bundle
from leernet.verify.allocation.measures import (
    NO_MEASURES,
    NO_TOUR_MEASURES,
    Taken,
    TourMeasures,
    counts_good,
    measured,
)
from leernet.verify.allocation.reckoning import LATE, Reckoning
from leernet.verify.allocation.sieve import Sieve, Sieved, Sizes, most_bundles

# Prices beyond this could make a sum overflow, and then prove anything.
_DEAREST = 1 << 40

# Of those who had no tour before.
_NO_TOUR = -2


class CheckedColumns:
    """The bundles that everybody can still have, kinds of participants counted together.

    Attributes:
        kind: (C,) kind of each column, ascending; the columns of a kind are side by side.
        bundle: (C,) number of its bundle.
        taken: (C, most) sessions of each column, filled up with S for none.
        rows: (C,) each, what columns add to the goals that are kept as rows.
        limits: most of each of these.
        number: of each session, and with ``add_tours`` of each tour.
        tour: (C,) number of the tour, or one past the last for none.
        measures, tours: what columns are worth while they are about workshops, and then about tours.
        count: (T,) participants of each kind.
        people: one of each kind.
        kind_of: (N,) kind of everybody, in order of lots.
        unmade: what is known of the bundles where there is only one of each kind among the columns; none
            where all that are left are.
    """

    kind: Ints
    bundle: Ints
    taken: Ints
    tour: Ints

    def __init__(
        self,
        problem: AllocationProblem,
        order: Sequence[Participant],
        reckoning: Reckoning,
        node: ProofNode,
        sizes: Sizes,
    ) -> None:
        self.problem = problem
        self.reckoning = reckoning
        sessions = sorted(reckoning.sessions.values(), key=lambda session: session.id)
        self.number = {session.id: at for at, session in enumerate(sessions)}
        self.high = np.array([0 if each.id in node.closed else each.seats_max for each in sessions], np.int64)
        self.low = np.array([each.seats_min if each.id in node.filled else 0 for each in sessions], np.int64)
        self.limits: list[int] = []
        self.rows: list[Ints] = []
        self.measures, self.tours, self.touring = NO_MEASURES, NO_TOUR_MEASURES, False
        # Of the certificate at hand, as long as nothing was dropped.
        self.weighed: tuple[Certificate, tuple[Ints, Ints, int]] | None = None
        self.people, self.kind_of = kinds_of(order)
        self.count = np.bincount(self.kind_of, minlength=len(self.people))
        self.cheapest: Mapping[str, tuple[int, ...]] = {}
        self.nothing_fits = False
        self.late_are_few = False
        self.unmade: Sieve | None = None
        if most_bundles(self.people, reckoning.sessions) > sizes.many:
            sieve = Sieve(problem, self.people, self.count.tolist(), reckoning, node, sizes)
            sieved = sieve.sieved()
            self.unmade = sieve if sieved is not None and sieved.only_some else None
            self._sieve(sieved)
            return
        self._gather(frozenset(node.closed), width_of(node))
        if node.searched and self.everybody_has_one and not self._is_tight(node.certificates):
            self._gather(frozenset(node.closed), "all")

    def _gather(self, closed: frozenset[str], width: Width) -> None:
        maker = AllBundles(self.reckoning, closed, width)
        bundles = [maker.of(person) for person in self.people]
        self.everybody_has_one = all(len(some) for some in bundles)
        self.kind = np.repeat(np.arange(len(bundles)), [len(some) for some in bundles])
        self.bundle = np.concatenate(bundles) if bundles else np.zeros(0, np.int64)
        self.taken = bundle_table(maker.number, self.number)[self.bundle]
        self._measure()

    def _sieve(self, sieved: Sieved | None) -> None:
        """What the first certificates leave of very many bundles."""
        self.everybody_has_one = sieved is not None
        if sieved is None:
            return
        self.cheapest, self.nothing_fits = sieved.cheapest, sieved.nothing_fits
        self.late_are_few = sieved.late_are_few
        number: dict[Bundle, int] = {}
        # What was ruled out is no session; how much of it goes with a bundle is worked out again.
        real = (dict.fromkeys(map(self._real, some)) for some in sieved.bundles)
        bundles = [[number.setdefault(each, len(number)) for each in some] for some in real]
        self.kind = np.repeat(np.arange(len(bundles)), [len(some) for some in bundles])
        self.bundle = np.array([each for some in bundles for each in some], np.int64)
        self.taken = bundle_table(number, self.number)[self.bundle]
        self._measure()

    def _real(self, bundle: Bundle) -> Bundle:
        return tuple(name for name in bundle if name in self.number)

    def _is_tight(self, certificates: tuple[Certificate, ...]) -> bool:
        """Whether the goals that narrowed the bundles have the value that everybody alone would give them."""
        first = takewhile(lambda each: each.goal == "seats missing", certificates)
        return all(self._bound(self.cost(each.goal), each)[1] == each.value * each.scale for each in first)

    def _measure(self) -> None:
        self.waits = np.array([person.waits for person in self.people], np.bool_)
        taken = Taken(self.problem, self.reckoning, self.people, self.kind, self.taken, self.number)
        self.measures = measured(taken)
        # Tours come last; until then nobody chooses one.
        self.tour = np.full(len(self.kind), len(self.number), np.int64)

    def hold(self, certificate: Certificate) -> int:
        """Keep what has this value only; what the prices prove to be the least cost."""
        if certificate.goal.removesuffix(LATE) == "worst level":
            self._keep(self.cost(certificate.goal) <= certificate.value)
            return certificate.value
        cost, above, scaled = self._weighed(certificate)
        value = -certificate.value if counts_good(certificate.goal) else certificate.value
        slack = value * certificate.scale - scaled
        if slack >= 0:
            prices = self.prices(certificate)[:-1]
            self.low, self.high = self.loads(prices, slack)
            if slack > 0:
                self.rows.append(cost)
                self.limits.append(value)
            self._keep(above <= slack)
        return -(-scaled // certificate.scale)

    def _weighed(self, certificate: Certificate) -> tuple[Ints, Ints, int]:
        """What columns add to the goal, and what the prices make of it; worked out once."""
        if self.weighed is None or self.weighed[0] is not certificate:
            cost = self.cost(certificate.goal)
            self.weighed = (certificate, (cost, *self._bound(cost, certificate)))
        return self.weighed[1]

    def loads(self, prices: Ints, slack: int) -> tuple[Ints, Ints]:
        """Least and most people in each session, at these prices and with so much to spare."""
        low = np.where(prices > slack, self.high, self.low)
        high = np.where(prices < -slack, self.low, self.high)
        return low, high

    def can_price(self, certificate: Certificate | Refusal) -> bool:
        """Whether the prices are of sessions there are, and the multipliers of the goals kept as rows."""
        known = all(session in self.number for session, _price in certificate.prices)
        numbers = [price for _session, price in certificate.prices] + [*certificate.multipliers]
        if isinstance(certificate, Certificate):
            known = known and 0 < certificate.scale <= _DEAREST
        bounded = all(abs(number) <= _DEAREST for number in numbers)
        if known and self.late_are_few:
            known = all(price >= 0 or self.low[self.number[name]] > 0 for name, price in certificate.prices)
        return known and bounded and len(certificate.multipliers) in (0, len(self.rows))

    def fits_nothing(self, certificate: Certificate) -> bool:
        """Whether at these prices everybody together pays for more than there is."""
        return self.nothing_fits or self._bound(np.zeros(len(self.kind), np.int64), certificate)[1] > 0

    def fits_something(self) -> bool | None:
        """Whether there is an allocation in whole people at all, by search; none: too many to say."""
        columns = np.arange(len(self.kind))
        return self._fits(columns, self.takes(columns), *self.resources())

    def _bound(self, cost: Ints, certificate: Certificate) -> tuple[Ints, int]:
        """Cost of each column above the cheapest of its kind; cost of all at least. Scaled, prices paid."""
        paid = certificate.scale * cost + self.paid(certificate)
        start = np.flatnonzero(np.diff(self.kind, prepend=-1))
        cheapest = np.minimum.reduceat(paid, start) if len(start) else paid
        if certificate.goal in self.cheapest:
            # Of all bundles, and not only of those that were made.
            cheapest = np.array(self.cheapest[certificate.goal], np.int64)
        people = exact_sum(self.count, cheapest)
        return paid - cheapest[self.kind], people - self.most(certificate)

    def prices(self, certificate: Certificate | Refusal) -> Ints:
        """(S + 1,) price of each session; no session costs nothing."""
        prices = np.zeros(len(self.number) + 1, np.int64)
        for session, price in certificate.prices:
            prices[self.number[session]] = price
        return prices

    def paid(self, certificate: Certificate | Refusal) -> Ints:
        """(C,) what each column pays for its sessions and for what it adds to the goals kept as rows."""
        prices = self.prices(certificate)
        paid: Ints = prices[self.taken].sum(axis=1)
        if self.touring:
            paid += prices[self.tour]
        for multiplier, row in zip(self._multipliers(certificate), self.rows, strict=True):
            paid = paid + multiplier * row
        return paid

    def most(self, certificate: Certificate | Refusal) -> int:
        """What all together can pay at most."""
        prices = self.prices(certificate)[:-1]
        seats = exact_sum(prices, np.where(prices > 0, self.high, self.low))
        kept = zip(self._multipliers(certificate), self.limits, strict=True)
        return seats + sum(multiplier * limit for multiplier, limit in kept)

    def least(self, certificate: Certificate) -> int:
        """What the prices prove that the goal costs at least."""
        return -(-self._weighed(certificate)[2] // certificate.scale)

    def fits(self, certificate: Certificate, most: int) -> bool | None:
        """Whether there is an allocation in whole people in which a goal costs so much at most, by search.

        Prices narrow the search. None: there are too many to say.
        """
        cost, above, scaled = self._weighed(certificate)
        slack = most * certificate.scale - scaled
        low, high = self.loads(self.prices(certificate)[:-1], slack)
        columns = np.flatnonzero(above <= slack)
        least, limits = self.resources()
        low = np.concatenate([low, least[len(low) :], [-_DEAREST]])
        high = np.concatenate([high, limits[len(high) :], [most]])
        return self._fits(columns, np.column_stack([self.takes(columns), cost[columns]]), low, high)

    def _fits(self, columns: Ints, takes: Ints, low: Ints, high: Ints) -> bool | None:
        ends = np.searchsorted(self.kind[columns], np.arange(len(self.count) + 1)).tolist()
        groups = [
            Group(people, takes[first:last])
            for people, (first, last) in zip(self.count.tolist(), pairwise(ends), strict=True)
        ]
        return fits(groups, low, high)

    def resources(self) -> tuple[Ints, Ints]:
        """(S + E,) least and most of each session and of each goal kept as a row."""
        nothing = np.full(len(self.limits), -_DEAREST)
        return np.append(self.low, nothing), np.append(self.high, np.array(self.limits, np.int64))

    def takes(self, columns: Ints) -> Ints:
        """(k, S + E) what some of the columns take of each."""
        sessions = np.zeros((len(columns), len(self.number) + 1), np.int64)
        np.put_along_axis(sessions, self.taken[columns], 1, axis=1)
        np.put_along_axis(sessions, self.tour[columns][:, None], 1, axis=1)
        takes: Ints = np.column_stack([sessions[:, :-1], *(row[columns] for row in self.rows)])
        return takes

    def _multipliers(self, certificate: Certificate | Refusal) -> list[int]:
        return [max(each, 0) for each in certificate.multipliers] or [0] * len(self.rows)

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        columns = np.flatnonzero(kept)
        self._select(columns, self.kind[columns])
        self.everybody_has_one = len(np.unique(self.kind)) == len(self.count)

    def cost(self, goal: str) -> Ints:
        """(C,) what each column adds to a goal, smaller is better."""
        name = goal.removesuffix(LATE)
        if name == "placements changed":
            return np.array(self.measures.changed, np.int64)
        if name in ("tours changed", "tours lost"):
            return np.array(self.tours.changed if name == "tours changed" else self.tours.lost, np.int64)
        if name.startswith("members worse off than "):
            before = [self._points_before(person, name) for person in self.people]
            worse: Ints = (self.measures.points > np.array(before, np.int64)[self.kind]).astype(np.int64)
            return worse
        counted = (self.waits == goal.endswith(LATE)).astype(np.int64)[self.kind]
        cost: Ints = counted * (self.tours.missed if name == "tours missed" else self.measures.cost(name))
        return cost

    def _points_before(self, person: Participant, goal: str) -> int:
        if not person.previous:
            return int(np.iinfo(np.int64).max)
        return self.reckoning.points(person, self.reckoning.before(person, goal))

    @property
    def in_turns(self) -> bool:
        """Whether everybody has a turn for each place."""
        return self.problem.policy == "draft" and not self.touring

    @property
    def worth(self) -> Ints:
        """(C, R) what a column is worth at each of a participant's turns; smaller is better."""
        if self.touring:
            return self.tours.missed[:, None]
        if not self.in_turns:
            return self.measures.level[:, None]
        most = max((person.need for person in self.people), default=0)
        absent = self.reckoning.missing
        unlisted = np.array([len(person.wishes) for person in self.people], np.int64)[self.kind]
        ruled_out = np.arange(most) < self.measures.ruled_out[:, None]
        padding = np.where(ruled_out, unlisted[:, None] + 1, absent)
        wishes = np.hstack([np.where(self.measures.wish < 0, absent, self.measures.wish), padding])
        return np.sort(wishes, axis=1)[:, :most]

    def narrow(self, got: Ints, drawn: NDArray[np.bool_]) -> None:
        """Leave those whose lots were drawn only what is worth as much to them as what they got.

        Args:
            got: (N, R) what each has is worth, in order of lots.
            drawn: (N,) whose lots were drawn.
        """
        keys = np.column_stack([self.kind_of, drawn, np.where(drawn[:, None], got, 0)])
        groups, position, group = self._split(keys)
        worth = groups[group, 2:]
        same = (self.worth[position] == worth).all(axis=1) | (groups[group, 1] == 0)
        self._select(position, group)
        self._keep(same)

    def _split(self, keys: Ints) -> tuple[Ints, Ints, Ints]:
        """Kinds made smaller: what tells them apart, and for their columns the one before and the new kind.

        Args:
            keys: (N, k) the kind of everybody, and what splits it.
        """
        groups, of = np.unique(keys, axis=0, return_inverse=True)
        kind = groups[:, 0]
        first = np.searchsorted(self.kind, kind)
        sizes = np.searchsorted(self.kind, kind, side="right") - first
        group = np.repeat(np.arange(len(groups)), sizes)
        position = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes - first, sizes)
        self.kind_of = of.reshape(-1).astype(np.int64)
        self.people = [self.people[number] for number in kind.tolist()]
        self.waits = np.array([person.waits for person in self.people], np.bool_)
        self.count = np.bincount(self.kind_of, minlength=len(groups))
        return groups, position, group

    def _select(self, columns: Ints, kind: Ints) -> None:
        """Go on with these columns, now of these kinds."""
        self.weighed, self.kind = None, kind
        self.rows = [row[columns] for row in self.rows]
        self.bundle, self.taken, self.tour = self.bundle[columns], self.taken[columns], self.tour[columns]
        self.measures, self.tours = self.measures.at(columns), self.tours.at(columns)

    def add_tours(self, order: Sequence[Participant]) -> None:
        """Let everybody who asked choose a tour that goes with a session of theirs, or none.

        Args:
            order: participants in order of lots.
        """
        self.touring, self.measures = True, NO_MEASURES
        sessions = len(self.number)
        with_tour = [(name, at) for name, at in self.number.items() if self._tour_seats(name)]
        tour_of = np.full(sessions + 1, -1, np.int64)
        tour_of[[at for _name, at in with_tour]] = np.arange(len(with_tour)) + sessions
        before = np.array([self._tour_before(person, tour_of) for person in order], np.int64)
        wants = np.array([person.tour for person in order], np.int64)
        groups, position, group = self._split(np.column_stack([self.kind_of, wants, before]))
        self._select(position, group)
        there = tour_of[self.taken]
        at, slot = np.nonzero((there >= 0) & (groups[group, 1] > 0)[:, None])
        none = sessions + len(with_tour)
        choice = np.concatenate([np.arange(len(group)), at])
        tour = np.concatenate([np.full(len(group), none), there[at, slot]])
        in_order = np.lexsort((tour, choice))
        choice, tour = choice[in_order], tour[in_order]
        self._select(choice, group[choice])
        self.taken = np.where(self.taken == sessions, none, self.taken)
        wanted, had = groups[self.kind, 1] > 0, groups[self.kind, 2]
        self.tour = tour
        self.tours = TourMeasures(
            (wanted & (tour == none)).astype(np.int64),
            ((had != _NO_TOUR) & (had != tour)).astype(np.int64),
            ((had != _NO_TOUR) & (tour == none)).astype(np.int64),
        )
        self.bundle = self.bundle * (none + 1) + tour
        self.low = np.append(self.low, np.zeros(len(with_tour), np.int64))
        self.high = np.append(self.high, [self._tour_seats(name) for name, _at in with_tour]).astype(np.int64)
        self.number |= {f"{name}/tour": sessions + at for at, (name, _at) in enumerate(with_tour)}

    def _tour_seats(self, session: str) -> int:
        return self.reckoning.sessions[session].tour_seats

    def _tour_before(self, person: Participant, tour_of: Ints) -> int:
        """Number of the tour somebody had; -1 when it is there no longer."""
        if self.problem.keep is None or not (person.tour and person.previous_tour):
            return _NO_TOUR
        return int(tour_of[self.number.get(person.previous_tour, -1)])

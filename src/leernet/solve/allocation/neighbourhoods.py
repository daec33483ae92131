"""Large neighbourhood search: one or two moments are freed for all and solved again by integer programming.

What everybody has at the other moments stays. Who gets what at these is decided for all at once, by an
integer program that knows every minimum number, so that sessions are opened and closed on the way. Each goal
is made as good as can be by that and held, one after the other. Where a goal does not tell two placings apart
the one with the smaller sum of squares of levels is better: that moves whoever is worst off.

Sources: Shaw (1998), doi:10.1007/3-540-49481-2_30; Ahuja, Ergun, Orlin & Punnen (2002),
doi:10.1016/S0166-218X(01)00338-9.
"""

from itertools import chain, combinations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bounds import exact_sum
from leernet.solve.allocation.bundles import Bundles, Cost, LinearCost, Offer, Placing, first_of_each, joined
from leernet.solve.allocation.column_generation import Remaining
from leernet.solve.allocation.goals import Group, Step, Sum, at_level, steps
from leernet.solve.allocation.instance import Instance
from leernet.solve.allocation.linear_programs import Model, Solution, integer_optimum
from leernet.solve.allocation.pricing import floor_of
from leernet.solve.limits import Limits, Work

# A definition, not a choice: units of work that a column takes at least, for what no iteration is counted of.
_WORK = 1000.0


def improved(instance: Instance, left: Remaining, first: Placing, limits: Limits) -> Placing:
    """A placing at least as good, in goals and in order; one moment at a time, then two.

    Args:
        left: what is allowed; nothing else is proven or needed.
        first: keeps to it, minimum numbers included.
    """
    found = first
    for most in (1, 2):
        held = left
        for group in instance.groups:
            for step in steps(instance.accounts, group):
                found, held = _step_improved(instance, held, found, (step, group), most, limits)
    return found


def first_goal_improved(instance: Instance, left: Remaining, first: Placing, limits: Limits) -> Placing:
    """The same for the goal that comes first only, one moment at a time."""
    step = steps(instance.accounts, "in time")[0]
    return _step_improved(instance, left, first, (step, "in time"), 1, limits)[0]


def _step_improved(
    instance: Instance,
    left: Remaining,
    found: Placing,
    aim: tuple[Step, Group],
    most: int,
    limits: Limits,
) -> tuple[Placing, Remaining]:
    """A goal as good as can be by so many moments at a time, and what is left when it is held there."""
    step, group = aim
    search = _Search(instance, group, most, limits)
    if isinstance(step, Sum):
        return search.improved(left, found, step.objective)
    found = search.descended(left, found, None)
    while True:
        worst = int(step.level.of(found.bundles.kind, found.bundles.taken).max(initial=0))
        left = left.limited(step.level, worst)
        if worst == 0:
            return found, left
        better, held = search.improved(left, found, at_level(step, worst).objective)
        if held.rows[-1][1] > 0:
            return better, held
        found = better


class _Search(Struct, frozen=True):
    """How neighbours are looked for.

    Attributes:
        group: whose levels guide the search.
        most: moments that are given out at once, at most.
    """

    instance: Instance
    group: Group
    most: int
    limits: Limits

    @property
    def level(self) -> LinearCost:
        """Points above the best alone."""
        return self.instance.accounts.level()

    @property
    def squared(self) -> Truths:
        """(T,) whether the levels of a kind count as squares: those of the group."""
        squared: Truths = self.instance.late_types == (self.group == "late")
        return squared

    def improved(self, left: Remaining, found: Placing, goal: Cost) -> tuple[Placing, Remaining]:
        """A placing that costs as little as is found, and what is left when that is held."""
        least = exact_sum(left.count * floor_of(left.offered, goal))
        if found.cost(goal) > least:
            found = self.descended(left, found, goal, least)
        return found, replace(left, rows=(*left.rows, (goal, found.cost(goal))))

    def descended(
        self, left: Remaining, found: Placing, goal: Cost | None, least: int | None = None
    ) -> Placing:
        """A placing that no neighbour improves, or the best by the time that a limit is reached."""
        moments = range(int(self.instance.running.moment.max(initial=-1)) + 1)
        every = list(chain.from_iterable(combinations(moments, size + 1) for size in range(self.most)))
        at = idle = 0
        while idle < len(every) and not self.limits.over:
            better = self._neighbour(left, found, goal, every[at % len(every)])
            at, idle = at + 1, idle + 1
            if better is not None:
                found, idle = better, 0
            if goal is not None and found.cost(goal) == least:
                break
        return found

    def _neighbour(
        self, left: Remaining, found: Placing, goal: Cost | None, free: tuple[int, ...]
    ) -> Placing | None:
        """The best with these moments given out anew; none where nothing is better."""
        made = self._variants(left, found.bundles, free, goal)
        told = self._told(made, goal)
        solution = self._cheapest(left, made, _as_one(*told))
        if solution is None:
            return None
        people = np.rint(solution.people).astype(np.int64)
        before = (exact_sum(found.people * each) for each in self._told(found.bundles, goal))
        if [exact_sum(people * each) for each in told] >= list(before):
            return None
        some = people > 0
        return Placing(Bundles(made.kind[some], made.taken[some]), people[some])

    def _cheapest(self, left: Remaining, made: Bundles, cost: Ints) -> Solution | None:
        """Everybody placed in these bundles, minimum numbers kept; none in the share of work of one."""
        limits, parameters = self.limits, self.instance.parameters
        most = min(limits.work.left, parameters.neighbour_work)
        own = replace(limits, work=Work(most))
        shares = [row.of(made.kind, made.taken)[:, None] for row, _ in left.rows]
        limit = np.array([limit for _, limit in left.rows], float)
        model = Model(
            left.count,
            made.kind,
            made.taken,
            np.hstack([np.zeros((len(cost), 0), np.int64), *shares]),
            cost,
            np.concatenate([left.low, np.full(len(limit), -np.inf)]),
            np.concatenate([left.high, limit]),
        )
        solution = integer_optimum(model, self.instance.running.minimum, own)
        limits.spend(max(most - own.work.left, _WORK * len(cost)))
        return solution

    def _told(self, some: Bundles, goal: Cost | None) -> tuple[Ints, Ints]:
        """(C,) what bundles add to the goal, and to what guides the search where goals are equal."""
        level = np.maximum(self.level.of(some.kind, some.taken), 0)
        mine = self.squared[some.kind]
        squares, others = np.where(mine, level * level, 0), np.where(mine, 0, level)
        if goal is None:
            return squares, others
        return goal.of(some.kind, some.taken), squares + others

    def _variants(self, left: Remaining, some: Bundles, free: tuple[int, ...], goal: Cost | None) -> Bundles:
        """These bundles and, of each, the best others that differ from it at the free moments only."""
        rows = _without(left.offered, some, free)
        origin = np.arange(len(rows.kind))
        for moment in free:
            at, more = _with_one_more(left.offered, rows, moment)
            rows = Bundles(np.append(rows.kind, rows.kind[at]), np.concatenate([rows.taken, more]))
            origin = np.append(origin, origin[at])
        allowed = np.ones(len(origin), np.bool_)
        for each in left.cost_limits:
            allowed &= each.objective.of(rows.kind, rows.taken) <= each.most[rows.kind]
        rows, origin = Bundles(rows.kind[allowed], rows.taken[allowed]), origin[allowed]
        best = first_of_each(origin, _as_one(*self._told(rows, goal)), self.instance.parameters.variants_each)
        return joined(some, Bundles(rows.kind[best], rows.taken[best]), none=len(left.low))


def _as_one(goal: Ints, guide: Ints) -> Ints:
    """Both, the first more important."""
    charged: Ints = goal * (1 + guide.max(initial=0)) + guide
    return charged


def _without(offered: Offer, some: Bundles, free: tuple[int, ...]) -> Bundles:
    """The bundles without what they have at these moments, but for what was placed by hand."""
    none = len(offered.moment)
    width = max(int(offered.need.max(initial=0)), some.taken.shape[1])
    taken = np.pad(some.taken, ((0, 0), (0, width - some.taken.shape[1])), constant_values=none)
    by_hand = (taken[:, :, None] == offered.placed[some.kind][:, None, :]).any(axis=2)
    freed = np.append(np.isin(offered.moment, free), False)[taken] & ~by_hand
    return Bundles(some.kind, np.sort(np.where(freed, none, taken), axis=1))


def _with_one_more(offered: Offer, some: Bundles, moment: int) -> tuple[Ints, Ints]:
    """Bundles with a session of this moment too: which of these each is made of, (R, most) its sessions."""
    none, here = len(offered.moment), np.flatnonzero(offered.moment == moment)
    there = some.taken < none
    room = (there.sum(axis=1) < offered.need[some.kind]) & ~np.isin(some.taken, here).any(axis=1)
    fits = offered.may[some.kind[:, None], here] & room[:, None]
    for slot in range(some.taken.shape[1]):
        fits &= offered.workshop[some.taken[:, slot]][:, None] != offered.workshop[here]
    at, which = np.nonzero(fits)
    taken = some.taken[at]
    taken[:, -1] = here[which]
    return at, np.sort(taken, axis=1)

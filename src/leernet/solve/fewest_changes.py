"""A plan to keep and new facts in; the fewest dates and hosts that change, chosen together and proven, out.

Dates that change least may leave hosts that change more than others would: so both are one integer program.
What hosts do to one another on one day (a school twice at one time, no time to travel) is added when it is
met; the choice of hosts on the dates that were found confirms the count.
"""

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.distance import travel_minutes
from leernet.model.turns import last_host
from leernet.solve.dates.best_paths import Within
from leernet.solve.dates.chosen import ChosenDates, is_large
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.exact import paths_below
from leernet.solve.dates.measures import Picks, measures
from leernet.solve.dates.paths import Paths
from leernet.solve.dates.problem import Integers
from leernet.solve.dates.program import DateProgram
from leernet.solve.dates.replan import lost_hosts, moved_dates, weighed_moves
from leernet.solve.dates.shared_people import people_cuts
from leernet.solve.dates_and_hosts import Case, Chosen, cuts_of, with_hosts
from leernet.solve.hosts.cuts import Hosting
from leernet.solve.hosts.program import board_of
from leernet.solve.program import Outcome


class _Found(Struct, frozen=True, eq=False):
    """Dates and hosts of the program that real hosts confirm."""

    outcome: Outcome
    picks: Picks
    chosen: Chosen


def fewest_together(case: Case) -> Chosen | None:
    """Dates and hosts that change as few as can be: dates first, then hosts, then what the dates cost.

    Args:
        case: with a plan to keep.

    Returns:
        None where the time, or the rounds, are over.
    """
    program = _Together(case)
    least = program.confirmed(program.changes())
    if least is None:
        return None
    most = math.floor(least.outcome.value + 0.5)
    within = Within(weighed_moves(case.problem, case.kept), most)
    paths, every = paths_below(case.problem, least.picks, within, limits=case.search.limits)
    cheapest = _Together(case, paths)
    cheapest.limit(cheapest.changes(), most)
    best = cheapest.confirmed(np.array(cheapest.program.costs, np.int64))
    found = least if best is None else best
    moved = len(moved_dates(case.problem, case.kept, found.picks))
    value, bound = measures(case.problem, found.picks).total, math.ceil(found.outcome.bound - 1e-6)
    # What people were told counts for more: then as many changes of another kind may be fewer.
    sure = least.outcome.proven and not case.kept.dear
    dates = ChosenDates(
        found.picks,
        bound if best is not None and every else 0,
        best is not None and every and best.outcome.proven and bound == value,
        moved,
        moved if sure else 0,
    )
    changed = len(found.chosen.changed_hosts)
    return replace(found.chosen, dates=dates, fewest_hosts=changed if sure else 0)


def with_fewest_changes(case: Case, chosen: Chosen) -> Chosen:
    """Dates and hosts of which is known how few could change; others where those change fewer.

    Args:
        case: what to choose from.
        chosen: dates that change as few as can be, with hosts for them.
    """
    if not case.kept.days:
        return chosen
    least = lost_hosts(case.problem, case.kept, chosen.dates.picks)
    sure = chosen.dates.fewest == chosen.dates.moved
    if (sure and least == len(chosen.changed_hosts)) or is_large(case.problem):
        return replace(chosen, fewest_hosts=least if sure else 0)
    together = fewest_together(case)
    return chosen if together is None else together


class _Together:
    """The choice of dates and hosts as one program."""

    def __init__(self, case: Case, paths: tuple[Paths, ...] | None = None) -> None:
        """Write it down.

        Args:
            paths: for each chain the dates it may have; None where any will do and cost nothing.
        """
        self.case = case
        self.dates = DateProgram(case.problem)
        if paths is None:
            self.dates.apart()
        else:
            self.dates.dates_of(paths)
        self.program = self.dates.program
        self.hosting = Hosting(case.problem, case.kept.past_hosts)
        self.at: dict[int, dict[int, int]] = {}
        for number, event in enumerate(case.problem.events):
            if event.hosts and len(event.days):
                self._event(number)
        for chain in case.problem.chains:
            self._boards([number for number in chain.events if number in self.at])
        self._at_most()

    def _event(self, number: int) -> None:
        """One host, which can receive it on its day."""
        days = self.case.problem.events[number].days.tolist()
        columns = zip(days, self.dates.on[number], strict=True)
        welcome: dict[int, dict[int, float]] = {}
        for day, column in columns:
            for school in sorted(self.hosting.pool(number, day)):
                welcome.setdefault(school, {})[column] = 1.0
        self.at[number] = {school: self.program.choice() for school in sorted(welcome)}
        self.program.row(1, 1, dict.fromkeys(self.at[number].values(), 1.0))
        for school, column in self.at[number].items():
            self.program.row(0, math.inf, welcome[school] | {column: -1.0})

    def _boards(self, numbers: list[int]) -> None:
        """Not the same board twice in a row, where that is asked."""
        if not numbers:
            return
        network = self.case.problem.events[numbers[0]].gathering.network
        if network is None or network.hosts is None or not network.hosts.not_same_board_in_a_row:
            return
        last = last_host(self.case.year, network, self.case.history)
        first = self._of_board(numbers[0]).get(board_of(last), {}) if last is not None else {}
        if first:
            self.program.row(-math.inf, 0, first)
        for one, other in pairwise(numbers):
            mine, theirs = self._of_board(one), self._of_board(other)
            for board in sorted(mine.keys() & theirs.keys()):
                self.program.row(-math.inf, 1, mine[board] | theirs[board])

    def _of_board(self, number: int) -> dict[str, dict[int, float]]:
        found: dict[str, dict[int, float]] = {}
        for school, column in self.at[number].items():
            found.setdefault(board_of(self.case.problem.schools[school]), {})[column] = 1.0
        return found

    def _at_most(self) -> None:
        for at, school in enumerate(self.case.problem.schools):
            columns = {own[at]: number for number, own in self.at.items() if at in own}
            if school.host_at_most is not None and columns:
                settled = sum(self.hosting.is_settled(number) for number in columns.values())
                self.program.row(-math.inf, max(school.host_at_most, settled), dict.fromkeys(columns, 1.0))

    def changes(self) -> Integers:
        """(columns,) what each choice changes: a date more than all hosts together."""
        costs = self.dates.per_day(weighed_moves(self.case.problem, self.case.kept))
        for number, columns in self.at.items():
            had = self.case.kept.hosts.get(self.case.problem.events[number].reference)
            for school, column in columns.items():
                costs[column] = had is not None and had != self.case.problem.schools[school].id
        return costs

    def limit(self, costs: Integers, most: int) -> None:
        """From now on only what costs no more than this."""
        self.dates.limit(costs, most)

    def confirmed(self, costs: Integers) -> _Found | None:
        """The cheapest dates and hosts; rows are added until hosts can really be chosen like that."""
        for _round in range(self.case.problem.parameters.dates.joint_rounds):
            if self.case.search.limits.over:
                return None
            padded = np.pad(costs, (0, len(self.program.costs) - len(costs)))
            outcome = self.program.solved(costs=padded, limits=self.case.search.limits)
            if not len(outcome.values):
                return None
            picks = self.dates.picks(outcome.values)
            chosen = with_hosts(self.case, ChosenDates(picks, 0, proven=False), 0)
            if self._adds(outcome, picks, chosen):
                continue
            same = len(chosen.changed_hosts) == self._changed(outcome)
            return _Found(outcome, picks, chosen) if same and not chosen.hosts.without else None
        return None

    def _changed(self, outcome: Outcome) -> int:
        return sum(
            (had := self.case.kept.hosts.get(self.case.problem.events[number].reference)) is not None
            and had != self.case.problem.schools[school].id
            for number, school in self._hosts(outcome)
        )

    def _hosts(self, outcome: Outcome) -> Iterator[tuple[int, int]]:
        for number, columns in self.at.items():
            yield from ((number, school) for school, column in columns.items() if outcome.chosen(column))

    def _adds(self, outcome: Outcome, picks: Picks, chosen: Chosen) -> bool:
        """Add rows for what is wrong with these dates and hosts; whether there was anything."""
        rows = len(self.program.row_lowers)
        days = {
            number: int(event.days[pick])
            for number, (event, pick) in enumerate(zip(self.case.problem.events, picks, strict=True))
        }
        cuts: tuple[Cut, ...] = people_cuts(self.case.problem, days)
        if chosen.hosts.without:
            cuts += cuts_of(self.case, chosen)
        for cut in cuts:
            self.dates.add(cut)
        for (one, here), (other, there) in combinations(self._hosts(outcome), 2):
            if days[one] == days[other] and not self._go_together(one, here, other, there):
                self._not_both_on_a_day(one, here, other, there)
        return len(self.program.row_lowers) > rows

    def _go_together(self, one: int, here: int, other: int, there: int) -> bool:
        """Whether on one day these schools can receive these events."""
        first, second = self.case.problem.events[one], self.case.problem.events[other]
        if first.span.overlaps(second.span):
            return here != there or (first.fixed_host and second.fixed_host)
        if not set(first.needed) & set(second.needed):
            return True
        places = (self.case.problem.schools[school].location for school in (here, there))
        return travel_minutes(*places) <= first.span.minutes_from(second.span)

    def _not_both_on_a_day(self, one: int, here: int, other: int, there: int) -> None:
        """Never both on one day at these schools, whichever day it is."""
        mine, theirs = (
            dict(zip(self.case.problem.events[number].days.tolist(), self.dates.on[number], strict=True))
            for number in (one, other)
        )
        for day in sorted(mine.keys() & theirs.keys()):
            columns = (self.at[one][here], self.at[other][there], mine[day], theirs[day])
            self.program.row(-math.inf, 3, dict.fromkeys(columns, 1.0))

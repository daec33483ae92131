"""What networks share in; what their days are charged at prices, and in which of it dates are, out."""

import numpy as np
from numpy.typing import NDArray

from leernet.solve.dates.measures import ONE_BOARD
from leernet.solve.dates.problem import Integers
from leernet.solve.dates.program import DateProgram


class SharedRows:
    """The rows that chains share: prices on them become charges on days."""

    def __init__(self, dates: DateProgram) -> None:
        program = dates.program
        lengths = np.diff(program.starts)
        rows, columns = np.repeat(np.arange(len(lengths)), lengths), np.array(program.indices, np.int64)
        counts = np.array(program.values)
        days, extra = columns < dates.days, columns >= dates.days
        self.rows, self.columns = rows[days], columns[days]
        self.counts = counts[days].astype(np.int64)
        self.most = np.array(program.row_uppers).astype(np.int64)
        # What a row costs when it is exceeded; where it may not be, more than dates are worth.
        self.dearest = np.full(len(lengths), 10 * ONE_BOARD)
        self.dearest[rows[extra]] = np.array(program.costs, np.int64)[columns[extra]]
        self.days = dates.days
        self.ends = np.cumsum([len(own) for own in dates.on])[:-1]

    def charges(self, prices: Integers) -> list[Integers]:
        """Per event (C,) what its days are charged."""
        found = np.zeros(self.days, np.int64)
        np.add.at(found, self.columns, self.counts * prices[self.rows])
        return np.split(found, self.ends)

    def allowed(self, prices: Integers) -> int:
        """What is charged where every row is full."""
        return int(prices @ self.most)

    def on_paths(
        self, owner: Integers, day: Integers, chains: Integers, count: int
    ) -> dict[int, dict[int, float]]:
        """By row how often each of some dates is in it; only rows that can be exceeded.

        Args:
            owner: numbers of dates, one for each day they have.
            day: the column of that day.
            chains: for each of the dates the number of its chain.
            count: of chains.
        """
        order = np.argsort(self.columns, kind="stable")
        starts = np.searchsorted(self.columns[order], np.arange(self.days + 1))
        lengths = starts[day + 1] - starts[day]
        entries = order[
            np.repeat(starts[day] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        ]
        keys, at = np.unique(
            self.rows[entries] * len(chains) + np.repeat(owner, lengths), return_inverse=True
        )
        times = np.bincount(at, weights=self.counts[entries])
        row, dates = np.divmod(keys, len(chains))
        most = np.zeros((len(self.most), count))
        np.maximum.at(most, (row, chains[dates]), times)
        exceeded = (most.sum(axis=1) > self.most)[row]
        found: dict[int, dict[int, float]] = {}
        parts = (part[exceeded].tolist() for part in (row, dates, times))
        for number, own, coefficient in zip(*parts, strict=True):
            found.setdefault(number, {})[own] = coefficient
        return found

    def rounded(self, prices: NDArray[np.float64]) -> Integers:
        """Prices of a linear program as whole numbers; with any prices of this kind a bound is one."""
        whole = np.rint(prices[: len(self.most)]).astype(np.int64)
        return np.clip(whole, 0, self.dearest)

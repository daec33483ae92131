"""When a solver stops: at a moment, or once a share of work is spent, which is the same on every machine."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from time import monotonic


class LimitReachedError(Exception):
    """A limit was reached within a solver; whoever asked goes without the answer."""


@dataclass(slots=True)
class Work:
    """A share of work, spent little by little by all who hold it.

    Attributes:
        left: units that are left, each about a simplex iteration on one row.
    """

    left: float = math.inf


@dataclass(frozen=True, slots=True)
class Limits:
    """When a solver stops.

    Attributes:
        until: moment on the monotonic clock. What this stops may come out otherwise in another run.
        work: what is left to spend. What this stops comes out the same everywhere.
    """

    until: float = math.inf
    work: Work = field(default_factory=Work)

    @property
    def seconds_left(self) -> float:
        """Time left, 0 or more; infinite without a moment."""
        return self.until if math.isinf(self.until) else max(self.until - monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether a limit is reached."""
        return self.work.left <= 0 or monotonic() >= self.until

    def check(self) -> None:
        """Go on only within the limits.

        Raises:
            LimitReachedError: when one is reached.
        """
        if self.over:
            raise LimitReachedError

    def spend(self, units: float) -> None:
        """Take some work off what is left."""
        self.work.left -= units

    def with_at_least(self, seconds: float, units: float) -> Limits:
        """The same with so much time and work left at least, for what must have an answer."""
        until = self.until if math.isinf(self.until) else max(self.until, monotonic() + seconds)
        return replace(self, until=until, work=self.work if self.work.left >= units else Work(units))


NO_LIMITS = Limits()


def within(seconds: float | None, units: float = math.inf) -> Limits:
    """So much time from now on, and so much work; no time: take what it takes."""
    return Limits(math.inf if seconds is None else monotonic() + seconds, Work(units))

"""When a solver stops: at a moment, when somebody asks, or once its share of work is spent."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum, auto
from time import monotonic
from typing import Literal, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace


class LimitReachedError(Exception):
    """A limit was reached deep within a solver: see :func:`in_time`, which alone catches it."""


class OutOfTime(Enum):
    """What takes the place of an answer that did not come in time."""

    OVER = auto()


OVER = OutOfTime.OVER
Answer = TypeVar("Answer")


def in_time(answer: Callable[[], Answer]) -> Answer | Literal[OutOfTime.OVER]:
    """The answer, or ``OVER`` where a limit is reached before it is there."""
    try:
        return answer()
    except LimitReachedError:
        return OVER


class Work(Struct):
    """A share of work, spent little by little by all who hold it.

    Attributes:
        left: units that are left, each about a simplex iteration on one row.
    """

    left: float = math.inf


class Limits(Struct, frozen=True):
    """When a solver stops with the best so far.

    Attributes:
        until: moment on the monotonic clock. What this stops may come out otherwise in another run.
        work: what is left to spend. What this stops comes out the same everywhere.
        interrupted: whether somebody wants it to end, asked often; None: nobody can.
    """

    until: float = math.inf
    work: Work = field(default_factory=Work)
    interrupted: Callable[[], bool] | None = None

    @property
    def are_interrupted(self) -> bool:
        """Whether somebody wants it to end."""
        return self.interrupted is not None and self.interrupted()

    @property
    def seconds_left(self) -> float:
        """Time left, 0 or more; infinite without a moment."""
        if self.are_interrupted:
            return 0.0
        return math.inf if self.until == math.inf else max(self.until - monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether a limit is reached."""
        return self.work.left <= 0 or not self.seconds_left

    def have(self, seconds: float, units: float) -> bool:
        """Whether so much time and work is left."""
        return self.work.left >= units and self.seconds_left >= seconds

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

    def with_at_least(self, seconds: float, units: float = 0.0) -> Limits:
        """So much time and work left at least, whoever interrupts, for what must have an answer."""
        until = max(self.seconds_left, seconds)
        return Limits(_from_now(until), self.work if self.work.left >= units else Work(units))

    def without_search(self) -> Limits:
        """The same for what is done at once, where any answer will do: no clock decides what it is."""
        return replace(self, work=Work(0.0))

    def sooner(self, seconds: float) -> Limits:
        """The same, so many seconds earlier, to leave time for what comes after."""
        return replace(self, until=self.until - seconds)

    def shared_by(self, count: int) -> Limits:
        """The same for the first of so many that share the time."""
        return replace(self, until=_from_now(self.seconds_left / count))


NO_LIMITS = Limits()


def within(seconds: float | None) -> Limits:
    """So much time from now on; none: take what it takes."""
    return Limits() if seconds is None else Limits(_from_now(seconds))


def _from_now(seconds: float) -> float:
    """The moment so much later; where there is none the clock is not looked at."""
    return math.inf if math.isinf(seconds) else monotonic() + seconds

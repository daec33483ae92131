"""How a node is solved: within which limits, how carefully, and what it has to beat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.parameters import DEFAULTS, Parameters
from leernet.solve.limits import NO_LIMITS, Answer, Limits, OutOfTime, Work, in_time

# Told a goal when it is begun, and its value and bound once they are known.
Progress: TypeAlias = Callable[[str, int | None, int | None], None]


class Control(Struct, frozen=True):
    """How a node is solved.

    Attributes:
        limits: once one is reached, goals are no longer proven.
        more_for_lots: what is left for lots then, once for the whole search.
        more_for_placing: what is left after that for placing everybody, once as well.
        parameters: what it is tuned with.
        progress: told the goal being solved and, once known, its value and bound.
        lots: what is looked at after a turn. Whole people are needed only where everybody could be placed
            in parts only.
        when_over: whether to settle with what is proven by then, or to stop with ``LimitReachedError``.
        searched: after every goal look for the best in whole people. Needed only where duals prove less than
            is true.
        to_beat: what the goals cost in the incumbent; a node that is sure to cost more is pruned.
        dives: whether sessions with a minimum are closed or filled before lots, see ``minimum_numbers``.
    """

    limits: Limits = NO_LIMITS
    more_for_lots: Limits = NO_LIMITS
    more_for_placing: Limits = NO_LIMITS
    parameters: Parameters = DEFAULTS
    progress: Progress | None = None
    lots: Literal["parts", "whole"] = "parts"
    when_over: Literal["settle", "stop"] = "settle"
    searched: bool = False
    to_beat: tuple[int, ...] | None = None
    dives: bool = False

    @property
    def unlimited(self) -> Control:
        """The same without limits."""
        return replace(self, limits=NO_LIMITS, more_for_lots=NO_LIMITS, more_for_placing=NO_LIMITS)

    @property
    def for_lots(self) -> Limits:
        """A little longer: lots are nearly always quick, and without them all before was for nothing."""
        enough = self.limits.have(self.parameters.lots_seconds, self.parameters.quick_work)
        return self.limits if enough else self.more_for_lots

    @property
    def for_dive(self) -> Limits:
        """Work of its own: a first answer must come, and a good one."""
        return self.limits.with_at_least(0.0, self.parameters.dive_work)

    @property
    def for_first_answer(self) -> Limits:
        """Work of its own for making what was placed one by one better."""
        return replace(self.limits, work=Work(self.parameters.first_work))

    @property
    def for_placing(self) -> Limits:
        """A little longer: a good answer is to come."""
        enough = self.limits.have(self.parameters.placing_seconds, self.parameters.quick_work)
        return self.limits if enough else self.more_for_placing

    def in_time(self, answer: Callable[[], Answer]) -> Answer | Literal[OutOfTime.OVER]:
        """The answer, or ``OVER``; raises ``LimitReachedError`` instead where this is to stop."""
        return answer() if self.when_over == "stop" else in_time(answer)

    def is_beaten(self, costs: tuple[int, ...]) -> bool:
        """Whether with these first goals something better is known."""
        return self.to_beat is not None and costs > self.to_beat[: len(costs)]

    def tell(self, goal: str, value: int | None = None, bound: int | None = None) -> None:
        """Tell the progress."""
        if self.progress is not None:
            self.progress(goal, value, bound)

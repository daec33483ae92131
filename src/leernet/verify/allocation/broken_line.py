"""A line of a record or its proof that does not hold."""

from typing import Literal

from msgspec import Struct

from leernet.catalogue.proofs import GOAL_NOT_PROVEN
from leernet.catalogue.rule import Broken


class BrokenLine(Struct, frozen=True):
    """A line that does not hold.

    Attributes:
        file: the record (``allocation/<series>.yaml``) or the proof beside it.
        path: where in the file, as keys and positions.
        broken: what does not hold, or is not shown to.
    """

    file: Literal["record", "proof"]
    path: tuple[str | int, ...]
    broken: Broken

    @property
    def undecided(self) -> bool:
        """Whether it may hold: it is not shown, nor is the opposite."""
        return self.broken.rule == GOAL_NOT_PROVEN.name

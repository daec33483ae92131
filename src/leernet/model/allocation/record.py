"""What is kept of an allocation, and what later series take from it."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Struct
from pydantic import BeforeValidator, Field

from leernet.model.allocation.missing import UNLUCKY
from leernet.model.allocation.problem import Keep, tours_of
from leernet.model.plan import Goal as GoalRecord
from leernet.model.plan import Record
from leernet.model.values import Day, Id, Label, Number, SchoolYear, Truth, parts
from leernet.model.year import Ids, Policy


class DrawRecord(Record):
    """The draw as the record keeps it."""

    seed: Label = ""
    members_sha256: Label
    order: Annotated[tuple[Id, ...], BeforeValidator(parts)] = ()


class SessionRecord(Record):
    """A session as the record keeps it."""

    runs: Truth
    seats: Number
    placed: Ids = ()
    # Those of them who go on the tour of the school.
    tour: Ids = ()


class AllocationRecord(Record):
    """``allocation/<series>.yaml``: sessions by ``moment/workshop``, placements and what is missing."""

    schema_version: Number = Field(default=1, alias="schema")
    series: Id
    policy: Policy
    draw: DrawRecord
    inputs_sha256: Label = ""
    sessions: Mapping[Label, SessionRecord] = Field(default_factory=dict)
    placements: Mapping[Id, Mapping[Id, Id]] = Field(default_factory=dict)
    missing: Mapping[Id, Mapping[Id, Label]] = Field(default_factory=dict)
    # How far an earlier result bound, and of those for whom it was another one, what it was.
    keep: Keep | None = None
    before: Mapping[Id, Mapping[Id, Id]] = Field(default_factory=dict)
    # Who went on the tour with each session in that earlier result.
    tours_before: Mapping[Label, Ids] = Field(default_factory=dict)
    before_sha256: Label = ""
    # Moments that are alike and were taken as one; the proof is about these.
    rounds: tuple[Ids, ...] = ()
    # The last day on which a session had been by then; what was at those sessions was no longer decided.
    past: Day | None = None
    # Of those who joined after such a day, the last one at that time.
    joined: Mapping[Id, Day] = Field(default_factory=dict)
    # Why somebody had no place at a moment that is over, where they have as many as they should since.
    lacked: Mapping[Id, Mapping[Id, Label]] = Field(default_factory=dict)
    # Who ended at the worst level; they have credit in a series that looks at earlier ones.
    floor: Annotated[tuple[Id, ...], BeforeValidator(parts)] = ()
    goals: tuple[GoalRecord, ...] = ()

    @property
    def tours(self) -> Mapping[str, str]:
        """Participant and the session with which they go on a tour."""
        return tours_of({session: line.tour for session, line in self.sessions.items()})


class EarlierAllocation(Struct, frozen=True):
    """A result that counts for ``credit: history``.

    Attributes:
        school_year: of an earlier year; None: of another series of this year.
    """

    record: AllocationRecord
    school_year: SchoolYear | None = None

    @property
    def unlucky(self) -> frozenset[str]:
        """Ids of those who ended at its worst level, or without a place that was wanted and not given."""
        lacking = (
            member
            for member, moments in self.record.missing.items()
            if UNLUCKY.intersection(moments.values())
        )
        return frozenset((*self.record.floor, *lacking))

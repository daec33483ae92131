"""Allocation: the problem, its outcome with the proof, and the record that is kept."""

from leernet.model.allocation.missing import MISSING, Missing, WhyAway, WhyMissing
from leernet.model.allocation.outcome import (
    AllocationOutcome,
    Certificate,
    Closure,
    Draw,
    Goal,
    Impossible,
    PinClash,
    ProofNode,
    Refusal,
    SessionOutcome,
    Verdict,
)
from leernet.model.allocation.problem import AllocationProblem, Keep, Participant, Place, Runs, Session
from leernet.model.allocation.record import AllocationRecord, DrawRecord, EarlierAllocation, SessionRecord

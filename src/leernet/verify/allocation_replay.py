"""A record, its proof and where their values stand in; a finding for each line that does not hold out."""

from __future__ import annotations

from leernet.finding import Finding, Level, Places
from leernet.model.allocation import AllocationProblem, AllocationRecord, ProofNode
from leernet.verify.allocation_proof import replay
from leernet.words import _


def replayed(
    problem: AllocationProblem,
    record: AllocationRecord,
    proof: tuple[ProofNode, ...],
    places: Places,
    proof_places: Places,
) -> tuple[Finding, ...]:
    """Every line of a record and its proof that does not hold, draw and prices recomputed.

    Args:
        places: where the record's values stand.
        proof_places: where those of the proof stand.
    """
    return tuple(
        Finding(
            (places if line.file == "record" else proof_places).of(*line.path),
            Level.ERROR,
            "does-not-hold",
            line.sentence,
            _("Take the change back, or run leernet allocate again."),
        )
        for line in replay(problem, record, proof)
    )

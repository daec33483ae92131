"""A record, its proof and where their values are in; a finding for each line that does not hold out."""

from leernet.finding import Finding, Places
from leernet.model.allocation import AllocationProblem, AllocationRecord, ProofNode
from leernet.verify.allocation.facts import wrong_facts
from leernet.verify.allocation.proof import replay


def replayed(
    problem: AllocationProblem,
    record: AllocationRecord,
    proof: tuple[ProofNode, ...],
    places: Places,
    proof_places: Places,
) -> tuple[Finding, ...]:
    """Every line of a record and its proof that does not hold, or is not shown to, all recomputed.

    Args:
        places: where the record's values are.
        proof_places: where those of the proof are.
    """
    lines = replay(problem, record, proof)
    if all(line.undecided for line in lines):
        # Of placements that do not hold, what follows from them would be said a second time.
        lines = (*lines, *wrong_facts(problem, record))
    return tuple(
        line.broken.at((places if line.file == "record" else proof_places).of(*line.path)) for line in lines
    )

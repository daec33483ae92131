"""An allocation in; all documents it gives, by path in the project, out."""

from collections.abc import Sequence

from leernet.explain.allocated import Allocated
from leernet.explain.improvements import Improvements
from leernet.finding import Finding
from leernet.model.choices import Choices
from leernet.read.allocation_proof import proof_file
from leernet.read.allocation_record import record_file
from leernet.verify.allocation.definitions import inputs_apart
from leernet.write.allocation_record import allocation_record, proof_bytes
from leernet.write.allocation_report import allocation_report
from leernet.write.lists import allocation_lists
from leernet.write.programme_names import SeriesNames
from leernet.write.records import record_text


def allocation_documents(
    names: SeriesNames,
    allocated: Allocated,
    choices: Choices,
    gains: Improvements,
    findings: Sequence[Finding],
) -> dict[str, bytes]:
    """Record, proof, lists and the facilitator's page.

    Args:
        gains: what extra seats would bring.
        findings: what was wrong with the choices that came in.
    """
    series, problem, outcome = names.series.id, allocated.problem, allocated.outcome
    lists = allocation_lists(
        names, problem, outcome.placements, outcome.tours, choices.learning_goals, outcome.missing
    )
    inputs = inputs_apart(names.year, names.plan, names.series, choices, problem)
    report = allocation_report(names, allocated, choices, gains, findings)
    return {
        record_file(series): record_text(allocation_record(allocated)),
        proof_file(series): proof_bytes(outcome, inputs),
        **{f"out/{path}": content for path, content in lists.items()},
        f"out/report-{series}.html": report,
    }

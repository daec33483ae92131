"""The record of an allocation and its proof in; every line that does not hold out, found without a solver."""

from msgspec.structs import replace

from leernet.catalogue.allocation import OTHER_INPUTS
from leernet.commands.choices import asked_of, series_to_allocate
from leernet.commands.project import Opened, open_project, plan_rules
from leernet.commands.run import Run
from leernet.finding import Finding, LeernetError, Level, has_errors
from leernet.read.allocation_proof import proof_places, read_inputs, read_proof
from leernet.solve.allocation.asked import Asked
from leernet.verify.allocation.changed import Apart, as_defined_now, changed_inputs, changed_policy
from leernet.verify.allocation.definitions import inputs_apart
from leernet.verify.allocation.record import broken_record
from leernet.verify.allocation.replay import replayed
from leernet.words import _


def verify_allocation(run: Run, series: str | None = None) -> None:
    """Hold records against the definitions and choices, and replay their draw and proof."""
    project = open_project(run, plan_rules)
    findings = [*project.findings]
    results: dict[str, object] = {}
    for one in series_to_allocate(run, project.year, series):
        asked = asked_of(project, one, None)
        run.show(asked.findings)
        findings += asked.findings
        # A record that cannot be read says nothing that could be replayed.
        readable = not has_errors(asked.findings)
        found = _broken_lines(run, asked, project) if readable else ()
        findings += found
        results[one.id] = readable and not found
    run.finish(findings, verified=results)


def _broken_lines(run: Run, asked: Asked, project: Opened) -> tuple[Finding, ...]:
    files = project.files
    if asked.previous is None:
        raise LeernetError(
            _("There is no allocation of '{series}' yet.", series=asked.series.id),
            _("Run `leernet allocate` first."),
        )
    proof, in_proof = read_proof(files, asked.series.id)
    # What was said to hold for other inputs is not shown to hold for these.
    broken = broken_record(asked.problem, asked.previous, asked.places)
    found = (*(replace(finding, level=Level.ERROR) for finding in broken), *in_proof)
    now = inputs_apart(project.year, project.plan, asked.series, asked.choices, asked.problem)
    then = read_inputs(files, asked.series.id)
    policy = changed_policy(then, now, asked.series.id, project.places)
    if any(finding.rule == OTHER_INPUTS.name for finding in broken):
        found = (*_changed(asked, project, then, now), *found)
    else:
        found = (*policy, *found)
    if not found:
        of_proof = proof_places(files, asked.series.id)
        record, proof = as_defined_now(asked.problem, asked.previous, proof)
        found = replayed(asked.problem, record, proof, asked.places, of_proof)
    if asked.series.policy != asked.previous.policy and not policy:
        run.remark(
            _(
                "This allocation was made with policy {record}; the series says {series}.",
                record=asked.previous.policy,
                series=asked.series.policy,
            )
        )
    run.show(found)
    if not found:
        run.say(_("The record of '{series}', its draw and its proof are correct.", series=asked.series.id))
    elif not has_errors(found):
        sentence = _(
            "The record of '{series}' and its draw are correct; what is not proven is listed above.",
            series=asked.series.id,
        )
        run.say(sentence)
    return found


def _changed(asked: Asked, project: Opened, then: Apart, now: Apart) -> tuple[Finding, ...]:
    """What of the inputs changed, by name."""
    assert asked.previous is not None  # it is what was made for other inputs
    people = {*asked.previous.draw.order, *(person.id for person in asked.problem.participants)}
    answers = {answer.member: answer.place for answer in asked.choices.answers}
    return changed_inputs(then, now, people, project.places, project.plan_places, answers)

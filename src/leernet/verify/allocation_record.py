"""The record of an allocation, perhaps edited, and its problem in; every line that does not hold out."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from leernet.finding import Finding, Level, Place, Places
from leernet.model.allocation import (
    AllocationOutcome,
    AllocationProblem,
    AllocationRecord,
    Draw,
    Goal,
    ProofNode,
    SessionOutcome,
)
from leernet.verify.allocation import Reckoning, broken_placements
from leernet.verify.allocation_inputs import inputs_sha256
from leernet.words import Sentence, _


def recorded_outcome(record: AllocationRecord, proof: tuple[ProofNode, ...]) -> AllocationOutcome:
    """The outcome that a record and its proof tell about; what is missing and what was closed stays out."""
    return AllocationOutcome(
        record.policy,
        record.placements,
        tuple(
            SessionOutcome(name, each.runs, each.seats, each.placed)
            for name, each in sorted(record.sessions.items())
        ),
        (),
        Draw(record.draw.seed, record.draw.members_sha256, record.draw.order),
        tuple(
            Goal(each.name, each.value, each.value if each.bound is None else each.bound, each.proven)
            for each in record.goals
        ),
        (),
        proof,
    )


def broken_record(
    problem: AllocationProblem, record: AllocationRecord, places: Places
) -> tuple[Finding, ...]:
    """Every line of a record that breaks a rule of the series or does not agree with the others.

    That the definitions or choices are no longer those the record answers is a warning: people edit on.

    Args:
        problem: made from the definitions and choices as they are now, with the record's policy and seed.
        places: where the record's values stand.
    """
    rules = (*_placements(problem, record, places), *_sessions(record, places))
    if record.inputs_sha256 != inputs_sha256(problem):
        # Lots and goals are about other people and choices than those of now.
        return (_other_inputs(places), *rules)
    return (*rules, *_draw(problem, record, places), *_goals(problem, record, places))


def _other_inputs(places: Places) -> Finding:
    sentence = _("The definitions or the choices have changed since this allocation was made.")
    hint = _("Run leernet allocate again; it says for whom something changes.")
    return Finding(places.of("inputs_sha256"), Level.WARNING, "other-inputs", sentence, hint)


def _wrong(place: Place, rule: str, sentence: Sentence) -> Finding:
    return Finding(
        place, Level.ERROR, rule, sentence, _("Take the change back, or run leernet allocate again.")
    )


def _placements(problem: AllocationProblem, record: AllocationRecord, places: Places) -> Iterator[Finding]:
    for broken in broken_placements(problem, record.placements):
        about = broken.about[0]
        person = about in record.placements
        place = places.of("placements", about) if person else places.of("sessions", about)
        yield _wrong(place, broken.rule, broken.sentence)


def _sessions(record: AllocationRecord, places: Places) -> Iterator[Finding]:
    placed: dict[str, list[str]] = {}
    for member in sorted(record.placements):
        for moment, workshop in record.placements[member].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(member)
    for name in sorted({*placed, *record.sessions}):
        listed = record.sessions[name].placed if name in record.sessions else ()
        if sorted(listed) != placed.get(name, []):
            sentence = _(
                "The people listed for session '{session}' are not those placed in it.", session=name
            )
            yield _wrong(places.of("sessions", name), "wrong-list", sentence)


def _draw(problem: AllocationProblem, record: AllocationRecord, places: Places) -> Iterator[Finding]:
    """The draw once more, by ``docs/draw.md`` and nothing else."""
    people = problem.participants
    listed = "".join(f"{member}\n" for member in sorted(person.id for person in people))
    if sha256(listed.encode()).hexdigest() != record.draw.members_sha256:
        sentence = _("The lots were drawn among other people than those who take part now.")
        yield _wrong(places.of("draw", "members_sha256"), "other-members", sentence)
        return
    lots = {person.id: sha256(f"{record.draw.seed}\n{person.id}".encode()).hexdigest() for person in people}
    order = sorted(people, key=lambda person: (person.waits, -person.credit, lots[person.id], person.id))
    for at, (person, recorded) in enumerate(zip(order, record.draw.order, strict=False)):
        if person.id != recorded:
            sentence = _(
                "Lot {number} belongs to {member} and not to {other}.",
                number=at + 1,
                member=person.id,
                other=recorded,
            )
            yield _wrong(places.of("draw", "order", at), "wrong-lot", sentence)
            return
    if len(order) != len(record.draw.order):
        sentence = _(
            "{lots} lots stand here and {people} people take part.",
            lots=len(record.draw.order),
            people=len(order),
        )
        yield _wrong(places.of("draw", "order"), "wrong-lot", sentence)


def _goals(problem: AllocationProblem, record: AllocationRecord, places: Places) -> Iterator[Finding]:
    reckoning = Reckoning(problem)
    for at, goal in enumerate(record.goals):
        value = reckoning.value(goal.name, record.placements)
        if value != goal.value:
            sentence = _(
                "Goal '{goal}' is said to be {said} and is {value}.",
                goal=goal.name,
                said=goal.value,
                value="?" if value is None else value,
            )
            yield _wrong(places.of("goals", at), "wrong-goal", sentence)

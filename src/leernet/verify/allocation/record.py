"""The record of an allocation, perhaps edited, and its problem in; every line that does not hold out."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from leernet.catalogue.allocation import OTHER_INPUTS, OTHER_SERIES, WRONG_LIST
from leernet.catalogue.proofs import GOAL_NOT_PROVEN
from leernet.catalogue.rule import Broken
from leernet.finding import Finding, Places
from leernet.model.allocation import AllocationProblem, AllocationRecord
from leernet.verify.allocation.inputs import inputs_sha256
from leernet.verify.allocation.rules import broken_placements, broken_tours


def broken_record(
    problem: AllocationProblem, record: AllocationRecord, places: Places, now: AllocationProblem | None = None
) -> tuple[Finding, ...]:
    """Every line of a record that breaks a rule of the series or does not agree with the others.

    That the definitions or choices are no longer those the record answers is a warning: people edit on.

    Args:
        problem: made from the definitions and choices as they are now, with the record's policy and seed, and
            with what had been when it was made.
        places: where the record's values are.
        now: the same with what has been by now; nothing that has been breaks a rule. None: as ``problem``.
    """
    about, problem = problem, now or problem
    rules = (
        *_of_another_series(problem, record, places),
        *_placements(problem, record, places),
        *_sessions(record, places),
    )
    if record.inputs_sha256 != inputs_sha256(about):
        return (OTHER_INPUTS.at(places.of("inputs_sha256")), *rules)
    return rules


def _of_another_series(
    problem: AllocationProblem, record: AllocationRecord, places: Places
) -> Iterator[Finding]:
    if record.series != problem.series:
        yield OTHER_SERIES.at(places.of("series"), series=problem.series, other=record.series)


def _placements(problem: AllocationProblem, record: AllocationRecord, places: Places) -> Iterator[Finding]:
    tours = {session: line.tour for session, line in record.sessions.items()}
    for rule in (
        *broken_placements(problem, record.placements),
        *broken_tours(problem, record.placements, tours),
    ):
        about = rule.about[0]
        person = about in record.placements
        place = places.of("placements", about) if person else places.of("sessions", about)
        yield rule.broken.at(place)


def _sessions(record: AllocationRecord, places: Places) -> Iterator[Finding]:
    placed: dict[str, list[str]] = {}
    for member in sorted(record.placements):
        for moment, workshop in record.placements[member].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(member)
    for name in sorted({*placed, *record.sessions}):
        listed = record.sessions[name].placed if name in record.sessions else ()
        if sorted(listed) != placed.get(name, []):
            yield WRONG_LIST.at(places.of("sessions", name), session=name)


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

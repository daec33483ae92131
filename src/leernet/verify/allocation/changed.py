"""A problem and what a proof keeps of its inputs in; what of them changed since, by name, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leernet.catalogue.allocation import (
    CHANGED_ANSWER,
    CHANGED_OPTION,
    CHANGED_SESSION,
    NO_LONGER_AMONG_THEM,
    NOT_AMONG_THEM,
)
from leernet.finding import Finding, Place, Places
from leernet.model.allocation import AllocationProblem
from leernet.verify.allocation.inputs import inputs_apart


def changed_inputs(
    problem: AllocationProblem,
    kept: Mapping[str, Mapping[str, str]],
    places: Places,
    answers: Mapping[str, Place],
) -> tuple[Finding, ...]:
    """Every row, definition and option that is not what it was, where it stands.

    Args:
        kept: with the proof: of people, sessions and options the first digits of a hash.
        places: where the definitions stand.
        answers: where the answer of a member stands.
    """
    now = inputs_apart(problem)
    return (
        *_people(kept.get("people", {}), now["people"], places, answers),
        *_sessions(kept.get("sessions", {}), now["sessions"], places),
        *_options(problem.series, kept.get("options", {}), now["options"], places),
    )


def _people(
    then: Mapping[str, str], now: Mapping[str, str], places: Places, answers: Mapping[str, Place]
) -> Iterator[Finding]:
    for member in sorted({*then, *now}):
        place = answers.get(member) or places.of("members", member)
        if member not in then:
            yield NOT_AMONG_THEM.at(place, member=member)
        elif member not in now:
            yield NO_LONGER_AMONG_THEM.at(place, member=member)
        elif then[member] != now[member]:
            yield CHANGED_ANSWER.at(place, member=member)


def _sessions(then: Mapping[str, str], now: Mapping[str, str], places: Places) -> Iterator[Finding]:
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            moment, _stroke, workshop = name.partition("/")
            yield CHANGED_SESSION.at(places.of("workshops", workshop), workshop=workshop, moment=moment)


def _options(
    series: str, then: Mapping[str, str], now: Mapping[str, str], places: Places
) -> Iterator[Finding]:
    for name in sorted(now):
        if then.get(name) != now[name]:
            yield CHANGED_OPTION.at(places.of("series", series, name), option=name)

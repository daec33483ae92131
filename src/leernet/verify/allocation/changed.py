"""A problem and what a proof keeps of its inputs in; what of them changed since, by name, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leernet.catalogue.allocation import (
    CHANGED_ANSWER,
    CHANGED_FOR_SOME,
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
    sessions = tuple(_sessions(kept.get("sessions", {}), now["sessions"], places))
    options = tuple(_options(problem.series, kept.get("options", {}), now["options"], places))
    # Where sessions came or went, or everybody gets another number of places, that says it all.
    choose = kept.get("options", {}).get("choose", now["options"]["choose"])
    said = {*kept.get("sessions", {})} != {*now["sessions"]} or choose != now["options"]["choose"]
    some = () if said else _some(problem.series, kept, now, places)
    return (*_people(kept, now, places, answers), *some, *sessions, *options)


def _people(
    kept: Mapping[str, Mapping[str, str]],
    apart: Mapping[str, Mapping[str, str]],
    places: Places,
    answers: Mapping[str, Place],
) -> Iterator[Finding]:
    then, now = kept.get("people", {}), apart["people"]
    for member in sorted({*then, *now}):
        place = answers.get(member) or places.of("members", member)
        if member not in then:
            yield NOT_AMONG_THEM.at(place, member=member)
        elif member not in now:
            yield NO_LONGER_AMONG_THEM.at(place, member=member)
        elif then[member] != now[member] and not _as_typed(member, kept, apart):
            yield CHANGED_ANSWER.at(place, member=member)


def _as_typed(
    member: str, kept: Mapping[str, Mapping[str, str]], apart: Mapping[str, Mapping[str, str]]
) -> bool:
    """Whether the row of choices is what it was, as far as that was kept."""
    return kept.get("rows", {}).get(member) == apart["rows"].get(member)


def _some(
    series: str,
    kept: Mapping[str, Mapping[str, str]],
    apart: Mapping[str, Mapping[str, str]],
    places: Places,
) -> Iterator[Finding]:
    """Those about whom something else changed than their rows, together."""
    then, now = kept.get("people", {}), apart["people"]
    some = [
        member
        for member in sorted({*then} & {*now})
        if then[member] != now[member] and _as_typed(member, kept, apart)
    ]
    if some:
        place = places.of("members", some[0]) if len(some) == 1 else places.of("series", series)
        yield CHANGED_FOR_SOME.at(place, count=len(some), members=tuple(some))


def _sessions(then: Mapping[str, str], now: Mapping[str, str], places: Places) -> Iterator[Finding]:
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            moment, _stroke, workshop = name.partition("/")
            yield CHANGED_SESSION.at(places.of("workshops", workshop), workshop=workshop, moment=moment)


def _options(
    series: str, then: Mapping[str, str], now: Mapping[str, str], places: Places
) -> Iterator[Finding]:
    for name in sorted({*then} & {*now}):
        if then[name] != now[name]:
            yield CHANGED_OPTION.at(places.of("series", series, name), option=name)

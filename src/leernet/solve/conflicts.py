"""A choice of dates that leaves none in; the lines of the user that clash, and the cheapest ways out, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from leernet.finding import Finding, Level, Path, Places
from leernet.solve.dates import chain_is_possible
from leernet.solve.exact import exact_dates
from leernet.solve.problem import Chain, DateProblem, Event, Requirement, Truths
from leernet.words import Sentence, _, _n

# How dear it is to let two meetings of one network come closer than the user asked.
GAP_PRICE = 2
_WAYS_SHOWN = 3
_DAYS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One of the lines that clash.

    Attributes:
        path: where it stands.
        sentence: what it asks, as a part of a list.
    """

    path: Path
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class WayOut:
    """Giving up one line, and what becomes possible then.

    Attributes:
        sentence: what to give up and what it brings.
        price: the cheapest comes first.
    """

    sentence: Sentence
    price: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines that cannot all hold; without any one of them there is a plan as far as these go.

    Attributes:
        headline: what cannot be planned.
        lines: the smallest set that clashes.
        ways_out: the two or three cheapest.
    """

    headline: Sentence
    lines: tuple[Line, ...]
    ways_out: tuple[WayOut, ...]


def conflict_findings(conflicts: Iterable[Conflict], places: Places) -> tuple[Finding, ...]:
    """One finding for each line that clashes, where it stands; the ways out stand with the first."""
    found: list[Finding] = []
    for conflict in conflicts:
        for number, line in enumerate(conflict.lines):
            others = tuple(other.sentence for other in conflict.lines if other is not line)
            sentence = (
                _(
                    "{headline} These do not go together: {line}; {others}.",
                    headline=conflict.headline,
                    line=line.sentence,
                    others=others,
                )
                if others
                else _(
                    "{headline} This cannot be kept: {line}.", headline=conflict.headline, line=line.sentence
                )
            )
            hint = _ways_out(conflict) if number == 0 else None
            found.append(Finding(places.of(*line.path), Level.ERROR, "no-plan-fits", sentence, hint))
    return tuple(found)


def _ways_out(conflict: Conflict) -> Sentence | None:
    if not conflict.ways_out:
        return None
    return _("Possible ways out: {ways}.", ways=tuple(way.sentence for way in conflict.ways_out))


@dataclass(frozen=True, slots=True, eq=False)
class _Element:
    """One line of the user: what it asks of each of the events, or of the gaps between them."""

    line: Line
    price: int
    asked: tuple[tuple[int, int], ...] = ()
    gaps: bool = False


def date_conflicts(problem: DateProblem) -> tuple[Conflict, ...]:
    """All independent clashes: of single meetings, then of networks by themselves, then between networks.

    Empty when there are dates that keep every rule.
    """
    alone = tuple(
        _event_conflict(problem, number) for number, event in enumerate(problem.events) if not len(event.days)
    )
    stuck = {number for number, event in enumerate(problem.events) if not len(event.days)}
    chains = [chain for chain in problem.chains if not stuck & set(chain.events)]
    of_chains = tuple(
        _chain_conflict(problem, chain) for chain in chains if not chain_is_possible(problem, chain)
    )
    if alone or of_chains:
        return (*alone, *of_chains)
    return _conflict_between_chains(problem)


def _smallest(elements: list[_Element], possible: Callable[[list[_Element]], bool]) -> list[_Element]:
    """A set that clashes and of which no part does: drop each in turn, the most negotiable first."""
    core = list(elements)
    for element in sorted(elements, key=lambda element: element.price):
        without = [other for other in core if other is not element]
        if not possible(without):
            core = without
    return core


def _elements_of(problem: DateProblem, numbers: Iterable[int]) -> list[_Element]:
    """The lines that ask something of these events; one that stands for several of them counts once."""
    by_path: dict[Path, _Element] = {}
    for number in numbers:
        for at, asked in enumerate(problem.events[number].requirements):
            found = by_path.get(asked.path, _Element(Line(asked.path, asked.sentence), asked.price))
            by_path[asked.path] = replace(found, asked=(*found.asked, (number, at)))
    return list(by_path.values())


def _days(event: Event, asked: Iterable[Requirement]) -> Truths:
    kept = [requirement.days for requirement in asked]
    every_day = np.ones(event.misses.shape[1], np.bool_)
    days: Truths = np.logical_and.reduce([every_day, *kept])
    return days


def _days_left(event: Event, number: int, elements: Iterable[_Element]) -> Truths:
    """The days that are left to an event by these lines only."""
    places = [at for element in elements for own, at in element.asked if own == number]
    return _days(event, (event.requirements[at] for at in places))


def _event_conflict(problem: DateProblem, number: int) -> Conflict:
    event = problem.events[number]
    elements = _elements_of(problem, [number])
    core = _smallest(elements, lambda kept: bool(_days_left(event, number, kept).any()))
    ways = []
    for element in core:
        rest = [other for other in elements if other is not element]
        freed = np.flatnonzero(_days_left(event, number, rest))
        if len(freed):
            ways.append(_way_out(problem, event, element, freed.tolist()))
    headline = _("{meeting} cannot be planned.", meeting=event.gathering.title)
    return Conflict(headline, tuple(element.line for element in core), _cheapest(ways))


def _way_out(problem: DateProblem, event: Event, element: _Element, freed: list[int]) -> WayOut:
    best = sorted(freed, key=lambda day: (event.absent(day), day))[:_DAYS_SHOWN]
    shown = tuple(str(problem.day(day)) for day in sorted(best))
    sentence = _n(
        "without \u201c{line}\u201d there is {count} day ({days}, {absent} of {wanted} absent)",
        "without \u201c{line}\u201d there are {count} days "
        "(the best: {days}, from {absent} of {wanted} absent)",
        len(freed),
        line=element.line.sentence,
        days=shown,
        absent=event.absent(best[0]),
        wanted=len(event.wanted),
    )
    return WayOut(sentence, element.price)


def _cheapest(ways: list[WayOut]) -> tuple[WayOut, ...]:
    return tuple(sorted(ways, key=lambda way: way.price)[:_WAYS_SHOWN])


def _chain_elements(problem: DateProblem, chain: Chain) -> list[_Element]:
    found = _elements_of(problem, chain.events)
    network = problem.events[chain.events[0]].gathering.network
    if network is not None and chain.id == network.id and network.spacing.min_weeks:
        said = _n(
            "at least {count} week between two meetings",
            "at least {count} weeks between two meetings",
            network.spacing.min_weeks,
        )
        line = Line(("networks", network.id, "spacing", "min_weeks"), said)
        found.append(_Element(line, GAP_PRICE, gaps=True))
    return found


def _relaxed(problem: DateProblem, chain: Chain, elements: list[_Element]) -> tuple[DateProblem, Chain]:
    """The problem with only these lines for one chain."""
    events = tuple(
        replace(event, days=np.flatnonzero(_days_left(event, number, elements)))
        if number in chain.events
        else event
        for number, event in enumerate(problem.events)
    )
    spaced = any(element.gaps for element in elements)
    smallest = tuple(least if spaced else min(least, 1) for least in chain.smallest_gap)
    return replace(problem, events=events), replace(chain, smallest_gap=smallest)


def _chain_conflict(problem: DateProblem, chain: Chain) -> Conflict:
    elements = _chain_elements(problem, chain)

    def possible(kept: list[_Element]) -> bool:
        return chain_is_possible(*_relaxed(problem, chain, kept))

    core = _smallest(elements, possible)
    ways = [
        WayOut(_("without \u201c{line}\u201d it fits", line=element.line.sentence), element.price)
        for element in core
        if possible([other for other in elements if other is not element])
    ]
    network = problem.events[chain.events[0]].gathering.network
    called = (network.title or network.id) if network is not None else chain.id
    headline = _n(
        "The meeting of {network} cannot be planned.",
        "The {count} meetings of {network} cannot be planned one after the other.",
        len(chain.events),
        network=called,
    )
    return Conflict(headline, tuple(element.line for element in core), _cheapest(ways))


def _conflict_between_chains(problem: DateProblem) -> tuple[Conflict, ...]:
    if not exact_dates(_without_costs(problem)).impossible:
        return ()
    core = list(range(len(problem.events)))
    for number in range(len(problem.events)):
        without = [other for other in core if other != number]
        if exact_dates(_without_costs(_only(problem, without))).impossible:
            core = without
    shared = _shared_people(problem, core)
    lines = [
        element.line
        for number in core
        for element in _elements_of(problem, [number])
        if element.line.path in shared or element.asked[0] == (number, 0)
    ]
    titles = tuple(problem.events[number].gathering.title for number in core)
    headline = _("{meetings} need the same people on the same days.", meetings=titles)
    return (Conflict(headline, tuple(dict.fromkeys(lines)), _more_days(problem, core)),)


def _more_days(problem: DateProblem, core: list[int]) -> tuple[WayOut, ...]:
    """For each of the meetings: may it be outside its window or on another weekday, would all fit?"""
    ways = []
    for number in core:
        event = problem.events[number]
        for at, asked in enumerate(event.requirements):
            others = [other for place, other in enumerate(event.requirements) if place != at]
            wider = replace(event, days=np.flatnonzero(_days(event, others)))
            events = (*problem.events[:number], wider, *problem.events[number + 1 :])
            trial = _only(replace(problem, events=events), core)
            if len(wider.days) > len(event.days) and not exact_dates(_without_costs(trial)).impossible:
                said = _("without \u201c{line}\u201d they fit", line=asked.sentence)
                ways.append(WayOut(said, asked.price))
    return _cheapest(ways)


def _shared_people(problem: DateProblem, core: list[int]) -> set[Path]:
    """The paths of those who are needed at more than one of these events."""
    needed = [member for number in core for member in problem.events[number].needed]
    twice = {member for member in needed if needed.count(member) > 1}
    return {
        asked.path
        for number in core
        for asked in problem.events[number].requirements
        if set(asked.members) & twice
    }


def _only(problem: DateProblem, numbers: list[int]) -> DateProblem:
    """The problem with only these events; gaps between events that are left over are kept."""
    place = {number: at for at, number in enumerate(numbers)}
    chains = []
    for chain in problem.chains:
        kept = [at for at, number in enumerate(chain.events) if number in place]
        if kept:
            gaps = tuple(sum(chain.smallest_gap[one:other]) for one, other in pairwise(kept))
            chains.append(
                Chain(
                    chain.id,
                    tuple(place[chain.events[at]] for at in kept),
                    gaps,
                    gaps,
                    np.zeros(0, np.int64),
                    np.zeros(0, np.int64),
                    tuple(np.zeros((0, len(problem.events[chain.events[at]].days)), np.bool_) for at in kept),
                )
            )
    return replace(
        problem,
        events=tuple(problem.events[number] for number in numbers),
        chains=tuple(chains),
        signatures=np.zeros((0, len(chains)), np.bool_),
        people_of=np.zeros(0, np.int64),
    )


def _without_costs(problem: DateProblem) -> DateProblem:
    """The same rules, but every choice costs nothing: only whether there is one is asked."""
    bare = _only(problem, list(range(len(problem.events))))
    free = tuple(replace(event, cost=np.zeros(len(event.days), np.int64)) for event in bare.events)
    return replace(bare, events=free, weights=replace(problem.weights, gap_day=0))


def host_conflicts(
    problem: DateProblem, without: Iterable[str], days: dict[str, date]
) -> tuple[Conflict, ...]:
    """Meetings for which no host is left, with the rule that takes the last ones away."""
    found = []
    for reference in without:
        event = next(event for event in problem.events if event.reference == reference)
        network = event.gathering.network
        line = Line(
            event.gathering.key_path("hosts"),
            _n(
                "the one school that takes turns cannot receive it",
                "none of the {count} schools that take turns can receive it",
                len(event.hosts),
            ),
        )
        lines = [line]
        ways = [WayOut(_("let more schools take turns, or write a host or a location"), 4)]
        if network is not None and network.hosts is not None and network.hosts.not_same_board_in_a_row:
            lines.append(
                Line(
                    ("networks", network.id, "hosts", "not_same_board_in_a_row"),
                    _("not the same board twice in a row"),
                )
            )
            ways.insert(0, WayOut(_("let the same board receive it twice in a row"), 2))
        headline = _("{meeting} has no host on {day}.", meeting=event.gathering.title, day=days[reference])
        found.append(Conflict(headline, tuple(lines), tuple(ways)))
    return tuple(found)

"""A choice of dates that leaves none in; the lines of the user that clash out."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.finding import Path
from leernet.solve.conflicts import Conflict, Line, smallest
from leernet.solve.dates.feasible import parts_that_share_people, possible_together
from leernet.solve.dates.order import Order
from leernet.solve.dates.problem import Chain, DateProblem, Event, Requirement, Truths
from leernet.solve.dates.search import chain_is_possible
from leernet.words import Sentence, _, _n

LIMIT: Path = ("year", "limits", "meetings_per_month")


class Element(Struct, frozen=True, eq=False):
    """One line of the user.

    Attributes:
        line: what it says, and where.
        price: how dear it is to give up.
        asked: the events it asks something of, and which of their requirements it is.
        gaps: the chain whose gaps it asks for.
        boards: the chain in which it asks for another board each time.
        order: which event it asks to come after which.
        limits: whether it asks for no more than so many meetings in a month.
    """

    line: Line
    price: int
    asked: tuple[tuple[int, int], ...] = ()
    gaps: str = ""
    boards: str = ""
    order: Order | None = None
    limits: bool = False


class Clash(Struct, frozen=True, eq=False):
    """Lines that cannot all hold.

    Attributes:
        asked: all lines about these events.
        core: the smallest set of them that clashes.
        possible: whether there are dates with these lines only.
    """

    asked: list[Element]
    core: list[Element]
    possible: Callable[[list[Element]], bool]


def date_conflicts(problem: DateProblem) -> tuple[Conflict, ...]:
    """All independent clashes: of single meetings, then of networks by themselves, then between networks.

    Empty when there are dates that keep every rule.
    """
    alone, of_chains = single_clashes(problem)
    if alone or of_chains:
        return (
            *_event_conflicts(problem, alone),
            *(_chain_conflict(problem, chain, clash) for chain, clash in of_chains),
        )
    return tuple(
        _shared_conflict(problem, chains, clash) for chains, clash in clashes_between_chains(problem)
    )


def single_clashes(
    problem: DateProblem,
) -> tuple[tuple[tuple[int, Clash], ...], tuple[tuple[Chain, Clash], ...]]:
    """The clashes of events without a day, and of the other chains that do not fit by themselves."""
    stuck = {number for number, event in enumerate(problem.events) if not len(event.days)}
    chains = [chain for chain in problem.chains if not stuck & set(chain.events)]
    return (
        tuple((number, _event_clash(problem, number)) for number in sorted(stuck)),
        tuple(
            (chain, _chain_clash(problem, (chain,)))
            for chain in chains
            if not chain_is_possible(problem, chain)
        ),
    )


def clashes_between_chains(problem: DateProblem) -> tuple[tuple[tuple[Chain, ...], Clash], ...]:
    """The clashes of chains that share people, one for each part of them that does not fit."""
    return tuple(
        _clash_of_part(problem, part)
        for part in parts_that_share_people(problem)
        if not possible_together(problem, part)
    )


def _clash_of_part(problem: DateProblem, part: tuple[Chain, ...]) -> tuple[tuple[Chain, ...], Clash]:
    """Fewer chains first, then fewer events, then fewer lines: each step leaves the next one less to try."""
    for chain in part:
        rest = tuple(other for other in part if other is not chain)
        if not possible_together(problem, rest):
            part = rest
    for number in [number for chain in part for number in chain.events]:
        rest = tuple(found for chain in part if (found := _without(chain, number)).events)
        if not possible_together(problem, rest):
            part = rest
    return part, _chain_clash(problem, part)


def _without(chain: Chain, number: int) -> Chain:
    """The chain without one event; the gap between its neighbours stays as large."""
    if number not in chain.events:
        return chain
    kept = [at for at, own in enumerate(chain.events) if own != number]
    gaps = tuple(sum(chain.smallest_gap[one:other]) for one, other in pairwise(kept))
    return replace(chain, events=tuple(chain.events[at] for at in kept), smallest_gap=gaps)


def _elements_of(problem: DateProblem, numbers: Iterable[int]) -> list[Element]:
    """The lines that ask something of these events; one that stands for several of them counts once."""
    by_path: dict[Path, Element] = {}
    for number in numbers:
        for at, asked in enumerate(problem.events[number].requirements):
            found = by_path.get(asked.path, Element(Line(asked.path, asked.sentence), asked.price))
            by_path[asked.path] = replace(found, asked=(*found.asked, (number, at)))
    return list(by_path.values())


def _kept(event: Event, number: int, elements: Iterable[Element]) -> list[Requirement]:
    """What these lines ask of an event."""
    places = sorted(at for element in elements for own, at in element.asked if own == number)
    return [event.requirements[at] for at in places]


def _days(event: Event, asked: Iterable[Requirement]) -> Truths:
    every_day = np.ones(event.misses.shape[1], np.bool_)
    days: Truths = np.logical_and.reduce([every_day, *(requirement.days for requirement in asked)])
    return days


def _event_clash(problem: DateProblem, number: int) -> Clash:
    event = problem.events[number]
    asked = _elements_of(problem, [number])

    def possible(kept: list[Element]) -> bool:
        return bool(_days(event, _kept(event, number, kept)).any())

    return Clash(asked, smallest(asked, possible, problem.parameters.prices), possible)


def _event_conflicts(problem: DateProblem, clashes: tuple[tuple[int, Clash], ...]) -> tuple[Conflict, ...]:
    """One for each cause: events of a chain that the same lines leave without a day are told together."""
    alike: dict[tuple[str, tuple[Path, ...]], list[tuple[int, Clash]]] = {}
    for number, clash in clashes:
        paths = tuple(element.line.path for element in clash.core)
        alike.setdefault((problem.events[number].gathering.chain, paths), []).append((number, clash))
    return tuple(
        _conflict(problem, _cannot_be_planned(problem, numbers), numbers, found[0][1])
        for found in alike.values()
        if (numbers := tuple(number for number, _clash in found))
    )


def _cannot_be_planned(problem: DateProblem, numbers: tuple[int, ...]) -> Sentence:
    if len(numbers) == 1:
        return _("{meeting} cannot be planned.", meeting=problem.events[numbers[0]].gathering.title)
    references = tuple(problem.events[number].reference for number in numbers)
    return _("{meetings} cannot be planned.", meetings=references)


def _conflict(problem: DateProblem, headline: Sentence, numbers: tuple[int, ...], clash: Clash) -> Conflict:
    events = [problem.events[number] for number in numbers]
    return Conflict(
        headline,
        _told_apart(problem, [replace(element.line, price=element.price) for element in clash.core]),
        # Of several that share people the last is left out: the others can be planned without it.
        max(event.gathering.chain for event in events),
        tuple(event.reference for event in events),
    )


def _told_apart(problem: DateProblem, lines: list[Line]) -> tuple[Line, ...]:
    """Lines of different networks that say the same name their networks."""
    called = {
        network.id: network.title or network.id
        for event in problem.events
        if (network := event.gathering.network) is not None
    }
    said = [line.sentence for line in lines]
    return tuple(
        replace(line, sentence=_("{line} ({network})", line=line.sentence, network=called[str(line.path[1])]))
        if said.count(line.sentence) > 1 and line.path[0] == "networks"
        else line
        for line in lines
    )


def _chain_clash(problem: DateProblem, chains: tuple[Chain, ...]) -> Clash:
    asked = _elements_of(problem, [number for chain in chains for number in chain.events])
    for chain in chains:
        asked += _rules_of(problem, chain)
    if problem.limits:
        said = _n(
            "nobody has more than {count} meeting in a month",
            "nobody has more than {count} meetings in a month",
            min(cut.most for cut in problem.limits),
        )
        asked.append(Element(Line(LIMIT, said), problem.parameters.prices.limit, limits=True))
    numbers = {number for chain in chains for number in chain.events}
    asked += (
        Element(Line(order.path, order.sentence), problem.parameters.prices.order, order=order)
        for order in problem.orders
        if {order.first, order.later} <= numbers
    )

    def possible(kept: list[Element]) -> bool:
        return possible_together(*_relaxed(problem, chains, kept))

    return Clash(asked, smallest(asked, possible, problem.parameters.prices), possible)


def _rules_of(problem: DateProblem, chain: Chain) -> Iterable[Element]:
    """The lines about the meetings of a network together."""
    network = problem.events[chain.events[0]].gathering.network
    if network is None:
        return
    if network.spacing.min_weeks:
        said = _n(
            "at least {count} week between two meetings",
            "at least {count} weeks between two meetings",
            network.spacing.min_weeks,
        )
        yield Element(
            Line(("networks", network.id, "spacing", "min_weeks"), said),
            problem.parameters.prices.gap,
            gaps=chain.id,
        )
    if network.hosts is not None and network.hosts.not_same_board_in_a_row:
        line = Line(
            ("networks", network.id, "hosts", "not_same_board_in_a_row"),
            _("not the same board twice in a row"),
        )
        yield Element(line, problem.parameters.prices.board, boards=chain.id)


def _relaxed(
    problem: DateProblem, chains: tuple[Chain, ...], elements: list[Element]
) -> tuple[DateProblem, tuple[Chain, ...]]:
    """The problem with only these lines for some chains."""
    spaced = {element.gaps for element in elements}
    boarded = {element.boards for element in elements}
    events = list(problem.events)
    for chain in chains:
        for number in chain.events:
            events[number] = _relaxed_event(events[number], number, elements, chain.id in boarded)
    kept = tuple(element.order for element in elements if element.order is not None)
    limits = problem.limits if any(element.limits for element in elements) else ()
    return replace(problem, events=tuple(events), orders=kept, limits=limits), tuple(
        chain
        if chain.id in spaced
        else replace(chain, smallest_gap=tuple(min(least, 1) for least in chain.smallest_gap))
        for chain in chains
    )


def _relaxed_event(event: Event, number: int, elements: list[Element], boarded: bool) -> Event:
    kept = _kept(event, number, elements)
    days = _days(event, kept)
    people = {requirement.members for requirement in kept}
    # Without the line about hosts any school would do: of any board, and as near as can be.
    hosted = any("hosts" in requirement.path or "host" in requirement.path for requirement in kept)
    return replace(
        event,
        days=np.flatnonzero(days),
        needed=tuple(member for member in event.needed if (member,) in people),
        pools=tuple(pool for pool in event.pools if pool[0] in people),
        hosts=event.hosts if hosted else (),
        boards=event.boards if hosted and boarded else (-1,) * len(days),
    )


def _chain_conflict(problem: DateProblem, chain: Chain, clash: Clash) -> Conflict:
    network = problem.events[chain.events[0]].gathering.network
    called = (network.title or network.id) if network is not None else chain.id
    headline = _n(
        "The meeting of {network} cannot be planned.",
        "The {count} meetings of {network} cannot be planned one after the other.",
        len(chain.events),
        network=called,
    )
    return _conflict(problem, headline, chain.events, clash)


def _shared_conflict(problem: DateProblem, chains: tuple[Chain, ...], clash: Clash) -> Conflict:
    numbers = tuple(number for chain in chains for number in chain.events)
    titles = tuple(problem.events[number].gathering.title for number in numbers)
    if any(element.limits for element in clash.core):
        headline = _("{meetings} cannot all be planned.", meetings=titles)
    elif any(element.order is not None for element in clash.core):
        headline = _("{meetings} cannot be planned one after the other.", meetings=titles)
    else:
        headline = _("{meetings} need the same people on the same days.", meetings=titles)
    return _conflict(problem, headline, numbers, clash)

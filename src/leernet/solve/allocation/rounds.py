"""A problem in; the same with rounds that are alike taken as one, and its outcome over the rounds, out.

Where the same workshops run in several rounds, it does not matter in which of them somebody attends what. So
workshops are chosen first, each of them once, and rounds are given out afterwards: an edge colouring of
people and workshops, in which every round gets an equal share of each workshop.

Source: de Werra (1971), Equitable colorations of graphs, RIRO 5, 3-8; the alternating paths are König's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import (
    AllocationOutcome,
    AllocationProblem,
    Closure,
    Participant,
    Session,
    SessionOutcome,
)
from leernet.solve.allocation.linear_programs import feasible_choice
from leernet.solve.allocation.result import missing_places

# Who attends a workshop in which of the rounds that are one.
_Attends: TypeAlias = tuple[str, str]


class RoundsAsOne(Struct, frozen=True):
    """A problem with rounds as one.

    Attributes:
        rounds: moments that are alike, by the name that stands for them.
        problem: in it each workshop of such rounds is a session at a moment of its own.
    """

    rounds: Mapping[str, tuple[str, ...]]
    problem: AllocationProblem


def taken_together(problem: AllocationProblem) -> RoundsAsOne | None:
    """The problem with all rounds that are alike as one; none where there are no such rounds.

    Moments are alike when the same workshops run at them with equal numbers, nobody has a place at them yet,
    and everybody attends none of them or as many as they want places, and there the same workshops.
    """
    if problem.keep is not None:
        return None
    taken = {moment for person in problem.participants for moment, _workshop in person.fixed}
    alike: defaultdict[object, list[str]] = defaultdict(list)
    at_moment = _by_moment(problem)
    for moment, here in sorted(at_moment.items()):
        if moment not in taken and not any(session.been for session in here):
            alike[tuple(map(_numbers, here))].append(moment)
    several = [tuple(moments) for moments in alike.values() if len(moments) > 1]
    fitting = [moments for moments in several if _same_for_all(problem.participants, moments)]
    if not fitting:
        return None
    rounds = {"+".join(moments): moments for moments in sorted(fitting)}
    of = {moment: name for name, moments in rounds.items() for moment in moments}
    sessions = tuple(
        replace(
            session,
            id=_as_one(of, session.id),
            moment=_as_one(of, session.id).partition("/")[0],
            seats_max=session.seats_max * len(rounds.get(of.get(session.moment, ""), (1,))),
            tour_seats=session.tour_seats * len(rounds.get(of.get(session.moment, ""), (1,))),
            runs=session.runs if session.can_run else "no",
        )
        for session in problem.sessions
        # The first round stands for all.
        if session.moment == rounds.get(of.get(session.moment, ""), (session.moment,))[0]
    )
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for person in problem.participants:
        if person.sessions not in known:
            known[person.sessions] = tuple(dict.fromkeys(_as_one(of, name) for name in person.sessions))
    people = tuple(replace(person, sessions=known[person.sessions]) for person in problem.participants)
    return RoundsAsOne(rounds, replace(problem, sessions=sessions, participants=people, moments=()))


def _by_moment(problem: AllocationProblem) -> Mapping[str, list[Session]]:
    found: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sorted(problem.sessions, key=lambda each: each.id):
        found[session.moment].append(session)
    return found


def _numbers(session: Session) -> tuple[object, ...]:
    return (session.workshop, session.seats_min, session.seats_max, session.runs, session.tour_seats)


def _same_for_all(people: Sequence[Participant], moments: tuple[str, ...]) -> bool:
    known = {(person.sessions, person.need) for person in people}
    return all(_is_same(sessions, need, moments) for sessions, need in known)


def _is_same(sessions: tuple[str, ...], need: int, moments: tuple[str, ...]) -> bool:
    """Whether somebody attends as many of the moments as places, or none, and the same workshops there."""
    there: defaultdict[str, set[str]] = defaultdict(set)
    for name in sessions:
        moment, _stroke, workshop = name.partition("/")
        if moment in moments:
            there[moment].add(workshop)
    return not there or (len(there) >= need and len({frozenset(each) for each in there.values()}) == 1)


def _as_one(of: Mapping[str, str], session: str) -> str:
    """The session that stands for this one in all of its rounds."""
    moment, _stroke, workshop = session.partition("/")
    return f"{of[moment]}|{workshop}/{workshop}" if moment in of else session


def over_the_rounds(
    problem: AllocationProblem, together: RoundsAsOne, outcome: AllocationOutcome, most_nodes: int
) -> AllocationOutcome | None:
    """The outcome with a round for every place; none where no rounds were found for them.

    What is best with rounds as one is best with rounds of their own as soon as they can be given out.

    Args:
        most_nodes: of the search for rounds, where they are not simply coloured.
    """
    placements = {member: dict(places) for member, places in outcome.placements.items()}
    tours = dict(outcome.tours)
    for name, moments in together.rounds.items():
        edges = tuple(_edges(placements, name))
        given = _given_out(problem, moments, edges, _tours(tours, edges, name), most_nodes)
        if given is None:
            return None
        for (member, workshop), moment in given.items():
            del placements[member][f"{name}|{workshop}"]
            placements[member][moment] = workshop
            if tours.get(member) == f"{name}|{workshop}/{workshop}":
                tours[member] = f"{moment}/{workshop}"
    return _as_outcome(problem, together, outcome, placements, tours)


def _edges(placements: Mapping[str, Mapping[str, str]], name: str) -> Iterator[_Attends]:
    for member in sorted(placements):
        for moment, workshop in sorted(placements[member].items()):
            if moment == f"{name}|{workshop}":
                yield member, workshop


def _tours(tours: Mapping[str, str], edges: Sequence[_Attends], name: str) -> frozenset[_Attends]:
    return frozenset(
        (member, workshop)
        for member, workshop in edges
        if tours.get(member) == f"{name}|{workshop}/{workshop}"
    )


def _given_out(
    problem: AllocationProblem,
    moments: tuple[str, ...],
    edges: Sequence[_Attends],
    tours: frozenset[_Attends],
    most_nodes: int,
) -> Mapping[_Attends, str] | None:
    """A round for every place: each person in one workshop at a time, each round with its numbers kept."""
    numbers = {each.workshop: each for each in problem.sessions if each.moment == moments[0]}
    attends = {person.id: _rounds_of(person, moments) for person in problem.participants}
    if all(len(attends[member]) == len(moments) for member, _workshop in edges):
        load = Counter(workshop for _member, workshop in edges)
        on_tour = Counter(workshop for _member, workshop in tours)
        most = max(Counter(member for member, _workshop in edges).values(), default=1)
        for rounds in range(most, len(moments) + 1):
            if all(_share_fits(numbers[name], load[name], on_tour[name], rounds) for name in load):
                colour = equitably_coloured(edges, tours, rounds)
                return {edge: moments[at] for edge, at in zip(edges, colour, strict=True)}
    rules = Rules(
        tuple(moments),
        {
            name: (each.seats_min if each.runs == "decide" else 0, each.seats_max, each.tour_seats)
            for name, each in numbers.items()
        },
        attends,
    )
    return rounds_found(rules, edges, tours, most_nodes)


def _rounds_of(person: Participant, moments: tuple[str, ...]) -> tuple[str, ...]:
    there = {name.partition("/")[0] for name in person.sessions}
    return tuple(moment for moment in moments if moment in there)


def _share_fits(session: Session, people: int, on_tour: int, rounds: int) -> bool:
    """Whether an equal share in so many rounds keeps the numbers of each."""
    fewest, most = people // rounds, -(-people // rounds)
    enough = session.runs == "yes" or fewest >= session.seats_min or (not fewest and session.seats_min <= 1)
    return enough and most <= session.seats_max and -(-on_tour // rounds) <= session.tour_seats


def equitably_coloured(edges: Sequence[_Attends], first: frozenset[_Attends], colours: int) -> list[int]:
    """A colour for each edge, none twice at a person, and of each workshop an equal share in each colour.

    Args:
        edges: person and workshop, each once; nobody has more than there are colours.
        first: edges whose share is to be equal among themselves as well.
    """
    of_workshop: defaultdict[str, list[int]] = defaultdict(list)
    for at in sorted(range(len(edges)), key=lambda at: (edges[at] not in first, at)):
        of_workshop[edges[at][1]].append(at)
    # Of every workshop a copy for as many people as there are colours: in each copy each colour once.
    copy = {
        at: f"{workshop}#{place // colours}"
        for workshop, some in of_workshop.items()
        for place, at in enumerate(some)
    }
    colour = [-1] * len(edges)
    # Of each end the edge of every colour.
    at_end: defaultdict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for at, (member, _workshop) in enumerate(edges):
        person, place = (0, member), (1, copy[at])
        mine = next(each for each in range(colours) if each not in at_end[person])
        if mine in at_end[place]:
            its = next(each for each in range(colours) if each not in at_end[place])
            _swap(edges, copy, colour, at_end, place, mine, its)
        for end in (person, place):
            at_end[end][mine] = at
        colour[at] = mine
    return colour


def _swap(
    edges: Sequence[_Attends],
    copy: Mapping[int, str],
    colour: list[int],
    at_end: Mapping[tuple[int, str], dict[int, int]],
    start: tuple[int, str],
    one: int,
    other: int,
) -> None:
    """Exchange two colours along the path from an end that has the first and lacks the second."""
    path, end, wanted = [], start, one
    while wanted in at_end[end]:
        at = at_end[end][wanted]
        path.append(at)
        person, place = (0, edges[at][0]), (1, copy[at])
        end = place if end == person else person
        wanted = other if wanted == one else one
    for at in path:
        for end in ((0, edges[at][0]), (1, copy[at])):
            if at_end[end].get(colour[at]) == at:
                del at_end[end][colour[at]]
    for at in path:
        colour[at] = other if colour[at] == one else one
        for end in ((0, edges[at][0]), (1, copy[at])):
            at_end[end][colour[at]] = at


def _as_outcome(
    problem: AllocationProblem,
    together: RoundsAsOne,
    outcome: AllocationOutcome,
    placements: Mapping[str, Mapping[str, str]],
    tours: Mapping[str, str],
) -> AllocationOutcome:
    placed: defaultdict[str, list[str]] = defaultdict(list)
    for member in sorted(placements):
        for place in placements[member].items():
            placed["/".join(place)].append(member)
    touring: defaultdict[str, list[str]] = defaultdict(list)
    for member, session in sorted(tours.items()):
        touring[session].append(member)
    sessions = tuple(
        SessionOutcome(
            each.id,
            bool(placed[each.id]) or each.runs == "yes",
            each.seats_max,
            tuple(placed[each.id]),
            tuple(touring[each.id]),
        )
        for each in sorted(problem.sessions, key=lambda each: each.id)
    )
    people = sorted(problem.participants, key=lambda person: person.id)
    return replace(
        outcome,
        placements=placements,
        sessions=sessions,
        missing=missing_places(
            problem, people, placements, {name: tuple(some) for name, some in placed.items()}
        ),
        closures=tuple(_closure(together, closure) for closure in outcome.closures),
        rounds=tuple(together.rounds.values()),
    )


def _closure(together: RoundsAsOne, closure: Closure) -> Closure:
    """The closure of a workshop in rounds that are one, told of the first of them."""
    name, bar, rest = closure.session.partition("|")
    if not bar:
        return closure
    return replace(closure, session=f"{together.rounds[name][0]}/{rest.partition('/')[2]}")


class Rules(Struct, frozen=True):
    """What has to be kept.

    Attributes:
        moments: the rounds.
        numbers: of each workshop the least people in a round where it runs, the most, and seats on its tour.
        attends: the rounds of each person.
    """

    moments: tuple[str, ...]
    numbers: Mapping[str, tuple[int, int, int]]
    attends: Mapping[str, tuple[str, ...]]


def rounds_found(
    rules: Rules, edges: Sequence[tuple[str, str]], tours: frozenset[tuple[str, str]], most_nodes: int
) -> Mapping[tuple[str, str], str] | None:
    """A round for each person and workshop; none where there are none, or none were found.

    Args:
        edges: person and workshop, each once.
        tours: those who go on the tour with it.
        most_nodes: of the tree that is searched; the same on every machine.
    """
    columns = [(edge, moment) for edge in edges for moment in rules.attends[edge[0]]]
    workshops = sorted({workshop for _member, workshop in edges})
    runs = {
        pair: len(columns) + at
        for at, pair in enumerate((workshop, moment) for workshop in workshops for moment in rules.moments)
    }
    rows: list[tuple[float, float, list[tuple[int, float]]]] = []
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, (edge, moment) in enumerate(columns):
        member, workshop = edge
        groups["edge", edge].append(at)
        groups["person", member, moment].append(at)
        groups["session", workshop, moment].append(at)
        if edge in tours:
            groups["tour", workshop, moment].append(at)
    for key, some in groups.items():
        ones = [(at, 1.0) for at in some]
        match key:
            case ("edge", _):
                rows.append((1, 1, ones))
            case ("person", _, _):
                rows.append((0, 1, ones))
            case ("tour", str(workshop), _):
                rows.append((0, rules.numbers[workshop][2], ones))
            case (_, str(workshop), str(moment)):
                least, most, _tour = rules.numbers[workshop]
                there = runs[workshop, moment]
                rows.append((-np.inf, 0, [*ones, (there, -float(most))]))
                rows.append((0, np.inf, [*ones, (there, -float(least))]))
    chosen = feasible_choice(rows, len(columns) + len(runs), most_nodes)
    if chosen is None:
        return None
    return {edge: moment for (edge, moment), taken in zip(columns, chosen, strict=False) if taken}

"""A problem, its record and its proof in, the lines that do not hold out; no solver, whole numbers only.

What prices prove is explained in ``docs/en/background/allocation.md``, the draw in ``draw.md`` beside it.
"""

from collections.abc import Callable, Mapping

import numpy as np
from msgspec.structs import replace

from leernet.catalogue.proofs import GOAL_NOT_PROVEN, GOAL_WITHIN, LOTS_NOT_PROVEN, ROUNDS_NOT_ALIKE
from leernet.catalogue.rule import Broken
from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    Participant,
    ProofNode,
    Session,
    SessionRecord,
)
from leernet.model.plan import Goal as GoalRecord
from leernet.verify.allocation.exact import Ints
from leernet.verify.allocation.proof_tree import ProofTree
from leernet.verify.allocation.reckoning import Reckoning, Tallies, ranks
from leernet.verify.allocation.record import BrokenLine
from leernet.verify.allocation.sieve import SIZES, Sizes
from leernet.verify.allocation.stated import lot, wrong_draw, wrong_goals, wrong_placements


def replay(
    problem: AllocationProblem, record: AllocationRecord, proof: tuple[ProofNode, ...], sizes: Sizes = SIZES
) -> tuple[BrokenLine, ...]:
    """What does not hold: draw, rules and lists, values of goals, and then proofs; empty when all does.

    What the solver settled by search and not by prices is searched again, and is undecided where that would
    take too long.

    Args:
        sizes: how many bundles are looked at.
    """
    order = sorted(problem.participants, key=lambda person: lot(problem.seed, person))
    reckoning = Reckoning(problem)
    tallies = reckoning.tallies(record.placements, record.tours)
    found = (
        *wrong_draw(problem, record, order),
        *wrong_placements(problem, record),
        *wrong_goals(problem, record, tallies),
    )
    if found:
        return found
    not_proven = _not_proven(record, proof)
    if not (proof or any(goal.proven for goal in record.goals)):
        return not_proven
    if record.rounds:
        together = with_rounds_as_one(problem, record)
        if together is None:
            return (BrokenLine("record", ("rounds",), ROUNDS_NOT_ALIKE.broken()),)
        return replay(*together, proof, sizes)
    got = _got(problem, record, order, reckoning, tallies)
    return (*not_proven, *ProofTree(problem, record, proof, order, reckoning, got, sizes).broken_lines())


def _got(
    problem: AllocationProblem,
    record: AllocationRecord,
    order: list[Participant],
    reckoning: Reckoning,
    tallies: Tallies,
) -> Ints:
    """(N, R) what everybody has is worth, at each of their turns."""
    if problem.policy != "draft":
        return np.array([tallies.level[person.id] for person in order], np.int64).reshape(-1, 1)
    most = max((person.need for person in order), default=0)
    got = np.full((len(order), most), reckoning.missing, np.int64)
    for at, person in enumerate(order):
        rank, has, unlisted = ranks(person), record.placements.get(person.id, {}), len(person.wishes)
        levels = sorted(rank.get(name, unlisted) for name in has.values())
        levels += [unlisted + 1] * reckoning.ruled_out(person, has)
        got[at, : len(levels)] = levels
    return got


def _not_proven(record: AllocationRecord, proof: tuple[ProofNode, ...]) -> tuple[BrokenLine, ...]:
    """What the record itself says to be no more than what came out in the time there was."""
    lines = [
        BrokenLine("record", ("goals", at), _how_far(goal))
        for at, goal in enumerate(record.goals)
        if not goal.proven
    ]
    if not proof:
        lines.append(BrokenLine("record", ("draw", "order"), LOTS_NOT_PROVEN.broken()))
    return tuple(lines)


def _how_far(goal: GoalRecord) -> Broken:
    """That a goal is not proven, and how far it may be from the best where that is known."""
    if goal.bound is None or goal.bound == goal.value:
        return GOAL_NOT_PROVEN.broken(goal=goal.name)
    return GOAL_WITHIN.broken(goal=goal.name, value=goal.value, bound=goal.bound)


def with_rounds_as_one(
    problem: AllocationProblem, record: AllocationRecord
) -> tuple[AllocationProblem, AllocationRecord] | None:
    """The problem and its record with these rounds as one; none where they are not alike."""
    name_of: dict[str, str] = {}
    for moments in record.rounds:
        if len(moments) < 2 or not _are_alike(problem, moments) or name_of.keys() & {*moments}:
            return None
        name_of |= dict.fromkeys(moments, "+".join(moments))
    many = {"+".join(moments): len(moments) for moments in record.rounds}

    def moment_of(moment: str, workshop: str) -> str:
        return f"{name_of[moment]}|{workshop}" if moment in name_of else moment

    sessions: dict[str, Session] = {}
    for each in problem.sessions:
        times = many[name_of[each.moment]] if each.moment in name_of else 1
        moment = moment_of(each.moment, each.workshop)
        name = f"{moment}/{each.workshop}"
        seats, tours = each.seats_max * times, each.tour_seats * times
        runs = each.runs if each.can_run else "no"
        together = replace(each, id=name, moment=moment, seats_max=seats, tour_seats=tours, runs=runs)
        sessions.setdefault(name, together)

    def as_one(session: str) -> str:
        moment, _stroke, workshop = session.partition("/")
        return f"{moment_of(moment, workshop)}/{workshop}"

    people = tuple(
        replace(person, sessions=tuple(dict.fromkeys(map(as_one, person.sessions))))
        for person in problem.participants
    )
    placements = {
        member: {moment_of(moment, workshop): workshop for moment, workshop in has.items()}
        for member, has in record.placements.items()
    }
    lines = _lines_as_one(record, as_one)
    return (
        replace(problem, sessions=tuple(sessions.values()), participants=people, moments=()),
        record.model_copy(update={"placements": placements, "sessions": lines, "rounds": ()}),
    )


def _lines_as_one(record: AllocationRecord, as_one: Callable[[str], str]) -> Mapping[str, SessionRecord]:
    """What the record says of sessions that count as one, together."""
    lines: dict[str, SessionRecord] = {}
    for name, line in record.sessions.items():
        known = lines.get(as_one(name), line.model_copy(update={"placed": (), "tour": ()}))
        placed, tour = (*known.placed, *line.placed), (*known.tour, *line.tour)
        together = {"placed": tuple(sorted(placed)), "tour": tuple(sorted(tour))}
        lines[as_one(name)] = known.model_copy(update=together)
    return lines


def _are_alike(problem: AllocationProblem, moments: tuple[str, ...]) -> bool:
    """Whether it makes no difference in which of these moments somebody attends what."""
    programmes = {
        moment: sorted(
            (each.workshop, each.seats_min, each.seats_max, each.runs, each.tour_seats, each.been)
            for each in problem.sessions
            if each.moment == moment
        )
        for moment in moments
    }
    first = programmes[moments[0]]
    same = all(
        programme == first and not any(each[-1] for each in programme) for programme in programmes.values()
    )
    return same and problem.keep is None and all(_fits(person, moments) for person in problem.participants)


def _fits(person: Participant, moments: tuple[str, ...]) -> bool:
    """Whether somebody has no place there yet, and can have all they want there, or nothing at all."""
    attended = {
        moment: sorted(name.partition("/")[2] for name in person.sessions if name.startswith(f"{moment}/"))
        for moment in moments
    }
    there = [workshops for workshops in attended.values() if workshops]
    free = not any(moment in moments for moment, _workshop in person.fixed)
    return free and (not there or (len(there) >= person.need and all(each == there[0] for each in there)))

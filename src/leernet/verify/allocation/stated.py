"""A problem and its record in; what the record says that does not hold, proofs aside, out."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from leernet.catalogue import proofs as rules
from leernet.model.allocation import AllocationProblem, AllocationRecord, Participant
from leernet.verify.allocation.reckoning import (
    LATE,
    WORSE,
    WORSE_WITH_WHAT_IS_LEFT,
    Reckoning,
    Tallies,
    positions,
)
from leernet.verify.allocation.record import BrokenLine
from leernet.verify.allocation.rules import broken_placements, broken_tours


def wrong_draw(
    problem: AllocationProblem, record: AllocationRecord, order: list[Participant]
) -> Iterator[BrokenLine]:
    """Seed, members and order of lots that are not those of the problem."""
    ids = sorted(person.id for person in order)
    listed = sha256("".join(f"{name}\n" for name in ids).encode()).hexdigest()
    if record.draw.seed != problem.seed:
        yield BrokenLine("record", ("draw", "seed"), rules.OTHER_SEED.broken())
    if record.draw.members_sha256 != listed:
        yield BrokenLine("record", ("draw", "members_sha256"), rules.OTHER_MEMBERS_DRAWN.broken())
    drawn = tuple(person.id for person in order)
    if record.draw.order != drawn:
        pairs = zip(record.draw.order, drawn, strict=False)
        at = next((at for at, (said, lot) in enumerate(pairs) if said != lot), len(record.draw.order))
        yield BrokenLine("record", ("draw", "order", at), rules.OTHER_ORDER.broken(lot=at + 1))


def lot(seed: str, person: Participant) -> tuple[bool, int, str, str]:
    digest = sha256(f"{seed}\n{person.id}".encode()).hexdigest()
    return (person.waits, -person.credit, digest, person.id)


def wrong_placements(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    """Hard rules that placements break, and lists of sessions that do not go with them."""
    tours = {session: line.tour for session, line in record.sessions.items()}
    for broken in (
        *broken_placements(problem, record.placements),
        *broken_tours(problem, record.placements, tours),
    ):
        section = "sessions" if "/" in broken.about[0] else "placements"
        yield BrokenLine("record", (section, broken.about[0]), broken.broken)
    placed: dict[str, list[str]] = {}
    for name in sorted(record.placements):
        for moment, workshop in record.placements[name].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(name)
    for session, line in record.sessions.items():
        if list(line.placed) != placed.pop(session, []):
            yield BrokenLine(
                "record", ("sessions", session, "placed"), rules.LIST_DOES_NOT_MATCH.broken(session=session)
            )


def wrong_goals(
    problem: AllocationProblem, record: AllocationRecord, tallies: Tallies
) -> Iterator[BrokenLine]:
    """Goals that the policy does not ask for, and values that placements do not give."""
    # When time ran out before the worst level was proven, nothing below it was counted.
    every = {goal.name: goal.value for goal in record.goals}
    proven = {goal.name: goal.value for goal in record.goals if goal.proven}
    if [*every] != expected_goals(problem, every) and [*every] != expected_goals(problem, proven):
        yield BrokenLine("record", ("goals",), rules.OTHER_GOALS.broken(policy=problem.policy))
        return
    for at, goal in enumerate(record.goals):
        value = tallies.value(goal.name)
        if value != goal.value:
            yield BrokenLine(
                "record",
                ("goals", at),
                rules.GOAL_VALUE.broken(goal=goal.name, said=goal.value, value=value or 0),
            )


def expected_goals(problem: AllocationProblem, values: Mapping[str, int]) -> list[str]:
    """The goals that the policy asks for, in order; how many levels there are follows from the worst one."""
    groups = ("", LATE) if any(person.waits for person in problem.participants) else ("",)
    of_tours = [name for suffix in groups for name in _of_tours(problem, suffix)]
    return [name for suffix in groups for name in _of_group(problem, values, suffix)] + of_tours


def _of_tours(problem: AllocationProblem, suffix: str) -> list[str]:
    if not problem.has_tours:
        return []
    if suffix == LATE:
        return [f"tours missed{LATE}"]
    match problem.keep:
        case "frozen":
            return ["tours changed", "tours missed"]
        case "improve":
            return ["tours lost", "tours missed", "tours changed"]
        case "fewest":
            return ["tours missed", "tours changed"]
        case None:
            return ["tours missed"]


def _of_group(problem: AllocationProblem, values: Mapping[str, int], suffix: str) -> list[str]:
    first, wanted = ["seats missing"], []
    if problem.policy not in ("lottery", "draft"):
        evidence = ["evidence choices missed"] if problem.evidence_first else []
        wanted = evidence + _of_policy(problem, values.get(f"worst level{suffix}", 0))
    names = [f"{name}{suffix}" for name in (*first, *wanted)]
    if suffix == LATE:
        return names
    match problem.keep:
        case "frozen":
            return ["placements changed", *names]
        case "improve":
            left = [WORSE_WITH_WHAT_IS_LEFT] if Reckoning(problem).something_is_gone else []
            return [WORSE, *left, *names, "placements changed"]
        case "fewest":
            return [*first, "placements changed", *wanted]
        case None:
            return names


def _of_policy(problem: AllocationProblem, worst: int) -> list[str]:
    match problem.policy:
        case "floor-first":
            floor = [f"members at level {worst}"] if worst else []
            return ["worst level", *floor, "sum of levels"]
        case "leximin":
            return ["worst level", *(f"members at level {level}" for level in range(worst, 0, -1))]
        case "most-first-choices":
            known = Reckoning(problem).running
            last = max(
                (
                    at
                    for each in problem.participants
                    for name, at in positions(each).items()
                    if name in known
                ),
                default=-1,
            )
            return [f"places at wish {wish + 1}" for wish in range(1 + last)]
        case _:
            return ["sum of levels"]

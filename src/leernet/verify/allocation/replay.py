"""A record, its proof and where their values are in; a finding for each line that does not hold out."""

from collections import Counter
from collections.abc import Iterator

from leernet.catalogue import proofs as rules
from leernet.finding import Finding, Places
from leernet.model.allocation import MISSING, AllocationProblem, AllocationRecord, ProofNode
from leernet.verify.allocation.inputs import before_sha256
from leernet.verify.allocation.measures import counts_good
from leernet.verify.allocation.missing import missing_reasons
from leernet.verify.allocation.proof import replay
from leernet.verify.allocation.reckoning import Reckoning
from leernet.verify.allocation.record import BrokenLine


def replayed(
    problem: AllocationProblem,
    record: AllocationRecord,
    proof: tuple[ProofNode, ...],
    places: Places,
    proof_places: Places,
) -> tuple[Finding, ...]:
    """Every line of a record and its proof that does not hold, or is not shown to, all recomputed.

    Args:
        places: where the record's values are.
        proof_places: where those of the proof are.
    """
    lines = replay(problem, record, proof)
    if all(line.undecided for line in lines):
        # Of placements that do not hold, what follows from them would be said a second time.
        lines = (*lines, *wrong_facts(problem, record))
    return tuple(
        line.broken.at((places if line.file == "record" else proof_places).of(*line.path)) for line in lines
    )


def wrong_facts(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    """Sessions, missing places, what was before, who ended furthest below their best, and bounds of goals."""
    yield from _sessions(problem, record)
    yield from _missing(problem, record)
    yield from _before(problem, record)
    yield from _floor(problem, record)
    yield from _bounds(record)


def _sessions(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    known = {session.id: session for session in problem.sessions}
    for name in sorted({*known, *record.sessions}):
        session, line = known.get(name), record.sessions.get(name)
        if session is None:
            yield BrokenLine("record", ("sessions", name), rules.NO_SUCH_SESSION.broken(session=name))
        elif line is None:
            yield BrokenLine("record", ("sessions",), rules.SESSION_NOT_LISTED.broken(session=name))
        else:
            if line.seats != session.seats_max:
                yield BrokenLine(
                    "record",
                    ("sessions", name, "seats"),
                    rules.SEATS_DIFFER.broken(session=name, said=line.seats, seats=session.seats_max),
                )
            if line.runs != (bool(line.placed) or session.runs == "yes"):
                runs = rules.DOES_NOT_RUN_AFTER_ALL if line.runs else rules.RUNS_AFTER_ALL
                yield BrokenLine("record", ("sessions", name, "runs"), runs.broken(session=name))


def _missing(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    """Everybody has as many places as wanted, or a true reason for each that is not there."""
    load = Counter(place for has in record.placements.values() for place in has.items())
    missing = {}
    for person in problem.participants:
        if why := missing_reasons(problem, person, record.placements.get(person.id, {}), load):
            missing[person.id] = {moment: MISSING[reason] for moment, reason in why.items()}
    for member in sorted({*missing, *record.missing}):
        if record.missing.get(member, {}) != missing.get(member, {}):
            yield BrokenLine("record", ("missing", member), rules.MISSING_DIFFERS.broken(member=member))


def _before(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    """What was before is told of those only for whom it was something else."""
    kept, people = problem.keep is not None, {person.id for person in problem.participants}
    for member, before in record.before.items():
        if not kept or member not in people or before == record.placements.get(member, {}):
            yield BrokenLine("record", ("before", member), rules.BEFORE_DIFFERS.broken(member=member))
    if record.before_sha256 != before_sha256(problem) or (record.tours_before and not kept):
        yield BrokenLine(
            "record",
            ("before",) if record.before else ("before_sha256",),
            rules.OTHER_EARLIER_RESULT.broken(),
        )


def _floor(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    levels = Reckoning(problem).tallies(record.placements).level
    worst = max(levels.values(), default=0)
    if record.floor != tuple(member for member, level in sorted(levels.items()) if level == worst > 0):
        yield BrokenLine("record", ("floor",), rules.FLOOR_DIFFERS.broken())


def _bounds(record: AllocationRecord) -> Iterator[BrokenLine]:
    for at, goal in enumerate(record.goals):
        if goal.bound is None:
            wrong = goal.proven
        elif goal.proven:
            wrong = goal.bound != goal.value
        else:
            wrong = goal.bound < goal.value if counts_good(goal.name) else goal.bound > goal.value
        if wrong:
            yield BrokenLine("record", ("goals", at, "bound"), rules.BOUND_DIFFERS.broken(goal=goal.name))

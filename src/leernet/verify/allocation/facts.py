"""A problem and its record in; what the record says besides placements and does not follow from them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from leernet.model.allocation import MISSING, AllocationProblem, AllocationRecord
from leernet.verify.allocation.columns import counts_good
from leernet.verify.allocation.inputs import before_sha256
from leernet.verify.allocation.missing import missing_reasons
from leernet.verify.allocation.proof import BrokenLine
from leernet.verify.allocation.rules import Reckoning
from leernet.words import Sentence, _


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
            sentence = _("There is no session '{session}' in this series.", session=name)
            yield BrokenLine("record", ("sessions", name), sentence)
        elif line is None:
            yield BrokenLine("record", ("sessions",), _("Session '{session}' is not listed.", session=name))
        else:
            if line.seats != session.seats_max:
                sentence = _(
                    "Session '{session}' is said to have {said} seats and has {seats}.",
                    session=name,
                    said=line.seats,
                    seats=session.seats_max,
                )
                yield BrokenLine("record", ("sessions", name, "seats"), sentence)
            if line.runs != (bool(line.placed) or session.runs == "yes"):
                yield BrokenLine("record", ("sessions", name, "runs"), _runs(name, line.runs))


def _runs(session: str, said: bool) -> Sentence:
    if said:
        return _("Session '{session}' is said to run and does not.", session=session)
    return _("Session '{session}' is said not to run and does.", session=session)


def _missing(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    """Everybody has as many places as wanted, or a true reason for each that is not there."""
    load = Counter(place for has in record.placements.values() for place in has.items())
    missing = {}
    for person in problem.participants:
        if why := missing_reasons(problem, person, record.placements.get(person.id, {}), load):
            missing[person.id] = {moment: MISSING[reason] for moment, reason in why.items()}
    for member in sorted({*missing, *record.missing}):
        if record.missing.get(member, {}) != missing.get(member, {}):
            sentence = _(
                "What {member} is said to be missing is not what the placements leave.", member=member
            )
            yield BrokenLine("record", ("missing", member), sentence)


def _before(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    """What was before is told of those only for whom it was something else."""
    kept, people = problem.keep is not None, {person.id for person in problem.participants}
    for member, before in record.before.items():
        if not kept or member not in people or before == record.placements.get(member, {}):
            sentence = _("There is nothing that was otherwise before for {member}.", member=member)
            yield BrokenLine("record", ("before", member), sentence)
    if record.before_sha256 != before_sha256(problem) or (record.tours_before and not kept):
        sentence = _("This is not the earlier result that was kept.")
        yield BrokenLine("record", ("before",) if record.before else ("before_sha256",), sentence)


def _floor(problem: AllocationProblem, record: AllocationRecord) -> Iterator[BrokenLine]:
    levels = Reckoning(problem).tallies(record.placements).level
    worst = max(levels.values(), default=0)
    if record.floor != tuple(member for member, level in sorted(levels.items()) if level == worst > 0):
        sentence = _("These are not those who ended furthest below their best.")
        yield BrokenLine("record", ("floor",), sentence)


def _bounds(record: AllocationRecord) -> Iterator[BrokenLine]:
    for at, goal in enumerate(record.goals):
        if goal.bound is None:
            wrong = goal.proven
        elif goal.proven:
            wrong = goal.bound != goal.value
        else:
            wrong = goal.bound < goal.value if counts_good(goal.name) else goal.bound > goal.value
        if wrong:
            sentence = _("The bound of goal '{goal}' does not go with its value.", goal=goal.name)
            yield BrokenLine("record", ("goals", at, "bound"), sentence)

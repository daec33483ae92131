"""Records of before "places not chosen" stopped being a goal are still held, where it could only be 0."""

import pytest
from msgspec.structs import replace

from leernet.explain.allocated import Allocated
from leernet.finding import Places
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Certificate, Participant, Session
from leernet.model.plan import Goal
from leernet.solve.allocation.solver import allocate
from leernet.verify.allocation.changed import as_defined_now
from leernet.verify.allocation.replay import replayed
from leernet.write.allocation_record import allocation_record

SESSIONS = (
    Session("herfst/drama", "herfst", "drama", 0, 1),
    Session("herfst/muziek", "herfst", "muziek", 0, 2),
)
NAMES = tuple(one.id for one in SESSIONS)
EARLIER = Goal(name="places not chosen", value=0, bound=0, proven=True)


def earlier(people, value=0):
    """A problem, and its record and proof as they were written before."""
    problem = AllocationProblem("ws", SESSIONS, people, seed="x")
    outcome = allocate(problem)
    assert isinstance(outcome, AllocationOutcome)
    record = allocation_record(Allocated(problem, outcome))
    goal = EARLIER.model_copy(update={"value": value})
    record = record.model_copy(update={"goals": (record.goals[0], goal, *record.goals[1:])})
    proof = tuple(
        replace(
            node,
            certificates=(
                *node.certificates[:1],
                Certificate("places not chosen", 0, 1, {}, ()),
                *node.certificates[1:],
            ),
        )
        for node in outcome.proof
    )
    return problem, record, proof


WHOLE = (
    Participant("s1", 1, (("drama",), ("muziek",)), NAMES),
    Participant("s2", 1, (("drama", "muziek"),), NAMES),
    Participant("s3", 1, (("muziek",),), NAMES, never=("drama",)),
)
SHORT = (*WHOLE[:2], Participant("s3", 1, (("muziek",),), NAMES))


def rules_of(problem, record, proof):
    return [one.rule for one in replayed(problem, record, proof, Places(), Places())]


def test_where_everybody_listed_all_the_record_still_holds():
    problem, record, proof = earlier(WHOLE)

    assert rules_of(problem, record, proof) != []
    assert rules_of(problem, *as_defined_now(problem, record, proof)) == []


@pytest.mark.parametrize(("people", "value"), [(SHORT, 0), (WHOLE, 1)])
def test_where_the_goal_said_something_it_stays(people, value):
    problem, record, proof = earlier(people, value)

    assert as_defined_now(problem, record, proof) == (record, proof)
    assert rules_of(problem, *as_defined_now(problem, record, proof)) != []

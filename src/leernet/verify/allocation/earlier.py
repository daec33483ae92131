"""A record made by earlier definitions and its proof in; the same in today's words, where both agree, out.

Until workshops that were not listed came to share the level after the list, *places not chosen* was a goal of
its own. Where everybody listed all that they may attend it could be nothing but 0, and leaving it out changes
nothing.
"""

from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, AllocationRecord, Participant, ProofNode

_PLACES_NOT_CHOSEN = "places not chosen"


def as_defined_now(
    problem: AllocationProblem, record: AllocationRecord, proof: tuple[ProofNode, ...]
) -> tuple[AllocationRecord, tuple[ProofNode, ...]]:
    """Record and proof without the goal that is none any more, where it said nothing; else as they are."""
    said = [goal for goal in record.goals if goal.name == _PLACES_NOT_CHOSEN]
    says_nothing = all((goal.value, goal.bound) == (0, 0) for goal in said)
    if not said or not says_nothing or not all(map(_listed_all, problem.participants)):
        return record, proof
    goals = tuple(goal for goal in record.goals if goal.name != _PLACES_NOT_CHOSEN)
    nodes = tuple(
        replace(
            node,
            certificates=tuple(one for one in node.certificates if one.goal != _PLACES_NOT_CHOSEN),
        )
        for node in proof
    )
    return record.model_copy(update={"goals": goals}), nodes


def _listed_all(person: Participant) -> bool:
    """Whether there is no workshop that this person may attend, did not rule out and did not list."""
    listed = {workshop for group in person.wishes for workshop in group}
    open_to_them = {session.partition("/")[2] for session in person.sessions}
    return open_to_them <= listed | set(person.never)

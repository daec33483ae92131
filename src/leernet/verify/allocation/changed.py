"""What a proof keeps of its inputs, and the same of today, in; what changed since, with its place, out."""

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from leernet.catalogue.allocation import (
    CHANGED_ANSWER,
    CHANGED_CREDIT,
    CHANGED_DEFINITION,
    CHANGED_KEY,
    CHANGED_PLAN,
    NO_LONGER_DEFINED,
    NOT_DEFINED_THEN,
)
from leernet.catalogue.rule import Rule
from leernet.finding import Finding, Place, Places
from leernet.model.allocation import AllocationProblem, AllocationRecord, Participant, ProofNode
from leernet.verify.allocation.definitions import OF_ALL, OF_KEY, OF_MEMBER

Apart = Mapping[str, Mapping[str, str]]

_READING = ("columns", "scores")


def changed_inputs(
    then: Apart,
    now: Apart,
    people: Collection[str],
    places: Places,
    plan: Places,
    answers: Mapping[str, Place],
) -> tuple[Finding, ...]:
    """Every definition, key, planned day and answer that is not what it was.

    Args:
        then: with the proof; nothing is named where it keeps less.
        people: who could be placed then or can be now; of others nothing matters.
        places: where the definitions stand.
        plan: where the values of the plan stand.
        answers: where the answer of a member stands.
    """
    if now.keys() != then.keys():
        return ()
    named = _differing(then["definitions"], now["definitions"])
    found = [*_definitions(named, then["definitions"], now["definitions"], places, plan)]
    for member in _differing(then["members"], now["members"]):
        if member in people:
            found += _member(member, then["members"].get(member, ""), now["members"].get(member, ""), places)
    # Where columns are read in another way, rows need not have changed.
    read_otherwise = any(name.rpartition("/")[2] in _READING for name in named)
    for member in () if read_otherwise else _differing(then["answers"], now["answers"]):
        place = answers.get(member) or places.of("members", member)
        found.append(CHANGED_ANSWER.at(place, member=member))
    return tuple(found)


def changed_policy(then: Apart, now: Apart, series: str, places: Places) -> tuple[Finding, ...]:
    """That the series asks for another policy than it did, which is no input of the proof."""
    name = f"series/{series}/policy"
    before = then.get("definitions", {}).get(name)
    if before is None or before == now["definitions"][name]:
        return ()
    return (CHANGED_KEY.at(places.of(*name.split("/")), key="policy", name=series),)


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]


def _definitions(
    named: list[str], then: Mapping[str, str], now: Mapping[str, str], places: Places, plan: Places
) -> Iterator[Finding]:
    told = set()
    for name in named:
        kind, id, *keys = name.split("/")
        if kind == "plan":
            reference = "/".join(keys)
            yield CHANGED_PLAN.at(plan.of(id, reference), name=reference)
        elif kind == "earlier":
            if f"series/{id}/credit" not in named:
                yield CHANGED_CREDIT.at(places.of("series", id, "credit"), name=id)
        elif kind == "workshops" and not (_defines(then, kind, id) and _defines(now, kind, id)):
            if id not in told:
                told.add(id)
                rule = _rule(then=_defines(then, kind, id), now=_defines(now, kind, id))
                yield rule.at(places.of(kind, id), name=id)
        else:
            key = "for" if keys[0] == "audience" else keys[-1]
            yield CHANGED_KEY.at(places.of(kind, id, *keys[:-1], key), key=key, name=id)


def _member(member: str, then: str, now: str, places: Places) -> Iterator[Finding]:
    """Each key that changed; the member where it is another one, or digits are equal by chance."""
    keys = [
        key
        for at, key in enumerate(OF_MEMBER)
        for digits in (slice(OF_ALL + OF_KEY * at, OF_ALL + OF_KEY * (at + 1)),)
        if then[digits] != now[digits]
    ]
    if not (then and now and keys):
        yield _rule(then=bool(then), now=bool(now)).at(places.of("members", member), name=member)
        return
    for key in keys:
        yield CHANGED_KEY.at(places.of("members", member, key), key=key, name=member)


def _defines(some: Mapping[str, str], kind: str, id: str) -> bool:
    return any(name.startswith(f"{kind}/{id}/") for name in some)


def _rule(*, then: bool, now: bool) -> Rule:
    if then and now:
        return CHANGED_DEFINITION
    return NO_LONGER_DEFINED if then else NOT_DEFINED_THEN


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

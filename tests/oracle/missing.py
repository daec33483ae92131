"""Why somebody has fewer places than there were to be had: for each moment the first reason that is true."""

from collections import Counter

from tests.oracle.asked import Asked, Person, moment_of, said_before
from tests.oracle.worth import Outcome

# In the order in which they are listed; what the record calls them.
REASONS = {
    "no-seat": "no seat left in a session this member may attend",
    "costs-others": "a place in a session this member may attend would cost others",
    "closed": "the sessions this member may attend at this moment do not run",
    "never": "all that was left at this moment was ruled out in the answer",
    "elsewhere": "what this member may attend at this moment is attended at another moment",
    "no-session": "no session at this moment that this member may attend",
    "absent": "absent at this moment, according to the answer",
    "meeting": "absent from the meeting that this moment is part of",
    "away": "away, not working or not a member on the day of this moment",
    "leads": "leads a workshop at this moment",
    "past": "this moment was over when this member was placed",
}


def load_of(outcome: Outcome) -> Counter:
    return Counter(name for choice in outcome.values() for name in choice.sessions)


def running(asked: Asked, outcome: Outcome) -> set[str]:
    """Sessions that run: with anybody in them, and those that run in any case."""
    return {name for name, each in asked.sessions.items() if load_of(outcome)[name] or each.runs == "yes"}


def missing(asked: Asked, outcome: Outcome) -> dict[str, dict[str, str]]:
    """For each person with too few places the moments that are missing, and why."""
    found = {person.id: _missing(asked, outcome, person) for person in asked.people if not person.left}
    return {id: reasons for id, reasons in found.items() if reasons}


def _missing(asked: Asked, outcome: Outcome, person: Person) -> dict[str, str]:
    has = outcome[person.id].sessions
    lacking = max(asked.choose, len(person.must)) - len(has)
    reasons = [
        (_reason(asked, outcome, person, moment), moment)
        for moment in asked.moments
        if moment not in set(map(moment_of, has))
    ]
    reasons.sort(key=lambda one: list(REASONS.values()).index(one[0]))
    return {moment: reason for reason, moment in reasons[: max(lacking, 0)]}


def _reason(asked: Asked, outcome: Outcome, person: Person, moment: str) -> str:
    if moment in asked.over:
        return said_before(asked.before, person.id).get(moment, REASONS["past"])
    return REASONS[_reason_to_come(asked, outcome, person, moment)]


def _reason_to_come(asked: Asked, outcome: Outcome, person: Person, moment: str) -> str:
    if moment in person.blocked:
        return person.blocked[moment]
    there = [asked.sessions[name] for name in person.may if moment_of(name) == moment]
    has = {asked.sessions[name].workshop for name in outcome[person.id].sessions}
    free = [session for session in there if session.workshop not in has]
    others = [session for session in free if session.workshop not in person.never]
    runs, load = running(asked, outcome), load_of(outcome)
    seats = {each.name for each in free if each.name in runs and load[each.name] < each.seats}
    if free and (not others or any(each.name in seats for each in free if each not in others)):
        return "never"
    if any(each.name in runs for each in others):
        return "costs-others" if any(each.name in seats for each in others) else "no-seat"
    if others:
        return "closed"
    return "elsewhere" if there else "no-session"

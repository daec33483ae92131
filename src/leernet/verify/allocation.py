"""An allocation and its problem in, the rules it breaks out; recomputed, nothing comes from the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from leernet.model.allocation import AllocationOutcome, AllocationProblem, Participant, Session
from leernet.words import Sentence, _

Placements = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that an allocation does not keep.

    Attributes:
        rule: name in kebab-case, the same in every language.
        about: ids of the participant and the session (``moment/workshop``), as far as it is about one.
        sentence: what is wrong, in the user's words.
    """

    rule: str
    about: tuple[str, ...]
    sentence: Sentence


def broken_rules(problem: AllocationProblem, outcome: AllocationOutcome) -> tuple[BrokenRule, ...]:
    """Every hard rule, count and goal value that does not hold; people first, then sessions, then goals."""
    return (
        *broken_placements(problem, outcome.placements),
        *_miscounted_sessions(outcome),
        *_wrong_goals(problem, outcome),
    )


def broken_placements(problem: AllocationProblem, placements: Placements) -> tuple[BrokenRule, ...]:
    """Every hard rule that placements break, whoever made them."""
    sessions = {(session.moment, session.workshop): session for session in problem.sessions}
    people = sorted(problem.participants, key=lambda person: person.id)
    known = {person.id for person in people}
    found = [
        BrokenRule(
            "unknown-participant", (name,), _("{member} is not one of those to be placed.", member=name)
        )
        for name in placements
        if name not in known
    ]
    for person in people:
        found += _of_person(person, placements.get(person.id, {}), sessions)
    load = Counter(place for name in known for place in placements.get(name, {}).items())
    for session in sorted(problem.sessions, key=lambda session: session.id):
        found += _of_session(session, load[session.moment, session.workshop])
    return tuple(found)


def _of_person(
    person: Participant, has: Mapping[str, str], sessions: Mapping[tuple[str, str], Session]
) -> Iterator[BrokenRule]:
    if len(has) > person.need:
        sentence = _(
            "{member} has {places} places and wants {need}.",
            member=person.id,
            places=len(has),
            need=person.need,
        )
        yield BrokenRule("too-many-places", (person.id,), sentence)
    for workshop in sorted(name for name, times in Counter(has.values()).items() if times > 1):
        sentence = _(
            "{member} gets workshop '{workshop}' more than once.", member=person.id, workshop=workshop
        )
        yield BrokenRule("workshop-twice", (person.id,), sentence)
    for moment, workshop in sorted(has.items()):
        session = sessions.get((moment, workshop))
        about = (person.id, f"{moment}/{workshop}")
        fields = {"member": person.id, "workshop": workshop, "moment": moment}
        if session is None:
            sentence = _("{member} is in workshop '{workshop}' at {moment}, which does not exist.", **fields)
            yield BrokenRule("unknown-session", about, sentence)
        elif session.id not in person.sessions:
            sentence = _("{member} may not attend workshop '{workshop}' at {moment}.", **fields)
            yield BrokenRule("may-not-attend", about, sentence)
        if workshop in person.never:
            sentence = _("{member} is in workshop '{workshop}', which was ruled out.", **fields)
            yield BrokenRule("never", about, sentence)
    for moment, workshop in person.placed:
        if has.get(moment) != workshop:
            sentence = _(
                "{member} was placed by hand in workshop '{workshop}' at {moment} and is not there.",
                member=person.id,
                workshop=workshop,
                moment=moment,
            )
            yield BrokenRule("not-as-placed", (person.id, f"{moment}/{workshop}"), sentence)


def _of_session(session: Session, people: int) -> Iterator[BrokenRule]:
    fields: dict[str, str | int] = {"workshop": session.workshop, "moment": session.moment, "people": people}
    if people > session.seats_max:
        sentence = _(
            "Workshop '{workshop}' at {moment} has {seats} seats and {people} people are in it.",
            seats=session.seats_max,
            **fields,
        )
        yield BrokenRule("too-few-seats", (session.id,), sentence)
    if people and session.runs == "no":
        sentence = _(
            "Workshop '{workshop}' at {moment} does not run and {people} people are in it.", **fields
        )
        yield BrokenRule("does-not-run", (session.id,), sentence)
    if session.runs == "decide" and 0 < people < session.seats_min:
        sentence = _(
            "Workshop '{workshop}' at {moment} needs {least} people and {people} are in it.",
            least=session.seats_min,
            **fields,
        )
        yield BrokenRule("below-minimum", (session.id,), sentence)


def _miscounted_sessions(outcome: AllocationOutcome) -> Iterator[BrokenRule]:
    """Sessions whose list of people is not that of the placements."""
    placed: dict[str, list[str]] = {}
    for name in sorted(outcome.placements):
        for moment, workshop in outcome.placements[name].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(name)
    for session in outcome.sessions:
        people = tuple(placed.get(session.session, ()))
        if people != session.placed or (people and not session.runs):
            sentence = _(
                "The list of session '{session}' is not that of the placements.", session=session.session
            )
            yield BrokenRule("wrong-list", (session.session,), sentence)


def _wrong_goals(problem: AllocationProblem, outcome: AllocationOutcome) -> Iterator[BrokenRule]:
    reckoning = Reckoning(problem)
    for goal in outcome.goals:
        value = reckoning.value(goal.name, outcome.placements)
        if value != goal.value:
            sentence = _(
                "Goal '{goal}' is said to be {said} and is {value}.",
                goal=goal.name,
                said=goal.value,
                value="?" if value is None else value,
            )
            yield BrokenRule("wrong-goal", (goal.name,), sentence)


LATE = " (late)"


class Reckoning:
    """What goals are worth for given placements; see ``docs/allocation.md``."""

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem
        self.sessions = {session.id: session for session in problem.sessions if runs_at_all(session)}
        self.running = {session.workshop for session in self.sessions.values()}
        self._best: dict[tuple[object, ...], int] = {}

    @cached_property
    def not_wished(self) -> int:
        """Points of a workshop that was not wished for; a missing place costs one more."""
        levels = (
            level
            for person in self.problem.participants
            for level, group in enumerate(person.wishes)
            if not self.running.isdisjoint(group)
        )
        return max(len(self.running), 1 + max(levels, default=0))

    def value(self, name: str, placements: Placements) -> int | None:
        """The value of a goal; none for a name that is no goal's."""
        late, kind = name.endswith(LATE), name.removesuffix(LATE)
        everybody = [(person, placements.get(person.id, {})) for person in self.problem.participants]
        group = [(person, has) for person, has in everybody if person.waits == late]
        if kind in ("members worse off than before", "placements changed"):
            return sum(self.of_one(kind, person, has) for person, has in everybody)
        if kind == "worst level":
            return max((self.level(person, has) for person, has in group), default=0)
        if kind.startswith(("members at level ", "places at wish ")) or kind in _COUNTED:
            return sum(self.of_one(kind, person, has) for person, has in group)
        return None

    def of_one(self, kind: str, person: Participant, has: Mapping[str, str]) -> int:
        """What one participant adds to a goal that is added up; the name without `` (late)``."""
        if kind.startswith("members at level "):
            return int(self.level(person, has) == int(kind.rpartition(" ")[2]))
        if kind.startswith("places at wish "):
            return self._ranks(person, has).count(int(kind.rpartition(" ")[2]) - 1)
        return _COUNTED[kind](self, person, has)

    def level(self, person: Participant, has: Mapping[str, str]) -> int:
        """Points above the best this person could have had alone."""
        key = (person.wishes, person.sessions, person.need, person.never, person.placed)
        if key not in self._best:
            self._best[key] = self._best_points(person)
        return self.points(person, has) - self._best[key]

    def points(self, person: Participant, has: Mapping[str, str]) -> int:
        """Levels of the wishes added up; more for a workshop not wished for, most for a missing place."""
        return sum(self._ranks(person, has)) + (person.need - len(has)) * (self.not_wished + 1)

    def _ranks(self, person: Participant, has: Mapping[str, str]) -> list[int]:
        rank = ranks(person)
        return [rank.get(workshop, self.not_wished) for workshop in has.values()]

    def _best_points(self, person: Participant) -> int:
        """Workshops in order of wish, whenever all taken fit side by side, which is best (a matroid)."""
        rank, pinned = ranks(person), dict(person.placed)
        moments: dict[str, list[str]] = {}
        for name in person.sessions:
            session = self.sessions.get(name)
            if session is not None and session.workshop not in person.never:
                moments.setdefault(session.workshop, []).append(session.moment)
        workshop_at: dict[str, str] = dict(pinned)
        fixed = frozenset(pinned)
        for workshop in sorted(moments, key=lambda each: (rank.get(each, self.not_wished), each)):
            if workshop not in pinned.values() and len(workshop_at) < person.need:
                _seated(workshop, moments, workshop_at, set(fixed))
        return self.points(person, workshop_at)

    def _unchosen(self, person: Participant, has: Mapping[str, str]) -> int:
        rank = ranks(person)
        return sum(workshop not in rank for workshop in has.values())

    def _evidence_missed(self, person: Participant, has: Mapping[str, str]) -> int:
        return len(self.running.intersection(person.evidence).difference(has.values()))

    def _missing(self, person: Participant, has: Mapping[str, str]) -> int:
        return person.need - len(has)

    def _changed(self, person: Participant, has: Mapping[str, str]) -> int:
        return sum(has.get(moment) != workshop for moment, workshop in person.previous)

    def _worse(self, person: Participant, has: Mapping[str, str]) -> int:
        return int(
            bool(person.previous) and self.points(person, has) > self.points(person, dict(person.previous))
        )


_COUNTED: Mapping[str, Callable[[Reckoning, Participant, Mapping[str, str]], int]] = {
    "seats missing": Reckoning._missing,
    "places not chosen": Reckoning._unchosen,
    "evidence choices missed": Reckoning._evidence_missed,
    "sum of levels": Reckoning.level,
    "placements changed": Reckoning._changed,
    "members worse off than before": Reckoning._worse,
}


def ranks(person: Participant) -> dict[str, int]:
    """Level of the wish for each workshop wished for."""
    return {
        workshop: level for level, group in reversed(list(enumerate(person.wishes))) for workshop in group
    }


def runs_at_all(session: Session) -> bool:
    """Whether a session can hold anybody."""
    reachable = session.runs == "yes" or session.seats_min <= session.seats_max
    return session.runs != "no" and session.seats_max > 0 and reachable


def _seated(
    workshop: str, moments: Mapping[str, list[str]], workshop_at: dict[str, str], tried: set[str]
) -> bool:
    """Find the workshop a moment, moving others to another moment of theirs where that helps."""
    for moment in moments[workshop]:
        if moment not in tried:
            tried.add(moment)
            if moment not in workshop_at or _seated(workshop_at[moment], moments, workshop_at, tried):
                workshop_at[moment] = workshop
                return True
    return False

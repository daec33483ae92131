"""A problem in; what placements are worth by its goals, counted one by one, out."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from msgspec import Struct

from leernet.model.allocation import AllocationProblem, Participant, Session

Placements = Mapping[str, Mapping[str, str]]

LATE = " (late)"
WORSE = "members worse off than before"
WORSE_WITH_WHAT_IS_LEFT = "members worse off than with what is left of before"


class _Tally(Struct):
    """What placements come to for those who answered in time, or for the others.

    Attributes:
        levels: of everybody.
        positions: in the own list, of every place that is in it.
    """

    levels: list[int] = []
    positions: list[int] = []
    missing: int = 0
    evidence_missed: int = 0
    changed: int = 0
    worse: int = 0
    worse_with_what_is_left: int = 0
    tours_missed: int = 0
    tours_changed: int = 0
    tours_lost: int = 0

    def value(self, goal: str) -> int | None:
        """The value of a goal, named without `` (late)``; none for a name that is no goal's."""
        match goal.rpartition(" "):
            case ("members at level", _, number) if number.isdecimal():
                return self.levels.count(int(number))
            case ("places at wish", _, number) if number.isdecimal():
                return self.positions.count(int(number) - 1)
        named = {
            "seats missing": self.missing,
            "evidence choices missed": self.evidence_missed,
            "worst level": max(self.levels, default=0),
            "sum of levels": sum(self.levels),
            "placements changed": self.changed,
            WORSE: self.worse,
            WORSE_WITH_WHAT_IS_LEFT: self.worse_with_what_is_left,
            "tours missed": self.tours_missed,
            "tours changed": self.tours_changed,
            "tours lost": self.tours_lost,
        }
        return named.get(goal)


class Tallies(Struct, frozen=True):
    """What placements come to.

    Attributes:
        level: of everybody, by id.
    """

    level: Mapping[str, int]
    in_time: _Tally
    late: _Tally

    def value(self, goal: str) -> int | None:
        """The value of a goal; none for a name that is no goal's."""
        group = self.late if goal.endswith(LATE) else self.in_time
        return group.value(goal.removesuffix(LATE))


class Reckoning:
    """What goals are worth for given placements; see ``docs/en/background/allocation.md``."""

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem
        self.sessions = {session.id: session for session in problem.sessions if runs_at_all(session)}
        self.running = {session.workshop for session in self.sessions.values()}
        self._best: dict[tuple[object, ...], int] = {}
        self._moments: dict[tuple[object, ...], Mapping[str, list[str]]] = {}

    @cached_property
    def missing(self) -> int:
        """Points of a missing place: more than of any other, ruled out or not."""
        longest = max((len(person.wishes) for person in self.problem.participants), default=0)
        return max(len(self.running), longest) + 2

    def tallies(self, placements: Placements, tours: Mapping[str, str] = MappingProxyType({})) -> Tallies:
        """What placements come to; what was there before is counted with those who answered in time.

        Args:
            tours: session of everybody's tour, by id.
        """
        in_time, late = _Tally(), _Tally()
        level: dict[str, int] = {}
        for person in self.problem.participants:
            has = placements.get(person.id, {})
            tally = late if person.waits else in_time
            level[person.id] = self._add(tally, person, has)
            if person.tour:
                self._add_tour(tally, person, tours.get(person.id, ""))
        in_time.changed += late.changed
        in_time.worse += late.worse
        in_time.worse_with_what_is_left += late.worse_with_what_is_left
        in_time.tours_changed += late.tours_changed
        in_time.tours_lost += late.tours_lost
        return Tallies(level, in_time, late)

    def _add(self, tally: _Tally, person: Participant, has: Mapping[str, str]) -> int:
        points = self.points(person, has)
        level = points - self.best(person)
        tally.levels.append(level)
        if self.problem.policy == "most-first-choices":
            tally.positions += [
                place[name] for place in (positions(person),) for name in has.values() if name in place
            ]
        tally.missing += person.need - len(has) - self.ruled_out(person, has)
        if person.evidence:
            tally.evidence_missed += self.evidence_missed(person, has)
        if person.previous:
            before = dict(person.previous)
            tally.changed += sum(has.get(moment) != before[moment] for moment in before)
            tally.worse += points > self.points(person, before)
            tally.worse_with_what_is_left += points > self.points(person, self.left_of_before(person))
        return level

    def _add_tour(self, tally: _Tally, person: Participant, tour: str) -> None:
        tally.tours_missed += not tour
        if person.previous_tour:
            tally.tours_changed += tour != person.previous_tour
            tally.tours_lost += not tour

    def left_of_before(self, person: Participant) -> Mapping[str, str]:
        """The places of an earlier result that this person may still attend."""
        return {
            moment: workshop
            for moment, workshop in person.previous
            if (name := f"{moment}/{workshop}") in self.sessions
            and name in person.sessions
            and workshop not in person.never
        }

    def before(self, person: Participant, goal: str) -> Mapping[str, str]:
        """The places that a goal about who is worse off sets those of now beside."""
        return dict(person.previous) if goal == WORSE else self.left_of_before(person)

    @property
    def something_is_gone(self) -> bool:
        """Whether somebody had a place that they may not attend any more."""
        people = self.problem.participants
        return any(len(self.left_of_before(person)) < len(person.previous) for person in people)

    def level(self, person: Participant, has: Mapping[str, str]) -> int:
        """Points above the best this person could have had alone."""
        return self.points(person, has) - self.best(person)

    def points(self, person: Participant, has: Mapping[str, str]) -> int:
        """Levels of the wishes added up; then what is not listed, what is ruled out, and what is missing."""
        rank, unlisted = ranks(person), len(person.wishes)
        wishes = sum([rank.get(workshop, unlisted) for workshop in has.values()])
        if len(has) >= person.need:
            return wishes
        ruled_out = self.ruled_out(person, has)
        return wishes + ruled_out * (unlisted + 1) + (person.need - len(has) - ruled_out) * self.missing

    def ruled_out(self, person: Participant, has: Mapping[str, str]) -> int:
        """Of the places missing, those that are only as the person ruled out what they could attend."""
        lacking = person.need - len(has)
        if lacking <= 0 or not (person.never or person.ruled_out_then):
            return 0
        moments: dict[str, list[str]] = {}
        for session in self.refused(person):
            if session.moment not in has and session.workshop not in has.values():
                moments.setdefault(session.workshop, []).append(session.moment)
        workshop_at: dict[str, str] = {}
        for workshop in moments:
            _seated(workshop, moments, workshop_at, set())
        return min(lacking, len(workshop_at))

    def refused(self, person: Participant) -> Iterator[Session]:
        """Sessions that run, or could, which a person may attend and ruled out; one for each moment then."""
        for name in person.sessions if person.never else ():
            session = self.sessions.get(name)
            if session is not None and session.workshop in person.never:
                yield session
        for moment in person.ruled_out_then:
            yield Session(f"{moment}//", moment, f"/{moment}", 0, 0, been=True)

    def evidence_missed(self, person: Participant, has: Mapping[str, str]) -> int:
        """Of the workshops marked as evidence that count, those that are missed."""
        marked = self.running.intersection(person.evidence).difference(person.never)
        counted = min(len(marked), self.problem.evidence_at_most)
        return max(counted - len(marked.intersection(has.values())), 0)

    def best(self, person: Participant) -> int:
        """Points of the best this person could have had alone."""
        key = (
            *(person.wishes, person.sessions, person.need, person.never, person.placed),
            *((person.had, person.once) if person.had or person.once else ()),
            person.ruled_out_then,
        )
        if key not in self._best:
            self._best[key] = self._best_points(person.at_first)
        return self._best[key]

    def _best_points(self, person: Participant) -> int:
        """Workshops in order of wish, whenever all taken fit side by side, which is best (a matroid)."""
        rank, moments = self.levels(person), self._moments_of(person)
        workshop_at = dict(person.placed)
        fixed, placed = frozenset(workshop_at), frozenset(workshop_at.values())
        points = sum(rank.get(workshop, len(person.wishes)) for workshop in placed)
        in_order = sorted((rank.get(each, len(person.wishes)), each) for each in moments)
        for level, workshop in in_order:
            if len(workshop_at) >= person.need:
                break
            if workshop in moments and workshop not in placed:
                moment = moments[workshop][0]
                if moment not in workshop_at:
                    workshop_at[moment] = workshop
                    points += level
                elif _seated(workshop, moments, workshop_at, set(fixed)):
                    points += level
        return points + (person.need - len(workshop_at)) * self.missing

    @staticmethod
    def levels(person: Participant) -> Mapping[str, int]:
        """Level of each workshop that is listed or ruled out; what is neither has that after the listed."""
        then = (f"/{moment}" for moment in person.ruled_out_then)
        return {**ranks(person), **dict.fromkeys((*person.never, *then), len(person.wishes) + 1)}

    def _moments_of(self, person: Participant) -> Mapping[str, list[str]]:
        """Moments at which a person could attend each workshop, if need be one that they ruled out."""
        key = (person.sessions, person.never, person.ruled_out_then)
        if key not in self._moments:
            moments = {f"/{moment}": [moment] for moment in person.ruled_out_then}
            for name in person.sessions:
                session = self.sessions.get(name)
                if session is not None:
                    moments.setdefault(session.workshop, []).append(session.moment)
            self._moments[key] = moments
        return self._moments[key]


def positions(person: Participant) -> Mapping[str, int]:
    """Place of each workshop in a list; of several liked equally it is that of the last of them."""
    found: dict[str, int] = {}
    before = 0
    for group in person.wishes:
        before += len(group)
        for workshop in group:
            found.setdefault(workshop, before - 1)
    return found


def ranks(person: Participant) -> Mapping[str, int]:
    """Level of the wish for each workshop wished for, best first."""
    return levels_of(person.wishes)


# Every measure of everybody asks for them again.
@lru_cache(maxsize=100_000)
def levels_of(wishes: tuple[tuple[str, ...], ...]) -> Mapping[str, int]:
    """Level of each workshop in a list of wishes, best first."""
    found: dict[str, int] = {}
    for level, group in enumerate(wishes):
        for workshop in group:
            found.setdefault(workshop, level)
    return found


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

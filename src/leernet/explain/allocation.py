"""An allocation and one participant in; why this person has these places and not others, as facts, out."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from leernet.explain.standings import Placements, Right, Standing, right_of, standing, wish_ranks
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible, Participant, Session
from leernet.verify.allocation import Reckoning

Allocate: TypeAlias = Callable[[AllocationProblem], "AllocationOutcome | Impossible"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a place in a session.

    Attributes:
        right: why.
        rank: which wish of theirs it is, from 1; None when it was not wished for.
        equal: whether the two could have changed places at this moment with the same result for all goals.
    """

    member: str
    right: Right
    rank: int | None
    equal: bool


@dataclass(frozen=True, slots=True)
class NotGot:
    """A wish that did not come true at one moment.

    Attributes:
        rank: which wish it is, from 1.
        why: ``closed``: the session does not run; ``full``: all its seats are taken; ``other``: seats are
            left, but what else this person would have lost, or the minimum of another session, counted more;
            ``no-session``: there is none that this person may attend, and then there is no moment.
        wished: how many may attend the session and wished for it.
        one_more_seat: whether one seat more would leave this person better off; None: not asked.
    """

    workshop: str
    rank: int
    why: Literal["closed", "full", "other", "no-session"]
    moment: str = ""
    seats: int = 0
    minimum: int = 0
    wished: int = 0
    holders: tuple[Holder, ...] = ()
    one_more_seat: bool | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why somebody has these places and not others.

    Attributes:
        not_got: wishes better than the least of what this person has, best first.
        exchange: workshop and moment of a better place that a chain of exchanges at that moment would give
            without making anyone worse off; None when there is no such chain.
        lot: place in the order of lots, from 1.
        lots: how many lots were drawn.
        lots_decided: whether somebody with an equal claim has what this person wished for.
    """

    standing: Standing
    not_got: tuple[NotGot, ...]
    exchange: tuple[str, str] | None
    lot: int
    lots: int
    lots_decided: bool


def reasons(
    problem: AllocationProblem, placements: Placements, order: tuple[str, ...], member: str
) -> Reasons:
    """The facts about one participant.

    Args:
        placements: of everybody; of an outcome or a record.
        order: ids in order of lots.

    Raises:
        KeyError: nobody of this id takes part.
    """
    return Explainer(problem, placements, order).reasons(member)


class Explainer:
    """Gives reasons for many participants of one allocation; what they share is counted once."""

    def __init__(self, problem: AllocationProblem, placements: Placements, order: tuple[str, ...]) -> None:
        self.problem = problem
        self.placements = placements
        self.order = order
        self.reckoning = Reckoning(problem)
        self.people = {person.id: person for person in problem.participants}
        self.may = {person.id: frozenset(person.sessions) for person in problem.participants}
        self.sessions = {(session.moment, session.workshop): session for session in problem.sessions}
        self.at_moment: dict[str, list[Session]] = defaultdict(list)
        for session in sorted(problem.sessions, key=lambda session: session.id):
            self.at_moment[session.moment].append(session)
        self.levels: dict[str, int] = {}
        self.wished = Counter(
            name
            for person in problem.participants
            for ranks in (wish_ranks(person),)
            for name in person.sessions
            if name.partition("/")[2] in ranks
        )
        self.present: dict[tuple[str, str], list[str]] = defaultdict(list)
        for member in sorted(placements):
            for place in placements[member].items():
                self.present[place].append(member)

    def reasons(self, member: str) -> Reasons:
        """The facts about one participant."""
        person = self.people[member]
        mine = standing(self.reckoning, person, self._places(member))
        not_got = tuple(self._not_got(person, mine))
        return Reasons(
            mine,
            not_got,
            next(self._exchanges(person), None),
            self.order.index(member) + 1 if member in self.order else 0,
            len(self.order),
            any(holder.equal for wish in not_got for holder in wish.holders),
        )

    def _places(self, member: str) -> Mapping[str, str]:
        return self.placements.get(member, {})

    def _not_got(self, person: Participant, mine: Standing) -> Iterator[NotGot]:
        ranks = wish_ranks(person)
        has = {got.workshop for got in mine.got}
        worst = max((got.rank or len(ranks) + 1 for got in mine.got), default=len(ranks) + 1)
        worst = len(ranks) + 1 if mine.missing else worst
        for workshop, rank in sorted(ranks.items(), key=lambda wish: (wish[1], wish[0])):
            if workshop not in has and rank < worst:
                yield from self._about(person, workshop, rank)

    def _about(self, person: Participant, workshop: str, rank: int) -> Iterator[NotGot]:
        held = [
            session
            for session in self.problem.sessions
            if session.workshop == workshop and session.id in self.may[person.id]
        ]
        if not held or workshop in person.never:
            yield NotGot(workshop, rank, "no-session")
        else:
            for session in sorted(held, key=lambda session: session.id):
                if self._is_missed(person, session, rank):
                    yield self._session(person, session, rank)

    def _is_missed(self, person: Participant, session: Session, rank: int) -> bool:
        """Whether a place there would have been worth more: than what they have then, or in all."""
        has = self._places(person.id)
        if wish_ranks(person).get(has.get(session.moment, ""), rank + 1) > rank:
            return True
        with_it = (*person.placed, (session.moment, session.workshop))
        if len(with_it) > person.need or session.moment in dict(person.placed):
            return False
        return self.reckoning.best(replace(person, placed=with_it)) < self.reckoning.points(person, has)

    def _session(self, person: Participant, session: Session, rank: int) -> NotGot:
        present = self.present[session.moment, session.workshop]
        runs = bool(present) or session.runs == "yes"
        full = len(present) >= session.seats_max
        return NotGot(
            session.workshop,
            rank,
            "closed" if not runs else "full" if full else "other",
            session.moment,
            session.seats_max,
            session.seats_min,
            self.wished[session.id],
            tuple(self._holder(person, other, session) for other in present),
        )

    def _holder(self, person: Participant, member: str, session: Session) -> Holder:
        other = self.people[member]
        rank = wish_ranks(other).get(session.workshop)
        right = right_of(other, session.moment, session.workshop)
        return Holder(member, right, rank, self._is_equal(person, other, session))

    def _is_equal(self, person: Participant, other: Participant, session: Session) -> bool:
        """Whether two could change places at this moment, one better and the other just as much worse off."""
        mine = self._places(person.id).get(session.moment)
        if mine is None or self._places(person.id).get(session.moment) == session.workshop:
            return False
        if not (self._fits(person, session) and self._fits(other, self.sessions[session.moment, mine])):
            return False
        now = (self._level(person), self._level(other))
        then = (
            self._level_with(person, session),
            self._level_with(other, self.sessions[session.moment, mine]),
        )
        return then[0] < now[0] and sorted(then) == sorted(now) and person.waits == other.waits

    def _level(self, person: Participant) -> int:
        if person.id not in self.levels:
            self.levels[person.id] = self.reckoning.level(person, self._places(person.id))
        return self.levels[person.id]

    def _level_with(self, person: Participant, session: Session) -> int:
        return self.reckoning.level(person, {**self._places(person.id), session.moment: session.workshop})

    def _fits(self, person: Participant, session: Session) -> bool:
        """Whether a person may be in a session instead of where they are at that moment."""
        places = self._places(person.id)
        elsewhere = (workshop for moment, workshop in places.items() if moment != session.moment)
        pinned = any(moment == session.moment for moment, _workshop in person.placed)
        room = session.moment in places or len(places) < person.need
        return (
            session.id in self.may[person.id]
            and not pinned
            and room
            and session.workshop not in person.never
            and session.workshop not in elsewhere
        )

    def _exchanges(self, person: Participant) -> Iterator[tuple[str, str]]:
        """Better places to be had without making anyone worse off, moment by moment."""
        now = self._level(person)
        for moment in sorted(self.at_moment):
            mine = self._places(person.id).get(moment)
            for session in self.at_moment[moment]:
                better = self._fits(person, session) and self._level_with(person, session) < now
                if better and self._chain_ends(session, mine, person.id):
                    yield session.workshop, moment

    def _can_leave(self, moment: str, workshop: str | None) -> bool:
        """Whether a session with one person less still has its minimum."""
        if workshop is None:
            return True
        session = self.sessions[moment, workshop]
        return session.runs == "yes" or len(self.present[moment, workshop]) > session.seats_min

    def _chain_ends(self, start: Session, mine: str | None, member: str) -> bool:
        """Whether people can move on from ``start``, nobody worse off, to a free seat or the one given up."""
        leaves = self._can_leave(start.moment, mine)
        ahead = deque([start])
        seen = {start.workshop}
        while ahead:
            session = ahead.popleft()
            if session.workshop == mine or (leaves and self._has_room(session)):
                return True
            for other in self.at_moment[session.moment]:
                if other.workshop not in seen and self._somebody_moves(session, other, member):
                    seen.add(other.workshop)
                    ahead.append(other)
        return False

    def _has_room(self, session: Session) -> bool:
        """A free seat in a session that runs; one that does not run would need more than one person."""
        present = len(self.present[session.moment, session.workshop])
        return (present > 0 or session.runs == "yes") and present < session.seats_max

    def _somebody_moves(self, source: Session, target: Session, member: str) -> bool:
        return any(
            other != member
            and self._fits(self.people[other], target)
            and self._level_with(self.people[other], target) <= self._level(self.people[other])
            for other in self.present[source.moment, source.workshop]
        )


def with_one_more_seat(
    problem: AllocationProblem, reasons_before: Reasons, allocate: Allocate, *, at_most: int = 3
) -> Reasons:
    """The reasons, with what one more seat in the first of the full sessions would have changed.

    Args:
        allocate: solves a problem of the same kind.
        at_most: so many sessions are tried, best wish first.
    """
    asked = 0
    answered = []
    for wish in reasons_before.not_got:
        if wish.why == "full" and asked < at_most:
            asked += 1
            better = _better_with(problem, reasons_before.standing, wish, allocate)
            answered.append(replace(wish, one_more_seat=better))
        else:
            answered.append(wish)
    return replace(reasons_before, not_got=tuple(answered))


def _better_with(problem: AllocationProblem, before: Standing, wish: NotGot, allocate: Allocate) -> bool:
    roomier = with_seats(problem, f"{wish.moment}/{wish.workshop}", 1)
    outcome = allocate(roomier)
    if isinstance(outcome, Impossible):
        return False
    person = next(person for person in problem.participants if person.id == before.member)
    return Reckoning(roomier).level(person, outcome.placements[before.member]) < before.level


def with_seats(problem: AllocationProblem, session: str, more: int) -> AllocationProblem:
    """The same problem with more seats in one session."""
    return replace(
        problem,
        sessions=tuple(
            replace(each, seats_max=each.seats_max + more) if each.id == session else each
            for each in problem.sessions
        ),
    )

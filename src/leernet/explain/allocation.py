"""An allocation and one participant in; why this person has these places and not others, as facts, out."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from msgspec.structs import replace

from leernet.explain.reasons import Holder, NotGot, Reasons
from leernet.explain.standings import Placements, Standing, right_of, standing, wish_ranks
from leernet.model.allocation import AllocationProblem, Participant, Session
from leernet.verify.allocation.missing import missing_reasons
from leernet.verify.allocation.reckoning import Reckoning, positions


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


class _Share(NamedTuple):
    """What a person is in all goals.

    Attributes:
        changed: placements that are otherwise than before.
        worse: whether they are worse off than before.
        level: where the levels of all are added up.
        apart: levels, or places in the list of wishes, that are counted one by one.
    """

    changed: int
    worse: bool
    evidence_missed: int = 0
    level: int = 0
    apart: tuple[int, ...] = ()

    def beside(self, other: _Share) -> tuple[object, ...]:
        """What two are together; of equal ones the goals come out the same."""
        sums = (mine + yours for mine, yours in zip(self[:-1], other[:-1], strict=True))
        return *sums, sorted(self.apart + other.apart)


class Explainer:
    """Gives reasons for many participants of one allocation; what they share is counted once."""

    def __init__(self, problem: AllocationProblem, placements: Placements, order: tuple[str, ...]) -> None:
        self.problem = problem
        self.placements = placements
        self.order = order
        self.lot = {member: lot for lot, member in enumerate(order, 1)}
        self.reckoning = Reckoning(problem)
        self.people = {person.id: person for person in problem.participants}
        self.may = {person.id: frozenset(person.sessions) for person in problem.participants}
        self.sessions = {(session.moment, session.workshop): session for session in problem.sessions}
        self.at_moment: dict[str, list[Session]] = defaultdict(list)
        for session in sorted(problem.sessions, key=lambda session: session.id):
            self.at_moment[session.moment].append(session)
        self.points: dict[str, int] = {}
        self.best: dict[str, int] = {}
        self.floors: dict[bool, int] = {}
        self.shares: dict[str, _Share] = {}
        self.movers: dict[tuple[str, str], tuple[str, ...]] = {}
        workshops = {session.id: session.workshop for session in problem.sessions}
        self.wished = Counter(
            name
            for person in problem.participants
            for ranks in (wish_ranks(person),)
            for name in person.sessions
            if workshops.get(name) in ranks
        )
        self.present: dict[tuple[str, str], list[str]] = defaultdict(list)
        for member in sorted(placements):
            for place in placements[member].items():
                self.present[place].append(member)
        self.load = {place: len(members) for place, members in self.present.items()}

    def reasons(self, member: str) -> Reasons:
        """The facts about one participant."""
        person = self.people[member]
        mine = standing(self.reckoning, person, self._places(member))
        not_got = tuple(self._not_got(person, mine))
        return Reasons(
            mine,
            not_got,
            tuple(missing_reasons(self.problem, person, self._places(member), self.load).items()),
            next(self._exchanges(person), None),
            self.lot.get(member, 0),
            len(self.order),
            any(holder.equal for wish in not_got for holder in wish.holders),
        )

    def _places(self, member: str) -> Mapping[str, str]:
        return self.placements.get(member, {})

    def _not_got(self, person: Participant, mine: Standing) -> Iterator[NotGot]:
        ranks = wish_ranks(person)
        has = {got.workshop for got in mine.got}
        worst = max((got.rank or len(ranks) + 1 for got in mine.got), default=len(ranks) + 1)
        worst = len(ranks) + 1 if len(mine.got) < person.need else worst
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
            been = workshop in {name.partition("/")[2] for name in person.once}
            yield NotGot(workshop, rank, "over" if been and not held else "no-session")
        else:
            for session in sorted(held, key=lambda session: session.id):
                if self._is_missed(person, session, rank):
                    yield self._session(person, session, rank)

    def _is_missed(self, person: Participant, session: Session, rank: int) -> bool:
        """Whether a place there would have been worth more: than what they have then, or in all.

        Where they were placed by hand nothing else could be had. What they have then may be worth more and
        still be in the way of something better, such as the same workshop at another moment.
        """
        if session.moment in dict(person.fixed):
            return False
        has = self._places(person.id)
        now = has.get(session.moment, "")
        if wish_ranks(person).get(now, rank + 1) > rank:
            return True
        if len(person.fixed) >= person.need:
            return False
        with_it = self._best_with(person, session.moment, session.workshop)
        as_now = self._best_with(person, session.moment, now)
        return with_it <= as_now and with_it < self.reckoning.points(person, has)

    def _best_with(self, person: Participant, moment: str, workshop: str) -> int:
        """Points of the best this person could have had alone with this place in it."""
        now = replace(person, placed=(*person.fixed, (moment, workshop)), had=(), once=())
        return self.reckoning.best(now)

    def _session(self, person: Participant, session: Session, rank: int) -> NotGot:
        present = self._present_in(session)
        return NotGot(
            session.workshop,
            rank,
            self._why(person, session, len(present)),
            session.moment,
            session.seats_max,
            session.seats_min,
            self.wished[session.id],
            tuple(self._holders(person, session, present)),
        )

    def _why(
        self, person: Participant, session: Session, present: int
    ) -> Literal["closed", "cancelled", "full", "kept", "other"]:
        if not session.can_run:
            return "cancelled"
        if present >= session.seats_max:
            return "full"
        if not present and session.runs != "yes" and session.seats_min > 1:
            return "closed"
        return "kept" if self.problem.keep is not None and self._could_move(person, session) else "other"

    def _could_move(self, person: Participant, session: Session) -> bool:
        """Whether this person alone could move to a seat that is left, be better off, and leave no other."""
        places = self._places(person.id)
        if session.workshop in places.values():
            return False
        pinned = dict(person.fixed)
        if session.moment in places:
            left = [session.moment]
        elif len(places) < person.need:
            left = [""]
        else:
            left = [moment for moment in places if moment not in pinned]
        return any(
            self._is_better(
                person,
                {
                    **{moment: workshop for moment, workshop in places.items() if moment != gone},
                    session.moment: session.workshop,
                },
            )
            and self._can_leave(gone, places.get(gone))
            for gone in left
        )

    def _holders(self, person: Participant, session: Session, present: Sequence[str]) -> Iterator[Holder]:
        would_change = self._would_change(person, session)
        then = self._share(person, self._with(person, session)) if would_change else None
        for member in present:
            other = self.people[member]
            yield Holder(
                member,
                right_of(other, session.moment, session.workshop),
                wish_ranks(other).get(session.workshop),
                then is not None and self._is_equal(person, then, other, session.moment),
            )

    def _would_change(self, person: Participant, session: Session) -> bool:
        """Whether somebody would give the place they have then for one in this session."""
        mine = self._places(person.id).get(session.moment)
        return (
            mine is not None
            and mine != session.workshop
            and self._fits(person, session)
            and self._is_better(person, self._with(person, session))
        )

    def _is_equal(self, person: Participant, then: _Share, other: Participant, moment: str) -> bool:
        """Whether a change of places between two keeps all goals, and the lot of the other is the earlier.

        Args:
            person: somebody who would change, see ``_would_change``.
            then: what they are in the goals with the place of the other.
            other: somebody in the session.
        """
        if person.waits != other.waits or self.lot.get(other.id, 0) > self.lot.get(person.id, 0):
            return False
        back = self.sessions[moment, self._places(person.id)[moment]]
        return self._fits(other, back) and (
            then.beside(self._share(other, self._with(other, back)))
            == self._share_now(person).beside(self._share_now(other))
        )

    def _share_now(self, person: Participant) -> _Share:
        if person.id not in self.shares:
            self.shares[person.id] = self._share(person, self._places(person.id))
        return self.shares[person.id]

    def _share(self, person: Participant, has: Mapping[str, str]) -> _Share:
        """What one person is in all goals with these places."""
        policy, points = self.problem.policy, self.reckoning.points(person, has)
        changed, worse = 0, False
        if person.previous and self.problem.keep is not None:
            changed = sum(has.get(moment) != workshop for moment, workshop in person.previous)
            worse = points > self.reckoning.points(person, dict(person.previous))
        if policy in ("lottery", "draft"):
            return _Share(changed, worse)
        evidence, level = self._evidence_missed(person, has), points - self._best(person)
        if policy == "most-first-choices":
            place = positions(person)
            apart = tuple(place.get(workshop, -1) for workshop in has.values())
            return _Share(changed, worse, evidence, 0, apart)
        counts = policy == "leximin" or (policy == "floor-first" and level >= self._floor(person.waits))
        return _Share(changed, worse, evidence, level, (level,) if counts else ())

    def _floor(self, waits: bool) -> int:
        """The worst level of those who are placed together."""
        if waits not in self.floors:
            together = (person for person in self.problem.participants if person.waits == waits)
            self.floors[waits] = max(
                self._points(person) - self.reckoning.best(person) for person in together
            )
        return self.floors[waits]

    def _evidence_missed(self, person: Participant, has: Mapping[str, str]) -> int:
        if not self.problem.evidence_first:
            return 0
        return self.reckoning.evidence_missed(person, has)

    def _best(self, person: Participant) -> int:
        if person.id not in self.best:
            self.best[person.id] = self.reckoning.best(person)
        return self.best[person.id]

    def _with(self, person: Participant, session: Session) -> Mapping[str, str]:
        return {**self._places(person.id), session.moment: session.workshop}

    def _is_no_worse(self, person: Participant, places: Mapping[str, str]) -> bool:
        """No more steps below the best, and no portfolio choice lost where these come first."""
        now = self._places(person.id)
        return self.reckoning.points(person, places) <= self._points(person) and self._evidence_missed(
            person, places
        ) <= self._evidence_missed(person, now)

    def _is_better(self, person: Participant, places: Mapping[str, str]) -> bool:
        return self._is_no_worse(person, places) and self.reckoning.points(person, places) < self._points(
            person
        )

    def _points(self, person: Participant) -> int:
        if person.id not in self.points:
            self.points[person.id] = self.reckoning.points(person, self._places(person.id))
        return self.points[person.id]

    def _fits(self, person: Participant, session: Session) -> bool:
        """Whether a person may be in a session instead of where they are at that moment."""
        places = self._places(person.id)
        return (
            session.id in self.may[person.id]
            and (session.moment in places or len(places) < person.need)
            and session.workshop not in person.never
            and not any(moment == session.moment for moment, _workshop in person.fixed)
            and not any(
                workshop == session.workshop and moment != session.moment
                for moment, workshop in places.items()
            )
        )

    def _exchanges(self, person: Participant) -> Iterator[tuple[str, str]]:
        """Better places to be had without making anyone worse off, moment by moment."""
        for moment in sorted(self.at_moment):
            mine = self._places(person.id).get(moment)
            for session in self.at_moment[moment]:
                better = self._fits(person, session) and self._is_better(person, self._with(person, session))
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
        present = len(self._present_in(session))
        return (present > 0 or session.runs == "yes") and present < session.seats_max

    def _somebody_moves(self, source: Session, target: Session, member: str) -> bool:
        """Whether somebody else can move on from one session to another."""
        if (source.id, target.id) not in self.movers:
            can_move = (other for other in self._present_in(source) if self._can_move(other, target))
            # Of two, one is not the member asked about.
            self.movers[source.id, target.id] = tuple(islice(can_move, 2))
        return any(other != member for other in self.movers[source.id, target.id])

    def _can_move(self, member: str, target: Session) -> bool:
        person = self.people[member]
        return self._fits(person, target) and self._is_no_worse(person, self._with(person, target))

    def _present_in(self, session: Session) -> Sequence[str]:
        return self.present[session.moment, session.workshop]

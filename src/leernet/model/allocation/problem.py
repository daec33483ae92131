"""Who is to be placed where: sessions, participants and the rules of a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation.missing import WhyAway, WhyMissing
from leernet.model.year import Policy

Runs: TypeAlias = Literal["yes", "no", "decide"]

Keep: TypeAlias = Literal["frozen", "improve", "fewest"]

# A workshop at a moment, as placements by hand and earlier results name it.
Place: TypeAlias = tuple[str, str]


class Session(Struct, frozen=True):
    """A workshop at a moment.

    Attributes:
        id: ``moment/workshop``.
        seats_min: with fewer people it does not run, where ``runs`` is ``decide``.
        seats_max: people it can hold.
        runs: ``yes`` runs with any number, ``no`` never, ``decide`` with none or at least ``seats_min``.
        tour_seats: of those who attend, how many can go on a tour of the school.
        been: whether its day has come; who was there is known, and nothing about it changes any more.
    """

    id: str
    moment: str
    workshop: str
    seats_min: int
    seats_max: int
    runs: Runs = "decide"
    tour_seats: int = 0
    been: bool = False

    @property
    def can_run(self) -> bool:
        """Whether the session can run at all."""
        reachable = self.runs == "yes" or self.seats_min <= self.seats_max
        return self.runs != "no" and self.seats_max > 0 and reachable


class Participant(Struct, frozen=True):
    """Someone who is to be placed.

    Attributes:
        id: id of the member.
        need: places wanted in all, those that have been among them.
        wishes: workshops, best first; those in one group are wished for equally. Lists may be short or empty.
        sessions: ids of the sessions this person may attend; absence, other duties and ``open_to`` are taken
            out.
        evidence: workshops that are to serve as portfolio evidence.
        never: workshops that this person must not get.
        placed: moment and workshop, placed by hand.
        previous: moment and workshop of an earlier result.
        set_aside: the same at moments at which this person cannot be now; these bind nobody.
        answered: whether choices came in; who did not answer is placed last.
        late: whether they came in too late; placed last as well.
        credit: how often this person drew the short straw before; more comes first in the lots.
        tour: whether this person would like a tour of one of the schools.
        previous_tour: session of the tour in an earlier result; empty when there was none.
        choose: places that everybody in the series is to have; more than ``need`` for who cannot be there.
        not_there: moments at which this person cannot be, and why.
        had: moment and workshop of places whose day has come; these are kept whatever else changes.
        once: ids of sessions that have been which this person could have attended; the best possible alone
            counts them.
        lacked: moments that have been without a place, and why.
        had_tour: session of a tour whose day has come; empty when there was none.
        joined: for who came when something had been already, the last day of that.
    """

    id: str
    need: int
    wishes: tuple[tuple[str, ...], ...]
    sessions: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    placed: tuple[Place, ...] = ()
    previous: tuple[Place, ...] = ()
    answered: bool = True
    late: bool = False
    credit: int = 0
    tour: bool = False
    previous_tour: str = ""
    choose: int = 0
    not_there: tuple[tuple[str, WhyAway], ...] = ()
    had: tuple[Place, ...] = ()
    once: tuple[str, ...] = ()
    lacked: tuple[tuple[str, WhyMissing], ...] = ()
    had_tour: str = ""
    joined: date | None = None
    set_aside: tuple[Place, ...] = ()

    @property
    def fixed(self) -> tuple[Place, ...]:
        """Places that cannot be others: by hand, and those whose day has come."""
        if not self.had:
            return self.placed
        return (*self.had, *(place for place in self.placed if place not in self.had))

    @property
    def at_first(self) -> Participant:
        """The same person before anything had been: what could be had alone is counted from there."""
        if not (self.had or self.once):
            return self
        return replace(self, sessions=(*self.sessions, *self.once), had=(), once=())

    @property
    def need_now(self) -> int:
        """Places wanted, without those that were missed at moments that are over."""
        if not self.lacked:
            return self.need
        return min(self.need, len({name.partition("/")[0] for name in self.sessions}))

    @property
    def ruled_out_then(self) -> tuple[str, ...]:
        """Moments that are over without a place, as this person had ruled out what there was."""
        if not self.lacked:
            return ()
        return tuple(moment for moment, why in self.lacked if why == "never")

    @property
    def waits(self) -> bool:
        """Whether this person is placed after those who answered in time."""
        return self.late or not self.answered


class AllocationProblem(Struct, frozen=True):
    """Everything an allocation depends on; the order of sessions and participants does not matter.

    Attributes:
        series: id of the series.
        policy: what counts as good, see ``docs/en/background/allocation.md``.
        evidence_first: evidence choices missed count right after places missing.
        seed: text the lots are drawn from.
        keep: how far an earlier result binds: ``frozen`` moves nobody who need not move, ``improve`` makes
            nobody worse off, ``fewest`` moves as few placements as a full and chosen programme allows.
        evidence_at_most: how many evidence choices of one person count.
        moments: of the series, also those without a session.
        past: the last day on which a session has been; none when nothing has been yet.
    """

    series: str
    sessions: tuple[Session, ...]
    participants: tuple[Participant, ...]
    policy: Policy = "floor-first"
    evidence_first: bool = False
    seed: str = ""
    keep: Keep | None = None
    past: date | None = None
    evidence_at_most: int = 1
    moments: tuple[str, ...] = ()

    @property
    def has_tours(self) -> bool:
        """Whether somebody wants a tour and some workshop has seats for one."""
        return any(each.tour_seats for each in self.sessions) and any(each.tour for each in self.participants)

    @property
    def silent(self) -> tuple[str, ...]:
        """Ids of those who could be placed and did not answer, sorted; who leads at every moment need not."""
        return tuple(sorted(each.id for each in self.participants if each.need and not each.answered))

    def due(self, person: Participant) -> int:
        """Places this person is to have as everybody is, but for moments at which they lead a workshop."""
        led = sum(why == "leads" for _moment, why in person.not_there)
        return min(person.choose, max(len(self.moments), person.choose) - led)


def tours_of(sessions: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Session of everybody's tour, by id, from who goes on the tour with each session."""
    return {member: session for session, members in sessions.items() for member in members}

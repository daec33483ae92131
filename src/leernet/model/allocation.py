"""The values of workshop allocation: who may attend and asked for what, who attends what, and its records.

The mathematics is in ``docs/en/background/allocation.md``.
Nothing here knows YAML definitions: ids are texts, sessions
are ``moment/workshop``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from leernet.model.plan import Goal as GoalRecord
from leernet.model.plan import Record
from leernet.model.values import Day, Id, Label, Number, SchoolYear, Truth, parts
from leernet.model.year import Ids, Policy

Runs: TypeAlias = Literal["yes", "no", "decide"]
Verdict: TypeAlias = Literal["chosen", "worse", "empty", "branched"]
WhyMissing: TypeAlias = Literal[
    "no-seat",
    "costs-others",
    "closed",
    "never",
    "elsewhere",
    "no-session",
    "absent",
    "meeting",
    "away",
    "leads",
    "past",
]
# Why somebody is not at a moment at all: said so in the answer; is absent from the meeting it is part of; is
# away, does not work or is no member that day; leads a workshop then.
WhyAway: TypeAlias = Literal["absent", "meeting", "away", "leads"]
Keep: TypeAlias = Literal["frozen", "improve", "fewest"]

# Why a place is missing, as a record says it; in English whatever the language of documents, as records are
# compared from year to year.
MISSING: Mapping[WhyMissing, str] = MappingProxyType(
    {
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
)
# Reasons that are nobody's own: they count as bad luck in a series with ``credit: history``.
UNLUCKY: frozenset[str] = frozenset(MISSING[why] for why in ("no-seat", "costs-others", "closed"))

# A workshop at a moment, as placements by hand and earlier results name it.
Place: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Session:
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


@dataclass(frozen=True, slots=True)
class Participant:
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
    def waits(self) -> bool:
        """Whether this person is placed after those who answered in time."""
        return self.late or not self.answered


@dataclass(frozen=True, slots=True)
class AllocationProblem:
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


@dataclass(frozen=True, slots=True)
class Goal:
    """What was aimed at, in order of importance.

    Attributes:
        name: what is counted; ends in `` (late)`` where only those placed last are counted.
        value: what this allocation reaches.
        bound: no allocation that keeps the goals before this one can be better; none: not known.
        proven: whether nothing better exists.
    """

    name: str
    value: int
    bound: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A place somebody did not get.

    Attributes:
        moment: one at which this person has no session.
        reason: what is true of it, as ``MISSING`` says it; see ``docs/en/background/allocation.md``.
    """

    participant: str
    moment: str
    reason: WhyMissing


@dataclass(frozen=True, slots=True)
class Draw:
    """The order of lots; anyone can draw it again, see ``docs/en/background/draw.md``.

    Attributes:
        members_sha256: hash of the sorted ids, one a line.
        order: ids, first lot first; those placed last are last.
    """

    seed: str
    members_sha256: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """What became of a session: it runs with somebody in it or when it must.

    Attributes:
        placed: ids, sorted.
        tour: those of them who go on the tour, sorted.
    """

    session: str
    runs: bool
    seats: int
    placed: tuple[str, ...]
    tour: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """A session that does not run because its minimum was not reached.

    Attributes:
        losers: ids of those who wished for the workshop and would have liked it better than what they would
            give up for it.
        goals_if_run: the best result had it run; none when its minimum cannot be reached, or when that is not
            known.
        known: whether there was time to work that out.
    """

    session: str
    losers: tuple[str, ...]
    goals_if_run: tuple[Goal, ...] | None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices that prove one goal; see ``docs/en/background/allocation.md`` for the bound they give.

    Attributes:
        goal: name of the goal.
        value: reached and, where the bound says so, proven.
        scale: prices are whole numbers divided by this one.
        prices: session id and price, without zeros.
        multipliers: one for each earlier goal that had to be kept as a row, in order.
    """

    goal: str
    value: int
    scale: int = 1
    prices: tuple[tuple[str, int], ...] = ()
    multipliers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Prices that show, at a turn in order of lots, what some can no longer have.

    Attributes:
        turn: turns taken before this one.
        prices: session id and price, without zeros; none at all where the solver had to search, or no time.
        multipliers: one for each goal that had to be kept as a row, in order.
    """

    turn: int
    prices: tuple[tuple[str, int], ...] = ()
    multipliers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One choice of sessions to close or to fill, and why it is or is not the best.

    Attributes:
        closed: sessions that get nobody here.
        filled: sessions that get at least their minimum here.
        certificates: goals in order, as far as needed.
        verdict: ``chosen``; ``worse``: its goals are proven no better than the chosen ones; ``empty``: the
            last certificate proves that nothing fits; ``branched``: split on a session, closed and filled.
        session: the one it is split on.
        searched: whether the solver's search had a part in it, which prices alone do not show.
        lots: for each time that lots were drawn, what they could not give, by turn.
    """

    closed: tuple[str, ...]
    filled: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    verdict: Verdict
    session: str = ""
    searched: bool = False
    lots: tuple[tuple[Refusal, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AllocationOutcome:
    """Who attends what, and how good that is.

    Attributes:
        placements: participant, moment, workshop; a participant without any place has an empty mapping.
        sessions: in order of id.
        proof: what ``verify.allocation_proof`` replays.
        narrowed: whether lots chose among some ways to combine sessions only; then nothing shows that they
            gave everybody the best there was.
        rounds: moments that are alike and were taken as one; the proof is about these.
    """

    policy: Policy
    placements: Mapping[str, Mapping[str, str]]
    sessions: tuple[SessionOutcome, ...]
    missing: tuple[Missing, ...]
    draw: Draw
    goals: tuple[Goal, ...]
    closures: tuple[Closure, ...]
    proof: tuple[ProofNode, ...]
    narrowed: bool = False
    rounds: tuple[tuple[str, ...], ...] = ()

    @property
    def tours(self) -> Mapping[str, str]:
        """Participant and the session with which they go on a tour."""
        return tours_of({each.session: each.tour for each in self.sessions})


@dataclass(frozen=True, slots=True)
class PinClash:
    """Placements by hand that cannot be.

    Attributes:
        participants: whose placements by hand they are, sorted.
        session: ``moment/workshop`` they are about; of several, the first.
        why: ``unknown``: no such session; ``may-not``: absent, busy, never or not open to this person;
            ``closed``: it does not run; ``two-at-once``: another placement is at the same moment; ``twice``:
            another one is in the same workshop; ``too-many``: more than the person is to attend; ``full``:
            more people than seats; ``minimum``: its minimum, or that of some sessions together, cannot be
            reached.
        seats: the seats it has (``full``), the minimum, of all together (``minimum``), or the places wanted
            (``too-many``).
        short: seats or people too few, placements too many; 0 for minima that could be reached if only
            people were counted.
        together: the other sessions whose minima cannot be reached together with this one, sorted.
        kept_away: those whom placements by hand keep from being there (``minimum``), sorted.
    """

    participants: tuple[str, ...]
    session: str
    why: Literal["unknown", "may-not", "closed", "two-at-once", "twice", "too-many", "full", "minimum"]
    seats: int = 0
    short: int = 0
    together: tuple[str, ...] = ()
    kept_away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impossible:
    """No allocation keeps the hard rules; the smallest reasons found, each by itself enough."""

    clashes: tuple[PinClash, ...]


class DrawRecord(Record):
    """The draw as the record keeps it."""

    seed: Label = ""
    members_sha256: Label
    order: Annotated[tuple[Id, ...], BeforeValidator(parts)] = ()


class SessionRecord(Record):
    """A session as the record keeps it."""

    runs: Truth
    seats: Number
    placed: Ids = ()
    # Those of them who go on the tour of the school.
    tour: Ids = ()


class AllocationRecord(Record):
    """``allocation/<series>.yaml``: sessions by ``moment/workshop``, placements and what is missing."""

    schema_version: Number = Field(default=1, alias="schema")
    series: Id
    policy: Policy
    draw: DrawRecord
    inputs_sha256: Label = ""
    sessions: Mapping[Label, SessionRecord] = Field(default_factory=dict)
    placements: Mapping[Id, Mapping[Id, Id]] = Field(default_factory=dict)
    missing: Mapping[Id, Mapping[Id, Label]] = Field(default_factory=dict)
    # How far an earlier result bound, and of those for whom it was another one, what it was.
    keep: Keep | None = None
    before: Mapping[Id, Mapping[Id, Id]] = Field(default_factory=dict)
    # Who went on the tour with each session in that earlier result.
    tours_before: Mapping[Label, Ids] = Field(default_factory=dict)
    before_sha256: Label = ""
    # Moments that are alike and were taken as one; the proof is about these.
    rounds: tuple[Ids, ...] = ()
    # The last day on which a session had been by then; what was at those sessions was no longer decided.
    past: Day | None = None
    # Of those who joined after such a day, the last one at that time.
    joined: Mapping[Id, Day] = Field(default_factory=dict)
    # Who ended at the worst level; they have credit in a series that looks at earlier ones.
    floor: Annotated[tuple[Id, ...], BeforeValidator(parts)] = ()
    goals: tuple[GoalRecord, ...] = ()

    @property
    def tours(self) -> Mapping[str, str]:
        """Participant and the session with which they go on a tour."""
        return tours_of({session: line.tour for session, line in self.sessions.items()})


@dataclass(frozen=True, slots=True)
class EarlierAllocation:
    """A result that counts for ``credit: history``.

    Attributes:
        school_year: of an earlier year; None: of another series of this year.
    """

    record: AllocationRecord
    school_year: SchoolYear | None = None

    @property
    def unlucky(self) -> frozenset[str]:
        """Ids of those who ended at its worst level, or without a place that was wanted and not given."""
        lacking = (
            member
            for member, moments in self.record.missing.items()
            if UNLUCKY.intersection(moments.values())
        )
        return frozenset((*self.record.floor, *lacking))


def tours_of(sessions: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Session of everybody's tour, by id, from who goes on the tour with each session."""
    return {member: session for session, members in sessions.items() for member in members}

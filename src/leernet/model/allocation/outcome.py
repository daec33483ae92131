"""Who is placed where, and what proves that no other allocation is better."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from leernet.model.allocation.missing import Missing
from leernet.model.allocation.problem import tours_of
from leernet.model.year import Policy

Verdict: TypeAlias = Literal["chosen", "worse", "empty", "branched"]


class Goal(Struct, frozen=True):
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


class Draw(Struct, frozen=True):
    """The order of lots; anyone can draw it again, see ``docs/en/background/draw.md``.

    Attributes:
        members_sha256: hash of the sorted ids, one a line.
        order: ids, first lot first; those placed last are last.
    """

    seed: str
    members_sha256: str
    order: tuple[str, ...]


class SessionOutcome(Struct, frozen=True):
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


class Closure(Struct, frozen=True):
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


class Certificate(Struct, frozen=True):
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


class Refusal(Struct, frozen=True):
    """Prices that show, at a turn in order of lots, what some can no longer have.

    Attributes:
        turn: turns taken before this one.
        prices: session id and price, without zeros; none at all where the solver had to search, or no time.
        multipliers: one for each goal that had to be kept as a row, in order.
    """

    turn: int
    prices: tuple[tuple[str, int], ...] = ()
    multipliers: tuple[int, ...] = ()


class ProofNode(Struct, frozen=True):
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


class AllocationOutcome(Struct, frozen=True):
    """Who attends what, and how good that is.

    Attributes:
        placements: participant, moment, workshop; a participant without any place has an empty mapping.
        sessions: in order of id.
        proof: what ``verify.allocation_proof`` replays.
        narrowed: whether lots chose among some ways to combine sessions only; then nothing shows that they
            gave everybody the best there was.
        rounds: moments that are alike and were taken as one; the proof is about these.
        timed_out: whether time ended the search, and another run may divide otherwise.
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
    timed_out: bool = False

    @property
    def tours(self) -> Mapping[str, str]:
        """Participant and the session with which they go on a tour."""
        return tours_of({each.session: each.tour for each in self.sessions})


class PinClash(Struct, frozen=True):
    """Placements by hand that cannot be.

    Attributes:
        participants: whose placements by hand they are, sorted.
        session: ``moment/workshop`` they are about; of several, the first.
        why: ``unknown``: no such session; ``may-not``: absent, busy, never or not open to this person;
            ``closed``: it does not run; ``two-at-once``: another placement is at the same moment; ``twice``:
            another one is in the same workshop; ``too-many``: more than the person is to attend; ``full``:
            more people than seats; ``minimum``: its minimum, or that of some sessions together, cannot be
            reached.
        seats: the seats it has (``full``), the minima added up (``minimum``), or the places wanted
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


class Impossible(Struct, frozen=True):
    """No allocation keeps the hard rules; the smallest reasons found, each by itself enough."""

    clashes: tuple[PinClash, ...]

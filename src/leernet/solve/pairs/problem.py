"""What is asked of coaching pairs and what is answered: plain frozen values, people by id."""

from collections.abc import Mapping

from msgspec import Struct

from leernet.model.distance import great_circle_km
from leernet.model.plan import Goal
from leernet.model.plan_proofs import Pair, PairProof
from leernet.model.values import Point
from leernet.solve.parameters import DEFAULTS, PairParameters

# Roads are a third longer than a straight line.
DETOUR = 1.3


class PairPerson(Struct, frozen=True):
    """Somebody who is to coach and be coached.

    Attributes:
        id: of the member.
        school: id of the school, or "".
        board: id of the school board, or "".
        grade_band: lower, middle or upper, or "".
        location: latitude and longitude of the school in degrees, if known.
        half_days: bit mask of the half days that this person works; bit 0 is Monday morning, bit 10 that
            of even weeks, bit 20 that of odd weeks.
    """

    id: str
    school: str = ""
    board: str = ""
    grade_band: str = ""
    location: tuple[float, float] | None = None
    half_days: int = 2**30 - 1


class PairProblem(Struct, frozen=True):
    """Who is to be paired, how often, and what is wished.

    Attributes:
        people: sorted by id, each once.
        rounds: how many times pairs are made; nobody gets the same partner twice.
        other: what partners must differ in: school, board or grade_band.
        max_km: how far apart partners may work, by road; None: any distance.
        wishes: id to the ids of the partners wished for.
        managers: sorted pairs of ids of which one is above the other; never paired.
        earlier: sorted pairs of ids who were partners before; never paired again.
        announced: for each round the sorted pairs that were announced, to be kept where they still can.
        kept: for each round the sorted pairs of before of which nobody knows yet, to be kept where no wish is
            lost by it.
        held: for each round the sorted pairs and trios that had a visit; they stay unless a rule forbids it.
        over: of the rounds that are over, numbered from 0, the pairs and trios as they were.
        away: for each round the ids of those who leave before it or come after it.
        parameters: how easy a pair is.
    """

    people: tuple[PairPerson, ...]
    rounds: int = 1
    other: tuple[str, ...] = ()
    max_km: int | None = None
    wishes: Mapping[str, tuple[str, ...]] = {}
    managers: frozenset[Pair] = frozenset()
    earlier: frozenset[Pair] = frozenset()
    announced: tuple[tuple[Pair, ...], ...] = ()
    kept: tuple[tuple[Pair, ...], ...] = ()
    held: tuple[tuple[tuple[str, ...], ...], ...] = ()
    over: Mapping[int, tuple[tuple[str, ...], ...]] = {}
    away: tuple[frozenset[str], ...] = ()
    parameters: PairParameters = DEFAULTS.pairs


class Unpaired(Struct, frozen=True):
    """Somebody without a partner, and why.

    Attributes:
        id: of the member.
        reasons: the rule that excludes a partner, and how many people it excludes; "taken": possible
            partners who are paired with others. In the order of the rules; the first that applies counts.
    """

    id: str
    reasons: tuple[tuple[str, int], ...]


class PairRound(Struct, frozen=True):
    """The pairs of one round.

    Attributes:
        pairs: two ids, sorted; or three.
        links: for each of them who are partners: of three all, or one with both others.
        unpaired: sorted by id.
        goals: in order of importance; the trios are made after the pairs and are counted apart.
        proof: of the pairs, given the rounds before.
    """

    pairs: tuple[tuple[str, ...], ...]
    links: tuple[tuple[Pair, ...], ...]
    unpaired: tuple[Unpaired, ...]
    goals: tuple[Goal, ...]
    proof: PairProof


def sorted_pair(first: str, second: str) -> Pair:
    """Two ids as one key."""
    return (first, second) if first < second else (second, first)


def distance_hectometres(first: tuple[float, float] | None, second: tuple[float, float] | None) -> int | None:
    """Great-circle distance between two points in degrees, in whole hundreds of metres; None when unknown.

    >>> distance_hectometres((51.6530, 5.2900), (51.6978, 5.3037))
    51
    """
    if first is None or second is None:
        return None
    return round(10 * great_circle_km(Point(*first), Point(*second)))


def road_hectometres(first: tuple[float, float] | None, second: tuple[float, float] | None) -> int | None:
    """How far apart two points are by road, as far as that is known: 1.3 times the great circle, rounded.

    >>> road_hectometres((51.6530, 5.2900), (51.5560, 5.0910))
    228
    """
    distance = distance_hectometres(first, second)
    return None if distance is None else round(distance * DETOUR)


def crow_flies(road: int) -> int:
    """The great circle of so much by road."""
    return round(road / DETOUR)

"""An allocation problem and who attends what in; for everybody what they got of what they wished for, out."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct

from leernet.model.allocation import AllocationProblem, Participant
from leernet.verify.allocation.reckoning import Reckoning, levels_of, ranks

# Moment and workshop of everybody, as an outcome and a record have it.
Placements: TypeAlias = Mapping[str, Mapping[str, str]]

# By what right somebody has a place, the strongest first.
Right: TypeAlias = Literal["placed by hand", "evidence", "wish", "not chosen"]


class Got(Struct, frozen=True):
    """A place that somebody has.

    Attributes:
        rank: which wish the workshop is, 1 is the first; None when it was not wished for.
        right: why this person has it.
    """

    moment: str
    workshop: str
    rank: int | None
    right: Right


class Standing(Struct, frozen=True):
    """What became of one participant.

    Attributes:
        got: by moment.
        missing: places wanted and not had, but for those missing only as the person ruled out what there was.
        level: steps below the best that this participant could have had alone; 0 is that best.
        nothing: as many steps as with no place at all.
    """

    member: str
    got: tuple[Got, ...]
    missing: int
    level: int
    nothing: int

    @property
    def places(self) -> Mapping[str, str]:
        """Workshop at each moment."""
        return {got.moment: got.workshop for got in self.got}

    @property
    def satisfaction(self) -> int:
        """Of what this participant could have had alone, in thousandths: 1000 is that best, 0 is nothing."""
        return 1000 - 1000 * self.level // self.nothing if self.nothing else 1000

    @property
    def best_rank(self) -> int | None:
        """The best wish among the places."""
        return min((got.rank for got in self.got if got.rank is not None), default=None)


def standings(problem: AllocationProblem, placements: Placements) -> Mapping[str, Standing]:
    """The standing of every participant, by id."""
    reckoning = Reckoning(problem)
    return {
        person.id: standing(reckoning, person, placements.get(person.id, {}))
        for person in sorted(problem.participants, key=lambda person: person.id)
    }


def standing(reckoning: Reckoning, person: Participant, places: Mapping[str, str]) -> Standing:
    """What became of one participant with these places."""
    wishes = wish_ranks(person)
    got = tuple(
        [
            Got(moment, workshop, wishes.get(workshop), right_of(person, moment, workshop))
            for moment, workshop in sorted(places.items())
        ]
    )
    best = reckoning.best(person)
    return Standing(
        person.id,
        got,
        missing=max(person.need - len(got) - reckoning.ruled_out(person, places), 0),
        level=reckoning.points(person, places) - best,
        nothing=reckoning.points(person, {}) - best,
    )


def wish_ranks(person: Participant) -> Mapping[str, int]:
    """Which wish each workshop is, from 1; equal wishes share a number."""
    return _counted_from_one(person.wishes)


# Every document asks for those of everybody again.
@lru_cache(maxsize=100_000)
def _counted_from_one(wishes: tuple[tuple[str, ...], ...]) -> Mapping[str, int]:
    return {workshop: level + 1 for workshop, level in levels_of(wishes).items()}


def right_of(person: Participant, moment: str, workshop: str) -> Right:
    """By what right somebody has a place."""
    if (moment, workshop) in person.placed:
        return "placed by hand"
    if workshop in person.evidence:
        return "evidence"
    return "wish" if workshop in ranks(person) else "not chosen"

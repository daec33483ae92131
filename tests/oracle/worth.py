"""What a choice is worth to a person: the terms of docs/en/background/allocation.md, one function each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from tests.oracle.asked import Asked, Person, moment_of


@dataclass(frozen=True)
class Choice:
    """What one person gets: sessions, and the session whose tour they go on."""

    sessions: frozenset[str]
    tour: str = ""


Outcome = dict[str, Choice]
Measure = Callable[[Person, Choice], int]


def places_in_list(person: Person) -> dict[str, int]:
    """The place of each workshop in a list; all of a group have that of its last."""
    last, places = 0, dict[str, int]()
    for group in person.groups:
        last += len(group)
        places |= dict.fromkeys(group, last)
    return places


class Worth:
    """The terms of the page, for one series on one day."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.sessions = asked.sessions

    def can_run(self, names: frozenset[str]) -> frozenset[str]:
        return frozenset(name for name in names if self.sessions[name].runs != "no")

    @cached_property
    def workshops(self) -> set[str]:
        """Those that can run."""
        return {self.sessions[name].workshop for name in self.can_run(frozenset(self.sessions))}

    @cached_property
    def missing_place(self) -> int:
        """M."""
        return max(len(self.workshops), *(len(person.groups) for person in self.asked.people)) + 2

    @cached_property
    def best_alone(self) -> dict[str, int]:
        """Points of the best bundle that each could have had alone."""
        return {person.id: self._best_alone(person) for person in self.asked.people}

    def _best_alone(self, person: Person) -> int:
        first = replace(person, wants=person.wants_alone, must=person.must_alone, may=person.could)
        return min(self.points(first, Choice(has)) for has in self.bundles(first))

    def bundles(self, person: Person) -> list[frozenset[str]]:
        """Sets of sessions at different moments, of different workshops, with all that must be in them."""
        names = {
            name for name in self.can_run(person.may) if self.sessions[name].workshop not in person.never
        }
        return [
            frozenset(some)
            for size in range(len(person.must), person.wants + 1)
            for some in combinations(sorted(names | person.must), size)
            if person.must <= set(some) and self._go_together(some)
        ]

    def _go_together(self, some) -> bool:
        moments = {moment_of(name) for name in some}
        return len(moments) == len({name.partition("/")[2] for name in some}) == len(some)

    def ruled_out(self, person: Person, choice: Choice) -> int:
        """How many places are missing only as the person ruled out what there was."""
        lacking = person.wants - len(choice.sessions)
        refused = [
            name for name in sorted(self.can_run(person.may)) if self.sessions[name].workshop in person.never
        ]
        then = [f"{moment}/then {moment}" for moment in sorted(person.ruled_out_then)]
        return max(
            size
            for size in range(max(lacking, 0) + 1)
            if any(
                self._go_together([*some, *choice.sessions]) for some in combinations([*refused, *then], size)
            )
        )

    def missing(self, person: Person, choice: Choice) -> int:
        return person.wants - len(choice.sessions) - self.ruled_out(person, choice)

    def points(self, person: Person, choice: Choice) -> int:
        wished = sum(person.level(name.partition("/")[2]) for name in choice.sessions)
        refused = self.ruled_out(person, choice)
        lacking = max(person.wants - len(choice.sessions) - refused, 0)
        return wished + refused * (len(person.groups) + 1) + lacking * self.missing_place

    def level(self, person: Person, choice: Choice) -> int:
        return self.points(person, choice) - self.best_alone[person.id]

    def evidence(self, person: Person, choice: Choice) -> int:
        """Evidence choices missed."""
        marked = (person.evidence & self.workshops) - person.never
        has = sum(self.sessions[name].workshop in marked for name in choice.sessions)
        return max(0, min(self.asked.evidence_at_most, len(marked)) - has)

    def at_wish(self, person: Person, choice: Choice, wish: int) -> int:
        places = places_in_list(person)
        return sum(places.get(self.sessions[name].workshop) == wish for name in choice.sessions)

    def turn(self, person: Person, choice: Choice, turn: int) -> int:
        """What a turn of a draft gave: the level of the best place, of the next, and so on."""
        levels = sorted(person.level(self.sessions[name].workshop) for name in choice.sessions)
        levels += [len(person.groups) + 1] * self.ruled_out(person, choice)
        return levels[turn] if turn < len(levels) else self.missing_place

    def still(self, person: Person) -> frozenset[str]:
        """Places of before, at moments to which the person can still come."""
        return frozenset(name for name in person.had if moment_of(name) not in person.blocked)

    def left(self, person: Person) -> frozenset[str]:
        """Of these, those that they may still have."""
        there = {
            name for name in self.can_run(person.may) if self.sessions[name].workshop not in person.never
        }
        return self.still(person) & (there | person.must)

    def changed(self, person: Person, choice: Choice) -> int:
        return len(self.still(person) - choice.sessions)

    def worse(self, person: Person, choice: Choice) -> int:
        return int(self.points(person, choice) > self.points(person, Choice(self.still(person))))

    def worse_than_left(self, person: Person, choice: Choice) -> int:
        return int(self.points(person, choice) > self.points(person, Choice(self.left(person))))

    def tour_missed(self, person: Person, choice: Choice) -> int:
        return int(person.tour and not choice.tour)

    def tour_lost(self, person: Person, choice: Choice) -> int:
        return int(person.tour and bool(person.had_tour) and not choice.tour)

    def tour_changed(self, person: Person, choice: Choice) -> int:
        return int(person.tour and bool(person.had_tour) and choice.tour != person.had_tour)

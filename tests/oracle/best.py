"""The best there is, by looking at every way of placing everybody.

Goals and lots are one list of numbers, the first the most important. A list is the sum of what each person
adds to it, and the smaller of two lists stays the smaller whatever is added to both. So people are placed one
after another, all loads of the sessions side by side, and of all ways to the same loads only the one with the
smallest list is kept.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.oracle.asked import Asked, Person
from tests.oracle.worth import Choice, Measure, Outcome, Worth, places_in_list


@dataclass(frozen=True)
class Part:
    """One number of the list: a measure of some people, added up; a goal when it has a name."""

    people: tuple[Person, ...]
    measure: Measure
    name: str = ""


@dataclass(frozen=True)
class Best:
    """Goals by name, the whole list, an outcome that has it, and what any other outcome's list would be."""

    goals: dict[str, int]
    numbers: tuple[int, ...]
    outcome: Outcome
    weigh: Callable[[Outcome], tuple[int, ...]]


def best(asked: Asked) -> Best:
    """The best outcome.

    Raises:
        ValueError: when nobody can be placed so.
    """
    return _Search(asked).best()


class _Search:
    def __init__(self, asked: Asked) -> None:
        self.asked, self.worth = asked, Worth(asked)
        self.choices = {person.id: self._choices(person) for person in asked.people}
        self.parts: list[Part] = []
        self.goals: dict[str, int] = {}

    def best(self) -> Best:
        people = self.asked.people
        in_time = tuple(person for person in people if person.in_time)
        late = tuple(person for person in people if not person.in_time)
        self._add(self._with_earlier(self._goals(in_time, "")), in_time, "")
        self.parts += self._lots(in_time)
        if late:
            self._add(self._goals(late, " (late)"), late, " (late)")
            self.parts += self._lots(late)
        self._add_tours(in_time, late)
        numbers, outcome = self._solved(self.parts)
        named = zip(self.parts, numbers, strict=True)
        goals = self.goals | {part.name: abs(number) for part, number in named if part.name}
        return Best(goals, numbers, outcome, partial(_weighed, tuple(self.parts)))

    def _choices(self, person: Person) -> list[Choice]:
        bundles = self.worth.bundles(person)
        tours = [
            Choice(has, name)
            for has in bundles
            for name in sorted(has)
            if person.tour and self.asked.sessions[name].tour
        ]
        return [*map(Choice, bundles), *tours]

    def _goals(self, people: tuple[Person, ...], late: str) -> list[Part]:
        """The goals of the policy; *worst level* is no sum, and is replaced by some when it is its turn."""
        asked, worth = self.asked, self.worth
        goals = [Part(people, worth.missing, "seats missing")]
        if asked.policy not in ("lottery", "draft"):
            if asked.evidence_at_most:
                goals.append(Part(people, worth.evidence, "evidence choices missed"))
            if asked.policy == "most-first-choices":
                goals += [
                    Part(people, self._at_wish(wish), f"places at wish {wish}") for wish in self._wishes()
                ]
            if asked.policy in ("floor-first", "leximin"):
                goals.append(Part(people, worth.level, "worst level"))
            if asked.policy in ("floor-first", "best-sum"):
                goals.append(Part(people, worth.level, "sum of levels"))
        return [Part(part.people, part.measure, part.name + late) for part in goals]

    def _wishes(self) -> range:
        """The places in lists that are goals: up to the last of a workshop that can run."""
        lists = [places_in_list(person).items() for person in self.asked.people]
        places = [place for some in lists for id, place in some if id in self.worth.workshops]
        return range(1, max(places, default=0) + 1)

    def _at_wish(self, wish: int) -> Measure:
        return lambda person, choice: -self.worth.at_wish(person, choice, wish)

    def _with_earlier(self, goals: list[Part]) -> list[Part]:
        """With the goals of an earlier result, which are about everybody."""
        everybody, worth = self.asked.people, self.worth
        changed = Part(everybody, worth.changed, "placements changed")
        worse = [Part(everybody, worth.worse, "members worse off than before")]
        if any(worth.still(person) != worth.left(person) for person in everybody):
            name = "members worse off than with what is left of before"
            worse.append(Part(everybody, worth.worse_than_left, name))
        return {
            "": goals,
            "frozen": [changed, *goals],
            "fewest": [goals[0], changed, *goals[1:]],
            "improve": [*worse, *goals, changed],
        }[self.asked.keep]

    def _add(self, goals: list[Part], people: tuple[Person, ...], late: str) -> None:
        for part in goals:
            if not part.name.startswith("worst level"):
                self.parts.append(part)
                continue
            worst = self.goals[part.name] = self._worst(people)
            for person in people:
                held = filter(lambda each: self.worth.level(person, each) <= worst, self.choices[person.id])
                self.choices[person.id] = list(held)
            lowest = 1 if self.asked.policy == "leximin" else max(worst, 1)
            self.parts += [
                Part(people, self._at_level(level), f"members at level {level}{late}")
                for level in range(worst, lowest - 1, -1)
            ]

    def _worst(self, people: tuple[Person, ...]) -> int:
        """The worst level when as few as possible are at the highest there is, then at the next, …"""
        levels = {self.worth.level(person, each) for person in people for each in self.choices[person.id]}
        counts = [Part(people, self._at_level(level)) for level in sorted(levels, reverse=True)]
        _numbers, outcome = self._solved([*self.parts, *counts])
        return max((self.worth.level(person, outcome[person.id]) for person in people), default=0)

    def _at_level(self, level: int) -> Measure:
        return lambda person, choice: int(self.worth.level(person, choice) == level)

    def _lots(self, people: tuple[Person, ...]) -> list[Part]:
        """A turn for each in order of lots; in a draft one for each place, there and back."""
        if self.asked.policy != "draft":
            return [Part((person,), self.worth.points) for person in people]
        return [
            Part((person,), partial(self.worth.turn, turn=turn))
            for turn in range(max((person.wants for person in people), default=0))
            for person in (people[::-1] if turn % 2 else people)
            if turn < person.wants
        ]

    def _add_tours(self, in_time: tuple[Person, ...], late: tuple[Person, ...]) -> None:
        everybody = self.asked.people
        tours = any(session.tour for session in self.asked.sessions.values())
        if not (tours and any(person.tour for person in everybody)):
            return
        missed = Part(in_time, self.worth.tour_missed, "tours missed")
        changed = Part(everybody, self.worth.tour_changed, "tours changed")
        lost = Part(everybody, self.worth.tour_lost, "tours lost")
        self.parts += {
            "": [missed],
            "frozen": [changed, missed],
            "fewest": [missed, changed],
            "improve": [lost, missed, changed],
        }[self.asked.keep]
        self.parts += [Part((person,), self.worth.tour_missed) for person in in_time]
        if late:
            self.parts.append(Part(late, self.worth.tour_missed, "tours missed (late)"))
            self.parts += [Part((person,), self.worth.tour_missed) for person in late]

    def _solved(self, parts: list[Part]) -> tuple[tuple[int, ...], Outcome]:
        """The smallest list there is, and an outcome that has it."""
        reached: dict = {frozenset(): ((0,) * len(parts), None)}
        for person in self.asked.people:
            added = [(each, _adds(person, each, parts)) for each in self.choices[person.id]]
            further: dict = {}
            for loads, (numbers, way) in reached.items():
                for choice, more in added:
                    after = self._with(dict(loads), choice)
                    worth = tuple(map(sum, zip(numbers, more, strict=True)))
                    if after is not None and (after not in further or worth < further[after][0]):
                        further[after] = (worth, (person.id, choice, way))
            reached = further
        ends = [end for loads, end in reached.items() if self._allowed(dict(loads))]
        if not ends:
            raise ValueError("nothing fits")
        numbers, way = min(ends, key=lambda end: end[0])
        outcome = {}
        while way is not None:
            id, choice, way = way
            outcome[id] = choice
        return numbers, outcome

    def _with(self, loads: dict[str, int], choice: Choice) -> frozenset | None:
        """Loads with one person more; none when there is no room."""
        load = Counter(loads)
        for name in choice.sessions:
            session = self.asked.sessions[name]
            if load[name] >= session.seats and not session.been:
                return None
            load[name] += 1
        if choice.tour:
            if load[f"tour {choice.tour}"] >= self.asked.sessions[choice.tour].tour:
                return None
            load[f"tour {choice.tour}"] += 1
        return frozenset(load.items())

    def _allowed(self, loads: dict[str, int]) -> bool:
        """Whether every session is empty, or has the people it needs."""
        return all(
            name not in loads or session.runs == "yes" or loads[name] >= session.minimum
            for name, session in self.asked.sessions.items()
        )


def _adds(person: Person, choice: Choice, parts: list[Part]) -> tuple[int, ...]:
    return tuple(part.measure(person, choice) if person in part.people else 0 for part in parts)


def _weighed(parts: tuple[Part, ...], outcome: Outcome) -> tuple[int, ...]:
    return tuple(sum(part.measure(person, outcome[person.id]) for person in part.people) for part in parts)


def floor(asked: Asked, outcome: Outcome) -> list[str]:
    """Who ended furthest below the best they could have had alone."""
    worth = Worth(asked)
    levels = {person.id: worth.level(person, outcome[person.id]) for person in asked.people}
    return sorted(id for id, level in levels.items() if 0 < level == max(levels.values()))

"""What students chose in; what each set of workshops that could run side by side costs them, out."""

import math
from collections.abc import Iterable, Mapping
from itertools import combinations

from msgspec import Struct

from leernet.model.choices import Choices
from leernet.model.selection import selected_members
from leernet.model.year import Workshop, Year
from leernet.solve.parameters import WorkshopParameters
from leernet.solve.program import Program

Costs = tuple[int | None, ...]


class StudentCosts(Struct, frozen=True, eq=False):
    """What the students of a series want.

    Attributes:
        costs: per student what each workshop costs them; a workshop they may not attend is not there.
        absent: moments at which a student is not there.
        no_seat: what it costs a student to have no seat.
    """

    costs: Mapping[str, Mapping[str, int]]
    absent: Mapping[str, tuple[str, ...]]
    no_seat: int

    def cost(self, moment: str, workshops: tuple[Workshop, ...]) -> int:
        """What it costs all together when these run side by side and each student is in one of them."""
        kinds: dict[Costs, int] = {}
        for student, costs in self.costs.items():
            if moment not in self.absent.get(student, ()):
                kind = tuple(costs.get(workshop.id) for workshop in workshops)
                kinds[kind] = kinds.get(kind, 0) + 1
        return _least(kinds, [workshop.seats.largest for workshop in workshops], self.no_seat)


def wishes_of(
    year: Year, choices: Choices, workshops: Iterable[Workshop], parameters: WorkshopParameters
) -> StudentCosts:
    """The wishes of a series in numbers; who did not answer is content with anything."""
    workshops = tuple(workshops)
    allowed = {
        workshop.id: {member.id for member in selected_members(year, workshop.open_to)}
        for workshop in workshops
        if workshop.open_to is not None
    }

    def open_to(student: str) -> list[str]:
        return [workshop.id for workshop in workshops if student in allowed.get(workshop.id, {student})]

    costs = {
        answer.member: {
            id: answer.ranks.get(id, parameters.not_chosen)
            for id in open_to(answer.member)
            if id not in answer.never
        }
        for answer in choices.answers
    }
    costs |= {student: dict.fromkeys(open_to(student), 0) for student in choices.silent}
    absent = {answer.member: answer.absent for answer in choices.answers}
    return StudentCosts(dict(sorted(costs.items())), absent, parameters.no_seat)


def possible_sets(
    free: list[Workshop], given: list[Workshop], sizes: Iterable[int]
) -> list[tuple[Workshop, ...]]:
    """The sets of so many workshops that could run side by side, those that are given among them."""
    return [
        tuple(sorted((*given, *some), key=lambda workshop: workshop.id))
        for size in sorted(set(sizes))
        if size >= len(given)
        for some in combinations(free, size - len(given))
    ]


def how_many_sets(free: int, given: int, sizes: Iterable[int]) -> int:
    """How many sets that would be."""
    return sum(math.comb(free, size - given) for size in set(sizes) if size >= given)


def _least(kinds: Mapping[Costs, int], seats: list[int], no_seat: int) -> int:
    """The transportation problem: students with the same costs are one, and its linear program is whole."""
    program = Program()
    taken: list[dict[int, float]] = [{} for _seats in seats]
    for costs, students in sorted(
        kinds.items(), key=lambda kind: tuple(-1 if c is None else c for c in kind[0])
    ):
        row = {program.column(no_seat, 0): 1.0}
        for at, cost in enumerate(costs):
            if cost is not None:
                column = program.column(cost, 0)
                row[column] = taken[at][column] = 1.0
        program.row(students, students, row)
    for columns, most in zip(taken, seats, strict=True):
        if columns:
            program.row(-math.inf, most, columns)
    return round(program.solved(whole=False).value)

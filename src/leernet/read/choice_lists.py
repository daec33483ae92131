"""A column of choices in; whether its cells name workshops, several at a time, and in which order, out."""

from collections import Counter
from collections.abc import Iterable

from leernet.read.choice_scores import ASKS_FOR_ORDER
from leernet.read.table import Table
from leernet.read.titles import Titles


def names_workshops(table: Table, titles: Titles, column: int) -> bool:
    """Whether at least half of what is in this column names workshops; "geen" counts for nothing."""
    cells = Counter(row[column] for row in table.rows if row[column])
    named = {cell: titles.named(cell) for cell in list(cells)[:2000]}
    hits = sum(cells[cell] for cell, found in named.items() if found.groups and not found.unknown)
    return hits * 2 >= sum(cells[cell] for cell, found in named.items() if found.groups or found.unknown) > 0


def holds_lists(table: Table, titles: Titles, column: int) -> bool:
    cells = {row[column] for row in table.rows[:2000]}
    return any(len(titles.named(cell).groups) > 1 for cell in cells)


def in_order(table: Table, titles: Titles, column: int) -> bool | None:
    """Whether cells rank; None where it is not certain.

    They do where the heading asks for an order, or where all name the same workshops in several orders. Boxes
    that people ticked come in the order of the form, for everybody the same.
    """
    asks = ASKS_FOR_ORDER.search(table.heading[column]) is not None
    cells = {row[column] for row in table.rows}
    if numbered := [numbers for cell in cells if (numbers := titles.numbered(cell))]:
        return _in_order_of_numbers(numbered, asks=asks)
    if asks:
        return True
    orders = {names for cell in cells if len(names := _names(titles, cell)) > 1}
    if len(orders) > 1 and len({frozenset(names) for names in orders}) == 1 and len(next(iter(orders))) > 2:
        return True
    return None if _go_to_and_fro(orders) else False


def _in_order_of_numbers(numbered: list[tuple[tuple[int, str], ...]], *, asks: bool) -> bool | None:
    """The same where a number is before each workshop: a rank that people wrote, or that of the option."""
    if any([number for number, _id in one] != list(range(1, len(one) + 1)) for one in numbered):
        return None if asks else False
    numbers: dict[str, set[int]] = {}
    for one in numbered:
        for number, workshop in one:
            numbers.setdefault(workshop, set()).add(number)
    # An option has one number in every row.
    return True if asks or any(len(found) > 1 for found in numbers.values()) else None


def _names(titles: Titles, cell: str) -> tuple[str, ...]:
    return tuple(group[0] for group in titles.named(cell).groups)


def _go_to_and_fro(orders: Iterable[tuple[str, ...]]) -> bool:
    """Whether two name two workshops the other way round."""
    before: set[tuple[str, str]] = set()
    for names in orders:
        pairs = {(one, other) for at, one in enumerate(names) for other in names[at + 1 :]}
        if any((other, one) in before for one, other in pairs):
            return True
        before |= pairs
    return False

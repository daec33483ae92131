"""Events that cannot all be on certain days."""

from collections.abc import Mapping

from msgspec import Struct


class Cut(Struct, frozen=True):
    """What was found out about dates: of these events at most so many can be on these days.

    Attributes:
        places: numbers of events, each with numbers of days.
        most: how many of them.
    """

    places: tuple[tuple[int, frozenset[int]], ...]
    most: int

    def count(self, days: Mapping[int, int]) -> int:
        """How many of its events are on its days.

        Args:
            days: number of the day of each event, by number of the event.
        """
        return sum(days.get(number) in own for number, own in self.places)

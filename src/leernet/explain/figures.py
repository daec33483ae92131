"""The figures by which allocations are compared."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from leernet.explain.standings import Standing


class Figures(Struct, frozen=True):
    """An allocation in figures.

    Attributes:
        wanted: places asked for.
        missing: of these, places nobody could give.
        not_chosen: places in workshops that were not wished for.
        ranks: places by wish, from 1.
        with_first: people who have their first wish among their places.
        worst_level: most steps below the best that somebody could have had alone.
        at_worst: people there.
        level_sum: steps in total.
        inequality: Gini coefficient of the satisfaction, in thousandths: 0 is the same for all.
        closed: sessions that could run and have nobody.
        short: people with fewer places than everybody is to have, whatever the reason but that they lead.
    """

    people: int
    wanted: int
    missing: int
    not_chosen: int
    ranks: Mapping[int, int]
    with_first: int
    worst_level: int
    at_worst: int
    level_sum: int
    inequality: int
    closed: int
    short: int = 0

    def within(self, rank: int) -> int:
        """Places that are one of the first wishes, up to ``rank``."""
        return sum(places for wish, places in self.ranks.items() if wish <= rank)

    @property
    def given(self) -> int:
        """Places given."""
        return self.wanted - self.missing


def figures(standings: Iterable[Standing], closed: int, short: int = 0) -> Figures:
    """The figures of an allocation.

    Args:
        closed: sessions that could run and have nobody.
        short: people with fewer places than everybody is to have.
    """
    everybody = tuple(standings)
    ranks = Counter(got.rank for each in everybody for got in each.got if got.rank is not None)
    places = sum(len(each.got) for each in everybody)
    missing = sum(each.missing for each in everybody)
    worst = max((each.level for each in everybody), default=0)
    return Figures(
        len(everybody),
        places + missing,
        missing,
        places - ranks.total(),
        dict(sorted(ranks.items())),
        sum(each.best_rank == 1 for each in everybody),
        worst,
        sum(each.level == worst for each in everybody),
        sum(each.level for each in everybody),
        gini_thousandths([each.satisfaction for each in everybody]),
        closed,
        short,
    )


def gini_thousandths(amounts: list[int]) -> int:
    """Gini coefficient of whole amounts of zero or more, rounded to thousandths; of nothing at all 0.

    >>> gini_thousandths([1, 1, 1]), gini_thousandths([0, 0, 3])
    (0, 667)
    """
    total, count = sum(amounts), len(amounts)
    if not total:
        return 0
    weighted = sum(place * amount for place, amount in enumerate(sorted(amounts), 1))
    return round(1000 * (2 * weighted - (count + 1) * total) / (count * total))


def worst_off(standings: Iterable[Standing], shown: int = 5) -> tuple[Standing, ...]:
    """Those furthest below what they could have had, furthest first; nobody who has the best possible."""
    below = [each for each in standings if each.level > 0]
    return tuple(sorted(below, key=lambda each: (-each.missing, -each.level, each.member))[:shown])

"""What leernet recorded of a year, and what people answered: what invitations and feeds are made from."""

from collections.abc import Mapping

from msgspec import Struct, field

from leernet.model.answers import ByHand
from leernet.model.choices import Choices
from leernet.model.feeds import NO_FEEDS, FeedBook
from leernet.model.ledger import Ledger
from leernet.model.occasion import NO_PLACEMENTS, NO_TOURS, Placements, Tours
from leernet.model.plan import Plan


class Records(Struct, frozen=True):
    """What leernet recorded, and what people answered.

    Attributes:
        placements: of the series that were allocated.
        tours: of the series in which seats on tours were given out.
        by_hand: answers that came by telephone or in words.
        book: what feeds have shown.
        taken_home: by meeting what members took home from the one before.
        missing: of the series that were allocated, why members have fewer places than they should, by moment.
        choices: by series what people asked for.
    """

    plan: Plan
    placements: Placements = field(default_factory=lambda: NO_PLACEMENTS)
    ledger: Ledger = field(default_factory=Ledger)
    tours: Tours = field(default_factory=lambda: NO_TOURS)
    by_hand: tuple[ByHand, ...] = ()
    book: FeedBook = field(default_factory=lambda: NO_FEEDS)
    taken_home: Mapping[str, Mapping[str, str]] = {}
    missing: Mapping[str, Mapping[str, Mapping[str, str]]] = {}
    choices: Mapping[str, Choices] = {}

"""Why somebody misses a place, or is not at a moment at all."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

# Why somebody is not at a moment at all: said so in the answer; is absent from the meeting it is part of; is
# away, does not work or is no member that day; leads a workshop then.
WhyAway: TypeAlias = Literal["absent", "meeting", "away", "leads"]
WhyMissing: TypeAlias = Literal[
    "no-seat",
    "costs-others",
    "closed",
    "never",
    "elsewhere",
    "no-session",
    "absent",
    "meeting",
    "away",
    "leads",
    "past",
]

# Why a place is missing, as a record says it; in English whatever the language of documents, as records are
# compared from year to year.
MISSING: Mapping[WhyMissing, str] = {
    "no-seat": "no seat left in a session this member may attend",
    "costs-others": "a place in a session this member may attend would cost others",
    "closed": "the sessions this member may attend at this moment do not run",
    "never": "all that was left at this moment was ruled out in the answer",
    "elsewhere": "what this member may attend at this moment is attended at another moment",
    "no-session": "no session at this moment that this member may attend",
    "absent": "absent at this moment, according to the answer",
    "meeting": "absent from the meeting that this moment is part of",
    "away": "away, not working or not a member on the day of this moment",
    "leads": "leads a workshop at this moment",
    "past": "this moment was over when this member was placed",
}

# Reasons that are nobody's own: they count as bad luck in a series with ``credit: history``.
UNLUCKY: frozenset[str] = frozenset(MISSING[why] for why in ("no-seat", "costs-others", "closed"))


class Missing(Struct, frozen=True):
    """A place somebody did not get.

    Attributes:
        moment: one at which this person has no session.
        reason: what is true of it, as ``MISSING`` says it; see ``docs/en/background/allocation.md``.
    """

    participant: str
    moment: str
    reason: WhyMissing

"""Every field about a person, and who may know it; the page on privacy shows this table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Knows(StrEnum):
    """Who may read what a field of somebody says, besides that person and who plans the year."""

    # It may be put on a site or a wall.
    EVERYBODY = "everybody"
    # Who meets this person: in a meeting, a group or a workshop.
    TOGETHER = "together"
    # With whom this person makes visits, unless ``share_contact: no``.
    PARTNER = "partner"
    # Who leads the workshop in which this person is placed.
    LEADER = "leader"
    # Nobody else.
    OWN = "own"
    # Not even this person in what leernet writes to them: nobody but who plans the year.
    PLANNER = "planner"


def _fields(**knows: str) -> Mapping[str, Knows]:
    return MappingProxyType({name: Knows[who] for who, names in knows.items() for name in names.split()})


# By the class of the model that holds them; a test sees that none is missing.
PERSONAL: Mapping[str, Mapping[str, Knows]] = MappingProxyType(
    {
        "Member": _fields(
            TOGETHER="name school organisation",
            PARTNER="email phone",
            OWN="id roles working_days prefer away language public cohort",
            PLANNER="manager also deputy grade_band joined until starts_at",
        ),
        "Contact": _fields(OWN="name email"),
        # Choices of workshops.
        "Answer": _fields(
            LEADER="learning_goal tour",
            OWN="member ranks never evidence absent placed answered_at",
            PLANNER="place",
        ),
        "Placing": _fields(OWN="moment workshop", PLANNER="reason"),
        # What lives: topics are everybody's, without who brought them, unless they may be named.
        "Contribution": _fields(
            EVERYBODY="question case practice topic leads",
            OWN="member take_home",
            PLANNER="place named answered_at",
        ),
        "ByHand": _fields(PLANNER="member meeting answer plus on line"),
        "Answered": _fields(PLANNER="occasion member address method uid answer sequence dtstamp comment"),
        "Bounced": _fields(PLANNER="occasion member address method uid message_id dtstamp reason"),
    }
)

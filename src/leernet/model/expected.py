"""A meeting and what people answered in; how many come, by name and along with others, out."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from leernet.model.answers import Reply
from leernet.model.headcount import colleagues_of
from leernet.model.plan import PlannedMeeting
from leernet.model.selection import needed_members, optional_members, takes_part_on, wanted_members
from leernet.model.year import Network, Year


class Headcount(NamedTuple):
    """How many people there are at a meeting.

    Attributes:
        invited: everybody who takes part that day, with or without an address.
        absent: of them, who is known to be away or declined.
        plus: whom those who come said that they bring.
        colleagues: how many colleagues are expected besides.
    """

    invited: int
    absent: int
    plus: int
    colleagues: int

    @property
    def expected(self) -> int:
        """How many to count on; who was announced by name is no longer one of the colleagues expected."""
        return self.invited - self.absent + max(self.plus, self.colleagues)


def headcount(
    year: Year,
    network: Network,
    reference: str,
    planned: PlannedMeeting,
    answered: Mapping[tuple[str, str], Reply],
) -> Headcount:
    """How many come to a meeting.

    Args:
        answered: by reference and member.
    """
    ids = people_of(year, network, planned.day)
    replies = {id: answered.get((reference, id), Reply()) for id in ids}
    absent = {id for id, reply in replies.items() if reply.answer == "declined" or id in planned.absent}
    plus = sum(reply.plus for id, reply in replies.items() if id not in absent)
    return Headcount(len(ids), len(absent), plus, colleagues_of(network, len(ids)))


def people_of(year: Year, network: Network, day: date) -> frozenset[str]:
    """Everybody who is invited to a meeting of a network on a day, with or without an address."""
    members = (
        *needed_members(year, network),
        *wanted_members(year, network),
        *optional_members(year, network),
    )
    return frozenset(member.id for member in members if takes_part_on(member, day))

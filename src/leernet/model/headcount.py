"""How many people a meeting is for: who counts for its quorum, and for whom the host needs a seat.

The rules in words: ``docs/en/background/planning.md``.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from leernet.model.answers import Reply
from leernet.model.gathering import Gathering, Need
from leernet.model.plan import PlannedMeeting
from leernet.model.selection import needed_members, optional_members, takes_part_on, wanted_members
from leernet.model.shares import COLLEAGUES_PERCENT, EVERYBODY
from leernet.model.year import Network, Year


def must_be_there(needs: tuple[Need, ...]) -> frozenset[str]:
    """Those each of whom must be there: the facilitator, who is required by name, who leads a workshop."""
    return frozenset(id for need in needs if need.at_least >= len(need.members) for id in need.members)


def has_quorum_rule(gathering: Gathering) -> bool:
    """Whether enough people must be able to come: at the meetings of a network itself."""
    return gathering.network is not None and gathering.chain == gathering.network.id


def quorum_of(network: Network, counted: int) -> int:
    """How many of those who count must be able to come: what the network says.

    Not said, more than half of all who are wanted, the facilitator among them.

    Args:
        counted: the wanted members without the facilitator and who else must be there.
    """
    if network.quorum is not None:
        return network.quorum.of(counted)
    # The facilitator is one of the wanted and is there in any case.
    return (counted + 1) // 2


def colleagues_of(network: Network, counted: int) -> int:
    """How many colleagues are expected to come along."""
    asked = network.invite.bring_colleague
    if isinstance(asked, bool):
        return -(-counted * COLLEAGUES_PERCENT // 100) if asked else 0
    return asked


def seats_for(network: Network, counted: int, needed: int) -> int:
    """The seats a host must have: for a share of those who count, for all who must be there, for colleagues.

    Args:
        counted: the wanted members of that day without those who must be there.
        needed: those who must be there.
    """
    expect = network.hosts.expect if network.hosts is not None else None
    return (expect or EVERYBODY).of(counted) + needed + colleagues_of(network, counted)


def seats_when_all_come(year: Year, network: Network) -> int:
    """The seats a host must have in a year in which nobody joins late or leaves early."""
    needed = {member.id for member in needed_members(year, network)}
    wanted = frozenset(member.id for member in wanted_members(year, network))
    one_of = set(network.facilitators)
    from_others = int(len(one_of) > 1 and not one_of & wanted)
    return seats_for(network, len(wanted - needed), len(needed) + from_others)


def from_outside(needs: tuple[Need, ...], wanted: frozenset[str]) -> int:
    """How many of "some of these people" come from outside the network, at the least."""
    return sum(
        max(0, need.at_least - len(wanted & set(need.members)))
        for need in needs
        if need.at_least < len(need.members)
    )


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

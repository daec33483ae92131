"""A year in; what files of polls and inventories may be about, by what they are called, out."""

from collections.abc import Mapping

from msgspec import Struct

from leernet.model.plan import meeting_reference
from leernet.model.year import Meeting, Network, Year


class About(Struct, frozen=True):
    """What a file is about: a network, or one of its meetings."""

    network: Network
    meeting: Meeting | None

    @property
    def reference(self) -> str:
        """As ``schoolopleiders`` or ``schoolopleiders/herfst``."""
        return meeting_reference(self.network.id, self.meeting.id) if self.meeting else self.network.id

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings it may be about."""
        return (self.meeting,) if self.meeting else self.network.meetings


def files_about(year: Year) -> Mapping[str, list[About]]:
    """``<network>`` and ``<network>-<meeting>``, in small letters; with more than one a name is not clear."""
    named: dict[str, list[About]] = {}
    for network in year.networks.values():
        named.setdefault(network.id.casefold(), []).append(About(network, None))
        for meeting in network.meetings:
            named.setdefault(f"{network.id}-{meeting.id}".casefold(), []).append(About(network, meeting))
    return named

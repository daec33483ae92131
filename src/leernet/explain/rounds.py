"""A planned meeting and its inventory in; what its rounds of workshops have to answer out."""

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from leernet.days.attendance import Presence, presence
from leernet.days.calendar import calendar_of
from leernet.finding import LeernetError
from leernet.model.availability import said_of
from leernet.model.inventory import Contribution, Topic, topics_of
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.programme import TimedBlock, programme_of
from leernet.model.selection import selected_members
from leernet.model.year import Meeting, Network, Year
from leernet.words import _


class Day(Struct, frozen=True):
    """A planned meeting with room for workshops.

    Attributes:
        rounds: the blocks of its programme that are for workshops, in order of time.
        rooms: workshops that fit side by side.
        topics: of the inventory, the most named first.
        asked: (member, topic) of those who will be there.
        leaders: who offered to lead each topic and will be there.
        people: how many members the network has.
        led_before: workshops that each member leads elsewhere this year.
    """

    network: Network
    meeting: Meeting
    planned: PlannedMeeting
    rounds: tuple[TimedBlock, ...]
    rooms: int
    topics: tuple[Topic, ...]
    asked: frozenset[tuple[str, str]]
    leaders: dict[str, frozenset[str]]
    people: int
    led_before: dict[str, int]


def day_of_workshops(
    year: Year,
    plan: Plan,
    network: Network,
    meeting: Meeting,
    rows: tuple[Contribution, ...],
    declined: frozenset[str],
) -> Day:
    """What a proposal for this meeting has to go by.

    Args:
        declined: who answered that they do not come.

    Raises:
        LeernetError: there is no date, no room for workshops, or nothing to go by yet.
    """
    reference = f"{network.id}/{meeting.id}"
    planned = plan.meetings.get(reference)
    if planned is None:
        raise LeernetError(_("{meeting} has no date yet.", meeting=reference), _("Run: leernet plan"))
    rounds = _rounds(year, network, meeting, planned)
    rooms = _rooms(year, planned, reference)
    there = _attendance(year, network, meeting, planned, declined)
    topics = topics_of(rows)
    leaders = {topic.name: frozenset(filter(there, topic.leads)) for topic in topics}
    if not any(leaders.values()):
        raise LeernetError(
            _("Nobody who will be at {meeting} offers to lead a workshop.", meeting=reference),
            _("Fill in the column 'leads' of its inventory: ja, or the id or name of a member."),
        )
    asked = {(member, topic.name) for topic in topics for member in topic.asked_by if there(member)}
    led = Counter(leader for workshop in year.workshops.values() for leader in workshop.presenter)
    return Day(
        network,
        meeting,
        planned,
        rounds,
        rooms,
        topics,
        frozenset(asked),
        {topic: members for topic, members in leaders.items() if members},
        len(selected_members(year, network.members)),
        {member: led[member] for member in sorted(year.members) if led[member]},
    )


def _rounds(
    year: Year, network: Network, meeting: Meeting, planned: PlannedMeeting
) -> tuple[TimedBlock, ...]:
    """The rounds of workshops in the programme of a meeting.

    Raises:
        LeernetError: it has none.
    """
    blocks = programme_of(year, network, meeting, planned.span, planned.host, year.settings.language)
    rounds = tuple(block for block in blocks if block.kind == "workshops")
    if not rounds:
        raise LeernetError(
            _("The programme of {meeting} has no round of workshops.", meeting=f"{network.id}/{meeting.id}"),
            _("Give it 'programme: full-day', or a block with 'kind: workshops'."),
        )
    return rounds


def _rooms(year: Year, planned: PlannedMeeting, reference: str) -> int:
    """How many rooms there are where a meeting is.

    Raises:
        LeernetError: that is not known.
    """
    school = year.schools.get(planned.host or "")
    if school is None or school.rooms is None:
        place = school.name if school else planned.location or reference
        raise LeernetError(
            _("How many rooms {place} has is not known.", place=place),
            _("Write 'rooms: 3' for the school where {meeting} is.", meeting=reference),
        )
    return school.rooms


def _attendance(
    year: Year, network: Network, meeting: Meeting, planned: PlannedMeeting, declined: frozenset[str]
) -> Callable[[str], bool]:
    """Whether a member will be at the meeting, as far as is known."""
    calendar = calendar_of(year)
    said = said_of(year, network.id, meeting.id, planned.span)
    away = declined | set(planned.absent)

    def there(id: str) -> bool:
        stance = said.get((id, planned.day))
        can = presence(calendar, year.members[id], planned.day, planned.span.halves, stance)
        return can is Presence.FREE and id not in away

    return there

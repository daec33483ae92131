"""A year and its plan in; everybody who is expected at each meeting, with an address or without, out."""

from collections.abc import Mapping

from msgspec import Struct

from leernet.model.answers import Reply, replies
from leernet.model.attended import everybodys_occasions
from leernet.model.headcount import colleagues_of
from leernet.model.identity import identified
from leernet.model.ledger import Answer
from leernet.model.plan import file_name
from leernet.model.records import Records
from leernet.model.selection import school_name
from leernet.model.view import Guest, Occasion, View, clean
from leernet.model.year import Member, Year


class Attendee(Struct, frozen=True):
    """Somebody who is wanted at a meeting.

    Attributes:
        where: their school or organisation.
        view: what they would see of it: times of their own, group, room.
        answer: what they said; None: nothing.
        plus: how many more people they bring.
    """

    member: Member
    where: str
    view: View
    answer: Answer | None
    plus: int = 0

    @property
    def comes(self) -> bool:
        """Whether they are counted on: neither away that day nor declined."""
        return self.view.presence != "off" and self.answer != "declined"


class MeetingPeople(Struct, frozen=True):
    """A meeting with everybody who is wanted, by name.

    Attributes:
        colleagues: how many are expected to come along.
    """

    occasion: Occasion
    people: tuple[Attendee, ...]
    colleagues: int

    @property
    def path(self) -> str:
        """How files of this meeting are called."""
        return file_name(self.occasion.reference)

    @property
    def plus(self) -> int:
        """How many more people those who come have said that they bring."""
        return sum(one.plus for one in self.coming)

    @property
    def more(self) -> int:
        """How many people come along: those announced by name are no longer among the colleagues expected."""
        return max(self.plus, self.colleagues)

    @property
    def coming(self) -> tuple[Attendee, ...]:
        """Those who are counted on."""
        return tuple(one for one in self.people if one.comes)


def gathered(year: Year, records: Records) -> tuple[MeetingPeople, ...]:
    """Every meeting with everybody who is wanted there, also who cannot be reached by mail."""
    found = everybodys_occasions(year, records.plan, {})
    uids = identified(year, found, records.ledger, records.book)
    answered = replies(found, uids, records.ledger, records.by_hand)
    return tuple(
        MeetingPeople(meeting, people, colleagues_of(year.networks[meeting.circle], len(people)))
        for meeting in found
        if meeting.kind == "meeting"
        for people in (_people(year, meeting, answered),)
    )


def _people(year: Year, meeting: Occasion, answered: Mapping[tuple[str, str], Reply]) -> tuple[Attendee, ...]:
    found = [
        Attendee(
            year.members[guest.member],
            where_from(year, guest),
            guest.view,
            *answered.get((meeting.key, guest.member), Reply()),
        )
        for guest in meeting.guests
    ]
    return tuple(sorted(found, key=lambda one: (one.member.name.casefold(), one.member.id)))


def where_from(year: Year, guest: Guest) -> str:
    """The school or the organisation of somebody."""
    member = year.members[guest.member]
    return clean(school_name(year, member.school) if member.school else member.organisation)

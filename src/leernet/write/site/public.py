"""A year, its plan and its ledger in; the same with only what everybody may know out.

The pages and feeds of the site are made from what comes out here and from nothing else. What is public is
what the lists below name; a field that nobody put in one is not on the site.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel

from leernet.model.allocation import AllocationRecord
from leernet.model.feeds import NO_FEEDS, FeedBook
from leernet.model.known import running_plan
from leernet.model.ledger import Ledger, Sent
from leernet.model.plan import Change, Plan, PlannedMeeting, PlannedSession
from leernet.model.selection import series_workshops
from leernet.model.view import View
from leernet.model.year import (
    Block,
    Board,
    Groups,
    Hosts,
    Meeting,
    Member,
    Moment,
    Network,
    OwnDates,
    School,
    Selector,
    Series,
    Settings,
    Workshop,
    Year,
)
from leernet.words import Words, _
from leernet.write.feed import public_view

M = TypeVar("M", bound=BaseModel)

PUBLIC: Mapping[type[BaseModel], tuple[str, ...]] = {
    Settings: ("school_year", "title", "language", "organiser", "holiday_region", "closed", "page"),
    Board: ("id", "name"),
    School: (
        *("id", "name", "board", "place", "area", "address", "location"),
        *("holiday_region", "host_seats", "tour"),
    ),
    Network: ("id", "title", "thread", "weekdays", "time", "phase", "invite"),
    Hosts: ("rotate", "school", "location"),
    Groups: ("size", "method"),
    Meeting: (
        *("id", "title", "window", "date", "times", "host", "location", "room"),
        *("theme", "bring", "link", "cancelled"),
    ),
    Block: ("title", "minutes", "start", "text", "kind"),
    Series: ("id", "title", "network", "choose", "moments", "closes"),
    Moment: ("window", "date", "weekdays", "time", "meeting"),
    Workshop: ("id", "series", "title", "school", "room", "moments", "seats", "runs", "tour", "text"),
    PlannedMeeting: ("day", "start", "end", "host", "location"),
    PlannedSession: ("day", "start", "end", "school", "location"),
}
# Of a change what was and what is; its reason may name somebody who cannot come.
PUBLIC_CHANGES = ("new", "moved", "host", "cancelled", "removed", "revived")
PUBLIC_FACTS = ("date", "start", "end", "host", "school", "location")


class PublicSession(Struct, frozen=True):
    """How full a session is, once people were placed; nobody is named."""

    seats: int
    taken: int


class PublicProject(Struct, frozen=True):
    """What the site is made from.

    Attributes:
        plan: without workshops that do not run.
        history: plans of earlier years, of which only the hosts count.
        sessions: of each session, by reference, how full it is.
        book: what the feeds of networks and series have shown.
    """

    year: Year
    plan: Plan
    ledger: Ledger
    history: tuple[Plan, ...]
    sessions: Mapping[str, PublicSession]
    book: FeedBook


def public_project(
    year: Year,
    plan: Plan,
    ledger: Ledger,
    history: Iterable[Plan],
    allocations: Iterable[AllocationRecord],
    spoken: Words,
    book: FeedBook = NO_FEEDS,
) -> PublicProject:
    """The project as everybody may know it."""
    records = tuple(allocations)
    people = _People(year, spoken.say(_("a colleague")))
    sessions = dict(_sessions(records))
    return PublicProject(
        _public_year(year, people),
        _public_plan(running_plan(plan, records)),
        _public_ledger(ledger, people),
        tuple(_public_plan(one) for one in history),
        sessions,
        _public_book(book, people),
    )


class _People:
    """Those who facilitate a network or lead a workshop: the only people with a name on the site."""

    def __init__(self, year: Year, somebody: str) -> None:
        facilitators = {one for network in year.networks.values() for one in network.facilitators}
        presenters = {one for workshop in year.workshops.values() for one in workshop.presenter}
        self.somebody = somebody
        self.members = {
            id: self._shown(year.members[id], reachable=id in facilitators)
            for id in sorted((facilitators | presenters) & set(year.members))
        }
        self._names = {year.members[id].name: member.name for id, member in self.members.items()}
        self._others = set(year.members) - set(self.members)
        self._private = {year.members[id].name for id in self._others} - set(self._names)

    def _shown(self, member: Member, *, reachable: bool) -> Member:
        """The name, and of a facilitator the address; whoever does not want that is a colleague."""
        if not member.public:
            return Member.model_construct(id=member.id, name=self.somebody)
        email = member.email if reachable else None
        return Member.model_construct(id=member.id, name=member.name, email=email)

    def led_by(self, leads: Iterable[str]) -> tuple[str, ...]:
        """Those who lead something: a guest by the text that is written, a member where they are public."""
        return tuple(
            self.name(lead) if lead not in self.members else lead
            for lead in leads
            if lead not in self._others and lead not in self._private
        )

    def name(self, written: str) -> str:
        """A name as the site shows it; that of a member who is not public becomes a colleague."""
        return self.somebody if written in self._private else self._names.get(written, written)


def _of(part: M, **instead: Any) -> M:
    """A part with its public fields; what is not named has the value of nothing written."""
    public = {name: getattr(part, name) for name in PUBLIC[type(part)] if hasattr(part, name)}
    return type(part).model_construct(**{**public, **instead})


def _public_year(year: Year, people: _People) -> Year:
    return Year.model_construct(
        settings=_of(year.settings),
        boards={id: _of(board) for id, board in year.boards.items()},
        schools={id: _of(school) for id, school in year.schools.items()},
        members=people.members,
        networks={id: _network(network, people) for id, network in year.networks.items()},
        series={id: _series(series) for id, series in year.series.items()},
        workshops={
            workshop.id: _of(workshop, presenter=people.led_by(workshop.presenter), open_to=None)
            for id in year.series
            for workshop in series_workshops(year, id)
        },
    )


def _network(network: Network, people: _People) -> Network:
    own_dates = network.groups is not None and isinstance(network.groups.meetings, OwnDates)
    return _of(
        network,
        facilitator=network.facilitation,
        members=Selector(),
        hosts=_of(network.hosts) if network.hosts is not None else None,
        programme=_programme(network.programme, people),
        meetings=tuple(
            _of(meeting, programme=_programme(meeting.programme, people)) for meeting in network.meetings
        ),
        # Of groups only that they meet on dates of their own.
        groups=_of(network.groups, meetings=network.groups.meetings)
        if network.groups is not None and own_dates
        else None,
    )


def _programme(programme: Any, people: _People) -> Any:
    if not isinstance(programme, tuple):
        return programme
    return tuple(_of(block, lead=people.led_by(block.lead), audience=None) for block in programme)


def _series(series: Series) -> Series:
    moments = {id: _of(moment) for id, moment in series.moments.items()}
    return _of(series, moments=moments, audience=Selector())


def _sessions(records: Iterable[AllocationRecord]) -> Iterator[tuple[str, PublicSession]]:
    for record in records:
        for session, line in record.sessions.items():
            if line.runs:
                yield f"{record.series}/{session}", PublicSession(line.seats, len(line.placed))


def _public_plan(plan: Plan) -> Plan:
    return Plan(
        school_year=plan.school_year,
        revision=plan.revision,
        meetings={reference: _of(meeting) for reference, meeting in plan.meetings.items()},
        sessions={reference: _of(session) for reference, session in plan.sessions.items()},
        changes=tuple(_change(change) for change in plan.changes if change.what in PUBLIC_CHANGES),
    )


def _change(change: Change) -> Change:
    return Change(
        what=change.what,
        meeting=change.meeting,
        was={key: change.was[key] for key in PUBLIC_FACTS if key in change.was},
        now={key: change.now[key] for key in PUBLIC_FACTS if key in change.now},
    )


def _public_ledger(ledger: Ledger, people: _People) -> Ledger:
    """What was announced, to nobody in particular: people are numbers here, and answers are left out."""
    numbers: dict[str, int] = {}
    sent = tuple(
        _sent(entry, people, numbers.setdefault(entry.address.casefold(), len(numbers)))
        for entry in ledger.sent
        if entry.is_public and entry.method != "REMINDER"
    )
    return Ledger(sent)


def _public_book(book: FeedBook, people: _People) -> FeedBook:
    """What the feeds of networks and series showed; those of members are nobody's business."""
    return {
        feed: {
            uid: replace(entry, view=_public_contact(entry.view, people), first=None)
            if entry.first is None
            else replace(
                entry, view=_public_contact(entry.view, people), first=_public_contact(entry.first, people)
            )
            for uid, entry in shown.items()
        }
        for feed, shown in book.items()
        if not feed.startswith("member:")
    }


def _public_contact(view: View, people: _People) -> View:
    return replace(view, contact=people.name(view.contact))


def _sent(entry: Sent, people: _People, number: int) -> Sent:
    saw = replace(public_view(entry.saw), contact=people.name(entry.saw.contact))
    return replace(entry, member="", name="", address=str(number), message_id="", saw=saw, student=False)

"""A year, its plan and placements in; every occasion, visits among them, and what each guest sees out."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeAlias

from msgspec.structs import replace

from leernet.model.guests import each_once, guests_of, name_of, venue_of
from leernet.model.plan import (
    Plan,
    PlannedMeeting,
    PlannedSession,
    Visit,
    meeting_reference,
    session_reference,
)
from leernet.model.programme import TimedBlock, moment_as_meeting, programme_of, thread_of
from leernet.model.selection import (
    group_room,
    meeting_title,
    needed_members,
    optional_members,
    selected_members,
    still_there,
    wanted_members,
)
from leernet.model.values import Span
from leernet.model.view import Guest, Occasion, Piece, View, clean
from leernet.model.year import Invite, Meeting, Network, OwnDates, Series, Workshop, Year
from leernet.words import Language

# Series, member, moment: the workshop somebody was placed in.
Placements: TypeAlias = Mapping[str, Mapping[str, Mapping[str, str]]]

# Series, member: the session (``moment/workshop``) with which somebody goes on a tour.
Tours: TypeAlias = Mapping[str, Mapping[str, str]]
NO_TOURS: Tours = MappingProxyType({})
NO_PLACEMENTS: Placements = MappingProxyType({})


def occasions(
    year: Year, plan: Plan, placements: Placements, tours: Tours = NO_TOURS
) -> tuple[Occasion, ...]:
    """Every occasion of the plan that the year still knows and that is not cancelled, in order of its key.

    Args:
        tours: of the series in which seats on tours were given out.
    """
    meetings = tuple(_meetings(year, plan, placements))
    met = {occasion.reference: frozenset(guest.member for guest in occasion.guests) for occasion in meetings}
    found = [*meetings, *_sessions(year, plan, placements, tours, met), *visit_occasions(year, plan)]
    return tuple(sorted(found, key=lambda occasion: occasion.key))


def _meetings(year: Year, plan: Plan, placements: Placements) -> Iterator[Occasion]:
    for network in year.networks.values():
        optional = optional_members(year, network)
        for meeting in _planned_meetings(network, plan):
            chosen = year.members.get(
                plan.meetings[meeting_reference(network.id, meeting.id)].facilitator or ""
            )
            needed = (*needed_members(year, network, meeting), *((chosen,) if chosen is not None else ()))
            wanted = (*needed, *wanted_members(year, network))
            reference = meeting_reference(network.id, meeting.id)
            planned = plan.meetings[reference]
            own = _workshops_within(year, plan, placements, reference)
            leads = _led_within(year, plan, placements, reference)
            view = _meeting_view(year, network, meeting, planned)
            programme = _Programme(year, network, meeting, planned, frozenset(one.id for one in needed))
            guests = each_once(
                _in_meeting(year, network, planned, own, leads, programme.shown_to(guest))
                for guest in (
                    *guests_of(year, wanted, replace(view, presence="required")),
                    *guests_of(year, optional, replace(view, presence="optional")),
                )
                if programme.is_for(guest)
            )
            view = replace(view, programme=programme.blocks(year.settings.language))
            # Who comes for a part has the same entry with other times: a programme that is made later, or
            # changed, moves nobody from one entry to another.
            yield Occasion(reference, "meeting", network.id, view, guests, network.invite)


class _Programme:
    """The programme of a meeting, and who comes for which of its blocks."""

    def __init__(
        self, year: Year, network: Network, meeting: Meeting, planned: PlannedMeeting, needed: frozenset[str]
    ) -> None:
        self._needed = needed
        self._timed: dict[Language, tuple[TimedBlock, ...]] = {
            language: programme_of(year, network, meeting, planned.span, planned.host, language)
            for language in ("nl", "en")
        }
        self._come = tuple(
            frozenset(member.id for member in selected_members(year, block.audience))
            if block.audience is not None
            else None
            for block in self._timed["nl"]
        )

    def blocks(self, language: Language, member: str | None = None) -> tuple[Piece, ...]:
        """The blocks that a member comes for; no member named, all of them.

        Whoever is needed is there from start to end, also where a block names others.
        """
        whole = member is None or member in self._needed
        timed = zip(self._timed[language], self._come, strict=True)
        return tuple(
            Piece(block.span, clean(block.title), clean(block.room))
            for block, come in timed
            if whole or come is None or member in come
        )

    def is_for(self, guest: Guest) -> bool:
        """Whether any of it is for this guest; without a programme everything is."""
        return not self._come or bool(self.blocks(guest.language, guest.member))

    def shown_to(self, guest: Guest) -> Guest:
        """The guest with their own blocks and what they lead; own times where they come for a part only."""
        if not self._come:
            return guest
        own = self.blocks(guest.language, guest.member)
        led = (block for block in self._timed[guest.language] if guest.member in block.lead)
        leads = tuple(Piece(block.span, clean(block.title), clean(block.room)) for block in led)
        view = replace(guest.view, programme=own, leads=leads)
        if len(own) < len(self._come):
            others = tuple(one for one in self.blocks(guest.language) if one not in own)
            view = replace(view, span=Span(own[0].span.start, own[-1].span.end), other_parts=others)
        return replace(guest, view=view)


def _planned_meetings(network: Network, plan: Plan) -> Iterator[Meeting]:
    defined = {meeting.id: meeting for meeting in network.meetings}
    # Groups that meet on dates of their own have meetings in the plan that nobody defined.
    own_dates = network.groups is not None and isinstance(network.groups.meetings, OwnDates)
    for reference in sorted(plan.meetings):
        circle, _, id = reference.partition("/")
        if circle == network.id and (id in defined or own_dates):
            # "intervisie-2" is called "Intervisie 2", as several under one name could not be told apart.
            named = id.replace("-", " ").capitalize()
            meeting = defined.get(id) or Meeting(id=id, title=named, programme="intervisie")
            if not meeting.cancelled:
                yield meeting


def _meeting_view(year: Year, network: Network, meeting: Meeting, planned: PlannedMeeting) -> View:
    title = meeting_title(network, meeting)
    if network.title and network.title.casefold() not in title.casefold():
        title = f"{network.title}: {title}"
    return View(
        title=clean(title) or meeting.id,
        day=planned.day,
        until=planned.day,
        span=planned.span,
        venue=venue_of(year, planned.host, planned.location),
        room=clean(meeting.room),
        theme=clean(meeting.theme),
        thread=clean(thread_of(network, meeting)),
        bring=clean(meeting.bring),
        link=clean(meeting.link),
        contact=name_of(year, planned.facilitator or network.facilitator),
        bring_colleague=bool(network.invite.bring_colleague),
    )


def _workshops_within(
    year: Year, plan: Plan, placements: Placements, meeting: str
) -> Mapping[str, tuple[Piece, ...]]:
    """For each member the workshops they were placed in that are rounds of this meeting."""
    own: dict[str, tuple[Piece, ...]] = {}
    for series in year.series.values():
        rounds = [id for id, moment in series.moments.items() if moment.meeting == meeting]
        for member, chosen in placements.get(series.id, {}).items() if rounds else ():
            for moment in rounds:
                planned = plan.sessions.get(session_reference(series.id, moment, chosen.get(moment, "")))
                workshop = year.workshops.get(chosen.get(moment, ""))
                if planned and workshop:
                    piece = Piece(planned.span, clean(workshop.title or workshop.id), clean(workshop.room))
                    own[member] = tuple(sorted((*own.get(member, ()), piece), key=lambda one: one.span))
    return own


def _led_within(
    year: Year, plan: Plan, placements: Placements, meeting: str
) -> Mapping[str, tuple[Piece, ...]]:
    """For each member the workshops they lead in rounds of this meeting, with how many people are placed."""
    led: dict[str, tuple[Piece, ...]] = {}
    for reference, planned in plan.sessions.items():
        series_id, _, session = reference.partition("/")
        moment, _, workshop_id = session.partition("/")
        series, workshop = year.series.get(series_id), year.workshops.get(workshop_id)
        if series is None or workshop is None or moment not in series.moments:
            continue
        if series.moments[moment].meeting != meeting:
            continue
        placed = placements.get(series_id)
        people = sum(chosen.get(moment) == workshop_id for chosen in (placed or {}).values())
        # Once people were placed, what nobody comes to does not run, unless it was said that it does.
        if placed is not None and not people and workshop.runs != "yes":
            continue
        piece = Piece(planned.span, clean(workshop.title or workshop.id), clean(workshop.room), people)
        for presenter in workshop.presenter:
            led[presenter] = tuple(sorted((*led.get(presenter, ()), piece), key=lambda one: one.span))
    return led


def _in_meeting(
    year: Year,
    network: Network,
    planned: PlannedMeeting,
    own: Mapping[str, tuple[Piece, ...]],
    leads: Mapping[str, tuple[Piece, ...]],
    guest: Guest,
) -> Guest:
    """The guest with their own group, duties and workshops, and whether they are away that day."""
    group = next((name for name, members in planned.groups.items() if guest.member in members), "")
    led = tuple(sorted((*guest.view.leads, *leads.get(guest.member, ())), key=lambda one: one.span))
    view = replace(guest.view, workshops=own.get(guest.member, ()), leads=led)
    if group:
        there = still_there(year, planned.groups[group], planned.day)
        others = (member for member in there if member != guest.member)
        view = replace(
            view,
            group=clean(group),
            room=clean(group_room(network, group)) or view.room,
            company=tuple(name_of(year, member) for member in others),
            duties=tuple(duty for duty, who in planned.roles.get(group, {}).items() if who == guest.member),
        )
    if guest.member in planned.absent:
        view = replace(view, presence="off")
    return replace(guest, view=view)


def _sessions(
    year: Year, plan: Plan, placements: Placements, tours: Tours, met: Mapping[str, frozenset[str]]
) -> Iterator[Occasion]:
    for reference, planned in sorted(plan.sessions.items()):
        series_id, _, session = reference.partition("/")
        moment, _, workshop_id = session.partition("/")
        series, workshop = year.series.get(series_id), year.workshops.get(workshop_id)
        if series is None or workshop is None or moment not in series.moments:
            continue
        # Who is at the meeting around it finds the workshop in the entry of that meeting.
        already = met.get(series.moments[moment].meeting, frozenset())
        view = _session_view(year, series, workshop, planned)
        placed = [
            member
            for member, chosen in sorted(placements.get(series_id, {}).items())
            if chosen.get(moment) == workshop_id and member in year.members
        ]
        leaders, members = (
            [year.members[one] for one in who if one in year.members and one not in already]
            for who in (
                workshop.presenter if placed else (),
                (one for one in placed if one not in workshop.presenter),
            )
        )
        on_tour = sum(toured == session for toured in tours.get(series_id, {}).values())
        led = replace(view, duties=("presenter",), people=len(placed), on_tour=on_tour)
        own = (_touring(guest, tours.get(series_id), session) for guest in guests_of(year, members, view))
        guests = (
            *each_once(guests_of(year, leaders, led)),
            *(_placed(series, moment, placements.get(series_id, {}), guest) for guest in own),
        )
        if series.programme is not None:
            guests = tuple(_with_programme(year, series, moment, planned, guest) for guest in guests)
        yield Occasion(reference, "session", series_id, view, guests, series_invite(year, series))


def _placed(series: Series, moment: str, placements: Mapping[str, Mapping[str, str]], guest: Guest) -> Guest:
    """The guest with the place they have at a moment."""
    lacks = len(placements[guest.member]) < (series.choose or len(series.moments))
    return replace(guest, moment=f"{series.id}/{moment}", lacks=lacks)


def _with_programme(year: Year, series: Series, moment: str, planned: PlannedSession, guest: Guest) -> Guest:
    """The guest with the blocks at the school where their workshop is; the tour only if they go on it."""
    network, meeting = moment_as_meeting(year, series, moment)
    blocks = programme_of(year, network, meeting, planned.span, planned.school, guest.language)
    pieces = tuple(
        Piece(block.span, clean(block.title), clean(block.room))
        for block in blocks
        if block.kind != "tour" or guest.view.tour
    )
    return replace(guest, view=replace(guest.view, programme=pieces))


def _touring(guest: Guest, tours: Mapping[str, str] | None, session: str) -> Guest:
    """The guest, told of a tour only where they have a seat on it, once seats were given out."""
    if tours is None:
        return guest
    return replace(guest, view=replace(guest.view, tour=tours.get(guest.member) == session))


def _session_view(year: Year, series: Series, workshop: Workshop, planned: PlannedSession) -> View:
    school = year.schools.get(planned.school or "")
    network = year.networks.get(series.network or "")
    return View(
        title=_session_title(workshop),
        day=planned.day,
        until=planned.day,
        span=planned.span,
        venue=venue_of(year, planned.school, planned.location),
        room=clean(workshop.room),
        theme=clean(series.title),
        tour=bool(workshop.tour) or (school is not None and school.tour),
        contact=name_of(year, network.facilitator) if network else "",
        company=tuple(name_of(year, presenter) for presenter in workshop.presenter),
    )


def _session_title(workshop: Workshop) -> str:
    title = clean(workshop.title or workshop.id)
    return title if title.casefold().startswith("workshop") else f"Workshop {title}"


def series_invite(year: Year, series: Series) -> Invite:
    network = year.networks.get(series.network or "")
    if network is None:
        return Invite()
    return Invite(
        weeks_before=network.invite.weeks_before, remind_days_before=network.invite.remind_days_before
    )


def visit_occasions(year: Year, plan: Plan) -> Iterator[Occasion]:
    for visit in plan.visits:
        network = year.networks.get(visit.network)
        if network is not None and {visit.visitor, visit.visited} <= set(year.members):
            yield _visit(year, network, visit)


def _visit(year: Year, network: Network, visit: Visit) -> Occasion:
    monday = date.fromisocalendar(*_year_and_week(visit.week), 1)
    weekdays = sorted({half.weekday for half in visit.days}) or list(range(5))
    visited = year.members[visit.visited]
    view = View(
        title=clean(network.title or network.id),
        day=monday + timedelta(days=weekdays[0]),
        until=monday + timedelta(days=weekdays[-1]),
        venue=venue_of(year, visited.school, visited.organisation),
        thread=clean(network.thread),
        half_days=visit.days,
        steps=tuple((clean(step.title), step.minutes) for step in network.pairs.cycle)
        if network.pairs is not None
        else (),
        contact=name_of(year, network.facilitator),
    )
    guests = tuple(
        guest
        for member, other, duty in (
            (visit.visitor, visit.visited, "visitor"),
            (visit.visited, visit.visitor, "visited"),
        )
        for guest in guests_of(
            year,
            [year.members[member]],
            replace(
                view, duties=(duty,), company=(name_of(year, other),), reach=_reach(year, network, other)
            ),
        )
    )
    reference = f"{visit.network}/{visit.round}/{visit.visitor}--{visit.visited}"
    return Occasion(reference, "visit", network.id, view, each_once(guests), network.invite)


def _reach(year: Year, network: Network, member: str) -> tuple[str, ...]:
    """How two who are to agree on a day reach one another."""
    if network.pairs is not None and not network.pairs.share_contact:
        return ()
    other = year.members[member]
    return tuple(clean(one) for one in (other.email, other.phone) if one)


def _year_and_week(week: str) -> tuple[int, int]:
    """``2026-W47``."""
    iso_year, _, number = week.partition("-W")
    return int(iso_year), int(number)

"""A meeting of the plan in; its agenda out, as a value in one language, as a page and as Markdown."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, cast

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from leernet.model.inventory import Topic
from leernet.model.methods import method_of, timed_steps, works_by
from leernet.model.plan import Plan, PlannedMeeting, file_name, session_reference
from leernet.model.programme import TimedBlock, programme_of, thread_of
from leernet.model.selection import group_room, meeting_title, member_name, series_workshops, still_there
from leernet.model.year import Meeting, Network, Phase, Selector, Series, Workshop, Year
from leernet.words import Language, Sentence, Words, _, words
from leernet.write.dates import clock_time, long_date, time_span
from leernet.write.meetings import Appointment, appointments, place_of, short_place
from leernet.write.page import html_page, markdown_text

NO_TOPICS: Mapping[str, tuple[Topic, ...]] = MappingProxyType({})
_ROLES: Mapping[str | None, Sentence] = {
    "case_owner": _("brings in the case"),
    "chair": _("leads the talk"),
    "note_taker": _("takes notes"),
    "timekeeper": _("keeps the time"),
}


# While a network grows, shared tasks move from the facilitator to its members.
_TASKS: Mapping[Phase, Sentence] = {
    "forming": _("The facilitator leads the discussion, keeps time and notes what is agreed."),
    "maintaining": _(
        "The facilitator opens and closes; one member keeps the time and another takes notes, in turn."
    ),
    "institutionalising": _(
        "Members take turns leading the discussion, keeping time and taking notes; the "
        "facilitator only helps."
    ),
}


class AgendaBlock(Struct, frozen=True):
    """A line of the programme, in one language.

    Attributes:
        start: as ``09:00``, whatever the language; so is the end.
        time: from start to end in words.
        items: workshops of a round, or steps of a method.
    """

    start: str
    end: str
    time: str
    title: str
    texts: tuple[str, ...]
    items: tuple[str, ...]
    lead: str
    audience: str
    kind: str


class Agenda(Struct, frozen=True):
    """All that an agenda says, in one language.

    Attributes:
        when: day and time in words.
        facts: label and text, in the order to show them.
        link: address of a page or an online meeting; may be empty.
        preparation: what people are asked to do beforehand.
        groups: one text a group.
        contact: to whom to say that you cannot come.
        contact_email: empty when nobody has one.
    """

    reference: str
    language: Language
    partnership: str
    network: str
    title: str
    cancelled: bool
    day: date | None
    when: str
    facts: tuple[tuple[str, str], ...]
    link: str
    blocks: tuple[AgendaBlock, ...]
    groups: tuple[str, ...]
    preparation: tuple[str, ...]
    contact: str
    contact_email: str

    @property
    def has_leads(self) -> bool:
        """Whether any block says who leads it."""
        return any(block.lead for block in self.blocks)

    @property
    def has_audiences(self) -> bool:
        """Whether any block is not for everybody."""
        return any(block.audience for block in self.blocks)


def agenda_of(
    year: Year, plan: Plan, reference: str, language: Language, topics: Iterable[Topic] = ()
) -> Agenda:
    """The agenda of one meeting.

    Args:
        reference: as ``schoolopleiders/herfst``.
        topics: of the inventory before this meeting; nobody is named with it.

    Raises:
        ValueError: there is no such meeting.
    """
    known = {one.reference: one for one in appointments(year, plan)}
    if reference not in known:
        raise ValueError(reference)
    appointment = known[reference]
    network, meeting = appointment.network, appointment.meeting
    say = words(language)
    next_meeting = _next_meeting(year, plan, appointment, say)
    contact = contact_of(year, network)
    return Agenda(
        reference=reference,
        language=language,
        partnership=year.settings.title,
        network=network.title or network.id,
        title=meeting_title(network, meeting),
        cancelled=meeting.cancelled,
        day=appointment.day,
        when=_when(appointment, say),
        facts=tuple(_facts(year, appointment, say)),
        link=meeting.link,
        blocks=_closed(_with_topics(_blocks(year, plan, appointment, say), topics), next_meeting),
        groups=tuple(_groups(year, network, plan.meetings.get(reference), say)),
        preparation=tuple(_preparation(network, meeting, say)),
        contact=say.say(_("Can you not be there? Tell {name}.", name=contact.name)),
        contact_email=contact.email,
    )


def _when(appointment: Appointment, say: Words) -> str:
    if appointment.day is None:
        return say.say(_("The date follows"))
    day = long_date(appointment.day, say.language)
    return f"{day}, {time_span(appointment.span, say.language)}" if appointment.span else day


def _facts(year: Year, appointment: Appointment, say: Words) -> Iterator[tuple[str, str]]:
    network, meeting = appointment.network, appointment.meeting
    facilitator = year.members.get(network.facilitator)
    facts = (
        (_("Where"), place_of(year, appointment) or say.say(_("The place follows"))),
        (_("Facilitator"), facilitator.name if facilitator else ""),
        (_("Thread of this year"), thread_of(network, meeting)),
        (_("Theme"), meeting.theme),
        (_("Who does what"), say.say(_TASKS[network.phase]) if network.phase else ""),
    )
    return ((say.say(label), text) for label, text in facts if text)


def _blocks(year: Year, plan: Plan, appointment: Appointment, say: Words) -> tuple[AgendaBlock, ...]:
    if appointment.span is None:
        return ()
    network, meeting = appointment.network, appointment.meeting
    timed = programme_of(year, network, meeting, appointment.span, appointment.host, say.language)
    return tuple(_agenda_block(year, plan, appointment, block, say) for block in timed)


def _closed(blocks: tuple[AgendaBlock, ...], next_meeting: str) -> tuple[AgendaBlock, ...]:
    """The blocks, the last of them with the next meeting: the group parts with its date and host in mind."""
    if not blocks or not next_meeting:
        return blocks
    closing = blocks[-1]
    return (*blocks[:-1], replace(closing, texts=(*closing.texts, next_meeting)))


def _with_topics(blocks: tuple[AgendaBlock, ...], topics: Iterable[Topic]) -> tuple[AgendaBlock, ...]:
    """The blocks, those for the inventory with its topics and how often each was named."""
    named = tuple(f"{topic.name} ({topic.named})" for topic in topics)
    return tuple(replace(one, items=named) if one.kind == "inventory" else one for one in blocks)


def _agenda_block(
    year: Year, plan: Plan, appointment: Appointment, block: TimedBlock, say: Words
) -> AgendaBlock:
    network = appointment.network
    asked = works_by(network, appointment.meeting) if block.kind == "groups" else None
    method = method_of(asked, say.language) if asked else None
    items = (
        *(_round(year, plan, appointment.reference, block) if block.kind == "workshops" else ()),
        *(_step(step, say.language) for step in (timed_steps(method, block.span) if method else ())),
    )
    shown = agenda_block(year, block, items, say)
    worked_by = method.title if method else str(asked or "")
    return replace(
        shown,
        texts=(*shown.texts, worked_by) if worked_by else shown.texts,
        audience=_audience(year, network, block.audience, say),
    )


def agenda_block(year: Year, block: TimedBlock, items: tuple[str, ...], say: Words) -> AgendaBlock:
    """A block of a programme that is for everybody, with these items."""
    return AgendaBlock(
        start=f"{block.start:%H:%M}",
        end=f"{block.end:%H:%M}",
        time=_from_to(block, say.language),
        title=block.title,
        texts=tuple(text for text in (block.text, block.room) if text),
        items=items,
        lead=say.listing(tuple(member_name(year, lead) for lead in block.lead)),
        audience="",
        kind=block.kind,
    )


def _step(step: TimedBlock, language: Language) -> str:
    said = f"{step.title}: {step.text}" if step.text else step.title
    return f"{_from_to(step, language)} {said}"


def _from_to(block: TimedBlock, language: Language) -> str:
    """The times of a block in words."""
    return f"{clock_time(block.start, language)} – {clock_time(block.end, language)}"


def _round(year: Year, plan: Plan, reference: str, block: TimedBlock) -> Iterator[str]:
    """The workshops that a series has in this block, each with who holds it and where."""
    for _id, series in sorted(year.series.items()):
        for moment in _moments_in(series, reference, block):
            yield from (workshop_line(year, one) for one in _workshops_at(year, plan, series, moment))


def _workshops_at(year: Year, plan: Plan, series: Series, moment: str) -> Iterator[Workshop]:
    """What the plan has at a moment; before there is one, what may be there."""
    planned = {reference for reference in plan.sessions if reference.startswith(f"{series.id}/{moment}/")}
    for workshop in series_workshops(year, series.id):
        at_moment = not workshop.moments or moment in workshop.moments
        in_plan = session_reference(series.id, moment, workshop.id) in planned
        if workshop.runs != "no" and (in_plan if planned else at_moment):
            yield workshop


def _moments_in(series: Series, reference: str, block: TimedBlock) -> Iterator[str]:
    for id, moment in sorted(series.moments.items()):
        in_block = moment.time is None or block.start <= moment.time.start < block.end
        if moment.meeting == reference and in_block:
            yield id


def workshop_line(year: Year, workshop: Workshop) -> str:
    """A workshop with who leads it and its room."""
    presenters = ", ".join(member_name(year, presenter) for presenter in workshop.presenter)
    return " – ".join(part for part in (workshop.title or workshop.id, presenters, workshop.room) if part)


def _audience(year: Year, network: Network, audience: Selector | None, say: Words) -> str:
    if audience is None:
        return ""
    if audience == network.members:
        return say.say(_("participants of the network"))
    schools = (year.schools[id].name if id in year.schools else id for id in audience.schools)
    boards = (year.boards[id].name or id if id in year.boards else id for id in audience.boards)
    members = (member_name(year, id) for id in audience.members)
    roles = (role.replace("-", " ").replace("_", " ") for role in audience.roles)
    return say.listing((*roles, *audience.cohorts, *boards, *schools, *audience.areas, *members))


def _groups(year: Year, network: Network, planned: PlannedMeeting | None, say: Words) -> Iterator[str]:
    if planned is None:
        return
    for group, members in planned.groups.items():
        roles = {member: role for role, member in planned.roles.get(group, {}).items()}
        there = still_there(year, members, planned.day)
        people = tuple(_with_role(member_name(year, member), roles.get(member), say) for member in there)
        room = group_room(network, group)
        if room:
            yield say.say(_("Group {group} ({room}): {people}", group=group, room=room, people=people))
        else:
            yield say.say(_("Group {group}: {people}", group=group, people=people))


def _with_role(name: str, role: str | None, say: Words) -> str:
    return f"{name} ({say.say(_ROLES[role])})" if role in _ROLES else name


def _preparation(network: Network, meeting: Meeting, say: Words) -> Iterator[str]:
    yield say.say(_("Think about the question: What do I take with me and what do I bring in?"))
    if meeting.bring:
        yield say.say(_("Bring: {what}", what=meeting.bring))
    if network.invite.bring_colleague:
        yield say.say(_("Bring a colleague along: they are welcome."))


def _next_meeting(year: Year, plan: Plan, appointment: Appointment, say: Words) -> str:
    later = (
        one
        for one in appointments(year, plan)
        if one.network.id == appointment.network.id
        and not one.meeting.cancelled
        and one.day is not None
        and appointment.day is not None
        and one.day > appointment.day
    )
    following = next(later, None)
    if following is None:
        return ""
    when, where = _when(following, say), short_place(year, following)
    if not where:
        return say.say(_("The next meeting is on {when}.", when=when))
    return say.say(_("The next meeting is on {when}, at {where}.", when=when, where=where))


class AgendaContact(NamedTuple):
    name: str
    email: str


def contact_of(year: Year, network: Network) -> AgendaContact:
    """Whom to tell that you cannot come: the facilitator; where they have no address, the organiser."""
    facilitator, organiser = year.members.get(network.facilitator), year.settings.organiser
    if organiser is not None and (facilitator is None or not facilitator.email):
        return AgendaContact(organiser.name, organiser.email)
    return AgendaContact(member_name(year, network.facilitator), (facilitator and facilitator.email) or "")


def agenda_html(agenda: Agenda) -> str:
    """The agenda as a page of its own."""
    return html_page("agenda.html", agenda.language, agenda=agenda)


def agenda_markdown(agenda: Agenda) -> str:
    """The agenda as Markdown."""
    return markdown_text("agenda.md", agenda.language, agenda=agenda)


def agenda_record(agenda: Agenda) -> dict[str, object]:
    """The agenda as ``--json`` prints it."""
    return cast("dict[str, object]", to_builtins(agenda))


def agenda_documents(
    year: Year, plan: Plan, topics: Mapping[str, tuple[Topic, ...]] = NO_TOPICS
) -> Mapping[str, bytes]:
    """The agendas of all meetings that have a day, in the language of the project, by path in the project.

    Args:
        topics: of the inventory before each meeting, by reference.
    """
    language = year.settings.language
    return documents_of(
        agenda_of(year, plan, one.reference, language, topics.get(one.reference, ()))
        for one in appointments(year, plan)
        if one.day is not None
    )


def documents_of(agendas: Iterable[Agenda]) -> Mapping[str, bytes]:
    """Agendas as pages and as Markdown, by path in the project."""
    documents: dict[str, bytes] = {}
    for agenda in agendas:
        path = f"out/agendas/{file_name(agenda.reference)}"
        documents[f"{path}.html"] = agenda_html(agenda).encode()
        documents[f"{path}.md"] = agenda_markdown(agenda).encode()
    return documents

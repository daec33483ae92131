"""An agenda, or the meetings that are coming, in; what the terminal shows out."""

from datetime import date

from rich.console import Group
from rich.table import Table
from rich.text import Text

from leernet.model.plan import Plan
from leernet.model.selection import meeting_title
from leernet.model.year import Year
from leernet.words import Language, Words, _, words
from leernet.write.agenda import Agenda, AgendaBlock
from leernet.write.agenda_series import SeriesMoment
from leernet.write.dates import short_date, time_span
from leernet.write.meetings import Appointment, appointments, short_place


def agenda_table(agenda: Agenda) -> Group:
    """The agenda as the terminal shows it."""
    say = words(agenda.language)
    network = [Text(agenda.network, style="dim")] if agenda.network != agenda.title else []
    cancelled = [Text(say.say(_("This meeting is cancelled.")), style="bold red")] if agenda.cancelled else []
    programme = _programme_table(agenda, say) if agenda.blocks else Text(say.say(_("The programme follows.")))
    return Group(
        Text(agenda.title, style="bold"),
        *network,
        *cancelled,
        "",
        _facts_table(agenda, say),
        "",
        Text(say.say(_("Programme")), style="bold"),
        programme,
        *([Text(""), *(Text(group) for group in agenda.groups)] if agenda.groups else []),
        "",
        *(Text(f"• {line}") for line in agenda.preparation),
        "",
        Text(f"{agenda.contact} {agenda.contact_email}".rstrip()),
    )


def _facts_table(agenda: Agenda, say: Words) -> Table:
    facts = Table.grid(padding=(0, 2))
    link = [(say.say(_("More information")), agenda.link)] if agenda.link else []
    for label, text in ((say.say(_("When")), agenda.when), *agenda.facts, *link):
        facts.add_row(Text(label, style="bold"), Text(text))
    return facts


def _programme_table(agenda: Agenda, say: Words) -> Table:
    headings = [_("Time"), _("Part")]
    headings += [_("Led by")] if agenda.has_leads else []
    headings += [_("For")] if agenda.has_audiences else []
    table = Table(*(say.say(heading) for heading in headings), box=None, padding=(0, 2, 0, 0))
    table.columns[0].no_wrap = True
    for block in agenda.blocks:
        cells = [Text(block.time), _part(block)]
        cells += [Text(block.lead)] if agenda.has_leads else []
        cells += [Text(block.audience)] if agenda.has_audiences else []
        table.add_row(*cells, style="dim" if block.kind == "break" else None)
    return table


def _part(block: AgendaBlock) -> Text:
    lines = (Text(block.title, style="bold"), *(Text(text) for text in block.texts))
    return Text("\n").join((*lines, *(Text(f"– {item}") for item in block.items)))


def coming_meetings(year: Year, plan: Plan, today: date) -> tuple[Appointment, ...]:
    """The meetings from today on that are not cancelled, in order of time; those without a day last."""
    return tuple(
        one
        for one in appointments(year, plan)
        if not one.meeting.cancelled and (one.day is None or one.day >= today)
    )


def coming_table(
    year: Year, coming: tuple[Appointment, ...], mornings: tuple[SeriesMoment, ...], language: Language
) -> Table:
    """Coming meetings and moments as the terminal lists them: what to type, when, what and where."""
    say = words(language)
    headings = (_("Day"), _("Time"), _("Meeting"), _("Where"), _("Agenda"))
    table = Table(*(say.say(heading) for heading in headings), box=None, padding=(0, 1, 0, 0))
    # What people copy to the command line is never cut; titles and places fold instead.
    for column in (0, 1, 4):
        table.columns[column].no_wrap = True
    rows = [
        (one.day, one.span, meeting_title(one.network, one.meeting), short_place(year, one), one.reference)
        for one in coming
    ]
    for moment in mornings:
        span = next((one.span for one in moment.mornings if one.span), None)
        place = ", ".join(moment.places)
        days = moment.days or (None,)
        rows += [(day, span, moment.title, place, moment.reference) for day in days]
    for day, span, title, place, reference in sorted(rows, key=lambda row: (row[0] or date.max, row[4])):
        table.add_row(
            short_date(day, language) if day else say.say(_("follows")),
            Text(time_span(span, language).removesuffix(" uur") if span else ""),
            Text(title),
            Text(place),
            Text(reference),
        )
    return table

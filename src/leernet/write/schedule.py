"""A year and its plan in; the schedule out, month by month with the holidays: Markdown, CSV, a workbook."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from leernet.days.holidays import extra_may_weeks, is_known, school_holidays
from leernet.days.public import public_holidays
from leernet.model.headcount import people_of
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.model.selection import member_name, school_name, wanted_members
from leernet.model.values import Days, Region, Span
from leernet.model.year import Network, Year
from leernet.words import Language, Sentence, Words, _, _n, words
from leernet.write.dates import long_date, month_name, short_date, time_span
from leernet.write.tables import Cell, Sheet, csv_bytes, escaped_markdown
from leernet.write.workbook import xlsx_bytes

_SATURDAY = 5


class ScheduleRow(Struct, frozen=True):
    """One line of the schedule.

    Attributes:
        reference: as in plan.yaml.
        day: when.
        span: from when until when.
        circle: network or series it belongs to.
        title: what it is called.
        where: school or location; empty where that is not planned.
        address: of the school.
        absent: names of wanted members who cannot come.
        assumed: how many schools had not given their own days when this was planned.
    """

    reference: str
    day: date
    span: Span
    circle: str
    title: str
    where: str
    address: str
    absent: tuple[str, ...]
    assumed: int


class FreeStretch(Struct, frozen=True):
    """Days in a row on which schools are closed, all or those of some regions."""

    days: Days
    called: Sentence
    regions: tuple[Region, ...]


def schedule_rows(year: Year, plan: Plan) -> tuple[ScheduleRow, ...]:
    """Meetings and workshops in order of time."""
    meetings = (_meeting_row(year, plan, reference, meeting) for reference, meeting in plan.meetings.items())
    sessions = (_session_row(year, reference, session) for reference, session in plan.sessions.items())
    return tuple(sorted((*meetings, *sessions), key=lambda row: (row.day, row.span, row.reference)))


def _meeting_row(year: Year, plan: Plan, reference: str, meeting: PlannedMeeting) -> ScheduleRow:
    circle, _stroke, id = reference.partition("/")
    network = year.networks.get(circle)
    own = next((found for found in network.meetings if found.id == id), None) if network else None
    school = year.schools.get(meeting.host or "")
    names = (member_name(year, member) for member in meeting.absent)
    return ScheduleRow(
        reference,
        meeting.day,
        meeting.span,
        (network.title if network else "") or circle,
        (own.title if own else "") or id,
        school_name(year, meeting.host) if meeting.host else meeting.location,
        school.address if school else "",
        tuple(names),
        len(_assumed(year, plan, network, meeting)),
    )


def _assumed(year: Year, plan: Plan, network: Network | None, meeting: PlannedMeeting) -> set[str]:
    """The schools whose own calendars were not there yet, of the host and of the members."""
    assumed = {school for schools in plan.assumed.values() for school in schools}
    if network is None or not assumed:
        return set()
    return assumed & {meeting.host, *(member.school for member in wanted_members(year, network))}


def _session_row(year: Year, reference: str, session: PlannedSession) -> ScheduleRow:
    circle, _moment, id = ([*reference.split("/"), "", ""])[:3]
    series, workshop = year.series.get(circle), year.workshops.get(id)
    school = year.schools.get(session.school or "")
    return ScheduleRow(
        reference,
        session.day,
        session.span,
        (series.title if series else "") or circle,
        (workshop.title if workshop else "") or id,
        school_name(year, session.school) if session.school else session.location,
        school.address if school else "",
        (),
        0,
    )


def free_stretches(year: Year) -> tuple[FreeStretch, ...]:
    """The holidays of the regions in the project and the public holidays on a weekday, in order of time."""
    school_year = year.school_year
    if not is_known(school_year):
        return ()
    given = {school.holiday_region or year.settings.holiday_region for school in year.schools.values()}
    regions = sorted((given | {year.settings.holiday_region}) - {None}, key=str)
    by_days: dict[tuple[Days, Sentence], list[Region]] = {}
    for region in regions:
        if region is not None:
            for holiday in school_holidays(region, school_year):
                by_days.setdefault((holiday.days, holiday.called), []).append(region)
    found = [FreeStretch(days, called, tuple(of)) for (days, called), of in by_days.items()]
    second = _("probably the second week of the May holiday")
    found += [FreeStretch(week.days, second, ()) for week in extra_may_weeks(school_year)]
    public = (
        holiday
        for calendar_year in (school_year.starts_in, school_year.starts_in + 1)
        for holiday in public_holidays(calendar_year)
        if holiday.day in school_year.days and holiday.day.weekday() < _SATURDAY
    )
    inside = [stretch.days for stretch in found]
    found += [
        FreeStretch(Days(holiday.day, holiday.day), holiday.called, ())
        for holiday in public
        if not any(holiday.day in days for days in inside)
    ]
    found += [FreeStretch(days, _said(days), ()) for days in year.settings.closed]
    return tuple(sorted(found, key=lambda stretch: (stretch.days.first, stretch.days.last)))


def _said(days: Days) -> Sentence:
    return _("{reason}", reason=days.reason) if days.reason else _("a day on which nobody meets")


def schedule_documents(year: Year, plan: Plan, language: Language) -> Mapping[str, bytes]:
    """The schedule to share, and the facilitator's own, which also says who cannot come; by path."""
    spoken = words(language)
    documents: dict[str, bytes] = {}
    for path, absences in (("out/schedule", False), ("out/schedule-facilitator", True)):
        sheet = _sheet(year, plan, spoken, absences=absences)
        documents[f"{path}.md"] = schedule_markdown(year, plan, spoken, absences=absences).encode()
        documents[f"{path}.csv"] = csv_bytes(sheet)
        documents[f"{path}.xlsx"] = xlsx_bytes(
            (sheet, _attendance(year, plan, spoken)) if absences else (sheet,)
        )
    return documents


def _attendance(year: Year, plan: Plan, spoken: Words) -> Sheet:
    """How many of those who are invited can come to each meeting, in order of time."""
    counted = []
    for row in schedule_rows(year, plan):
        network = year.networks.get(row.reference.partition("/")[0])
        if network is not None and row.reference in plan.meetings:
            invited = len(people_of(year, network, row.day))
            counted.append(
                (row.day, f"{row.circle}: {row.title}", invited - len(row.absent), len(row.absent))
            )
    headings = (_("Date"), _("Meeting"), _("Can come"), _("Number who cannot come"))
    return Sheet(
        title=spoken.say(_("How many can come")),
        heading=tuple(spoken.say(heading) for heading in headings),
        rows=tuple(counted),
        stacked=(2, 3),
    )


_FOR_FACILITATOR = _("For the facilitator only: this names who cannot come. 'schedule' is the one to share.")


def schedule_markdown(year: Year, plan: Plan, spoken: Words, *, absences: bool) -> str:
    """The schedule month by month, with the holidays; for the facilitator with who cannot come."""
    rows, free = schedule_rows(year, plan), free_stretches(year)
    lines = [f"# {_title(year, spoken)}", ""]
    if absences:
        lines += [spoken.say(_FOR_FACILITATOR), ""]
    for month in months_of(rows, free):
        lines += [f"## {month_name(month, spoken.language).capitalize()}", ""]
        lines += [f"- *{_free_text(stretch, spoken)}*" for stretch in free if _starts_in(stretch, month)]
        own = [row for row in rows if row.day.replace(day=1) == month]
        if any(_starts_in(stretch, month) for stretch in free) and own:
            lines.append("")
        lines += [*_markdown_table(own, spoken, absences=absences), ""]
    return "\n".join(lines).rstrip() + "\n"


def _title(year: Year, spoken: Words) -> str:
    schedule = spoken.say(_("Schedule {school_year}", school_year=str(year.school_year)))
    return f"{year.settings.title}: {schedule}" if year.settings.title else schedule


def months_of(rows: tuple[ScheduleRow, ...], free: tuple[FreeStretch, ...]) -> list[date]:
    """The first day of each month from the first meeting to the last in which something is to be told."""
    days = [row.day for row in rows]
    if not days:
        return []
    # Holidays before the first and after the last meeting tell nobody anything.
    inside = [stretch.days.first for stretch in free if min(days) <= stretch.days.first <= max(days)]
    return sorted({day.replace(day=1) for day in (*days, *inside)})


def _starts_in(stretch: FreeStretch, month: date) -> bool:
    return stretch.days.first.replace(day=1) == month


def _free_text(stretch: FreeStretch, spoken: Words) -> str:
    first = short_date(stretch.days.first, spoken.language)
    last = short_date(stretch.days.last, spoken.language)
    days = first if first == last else f"{first} – {last}"
    of = f" ({', '.join(region.value for region in stretch.regions)})" if stretch.regions else ""
    return f"{days}: {spoken.say(stretch.called)}{of}"


def _markdown_table(rows: list[ScheduleRow], spoken: Words, *, absences: bool) -> Iterator[str]:
    if not rows:
        return
    headings = (_("Date"), _("Time"), _("What"), _("Where"), *((_("Cannot come"),) if absences else ()))
    yield f"| {' | '.join(spoken.say(heading) for heading in headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        cells = (
            long_date(row.day, spoken.language),
            time_span(row.span, spoken.language),
            f"{row.circle}: {row.title}",
            row.where,
            *((", ".join(row.absent),) if absences else ()),
        )
        yield f"| {' | '.join(str(escaped_markdown(cell)) for cell in cells)} |"


_COLUMNS = (
    _("Date"),
    _("Weekday"),
    _("Start"),
    _("End"),
    _("Network or series"),
    _("Meeting or workshop"),
    _("Where"),
    _("Address"),
    _("Remark"),
)
_ABSENCES = (_("Number who cannot come"), _("Cannot come"))


def _cells(row: ScheduleRow, spoken: Words) -> tuple[Cell, ...]:
    return (
        row.day,
        long_date(row.day, spoken.language).split(" ")[0],
        f"{row.span.start:%H:%M}",
        f"{row.span.end:%H:%M}",
        row.circle,
        row.title,
        row.where,
        row.address,
        spoken.say(assumption(row)) if row.assumed else "",
    )


def assumption(row: ScheduleRow) -> Sentence:
    """What was assumed when this was planned."""
    return _n(
        "the calendar of one school was not there yet",
        "the calendars of {count} schools were not there yet",
        row.assumed,
    )


def _sheet(year: Year, plan: Plan, spoken: Words, *, absences: bool) -> Sheet:
    columns = (*_COLUMNS, *_ABSENCES) if absences else _COLUMNS
    return Sheet(
        title=spoken.say(_("Schedule {school_year}", school_year=str(year.school_year))),
        heading=tuple(spoken.say(heading) for heading in columns),
        rows=tuple(
            (*_cells(row, spoken), *((len(row.absent), "; ".join(row.absent)) if absences else ()))
            for row in schedule_rows(year, plan)
        ),
    )

"""Rules about days and times: they exist, lie in the year, fit one another, and are asked about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import NamedTuple

from leernet.catalogue import dates as rules
from leernet.catalogue.availability import NO_POLL_YET, POLL_HAS_NO_DATE
from leernet.catalogue.rule import Rule
from leernet.days.calendar import calendar_findings
from leernet.finding import Finding, Path
from leernet.model.availability import meeting_dates, meeting_window, polls_about
from leernet.model.selection import meeting_span, meeting_weekdays
from leernet.model.timezone import ZONE
from leernet.model.values import Days, Span
from leernet.model.weekdays import WEEKDAY_NAMES, HalfDays
from leernet.model.year import Meeting, Moment, Network, School
from leernet.rules.project import Project, meeting_name, network_name
from leernet.words import Sentence, _

_SATURDAY = 5
# The longest holiday is a summer of six weeks with the weekends around it (domain.md, section 1.2).
_LONGEST_DAYS = 44
_SHORTEST_SUMMER_DAYS = 35
# With more meetings than this in a network, whether they fit is left to the planner.
_MOST_MEETINGS = 12


class _Dated(NamedTuple):
    """Days that were written somewhere, and what they are, at the beginning of a sentence."""

    path: Path
    days: Days
    thing: Sentence


def holiday_data(project: Project) -> Iterator[Finding]:
    """The school holidays of the year are known for every school."""
    if project.definitions.school_year_known:
        yield from calendar_findings(project.year, project.places)


def outside_school_year(project: Project) -> Iterator[Finding]:
    """What is planned lies in the school year, and so does at least a part of every closed or absent day."""
    if not project.definitions.school_year_known:
        return
    year = project.year.school_year.days
    for path, days, thing in _planned(project):
        if days.first not in year or days.last not in year:
            yield _outside(project, rules.OUTSIDE_SCHOOL_YEAR, path, days, thing)
    for path, days, thing in _free(project):
        if days.last < year.first or days.first > year.last:
            yield _outside(project, rules.FREE_OUTSIDE_SCHOOL_YEAR, path, days, thing)


def _outside(project: Project, rule: Rule, path: Path, days: Days, thing: Sentence) -> Finding:
    return rule.at(
        project.places.of(*path),
        thing=thing,
        days=str(days),
        school_year=str(project.year.school_year),
        first=project.year.school_year.days.first,
        last=project.year.school_year.days.last,
    )


def _planned(project: Project) -> Iterator[_Dated]:
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            yield from _of_meeting(("networks", id, "meetings", at), network, meeting)
        if network.pairs is not None and network.pairs.window is not None:
            thing = _("The window of the pairs of {network}", network=network_name(network))
            yield _Dated(("networks", id, "pairs", "window"), network.pairs.window, thing)
        if network.groups is not None and not isinstance(network.groups.meetings, tuple):
            thing = _("The window of the groups of {network}", network=network_name(network))
            yield _Dated(
                ("networks", id, "groups", "meetings", "window"), network.groups.meetings.window, thing
            )
    for id, series in sorted(project.year.series.items()):
        for name, moment in sorted(series.moments.items()):
            path: Path = ("series", id, "moments", name)
            if moment.window is not None:
                yield _Dated(
                    (*path, "window"), moment.window, _("The window of moment '{moment}'", moment=name)
                )
            for own, day in _days_of(path, moment):
                yield _Dated(own, Days(day, day), _("The date of moment '{moment}'", moment=name))


def _days_of(path: Path, moment: Moment) -> Iterator[tuple[Path, date]]:
    """The days that the user gave for a moment, each with its place."""
    if moment.date is not None:
        yield (*path, "date"), moment.date
    else:
        yield from (((*path, "dates", at), day) for at, day in enumerate(moment.dates))


def _of_meeting(path: Path, network: Network, meeting: Meeting) -> Iterator[_Dated]:
    title = meeting_name(network, meeting)
    if meeting.window is not None:
        yield _Dated((*path, "window"), meeting.window, _("The window of {meeting}", meeting=title))
    if meeting.date is not None:
        day = Days(meeting.date, meeting.date)
        yield _Dated((*path, "date"), day, _("The date of {meeting}", meeting=title))


def _free(project: Project) -> Iterator[_Dated]:
    settings = project.year.settings
    for key, listed in (("closed", settings.closed), ("avoid", settings.avoid)):
        for at, days in enumerate(listed):
            yield _Dated(("year", key, at), days, _("A day under '{key}'", key=key))
    for id, school in sorted(project.year.schools.items()):
        for key, listed in (("closed", school.closed), ("open", school.open)):
            for at, days in enumerate(listed):
                thing = _("A day under '{key}' of {school}", key=key, school=school.name)
                yield _Dated(("schools", id, key, at), days, thing)
    for id, member in sorted(project.year.members.items()):
        for at, days in enumerate(member.away):
            yield _Dated(
                ("members", id, "away", at), days, _("A day under 'away' of {member}", member=member.name)
            )


def date_outside_window(project: Project) -> Iterator[Finding]:
    """A fixed date lies in the window beside it."""
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            if meeting.date and meeting.window and meeting.date not in meeting.window:
                yield _date_outside_window(
                    project,
                    ("networks", id, "meetings", at, "date"),
                    meeting_name(network, meeting),
                    meeting.date,
                    meeting.window,
                )
    for id, series in sorted(project.year.series.items()):
        for name, moment in sorted(series.moments.items()):
            for path, day in _days_of(("series", id, "moments", name), moment):
                if moment.window and day not in moment.window:
                    yield _date_outside_window(project, path, name, day, moment.window)


def _date_outside_window(project: Project, path: Path, name: str, day: date, window: Days) -> Finding:
    return rules.DATE_OUTSIDE_WINDOW.at(project.places.of(*path), meeting=name, day=day, window=str(window))


class _Fixed(NamedTuple):
    """A date that the user fixed, of a meeting or a moment."""

    path: Path
    name: str
    day: date
    weekdays: HalfDays | None
    span: Span | None


def _fixed(project: Project) -> Iterator[_Fixed]:
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            if meeting.date is not None and not meeting.cancelled:
                path: Path = ("networks", id, "meetings", at, "date")
                weekdays, span = meeting_weekdays(network, meeting), meeting_span(network, meeting)
                yield _Fixed(path, meeting_name(network, meeting), meeting.date, weekdays, span)
    for id, series in sorted(project.year.series.items()):
        for name, moment in sorted(series.moments.items()):
            for own, day in _days_of(("series", id, "moments", name), moment):
                yield _Fixed(own, name, day, moment.weekdays, moment.time)


def date_on_other_weekday(project: Project) -> Iterator[Finding]:
    """A fixed date falls on one of the weekdays given, and not in a weekend."""
    for path, name, day, weekdays, _span in _fixed(project):
        if day.weekday() >= _SATURDAY:
            yield rules.WEEKEND_DATE.at(
                project.places.of(*path),
                meeting=name,
                day=day,
                weekday=_("Saturday") if day.weekday() == _SATURDAY else _("Sunday"),
            )
        elif weekdays is not None and day.weekday() not in {half.weekday for half in weekdays}:
            wanted = ", ".join(dict.fromkeys(WEEKDAY_NAMES[half.weekday][0] for half in weekdays))
            yield rules.DATE_ON_OTHER_WEEKDAY.at(
                project.places.of(*path),
                meeting=name,
                weekday=WEEKDAY_NAMES[day.weekday()][0],
                day=day,
                weekdays=wanted,
            )


def date_on_closed_day(project: Project) -> Iterator[Finding]:
    """A fixed date is not a day on which nobody meets."""
    for path, name, day, _weekdays, _span in _fixed(project):
        for at, days in enumerate(project.year.settings.closed):
            if day in days:
                yield rules.DATE_ON_CLOSED_DAY.at(
                    project.places.of(*path), meeting=name, day=day, place=project.line("year", "closed", at)
                )


def skipped_hour(project: Project) -> Iterator[Finding]:
    """No fixed time falls in the hour that is skipped when summer time begins."""
    for path, name, day, _weekdays, span in _fixed(project):
        for moment in (span.start, span.end) if span else ():
            if not _exists(day, moment):
                yield rules.SKIPPED_HOUR.at(
                    project.places.of(*path), day=day, meeting=name, time=f"{moment:%H:%M}"
                )


def _exists(day: date, moment: time) -> bool:
    wall = datetime.combine(day, moment, ZONE)
    return wall.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) == wall.replace(tzinfo=None)


def no_time(project: Project) -> Iterator[Finding]:
    """Every meeting has a time, its own or that of its network; every moment too, or a meeting."""
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            if (
                meeting_span(network, meeting) is None
                and ("networks", id, "time") not in project.places.values
            ):
                place = project.places.of("networks", id, "meetings", at)
                yield rules.NO_TIME_OF_MEETING.at(place, meeting=meeting_name(network, meeting))
    for id, series in sorted(project.year.series.items()):
        for name, moment in sorted(series.moments.items()):
            path: Path = ("series", id, "moments", name)
            if moment.time is None and not moment.meeting and not project.stands((*path, "time")):
                yield rules.NO_TIME_OF_MOMENT.at(project.places.key(*path), moment=name, series=id)


def moment_two_ways(project: Project) -> Iterator[Finding]:
    """A moment inside a meeting has no date or window of its own."""
    for id, series in sorted(project.year.series.items()):
        for name, moment in sorted(series.moments.items()):
            own = next((key for key in ("date", "dates", "window") if getattr(moment, key)), None)
            if moment.meeting and own is not None:
                place = project.places.key("series", id, "moments", name, own)
                yield rules.MOMENT_TWO_WAYS.at(place, moment=name, meeting=moment.meeting, key=own)


def moments_at_once(project: Project) -> Iterator[Finding]:
    """No date of a moment on several is at the time of another moment of the series."""
    for id, series in sorted(project.year.series.items()):
        for (name, moment), (other, second) in combinations(sorted(series.moments.items()), 2):
            times = (moment.time, second.time)
            inside = moment.meeting or second.meeting or max(len(moment.days), len(second.days)) < 2
            if inside or times[0] is None or times[1] is None or not times[0].overlaps(times[1]):
                continue
            for own, day in _days_of(("series", id, "moments", name), moment):
                if day in second.days:
                    yield rules.MOMENTS_AT_ONCE.at(project.places.of(*own), day=day, moment=name, other=other)


def spacing_does_not_fit(project: Project) -> Iterator[Finding]:
    """The meetings of a network fit their windows with so many weeks between them."""
    for id, network in sorted(project.year.networks.items()):
        windows = [
            meeting_window(project.year, network, one) for one in network.meetings if not one.cancelled
        ]
        weeks = network.spacing.min_weeks
        if len(windows) > _MOST_MEETINGS or _fit(windows, weeks):
            continue
        fitting = next((fewer for fewer in range(weeks - 1, -1, -1) if _fit(windows, fewer)), 0)
        yield rules.SPACING_DOES_NOT_FIT.at(
            project.places.of("networks", id, "spacing", "min_weeks"),
            meetings=len(windows),
            network=network_name(network),
            count=weeks,
            fitting=fitting,
        )


def _fit(windows: list[Days], weeks: int) -> bool:
    """Whether one day can be chosen in each window, so many weeks apart, in some order.

    For every set of windows the earliest day its last meeting can be on; earlier is never worse.
    """
    earliest = {0: date.min}
    everything = 2 ** len(windows) - 1
    for chosen in range(everything):
        last = earliest.get(chosen)
        if last is None:
            continue
        soonest = last + timedelta(weeks=weeks) if chosen else date.min
        for at, window in enumerate(windows):
            day = max(window.first, soonest)
            after = chosen | 1 << at
            if after != chosen and day <= window.last:
                earliest[after] = min(earliest.get(after, date.max), day)
    return everything in earliest


def open_and_closed(project: Project) -> Iterator[Finding]:
    """A school is not both open and closed on a day."""
    for _id, school in sorted(project.year.schools.items()):
        for at, opened in enumerate(school.open):
            for place, closed in enumerate(school.closed):
                if opened.first <= closed.last and closed.first <= opened.last:
                    yield _open_and_closed(project, school, at, place)


def _open_and_closed(project: Project, school: School, opened: int, closed: int) -> Finding:
    both = max(school.open[opened].first, school.closed[closed].first)
    return rules.OPEN_AND_CLOSED.at(
        project.places.of("schools", school.id, "open", opened),
        school=school.name,
        day=both,
        place=project.line("schools", school.id, "closed", closed),
    )


def unusual_length(project: Project) -> Iterator[Finding]:
    """A holiday that a school typed is not longer than a summer, and a summer not as short as a week."""
    for id, school in sorted(project.year.schools.items()):
        for at, days in enumerate(school.closed):
            length = (days.last - days.first).days + 1
            if length > _LONGEST_DAYS or _is_short_summer(days, length):
                yield rules.UNUSUAL_LENGTH.at(
                    project.places.of("schools", id, "closed", at),
                    count=length,
                    school=school.name,
                    days=str(days),
                    usual=_LONGEST_DAYS,
                )


def _is_short_summer(days: Days, length: int) -> bool:
    """Whether several days lie in the weeks that are in every summer, and neither end is cut off."""
    middle = Days(date(days.first.year, 7, 25), date(days.first.year, 8, 5))
    cut_off = (days.first.month, days.first.day) == (8, 1) or (days.last.month, days.last.day) == (7, 31)
    overlaps = days.first <= middle.last and middle.first <= days.last
    return overlaps and not cut_off and 1 < length < _SHORTEST_SUMMER_DAYS


def poll_outstanding(project: Project) -> Iterator[Finding]:
    """A meeting that is on one of the dates of a poll has one, with a date at its time."""
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            asked = meeting.dates == "poll" and meeting.date is None and not meeting.cancelled
            if not asked or meeting_dates(project.year, network, meeting):
                continue
            place = project.places.of("networks", id, "meetings", at, "dates")
            if polls_about(project.year, id, meeting.id):
                yield POLL_HAS_NO_DATE.at(place, meeting=meeting_name(network, meeting))
            else:
                yield NO_POLL_YET.at(
                    place,
                    meeting=meeting_name(network, meeting),
                    reference=f"{id}/{meeting.id}",
                    file=f"{id}-{meeting.id}.xlsx",
                )

"""A public project and a day in; what the pages of its site show, in one language, out."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from leernet.model.feeds import FeedEntry
from leernet.model.identity import identified
from leernet.model.occasion import occasions
from leernet.model.selection import school_name
from leernet.model.values import Days, Span
from leernet.model.view import Occasion
from leernet.model.year import Network, Series
from leernet.words import Sentence, Words, _
from leernet.write.dates import long_date, month_name, short_date, time_span
from leernet.write.facts import when_text
from leernet.write.feed import feed_entries, never_announced
from leernet.write.meetings import Appointment, appointments, short_place
from leernet.write.schedule import FreeStretch, free_stretches, months_of, schedule_rows
from leernet.write.site.public import PublicProject


class SiteRow(Struct, frozen=True):
    """A meeting or a workshop as lists show it.

    Attributes:
        page: its address from the root of the site, with ``#part`` where it has no page of its own.
        day: None while it has no date.
        when: day and time in words.
        note: that it moved or is cancelled; empty otherwise.
    """

    reference: str
    page: str
    circle: str
    circle_page: str
    title: str
    day: date | None
    when: str
    short_day: str
    time: str
    where: str
    note: str
    cancelled: bool


class Free(Struct, frozen=True):
    """Days on which schools are closed; ``of`` names the regions, where not all have them."""

    when: str
    called: str
    of: str


class Month(Struct, frozen=True):
    """A month of the year overview."""

    id: str
    name: str
    lines: tuple[SiteRow, ...]
    free: tuple[Free, ...]


class Announced(Struct, frozen=True):
    """A meeting as calendars have it, and what it was before."""

    entry: FeedEntry
    moved_from: str


def meeting_page(reference: str) -> str:
    """The address of a meeting's page: made of ids, so it stays when the meeting moves."""
    return f"meetings/{reference}.html"


def session_page(reference: str) -> str:
    """The part of the page of its series where a session is."""
    series, _stroke, session = reference.partition("/")
    return f"series/{series}.html#{session.replace('/', '--')}"


class Site:
    """What all pages ask for, each worked out once."""

    def __init__(self, project: PublicProject, spoken: Words) -> None:
        self.project = project
        self.year, self.plan = project.year, project.plan
        self.words = spoken
        self.language = spoken.language
        self.occasions: tuple[Occasion, ...] = tuple(
            one for one in occasions(self.year, self.plan, {}) if one.kind in ("meeting", "session")
        )
        self.appointments: tuple[Appointment, ...] = appointments(self.year, self.plan)
        self.announced: Mapping[str, Announced] = dict(self._announced())
        self.lines: tuple[SiteRow, ...] = tuple(
            sorted(
                (*map(self._meeting, self.appointments), *self._sessions()),
                key=lambda line: (line.day is None, line.day or date.min, line.time, line.reference),
            )
        )

    def say(self, sentence: Sentence) -> str:
        """A sentence in the language of the site."""
        return self.words.say(sentence)

    @property
    def title(self) -> str:
        """What the site is called."""
        return self.year.settings.title or self.say(_("Learning networks"))

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks in order of their titles."""
        return tuple(sorted(self.year.networks.values(), key=lambda one: (one.title.casefold(), one.id)))

    @property
    def series(self) -> tuple[Series, ...]:
        """The series of workshops in order of their titles."""
        return tuple(sorted(self.year.series.values(), key=lambda one: (one.title.casefold(), one.id)))

    def circle(self, id: str) -> str:
        """What a network or series is called."""
        named = self.year.networks.get(id) or self.year.series.get(id)
        return (named.title if named else "") or id

    def circle_page(self, id: str) -> str:
        """The page of a network or series."""
        return f"series/{id}.html" if id in self.year.series else f"networks/{id}.html"

    def coming(self, today: date) -> tuple[SiteRow, ...]:
        """What is from a day on and takes place, in order of time."""
        return tuple(one for one in self.lines if one.day and one.day >= today and not one.cancelled)

    def of_circle(self, id: str) -> tuple[SiteRow, ...]:
        """The meetings of a network, or the sessions of a series."""
        return tuple(line for line in self.lines if line.reference.partition("/")[0] == id)

    def months(self) -> tuple[Month, ...]:
        """The year, a month each, with its holidays."""
        free = free_stretches(self.year)
        return tuple(
            Month(
                f"m{month:%Y-%m}",
                month_name(month, self.language).capitalize(),
                tuple(line for line in self.lines if line.day and line.day.replace(day=1) == month),
                tuple(self.free(one) for one in free if one.days.first.replace(day=1) == month),
            )
            for month in months_of(schedule_rows(self.year, self.plan), free)
        )

    def free(self, stretch: FreeStretch) -> Free:
        """A stretch of free days in words."""
        return Free(
            self.days(stretch.days),
            self.say(stretch.called),
            ", ".join(region.value.capitalize() for region in stretch.regions),
        )

    def days(self, days: Days) -> str:
        """One day, or the first and the last."""
        first, last = short_date(days.first, self.language), short_date(days.last, self.language)
        return first if first == last else f"{first} – {last}"

    def day_and_time(self, day: date | None, span: Span | None) -> str:
        """A day and its time in words."""
        if day is None:
            return self.say(_("The date follows"))
        written = long_date(day, self.language)
        return f"{written}, {time_span(span, self.language)}" if span else written

    def _time(self, span: Span | None) -> str:
        """From when until when, as a column of times has it."""
        return time_span(span, self.language).removesuffix(" uur") if span else ""

    def _announced(self) -> Iterator[tuple[str, Announced]]:
        uids = identified(self.year, self.occasions, self.project.ledger, self.project.book)
        shown = {uid: entry for feed in self.project.book.values() for uid, entry in feed.items()}
        never = never_announced(self.year.school_year.starts_in, self.plan.revision)
        entries = feed_entries(self.occasions, uids, self.project.ledger.sent, shown, never)
        by_uid = {entry.uid: entry for entry in entries}
        for one in self.occasions:
            entry = by_uid[uids[one.key]]
            before = when_text(entry.first, self.words) if entry.first else ""
            moved = before if entry.first and entry.first.day != entry.view.day else ""
            yield one.reference, Announced(entry, moved)

    def _meeting(self, one: Appointment) -> SiteRow:
        known = self.announced.get(one.reference)
        cancelled = one.meeting.cancelled
        moved = known.moved_from if known and not cancelled else ""
        note = _("Cancelled") if cancelled else _("Moved; it was {when}", when=moved) if moved else None
        return SiteRow(
            one.reference,
            meeting_page(one.reference),
            one.network.title or one.network.id,
            self.circle_page(one.network.id),
            one.meeting.title or one.network.title or one.network.id,
            one.day,
            self.day_and_time(one.day, one.span),
            short_date(one.day, self.language) if one.day else self.say(_("The date follows")),
            self._time(one.span),
            short_place(self.year, one),
            self.say(note) if note else "",
            cancelled,
        )

    def _sessions(self) -> Iterator[SiteRow]:
        for reference, planned in self.plan.sessions.items():
            series, _moment, workshop = ([*reference.split("/"), "", ""])[:3]
            if series not in self.year.series or workshop not in self.year.workshops:
                continue
            yield SiteRow(
                reference,
                session_page(reference),
                self.circle(series),
                self.circle_page(series),
                self.year.workshops[workshop].title or workshop,
                planned.day,
                self.day_and_time(planned.day, planned.span),
                short_date(planned.day, self.language),
                self._time(planned.span),
                school_name(self.year, planned.school) if planned.school else planned.location,
                "",
                False,
            )

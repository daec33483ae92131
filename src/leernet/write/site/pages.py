"""A public project, a day and an address in; every file of its site, by path below ``out/site/``, out."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from msgspec import Struct

from leernet.days.holidays import is_known, school_holidays
from leernet.model.feeds import NOTHING_SHOWN
from leernet.model.plan import Change, session_reference
from leernet.model.selection import member_name, series_workshops
from leernet.model.year import Network, Series
from leernet.read.json_record import MANIFEST
from leernet.words import Sentence, Words, _, _n
from leernet.write.agenda import agenda_of
from leernet.write.dates import long_date
from leernet.write.feed import feed, feed_entries, feed_path, never_announced
from leernet.write.feeds import COLORS
from leernet.write.meetings import Appointment
from leernet.write.page import html_page
from leernet.write.plan_changes import when_and_where
from leernet.write.site.hosts import MAP_WIDTH, hosts_page
from leernet.write.site.public import PublicProject
from leernet.write.site.values import Site, SiteRow, meeting_page


class SeatsBar(Struct, frozen=True):
    """How full a session is.

    Attributes:
        percent: how much of the seats is taken, 0 to 100.
    """

    title: str
    when: str
    text: str
    percent: int


def seats_text(site: Site, reference: str) -> str:
    """How full a session is, in words; empty before people were placed."""
    known = site.project.sessions.get(reference)
    if known is None:
        return ""
    sentence = _n(
        "{taken} of {count} seat taken", "{taken} of {count} seats taken", known.seats, taken=known.taken
    )
    return site.say(sentence)


def seats_chart(site: Site, series: Series) -> tuple[SeatsBar, ...]:
    """How full each session of a series is, in order of time; empty before people were placed."""
    lines = {line.reference: line for line in site.of_circle(series.id)}
    found = [
        reference
        for workshop in series_workshops(site.year, series.id)
        for moment in series.moments
        for reference in (session_reference(series.id, moment, workshop.id),)
        if reference in lines and reference in site.project.sessions
    ]
    bars = []
    for reference in sorted(found, key=lambda one: (str(lines[one].day), lines[one].title.casefold())):
        known, line = site.project.sessions[reference], lines[reference]
        percent = round(100 * known.taken / known.seats) if known.seats else 0
        bars.append(SeatsBar(line.title, line.short_day, seats_text(site, reference), min(percent, 100)))
    return tuple(bars)


class Holidays(Struct, frozen=True):
    """The school holidays of a year: a column for each region, a row for each holiday."""

    regions: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def holidays_by_region(site: Site) -> Holidays:
    """Each school holiday with its days in every region of the project."""
    year = site.year
    given = {school.holiday_region for school in year.schools.values()} | {year.settings.holiday_region}
    regions = sorted((region for region in given if region is not None), key=str)
    if not is_known(year.school_year):
        return Holidays((), ())
    rows: dict[str, dict[str, str]] = {}
    for region in regions:
        for holiday in school_holidays(region, year.school_year):
            called = site.say(holiday.called)
            rows.setdefault(called, {})[region.value] = site.days(holiday.days)
    return Holidays(
        tuple(region.value.capitalize() for region in regions),
        tuple((called, tuple(days.get(one.value, "") for one in regions)) for called, days in rows.items()),
    )


_WHAT: Mapping[str, Sentence] = {
    "new": _("New"),
    "moved": _("Moved"),
    "host": _("At another place"),
    "cancelled": _("Cancelled"),
    "removed": _("No longer in the plan"),
    "revived": _("Takes place after all"),
}


class ChangeLine(Struct, frozen=True):
    """What became different since the release before.

    Attributes:
        page: of the meeting; empty where it has none any more.
    """

    title: str
    page: str
    what: str
    was: str
    now: str


def change_line(site: Site, change: Change) -> ChangeLine:
    """A change in words: what it is about, what it was and what it is."""
    line = next((line for line in site.lines if line.reference == change.meeting), None)
    title = f"{line.circle}: {line.title}" if line else change.meeting
    return ChangeLine(
        title,
        line.page if line else "",
        site.say(_WHAT[change.what]),
        when_and_where(site.year, change.was, site.words),
        when_and_where(site.year, change.now, site.words),
    )


# What a site of leernet is known by; it lists every file with its sum, so that a half-written site shows.
_COMING = 8


class Feed(Struct, frozen=True):
    """A calendar to subscribe to.

    Attributes:
        path: from the root of the site.
        address: in full; empty while nobody said where the site is.
    """

    title: str
    path: str
    address: str

    @property
    def webcal(self) -> str:
        """For programs that open an address as a subscription."""
        return f"webcal://{self.address.partition('://')[2]}"

    @property
    def google(self) -> str:
        """For Google Calendar, which takes only the address that begins with webcal."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"


class WorkshopOnPage(Struct, frozen=True):
    """A workshop on the page of its series, with every time it runs."""

    id: str
    title: str
    text: str
    led_by: str
    sessions: tuple[tuple[str, SiteRow, str], ...]


def site_files(project: PublicProject, today: date, base_url: str, spoken: Words) -> dict[str, bytes]:
    """All files of the site; the same project, day and address give the same bytes.

    Args:
        base_url: where the site will be, without a stroke at its end; empty: not known.
    """
    site = Site(project, spoken)
    calendars = dict(_calendars(site, base_url))
    subscribe = _feeds(site, calendars, base_url)
    pages = dict(_Pages(site, today, subscribe).all())
    content = {**{path: text.encode() for path, text in pages.items()}, **calendars, "style.css": _style()}
    return {**content, MANIFEST: _manifest(site, base_url, content)}


def _style() -> bytes:
    folder = files("leernet.write") / "templates"
    return (folder / "page.css").read_bytes() + b"\n" + (folder / "site" / "site.css").read_bytes()


def _calendars(site: Site, base_url: str) -> Iterator[tuple[str, bytes]]:
    """The feeds of networks and series, and each meeting as a file of its own."""
    year, ledger = site.year, site.project.ledger
    uids = {one.key: site.announced[one.reference].entry.uid for one in site.occasions}
    for at, circle in enumerate(sorted({*year.networks, *year.series})):
        own = [one for one in site.occasions if one.circle == circle]
        sent = tuple(one for one in ledger.sent if one.circle == circle)
        never = never_announced(year.school_year.starts_in, site.plan.revision)
        entries = feed_entries(own, uids, sent, site.project.book.get(circle, NOTHING_SHOWN), never)
        # A calendar without an entry is none (RFC 5545, 3.6).
        if entries:
            path = feed_path(circle)
            source = f"{base_url}/{path}" if base_url else ""
            title = f"{site.circle(circle)} {year.school_year}"
            yield path, feed(title, COLORS[at % len(COLORS)], source, entries, site.words)
    for one in site.occasions:
        if one.kind == "meeting":
            entry = site.announced[one.reference].entry
            path = f"meetings/{one.reference}.ics"
            yield path, feed(entry.view.title, COLORS[0], "", (entry,), site.words)


def _feeds(site: Site, calendars: Mapping[str, bytes], base_url: str) -> tuple[Feed, ...]:
    known = (*(one.id for one in site.networks), *(one.id for one in site.series))
    circles = [id for id in known if feed_path(id) in calendars]
    return tuple(
        Feed(site.circle(id), feed_path(id), f"{base_url}/{feed_path(id)}" if base_url else "")
        for id in circles
    )


def _manifest(site: Site, base_url: str, content: Mapping[str, bytes]) -> bytes:
    meetings = [
        {
            "reference": line.reference,
            "title": line.title,
            "circle": line.circle,
            "day": line.day.isoformat() if line.day else None,
            "when": line.when,
            "where": line.where,
            "cancelled": line.cancelled,
            "page": f"{base_url}/{line.page}" if base_url else line.page,
        }
        for line in site.lines
    ]
    document = {
        "schema": 1,
        "made_by": "leernet",
        "title": site.title,
        "school_year": str(site.year.school_year),
        "meetings": meetings,
        "files": {path: sha256(content[path]).hexdigest() for path in sorted(content)},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Pages:
    """Every page, by path."""

    def __init__(self, site: Site, today: date, feeds: tuple[Feed, ...]) -> None:
        self.site, self.today, self.feeds = site, today, feeds
        self.hosts = hosts_page(site)

    def all(self) -> Iterator[tuple[str, str]]:
        """The pages of the site and what is in each."""
        site = self.site
        yield "index.html", self._page("index", "index.html", coming=site.coming(self.today)[:_COMING])
        yield "year.html", self._page("year", "year.html", months=site.months())
        yield "print.html", self._page("print", "print.html", months=site.months(), holidays=self._holidays())
        yield "hosts.html", self._page("hosts", "hosts.html", found=self.hosts, width=MAP_WIDTH)
        yield "changes.html", self._page("changes", "changes.html", changes=self._changes())
        yield "subscribe.html", self._page("subscribe", "subscribe.html")
        for network in site.networks:
            yield site.circle_page(network.id), self._network(network)
        for series in site.series:
            yield site.circle_page(series.id), self._series(series)
        for one in site.appointments:
            yield meeting_page(one.reference), self._meeting(one)

    def _page(self, template: str, path: str, **values: object) -> str:
        return html_page(
            f"site/{template}.html",
            self.site.language,
            site=self.site,
            up="../" * path.count("/"),
            path=path,
            today=long_date(self.today, self.site.language),
            feeds=self.feeds,
            **values,
        )

    def _holidays(self) -> Holidays:
        """Each holiday with its days in each region of the project."""
        return holidays_by_region(self.site)

    def _feed(self, circle: str) -> Feed | None:
        return next((one for one in self.feeds if one.path == feed_path(circle)), None)

    def _network(self, network: Network) -> str:
        facilitator = self.site.year.members.get(network.facilitator)
        return self._page(
            "network",
            self.site.circle_page(network.id),
            network=network,
            facilitator=facilitator,
            rows=self.site.of_circle(network.id),
            series=[one for one in self.site.series if one.network == network.id],
            feed=self._feed(network.id),
        )

    def _series(self, series: Series) -> str:
        return self._page(
            "series",
            self.site.circle_page(series.id),
            series=series,
            workshops=tuple(self._workshops(series)),
            seats=seats_chart(self.site, series),
            feed=self._feed(series.id),
        )

    def _workshops(self, series: Series) -> Iterator[WorkshopOnPage]:
        site = self.site
        lines = {line.reference: line for line in site.of_circle(series.id)}
        for workshop in series_workshops(site.year, series.id):
            references = [session_reference(series.id, moment, workshop.id) for moment in series.moments]
            sessions = tuple(
                (one.partition("#")[2], lines[reference], seats_text(site, reference))
                for reference in references
                if reference in lines
                for one in (lines[reference].page,)
            )
            if workshop.runs == "no" or (site.plan.sessions and not sessions):
                continue
            names = tuple(member_name(site.year, one) for one in workshop.presenter)
            yield WorkshopOnPage(
                workshop.id, workshop.title or workshop.id, workshop.text, site.words.listing(names), sessions
            )

    def _meeting(self, one: Appointment) -> str:
        site = self.site
        agenda = agenda_of(site.year, site.plan, one.reference, site.language)
        known = site.announced.get(one.reference)
        return self._page(
            "meeting",
            meeting_page(one.reference),
            agenda=agenda,
            network=one.network,
            line=next(line for line in site.lines if line.reference == one.reference),
            calendar=f"{one.meeting.id}.ics" if known else "",
        )

    def _changes(self) -> tuple[ChangeLine, ...]:
        return tuple(change_line(self.site, change) for change in self.site.plan.changes)

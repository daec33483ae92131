"""Calendar files and mails in; what some program will show wrongly, and why, out. Numbers are RFCs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from leernet.catalogue import calendar_files as rules
from leernet.finding import Finding, in_file_order
from leernet.read.calendar_reply import mail_address
from leernet.read.icalendar_text import Component, read_components
from leernet.write.calendar_check.entry import EVENT_RULES
from leernet.write.calendar_check.found import CalendarObject, objects_in
from leernet.write.calendar_check.grammar import faults
from leernet.write.calendar_check.mails import mail_findings
from leernet.write.calendar_check.text import block_findings, byte_findings, line_findings
from leernet.write.calendar_check.whole import CALENDAR_RULES, FEED_RULES

# What a calendar file is meant for: to subscribe to, to invite somebody, or to keep a calendar.
Kind = Literal["feed", "invitation", "export"]


def lint(files: Mapping[str, bytes], kind: Kind | None = None) -> tuple[Finding, ...]:
    """What is wrong with ``.ics``, ``.eml`` and ``.mbox`` files, in file order; others are left alone.

    Args:
        kind: what the files are meant for; None: each says so itself.
    """
    findings: list[Finding] = []
    objects: list[CalendarObject] = []
    for file, content in sorted(files.items()):
        for found in objects_in(file, content):
            if isinstance(found, Finding):
                findings.append(found)
            else:
                objects.append(found)
                findings += (one for one in _object_findings(found, kind) if _is_meant(one, kind))
    return in_file_order((*findings, *_same_revision_twice(objects)))


def calendars_in(files: Mapping[str, bytes]) -> int:
    """How many calendars there are to look at."""
    found = (one for file, content in files.items() for one in objects_in(file, content))
    return sum(isinstance(one, CalendarObject) for one in found)


def _object_findings(calendar_object: CalendarObject, kind: Kind | None) -> Iterator[Finding]:
    yield from byte_findings(calendar_object)
    yield from line_findings(calendar_object)
    calendars = [one for one in read_components(calendar_object.content) if one.name == "VCALENDAR"]
    if calendars:
        yield from block_findings(calendar_object)
    else:
        yield rules.ICS_NO_CALENDAR.at(calendar_object.place)
    for calendar in calendars:
        for rule in (*CALENDAR_RULES, *(FEED_RULES if _is_feed(calendar, kind) else ())):
            yield from rule(calendar_object, calendar)
        for event in calendar.inner("VEVENT"):
            for check in EVENT_RULES:
                yield from check(calendar_object, calendar, event)
        for fault in faults(calendar):
            yield fault.broken.at(calendar_object.at(fault.line))
    if calendar_object.mail is not None and calendar_object.part is not None and calendars:
        yield from mail_findings(calendar_object, calendar_object.mail, calendar_object.part, calendars[0])


def _is_meant(finding: Finding, kind: Kind | None) -> bool:
    """Whether a finding matters: nobody else reads the export of a calendar, which may name its guests."""
    of_publishing = (rules.ICS_PUBLISHED_PEOPLE.name, rules.ICS_PUBLISH_ORGANIZER.name)
    return kind != "export" or finding.rule not in of_publishing


def _is_feed(calendar: Component, kind: Kind | None) -> bool:
    """Whether a calendar is one to subscribe to: it is published, or lists several entries without guests."""
    if kind is not None:
        return kind == "feed"
    method, events = calendar.text("METHOD").strip().upper(), calendar.inner("VEVENT")
    alone = not any(event.first("ATTENDEE") for event in events)
    return method == "PUBLISH" or (not method and len(events) > 1 and alone)


def _same_revision_twice(objects: Iterable[CalendarObject]) -> Iterator[Finding]:
    """Two objects that claim to be the same revision and say something else: programs keep the first."""
    seen: dict[tuple[object, ...], tuple[object, ...]] = {}
    for found in objects:
        for calendar in read_components(found.content):
            for event in calendar.inner("VEVENT") if calendar.text("METHOD") else ():
                people = tuple(sorted(mail_address(one.value) for one in event.all("ATTENDEE")))
                at = (*(event.text(name) for name in ("UID", "SEQUENCE", "DTSTAMP")), people)
                says = tuple(
                    event.text(name) for name in ("DTSTART", "DTEND", "LOCATION", "SUMMARY", "STATUS")
                )
                if seen.setdefault(at, says) != says:
                    yield rules.ICS_SAME_REVISION.at(found.at(event.line), uid=event.text("UID"))

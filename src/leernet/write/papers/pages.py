"""Meetings with their people in; pages to print, badges and signs for the doors of rooms, out."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from leernet.model.plan import Plan
from leernet.model.selection import member_name
from leernet.model.view import View
from leernet.model.year import Year
from leernet.words import Words, _
from leernet.write.facts import when_text
from leernet.write.page import html_page
from leernet.write.papers.people import MeetingPeople


class Sign(Struct, frozen=True):
    """A sheet for a door.

    Attributes:
        what: the group or the workshop that is behind it.
        lines: when, and who leads it.
        people: names; empty where whoever chose the workshop comes.
    """

    room: str
    what: str
    lines: tuple[str, ...]
    people: tuple[str, ...]


def badge_pages(meetings: Iterable[MeetingPeople], words: Words) -> dict[str, bytes]:
    """``lists/<meeting>-badges.html``: a badge for everybody who is counted on."""
    pages: dict[str, bytes] = {}
    for meeting in meetings:
        badges = tuple((one.member.name, one.where) for one in meeting.coming)
        page = html_page(
            "badges.html",
            words.language,
            title=meeting.occasion.view.title,
            when=when_text(meeting.occasion.view, words),
            badges=badges,
        )
        pages[f"lists/{meeting.path}-badges.html"] = page.encode()
    return pages


def room_pages(year: Year, plan: Plan, meetings: Iterable[MeetingPeople], words: Words) -> dict[str, bytes]:
    """``lists/<meeting>-rooms.html``: a sign for each group and each workshop; none where there are none."""
    pages: dict[str, bytes] = {}
    for meeting in meetings:
        signs = (*_groups(meeting, words), *_workshops(year, plan, meeting.occasion.reference, words))
        if signs:
            page = html_page(
                "rooms.html",
                words.language,
                title=meeting.occasion.view.title,
                when=when_text(meeting.occasion.view, words),
                signs=signs,
            )
            pages[f"lists/{meeting.path}-rooms.html"] = page.encode()
    return pages


def _groups(meeting: MeetingPeople, words: Words) -> Iterator[Sign]:
    groups: dict[str, list[tuple[str, View]]] = {}
    for one in meeting.coming:
        if one.view.group:
            groups.setdefault(one.view.group, []).append((one.member.name, one.view))
    for group, people in sorted(groups.items(), key=lambda entry: (len(entry[0]), entry[0])):
        room = people[0][1].room
        names = tuple(name for name, _view in people)
        yield Sign(room, words.say(_("Group {group}", group=group)), (), names)


def _workshops(year: Year, plan: Plan, meeting: str, words: Words) -> Iterator[Sign]:
    for id, series in sorted(year.series.items()):
        for moment, defined in series.moments.items():
            if defined.meeting != meeting:
                continue
            prefix = f"{id}/{moment}/"
            for reference, planned in sorted(plan.sessions.items()):
                workshop = year.workshops.get(reference.removeprefix(prefix))
                if reference.startswith(prefix) and workshop is not None:
                    leads = tuple(member_name(year, one) for one in workshop.presenter)
                    when = f"{planned.start:%H.%M} – {planned.end:%H.%M}"
                    lines = (when, words.listing(leads))
                    yield Sign(workshop.room, workshop.title or workshop.id, tuple(filter(None, lines)), ())

"""Who was at what in; for each person a proof of participation for their portfolio, on one A4, out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time

from msgspec import Struct

from leernet.model.attended import meetings_around, minutes_of, span_minutes
from leernet.model.values import Span
from leernet.model.view import Occasion, View
from leernet.model.year import Member, Year
from leernet.words import Language, Words, _, words
from leernet.write.dates import long_date
from leernet.write.page import html_page

# More rows than this fit on one page in small letters only.
_ROOMY = 16


class CertificateRow(Struct, frozen=True):
    """Something somebody was at.

    Attributes:
        about: theme, workshops that were part of it, and what this person did there.
        span: from when until when; None of a visit.
    """

    day: date
    what: str
    about: tuple[str, ...]
    span: Span | None
    minutes: int


def certificates(
    year: Year, occasions: Iterable[Occasion], there: Mapping[str, frozenset[str]], language: Language | None
) -> dict[str, bytes]:
    """``certificates/<member>.html`` for everybody who was at something, in their own language.

    Args:
        there: who was at each occasion, by reference.
        language: of all of them; None: everybody's own.
    """
    known = {one.reference: one for one in occasions}
    around = meetings_around(year, known)
    attended: dict[str, list[Occasion]] = {}
    for reference, people in sorted(there.items()):
        for id in people:
            attended.setdefault(id, []).append(known[reference])
    pages: dict[str, bytes] = {}
    for id, found in sorted(attended.items()):
        member = year.members[id]
        spoken = words(language or member.language or year.settings.language)
        lines = tuple(
            sorted(_lines(year, member, found, around, spoken), key=lambda one: (one.day, one.what))
        )
        pages[f"certificates/{id}.html"] = _page(year, member, lines, spoken)
    return pages


def _lines(
    year: Year, member: Member, attended: list[Occasion], around: Mapping[str, str], spoken: Words
) -> Iterator[CertificateRow]:
    """One line an occasion; a workshop within a meeting that this person was at is told with the meeting."""
    references = {one.reference for one in attended}
    inside: dict[str, list[str]] = {}
    for one in attended:
        meeting = around.get(one.reference, "")
        if meeting in references:
            inside.setdefault(meeting, []).append(_workshop(year, one))
    for one in attended:
        if around.get(one.reference, "") not in references:
            view = next((guest.view for guest in one.guests if guest.member == member.id), one.view)
            minutes = minutes_of(one) if view.span is None else span_minutes(view.span)
            about = _about(one, view, inside.get(one.reference), spoken)
            yield CertificateRow(view.day, _what(one, spoken), about, view.span, minutes)


def _workshop(year: Year, session: Occasion) -> str:
    """The title of the workshop of a session."""
    workshop = year.workshops[session.reference.rpartition("/")[2]]
    return workshop.title or workshop.id


def _what(occasion: Occasion, spoken: Words) -> str:
    title = occasion.view.title
    return spoken.say(_("{network}: coaching visit", network=title)) if occasion.kind == "visit" else title


def _about(occasion: Occasion, view: View, signed: list[str] | None, spoken: Words) -> tuple[str, ...]:
    """Theme, workshops and duties; of a visit nobody's name but the reader's own."""
    say = spoken.say
    followed = signed or [piece.title for piece in view.workshops]
    led = [piece.title for piece in view.leads]
    presents = occasion.kind == "session" and "presenter" in view.duties
    visits = {"visitor": _("visited a colleague"), "visited": _("was visited by a colleague")}
    return tuple(
        text
        for text in (
            view.theme,
            say(_("Workshops: {titles}", titles=", ".join(followed))) if followed else "",
            say(_("Led: {titles}", titles=", ".join(led))) if led else "",
            say(_("led this workshop")) if presents else "",
            *(say(visits[duty]) for duty in view.duties if duty in visits),
        )
        if text
    )


def _page(year: Year, member: Member, lines: tuple[CertificateRow, ...], spoken: Words) -> bytes:
    """The page, with the hours of each thing; what overlaps on a day counts once in the sum."""
    total = total_minutes(lines)
    organiser = year.settings.organiser
    return html_page(
        "certificate.html",
        spoken.language,
        name=member.name,
        title=year.settings.title or (organiser.name if organiser else ""),
        school_year=str(year.school_year),
        organiser=organiser.name if organiser else "",
        rows=tuple(
            (long_date(one.day, spoken.language), one.what, one.about, hours(one.minutes, spoken.language))
            for one in lines
        ),
        total=hours(total, spoken.language),
        dense=len(lines) > _ROOMY,
    ).encode()


def total_minutes(lines: Iterable[CertificateRow]) -> int:
    """Minutes of all of it; what overlaps on one day is counted once."""
    spans = sorted((one.day, one.span.start, one.span.end) for one in lines if one.span is not None)
    total = sum(one.minutes for one in lines if one.span is None)
    until: dict[date, time] = {}
    for day, start, end in spans:
        begin = max(start, until.get(day, start))
        if begin < end:
            total += span_minutes(Span(begin, end))
            until[day] = end
    return total


def hours(minutes: int, language: Language) -> str:
    """Hours as people write them, to the quarter: ``2,75``, ``3``."""
    text = f"{round(minutes / 15) / 4:g}"
    return text.replace(".", ",") if language == "nl" else text

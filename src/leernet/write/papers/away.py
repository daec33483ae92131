"""A year and its plan in; for each school who is away when, so that it can arrange replacement, out."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from leernet.explain.fairness import END_OF_LESSONS
from leernet.model.attended import everybodys_occasions
from leernet.model.occasion import Placements
from leernet.model.plan import Plan
from leernet.model.view import Occasion, View
from leernet.model.year import Year
from leernet.words import Words, _
from leernet.write.dates import half_day_words
from leernet.write.facts import when_text
from leernet.write.papers.people import where_from
from leernet.write.tables import Cell, Sheet
from leernet.write.workbook import xlsx_bytes


class _Away(Struct, frozen=True):
    """Somebody who is away from their school for a while.

    Attributes:
        lessons: half days of lessons that it takes.
    """

    school: str
    day: date
    when: str
    what: str
    where: str
    name: str
    lessons: int


def away_by_school(year: Year, plan: Plan, placements: Placements, words: Words) -> bytes:
    """``away-by-school.xlsx``: a row for each school, day and occasion; visits too, students not."""
    say = words.say
    rows: dict[tuple[str, date, str, str, str], list[_Away]] = {}
    for occasion in everybodys_occasions(year, plan, placements):
        for away in _away(year, occasion, words):
            key = (away.school, away.day, away.when, away.what, away.where)
            rows.setdefault(key, []).append(away)
    headings = (
        *(_("School"), _("Date"), _("When"), _("What"), _("Where")),
        *(_("Number away"), _("Half days to replace"), _("Names")),
    )
    table: list[tuple[Cell, ...]] = [
        (*key, len(people), sum(one.lessons for one in people), ", ".join(sorted(one.name for one in people)))
        for key, people in sorted(rows.items())
    ]
    sheet = Sheet(say(_("Away by school")), tuple(say(one) for one in headings), tuple(table))
    return xlsx_bytes((sheet,))


def _away(year: Year, occasion: Occasion, words: Words) -> Iterator[_Away]:
    for guest in occasion.guests:
        member, view = year.members[guest.member], guest.view
        visited = occasion.kind == "visit" and "visitor" not in view.duties
        if member.school is None or guest.student or view.presence == "off" or visited:
            continue
        where = view.venue.name
        yield _Away(
            where_from(year, guest),
            view.day,
            _when(view, words),
            view.title,
            where,
            member.name,
            _lessons(view),
        )


def _when(view: View, words: Words) -> str:
    """The time of a meeting; of a visit its week and the half days on which both can."""
    if view.span is not None:
        return f"{view.span.start:%H.%M} – {view.span.end:%H.%M}"
    halves = words.listing(tuple(half_day_words(view.half_days, words)))
    return f"{when_text(view, words)}{': ' if halves else ''}{halves}"


def _lessons(view: View) -> int:
    """Half days of lessons; a visit takes one, and what begins after school none."""
    if view.span is None:
        return 1
    return 0 if view.span.start >= END_OF_LESSONS else len(view.span.halves)

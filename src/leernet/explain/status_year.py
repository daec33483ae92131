"""A year and what surrounds it in; what else is due (news, papers, site, next year, forgetting) out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from leernet.days.notice import notice_day_of, weekday_before
from leernet.explain.due import DueTask
from leernet.explain.status import state_of
from leernet.model.ledger import Ledger
from leernet.model.occasion import Placements, occasions
from leernet.model.plan import Plan, file_name
from leernet.model.revision import Revision
from leernet.model.year import Year
from leernet.words import _, _n

# Papers are printed on the weekday before, and told of this long ahead.
_PAPERS_TOLD = timedelta(days=14)
# The next year is planned before the summer: in time for the schools' own calendars.
_NEXT_YEAR = (6, 1)
_NEXT_YEAR_TOLD = (4, 1)


class Circle(Struct, frozen=True):
    """What status knows of the year's circle beside plan and ledger.

    Attributes:
        published: day of each meeting on the site that was written, by reference; None: there is no site.
        has_next_year: whether the folder of the next year is beside this one.
        purgeable: how many files are past their term.
        without_a_sheet: what is over and of which no attendance sheet came back.
    """

    published: Mapping[str, str | None] | None
    has_next_year: bool
    purgeable: int
    without_a_sheet: tuple[str, ...] = ()


def year_status(
    year: Year, plan: Plan, placements: Placements, circle: Circle, today: date
) -> tuple[DueTask, ...]:
    """What is due for the year as a whole and for the papers of its meetings, by day."""
    found = (
        *_calendars(year, plan),
        *_papers(year, plan, placements, today),
        *_attendance(year, circle),
        *_publish(year, plan, circle),
        *_next_year(year, circle, today),
        *_purge(year, circle),
    )
    return tuple(sorted(found, key=lambda due: (due.day or date.min, due.about, due.task)))


def _calendars(year: Year, plan: Plan) -> Iterator[DueTask]:
    missing = sum(len(schools) for schools in plan.assumed.values())
    if missing and plan.meetings:
        said = _n(
            "{count} school has not given its own days",
            "{count} schools have not given their own days",
            missing,
        )
        yield DueTask(None, "calendars", str(year.school_year), "coming", said)


def _papers(year: Year, plan: Plan, placements: Placements, today: date) -> Iterator[DueTask]:
    for occasion in occasions(year, plan, placements):
        day, about = occasion.view.day, occasion.reference
        if occasion.kind != "meeting" or not today <= day <= today + _PAPERS_TOLD:
            continue
        before = weekday_before(day)
        said = _(
            "print out/lists/attendance-{meeting}.xlsx and the badges beside it",
            meeting=file_name(about),
        )
        # Nobody can see whether it was printed: it is there until the day has passed.
        yield DueTask(before, "papers", about, "today" if before <= today else "coming", said)


def _attendance(year: Year, circle: Circle) -> Iterator[DueTask]:
    if circle.without_a_sheet:
        said = _n(
            "no attendance sheet has come back for {count} meeting that is over",
            "no attendance sheet has come back for {count} meetings that are over",
            len(circle.without_a_sheet),
        )
        yield DueTask(None, "attendance", str(year.school_year), "coming", said, "leernet attendance")


def _publish(year: Year, plan: Plan, circle: Circle) -> Iterator[DueTask]:
    if not plan.meetings:
        return
    days = {reference: meeting.day.isoformat() for reference, meeting in plan.meetings.items()}
    shown = circle.published
    about, command = str(year.school_year), "leernet publish"
    if shown is None:
        said = _("there is no site yet to share the dates")
        yield DueTask(None, "publish", about, "coming", said, command)
        return
    other = sum(shown.get(reference) != day for reference, day in days.items())
    if other:
        said = _n(
            "the site shows another date for {count} meeting",
            "the site shows other dates for {count} meetings",
            other,
        )
        yield DueTask(None, "publish", about, "late", said, command)
    else:
        yield DueTask(None, "publish", about, "done", _("the site shows the dates of the plan"))


def _next_year(year: Year, circle: Circle, today: date) -> Iterator[DueTask]:
    second = year.school_year.starts_in + 1
    day = notice_day_of(year)(date(second, *_NEXT_YEAR), 0)
    if today < date(second, *_NEXT_YEAR_TOLD):
        return
    coming = f"{second}-{second + 1}"
    said = _("carry over to {school_year}, before the summer", school_year=coming)
    state = state_of(circle.has_next_year, day, today)
    yield DueTask(day, "next-year", coming, state, said, "" if circle.has_next_year else "leernet next-year")


def _purge(year: Year, circle: Circle) -> Iterator[DueTask]:
    if circle.purgeable:
        said = _n(
            "{count} file with personal data is past its term",
            "{count} files with personal data are past their terms",
            circle.purgeable,
        )
        yield DueTask(None, "purge", str(year.school_year), "late", said, "leernet purge")


def news(year: Year, messages: Iterable[Revision], ledger: Ledger, today: date) -> Iterator[DueTask]:
    """Changes that people do not know of yet, and messages that came back; each only where there are any."""
    about = str(year.school_year)
    changes = [one for one in messages if one.is_change]
    people = {one.entry.address.casefold() for one in changes}
    if people:
        what = tuple(sorted({one.entry.occasion for one in changes}))
        said = _n(
            "{count} person is to be told what changed about {what}",
            "{count} people are to be told what changed about {what}",
            len(people),
            what=what if len(what) < 4 else _("{count} meetings and workshops", count=len(what)),
        )
        yield DueTask(None, "news", about, "today", said, "leernet invite --due --send")
    lost = [at for at in ledger.undelivered if _is_to_come(ledger, at, today)]
    if lost:
        said = _n("{count} message did not arrive", "{count} messages did not arrive", len(lost))
        yield DueTask(None, "resend", about, "today", said, "leernet invite --send --only-failed")


def _is_to_come(ledger: Ledger, at: tuple[str, str], today: date) -> bool:
    return ledger.newest[at].saw.until >= today and at not in ledger.left

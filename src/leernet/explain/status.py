"""A year, its plan, what was sent and collected, and a day in; what is due when, and how far each is, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from leernet.model.ledger import Answer, Ledger, attendance
from leernet.model.occasion import Placements, occasions
from leernet.model.plan import Plan, meeting_reference
from leernet.model.selection import series_members
from leernet.model.view import Occasion
from leernet.model.year import Series, Year
from leernet.words import Sentence, _, _n

Task = Literal["plan", "inventory", "invitation", "reminder", "choices", "allocation"]
State = Literal["done", "late", "today", "coming"]

# What lives is asked so long before people are invited, so that it can be in the invitation.
_ASKED_BEFORE = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do in the year.

    Attributes:
        day: the last day for it; None: as soon as can be.
        about: reference of the meeting, or id of the series.
        sentence: how far that is, with numbers.
    """

    day: date | None
    task: Task
    about: str
    state: State
    sentence: Sentence


def status(
    year: Year,
    plan: Plan,
    placements: Placements,
    ledger: Ledger,
    answered: Mapping[str, int],
    asked: Set[str],
    today: date,
) -> tuple[Due, ...]:
    """What is due for every meeting to come and every series, by day.

    Args:
        plan: an empty one where nothing was planned yet.
        placements: of the series that were allocated.
        answered: how many people chose, by series.
        asked: references of the meetings for which an inventory was collected.
    """
    replies = attendance(ledger)
    found: list[Due] = [*_unplanned(year, plan), *_inventories(year, plan, asked, today)]
    for occasion in occasions(year, plan, placements):
        if occasion.kind == "meeting" and occasion.view.day >= today:
            found += _of_meeting(occasion, replies.get(occasion.key, {}), ledger, today)
    for id, series in sorted(year.series.items()):
        found += _of_series(year, series, answered.get(id, 0), id in placements, today)
    return tuple(sorted(found, key=lambda due: (due.day or date.min, due.about, due.task)))


def _unplanned(year: Year, plan: Plan) -> Iterator[Due]:
    references = [f"{network.id}/{one.id}" for network in year.networks.values() for one in network.meetings]
    missing = [reference for reference in references if reference not in plan.meetings]
    if missing:
        sentence = _n("{count} meeting has no date yet.", "{count} meetings have no date yet.", len(missing))
        yield Due(None, "plan", str(year.school_year), "late", sentence)


def _inventories(year: Year, plan: Plan, asked: Set[str], today: date) -> Iterator[Due]:
    """What lives, for every meeting to come whose day is known, planned or given."""
    for network in year.networks.values():
        for meeting in network.meetings:
            about = meeting_reference(network.id, meeting.id)
            planned = plan.meetings.get(about)
            day = planned.day if planned else meeting.date
            if day is None or day < today or meeting.cancelled:
                continue
            is_asked = about in asked
            said = (
                _("topics were collected")
                if is_asked
                else _("ask what is on people's minds and what they bring")
            )
            ask = day - timedelta(weeks=network.invite.weeks_before) - _ASKED_BEFORE
            yield Due(ask, "inventory", about, _state(is_asked, ask, today), said)


def _state(done: bool, day: date, today: date) -> State:
    if done:
        return "done"
    return "late" if day < today else "today" if day == today else "coming"


def _of_meeting(
    occasion: Occasion,
    replies: Mapping[str, Answer | None],
    ledger: Ledger,
    today: date,
) -> Iterator[Due]:
    day, about = occasion.view.day, occasion.reference
    invite = day - timedelta(weeks=occasion.invite.weeks_before)
    invited = sum(guest.member in replies for guest in occasion.guests)
    everybody = invited == len(occasion.guests)
    yield Due(invite, "invitation", about, _state(everybody, invite, today), _invited(occasion, replies))
    reminded = {
        entry.days_before
        for entry in ledger.sent
        if entry.method == "REMINDER" and entry.occasion == occasion.key
    }
    for days in sorted(occasion.invite.remind_days_before, reverse=True):
        remind = day - timedelta(days=days)
        said = _n("remind, {count} day before", "remind, {count} days before", days)
        yield Due(remind, "reminder", about, _state(days in reminded, remind, today), said)


def _invited(occasion: Occasion, replies: Mapping[str, Answer | None]) -> Sentence:
    given = [replies.get(guest.member) for guest in occasion.guests]
    return _(
        "{invited} of {count} invited; {accepted} come, {declined} do not",
        invited=sum(guest.member in replies for guest in occasion.guests),
        count=len(given),
        accepted=given.count("accepted"),
        declined=given.count("declined"),
    )


def _of_series(year: Year, series: Series, answered: int, is_allocated: bool, today: date) -> Iterator[Due]:
    people = len(series_members(year, series))
    closes = series.closes
    said = _("{answered} of {count} people chose", answered=answered, count=people)
    allocate = _("everybody has a place or a reason") if is_allocated else _("place people in workshops")
    if closes is None:
        yield Due(None, "choices", series.id, "done" if is_allocated else "coming", said)
        yield Due(None, "allocation", series.id, "done" if is_allocated else "coming", allocate)
        return
    after = closes + timedelta(days=1)
    yield Due(closes, "choices", series.id, _state(closes < today, closes, today), said)
    yield Due(after, "allocation", series.id, _state(is_allocated, after, today), allocate)

"""Meetings with their people in; for each a workbook out: who is expected, room to sign, how many when."""

from collections.abc import Iterable, Iterator, Mapping

from leernet.model.ledger import Answer
from leernet.words import Sentence, Words, _, _n
from leernet.write.dates import time_span
from leernet.write.facts import venue_text, when_text
from leernet.write.papers.people import Attendee, MeetingPeople
from leernet.write.papers.printed import PrintedSheet, printed_workbook

_ANSWERS: Mapping[Answer, Sentence] = {
    "accepted": _("comes"),
    "declined": _("does not come"),
    "tentative": _("perhaps"),
    "counter": _("asks for another time"),
}


def attendance_lists(meetings: Iterable[MeetingPeople], words: Words) -> dict[str, bytes]:
    """``lists/attendance-<meeting>.xlsx``; who does not come is on a sheet of its own, not to lay out."""
    return {
        f"lists/attendance-{meeting.path}.xlsx": printed_workbook(tuple(_sheets(meeting, words)))
        for meeting in meetings
    }


def _sheets(meeting: MeetingPeople, words: Words) -> Iterator[PrintedSheet]:
    yield _to_sign(meeting, words)
    yield _catering(meeting, words)
    away = tuple(one for one in meeting.people if not one.comes)
    if away:
        title = meeting.occasion.view.title
        yield PrintedSheet(
            words.say(_("Not coming")),
            words.say(_("Not coming: {title}", title=title)),
            (
                when_text(meeting.occasion.view, words),
                words.say(_("For the facilitator only; do not leave it on the table.")),
            ),
            tuple(words.say(heading) for heading in (_("Name"), _("School"), _("Answer"))),
            tuple((one.member.name, one.where, _said(one, words)) for one in away),
            (30, 34, 30),
            to_sign=False,
        )


def _to_sign(meeting: MeetingPeople, words: Words) -> PrintedSheet:
    view, say = meeting.occasion.view, words.say
    not_coming = len(meeting.people) - len(meeting.coming)
    numbers = _("Expected: {expected}. Not coming: {away}.", expected=len(meeting.coming), away=not_coming)
    more = meeting.more
    colleagues = _n(
        "Room for {count} colleague who comes along.", "Room for {count} colleagues who come along.", more
    )
    shares_times = all(one.view.span == view.span for one in meeting.people)
    times = () if shares_times else (_("Time"),)
    with_plus = meeting.plus > 0
    plus = (_("Brings along"),) if with_plus else ()
    headings = (_("Name"), _("School"), *times, _("Answer"), *plus, _("Signature"))
    return PrintedSheet(
        say(_("Attendance")),
        view.title,
        (*_when_and_where(meeting, words), say(numbers), *((say(colleagues),) if more else ())),
        tuple(say(heading) for heading in headings),
        (
            *(_row(one, words, shares_times=shares_times, with_plus=with_plus) for one in meeting.coming),
            # Room for colleagues who come along.
            *[("",) * len(headings)] * more,
        ),
        (24, 26, *(() if shares_times else (16,)), 14, *(12 for _one in plus), 26),
        reference=meeting.occasion.reference,
    )


def _when_and_where(meeting: MeetingPeople, words: Words) -> tuple[str, ...]:
    view = meeting.occasion.view
    place = ", ".join(part for part in (venue_text(view.venue), view.room) if part)
    return tuple(filter(None, (when_text(view, words), place)))


def _catering(meeting: MeetingPeople, words: Words) -> PrintedSheet:
    """How many people are there when, with those who come for a part of the day and those who come along."""
    view, say = meeting.occasion.view, words.say
    parts = [
        (
            one.span,
            one.title,
            sum(any(own.span == one.span for own in each.view.programme) for each in meeting.coming),
        )
        for one in view.programme
    ]
    if not parts and view.span is not None:
        parts = [(view.span, view.title, len(meeting.coming))]
    along = _n(
        "{count} colleague who comes along is counted everywhere.",
        "{count} colleagues who come along are counted everywhere.",
        meeting.more,
    )
    return PrintedSheet(
        say(_("Catering")),
        say(_("Catering: {title}", title=view.title)),
        (*_when_and_where(meeting, words), *((say(along),) if meeting.more else ())),
        tuple(say(heading) for heading in (_("Time"), _("Part"), _("People"))),
        tuple(
            (time_span(span, words.language), title, people + meeting.more) for span, title, people in parts
        ),
        (22, 52, 14),
        to_sign=False,
    )


def _row(one: Attendee, words: Words, *, shares_times: bool, with_plus: bool) -> tuple[str, ...]:
    span = one.view.span
    plus = (str(one.plus or ""),) if with_plus else ()
    times = () if shares_times else (time_span(span, words.language) if span else "",)
    return (one.member.name, one.where, *times, _said(one, words), *plus, "")


def _said(one: Attendee, words: Words) -> str:
    if one.answer is not None:
        return words.say(_ANSWERS[one.answer])
    return words.say(_("known to be away")) if one.view.presence == "off" else ""

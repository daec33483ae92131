"""Occasions, a ledger and what people answered in; the reminders that are due today out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from leernet.model.answers import Reply
from leernet.model.appointments import Appointments
from leernet.model.ledger import Ledger, Sent, whom
from leernet.model.revision import Issue, Revision, sees
from leernet.model.timezone import ZONE
from leernet.model.view import Guest, Occasion

# A day and how many days before it something is to be done in; the day on which it is done, out.
NoticeDay = Callable[[date, int], date]


def due_reminders(
    occasions: tuple[Occasion, ...],
    uids: Mapping[str, str],
    ledger: Ledger,
    answered: Mapping[tuple[str, str], Reply],
    moment: Issue,
    notice_day: NoticeDay,
) -> tuple[Revision, ...]:
    """The reminders whose day has come, in order of occasion and address.

    Of several days that have come the last counts. Nobody is reminded who declined, who is known to be away,
    who is to get news about the occasion anyway, or whose invitation came after the day of the reminder.

    Args:
        answered: by key of the occasion and member.
    """
    appointments = Appointments(ledger, uids)
    return tuple(
        Revision(
            replace(
                last,
                occasion=occasion.key,
                name=guest.name,
                method="REMINDER",
                dtstamp=moment.stamp,
                sent_at=moment.stamp,
                message_id="",
                revision=moment.plan_revision,
                days_before=days,
                formerly="",
            ),
            "reminder",
            occasion.invite,
            first_id=ledger.first_ids[whom(last)],
        )
        for occasion, guest, last, days in _due(
            occasions, appointments, ledger, answered, moment.today, notice_day
        )
    )


def reminders_of(
    occasion: Occasion,
    appointments: Appointments,
    ledger: Ledger,
    answered: Mapping[tuple[str, str], Reply],
    today: date,
    notice_day: NoticeDay,
) -> Iterator[tuple[int, date, bool]]:
    """How many days before an occasion people are reminded, the day on which, and whether that is done.

    Of several on one day the last counts; a day that has come without anybody to remind does not.
    """
    due = {days for *_whom, days in _due((occasion,), appointments, ledger, answered, today, notice_day)}
    uids = {last.uid for guest in occasion.guests if (last := appointments.of(occasion, guest)) is not None}
    seen = {guest.view.appointment for guest in occasion.guests}
    sent = {
        one.days_before
        for one in ledger.sent
        if one.method == "REMINDER" and one.uid in uids and one.saw.appointment in seen
    }
    last_on = {
        notice_day(occasion.view.day, days): days
        for days in sorted(occasion.invite.remind_days_before, reverse=True)
    }
    for day, days in last_on.items():
        if days in due or days in sent or today < day:
            yield days, day, days in sent and days not in due


def _due(
    occasions: tuple[Occasion, ...],
    appointments: Appointments,
    ledger: Ledger,
    answered: Mapping[tuple[str, str], Reply],
    today: date,
    notice_day: NoticeDay,
) -> Iterator[tuple[Occasion, Guest, Sent, int]]:
    reminded = {
        (*whom(one), one.saw.appointment, one.days_before) for one in ledger.sent if one.method == "REMINDER"
    }
    for occasion in occasions:
        for guest in occasion.guests:
            last = ledger.newest.get(appointments.key(occasion, guest))
            reply = answered.get((occasion.key, guest.member), Reply())
            if reply.answer == "declined" or guest.view.presence == "off":
                continue
            if last is None or last.method != "REQUEST" or not sees(last.saw, guest.view):
                continue
            days = _come(occasion.invite.remind_days_before, guest.view.day, last, today, notice_day)
            if days and (*whom(last), last.saw.appointment, days) not in reminded:
                yield occasion, guest, last, days


def _come(days_before: tuple[int, ...], day: date, last: Sent, today: date, notice_day: NoticeDay) -> int:
    """The last of the days before that has come and did not come before the invitation; 0: none."""
    come = [days for days in days_before if notice_day(day, days) <= today < day]
    nearest = min(come, default=0)
    return nearest if last.sent_at.astimezone(ZONE).date() < notice_day(day, nearest) else 0

"""Occasions and a ledger in; the reminders that are due today out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from leernet.model.ledger import Ledger, Sent, answers_now
from leernet.model.revision import Revision
from leernet.model.view import Guest, Occasion


def due_reminders(
    occasions: tuple[Occasion, ...],
    uids: Mapping[str, str],
    ledger: Ledger,
    plan_revision: int,
    now: datetime,
) -> tuple[Revision, ...]:
    """The reminders whose day has come, in order of occasion and address.

    Of several days that have come the last counts. Nobody is reminded who declined, who is to get news about
    the occasion anyway, or whose invitation came after the day of the reminder.
    """
    due = _due(occasions, uids, ledger, now.date())
    stamp = now.astimezone(UTC).replace(microsecond=0)
    return tuple(
        Revision(
            replace(
                last,
                occasion=occasion.key,
                name=guest.name,
                method="REMINDER",
                dtstamp=stamp,
                sent_at=stamp,
                message_id="",
                revision=plan_revision,
                days_before=days,
            ),
            "reminder",
            occasion.invite,
            first_id=ledger.first_ids[uids[occasion.key], guest.address.casefold()],
        )
        for occasion, guest, last, days in due
    )


def _due(
    occasions: tuple[Occasion, ...], uids: Mapping[str, str], ledger: Ledger, today: date
) -> Iterator[tuple[Occasion, Guest, Sent, int]]:
    answers = answers_now(ledger)
    reminded = {
        (one.uid, one.address.casefold(), one.sequence, one.days_before)
        for one in ledger.sent
        if one.method == "REMINDER"
    }
    for occasion in occasions:
        for guest in occasion.guests:
            at = (uids[occasion.key], guest.address.casefold())
            last, answer = ledger.newest.get(at), answers.get(at)
            if last is None or last.method != "REQUEST" or last.saw != guest.view:
                continue
            days = _come(occasion.invite.remind_days_before, guest.view.day, last, today)
            declined = answer is not None and answer.answer == "declined"
            if days and not declined and (*at, last.sequence, days) not in reminded:
                yield occasion, guest, last, days


def _come(days_before: tuple[int, ...], day: date, last: Sent, today: date) -> int:
    """The last of the days before that has come and did not come before the invitation; 0: none."""
    come = [days for days in days_before if today < day <= today + timedelta(days=days)]
    nearest = min(come, default=0)
    return nearest if last.sent_at.date() < day - timedelta(days=nearest) else 0

"""A year, its records and a moment in; the messages that are due, before they are written, out."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.notice import notice_day_of
from leernet.model.answers import Reply, replies
from leernet.model.availability import awaited_polls
from leernet.model.hosting import due_host_letters, is_time_to_ask, letters_without_address
from leernet.model.identity import identified
from leernet.model.ledger import Sent
from leernet.model.occasion import occasions
from leernet.model.records import Records
from leernet.model.reminder import due_reminders
from leernet.model.revision import Issue, Revision, due_revisions
from leernet.model.view import Occasion, clean
from leernet.model.year import Organiser, Year
from leernet.write.no_place import due_no_place_letters
from leernet.write.personal import with_learning_goals, with_rounds, with_taken_home, with_welcome


class MessagesAsked(Struct, frozen=True):
    """Which messages are asked for.

    Attributes:
        names: networks, series and meetings; none named, all.
        only_due: leave first invitations until their time has come; changes and reminders are always told.
        undelivered: send once more what came back.
        drafts: they are to be sent from a mail program, with the calendar object as a file.
        unattended: nobody started the run.
    """

    names: tuple[str, ...] = ()
    only_due: bool = False
    undelivered: bool = False
    drafts: bool = False
    unattended: bool = False

    def includes(self, entry: Sent) -> bool:
        """Whether a message is about one of what is named."""
        return not self.names or entry.circle in self.names or entry.occasion in self.names


class Situation(Struct, frozen=True):
    """What everybody is to see, and what they know.

    Attributes:
        found: every occasion, with what each of its guests is to see.
        uids: of each occasion, by its key.
        answered: by key of the occasion and member.
    """

    year: Year
    records: Records
    organiser: Organiser
    found: tuple[Occasion, ...]
    uids: Mapping[str, str]
    answered: Mapping[tuple[str, str], Reply]
    moment: Issue


def situation(year: Year, records: Records, now: datetime) -> Situation:
    """What everybody is to see, and what they know.

    Raises:
        ValueError: the year has no organiser.
    """
    named = year.settings.organiser
    if named is None:
        raise ValueError("invitations need an organiser")
    organiser = named.model_copy(update={"name": clean(named.name)})
    plan, ledger = records.plan, records.ledger
    planned = occasions(year, plan, records.placements, records.tours)
    welcomed = with_rounds(year, with_welcome(year, planned, ledger))
    told = with_taken_home(welcomed, records.taken_home)
    found = tuple(with_learning_goals(one, year, records) for one in told)
    moment = Issue(now, organiser.email, plan.revision)
    uids = identified(year, found, ledger, records.book, moment.today)
    answered = replies(found, uids, ledger, records.by_hand)
    return Situation(year, records, organiser, found, uids, answered, moment)


def due_messages(told: Situation, asked: MessagesAsked) -> tuple[Revision, ...]:
    """The messages that are asked for, in the order in which they are to be sent."""
    ledger, moment = told.records.ledger, told.moment
    again = frozenset(ledger.undelivered if asked.undelivered else ())
    revisions = due_revisions(told.found, ledger, told.uids, moment, again)
    hosts = due_host_letters(
        told.year, told.records.plan, told.found, told.uids, ledger, told.answered, moment
    )
    no_place = due_no_place_letters(told.year, told.records, moment)
    notice_day = notice_day_of(told.year)
    reminders = due_reminders(told.found, told.uids, ledger, told.answered, moment, notice_day)
    answered = (_with_answer(one, told.answered) for one in revisions)
    return _asked_for(told, asked, (*answered, *hosts, *no_place, *reminders))


def _with_answer(revision: Revision, answered: Mapping[tuple[str, str], Reply]) -> Revision:
    """With what somebody said, where it still holds: another day, time or place asks them again."""
    entry, before = revision.entry, revision.before
    if entry.method != "REQUEST" or before is None or before.appointment != entry.saw.appointment:
        return revision
    said = answered.get((entry.occasion, entry.member), Reply()).answer
    return replace(revision, answer=said) if revision.why in ("changed", "address", "organiser") else revision


def to_send_by_hand(told: Situation, asked: MessagesAsked) -> tuple[Revision, ...]:
    """Letters to host schools that name nobody to write to, before people are invited there."""
    ledger = told.records.ledger
    known = {entry.uid for entry in ledger.newest.values()} if asked.only_due else set()
    unasked = [one for one in told.found if told.uids[one.key] not in known]
    letters = letters_without_address(
        told.year, told.records.plan, unasked, told.uids, ledger, told.answered, told.moment
    )
    return _asked_for(told, asked, letters)


def _asked_for(told: Situation, asked: MessagesAsked, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    # Until there is a poll nobody is invited to a date it may change, but where that is asked for by name.
    waiting = awaited_polls(told.year) - {*asked.names}
    ready = (one for one in revisions if one.is_change or one.entry.occasion not in waiting)
    named = (one for one in ready if asked.includes(one.entry))
    return due_now(told, named) if asked.only_due else tuple(named)


def due_now(told: Situation, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """The messages whose time has come; only a first invitation can be too early."""
    notice_day, today = notice_day_of(told.year), told.moment.today

    def has_come(revision: Revision) -> bool:
        if revision.why == "host":
            return is_time_to_ask(revision.view.day, revision.invite, notice_day, today)
        is_first = revision.why == "new" or (revision.why == "no-place" and revision.before is None)
        return not is_first or notice_day(revision.view.day, 7 * revision.invite.weeks_before) <= today

    return tuple(filter(has_come, revisions))

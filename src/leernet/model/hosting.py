"""Planned meetings and a ledger in; what host schools are to be told, and which of them said yes, out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from leernet.model.answers import Reply
from leernet.model.headcount import headcount
from leernet.model.ledger import Ledger, Sent, stamp_after
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.reminder import NoticeDay
from leernet.model.revision import Issue, Revision, first_request
from leernet.model.timezone import ZONE
from leernet.model.view import Guest, Occasion, View, clean
from leernet.model.year import Contact, Invite, School, Year

# A host school is asked so many days before people are invited to it.
DAYS_TO_HEAR = 28


def addressee(year: Year, school: School, view: View) -> Guest | None:
    """Whom a school is written to; None where it names nobody who can be reached.

    Somebody who is not a member gets the id ``host-`` followed by the id of the school.
    """
    contact, language = school.contact, year.settings.language
    if isinstance(contact, Contact):
        name = clean(contact.name or school.name)
        return Guest(f"host-{school.id}", name, contact.email, language, view)
    member = year.members.get(contact or "")
    if member is None or member.email is None:
        return None
    return Guest(member.id, clean(member.name), member.email, member.language or language, view)


def host_view(year: Year, occasion: Occasion, plan: Plan, answered: Mapping[tuple[str, str], Reply]) -> View:
    """What the host of a meeting is to know: when, how many people, in how many rooms."""
    planned = plan.meetings[occasion.reference]
    network = year.networks[occasion.circle]
    school = year.schools[planned.host or ""]
    people = headcount(year, network, occasion.reference, planned, answered).expected
    return View(
        title=occasion.view.title,
        day=occasion.view.day,
        until=occasion.view.until,
        span=occasion.view.span,
        venue=occasion.view.venue,
        programme=occasion.view.programme,
        contact=occasion.view.contact,
        tour=school.tour,
        people=people,
        rooms=_rooms(year, occasion.reference, plan, planned),
    )


def _rooms(year: Year, reference: str, plan: Plan, planned: PlannedMeeting) -> int:
    """How many groups or workshops there are at once; 1 where all stay together."""
    at_once: dict[tuple[str, str], int] = {}
    for session in plan.sessions:
        series_id, moment, _workshop = session.split("/")
        series = year.series.get(series_id)
        if series and moment in series.moments and series.moments[moment].meeting == reference:
            at_once[series_id, moment] = at_once.get((series_id, moment), 0) + 1
    return max((1, len(planned.groups), *at_once.values()))


def due_host_letters(
    year: Year,
    plan: Plan,
    occasions: Iterable[Occasion],
    uids: Mapping[str, str],
    ledger: Ledger,
    answered: Mapping[tuple[str, str], Reply],
    moment: Issue,
) -> Iterator[Revision]:
    """A letter to the host of each meeting to come, another when its day or time changed, one when it is off.

    Other numbers are no news by themselves. Who names nobody to write to has a document and no letter.
    """
    told = _last_letters(ledger)
    live: set[tuple[str, str]] = set()
    called: dict[str, Occasion] = {}
    for occasion in occasions:
        called[uids[occasion.key]] = occasion
        if occasion.kind != "meeting" or not occasion.view.venue.host or occasion.view.until < moment.today:
            continue
        at = (uids[occasion.key], occasion.view.venue.host)
        live.add(at)
        last = told.get(at)
        view = host_view(year, occasion, plan, answered)
        to = addressee(year, year.schools[at[1]], view)
        if to is None or (last and not last.withdrawn and last.saw.appointment == view.appointment):
            continue
        asked_before = last is not None and not last.withdrawn
        yield Revision(
            replace(_letter(occasion, at, to, moment), dtstamp=stamp_after(last, moment.stamp)),
            "host-changed" if asked_before else "host",
            occasion.invite,
            last.saw if last and asked_before else None,
            last.message_id if last else "",
        )
    for at, last in told.items():
        if at not in live and not last.withdrawn and last.saw.until >= moment.today:
            yield _withdrawn(last, called.get(at[0]), moment)


def _withdrawn(last: Sent, occasion: Occasion | None, moment: Issue) -> Revision:
    """That a school does not host any more; its network may be called otherwise by now."""
    entry = replace(
        last,
        occasion=occasion.key if occasion else last.occasion,
        circle=occasion.circle if occasion else last.circle,
        withdrawn=True,
        dtstamp=stamp_after(last, moment.stamp),
        sent_at=moment.stamp,
        message_id="",
    )
    return Revision(entry, "host-off", Invite(), last.saw, last.message_id)


def _letter(occasion: Occasion, at: tuple[str, str], to: Guest, moment: Issue) -> Sent:
    # Not the UID of the calendar entry, which the same person may be a guest of.
    return replace(first_request(occasion, to, _letter_uid(*at), moment), kind="host", method="LETTER")


def _letter_uid(uid: str, school: str) -> str:
    return f"host-{school}-{uid}"


def _last_letters(ledger: Ledger) -> dict[tuple[str, str], Sent]:
    """By UID of the meeting and school the last letter about it."""
    found: dict[tuple[str, str], Sent] = {}
    for entry in ledger.sent:
        if entry.kind == "host":
            school = entry.saw.venue.host
            at = (entry.uid.removeprefix(_letter_uid("", school)), school)
            found[at] = max(found.get(at, entry), entry, key=lambda one: (one.dtstamp, one.message_id))
    return found


def letters_without_address(
    year: Year,
    plan: Plan,
    occasions: Iterable[Occasion],
    uids: Mapping[str, str],
    ledger: Ledger,
    answered: Mapping[tuple[str, str], Reply],
    moment: Issue,
) -> Iterator[Revision]:
    """A letter for each host of a meeting to come that names nobody to write to and has not said yes."""
    for occasion in occasions:
        host, uid = occasion.view.venue.host, uids[occasion.key]
        to_come = occasion.kind == "meeting" and occasion.view.until >= moment.today
        if not host or not to_come or host_confirmed(year, occasion, uid, ledger) is not None:
            continue
        school, view = year.schools[host], host_view(year, occasion, plan, answered)
        if addressee(year, school, view) is None:
            to = Guest(f"host-{host}", clean(school.name), "", year.settings.language, view)
            yield Revision(_letter(occasion, (uid, host), to, moment), "host", occasion.invite)


def is_time_to_ask(occasion_day: date, invite: Invite, notice_day: NoticeDay, today: date) -> bool:
    """Whether a host is to be asked by now."""
    return notice_day(occasion_day, 7 * invite.weeks_before + DAYS_TO_HEAR) <= today


def host_confirmed(year: Year, occasion: Occasion, uid: str, ledger: Ledger) -> date | None:
    """The day on which the host of now said yes; None: not heard, or it was another school that said so."""
    network = year.networks.get(occasion.circle)
    meeting = next(
        (
            one
            for one in (network.meetings if network else ())
            if f"{occasion.circle}/{one.id}" == occasion.reference
        ),
        None,
    )
    said = meeting.host_confirmed if meeting else None
    if said is None or _host_on(said, uid, ledger) not in ("", occasion.view.venue.host):
        return None
    return said


def host_asked(ledger: Ledger, uid: str, school: str) -> date | None:
    """The day of the last letter to a school about a meeting at which it is host; None: none was sent."""
    last = _last_letters(ledger).get((uid, school))
    return None if last is None or last.withdrawn else last.sent_at.astimezone(ZONE).date()


def _host_on(day: date, uid: str, ledger: Ledger) -> str:
    """The school that was host on a day, by what people were told; empty: nobody was told any."""
    told = sorted(
        (entry.sent_at, entry.saw.venue.host)
        for entry in ledger.sent
        if entry.uid.endswith(uid) and entry.method in ("REQUEST", "LETTER") and not entry.withdrawn
    )
    before = [host for moment, host in told if moment.astimezone(ZONE).date() <= day]
    after = [host for moment, host in told if moment.astimezone(ZONE).date() > day]
    return before[-1] if before else after[0] if after else ""

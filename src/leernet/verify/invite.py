"""What keeps people from being invited."""

from collections.abc import Iterator
from datetime import date

from leernet.catalogue import invitations as rules
from leernet.catalogue.plan import PLAN_DATE_PASSED
from leernet.finding import Finding, Place, Places
from leernet.model.availability import polls_about
from leernet.model.identity import called
from leernet.model.ledger import Ledger
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.model.selection import needed_members, takes_part_on, wanted_members
from leernet.model.year import Year
from leernet.verify.plan.checked import place_in_plan
from leernet.words import _


def invite_findings(
    year: Year, places: Places, plan: Plan, ledger: Ledger, *, shown: bool = False
) -> Iterator[Finding]:
    """What must be mended before anything can be sent.

    Args:
        shown: whether a feed has shown anything, which may have to be taken back.
    """
    if year.settings.organiser is None:
        yield rules.NO_ORGANISER.at(places.of("year"))
    nothing_told = not ledger.sent and not shown
    if nothing_told and not plan.meetings and not plan.sessions and not plan.visits:
        yield rules.NO_PLAN.at(Place("plan.yaml"))
    newest = max((entry.revision for entry in ledger.sent), default=0)
    if plan.revision < newest:
        yield rules.PLAN_BEHIND.at(Place("plan.yaml"), revision=plan.revision, newest=newest, next=newest + 1)


def poll_findings(year: Year, places: Places, plan: Plan, ledger: Ledger, today: date) -> Iterator[Finding]:
    """Meetings that have a date, though not everybody answered the poll it is to come from."""
    told = {*called(ledger).values()}
    for network in year.networks.values():
        people = (*needed_members(year, network), *wanted_members(year, network))
        for at, meeting in enumerate(network.meetings):
            reference = f"{network.id}/{meeting.id}"
            planned = plan.meetings.get(reference)
            if meeting.dates != "poll" or meeting.date or meeting.cancelled or planned is None:
                continue
            if planned.day < today or reference in told:
                continue
            place = places.of("networks", network.id, "meetings", at, "dates")
            polls = polls_about(year, network.id, meeting.id)
            answered = {member for poll in polls for member in poll.answers}
            missing = {member.id for member in people if takes_part_on(member, planned.day)} - answered
            # That there is no poll at all is told in every command.
            if polls and missing:
                yield rules.POLL_UNANSWERED.at(place, count=len(missing), meeting=reference, day=planned.day)


def organiser_findings(year: Year, places: Places, ledger: Ledger, today: date) -> Iterator[Finding]:
    """Whether people have invitations from another address than the organiser's."""
    organiser = year.settings.organiser
    if organiser is None:
        return
    others = [
        entry
        for at, entry in ledger.newest.items()
        if entry.method == "REQUEST"
        and entry.saw.until >= today
        and at not in ledger.left
        and entry.organiser.casefold() not in ("", organiser.email.casefold())
    ]
    if others:
        yield rules.ORGANISER_CHANGED.at(
            places.of("year", "organiser", "email"),
            before=max(others, key=lambda one: one.age).organiser,
            now=organiser.email,
            people=len({entry.address.casefold() for entry in others}),
            count=len(others),
        )


def passed_dates(plan: Plan, places: Places, ledger: Ledger, today: date) -> Iterator[Finding]:
    """Dates behind us that people were not sent from this same revision of the plan: somebody wrote them.

    Args:
        places: where each value of the plan is.
    """
    planned: dict[str, PlannedMeeting | PlannedSession] = {**plan.meetings, **plan.sessions}
    told = {
        entry.occasion: entry.saw.day
        for entry in sorted(ledger.sent, key=lambda one: one.age)
        if entry.method == "REQUEST" and entry.revision == plan.revision
    }
    for reference, day in sorted(told.items()):
        found = planned.get(reference)
        if found is not None and found.day != day and found.day < today:
            kind = "meetings" if reference in plan.meetings else "sessions"
            place = place_in_plan(places, (kind, reference, "date"))
            yield PLAN_DATE_PASSED.at(place, meeting=reference, day=found.day, told=day)


def undelivered_findings(ledger: Ledger, today: date) -> Iterator[Finding]:
    """The messages that came back, of what is still to come."""
    for at, bounce in sorted(ledger.undelivered.items()):
        entry = ledger.newest[at]
        if entry.saw.until >= today and at not in ledger.left:
            yield rules.UNDELIVERED.at(
                Place("sent.yaml"),
                member=entry.name,
                address=entry.address,
                occasion=entry.occasion,
                reason=bounce.reason or _("no reason is given"),
            )

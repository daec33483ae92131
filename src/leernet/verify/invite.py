"""What keeps people from being invited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leernet.catalogue.invitations import (
    NO_ORGANISER,
    NO_PLAN,
    ORGANISER_CHANGED,
    PLAN_BEHIND,
    UNDELIVERED,
)
from leernet.finding import Finding, Place, Places
from leernet.model.ledger import Ledger
from leernet.model.plan import Plan
from leernet.model.year import Year


def invite_findings(
    year: Year, places: Places, plan: Plan, ledger: Ledger, *, shown: bool = False
) -> Iterator[Finding]:
    """What must be mended before anything can be sent.

    Args:
        shown: whether a feed has shown anything, which may have to be taken back.
    """
    if year.settings.organiser is None:
        yield NO_ORGANISER.at(places.of("year"))
    nothing_told = not ledger.sent and not shown
    if nothing_told and not plan.meetings and not plan.sessions and not plan.visits:
        yield NO_PLAN.at(Place("plan.yaml"))
    newest = max((entry.revision for entry in ledger.sent), default=0)
    if plan.revision < newest:
        yield PLAN_BEHIND.at(Place("plan.yaml"), revision=plan.revision, newest=newest, next=newest + 1)


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
        yield ORGANISER_CHANGED.at(
            places.of("year", "organiser", "email"),
            before=max(others, key=lambda one: one.age).organiser,
            now=organiser.email,
            people=len({entry.address.casefold() for entry in others}),
            count=len(others),
        )


def undelivered_findings(ledger: Ledger, today: date) -> Iterator[Finding]:
    """The messages that came back, of what is still to come."""
    for at, bounce in sorted(ledger.undelivered.items()):
        entry = ledger.newest[at]
        if entry.saw.until >= today and at not in ledger.left:
            yield UNDELIVERED.at(
                Place("sent.yaml"),
                member=entry.name,
                address=entry.address,
                occasion=entry.occasion,
                reason=bounce.reason or "?",
            )

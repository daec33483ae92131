"""A year, its plan and the ledger in; what keeps people from being invited out."""

from __future__ import annotations

from collections.abc import Iterator

from leernet.catalogue.invitations import NO_ORGANISER, NO_PLAN, PLAN_BEHIND
from leernet.finding import Finding, Place, Places
from leernet.model.ledger import Ledger
from leernet.model.plan import Plan
from leernet.model.year import Year


def invite_findings(year: Year, places: Places, plan: Plan, ledger: Ledger) -> Iterator[Finding]:
    """What must be mended before anything can be sent."""
    if year.settings.organiser is None:
        yield NO_ORGANISER.at(places.of("year"))
    if not plan.meetings and not plan.sessions and not plan.visits and not ledger.sent:
        yield NO_PLAN.at(Place("plan.yaml"))
    newest = max((entry.revision for entry in ledger.sent), default=0)
    if plan.revision < newest:
        yield PLAN_BEHIND.at(Place("plan.yaml"), revision=plan.revision, newest=newest, next=newest + 1)

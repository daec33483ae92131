"""A year, its plan and the ledger in; what keeps people from being invited out."""

from __future__ import annotations

from collections.abc import Iterator

from leernet.finding import Finding, Level, Place, Places
from leernet.model.ledger import Ledger
from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.words import _


def invite_findings(year: Year, places: Places, plan: Plan, ledger: Ledger) -> Iterator[Finding]:
    """What must be mended before anything can be sent."""
    if year.settings.organiser is None:
        yield Finding(
            places.of("year"),
            Level.ERROR,
            "no-organiser",
            _("Nobody is named who invites, so answers would have nowhere to go."),
            _("Add to the year: organiser: {{name: Planning POS, email: planning@pos.example}}"),
        )
    if not plan.meetings and not plan.sessions and not plan.visits and not ledger.sent:
        yield Finding(
            Place("plan.yaml"),
            Level.ERROR,
            "no-plan",
            _("Nothing was planned yet, so there is nothing to invite to."),
            _("Give the command: leernet plan"),
        )
    newest = max((entry.revision for entry in ledger.sent), default=0)
    if plan.revision < newest:
        yield Finding(
            Place("plan.yaml"),
            Level.ERROR,
            "plan-behind",
            _(
                "This is revision {revision} of the plan, and people were invited from revision {newest}.",
                revision=plan.revision,
                newest=newest,
            ),
            _(
                "Put back the newest plan.yaml. If this one is newer all the same, give it revision {next}.",
                next=newest + 1,
            ),
        )

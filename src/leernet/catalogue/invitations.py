"""invitations."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

NO_ORGANISER = Rule(
    "no-organiser",
    Level.ERROR,
    _("Nobody is named who invites, so answers would have nowhere to go."),
    _("Add to the year: organiser: {{name: Planning POS, email: planning@pos.example}}"),
)
NO_PLAN = Rule(
    "no-plan",
    Level.ERROR,
    _("Nothing was planned yet, so there is nothing to invite to."),
    _("Give the command: leernet plan"),
)
PLAN_BEHIND = Rule(
    "plan-behind",
    Level.ERROR,
    _("This is revision {revision} of the plan, and people were invited from revision {newest}."),
    _("Put back the newest plan.yaml. If this one is newer all the same, give it revision {next}."),
)
LEDGER_BEHIND = Rule(
    "ledger-behind",
    Level.ERROR,
    _("{messages} messages were sent from here, and sent.yaml knows of {known}: it is an older copy."),
    _("Put back the newest sent.yaml. Inviting from an older one would send old dates after newer ones."),
)

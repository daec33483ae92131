"""allocation."""

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

TOO_FEW_TO_ATTEND = Rule(
    "too-few-to-attend",
    Level.WARNING,
    _n(
        "{count} workshop is wanted for {people}, and {most} at most can be attended.",
        "{count} workshops are wanted for {people}, and {most} at most can be attended.",
    ),
    _("Look at which workshops run and who they are open to, what was ruled out and when people are away."),
)
OTHER_INPUTS = Rule(
    "other-inputs",
    Level.WARNING,
    _("The definitions or the choices have changed since this allocation was made."),
    _("Run leernet allocate again; it says for whom something changes."),
)

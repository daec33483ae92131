"""Allocation: what has been stays as it was, and who was told of a place keeps it."""

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
SESSION_HAS_BEEN = Rule(
    "session-has-been",
    Level.REMARK,
    _n(
        "'{workshop}' at {moments} has been, and is defined differently now.",
        "'{workshop}' at {moments} have been, and are defined differently now.",
    ),
    _("This changes nothing about who was there."),
)
PLACED_IN_THE_PAST = Rule(
    "placed-in-the-past",
    Level.WARNING,
    _("{member} is placed by hand in '{workshop}' at {moment}, but that moment is over."),
    _("Remove the placement, or choose a moment that is still to come."),
)
TWICE_IN_THE_PAST = Rule(
    "workshop-twice",
    Level.ERROR,
    _("{member} is recorded in workshop '{workshop}' more than once at moments that are over."),
    _("Correct the record: nobody attends a workshop twice."),
)

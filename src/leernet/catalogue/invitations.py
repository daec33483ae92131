"""Inviting: what has to be there first, the ledger sent.yaml, and messages that did not arrive."""

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

NO_ORGANISER = Rule(
    "no-organiser",
    Level.ERROR,
    _("No organiser is defined, so answers would have nowhere to go."),
    _("Add to the year: organiser: {{name: Planning POS, email: planning@pos.example}}"),
)
NO_PLAN = Rule(
    "no-plan",
    Level.ERROR,
    _("Nothing has been planned yet, so there is nothing to invite to."),
    _("Run `leernet plan`."),
)
PLAN_BEHIND = Rule(
    "plan-behind",
    Level.ERROR,
    _("This is revision {revision} of the plan, and people were invited from revision {newest}."),
    _("Restore the newest plan.yaml. If this one really is newer, give it revision {next}."),
)
POLL_UNANSWERED = Rule(
    "poll-unanswered",
    Level.WARNING,
    _n(
        "{count} person has not answered the poll about {meeting}, to which nobody is invited yet.",
        "{count} people have not answered the poll about {meeting}, to which nobody is invited yet.",
    ),
    _("Wait for them, or write down the date you choose: date: {day}"),
)
LEDGER_TORN = Rule(
    "ledger-torn",
    Level.ERROR,
    _("The last line of the ledger is cut off."),
    _("Restore the line from version control or a copy; without it, its message may go out twice."),
)
NOTE_OF_SENDING = Rule(
    "note-of-sending",
    Level.ERROR,
    _("'{file}' does not say how far sending was; it is empty, cut off or changed."),
    _("Restore a copy, or remove it if this is the newest sent.yaml: all that is listed there was sent."),
)
LEDGER_BEHIND = Rule(
    "ledger-behind",
    Level.ERROR,
    _("{messages} messages were sent from here, and sent.yaml knows of {known}: it is an older copy."),
    _("Restore the newest sent.yaml. Inviting from an older one would send old dates after newer ones."),
)
LEDGER_OF_ANOTHER_VERSION = Rule(
    "newer-record",
    Level.ERROR,
    _("This ledger was written by another version of leernet, and guessing what was sent is not safe."),
    _("Install the newest leernet, or restore the earlier version of this file."),
)
LEDGER_LINE = Rule(
    "ledger-line",
    Level.ERROR,
    _("This line of the ledger does not say what was sent."),
    _("leernet writes this file line by line; restore the line from version control or a copy."),
)
CORRECT_THE_ADDRESS = _("Correct the address in members, then run the command again.")
TRY_LATER = _("Later: leernet invite --send --only-failed")
NOT_DELIVERED = Rule(
    "not-delivered",
    Level.ERROR,
    _("The message about {occasion} to {member} ({address}) was not delivered: {reason}."),
    (CORRECT_THE_ADDRESS, TRY_LATER),
)
MERGE_MARK = Rule(
    "merge-mark",
    Level.WARNING,
    _("This line is left over from a merge. The lines on both sides of it count."),
    _("Delete this line and keep all others; their order does not matter."),
)
FEEDS_BROKEN = Rule(
    "feeds-broken",
    Level.ERROR,
    _("This file is damaged. It says what the calendars to subscribe to have shown."),
    _(
        "Take it back from version control or a copy. If there is none, delete it: then calendars count "
        "their changes from what was mailed, and who only subscribed may miss the next one."
    ),
)
ORGANISER_CHANGED = Rule(
    "organiser-changed",
    Level.WARNING,
    _n(
        "{count} invitation to {people} people came from {before}, and now the organiser is {now}.",
        "{count} invitations to {people} people came from {before}, and now the organiser is {now}.",
    ),
    _(
        "With --send each of them gets a new invitation in place of the old one, and answers go to the new "
        "address. A mailbox of the network, which a successor takes over, prevents this."
    ),
)
UNDELIVERED = Rule(
    "undelivered",
    Level.WARNING,
    _("The message about {occasion} to {member} ({address}) came back: {reason}."),
    _("Mend the address. Was it right? Then: leernet invite --send --only-failed"),
)

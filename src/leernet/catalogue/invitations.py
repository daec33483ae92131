"""Inviting: what has to be there first, the ledger sent.yaml, and messages that did not arrive."""

from leernet.catalogue.rule import _, _n, error, warning

NO_ORGANISER = error(
    "no-organiser",
    _("No organiser is defined, so answers would have nowhere to go."),
    _("Add to the year: organiser: {{name: Planning POS, email: planning@pos.example}}"),
)
NO_PLAN = error(
    "no-plan", _("Nothing has been planned yet, so there is nothing to invite to."), _("Run `leernet plan`.")
)
PLAN_BEHIND = error(
    "plan-behind",
    _("This is revision {revision} of the plan, and people were invited from revision {newest}."),
    _("Restore the newest plan.yaml. If this one really is newer, give it revision {next}."),
)
POLL_UNANSWERED = warning(
    "poll-unanswered",
    _n(
        "{count} person has not answered the poll about {meeting}, to which nobody is invited yet.",
        "{count} people have not answered the poll about {meeting}, to which nobody is invited yet.",
    ),
    _("Wait for them, or write down the date you choose: date: {day}"),
)
LEDGER_TORN = error(
    "ledger-torn",
    _("The last line of the ledger is cut off."),
    _("Restore the line from version control or a copy; without it, its message may go out twice."),
)
NOTE_OF_SENDING = error(
    "note-of-sending",
    _("'{file}' does not say how far sending got; it is empty, cut off or changed."),
    _("Restore a copy, or remove it if this is the newest sent.yaml: all that is listed there was sent."),
)
LEDGER_BEHIND = error(
    "ledger-behind",
    _("{messages} messages were sent from here, and sent.yaml knows of {known}: it is older or cut off."),
    _("Restore the newest sent.yaml. Inviting from an older one would send old dates after newer ones."),
)
ANSWERS_GONE = warning(
    "ledger-behind",
    _n(
        "{count} line with an answer, a returned message or a new name is no longer in sent.yaml.",
        "{count} lines with answers, returned messages or new names are no longer in sent.yaml.",
    ),
    _("Restore the newest sent.yaml. If you removed something yourself, the next answer puts it right."),
)
LEDGER_OF_ANOTHER_VERSION = error(
    "newer-record",
    _("This ledger was written by another version of leernet, and guessing what was sent is not safe."),
    _("Install the newest leernet, or restore the earlier version of this file."),
)
LEDGER_LINE = error(
    "ledger-line",
    _("This line of the ledger does not say what was sent."),
    _("leernet writes this file line by line; restore the line from version control or a copy."),
)
KEY_PASSED_OVER = warning(
    "key-passed-over",
    _("This version of leernet does not know the key '{key}' and skips it."),
    _("A newer leernet may have written it: install that one. If somebody changed this file, restore it."),
)
CORRECT_THE_ADDRESS = _("Correct the address in members, then run the command again.")
TRY_LATER = _("Later: leernet invite --send --only-failed")
NOT_DELIVERED = error(
    "not-delivered",
    _("The message about {occasion} to {member} ({address}) was not delivered: {reason}."),
    (CORRECT_THE_ADDRESS, TRY_LATER),
)
MERGE_MARK = warning(
    "merge-mark",
    _("This line is left over from a merge. The lines on both sides of it count."),
    _("Delete this line and keep all others; their order does not matter."),
)
FEEDS_BROKEN = error(
    "feeds-broken",
    _("This file is damaged. It records what the calendars to subscribe to have shown."),
    _(
        "Restore it from version control or a copy. If there is none, delete it: then calendars count their "
        "changes from what was mailed, and people who only subscribed may miss the next one."
    ),
)
ORGANISER_CHANGED = warning(
    "organiser-changed",
    _n(
        "{count} invitation to {people} people came from {before}, and now the organiser is {now}.",
        "{count} invitations to {people} people came from {before}, and now the organiser is {now}.",
    ),
    _(
        "With --send each of them gets a new invitation in place of the old one, and answers go to the new "
        "address. A mailbox of the network, which a successor takes over, prevents this."
    ),
)
UNDELIVERED = warning(
    "undelivered",
    _("The message about {occasion} to {member} ({address}) came back: {reason}."),
    _("Correct the address. Was it right? Then: leernet invite --send --only-failed"),
)

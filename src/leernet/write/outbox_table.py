"""Messages in; what will happen to each occasion, as a table for the terminal, out."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from leernet.model.revision import Why
from leernet.words import Sentence, Words, _, _n
from leernet.write.facts import when_text
from leernet.write.outbox import WHY_WORDS, Message


def outbox_table(messages: tuple[Message, ...], words: Words) -> Table:
    """A row for each occasion: when it is, and how many people get which news."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in (_("Occasion"), _("When"), _("Messages")):
        table.add_column(words.say(heading))
    # The name is typed again behind `invite`.
    table.columns[0].no_wrap = True
    counts = _counts(messages)
    for occasion, (message, news) in sorted(counts.items()):
        told = ", ".join(words.say(_counted(why, count)) for why, count in sorted(news.items()))
        table.add_row(occasion, Text(when_text(message.entry.saw, words)), told)
    return table


def _counted(why: Why, count: int) -> Sentence:
    """``5 moved``, ``2 reminders``."""
    match why:
        case "reminder":
            return _n("{count} reminder", "{count} reminders", count)
        case "host":
            return _n("{count} host school asked", "{count} host schools asked", count)
        case "host-changed":
            return _n("{count} host school told of a change", "{count} host schools told of a change", count)
        case "host-off":
            return _n("{count} host school no longer needed", "{count} host schools no longer needed", count)
        case "address":
            return _n("{count} new address", "{count} new addresses", count)
        case "left":
            return _n("{count} old address", "{count} old addresses", count)
    return _("{count} {what}", count=count, what=WHY_WORDS[why])


def _counts(messages: tuple[Message, ...]) -> dict[str, tuple[Message, Counter[Any]]]:
    counts: dict[str, tuple[Message, Counter[Any]]] = {}
    for message in messages:
        counts.setdefault(message.entry.occasion, (message, Counter()))[1][message.revision.why] += 1
    return counts


def replaced(messages: Sequence[Message]) -> Sentence | None:
    """How many people lose appointments and get new ones in one go; None where nobody does."""
    lost, new = (
        Counter(message.entry.address.casefold() for message in messages if message.revision.why in reasons)
        for reasons in (("cancelled", "removed"), ("new",))
    )
    both = set(lost) & set(new)
    if not both:
        return None
    return _n(
        "{count} person loses {lost} and gets {new}, and what they answered is lost. Was something renamed?",
        "{count} people lose {lost} and get {new}, and what they answered is lost. Was something renamed?",
        len(both),
        lost=_n("{count} appointment", "{count} appointments", sum(lost[one] for one in both)),
        new=_n("{count} new one", "{count} new ones", sum(new[one] for one in both)),
    )


def message_record(message: Message) -> dict[str, object]:
    """A message as ``--json`` prints it."""
    entry = message.entry
    return {
        "occasion": entry.occasion,
        "member": entry.member,
        "address": entry.address,
        "what": message.revision.why,
        "method": entry.method,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "subject": message.subject,
        "file": f"out/{message.path}.eml",
    }

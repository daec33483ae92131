"""Messages in; what will happen to each occasion, as a table for the terminal, out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.table import Table
from rich.text import Text

from leernet.words import Words, _
from leernet.write.letter import when_text
from leernet.write.outbox import WHY_WORDS, Message


def outbox_table(messages: tuple[Message, ...], words: Words) -> Table:
    """A row for each occasion: when it is, and how many people get which news."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in (_("Occasion"), _("When"), _("Messages")):
        table.add_column(words.say(heading))
    counts = _counts(messages)
    for occasion, (message, news) in sorted(counts.items()):
        told = ", ".join(f"{count} {words.say(WHY_WORDS[why])}" for why, count in sorted(news.items()))
        table.add_row(occasion, Text(when_text(message.entry.saw, words)), told)
    return table


def _counts(messages: tuple[Message, ...]) -> dict[str, tuple[Message, Counter[Any]]]:
    counts: dict[str, tuple[Message, Counter[Any]]] = {}
    for message in messages:
        counts.setdefault(message.entry.occasion, (message, Counter()))[1][message.revision.why] += 1
    return counts


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

"""What is due when in; the same as a table for the terminal out."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from leernet.explain.status import Due, State, Task
from leernet.words import Sentence, Words, _
from leernet.write.dates import short_date

_TASKS: Mapping[Task, Sentence] = {
    "plan": _("Plan"),
    "inventory": _("Inventory"),
    "host": _("Host"),
    "invitation": _("Invite"),
    "reminder": _("Remind"),
    "choices": _("Choices close"),
    "allocation": _("Allocate"),
}
_STATES: Mapping[State, tuple[Sentence, str]] = {
    "done": (_("done"), "dim"),
    "late": (_("late"), "bold red"),
    "today": (_("today"), "bold"),
    "coming": (_("coming"), ""),
}


def status_table(due: tuple[Due, ...], words: Words) -> Table:
    """A row for each thing to do: by when, what, for which meeting or series, and how far that is."""
    headings = (_("By"), _("What"), _("For"), _("Progress"), _("State"))
    table = Table(*(words.say(heading) for heading in headings), box=None, padding=(0, 2, 0, 0))
    for one in due:
        state, style = _STATES[one.state]
        table.add_row(
            short_date(one.day, words.language) if one.day else words.say(_("now")),
            words.say(_TASKS[one.task]),
            Text(one.about),
            Text(words.say(one.sentence)),
            Text(words.say(state), style=style),
            style="dim" if one.state == "done" else None,
        )
    return table


def due_record(due: Due, words: Words) -> dict[str, object]:
    """A thing to do as ``--json`` prints it."""
    return {
        "day": due.day.isoformat() if due.day else None,
        "task": due.task,
        "about": due.about,
        "state": due.state,
        "text": words.say(due.sentence),
        "command": due.command,
    }

"""What is due when in; the lines of the terminal, 80 wide where nothing is to be typed, and records, out."""

import textwrap
from collections.abc import Iterator, Mapping

from leernet.explain.due import DueTask, State, Task
from leernet.words import Sentence, Words, _, _n
from leernet.write.dates import short_date, with_long_dates

_TASKS: Mapping[Task, Sentence] = {
    "plan": _("Plan"),
    "calendars": _("Calendars"),
    "poll": _("Poll"),
    "inventory": _("Inventory"),
    "agenda": _("Agenda"),
    "host": _("Host"),
    "invitation": _("Invite"),
    "reminder": _("Remind"),
    "replies": _("Replies"),
    "news": _("Tell"),
    "resend": _("Send again"),
    "papers": _("Print"),
    "attendance": _("Attendance"),
    "choices": _("Choices close"),
    "allocation": _("Allocate"),
    "publish": _("Publish"),
    "next-year": _("Next year"),
    "purge": _("Purge"),
}
_HEADINGS: tuple[tuple[State, Sentence], ...] = (
    ("late", _("Late")),
    ("today", _("Today")),
    ("coming", _("Coming")),
)
_WIDTH = 80
# Where the sentence of a task begins: behind its day.
_INDENT = 12


def status_lines(due: tuple[DueTask, ...], words: Words) -> Iterator[str]:
    """Late, today and coming, each task with the command to type; then what is done, a line each."""
    for state, heading in _HEADINGS:
        found = [one for one in due if one.state == state]
        if found:
            yield f"{words.say(heading)} ({len(found)})"
            for one in found:
                yield from due_lines(one, words)
            yield ""
    done = [one for one in due if one.state == "done"]
    if done:
        yield words.say(_n("Done: {count} task", "Done: {count} tasks", len(done)))
        for one in done:
            yield f"{_day(one, words):<{_INDENT}}{words.say(_TASKS[one.task])} {one.about}"
    if not due:
        yield words.say(_("There is nothing to do."))


def due_lines(due: DueTask, words: Words) -> Iterator[str]:
    """One task on one line: when, what to type, how far it is; where that is too wide, how far below.

    What has no command is named by its task and its meeting. What is to be typed is never broken.
    """
    said = with_long_dates(words).say(due.sentence)
    named = _command(due, words) or f"{words.say(_TASKS[due.task])} {due.about}"
    line = f"{_day(due, words):<{_INDENT}}{named}"
    if len(line) + len(said) + 2 <= _WIDTH:
        yield f"{line}  {said}"
        return
    yield line
    indent = " " * (_INDENT + 2)
    yield from textwrap.wrap(
        said, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


def _command(due: DueTask, words: Words) -> str:
    """What to type; a placeholder for something of the user's own is in the language of the reader."""
    return due.command.replace("FOLDER", words.say(_("FOLDER")))


def _day(due: DueTask, words: Words) -> str:
    """When it is due; what is done and had no day is not due now."""
    if due.day:
        return short_date(due.day, words.language)
    return "" if due.state == "done" else words.say(_("now"))


def due_record(due: DueTask, words: Words) -> dict[str, object]:
    """A thing to do as ``--json`` prints it."""
    return {
        "day": due.day.isoformat() if due.day else None,
        "task": due.task,
        "about": due.about,
        "state": due.state,
        "text": words.say(due.sentence),
        "command": _command(due, words),
    }


def task_words(due: DueTask, words: Words) -> str:
    """A task in a few words, as a calendar shows it."""
    return f"{words.say(_TASKS[due.task])}: {due.about}"

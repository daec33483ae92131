"""What is due when in; the facilitator's own calendar, of tasks and of days, out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event, Todo

from leernet.explain.due import DueTask
from leernet.model.year import Year
from leernet.words import Words, _
from leernet.write.invitation import PRODUCT
from leernet.write.status_text import task_words


def todo_calendar(year: Year, due: Iterable[DueTask], today: date, words: Words) -> bytes:
    """``out/todo.ics``: a VTODO for each task and a VEVENT for each day; the same day gives the same bytes.

    A task keeps its UID over runs, so that a program that takes the file in again does not double it.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    title = words.say(_("To do: {title}", title=year.settings.title or str(year.school_year)))
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    stamp = datetime.combine(today, time(), UTC)
    for one in due:
        calendar.add_component(_todo(year, one, today, stamp, words))
        if one.state != "done":
            calendar.add_component(_event(year, one, today, stamp, words))
    content: bytes = calendar.to_ical()
    return content


def _uid(year: Year, due: DueTask, kind: str) -> str:
    organiser = year.settings.organiser
    domain = organiser.email.rpartition("@")[2].lower() if organiser else "leernet.invalid"
    # Two reminders of one meeting are two tasks; the sentence in English tells them apart.
    reminder = str(due.sentence) if due.task == "reminder" else ""
    key = "\n".join((str(year.school_year), kind, due.task, due.about, reminder))
    return f"{sha256(key.encode()).hexdigest()[:32]}@{domain}"


def _todo(year: Year, due: DueTask, today: date, stamp: datetime, words: Words) -> Todo:
    todo = Todo()
    todo.add("uid", _uid(year, due, "todo"))
    todo.add("dtstamp", stamp)
    todo.add("summary", task_words(due, words))
    todo.add("description", _description(due, words))
    todo.add("due", due.day or today)
    if due.state == "done":
        todo.add("status", "COMPLETED")
        todo.add("percent-complete", 100)
    else:
        todo.add("status", "NEEDS-ACTION")
        todo.add("priority", 1 if due.state == "late" else 5)
    return todo


def _event(year: Year, due: DueTask, today: date, stamp: datetime, words: Words) -> Event:
    day = due.day or today
    event = Event()
    event.add("uid", _uid(year, due, "event"))
    event.add("dtstamp", stamp)
    event.add("summary", task_words(due, words))
    event.add("description", _description(due, words))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    # A task takes nobody's time from a meeting.
    event.add("transp", "TRANSPARENT")
    return event


def _description(due: DueTask, words: Words) -> str:
    return "\n".join(filter(None, (words.say(due.sentence), due.command)))

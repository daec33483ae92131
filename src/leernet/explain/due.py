"""One thing to do in the year, and how far it is."""

from datetime import date
from typing import Literal

from msgspec import Struct

from leernet.words import Sentence

Task = Literal[
    "plan",
    "calendars",
    "poll",
    "inventory",
    "agenda",
    "host",
    "invitation",
    "reminder",
    "replies",
    "news",
    "resend",
    "papers",
    "attendance",
    "choices",
    "allocation",
    "publish",
    "next-year",
    "purge",
]
State = Literal["done", "late", "today", "coming"]


class DueTask(Struct, frozen=True):
    """One thing to do in the year.

    Attributes:
        day: the last day for it; None: as soon as can be.
        about: reference of the meeting, or id of the series.
        sentence: how far that is, with numbers.
        command: what to type; empty: nothing.
    """

    day: date | None
    task: Task
    about: str
    state: State
    sentence: Sentence
    command: str = ""

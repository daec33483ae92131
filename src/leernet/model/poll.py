"""A poll of dates as people answered it: which dates were asked about, and what each person said."""

from collections.abc import Mapping
from datetime import date, time
from enum import IntEnum

from msgspec import Struct


class Stance(IntEnum):
    """What somebody says of a date; higher is better."""

    NO = 0
    IF_NEED_BE = 1
    YES = 2


class PollOption(Struct, frozen=True):
    """One date that was asked about; without a start the whole day, without an end as long as it takes."""

    day: date
    start: time | None = None
    end: time | None = None

    @property
    def order(self) -> tuple[date, time, time]:
        """Sort key: as they follow one another, the whole day first."""
        return (self.day, self.start or time.min, self.end or time.max)


class Poll(Struct, frozen=True):
    """The answers in one file of ``availability/``.

    Attributes:
        file: path relative to the project folder.
        network: id.
        meeting: id of the meeting it is about; empty: it is about all meetings of the network.
        options: the dates, in order.
        answers: by member what they said of each option; None where they said nothing.
    """

    file: str
    network: str
    meeting: str
    options: tuple[PollOption, ...]
    answers: Mapping[str, tuple[Stance | None, ...]]

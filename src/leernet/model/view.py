"""What one person sees of one occasion they are invited to, as values that can be kept and compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import BeforeValidator, Field

from leernet.model.kept import Day, Text, kept_as, record_of, value_of
from leernet.model.values import Span
from leernet.model.weekdays import HalfDays, half_day_names, half_days_from_text
from leernet.model.year import Invite
from leernet.words import Language

Kind = Literal["meeting", "part", "session", "visit", "host", "no-place"]
Presence = Literal["required", "optional", "off"]

LONGEST_TEXT = 1000


class Venue(NamedTuple):
    """Where something is.

    Attributes:
        host: id of the school; empty when it is elsewhere.
        name: of the school, or where else it is.
    """

    host: str = ""
    name: str = ""
    address: str = ""


NOWHERE = Venue()


class Piece(Struct, frozen=True):
    """A piece of a meeting: a block of its programme, a workshop somebody is placed in or leads.

    Attributes:
        people: how many are placed in a workshop; 0: not known, or none of this person's business.
    """

    span: Span
    title: str
    room: str = ""
    people: int = 0


def _piece_record(piece: Piece) -> list[str]:
    written = [str(piece.span), piece.title, piece.room, str(piece.people or "")]
    while not written[-1]:
        written.pop()
    return written


def _piece(record: Sequence[str]) -> Piece:
    span, title, room, people = (*record, *("", "", "", "")[len(record) :])
    return Piece(_span(span), title, room, int(people or 0))


_SPAN = re.compile(r"\d{2}:\d{2}-\d{2}:\d{2}")


def _span(text: str) -> Span:
    if not _SPAN.fullmatch(text):
        # To Python "2026-11-12" is from 20:26 until 11:00, twelve hours west.
        raise ValueError(text)
    start, _, end = text.partition("-")
    return Span(time.fromisoformat(start), time.fromisoformat(end))


def _half_days(names: Iterable[str]) -> HalfDays:
    return tuple(half for name in names for half in half_days_from_text(name))


_KEPT_SPAN = kept_as(str, _span, lambda span: str(span or ""))
_KEPT_VENUE = kept_as(
    dict[Literal["host", "name", "address"], str],
    lambda record: Venue(**record),
    lambda venue: venue._asdict() if venue != NOWHERE else {},
)
_KEPT_PIECES = kept_as(
    tuple[tuple[str, ...], ...],
    lambda records: tuple(map(_piece, records)),
    lambda pieces: list(map(_piece_record, pieces)),
)
_KEPT_HALF_DAYS = kept_as(tuple[str, ...], _half_days, half_day_names)

Pieces: TypeAlias = Annotated[tuple[Piece, ...], _KEPT_PIECES]


class View(Struct, frozen=True, kw_only=True):
    """What one person sees of one occasion, in the order in which it is kept; all texts are clean.

    Attributes:
        title: what it is called in a calendar.
        group: which intervisie group this person is in.
        contact: name of the person to turn to.
        presence: whether this person is counted on, welcome, or known to be away that day.
        took_home: what this person took home from the meeting before.
        welcome: what somebody who is new reads first.
        round: which round of visits this is, and between which meetings.
        day: the first or only day.
        until: the last day; the same but for visits, which are agreed on for a week.
        span: from when until when; None: not agreed on yet, the whole day.
        workshops: those within the meeting that this person was placed in, in order of time.
        leads: workshops and other parts of the meeting that this person leads, in order of time.
        programme: the blocks that this person comes for, in order of time.
        other_parts: the blocks that go on without this person, in order of time.
        half_days: of a visit, when in its week both can.
        steps: what a visit consists of, in order, each with how many minutes it takes.
        duties: what this person does there (``chair``, ``presenter`` …), in the order of the plan.
        company: names of the others in the group or the pair.
        reach: how to reach the company of a visit, in the same order.
        people: how many are placed in a workshop that this person leads.
        on_tour: how many of them go on the tour.
        rooms: how many rooms a host school is asked for.
        lacking: moments at which somebody has no place, and why, where that is what they are told.
        learning_goals: what people in workshops that this person leads hope to learn; not kept.
    """

    title: Text
    room: str = ""
    theme: str = ""
    thread: str = ""
    bring: str = ""
    link: str = ""
    group: str = ""
    contact: str = ""
    presence: Presence = "required"
    took_home: str = ""
    welcome: str = ""
    round: str = ""
    day: Day
    until: Day
    span: Annotated[Span | None, _KEPT_SPAN] = None
    venue: Annotated[Venue, _KEPT_VENUE] = NOWHERE
    workshops: Pieces = ()
    leads: Pieces = ()
    programme: Pieces = ()
    other_parts: Pieces = ()
    half_days: Annotated[HalfDays, _KEPT_HALF_DAYS] = ()
    steps: tuple[tuple[str, int], ...] = ()
    duties: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    people: int = 0
    on_tour: int = 0
    rooms: int = 0
    tour: bool = False
    bring_colleague: bool = False
    lacking: tuple[tuple[str, str], ...] = ()
    learning_goals: Annotated[tuple[str, ...], Field(exclude=True), BeforeValidator(lambda _goals: ())] = ()

    @property
    def news(self) -> View:
        """The view without what is told along with other news and is none by itself."""
        leads = tuple(replace(piece, people=0) for piece in self.leads)
        return replace(
            self,
            people=0,
            on_tour=0,
            other_parts=(),
            leads=leads,
            took_home="",
            welcome="",
            round="",
            learning_goals=(),
        )

    @property
    def appointment(self) -> tuple[date, date, Span | None, str]:
        """The days, the time and the place: people are asked again when one of these changes."""
        return (self.day, self.until, self.span, self.venue.host or self.venue.name)


class Guest(Struct, frozen=True):
    """Somebody who is invited, and what they see.

    Attributes:
        address: e-mail address, as written.
        student: students are greeted differently.
        moment: ``series/moment`` of who has a place in a session; empty for everybody else.
        lacks: whether they have fewer places in the series than they are to have.
    """

    member: str
    name: str
    address: str
    language: Language
    view: View
    student: bool = False
    moment: str = ""
    lacks: bool = False


class Occasion(Struct, frozen=True):
    """What gets one entry in a calendar: a meeting, a session, a coaching visit.

    Attributes:
        reference: as the plan calls it, and the name of the folder of its documents.
        circle: id of the network or the series.
        view: what everybody sees, without anything of one person.
        guests: each address once, but for places, of which each has an entry of its own; who comes for a part
            of it sees other times.
    """

    reference: str
    kind: Kind
    circle: str
    view: View
    guests: tuple[Guest, ...]
    invite: Invite = field(default_factory=Invite)

    @property
    def key(self) -> str:
        """Its name in the ledger."""
        return self.reference


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Text on one line that can break out of no property, header or file, at most 1000 characters.

    Control characters and line ends of every kind become spaces; marks that turn the direction of writing go,
    as one that is not closed turns what follows it too.
    """
    spaced = "".join(_safe(character) for character in text[: 2 * LONGEST_TEXT])
    return " ".join(spaced.split())[:LONGEST_TEXT].rstrip()


# Overrides and isolates: whatever is behind an open one is shown backwards in mail and agenda.
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _safe(character: str) -> str:
    if character in _TURNS_DIRECTION:
        return ""
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or ord(character) & 0xFFFE == 0xFFFE:
        return " "
    return character


def view_record(view: View) -> dict[str, Any]:
    """A view as texts, lists and mappings, without what is empty."""
    record = record_of(view)
    if view.until == view.day:
        del record["until"]
    return record


def view_from_record(record: Mapping[str, Any]) -> View:
    """The view that :func:`view_record` made into a record.

    Raises:
        KeyError: the day is not there.
        ValueError: something else is not, or is not of its type.
    """
    return value_of(View, {"until": record["day"], **record})


KeptView: TypeAlias = Annotated[View, kept_as(dict[str, Any], view_from_record, view_record)]

"""A series of workshops that people choose from, and its moments."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from leernet.catalogue.values import NOT_A_CHOICE_COLUMN
from leernet.model.mistake import wrong
from leernet.model.values import (
    Day,
    Id,
    Label,
    NetworkId,
    Number,
    SchoolId,
    Seats,
    SeriesId,
    TimeSpan,
    Truth,
    Weekdays,
    Window,
    parts,
)
from leernet.model.year.definition import Definition, Leads, MomentIds, dutch
from leernet.model.year.people import Selector
from leernet.model.year.programme import Programme


class Moment(Definition):
    """A moment at which workshops of a series run: planned in a window, on a date, or inside a meeting.

    Of several ``dates`` each workshop gets one, and nobody attends more than one workshop on them together.
    """

    window: Annotated[Window | None, dutch("periode")] = None
    date: Annotated[Day | None, dutch("datum")] = None
    dates: Annotated[tuple[Day, ...], BeforeValidator(parts), dutch("data")] = ()
    weekdays: Annotated[Weekdays | None, dutch("dagen", "weekdagen")] = None
    time: Annotated[TimeSpan | None, dutch("tijd")] = None
    meeting: Annotated[Label, dutch("bijeenkomst")] = ""

    @property
    def days(self) -> tuple[Day, ...]:
        """The days that the user gave, in order."""
        return tuple(sorted({*self.dates})) if self.date is None else (self.date,)

    @property
    def last_day(self) -> Day | None:
        """The last day on which a workshop can be at it; None inside a meeting, and where nothing says so."""
        if self.days:
            return self.days[-1]
        return self.window.last if self.window else None

    @property
    def has_several_dates(self) -> bool:
        """Whether each workshop gets one of several dates."""
        return not self.meeting and len(self.days) > 1


# What a column of a form can be; besides these, which choice it holds: 1, 2, 3.
CHOICE_COLUMNS = (
    *("member", "ranking", "never", "evidence", "absent", "tour", "learning_goal", "answered_at", "placed"),
    *("reason", "-"),
)


def _choice_column(value: Any) -> str:
    """What a heading of a form means: a number or one of a few words."""
    word = str(value).strip().casefold().replace(" ", "_")
    if not (word in CHOICE_COLUMNS or (word.isascii() and word.isdecimal() and 0 < int(word) < 100)):
        raise wrong(NOT_A_CHOICE_COLUMN.broken(text=str(value), words=", ".join(CHOICE_COLUMNS)))
    return word


ChoiceColumn: TypeAlias = Annotated[
    str, BeforeValidator(_choice_column), WithJsonSchema({"type": ["string", "number"]})
]
Policy: TypeAlias = Literal["floor-first", "leximin", "most-first-choices", "best-sum", "lottery", "draft"]


class Series(Definition):
    """A workshop programme people choose from."""

    id: Id
    title: Annotated[Label, dutch("titel", "naam")] = ""
    network: Annotated[NetworkId | None, dutch("netwerk", "leernetwerk")] = None
    audience: Annotated[
        Annotated[Literal["members"], Tag("members")] | Annotated[Selector, Tag("selector")],
        Discriminator(lambda value: "members" if isinstance(value, str) else "selector"),
        dutch("voor", "deelnemers"),
    ] = Field(alias="for")
    choose: Annotated[Number | None, dutch("kiezen")] = None
    rank: Annotated[Number | None, dutch("voorkeuren")] = None
    moments: Annotated[Mapping[Id, Moment], dutch("momenten")]
    policy: Annotated[Policy, dutch("regel")] = "floor-first"
    evidence_first: Annotated[Truth, dutch("bewijs eerst")] = False
    evidence_at_most: Annotated[Number, dutch("bewijs hoogstens")] = 1
    credit: Annotated[Literal["none", "history"], dutch("tegoed")] = "none"
    closes: Annotated[Day | None, dutch("sluit")] = None
    columns: Annotated[Mapping[Label, ChoiceColumn], dutch("kolommen")] = Field(default_factory=dict)
    scores: Annotated[Literal["high", "low", "ticked"] | None, dutch("cijfers", "punten")] = None
    programme: Annotated[Programme | None, dutch("programma")] = None


class Workshop(Definition):
    """A workshop of a series; the same workshop may run at several moments."""

    id: Id
    series: Annotated[SeriesId, dutch("reeks", "serie")]
    title: Annotated[Label, dutch("titel", "naam", "workshop")] = ""
    presenter: Annotated[Leads, dutch("workshopleider", "door")] = ()
    school: Annotated[SchoolId | None, dutch("school", "locatie")] = None
    room: Annotated[Label, dutch("lokaal", "ruimte")] = ""
    moments: Annotated[MomentIds, dutch("momenten", "moment")] = ()
    seats: Annotated[Seats, dutch("plaatsen")]
    runs: Annotated[Literal["yes", "no", "decide"], dutch("gaat door")] = "decide"
    open_to: Annotated[Selector | None, dutch("open voor")] = None
    tour: Annotated[Number | None, dutch("rondleiding")] = None
    text: Annotated[Label, dutch("omschrijving", "toelichting")] = ""

"""The year plan as ``plan.yaml`` records it: meetings, sessions, groups, pairs, visits, changes and goals."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from leernet.model.values import (
    Clock,
    Day,
    Id,
    Label,
    Number,
    SchoolYearValue,
    Span,
    Truth,
    WorkingDays,
    parts,
)
from leernet.model.weekdays import HalfDay, half_day_names
from leernet.model.year import Ids

# "schoolopleiders/herfst", "studentworkshops/herfst/buiten-rekenen": ids with strokes between.
Reference = Label


class Record(BaseModel):
    """Part of a record; unknown keys are findings, as people edit records too."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, defer_build=True, arbitrary_types_allowed=True
    )


class Goal(Record):
    """What was aimed at, what was reached and what is possible at best.

    Attributes:
        name: what is counted, in words.
        value: what this outcome reaches.
        bound: no outcome that keeps the goals before this one can be better than this.
        proven: whether value and bound are shown to be the same.
    """

    name: Label
    value: Number
    bound: Number | None = None
    proven: Truth


class PlannedMeeting(Record):
    """When and where a meeting is, who of the wanted members it costs, and its groups and roles."""

    day: Day = Field(alias="date")
    start: Clock
    end: Clock
    host: Id | None = None
    location: Label = ""
    facilitator: Id | None = None
    absent: Annotated[tuple[Id, ...], BeforeValidator(parts)] = ()
    groups: Mapping[Label, Ids] = Field(default_factory=dict)
    roles: Mapping[Label, Mapping[Id, Id]] = Field(default_factory=dict)

    @property
    def span(self) -> Span:
        """From start to end."""
        return Span(self.start, self.end)


class PlannedSession(Record):
    """When and where a workshop of a series runs."""

    day: Day = Field(alias="date")
    start: Clock
    end: Clock
    school: Id | None = None
    location: Label = ""

    @property
    def span(self) -> Span:
        """From start to end."""
        return Span(self.start, self.end)


class Visit(Record):
    """One visit of a coaching pair: in which week, on one of which days."""

    network: Id
    round: Number
    visitor: Id
    visited: Id
    week: Label
    days: WorkingDays = ()

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Sort key of the visits of a year: in order of time."""
        return self.week, self.network, self.visitor, self.visited


class Change(Record):
    """What became different since the revision before, and why."""

    what: Literal["new", "moved", "host", "cancelled", "removed", "groups", "pairs", "revived"]
    meeting: Reference
    was: Mapping[str, Label] = Field(default_factory=dict, alias="from")
    now: Mapping[str, Label] = Field(default_factory=dict, alias="to")
    reason: Label = ""


class Plan(Record):
    """The plan of a school year.

    Attributes:
        assumed: by holiday region the schools that had not given days of their own when this was planned, so
            that the holidays of the region were taken for their calendars.
        purged: the day on which the absences were taken out, as their term was over.
    """

    schema_version: Number = Field(default=1, alias="schema")
    school_year: SchoolYearValue
    revision: Number = 0
    meetings: Mapping[Reference, PlannedMeeting] = Field(default_factory=dict)
    sessions: Mapping[Reference, PlannedSession] = Field(default_factory=dict)
    pairs: Mapping[Reference, tuple[Ids, ...]] = Field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    assumed: Mapping[Label, Annotated[tuple[Id, ...], BeforeValidator(parts)]] = Field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    goals: tuple[Goal, ...] = ()
    purged: Day | None = None


def meeting_reference(network: str, meeting: str) -> str:
    """How a meeting is called in records and on the command line: ``schoolopleiders/herfst``."""
    return f"{network}/{meeting}"


def session_reference(series: str, moment: str, workshop: str) -> str:
    """How a session is called in records: ``studentworkshops/herfst/buiten-rekenen``."""
    return f"{series}/{moment}/{workshop}"


def record_of(part: Record) -> dict[str, Any]:
    """A part of a record as plain text, numbers, dates, lists and mappings, without what is empty."""
    written: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value not in (None, "", (), {}):
            written[field.alias or name] = _plain(value)
    return written


def _plain(value: Any) -> Any:
    match value:
        case str():
            return str(value)
        case Record():
            return record_of(value)
        case bool() | int() | date():
            return value
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case (HalfDay(), *_):
            return list(half_day_names(value))
        case tuple():
            return [_plain(inner) for inner in value]
        case _ if hasattr(value, "isoformat"):
            return value.isoformat("minutes")
    return str(value)


def file_name(reference: str) -> str:
    """``coaches-herfst`` of ``coaches/herfst``; ids are letters, digits and marks that every disk takes."""
    return reference.replace("/", "-")

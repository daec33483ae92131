"""Who was at what: of this year as sheets say it, of earlier years as their records keep it, by id."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from pydantic import Field

from leernet.finding import Place
from leernet.model.occasion import Placements, occasions
from leernet.model.plan import Plan, Record, Reference
from leernet.model.values import Day, Id, Label, Number, SchoolYearValue, Span
from leernet.model.view import Occasion
from leernet.model.year import Ids, Year


class FilledSheet(Struct, frozen=True):
    """A sheet that was filled in: who was at one occasion.

    Attributes:
        place: where it is.
        occasion: its reference.
        there: ids of the members who were there.
    """

    place: Place
    occasion: str
    there: frozenset[str]


class Held(Record):
    """An occasion of which is known who was there; people by id."""

    day: Day = Field(alias="date")
    minutes: Number
    wanted: Ids = ()
    there: Ids = ()


class AttendanceRecord(Record):
    """What a school year keeps of who was at what: ``history/<school year>/attendance.yaml``.

    Attributes:
        occasions: by reference; a workshop within a meeting is part of that meeting.
        schools: of everybody in it who has one, the school they were at.
        cohorts: the same.
    """

    schema_version: Number = Field(default=1, alias="schema")
    school_year: SchoolYearValue
    occasions: Mapping[Reference, Held] = Field(default_factory=dict)
    schools: Mapping[Id, Id] = Field(default_factory=dict)
    cohorts: Mapping[Id, Label] = Field(default_factory=dict)


def there_by_occasion(sheets: Iterable[FilledSheet]) -> Mapping[str, frozenset[str]]:
    """Who was at each occasion, whichever of its sheets says so."""
    found: dict[str, frozenset[str]] = {}
    for sheet in sheets:
        found[sheet.occasion] = found.get(sheet.occasion, frozenset()) | sheet.there
    return found


def attendance_record(
    year: Year, occasions: Iterable[Occasion], there: Mapping[str, frozenset[str]]
) -> AttendanceRecord:
    """What is kept of a year; who signed a workshop within a meeting was at that meeting.

    Args:
        occasions: everything that is planned, with everybody who is expected.
        there: who was at each occasion of which a sheet came back, by reference.
    """
    known = {one.reference: one for one in occasions}
    around = meetings_around(year, known)
    held: dict[str, set[str]] = {}
    for reference, people in there.items():
        if reference in known:
            held.setdefault(around.get(reference, reference), set()).update(people)
    found = {
        reference: Held(
            day=known[reference].view.day,
            minutes=minutes_of(known[reference]),
            wanted=tuple(sorted(_expected(known[reference]))),
            there=tuple(sorted(people)),
        )
        for reference, people in sorted(held.items())
    }
    everybody = {id for one in found.values() for id in (*one.wanted, *one.there)}
    members = [year.members[id] for id in sorted(everybody) if id in year.members]
    return AttendanceRecord(
        school_year=year.school_year,
        occasions=found,
        schools={one.id: one.school for one in members if one.school},
        cohorts={one.id: one.cohort for one in members if one.cohort},
    )


def meetings_around(year: Year, references: Iterable[str]) -> Mapping[str, str]:
    """For each session that is a round of a planned meeting that meeting."""
    known = frozenset(references)
    found: dict[str, str] = {}
    for reference in known:
        series, _, session = reference.partition("/")
        moment = session.partition("/")[0]
        meeting = year.series[series].moments[moment].meeting if _is_moment(year, series, moment) else None
        if meeting in known:
            found[reference] = meeting
    return found


def _is_moment(year: Year, series: str, moment: str) -> bool:
    return series in year.series and moment in year.series[series].moments


def _expected(occasion: Occasion) -> frozenset[str]:
    return frozenset(guest.member for guest in occasion.guests if guest.view.presence != "optional")


def minutes_of(occasion: Occasion) -> int:
    """How long it takes; of a visit the steps of its cycle."""
    span = occasion.view.span
    return sum(minutes for _title, minutes in occasion.view.steps) if span is None else span_minutes(span)


def without_a_sheet(
    year: Year, occasions: Iterable[Occasion], known: Mapping[str, Held], today: date
) -> tuple[str, ...]:
    """Meetings, and sessions outside them, that are over and of which no sheet came back, by day."""
    found = tuple(occasions)
    inside = meetings_around(year, [one.reference for one in found])
    over = sorted(
        (one.view.until, one.reference)
        for one in found
        if one.view.until < today and one.kind in ("meeting", "session") and one.guests
    )
    return tuple(reference for _day, reference in over if reference not in known and reference not in inside)


def span_minutes(span: Span) -> int:
    """From start to end, in minutes."""
    return (span.end.hour - span.start.hour) * 60 + span.end.minute - span.start.minute


def everybodys_occasions(year: Year, plan: Plan, placements: Placements) -> tuple[Occasion, ...]:
    """The occasions of the plan with all their members as guests: a list for the door asks for no address."""
    members = {
        id: member.model_copy(update={"email": f"{id}@members.invalid"})
        for id, member in year.members.items()
    }
    return occasions(year.model_copy(update={"members": members}), plan, placements)

"""Who takes part and where they work: boards, schools, organisations and members, and which are meant."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from leernet.model.values import (
    Area,
    BoardId,
    Cohort,
    Day,
    DayList,
    Email,
    Id,
    Label,
    Location,
    MemberId,
    Number,
    Region,
    SchoolId,
    SchoolYearValue,
    Truth,
    WorkingDays,
    parts,
    reached,
)
from leernet.model.year.definition import (
    Areas,
    BoardIds,
    Cohorts,
    Definition,
    Leads,
    MemberIds,
    Roles,
    SchoolIds,
    dutch,
)
from leernet.words import Language


class Board(Definition):
    """A school board."""

    id: Id
    name: Annotated[Label, dutch("naam", "bestuur", "stichting")] = ""


class Contact(Definition):
    """Somebody to write to who is not a member."""

    name: Annotated[Label, dutch("naam")] = ""
    email: Annotated[Email, dutch("e-mail", "e-mailadres")]


SchoolContact: TypeAlias = Annotated[
    Annotated[MemberId, Tag("member")] | Annotated[Contact, Tag("other")],
    Discriminator(lambda value: "other" if isinstance(value, dict | Contact) else "member"),
]


class School(Definition):
    """A school; it can host when it says how many people it can host.

    ``host_days`` are the weekdays on which it can, ``host_not`` days on which it cannot, ``host_at_most``
    how many times a year.
    """

    id: Id
    name: Annotated[Label, dutch("naam", "school")]
    board: Annotated[BoardId | None, dutch("bestuur", "stichting")] = None
    place: Annotated[Label, dutch("plaats", "woonplaats")] = ""
    area: Annotated[Area, dutch("gebied", "deelregio")] = ""
    address: Annotated[Label, dutch("adres")] = ""
    location: Annotated[Location | None, dutch("locatie", "coordinaten")] = None
    holiday_region: Annotated[Region | None, dutch("vakantieregio", "regio")] = None
    host_seats: Annotated[Number | None, dutch("plaatsen", "zitplaatsen")] = None
    host_days: Annotated[WorkingDays | None, dutch("gastschooldagen", "ontvangt op")] = None
    host_not: Annotated[DayList, dutch("niet gastschool", "ontvangt niet")] = ()
    host_at_most: Annotated[Number | None, dutch("hoogstens gastschool", "ontvangt hoogstens")] = None
    rooms: Annotated[Number | None, dutch("lokalen", "ruimtes")] = None
    closed: Annotated[DayList, dutch("gesloten", "vrije dagen", "vrij", "studiedagen")] = ()
    open: Annotated[DayList, dutch("geopend", "open dagen")] = ()
    tour: Annotated[Truth, dutch("rondleiding")] = False
    contact: Annotated[SchoolContact | None, BeforeValidator(reached), dutch("contactpersoon", "contact")] = (
        None
    )


class Organisation(Definition):
    """Where members work that are at no school, with the days on which it is closed."""

    id: Id
    name: Annotated[Label, dutch("naam", "organisatie", "instelling")] = ""
    closed: Annotated[DayList, dutch("gesloten", "vrije dagen", "vrij")] = ()
    holiday_region: Annotated[Region | None, dutch("vakantieregio", "regio")] = None


class Member(Definition):
    """Somebody who takes part: what days they work, never why not."""

    id: Id
    name: Annotated[Label, dutch("naam")]
    email: Annotated[Email | None, dutch("e-mail", "e-mailadres", "mail", "emailadres")] = None
    school: Annotated[SchoolId | None, dutch("school")] = None
    organisation: Annotated[Label, dutch("organisatie", "instelling")] = ""
    roles: Annotated[Roles, dutch("rollen", "rol", "functie")] = ()
    working_days: Annotated[WorkingDays | None, dutch("werkdagen", "dagen")] = None
    prefer: Annotated[WorkingDays | None, dutch("liefst", "voorkeur", "voorkeursdagen")] = None
    away: Annotated[DayList, dutch("afwezig", "niet aanwezig")] = ()
    joined: Annotated[Day | None, dutch("van", "vanaf", "sinds")] = Field(default=None, alias="from")
    until: Annotated[Day | None, dutch("tot", "tot en met")] = None
    manager: Annotated[MemberId | None, dutch("leidinggevende")] = None
    grade_band: Annotated[Literal["lower", "middle", "upper"] | None, dutch("bouw")] = None
    cohort: Annotated[Cohort, dutch("lichting", "cohort")] = ""
    starts_at: Annotated[SchoolYearValue | None, dutch("begint in", "eerste jaar")] = None
    language: Annotated[Language | None, dutch("taal")] = None
    public: Annotated[Truth, dutch("openbaar")] = True
    also: Annotated[
        tuple[Email, ...], BeforeValidator(parts), dutch("ook", "tweede e-mailadres", "andere adressen")
    ] = ()
    deputy: Annotated[Leads, dutch("plaatsvervanger", "secretariaat")] = ()
    phone: Annotated[Label, dutch("telefoon", "telefoonnummer", "mobiel")] = ""


class SchoolSelector(Definition):
    """Which schools: all that fit every key given; no key given, all of them."""

    boards: Annotated[BoardIds, dutch("besturen")] = ()
    schools: Annotated[SchoolIds, dutch("scholen")] = ()
    areas: Annotated[Areas, dutch("gebieden")] = ()
    excluded: Annotated[SchoolIds, dutch("behalve")] = Field(default=(), alias="except")


class Selector(Definition):
    """Which members: all that fit every key given, and those named in ``members``; less the exceptions."""

    roles: Annotated[Roles, dutch("rollen", "rol")] = ()
    boards: Annotated[BoardIds, dutch("besturen", "bestuur")] = ()
    schools: Annotated[SchoolIds, dutch("scholen", "school")] = ()
    areas: Annotated[Areas, dutch("gebieden", "gebied")] = ()
    cohorts: Annotated[Cohorts, dutch("lichtingen", "cohorten")] = ()
    members: Annotated[MemberIds, dutch("leden")] = ()
    excluded: Annotated[MemberIds, dutch("behalve")] = Field(default=(), alias="except")


class AnyOf(Definition):
    """So many of these people must be there."""

    any_of: Annotated[Selector, dutch("een van")]
    at_least: Annotated[Number, dutch("ten minste", "minstens")] = 1


def _required_one(value: Any) -> Any:
    """A member named by id alone is one who must be there."""
    return {"any_of": {"members": [value]}, "at_least": 1} if isinstance(value, str) else value


Required = Annotated[tuple[Annotated[AnyOf, BeforeValidator(_required_one)], ...], BeforeValidator(parts)]

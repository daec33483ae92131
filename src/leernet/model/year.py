"""What a facilitator defines: the year with its boards, schools, members, networks, series and workshops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from leernet.catalogue.values import NOT_A_CHOICE_COLUMN
from leernet.model.keeping import LONG, SHORT, KeptFor
from leernet.model.mistake import wrong
from leernet.model.poll import Poll
from leernet.model.shares import Colleagues, Percentage, Quorum
from leernet.model.values import (
    Area,
    BoardId,
    Clock,
    Cohort,
    Day,
    DayList,
    Email,
    Id,
    Label,
    Lead,
    Location,
    MemberId,
    MomentId,
    NetworkId,
    Number,
    Range,
    Region,
    Role,
    SchoolId,
    SchoolYear,
    SchoolYearValue,
    Seats,
    SeriesId,
    Size,
    Span,
    TimeSpan,
    Truth,
    Weekdays,
    Window,
    WorkingDays,
    parts,
)
from leernet.words import Language

Ids = Annotated[tuple[Id, ...], BeforeValidator(parts)]
Labels = Annotated[tuple[Label, ...], BeforeValidator(parts)]
BoardIds = Annotated[tuple[BoardId, ...], BeforeValidator(parts)]
SchoolIds = Annotated[tuple[SchoolId, ...], BeforeValidator(parts)]
MemberIds = Annotated[tuple[MemberId, ...], BeforeValidator(parts)]
MomentIds = Annotated[tuple[MomentId, ...], BeforeValidator(parts)]
Leads = Annotated[tuple[Lead, ...], BeforeValidator(parts)]
Roles = Annotated[tuple[Role, ...], BeforeValidator(parts)]
Areas = Annotated[tuple[Area, ...], BeforeValidator(parts)]
Cohorts = Annotated[tuple[Cohort, ...], BeforeValidator(parts)]


@dataclass(frozen=True, slots=True)
class Dutch:
    """Dutch headings under which a field may be in a table; also what a mistyped key is held against."""

    headings: tuple[str, ...]


def dutch(*headings: str) -> Dutch:
    """The Dutch names of a field, the most usual first."""
    return Dutch(headings)


class Definition(BaseModel):
    """One thing that the user defined; unknown keys are findings."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Organiser(Definition):
    """Who sends the invitations."""

    name: Annotated[Label, dutch("naam")]
    email: Annotated[Email, dutch("e-mail", "e-mailadres")]


class Page(Definition):
    """Where the published pages are."""

    url: Label


class Keep(Definition):
    """How long personal data is kept before ``leernet purge`` takes it away."""

    choices: Annotated[KeptFor, dutch("keuzes")] = SHORT
    availability: Annotated[KeptFor, dutch("beschikbaarheid")] = SHORT
    inventory: Annotated[KeptFor, dutch("inventarisatie")] = SHORT
    answers: Annotated[KeptFor, dutch("antwoorden")] = LONG
    sent: Annotated[KeptFor, dutch("verzonden")] = LONG
    absent: Annotated[KeptFor, dutch("afwezigen")] = LONG
    out: Annotated[KeptFor, dutch("documenten")] = LONG


class Limits(Definition):
    """What may not be asked of people; ``meetings_per_month`` of each of them, in a calendar month."""

    meetings_per_month: Annotated[Number | None, dutch("bijeenkomsten per maand")] = None


class Settings(Definition):
    """The key ``year``: what holds for the whole project."""

    school_year: Annotated[SchoolYearValue, dutch("schooljaar")]
    title: Annotated[Label, dutch("titel")] = ""
    language: Annotated[Language, dutch("taal")] = "nl"
    organiser: Annotated[Organiser | None, dutch("organisator")] = None
    holiday_region: Annotated[Region | None, dutch("vakantieregio", "regio")] = None
    closed: Annotated[DayList, dutch("gesloten", "vrij")] = ()
    avoid: Annotated[DayList, dutch("vermijd", "liever niet")] = ()
    page: Annotated[Page | None, dutch("pagina")] = None
    columns: Annotated[Mapping[Label, Mapping[Label, Label]], dutch("kolommen")] = Field(default_factory=dict)
    keep: Annotated[Keep, dutch("bewaren")] = Keep()
    limits: Annotated[Limits, dutch("grenzen")] = Limits()
    no_notice: Annotated[DayList, dutch("geen post", "geen berichten")] = ()


class Board(Definition):
    """A school board."""

    id: Id
    name: Annotated[Label, dutch("naam", "bestuur", "stichting")] = ""


class Contact(Definition):
    """Somebody to write to who is no member."""

    name: Annotated[Label, dutch("naam")] = ""
    email: Annotated[Email, dutch("e-mail", "e-mailadres")]


SchoolContact: TypeAlias = Annotated[
    Annotated[Id, Tag("member")] | Annotated[Contact, Tag("other")],
    Discriminator(lambda value: "other" if isinstance(value, dict | Contact) else "member"),
]


class School(Definition):
    """A school; it can host when it says how many people it can receive.

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
    contact: Annotated[SchoolContact | None, dutch("contactpersoon", "contact")] = None


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
    deputy: Annotated[Labels, dutch("plaatsvervanger", "secretariaat")] = ()
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


def _after(value: Any) -> Any:
    """A meeting named alone is one that comes on an earlier day."""
    return {"meeting": value} if isinstance(value, str) else value


class Spacing(Definition):
    """How far apart the meetings of a network lie, in weeks."""

    min_weeks: Annotated[Number, dutch("minimaal aantal weken")] = 0


class Hosts(Definition):
    """Where a network meets: by turn, always at one school, somewhere else, or online.

    ``expect`` says for which share of the wanted members a host needs seats; not given, for all.
    """

    rotate: Annotated[Literal["schools"] | None, dutch("toerbeurt")] = None
    school: Annotated[SchoolId | None, dutch("school")] = None
    location: Annotated[Label, dutch("locatie")] = ""
    among: Annotated[SchoolSelector | None, dutch("uit")] = None
    not_same_board_in_a_row: Annotated[Truth, dutch("niet zelfde bestuur achter elkaar")] = False
    alternate: Annotated[Literal["areas"] | None, dutch("afwisselen")] = None
    hosted_before: Annotated[Mapping[SchoolId, Number], dutch("eerder gastschool")] = Field(
        default_factory=dict
    )
    expect: Annotated[Percentage | None, dutch("verwacht")] = None
    online: Annotated[Truth, dutch("online")] = False


class Invite(Definition):
    """When and how people are invited; ``bring_colleague`` may say how many are expected, else a tenth."""

    weeks_before: Annotated[Number, dutch("weken vooraf")] = 6
    remind_days_before: Annotated[
        tuple[Number, ...], BeforeValidator(parts), dutch("herinner dagen vooraf")
    ] = ()
    bring_colleague: Annotated[Colleagues, dutch("neem een collega mee")] = False
    attendees: Annotated[Literal["self", "all"], dutch("deelnemers")] = "self"
    alarm: Annotated[Truth, dutch("alarm")] = False


BlockKind = Literal["plenary", "break", "workshops", "groups", "inventory"]


class Block(Definition):
    """A part of a programme; it starts where the one before ends unless it says when.

    ``for`` says who comes for this part; nobody named, everybody.
    """

    title: Annotated[Label, dutch("titel", "onderdeel")]
    minutes: Annotated[Number | None, dutch("minuten", "duur")] = None
    start: Annotated[Clock | None, dutch("begin", "van")] = None
    lead: Annotated[Leads, dutch("door", "begeleiding")] = ()
    audience: Annotated[Selector | None, dutch("voor")] = Field(default=None, alias="for")
    text: Annotated[Label, dutch("tekst", "toelichting")] = ""
    room: Annotated[Label, dutch("lokaal", "ruimte")] = ""
    kind: Annotated[Literal["plenary", "break", "workshops", "groups", "inventory"], dutch("soort")] = (
        "plenary"
    )


class BlockOverlay(Definition):
    """What a block of a day template says otherwise here; what is left out stays as the template has it."""

    lead: Annotated[Labels, dutch("door", "begeleiding")] = ()
    audience: Annotated[Selector | None, dutch("voor")] = Field(default=None, alias="for")
    text: Annotated[Label, dutch("tekst", "toelichting")] = ""
    room: Annotated[Label, dutch("lokaal", "ruimte")] = ""


class OverlaidTemplate(Definition):
    """A day template of which some blocks, named by their titles, say more."""

    template: Annotated[Id, dutch("sjabloon", "dagindeling")]
    blocks: Annotated[Mapping[Label, BlockOverlay], dutch("onderdelen")] = Field(default_factory=dict)


def _programme(value: Any) -> Any:
    """The name of a day template, a template with overlaid blocks, or blocks."""
    return value if isinstance(value, str | list | tuple) or _programme_kind(value) == "overlaid" else [value]


def _programme_kind(value: Any) -> str:
    if isinstance(value, str):
        return "template"
    overlaid = isinstance(value, OverlaidTemplate) or (isinstance(value, Mapping) and "template" in value)
    return "overlaid" if overlaid else "blocks"


Programme: TypeAlias = Annotated[
    Annotated[Id, Tag("template")]
    | Annotated[OverlaidTemplate, Tag("overlaid")]
    | Annotated[tuple[Block, ...], Tag("blocks")],
    Discriminator(_programme_kind),
    BeforeValidator(_programme),
]


class After(Definition):
    """A meeting that comes first, and how many weeks lie between at least; without weeks, a later day."""

    meeting: Annotated[Label, dutch("bijeenkomst")]
    min_weeks: Annotated[Number, dutch("minimaal aantal weken")] = 0


def _dates(value: Any) -> Any:
    """Days, or the word for those of a poll."""
    return "poll" if _dates_kind(value) == "poll" else value


def _dates_kind(value: Any) -> str:
    return "poll" if isinstance(value, str) and value.strip().casefold() in _POLL_WORDS else "days"


_POLL_WORDS = ("poll", "peiling", "datumprikker")


class Meeting(Definition):
    """One meeting of a network; what it does not say, its network says.

    ``dates`` are the only days it may be on, or ``poll`` for those of its poll in ``availability/``;
    ``required`` are people who must be there beside those of the network, ``after`` is a meeting that comes
    first; of several times in ``time`` the best one is chosen.
    """

    id: Id
    title: Annotated[Label, dutch("titel")] = ""
    window: Annotated[Window | None, dutch("periode", "venster")] = None
    date: Annotated[Day | None, dutch("datum")] = None
    dates: Annotated[
        Annotated[Literal["poll"], Tag("poll")]
        | Annotated[tuple[Day, ...], BeforeValidator(parts), Tag("days")],
        Discriminator(_dates_kind),
        BeforeValidator(_dates),
        dutch("data", "mogelijke data"),
    ] = ()
    after: Annotated[After | None, BeforeValidator(_after), dutch("na")] = None
    required: Annotated[Required, dutch("verplicht")] = ()
    times: Annotated[tuple[TimeSpan, ...], BeforeValidator(parts), dutch("tijd")] = Field(
        default=(), alias="time"
    )
    weekdays: Annotated[Weekdays | None, dutch("dagen", "weekdagen")] = None
    host: Annotated[SchoolId | None, dutch("gastschool")] = None
    location: Annotated[Label, dutch("locatie")] = ""
    room: Annotated[Label, dutch("lokaal", "ruimte")] = ""
    theme: Annotated[Label, dutch("thema", "onderwerp")] = ""
    thread: Annotated[Label, dutch("rode draad")] = ""
    bring: Annotated[Label, dutch("meenemen")] = ""
    link: Annotated[Label, dutch("koppeling")] = ""
    programme: Annotated[Programme | None, dutch("programma")] = None
    cancelled: Annotated[Truth, dutch("vervallen", "afgelast")] = False
    host_confirmed: Annotated[Day | None, dutch("gastschool bevestigd")] = None

    @property
    def time(self) -> Span | None:
        """When it is; of several times the first."""
        return self.times[0] if self.times else None


class Between(Definition):
    """Between which meetings of the network a round is; where none is named, the other rounds decide."""

    after: Annotated[Id | None, dutch("na")] = None
    before: Annotated[Id | None, dutch("voor")] = None


# How many rounds there are, or between which meetings each of them is.
Rounds: TypeAlias = Annotated[
    Annotated[Number, Tag("count")] | Annotated[tuple[Between, ...], BeforeValidator(parts), Tag("between")],
    Discriminator(lambda value: "between" if isinstance(value, list | tuple | dict) else "count"),
]


class OwnDates(Definition):
    """Groups that meet on dates of their own: so many, or one in each round between meetings."""

    asked: Annotated[Rounds, dutch("aantal keer", "keer")] = Field(alias="times")
    time: Annotated[TimeSpan, dutch("tijd")]
    window: Annotated[Window, dutch("periode")]

    @property
    def times(self) -> int:
        """How often they meet."""
        return how_many(self.asked)


def how_many(rounds: Rounds) -> int:
    """How many rounds there are."""
    return rounds if isinstance(rounds, int) else len(rounds)


Together = Annotated[tuple[MemberIds, ...], BeforeValidator(parts)]


class OwnStep(Definition):
    """One step of a method of intervisie that the user wrote down."""

    title: Annotated[Label, dutch("titel", "stap")]
    minutes: Annotated[Number, dutch("minuten", "duur")]
    text: Annotated[Label, dutch("tekst", "toelichting")] = ""


class OwnMethod(Definition):
    """A method of intervisie of the user's own, beside those that leernet knows."""

    title: Annotated[Label, dutch("titel", "naam")]
    steps: Annotated[tuple[OwnStep, ...], BeforeValidator(parts), dutch("stappen")]
    people: Annotated[Size, dutch("mensen", "aantal mensen")] = Range(1, 99)


class Groups(Definition):
    """Intervisie groups of a network; ``rooms`` are those of group 1, 2 and so on."""

    size: Annotated[Size, dutch("grootte")]
    meetings: Annotated[
        Annotated[Ids, Tag("within")] | Annotated[OwnDates, Tag("own")],
        Discriminator(lambda value: "own" if isinstance(value, dict | OwnDates) else "within"),
        dutch("bijeenkomsten"),
    ] = ()
    fixed: Annotated[Truth, dutch("vast")] = True
    mix: Annotated[tuple[Literal["boards", "schools"], ...], BeforeValidator(parts), dutch("meng")] = ()
    together: Annotated[Together, dutch("samen")] = ()
    apart: Annotated[Together, dutch("uit elkaar", "apart")] = ()
    rotate: Annotated[
        tuple[Literal["case_owner", "chair", "note_taker", "timekeeper"], ...],
        BeforeValidator(parts),
        dutch("rouleer"),
    ] = ()
    method: Annotated[
        Annotated[
            Annotated[Id, Tag("named")] | Annotated[OwnMethod, Tag("own")],
            Discriminator(lambda value: "own" if isinstance(value, dict | OwnMethod) else "named"),
        ]
        | None,
        dutch("methode", "werkvorm"),
    ] = None
    rooms: Annotated[Labels, dutch("lokalen", "ruimtes")] = ()


class CycleStep(Definition):
    """One step of a coaching cycle."""

    title: Annotated[Label, dutch("titel")]
    minutes: Annotated[Number, dutch("minuten")]


class Pairs(Definition):
    """Coaching pairs of a network; rounds are so many, or each lies between meetings."""

    asked: Annotated[Rounds, dutch("rondes")] = Field(default=1, alias="rounds")
    window: Annotated[Window | None, dutch("periode")] = None
    cycle: Annotated[tuple[CycleStep, ...], BeforeValidator(parts), dutch("cyclus")] = ()
    other: Annotated[
        tuple[Literal["school", "board", "grade_band"], ...], BeforeValidator(parts), dutch("ander")
    ] = ()
    max_km: Annotated[Number | None, dutch("maximaal aantal km")] = None
    wishes: Annotated[Mapping[MemberId, MemberIds], dutch("wensen")] = Field(default_factory=dict)
    share_contact: Annotated[Truth, dutch("deel contactgegevens")] = True

    @property
    def rounds(self) -> int:
        """How many there are."""
        return how_many(self.asked)


class LedBy(Definition):
    """Who leads parts of a meeting together: of each of these lists of roles somebody."""

    each_of: Annotated[tuple[Roles, ...], BeforeValidator(parts), dutch("van elk")]


_PHASES = {
    "forming": ("forming", "start", "starting"),
    "maintaining": ("maintaining", "build", "building", "opbouw", "onderhouden"),
    "institutionalising": ("institutionalising", "institutionalizing", "own", "eigen", "zelfstandig"),
}


def _phase(value: Any) -> Any:
    """A phase under any of its names."""
    word = value.strip().casefold() if isinstance(value, str) else value
    return next((phase for phase, names in _PHASES.items() if word in names), value)


Phase = Literal["forming", "maintaining", "institutionalising"]


class OneOf(Definition):
    """One of these members, whoever can come."""

    one_of: Annotated[MemberIds, dutch("een van")]


class Network(Definition):
    """A learning network: who, when, where and how they meet.

    ``quorum`` says how many of the wanted members must be able to come; not given, more than half of them
    and the facilitator together.
    """

    id: Id
    title: Annotated[Label, dutch("titel", "naam")] = ""
    facilitation: Annotated[
        Annotated[
            Annotated[MemberId, Tag("one")] | Annotated[OneOf, Tag("several")],
            Discriminator(lambda value: "several" if isinstance(value, dict | OneOf) else "one"),
        ],
        dutch("begeleider", "netwerkbegeleider"),
    ] = Field(alias="facilitator")
    thread: Annotated[Label, dutch("rode draad")] = ""
    members: Annotated[Selector, dutch("leden", "deelnemers")]
    required: Annotated[Required, dutch("verplicht")] = ()
    optional: Annotated[Selector | None, dutch("facultatief", "optioneel")] = None
    quorum: Annotated[Quorum | None, dutch("quorum")] = None
    weekdays: Annotated[Weekdays | None, dutch("dagen", "weekdagen")] = None
    time: Annotated[TimeSpan | None, dutch("tijd")] = None
    spacing: Annotated[Spacing, dutch("tussenruimte")] = Spacing()
    hosts: Annotated[Hosts | None, dutch("gastscholen", "locaties")] = None
    invite: Annotated[Invite, dutch("uitnodiging", "uitnodigen")] = Invite()
    programme: Annotated[Programme | None, dutch("programma")] = None
    meetings: Annotated[tuple[Meeting, ...], BeforeValidator(parts), dutch("bijeenkomsten")] = ()
    groups: Annotated[Groups | None, dutch("groepen", "intervisie")] = None
    pairs: Annotated[Pairs | None, dutch("koppels", "duo's")] = None
    phase: Annotated[Phase | None, BeforeValidator(_phase), dutch("fase")] = None
    led_by: Annotated[LedBy | None, dutch("geleid door")] = None

    @property
    def facilitators(self) -> tuple[str, ...]:
        """Those of whom one facilitates a meeting."""
        if isinstance(self.facilitation, OneOf):
            return self.facilitation.one_of or ("",)
        return (self.facilitation,)

    @property
    def facilitator(self) -> str:
        """Who facilitates; of several the first."""
        return self.facilitators[0]


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


class Year(BaseModel):
    """Everything the user defined, by id, in the order of the ids, and the polls of dates people answered."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    settings: Settings
    boards: Mapping[str, Board] = Field(default_factory=dict)
    schools: Mapping[str, School] = Field(default_factory=dict)
    organisations: Mapping[str, Organisation] = Field(default_factory=dict)
    members: Mapping[str, Member] = Field(default_factory=dict)
    networks: Mapping[str, Network] = Field(default_factory=dict)
    series: Mapping[str, Series] = Field(default_factory=dict)
    workshops: Mapping[str, Workshop] = Field(default_factory=dict)
    polls: tuple[Poll, ...] = ()

    @property
    def school_year(self) -> SchoolYear:
        """The school year that is planned."""
        return self.settings.school_year

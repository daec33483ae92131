"""A learning network and its meetings: who, when, where and how they meet."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, ValidationInfo

from leernet.model.shares import Colleagues, Percentage, Quorum
from leernet.model.values import (
    Day,
    Id,
    Label,
    MemberId,
    Number,
    SchoolId,
    Span,
    TimeSpan,
    Truth,
    Weekdays,
    Window,
    parts,
)
from leernet.model.year.definition import Definition, MemberIds, Roles, dutch
from leernet.model.year.groups import Groups, Pairs
from leernet.model.year.people import Required, SchoolSelector, Selector
from leernet.model.year.programme import Programme


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


def _named_whole(meetings: tuple[Meeting, ...], info: ValidationInfo) -> tuple[Meeting, ...]:
    """The meetings, in which one that comes first has its network before it, also where that is this one."""

    def whole(after: After) -> After:
        if "/" in after.meeting:
            return after
        return after.model_copy(update={"meeting": f"{info.data.get('id', '')}/{after.meeting}"})

    return tuple(
        one if one.after is None else one.model_copy(update={"after": whole(one.after)}) for one in meetings
    )


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
    meetings: Annotated[
        tuple[Meeting, ...], BeforeValidator(parts), AfterValidator(_named_whole), dutch("bijeenkomsten")
    ] = ()
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

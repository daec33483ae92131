"""Intervisie groups and coaching pairs of a network, and the rounds in which they work."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from leernet.model.values import Id, Label, MemberId, Number, Range, Size, TimeSpan, Truth, Window, parts
from leernet.model.year.definition import Definition, Ids, Labels, MemberIds, dutch


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

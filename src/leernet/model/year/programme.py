"""The parts of a day: blocks, day templates, and what a meeting says otherwise of them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from leernet.model.values import Clock, Id, Label, Number
from leernet.model.year.definition import Definition, Labels, Leads, dutch
from leernet.model.year.people import Selector

BlockKind = Literal["plenary", "break", "workshops", "groups", "inventory", "tour"]


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
    kind: Annotated[BlockKind, dutch("soort")] = "plenary"


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

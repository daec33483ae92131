"""What every definition is made of: the base of all, its Dutch headings, and lists of names."""

from typing import Annotated

from msgspec import Struct
from pydantic import BaseModel, BeforeValidator, ConfigDict

from leernet.model.values import (
    Area,
    BoardId,
    Cohort,
    Id,
    Label,
    Lead,
    MemberId,
    MomentId,
    Role,
    SchoolId,
    parts,
)

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


class Dutch(Struct, frozen=True):
    """Dutch headings under which a field may be in a table; also what a mistyped key is held against."""

    headings: tuple[str, ...]


def dutch(*headings: str) -> Dutch:
    """The Dutch names of a field, the most usual first."""
    return Dutch(headings)


class Definition(BaseModel):
    """One thing that the user defined; unknown keys are findings."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, defer_build=True, arbitrary_types_allowed=True
    )

"""What a facilitator defines: the year with its boards, schools, members, networks, series and workshops."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from leernet.model.poll import Poll
from leernet.model.values import SchoolYear
from leernet.model.year.definition import Definition, Dutch, Ids
from leernet.model.year.groups import Between, Groups, OwnDates, OwnMethod, Pairs, Rounds
from leernet.model.year.network import Hosts, Invite, LedBy, Meeting, Network, Phase, Spacing
from leernet.model.year.people import Board, Contact, Member, Organisation, School, SchoolSelector, Selector
from leernet.model.year.programme import Block, BlockKind, BlockOverlay, OverlaidTemplate, Programme
from leernet.model.year.series import Moment, Policy, Series, Workshop
from leernet.model.year.settings import Keep, Organiser, Settings


class Year(BaseModel):
    """Everything the user defined, by id, in the order of the ids, and the polls of dates people answered."""

    model_config = ConfigDict(frozen=True, defer_build=True, arbitrary_types_allowed=True)

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

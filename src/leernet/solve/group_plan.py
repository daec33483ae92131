"""A network that meets in groups, its planned meetings and earlier years in; groups and roles by meeting out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from leernet.model.plan import Goal, Plan, PlannedMeeting, meeting_reference
from leernet.model.selection import selected_members, wanted_members
from leernet.model.values import WORKING_WEEK, Half, HalfDay
from leernet.model.year import Groups, Member, Network, OwnDates, Year
from leernet.solve.group_problem import (
    ALL_HALF_DAYS,
    Group,
    Grouping,
    GroupPerson,
    GroupProblem,
    NoGrouping,
    Pair,
    Round,
)
from leernet.solve.group_repair import mended_grouping
from leernet.solve.group_roles import RoleProblem, Roles, role_turns
from leernet.solve.groups import grouping, no_time_limit


@dataclass(frozen=True, slots=True)
class PlannedGroups:
    """Groups and roles as the plan records them.

    Attributes:
        groups: for each meeting, by reference, the number of a group to its members.
        roles: for each meeting, by reference, the number of a group to its roles.
        without_turn: for each role the ids of those who never get it this year, sorted.
        goals: in order of importance.
        stopped_early: the time was up; another run may find other groups.
    """

    groups: Mapping[str, Mapping[str, Group]]
    roles: Mapping[str, Mapping[str, Roles]]
    without_turn: Mapping[str, tuple[str, ...]]
    goals: tuple[Goal, ...]
    stopped_early: bool = False

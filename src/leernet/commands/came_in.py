"""What people sent in: choices, inventories and answers, each kind read once, when it is first asked for."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from leernet.finding import Finding
from leernet.model.answers import ByHand
from leernet.model.choices import Choices
from leernet.model.inventory import Inventories
from leernet.model.known import known_plan
from leernet.model.plan import Plan, meeting_reference
from leernet.model.reading import ReadTable
from leernet.model.year import Year
from leernet.read.answers import read_answers
from leernet.read.choices import choice_files, read_choices
from leernet.read.inventory import read_inventories
from leernet.read.respondents import Respondents, respondents


class CameIn(Struct, frozen=True, dict=True):
    """What people sent in for a year.

    Attributes:
        files: everything in the folder that is read, by path.
        year: the definitions.
        recorded: the plan as ``plan.yaml`` has it, under the names of now.
        names_before: what meetings were called before, each with its name of now.
    """

    files: Mapping[str, bytes]
    year: Year
    recorded: Plan
    names_before: Mapping[str, str] = {}

    @cached_property
    def plan(self) -> Plan:
        """The plan without what the year no longer has."""
        return known_plan(self.year, self.recorded)

    @cached_property
    def people(self) -> Respondents:
        """How members may be called."""
        return respondents(self.year.members.values())

    @cached_property
    def choices(self) -> Mapping[str, tuple[Choices, tuple[Finding, ...]]]:
        """What was chosen, and what is wrong with it, by series."""
        return {
            id: read_choices(self.year, series, choice_files(self.files, id), self.people)
            for id, series in sorted(self.year.series.items())
        }

    @cached_property
    def choice_tables(self) -> tuple[ReadTable, ...]:
        """How the files of choices were read."""
        return tuple(table for choices, _findings in self.choices.values() for table in choices.tables)

    @cached_property
    def inventories(self) -> tuple[Inventories, tuple[Finding, ...]]:
        """The inventory before each meeting, as far as it was collected, and what is wrong with it."""
        return read_inventories(self.year, self.plan, self.files, self.people)

    @cached_property
    def answers(self) -> tuple[tuple[ByHand, ...], tuple[Finding, ...]]:
        """The answers that came by telephone or in words, and what is wrong with them."""
        here = self.references
        before = {name: now for name, now in self.names_before.items() if now in here}
        names = {**before, **{reference: reference for reference in here}}
        return read_answers(names, self.files, self.people)

    @property
    def references(self) -> frozenset[str]:
        """What people can answer about: meetings that are defined, and all that is planned."""
        defined = (
            meeting_reference(network.id, meeting.id)
            for network in self.year.networks.values()
            for meeting in network.meetings
        )
        return frozenset((*defined, *self.plan.meetings, *self.plan.sessions))


class Understood(Struct, frozen=True):
    """How what is in a folder was read, also where it has errors.

    Attributes:
        tables: of definitions, how each was read.
        made: by kind how many rows have an id that was made.
        came_in: what people sent in; None where nothing says that there is a year.
    """

    tables: tuple[ReadTable, ...]
    made: Mapping[str, int]
    came_in: CameIn | None

    @property
    def choices(self) -> tuple[ReadTable, ...]:
        """How the files of choices were read."""
        return () if self.came_in is None else self.came_in.choice_tables

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show of it."""
        return bool(self.tables or self.choices)

    def record(self) -> dict[str, object]:
        """How every table and every file of choices was read, as ``--json`` prints it."""
        return {
            "tables": [
                {"kind": one.kind, **column.record()} for one in self.tables for column in one.columns
            ],
            "choices": [column.record() for one in self.choices for column in one.columns],
        }

"""The files of a project in; what is asked of the allocation of a series, and what is wrong with it, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leernet.finding import Finding, Places
from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    EarlierAllocation,
    Keep,
    SessionRecord,
)
from leernet.model.choices import Choices
from leernet.model.ledger import Ledger
from leernet.model.plan import Plan
from leernet.model.year import Policy, Series, Year
from leernet.read.allocation_history import allocation_history
from leernet.read.allocation_record import read_allocation, read_other_allocations
from leernet.read.choices import choice_files, read_choices
from leernet.solve.allocation.choice_rules import choice_findings
from leernet.solve.allocation.past import past
from leernet.solve.allocation.past_findings import past_findings
from leernet.solve.allocation.problem import allocation_problem, short_straws


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command asks for; None where the series, or the result so far, decides.

    Attributes:
        keep: how far the result so far binds.
        seed: text the lots are drawn from.
        told: ids of those who were told of their places, where the result so far binds for them only; none:
            for everybody.
    """

    policy: Policy | None = None
    keep: Keep | None = None
    seed: str | None = None
    told: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the allocation of a series.

    Attributes:
        previous: the result so far; None when there is none yet.
        places: where its values stand.
        findings: about choices, record and both with the definitions together.
        only_told: whether the result so far binds for those who were told, as nothing else was asked for.
        short_straws: of each member, the earlier results that give credit.
    """

    series: Series
    choices: Choices
    problem: AllocationProblem
    previous: AllocationRecord | None
    places: Places
    findings: tuple[Finding, ...]
    short_straws: Mapping[str, tuple[EarlierAllocation, ...]]
    only_told: bool = False


def asked_allocation(
    year: Year,
    plan: Plan,
    series: Series,
    files: Mapping[str, bytes],
    places: Places,
    wanted: Wanted | None,
    today: date | None = None,
) -> Asked:
    """What is asked of the allocation of a series.

    Args:
        files: of the project, by path.
        places: where the definitions stand.
        wanted: None: what was asked when the result so far was made.
        today: what was before it does not change any more; none: what had been when that result was made.
    """
    choices, in_choices = read_choices(year, series, choice_files(files, series.id))
    previous, record_places, in_record = read_allocation(files, series.id)
    earlier = _earlier(year, series, files)
    binding = previous
    if wanted is None:
        wanted = Wanted(previous.policy, previous.keep) if previous else Wanted()
        binding = _before(previous) if previous else None
    if previous is not None and wanted.told is not None:
        binding = _of_some(previous, wanted.told)
    if today is None and previous is not None:
        today = previous.past
    been = past(year, plan, series, previous, today)
    seed = wanted.seed or (previous.draw.seed if previous else "") or f"{year.school_year}/{series.id}"
    problem = allocation_problem(
        year,
        plan,
        series,
        choices,
        earlier=earlier,
        previous=binding,
        policy=wanted.policy,
        keep=wanted.keep,
        seed=seed,
        been=been,
    )
    together = choice_findings(year, plan, series, choices, problem, places)
    of_past = past_findings(been, year, plan, series, choices, places, record_places)
    findings = (*in_choices, *in_record, *together, *of_past)
    straws = short_straws(series, earlier)
    only_told = wanted.told is not None and problem.keep is not None
    return Asked(series, choices, problem, previous, record_places, findings, straws, only_told)


def _earlier(year: Year, series: Series, files: Mapping[str, bytes]) -> tuple[EarlierAllocation, ...]:
    """Results of earlier years, oldest first, and of other series of this one; wrong ones said elsewhere."""
    history, _in_history = allocation_history(files)
    others, _in_others = read_other_allocations(files, series.id)
    before = (
        (each.school_year.starts_in, each)
        for each in history
        if each.school_year is not None and each.school_year.starts_in < year.school_year.starts_in
    )
    in_order = [each for _starts_in, each in sorted(before, key=lambda pair: pair[0])]
    return (*in_order, *(EarlierAllocation(record) for record in others))


def _before(record: AllocationRecord) -> AllocationRecord:
    """The result that bound when the record was made."""
    # Of these sessions only the tours are asked for.
    sessions = {
        name: SessionRecord(runs=True, seats=0, tour=members) for name, members in record.tours_before.items()
    }
    return record.model_copy(
        update={"placements": {**record.placements, **record.before}, "sessions": sessions}
    )


def _of_some(record: AllocationRecord, members: frozenset[str]) -> AllocationRecord:
    """The result for these members only."""
    placements = {name: places for name, places in record.placements.items() if name in members}
    sessions = {
        name: line.model_copy(update={"tour": tuple(each for each in line.tour if each in members)})
        for name, line in record.sessions.items()
    }
    return record.model_copy(update={"placements": placements, "sessions": sessions})


def told(ledger: Ledger, series: str) -> frozenset[str]:
    """Ids of those who were told where they are placed and were not told since that it is off."""
    standing = {
        whom: sent
        for whom, sent in ledger.newest.items()
        if sent.circle == series and sent.method == "REQUEST"
    }
    return frozenset(sent.member for sent in standing.values())

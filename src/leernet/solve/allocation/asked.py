"""A series with what was collected and recorded of it in; what is asked of its allocation out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from leernet.model.selection import series_workshops
from leernet.model.view import clean
from leernet.model.year import Policy, Series, Year
from leernet.rules.headings import headings_of_choices
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
class Collected:
    """What there is of a series besides its definition.

    Attributes:
        findings: about the choices.
        previous: the result so far; None when there is none yet.
        places: where its values are.
        earlier: results of earlier years, oldest first, and of other series of this one.
        recorded: the plan with what the year no longer has: when that was.
    """

    choices: Choices
    findings: tuple[Finding, ...] = ()
    previous: AllocationRecord | None = None
    places: Places = field(default_factory=Places)
    earlier: tuple[EarlierAllocation, ...] = ()
    recorded: Plan | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the allocation of a series.

    Attributes:
        previous: the result so far; None when there is none yet.
        places: where its values are.
        findings: about choices, and about these with record and definitions together.
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
    collected: Collected,
    places: Places,
    wanted: Wanted | None,
    today: date | None = None,
) -> Asked:
    """What is asked of the allocation of a series.

    Args:
        places: where the definitions are.
        wanted: None: what was asked when the result so far was made.
        today: what was before it does not change any more; none: what had been when that result was made.
    """
    choices, previous = collected.choices, collected.previous
    binding = previous
    if wanted is None:
        wanted = Wanted(previous.policy, previous.keep) if previous else Wanted()
        binding = _before(previous) if previous else None
    if previous is not None and wanted.told is not None:
        binding = _of_some(previous, wanted.told)
    if today is None and previous is not None:
        today = previous.past
    been = past(year, collected.recorded, series, previous, today)
    seed = wanted.seed or (previous.draw.seed if previous else "") or f"{year.school_year}/{series.id}"
    problem = allocation_problem(
        year,
        plan,
        series,
        choices,
        earlier=collected.earlier,
        previous=binding,
        policy=wanted.policy,
        keep=wanted.keep,
        seed=seed,
        been=been,
    )
    together = choice_findings(year, plan, series, choices, problem, places)
    of_past = past_findings(been, year, plan, series, choices, places, collected.places)
    told = headings_of_choices(series, choices.tables, places)
    findings = (*collected.findings, *told, *together, *of_past)
    straws = short_straws(series, collected.earlier)
    only_told = wanted.told is not None and problem.keep is not None
    return Asked(series, choices, problem, previous, collected.places, findings, straws, only_told)


def _before(record: AllocationRecord) -> AllocationRecord:
    """The result that bound when the record was made."""
    # Of these sessions only the tours are asked for.
    sessions = {
        name: SessionRecord(runs=True, seats=0, tour=members) for name, members in record.tours_before.items()
    }
    return record.model_copy(
        update={"placements": {**record.placements, **record.before}, "sessions": sessions}
    )


def _of_some(record: AllocationRecord, members: frozenset[str]) -> AllocationRecord | None:
    """The result for these members only; none when none of them has a place in it."""
    placements = {id: places for id, places in record.placements.items() if places and id in members}
    if not placements:
        return None
    sessions = {
        name: line.model_copy(update={"tour": tuple(each for each in line.tour if each in members)})
        for name, line in record.sessions.items()
    }
    return record.model_copy(update={"placements": placements, "sessions": sessions})


def told(ledger: Ledger, year: Year, series: Series) -> frozenset[str]:
    """Ids of those who were told where they are placed and were not told since that it is off.

    In an invitation of its own, or in that of the meeting that a moment is part of; there a workshop that no
    other series has may be one of this series that is not in the files any more.
    """
    meetings = {moment.meeting for moment in series.moments.values() if moment.meeting}
    own = {clean(each.title or each.id) for each in series_workshops(year, series.id)}
    others = {clean(each.title or each.id) for each in year.workshops.values()} - own
    return frozenset(
        sent.member
        for sent in ledger.newest.values()
        if sent.method == "REQUEST"
        and (
            sent.circle == series.id
            or (sent.occasion in meetings and any(each.title not in others for each in sent.saw.workshops))
        )
    )

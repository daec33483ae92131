"""A series with what was collected and recorded of it in; what is asked of its allocation out."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

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
from leernet.rules.references import headings_of_choices
from leernet.solve.allocation.choice_rules import choice_findings
from leernet.solve.allocation.past import Past, past, past_findings
from leernet.solve.allocation.problem import allocation_problem, short_straws


class Wanted(Struct, frozen=True):
    """What the command asks for; None where the series, or the result so far, decides.

    Attributes:
        keep: how far the result so far binds.
        seed: text the lots are drawn from.
        told: the sessions that members were told they have a place in, where the result so far binds for
            these members only; none: for everybody.
    """

    policy: Policy | None = None
    keep: Keep | None = None
    seed: str | None = None
    told: Mapping[str, frozenset[str]] | None = None


class Collected(Struct, frozen=True):
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


class Asked(Struct, frozen=True):
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
    if today is None and previous is not None:
        today = previous.past
    been = past(year, collected.recorded, series, previous, today)
    if previous is not None and wanted.told is not None:
        binding = _as_told(previous, wanted.told, been)
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


def _as_told(
    record: AllocationRecord, told: Mapping[str, frozenset[str]], been: Past
) -> AllocationRecord | None:
    """What of the result binds those who were told of a place; none when nothing does."""
    binding = {id: _told_places(record, id, told[id], been) for id in record.placements if id in told}
    placements = {id: places for id, places in binding.items() if places}
    if not placements:
        return None
    had = {(id, "/".join(place)) for id, places in placements.items() for place in places.items()}
    sessions = {
        name: line.model_copy(update={"tour": tuple(each for each in line.tour if (each, name) in had)})
        for name, line in record.sessions.items()
    }
    return record.model_copy(update={"placements": placements, "sessions": sessions})


def _told_places(
    record: AllocationRecord, member: str, told: frozenset[str], been: Past
) -> Mapping[str, str]:
    """Places of somebody, with those that bound and could not be kept while they were told of no other."""
    now = record.placements[member]
    before = record.before.get(member, {}) if record.keep == "frozen" else {}
    lost = {
        moment: workshop
        for moment, workshop in before.items()
        if (moment, workshop) not in now.items()
        and (name := f"{moment}/{workshop}") in told
        and not (moment in been.moments or name in been.over)
    }
    if not lost:
        return now
    stay = {
        place
        for place in now.items()
        if place in before.items() or "/".join(place) in told or place in been.had(member)
    }
    return {**dict(stay), **lost}


def told(ledger: Ledger, year: Year, series: Series) -> Mapping[str, frozenset[str]]:
    """The sessions (``moment/workshop``) that members were told they have a place in, and not told off since.

    In an invitation of its own, or in that of the meeting that a moment is part of; there a workshop that no
    other series has may be one of this series that is not in the files any more, and no session is known.
    """
    inside: dict[str, dict[str, set[str]]] = {}
    workshops = series_workshops(year, series.id)
    for id, moment in series.moments.items():
        titles = inside.setdefault(moment.meeting, {})
        for workshop in workshops:
            titles.setdefault(clean(workshop.title or workshop.id), set()).add(f"{id}/{workshop.id}")
    own = {clean(each.title or each.id) for each in workshops}
    others = {clean(each.title or each.id) for each in year.workshops.values()} - own
    found: dict[str, set[str]] = {}
    for sent in ledger.newest.values():
        if sent.method != "REQUEST":
            continue
        if sent.circle == series.id and sent.place:
            found.setdefault(sent.member, set()).add(sent.occasion.partition("/")[2])
        for each in sent.saw.workshops if sent.occasion in inside else ():
            if each.title not in others:
                found.setdefault(sent.member, set()).update(inside[sent.occasion].get(each.title, ()))
    return {member: frozenset(sessions) for member, sessions in found.items()}

"""A plan, the places of its values and today in; the places with all that lies behind us marked, out."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from leernet.catalogue.plan import PLAN_DATE_PASSED_ELSEWHEN
from leernet.finding import Finding, Path, Place, Places
from leernet.model.gathering import Gathering
from leernet.model.plan import Plan, Visit
from leernet.model.year import Year

# Where what is past stands: no line of a file has this number, and nobody is told about it.
PAST = Place("plan.yaml", line=0)


def with_past_marked(plan: Plan, places: Places, today: date | None) -> Places:
    """The places, in which every meeting, workshop, round of pairs and visit before today is at ``PAST``.

    What was held cannot be mended, and facts that came later break rules that it kept.
    """
    if today is None:
        return places
    past = _past_paths(plan, today)
    kept = {path: place for path, place in places.values.items() if path[:2] not in past}
    return Places(kept | dict.fromkeys(sorted(past, key=str), PAST), places.keys)


def passed_elsewhen(
    gatherings: Iterable[Gathering], plan: Plan, places: Places, today: date | None, told: frozenset[str]
) -> Iterator[Finding]:
    """Meetings on a day before today on which nobody can have planned them, and of which nobody was told."""
    for one in gatherings:
        meeting = plan.meetings.get(one.reference)
        if today is None or meeting is None or meeting.day >= today or one.reference in told:
            continue
        if meeting.day not in one.window:
            yield PLAN_DATE_PASSED_ELSEWHEN.at(
                places.of("meetings", one.reference, "date"),
                meeting=one.reference,
                day=meeting.day,
                window=str(one.window),
            )


def past_rounds(plan: Plan, today: date | None) -> frozenset[str]:
    """The references of the rounds of pairs of which all visits lie before today."""
    if today is None:
        return frozenset()
    ahead = {f"{visit.network}/{visit.round}" for visit in plan.visits if not _is_past(visit, today)}
    return frozenset(f"{visit.network}/{visit.round}" for visit in plan.visits) - ahead


def rewritten_rounds(year: Year, before: Plan, plan: Plan, today: date | None) -> Iterator[str]:
    """The rounds of pairs that were over in the plan before, and are no longer as they were."""
    coached = {id for id, network in year.networks.items() if network.pairs and network.pairs.rounds}
    for reference in sorted(past_rounds(before, today)):
        were, are = ((one.pairs.get(reference), _visits(one, reference)) for one in (before, plan))
        if reference.rpartition("/")[0] in coached and were != are:
            yield f"{reference} is over and was {were}; now it is {are}"


def _visits(plan: Plan, reference: str) -> set[Visit]:
    return {visit for visit in plan.visits if f"{visit.network}/{visit.round}" == reference}


def _past_paths(plan: Plan, today: date) -> set[Path]:
    return {
        *(("meetings", reference) for reference, meeting in plan.meetings.items() if meeting.day < today),
        *(("sessions", reference) for reference, session in plan.sessions.items() if session.day < today),
        *(("pairs", reference) for reference in past_rounds(plan, today)),
        *(("visits", number) for number, visit in enumerate(plan.visits) if _is_past(visit, today)),
    }


def _is_past(visit: Visit, today: date) -> bool:
    year, _dash, week = visit.week.partition("-W")
    if not (year.isdigit() and week.isdigit() and 1 <= int(week) <= 53):
        return False
    return date.fromisocalendar(int(year), 1, 1) + timedelta(weeks=int(week)) <= today

"""A plan, the places of its values and today in; the places with all that lies behind us marked, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from leernet.catalogue.plan import PLAN_DATE_PASSED_ELSEWHEN
from leernet.finding import Finding, Path, Place, Places
from leernet.model.gathering import Gathering
from leernet.model.plan import Plan, Visit

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


def _past_paths(plan: Plan, today: date) -> set[Path]:
    rounds: dict[str, list[bool]] = {}
    visits = [_is_past(visit, today) for visit in plan.visits]
    for visit, gone in zip(plan.visits, visits, strict=True):
        rounds.setdefault(f"{visit.network}/{visit.round}", []).append(gone)
    return {
        *(("meetings", reference) for reference, meeting in plan.meetings.items() if meeting.day < today),
        *(("sessions", reference) for reference, session in plan.sessions.items() if session.day < today),
        *(("pairs", reference) for reference, gone in rounds.items() if all(gone)),
        *(("visits", number) for number, gone in enumerate(visits) if gone),
    }


def _is_past(visit: Visit, today: date) -> bool:
    year, _dash, week = visit.week.partition("-W")
    if not (year.isdigit() and week.isdigit() and 1 <= int(week) <= 53):
        return False
    return date.fromisocalendar(int(year), 1, 1) + timedelta(weeks=int(week)) <= today

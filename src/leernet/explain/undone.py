"""The records of now and of before a step in; what taking that step back changes, out."""

from collections.abc import Iterator

from leernet.model.allocation import AllocationRecord
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.words import Sentence, _, _n


def plan_undone(now: Plan, before: Plan | None) -> tuple[Sentence, ...]:
    """What becomes different per meeting and session."""
    if before is None:
        return (
            _n(
                "There is no plan any more; {count} meeting loses its date.",
                "There is no plan any more; {count} meetings lose their dates.",
                len(now.meetings),
            ),
        )
    return tuple(_changes(now, before)) or (_("No date or place changes."),)


def _changes(now: Plan, before: Plan) -> Iterator[Sentence]:
    was: dict[str, PlannedMeeting | PlannedSession] = {**now.meetings, **now.sessions}
    will: dict[str, PlannedMeeting | PlannedSession] = {**before.meetings, **before.sessions}
    for reference in sorted({*was, *will}):
        old, new = was.get(reference), will.get(reference)
        if old is None and new is not None:
            yield _("{reference} is back: {facts}", reference=reference, facts=_facts(new))
        elif new is None and old is not None:
            yield _("{reference} goes: {facts}", reference=reference, facts=_facts(old))
        elif old is not None and new is not None and _facts(old) != _facts(new):
            yield _("{reference}: {was} → {now}", reference=reference, was=_facts(old), now=_facts(new))
    regrouped = sum(
        now.meetings[reference].groups != before.meetings[reference].groups
        for reference in now.meetings.keys() & before.meetings.keys()
    )
    if regrouped:
        yield _n("{count} meeting has other groups.", "{count} meetings have other groups.", regrouped)
    if now.pairs != before.pairs or now.visits != before.visits:
        yield _("The coaching pairs or their visits have changed.")


def _facts(planned: PlannedMeeting | PlannedSession) -> str:
    where = planned.host if isinstance(planned, PlannedMeeting) else planned.school
    facts = (str(planned.day), f"{planned.start:%H.%M}-{planned.end:%H.%M}", where or planned.location)
    return ", ".join(fact for fact in facts if fact)


def allocation_undone(now: AllocationRecord, before: AllocationRecord | None) -> Sentence:
    """For how many people a place becomes another."""
    if before is None:
        return _n(
            "{series}: {count} person loses their places; nobody is placed any more.",
            "{series}: {count} people lose their places; nobody is placed any more.",
            len(now.placements),
            series=now.series,
        )
    members = {*now.placements, *before.placements}
    changed = sum(now.placements.get(one, {}) != before.placements.get(one, {}) for one in members)
    return _n(
        "{series}: {count} person gets other places.",
        "{series}: {count} people get other places.",
        changed,
        series=now.series,
    )

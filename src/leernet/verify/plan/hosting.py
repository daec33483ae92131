"""A plan in; schools that receive on days, at times or more often than they said, out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time

from leernet.catalogue.plan import PLAN_HOST_NOT_THEN, PLAN_HOST_TOO_OFTEN
from leernet.finding import Finding, Path, Place
from leernet.model.gathering import Gathering, asked_host, hosts_by_turn
from leernet.model.plan import PlannedMeeting
from leernet.model.values import Span
from leernet.model.year import School, Year
from leernet.verify.attendance import falls_on

_NOON = time(12, 30)
_EVENING = time(17, 30)

Placed = Callable[[Path], Place]
Planned = Mapping[str, tuple[Gathering, PlannedMeeting]]


def unwelcome(year: Year, planned: Planned, place: Placed) -> Iterator[Finding]:
    """Meetings at a school that does not receive then, and schools that receive too often; none given."""
    chosen = {
        reference: found[1]
        for reference, found in planned.items()
        if hosts_by_turn(found[0]) and asked_host(found[0]) is None
    }
    for reference, meeting in sorted(chosen.items()):
        school = year.schools.get(meeting.host or "")
        if school is not None and not receives(school, meeting.day, meeting.span):
            yield PLAN_HOST_NOT_THEN.at(
                place(("meetings", reference, "host")),
                school=school.name,
                meeting=reference,
                day=meeting.day,
            )
    for id, school in sorted(year.schools.items()):
        own = sorted(
            (meeting.day, reference)
            for reference, (_gathering, meeting) in planned.items()
            if meeting.host == id
        )
        if school.host_at_most is not None and len(own) > school.host_at_most:
            last = [reference for _day, reference in own if reference in chosen]
            if last:
                yield PLAN_HOST_TOO_OFTEN.at(
                    place(("meetings", last[-1], "host")),
                    school=school.name,
                    count=len(own),
                    most=school.host_at_most,
                )


def receives(school: School, day: date, span: Span) -> bool:
    """Whether a school receives guests then, as it says itself."""
    if any(stretch.first <= day <= stretch.last for stretch in school.host_not):
        return False
    if school.host_days is None:
        return True
    there = {half.half.value for half in school.host_days if falls_on(half, day)}
    return _within(span, there)


def _within(span: Span, halves: set[int]) -> bool:
    if span.start >= _EVENING:
        return bool(halves)
    return (span.start >= _NOON or 0 in halves) and (span.end <= _NOON or 1 in halves)

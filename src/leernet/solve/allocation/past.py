"""The result so far and a day in; which sessions have been by then, and who was there, out.

What has been is data: nobody is placed there any more, and what is changed in its definition later changes
nothing about it. A session has been once its day has come; where nobody knows that, the last of its moment.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from leernet.catalogue.allocation import PLACED_IN_THE_PAST, SESSION_HAS_BEEN, TWICE_IN_THE_PAST
from leernet.finding import Finding, Places
from leernet.model.allocation import MISSING, AllocationRecord, Place, Runs, Session, WhyMissing
from leernet.model.choices import Choices
from leernet.model.plan import Plan
from leernet.model.year import Moment, Series, Year
from leernet.solve.workshops.sessions import possible_times, series_sessions

_REASONS: Mapping[str, WhyMissing] = {said: why for why, said in MISSING.items()}


class Past(Struct, frozen=True):
    """What has been of a series.

    Attributes:
        day: the last day on which a session was or could have been; none when nothing has been yet.
        over: ids of sessions that have been, whether anybody was placed in them or not.
        moments: those of which all sessions have been.
        sessions: those of the result so far, as they were then.
        record: the result so far.
        plan: as it was recorded, with when sessions were that the year no longer has.
    """

    day: date | None = None
    over: Mapping[str, date] = {}
    moments: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()
    record: AllocationRecord | None = None
    plan: Plan | None = None

    def had(self, member: str) -> tuple[Place, ...]:
        """The places somebody had, sorted."""
        places = self.record.placements.get(member, {}).items() if self.record is not None else ()
        return tuple(sorted(place for place in places if "/".join(place) in self.over))

    def joined(self, member: str) -> date | None:
        """For who came when something had been already: the last day of that; what was then is not theirs."""
        if self.record is None or self.day is None:
            return None
        if member not in self.record.placements:
            return self.day
        return self.record.joined.get(member)

    def lacked(self, member: str, had: tuple[Place, ...]) -> tuple[tuple[str, WhyMissing], ...]:
        """The moments that are over without a place for somebody, and why there was none."""
        told: Mapping[str, str] = {}
        if self.record is not None:
            told = {**self.record.lacked.get(member, {}), **self.record.missing.get(member, {})}
        there = dict(had)
        return tuple(
            (moment, _REASONS.get(told.get(moment, ""), "past"))
            for moment in self.moments
            if moment not in there
        )

    def tour(self, member: str) -> str:
        """The session of a tour that somebody went on; empty without one."""
        session = self.record.tours.get(member, "") if self.record is not None else ""
        return session if session in self.over else ""


def past(
    year: Year, plan: Plan | None, series: Series, record: AllocationRecord | None, today: date | None
) -> Past:
    """What has been by a day; nothing without one.

    Args:
        plan: as it was recorded, with what the year no longer has.
        record: the result so far.
    """
    if today is None:
        return Past()
    defined = {session.id: session for session in series_sessions(year, plan, series)}
    known = sorted({*defined, *_recorded(record)})
    days = {name: _day(year, plan, series, name) for name in known}
    over = {name: day for name, day in days.items() if day is not None and day <= today}
    # A moment may be over without a session at it.
    begun = {at: day for at in series.moments if (day := _day(year, plan, series, f"{at}/")) and day <= today}
    if not over and not begun:
        return Past(record=record)
    coming = {name.partition("/")[0] for name in defined if name not in over}
    been = {*begun, *(name.partition("/")[0] for name in over)} - coming
    moments = (moment for moment in sorted(series.moments) if moment in been)
    people = Counter(
        "/".join(place)
        for places in (record.placements if record else {}).values()
        for place in places.items()
    )
    sessions = (_as_it_was(record, people, defined, name) for name in over) if record is not None else ()
    kept = tuple(session for session in sessions if session is not None)
    return Past(max((*over.values(), *begun.values())), over, tuple(moments), kept, record, plan)


def _day(year: Year, plan: Plan | None, series: Series, session: str) -> date | None:
    moment, _stroke, workshop = session.partition("/")
    days = (each.day for each in possible_times(year, plan, series, moment, workshop))
    known = max((day for day in days if day is not None), default=None)
    return known or series.moments.get(moment, Moment()).last_day


def _recorded(record: AllocationRecord | None) -> Iterator[str]:
    """Ids of all sessions that a result knows."""
    if record is not None:
        yield from record.sessions
        for places in record.placements.values():
            yield from map("/".join, places.items())


def _as_it_was(
    record: AllocationRecord, people: Mapping[str, int], defined: Mapping[str, Session], name: str
) -> Session | None:
    """A session as the result so far has it; none when it was not in it.

    Args:
        people: how many were placed in each session.
    """
    line, there = record.sessions.get(name), people.get(name, 0)
    if line is None and not there:
        return None
    moment, _stroke, workshop = name.partition("/")
    could_run = name in defined and defined[name].can_run
    runs: Runs = "yes" if there or (line is not None and line.runs) else "decide" if could_run else "no"
    return Session(name, moment, workshop, 0, max(line.seats if line else 0, there), runs, been=True)


def changed_since(was: Past, year: Year, plan: Plan | None, series: Series) -> Iterator[str]:
    """Sessions that have been and are defined differently now, or only now."""
    if was.record is None:
        return
    then = {session.id: session for session in was.sessions}
    for session in series_sessions(year, plan, series):
        if session.id not in was.over:
            continue
        line = was.record.sessions.get(session.id)
        cancelled = line is not None and line.runs and not session.can_run
        # Of what was over already when the result was made, it knows nothing.
        new = session.id not in then and (was.record.past is None or was.over[session.id] > was.record.past)
        if new or cancelled or (line is not None and line.seats != session.seats_max):
            yield session.id


def past_findings(
    been: Past,
    year: Year,
    plan: Plan | None,
    series: Series,
    choices: Choices,
    places: Places,
    record_places: Places,
) -> tuple[Finding, ...]:
    """Definitions changed after the day, placements by hand in the past, and records that cannot be.

    Args:
        places: where the definitions are.
        record_places: where the values of the record are.
    """
    return (
        *_changed(been, year, plan, series, places),
        *_placed(been, year, choices),
        *_twice(been, year, record_places),
    )


def _title(year: Year, workshop: str) -> str:
    found = year.workshops.get(workshop)
    return (found.title if found else "") or workshop


def _changed(been: Past, year: Year, plan: Plan | None, series: Series, places: Places) -> Iterator[Finding]:
    moments: dict[str, list[str]] = {}
    for session in changed_since(been, year, plan, series):
        moment, _stroke, workshop = session.partition("/")
        moments.setdefault(workshop, []).append(moment)
    for workshop, at in sorted(moments.items()):
        yield SESSION_HAS_BEEN.at(
            places.of("workshops", workshop),
            count=len(at),
            workshop=_title(year, workshop),
            moments=tuple(at),
        )


def _placed(been: Past, year: Year, choices: Choices) -> Iterator[Finding]:
    for answer in choices.answers:
        had = been.had(answer.member)
        for place in answer.placed:
            key = (place.moment, place.workshop)
            if (place.moment in been.moments or "/".join(key) in been.over) and key not in had:
                yield PLACED_IN_THE_PAST.at(
                    answer.place,
                    member=answer.member,
                    workshop=_title(year, place.workshop),
                    moment=place.moment,
                )


def _twice(been: Past, year: Year, record_places: Places) -> Iterator[Finding]:
    for member in been.record.placements if been.record is not None and been.over else ():
        times = Counter(workshop for _moment, workshop in been.had(member))
        for workshop in sorted(name for name, number in times.items() if number > 1):
            yield TWICE_IN_THE_PAST.at(
                record_places.of("placements", member), member=member, workshop=_title(year, workshop)
            )

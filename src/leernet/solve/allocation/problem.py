"""A year, its plan and the choices for a series in; the allocation problem they make out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from leernet.days.attendance import attends_series
from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    EarlierAllocation,
    Keep,
    Participant,
    Session,
)
from leernet.model.choices import Answer, Choices
from leernet.model.plan import Plan
from leernet.model.selection import selected_members, series_members, series_workshops
from leernet.model.values import Half
from leernet.model.year import Member, Policy, Series, Year
from leernet.solve.workshops.sessions import series_sessions, when

# A day, and the halves of it that a session takes.
_Time: TypeAlias = tuple[date, tuple[Half, ...]]


@dataclass(frozen=True, slots=True)
class _Programme:
    """What holds for everybody.

    Attributes:
        time: when a session is, where that is known.
        open_to: who may come, for workshops that are not for everybody.
        leads_at: moments at which somebody leads a workshop.
    """

    series: Series
    sessions: tuple[Session, ...]
    time: Mapping[str, _Time]
    open_to: Mapping[str, frozenset[str]]
    leads_at: Mapping[str, frozenset[str]]


def allocation_problem(
    year: Year,
    plan: Plan | None,
    series: Series,
    choices: Choices,
    *,
    earlier: Iterable[EarlierAllocation] = (),
    previous: AllocationRecord | None = None,
    policy: Policy | None = None,
    keep: Keep | None = None,
    seed: str,
) -> AllocationProblem:
    """Everything the allocation of a series depends on.

    Args:
        plan: when the sessions are; without it their days come from the definitions, as far as these say.
        earlier: allocations of other series and years, for ``credit: history``.
        previous: the result so far of this series; binds as far as ``keep`` says.
        policy: another one than the series asks for.
        seed: text the lots are drawn from.
    """
    programme = _programme(year, plan, series)
    make = _Participants(programme)
    answers = {answer.member: answer for answer in choices.answers}
    credit = {member: len(results) for member, results in short_straws(series, earlier).items()}
    tours = previous.tours if previous is not None else {}
    return AllocationProblem(
        series.id,
        programme.sessions,
        tuple(
            make.participant(member, answers.get(member.id), previous, credit.get(member.id, 0), tours)
            for member in series_members(year, series)
        ),
        policy or series.policy,
        series.evidence_first,
        seed,
        keep if previous is not None else None,
    )


def _programme(year: Year, plan: Plan | None, series: Series) -> _Programme:
    sessions = series_sessions(year, plan, series)
    workshops = {workshop.id: workshop for workshop in series_workshops(year, series.id)}
    leads: dict[str, set[str]] = {}
    time: dict[str, _Time] = {}
    for session in sessions:
        if session.runs != "no":
            for presenter in workshops[session.workshop].presenter:
                leads.setdefault(presenter, set()).add(session.moment)
        known = when(year, plan, series, session.moment, session.workshop)
        if known.day is not None:
            time[session.id] = (known.day, known.span.halves if known.span else tuple(Half))
    open_to = {
        workshop.id: frozenset(member.id for member in selected_members(year, workshop.open_to))
        for workshop in workshops.values()
        if workshop.open_to is not None
    }
    return _Programme(
        series, sessions, time, open_to, {leader: frozenset(moments) for leader, moments in leads.items()}
    )


def _attendance(programme: _Programme, member: Member, answer: Answer | None) -> tuple[frozenset[str], ...]:
    """Moments without this member, session times without this member, and workshops that are not for them."""
    absent = frozenset(answer.absent if answer else ()) | programme.leads_at.get(member.id, frozenset())
    barred = frozenset(
        workshop for workshop, allowed in programme.open_to.items() if member.id not in allowed
    )
    gone = (
        frozenset(session for session, time in programme.time.items() if not attends_series(member, *time))
        if _is_bound(member)
        else frozenset()
    )
    return absent, gone, barred


def _is_bound(member: Member) -> bool:
    """Whether there are days on which the member does not come; who names no working days comes on all."""
    return bool(member.away or member.joined or member.until or member.working_days is not None)


@dataclass(frozen=True, slots=True)
class _Attending:
    """What somebody may attend.

    Attributes:
        sessions: ids.
        moments: at how many moments they are there.
        missed: the moments at which they are not.
    """

    sessions: tuple[str, ...]
    moments: int
    missed: frozenset[str]


class _Participants:
    """Makes participants; those who may attend the same share one list of sessions."""

    def __init__(self, programme: _Programme) -> None:
        self.programme = programme
        self.known: dict[tuple[frozenset[str], ...], _Attending] = {}

    def participant(
        self,
        member: Member,
        answer: Answer | None,
        previous: AllocationRecord | None,
        credit: int,
        tours: Mapping[str, str],
    ) -> Participant:
        series = self.programme.series
        attendance = _attendance(self.programme, member, answer)
        if attendance not in self.known:
            self.known[attendance] = _attending(self.programme.sessions, *attendance)
        attending = self.known[attendance]
        placed = tuple((place.moment, place.workshop) for place in answer.placed) if answer else ()
        before = previous.placements.get(member.id, {}) if previous is not None else {}
        tour = tours.get(member.id, "")
        return Participant(
            member.id,
            # Who is absent asks for fewer places: what nobody can give is not missing.
            need=max(min(series.choose or len(series.moments), attending.moments), len(placed)),
            wishes=_wishes(answer),
            sessions=attending.sessions,
            evidence=answer.evidence if answer else (),
            never=answer.never if answer else (),
            placed=placed,
            # Who is not there any more loses nothing by it, and keeps what else there was.
            previous=tuple(sorted(place for place in before.items() if place[0] not in attending.missed)),
            answered=answer is not None,
            late=_is_late(series, answer),
            credit=credit,
            tour=answer is not None and answer.tour,
            previous_tour="" if tour.partition("/")[0] in attending.missed else tour,
        )


def _attending(
    sessions: tuple[Session, ...], absent: frozenset[str], gone: frozenset[str], barred: frozenset[str]
) -> _Attending:
    there = [session for session in sessions if session.moment not in absent and session.id not in gone]
    moments = {session.moment for session in there}
    return _Attending(
        tuple(session.id for session in there if session.workshop not in barred),
        len(moments),
        absent | {session.moment for session in sessions if session.moment not in moments},
    )


def _wishes(answer: Answer | None) -> tuple[tuple[str, ...], ...]:
    if answer is None:
        return ()
    groups: dict[int, list[str]] = {}
    for workshop, level in sorted(answer.ranks.items()):
        groups.setdefault(level, []).append(workshop)
    return tuple(tuple(groups[level]) for level in sorted(groups))


def _is_late(series: Series, answer: Answer | None) -> bool:
    if answer is None or answer.answered_at is None or series.closes is None:
        return False
    return answer.answered_at.date() > series.closes


def short_straws(
    series: Series, earlier: Iterable[EarlierAllocation]
) -> Mapping[str, tuple[EarlierAllocation, ...]]:
    """The earlier results in which each member ended at the worst level, or without a place."""
    if series.credit == "none":
        return {}
    found: dict[str, tuple[EarlierAllocation, ...]] = {}
    for result in earlier:
        if result.school_year is not None or result.record.series != series.id:
            for member in result.unlucky:
                found[member] = (*found.get(member, ()), result)
    return found

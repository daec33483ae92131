"""A year, its plan and the choices for a series in; the allocation problem they make out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.attendance import attends_series
from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    EarlierAllocation,
    Keep,
    Participant,
    Place,
    Session,
    WhyAway,
)
from leernet.model.choices import Answer, Choices
from leernet.model.plan import Plan
from leernet.model.selection import selected_members, series_members, series_workshops
from leernet.model.weekdays import Half
from leernet.model.year import Member, Policy, Series, Workshop, Year
from leernet.solve.allocation.past import Past
from leernet.solve.workshops.sessions import possible_times, series_sessions

NOTHING_PAST = Past()

# A day, and the halves of it that a session takes.
_Time: TypeAlias = tuple[date, tuple[Half, ...]]


class _Programme(Struct, frozen=True):
    """What holds for everybody.

    Attributes:
        times: when a session is or may be, or a moment without any, where that is known.
        open_to: who may come, for workshops that are not for everybody.
        leads_at: ids of the sessions that are when somebody leads one, that one among them.
        absent_at: moments that are part of a meeting from which somebody is absent.
        past: what has been; its sessions are among the sessions, as they were.
    """

    series: Series
    sessions: tuple[Session, ...]
    times: Mapping[str, frozenset[_Time]]
    open_to: Mapping[str, frozenset[str]]
    leads_at: Mapping[str, frozenset[str]]
    absent_at: Mapping[str, frozenset[str]]
    past: Past


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
    been: Past = NOTHING_PAST,
) -> AllocationProblem:
    """Everything the allocation of a series depends on.

    Args:
        plan: when the sessions are; without it their days come from the definitions, as far as these say.
        earlier: allocations of other series and years, for ``credit: history``.
        previous: the result so far of this series; binds as far as ``keep`` says.
        policy: another one than the series asks for.
        seed: text the lots are drawn from.
        been: sessions that have been, with who was there.
    """
    programme = _programme(year, plan, series, been)
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
        )
        + tuple(_who_left(year, series, been)),
        policy or series.policy,
        series.evidence_first,
        seed,
        keep if previous is not None else None,
        been.day,
        series.evidence_at_most,
        tuple(sorted(series.moments)),
    )


def _who_left(year: Year, series: Series, been: Past) -> Iterator[Participant]:
    """Those who were there and are no longer among those the series is for: they keep what they had."""
    if been.record is None or not been.over:
        return
    members = {member.id for member in series_members(year, series)}
    for member in sorted(been.record.placements):
        had = been.had(member)
        if member not in members and had:
            sessions = tuple("/".join(place) for place in had)
            yield Participant(
                member, len(had), (), sessions, had=had, previous=had, had_tour=been.tour(member)
            )


def _programme(year: Year, plan: Plan | None, series: Series, been: Past) -> _Programme:
    coming = (each for each in series_sessions(year, plan, series) if each.id not in been.over)
    sessions = tuple(sorted((*coming, *been.sessions), key=lambda each: each.id)) if been.over else (*coming,)
    workshops = {workshop.id: workshop for workshop in series_workshops(year, series.id)}
    times = _times(year, plan, series, sessions, been)
    open_to = {
        workshop.id: frozenset(member.id for member in selected_members(year, workshop.open_to))
        for workshop in workshops.values()
        if workshop.open_to is not None
    }
    absent_at: dict[str, set[str]] = {}
    for moment, asked in series.moments.items():
        meeting = plan.meetings.get(asked.meeting) if plan is not None else None
        for member in meeting.absent if meeting is not None else ():
            absent_at.setdefault(member, set()).add(moment)
    not_at = {member: frozenset(moments) for member, moments in absent_at.items()}
    leads_at = _leads_at(series, sessions, workshops, times)
    return _Programme(series, sessions, times, open_to, leads_at, not_at, been)


def _times(
    year: Year, plan: Plan | None, series: Series, sessions: tuple[Session, ...], been: Past
) -> Mapping[str, frozenset[_Time]]:
    """When sessions, and moments without any, are or may be; of what has been the plan as it was says so."""
    empty = series.moments.keys() - {session.moment for session in sessions}
    held = [(session.id, session.moment, session.workshop) for session in sessions]
    found = {}
    for name, moment, workshop in (*held, *((moment, moment, "") for moment in sorted(empty))):
        known = possible_times(year, been.plan if name in been.over else plan, series, moment, workshop)
        found[name] = frozenset(
            (each.day, each.span.halves if each.span else tuple(Half))
            for each in known
            if each.day is not None
        )
    return {name: times for name, times in found.items() if times}


def _leads_at(
    series: Series,
    sessions: tuple[Session, ...],
    workshops: Mapping[str, Workshop],
    times: Mapping[str, frozenset[_Time]],
) -> Mapping[str, frozenset[str]]:
    """For each who leads a workshop the sessions of that moment, on several dates those of that day."""
    found: dict[str, set[str]] = {}
    for session in sessions:
        if session.runs == "no" or session.workshop not in workshops:
            continue
        moment = series.moments.get(session.moment)
        several = moment is not None and moment.has_several_dates
        then = {
            each.id
            for each in sessions
            if each.moment == session.moment and not (several and times.get(each.id) != times.get(session.id))
        }
        for presenter in workshops[session.workshop].presenter:
            found.setdefault(presenter, set()).update(then)
    return {leader: frozenset(names) for leader, names in found.items()}


# Moments that somebody is absent from, and those that are part of a meeting without them; sessions when they
# lead one; sessions, and moments without any, when they are not there; workshops that are not for them.
_Hindered: TypeAlias = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]


def _attendance(programme: _Programme, member: Member, answer: Answer | None) -> _Hindered:
    """What keeps a member from which sessions."""
    absent = frozenset(answer.absent if answer else ())
    leads = programme.leads_at.get(member.id, frozenset())
    not_at = programme.absent_at.get(member.id, frozenset())
    barred = frozenset(
        workshop for workshop, allowed in programme.open_to.items() if member.id not in allowed
    )
    led = {(name.partition("/")[0], programme.times.get(name)) for name in leads}
    gone = (
        frozenset(
            name
            for name, times in programme.times.items()
            if not any(
                attends_series(member, *time) and (name.partition("/")[0], frozenset((time,))) not in led
                for time in times
            )
        )
        if leads or _is_bound(member)
        else frozenset()
    )
    return absent, not_at, leads, gone, barred


def _is_bound(member: Member) -> bool:
    """Whether there are days on which the member does not come; who names no working days comes on all."""
    return bool(member.away or member.joined or member.until or member.working_days is not None)


class _Attending(Struct, frozen=True):
    """What somebody may attend.

    Attributes:
        sessions: ids of those to come.
        moments: those to come at which they are there.
        not_there: the moments at which they are not, and why.
        once: sessions that have been and that they could have attended.
    """

    sessions: tuple[str, ...]
    moments: frozenset[str]
    not_there: tuple[tuple[str, WhyAway], ...]
    once: tuple[Session, ...]


class _Participants:
    """Makes participants; those who may attend the same share one list of sessions."""

    def __init__(self, programme: _Programme) -> None:
        self.programme = programme
        self.known: dict[_Hindered, _Attending] = {}

    def participant(
        self,
        member: Member,
        answer: Answer | None,
        previous: AllocationRecord | None,
        credit: int,
        tours: Mapping[str, str],
    ) -> Participant:
        series, past = self.programme.series, self.programme.past
        attending = self._attending(member, answer)
        had = past.had(member.id) if past.over else ()
        once = self._once(member, attending)
        moments = attending.moments | {moment for moment, _workshop in had} | {each.moment for each in once}
        placed = self._placed(answer, had)
        choose = series.choose or len(series.moments)
        before = previous.placements.get(member.id, {}) if previous is not None else {}
        missed, tour = dict(attending.not_there), tours.get(member.id, "")
        had_tour = past.tour(member.id) if past.over else ""
        workshops = {workshop for _moment, workshop in had}
        asked = Participant(
            member.id,
            # Who is absent asks for fewer places: what nobody can give is not missing.
            need=max(min(choose, len(moments)), len({*placed, *had})),
            wishes=_wishes(answer),
            sessions=attending.sessions,
            evidence=answer.evidence if answer else (),
            # What somebody had already, they can no longer rule out.
            never=tuple(each for each in answer.never if each not in workshops) if answer else (),
            placed=placed,
            # Who is not there any more loses nothing by it, and keeps what else there was.
            previous=tuple(
                sorted(place for place in before.items() if place[0] not in missed or place in had)
            ),
            set_aside=tuple(
                sorted(place for place in before.items() if place[0] in missed and place not in had)
            ),
            answered=answer is not None,
            late=_is_late(series, answer),
            credit=credit,
            tour=answer is not None and answer.tour and not had_tour,
            previous_tour="" if had_tour or tour.partition("/")[0] in missed else tour,
            choose=choose,
            not_there=attending.not_there,
        )
        return self._with_past(asked, had, once, had_tour)

    def _attending(self, member: Member, answer: Answer | None) -> _Attending:
        """What somebody can attend; worked out once for all who can attend the same."""
        attendance = _attendance(self.programme, member, answer)
        if attendance not in self.known:
            self.known[attendance] = _attending(self.programme.sessions, *attendance)
        return self.known[attendance]

    def _with_past(
        self, asked: Participant, had: tuple[Place, ...], once: tuple[Session, ...], had_tour: str
    ) -> Participant:
        """The same with what there was at moments that are over."""
        past = self.programme.past
        if not (past.over or past.moments or had):
            return asked
        return replace(
            asked,
            sessions=(*asked.sessions, *("/".join(place) for place in had)),
            had=had,
            once=tuple(each.id for each in once if (each.moment, each.workshop) not in had),
            lacked=past.lacked(asked.id, had),
            had_tour=had_tour,
            joined=past.joined(asked.id),
        )

    def _once(self, member: Member, attending: _Attending) -> tuple[Session, ...]:
        """The sessions that have been which somebody could have attended; not what was before they came."""
        past = self.programme.past
        joined = past.joined(member.id) if past.over else None
        return tuple(each for each in attending.once if joined is None or past.over[each.id] > joined)

    def _placed(self, answer: Answer | None, had: tuple[Place, ...]) -> tuple[Place, ...]:
        """Placements by hand that are to come, or that became what was."""
        if answer is None:
            return ()
        by_hand = ((place.moment, place.workshop) for place in answer.placed)
        past = self.programme.past
        return tuple(
            place
            for place in by_hand
            if place in had or not (place[0] in past.moments or "/".join(place) in past.over)
        )


def _attending(
    sessions: tuple[Session, ...],
    absent: frozenset[str],
    not_at: frozenset[str],
    leads: frozenset[str],
    gone: frozenset[str],
    barred: frozenset[str],
) -> _Attending:
    busy, led = absent | not_at, {name.partition("/")[0] for name in leads}
    why: dict[str, WhyAway] = {
        **dict.fromkeys(led, "leads"),
        **dict.fromkeys(not_at, "meeting"),
        **dict.fromkeys(absent, "absent"),
    }
    there = [each for each in sessions if each.moment not in busy and each.id not in gone | leads]
    moments = {session.moment for session in there if not session.been}
    empty = {name for name in gone if "/" not in name}
    every = sorted({session.moment for session in sessions if not session.been} | busy | led | empty)
    return _Attending(
        tuple(each.id for each in there if each.workshop not in barred and not each.been),
        frozenset(moments),
        tuple((moment, why.get(moment, "away")) for moment in every if moment not in moments),
        tuple(each for each in there if each.workshop not in barred and each.been and each.can_run),
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

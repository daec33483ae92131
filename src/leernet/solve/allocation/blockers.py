"""An answer and a session in; what keeps that member from being there, with its place in the files, out."""

from collections.abc import Iterator

from leernet.days.attendance import works_on
from leernet.finding import Places
from leernet.model.choices import Answer
from leernet.model.plan import Plan
from leernet.model.selection import selected_members, series_workshops, takes_part_on
from leernet.model.weekdays import Half
from leernet.model.year import Member, Series, Year
from leernet.solve.workshops.sessions import When, possible_times, when, workshop_moments
from leernet.words import Sentence, _


def hindrances(
    year: Year, plan: Plan | None, series: Series, answer: Answer, session: str, places: Places
) -> tuple[Sentence, ...]:
    """Why somebody who answered cannot or may not be in a session.

    Args:
        session: ``moment/workshop``.
        places: where the definitions are.
    """
    moment, _stroke, workshop = session.partition("/")
    member = year.members[answer.member]
    return (
        *_in_the_answer(answer, moment, workshop),
        *_absent(plan, series, member, moment),
        *_leads(year, plan, series, member, session, places),
        *_on_the_day(year, plan, series, member, session, places),
        *_not_open(year, member, workshop, places),
    )


def _in_the_answer(answer: Answer, moment: str, workshop: str) -> Iterator[Sentence]:
    if moment in answer.absent:
        yield _("is absent then (this answer)")
    if workshop in answer.never:
        yield _("must never get it (this answer)")


def _absent(plan: Plan | None, series: Series, member: Member, moment: str) -> Iterator[Sentence]:
    asked = series.moments.get(moment)
    meeting = plan.meetings.get(asked.meeting) if plan is not None and asked is not None else None
    if asked is not None and meeting is not None and member.id in meeting.absent:
        yield _("cannot come to {meeting}, which this moment is part of", meeting=asked.meeting)


def _leads(
    year: Year, plan: Plan | None, series: Series, member: Member, session: str, places: Places
) -> Iterator[Sentence]:
    moment, _stroke, workshop = session.partition("/")
    day = when(year, plan, series, moment, workshop).day
    several = moment in series.moments and series.moments[moment].has_several_dates
    for led in series_workshops(year, series.id):
        leads = (
            led.runs != "no" and member.id in led.presenter and moment in workshop_moments(plan, series, led)
        )
        if leads and not (several and when(year, plan, series, moment, led.id).day != day):
            yield _(
                "leads '{workshop}' then ({place})",
                workshop=led.title or led.id,
                place=str(places.of("workshops", led.id, "presenter")),
            )


def _on_the_day(
    year: Year, plan: Plan | None, series: Series, member: Member, session: str, places: Places
) -> Iterator[Sentence]:
    moment, _stroke, workshop = session.partition("/")
    by_day = [
        tuple(_then(known, member, places))
        for known in possible_times(year, plan, series, moment, workshop)
        if known.day is not None
    ]
    # While it may be on one of several days, one on which they can come is enough.
    if all(by_day):
        yield from (sentence for sentences in by_day for sentence in sentences)


def _then(known: When, member: Member, places: Places) -> Iterator[Sentence]:
    """Why somebody cannot come on the day of a session."""
    if known.day is None:
        return

    def said(key: str) -> str:
        return str(places.of("members", member.id, key))

    day = str(known.day)
    if not takes_part_on(member, known.day):
        key = "from" if member.joined is not None and known.day < member.joined else "until"
        yield _("is not a member on {day} ({place})", day=day, place=said(key))
    if any(known.day in days for days in member.away):
        yield _("is away on {day} ({place})", day=day, place=said("away"))
    if member.working_days is not None and not works_on(
        member, known.day, known.span.halves if known.span else tuple(Half)
    ):
        yield _("does not work then, on {day} ({place})", day=day, place=said("working_days"))


def _not_open(year: Year, member: Member, workshop: str, places: Places) -> Iterator[Sentence]:
    open_to = year.workshops[workshop].open_to
    if open_to is not None and member not in selected_members(year, open_to):
        yield _(
            "is not among those it is open to ({place})",
            place=str(places.of("workshops", workshop, "open_to")),
        )

"""The findings about placements by hand that cannot be, with what keeps a member away and a mend."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from leernet.catalogue import allocation as rules
from leernet.catalogue.rule import Broken
from leernet.days.attendance import works_on
from leernet.finding import Finding, Places
from leernet.model.allocation import PinClash
from leernet.model.choices import Answer, Choices
from leernet.model.plan import Plan
from leernet.model.selection import selected_members, series_workshops, takes_part_on
from leernet.model.weekdays import Half
from leernet.model.year import Member, Series, Year
from leernet.solve.workshops.sessions import When, possible_times, when, workshop_moments
from leernet.words import Field, Sentence, _


class _Written(Struct, frozen=True):
    """What was written, and where.

    Attributes:
        answers: by id of the member.
        places: where the definitions are.
    """

    year: Year
    plan: Plan | None
    series: Series
    answers: Mapping[str, Answer]
    places: Places

    def title(self, session: str) -> str:
        """What the workshop of a session is called."""
        workshop = session.partition("/")[2]
        found = self.year.workshops.get(workshop)
        return (found.title if found else "") or workshop

    def where(self, session: str, key: str) -> str:
        """Where a key of the workshop of a session is."""
        return str(self.places.of("workshops", session.partition("/")[2], key))

    def named(self, members: tuple[str, ...]) -> tuple[str, ...]:
        """Members, each with the place of the answer."""
        return tuple(f"{member} ({self.answers[member].place})" for member in members)


def clash_findings(
    clashes: Iterable[PinClash],
    year: Year,
    plan: Plan | None,
    series: Series,
    choices: Choices,
    places: Places,
) -> tuple[Finding, ...]:
    """Which placements by hand clash with what, each at its answer.

    Args:
        places: where the definitions are.
    """
    written = _Written(year, plan, series, {answer.member: answer for answer in choices.answers}, places)
    return tuple(_clash(clash, written).at(written.answers[clash.participants[0]].place) for clash in clashes)


def _clash(clash: PinClash, written: _Written) -> Broken:
    first, *others = clash.participants
    # The place of the first is that of the finding.
    members = (first, *written.named(tuple(others)))
    session = {"workshop": written.title(clash.session), "moment": clash.session.partition("/")[0]}
    match clash.why:
        case "unknown":
            moments = written.where(clash.session, "moments")
            return rules.PLACED_UNKNOWN.broken(members=members, place=moments, **session)
        case "may-not":
            reasons = hindrances(
                written.year,
                written.plan,
                written.series,
                written.answers[first],
                clash.session,
                written.places,
            )
            return rules.PLACED_MAY_NOT.broken(members=members, reasons=reasons, **session)
        case "closed":
            runs = written.where(clash.session, "runs")
            return rules.PLACED_CLOSED.broken(members=members, place=runs, **session)
        case "two-at-once":
            return rules.PLACED_TWICE_AT_A_MOMENT.broken(members=members, **session)
        case "twice":
            return rules.PLACED_TWICE_IN_A_WORKSHOP.broken(members=members, **session)
        case "too-many":
            return _too_many(clash, members)
        case "full":
            return _full(clash, written, members)
        case "minimum":
            return _below_minimum(clash, written, members)


def _too_many(clash: PinClash, members: tuple[str, ...]) -> Broken:
    mend = rules.REMOVE_SOME(count=clash.short)
    return rules.PLACED_TOO_MANY.broken(
        mend, members=members, places=clash.seats + clash.short, seats=clash.seats
    )


def _full(clash: PinClash, written: _Written, members: tuple[str, ...]) -> Broken:
    workshop = written.title(clash.session)
    mend = rules.MORE_SEATS(count=clash.short, workshop=workshop, place=written.where(clash.session, "seats"))
    return rules.PLACED_FULL.broken(
        mend,
        workshop=workshop,
        moment=clash.session.partition("/")[0],
        seats=clash.seats,
        people=len(clash.participants),
        members=members,
    )


def _below_minimum(clash: PinClash, written: _Written, members: tuple[str, ...]) -> Broken:
    sessions = tuple(
        _("'{workshop}' at {moment}", workshop=written.title(session), moment=session.partition("/")[0])
        for session in (clash.session, *clash.together)
    )
    mend = _mend_of_minimum(clash, written)
    fields: dict[str, Field] = {"sessions": sessions, "seats": clash.seats, "members": members}
    if not clash.short:
        return rules.PLACED_MINIMUM_OF_SEVERAL.broken(mend, **fields)
    return rules.PLACED_MINIMUM.broken(mend, count=len(sessions), able=clash.seats - clash.short, **fields)


def _mend_of_minimum(clash: PinClash, written: _Written) -> Sentence:
    seats = tuple(
        dict.fromkeys(written.where(session, "seats") for session in (clash.session, *clash.together))
    )
    mend = (
        rules.LOWER_ONE_OF_THE_MINIMA(places=seats)
        if clash.together
        else rules.LOWER_THE_MINIMUM(place=seats)
    )
    if not clash.kept_away:
        return mend
    return rules.OTHERS_KEEP_AWAY(mend=mend, members=written.named(clash.kept_away))


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

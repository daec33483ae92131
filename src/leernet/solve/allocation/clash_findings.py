"""The findings about placements by hand that cannot be, each where it was written, with a mend."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from leernet.catalogue import allocation as rules
from leernet.catalogue.rule import Broken
from leernet.finding import Finding, Places
from leernet.model.allocation import PinClash
from leernet.model.choices import Answer, Choices
from leernet.model.plan import Plan
from leernet.model.year import Series, Year
from leernet.solve.allocation.blockers import hindrances
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

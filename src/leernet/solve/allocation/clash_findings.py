"""Placements by hand that cannot be in; a finding for each, where it was written, with a mend, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leernet.finding import Finding, Level, Places
from leernet.model.allocation import PinClash
from leernet.model.choices import Answer, Choices
from leernet.model.plan import Plan
from leernet.model.year import Series, Year
from leernet.solve.allocation.blockers import hindrances
from leernet.words import Field, Sentence, _, _n

_RULES = {
    "unknown": "placed-unknown",
    "may-not": "placed-may-not",
    "closed": "placed-closed",
    "two-at-once": "placed-twice",
    "twice": "placed-twice",
    "too-many": "placed-too-many",
    "full": "placed-full",
    "minimum": "placed-minimum",
}


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written, and where.

    Attributes:
        answers: by id of the member.
        places: where the definitions stand.
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
        """Where a key of the workshop of a session stands."""
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
    """Which placements by hand clash with what, each at the answer it stands in.

    Args:
        places: where the definitions stand.
    """
    written = _Written(year, plan, series, {answer.member: answer for answer in choices.answers}, places)
    return tuple(
        Finding(
            written.answers[clash.participants[0]].place,
            Level.ERROR,
            _RULES[clash.why],
            _clash(clash, written),
            _mend(clash, written),
        )
        for clash in clashes
    )


def _mend(clash: PinClash, written: _Written) -> Sentence:
    moment = clash.session.partition("/")[0]
    fields: dict[str, Field] = {"workshop": written.title(clash.session), "moment": moment}
    match clash.why:
        case "unknown":
            return _(
                "Take another moment, or add {moment} to the moments of '{workshop}' ({place}).",
                place=written.where(clash.session, "moments"),
                **fields,
            )
        case "may-not":
            return _("Take the placement away, or what stands in its way.")
        case "closed":
            return _(
                "Let '{workshop}' run ({place}), or take another one.",
                place=written.where(clash.session, "runs"),
                **fields,
            )
        case "two-at-once" | "twice":
            return _("Take one of the two away.")
        case "too-many":
            return _n("Take one of them away.", "Take {count} of them away.", clash.short)
        case "full":
            return _n(
                "Give '{workshop}' one more seat ({place}), or take one of these placements away.",
                "Give '{workshop}' {count} more seats ({place}), or take {count} of these placements away.",
                clash.short,
                place=written.where(clash.session, "seats"),
                **fields,
            )
        case "minimum":
            return _mend_of_minimum(clash, written)


def _mend_of_minimum(clash: PinClash, written: _Written) -> Sentence:
    seats = tuple(
        dict.fromkeys(written.where(session, "seats") for session in (clash.session, *clash.together))
    )
    mend = (
        _(
            "Lower one of these minima ({places}), let one of them run whatever comes (runs: yes), or take"
            " placements away.",
            places=seats,
        )
        if clash.together
        else _(
            "Lower its minimum ({place}), let it run whatever comes (runs: yes), or take the placement away.",
            place=seats,
        )
    )
    if not clash.kept_away:
        return mend
    return _(
        "{mend} Other placements by hand keep away: {members}.",
        mend=mend,
        members=written.named(clash.kept_away),
    )


def _clash(clash: PinClash, written: _Written) -> Sentence:
    moment = clash.session.partition("/")[0]
    first, *others = clash.participants
    # The place of the first is that of the finding.
    members = (first, *written.named(tuple(others)))
    fields: dict[str, Field] = {
        "members": members,
        "workshop": written.title(clash.session),
        "moment": moment,
    }
    match clash.why:
        case "unknown":
            return _("{members} is placed in '{workshop}' at {moment}, and it is not held then.", **fields)
        case "may-not":
            return _(
                "{members} is placed in '{workshop}' at {moment} and {reasons}.",
                **fields,
                reasons=hindrances(
                    written.year,
                    written.plan,
                    written.series,
                    written.answers[first],
                    clash.session,
                    written.places,
                ),
            )
        case "closed":
            return _("{members} is placed in '{workshop}' at {moment}, which does not run.", **fields)
        case "two-at-once":
            return _("{members} is placed in '{workshop}' and in another workshop at {moment}.", **fields)
        case "twice":
            return _("{members} is placed in '{workshop}' at {moment} and at another moment.", **fields)
        case "too-many":
            return _(
                "{members} is placed by hand in {places} workshops and is to attend {seats}.",
                **fields,
                places=clash.seats + clash.short,
                seats=clash.seats,
            )
        case "full":
            return _(
                "'{workshop}' at {moment} has room for {seats}, and {people} people are placed there by hand:"
                " {members}.",
                **fields,
                seats=clash.seats,
                people=len(clash.participants),
            )
        case "minimum":
            return _below_minimum(clash, written, members)


def _below_minimum(clash: PinClash, written: _Written, members: tuple[str, ...]) -> Sentence:
    sessions = tuple(
        _("'{workshop}' at {moment}", workshop=written.title(session), moment=session.partition("/")[0])
        for session in (clash.session, *clash.together)
    )
    fields: dict[str, Field] = {"sessions": sessions, "seats": clash.seats, "members": members}
    if not clash.short:
        return _(
            "{sessions} need {seats} people together and cannot get them; placed there by hand: {members}.",
            **fields,
        )
    return _n(
        "{sessions} needs {seats} people and can get {able}; placed there by hand: {members}.",
        "{sessions} need {seats} people together and can get {able}; placed there by hand: {members}.",
        len(sessions),
        able=clash.seats - clash.short,
        **fields,
    )

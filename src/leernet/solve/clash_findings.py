"""Placements by hand that cannot be in; a finding for each, where it was written, with a mend, out."""

from __future__ import annotations

from collections.abc import Iterable

from leernet.finding import Finding, Level, Places
from leernet.model.allocation import PinClash
from leernet.model.choices import Choices
from leernet.model.year import Year
from leernet.words import Field, Sentence, _, _n

_RULES = {
    "unknown": "placed-unknown",
    "may-not": "placed-may-not",
    "closed": "placed-closed",
    "twice": "placed-twice",
    "too-many": "placed-too-many",
    "full": "placed-full",
    "minimum": "placed-minimum",
}


def clash_findings(
    clashes: Iterable[PinClash], year: Year, choices: Choices, places: Places
) -> tuple[Finding, ...]:
    """Which placements by hand clash with what, each at the answer it stands in."""
    answers = {answer.member: answer.place for answer in choices.answers}
    return tuple(
        Finding(
            answers.get(clash.participants[0]) or places.of("workshops", clash.session.partition("/")[2]),
            Level.ERROR,
            _RULES[clash.why],
            _clash(clash, year),
            _mend(clash, year, places),
        )
        for clash in clashes
    )


def _mend(clash: PinClash, year: Year, places: Places) -> Sentence:
    moment, _stroke, workshop = clash.session.partition("/")

    def where(key: str) -> str:
        return str(places.of("workshops", workshop, key))

    fields: dict[str, Field] = {"workshop": _title(year, workshop), "moment": moment}
    match clash.why:
        case "unknown":
            return _(
                "Take another moment, or add {moment} to the moments of '{workshop}' ({place}).",
                place=where("moments"),
                **fields,
            )
        case "may-not":
            return _(
                "Look at 'absent' and 'never' in this answer, at who leads a workshop at {moment}, and at"
                " whom '{workshop}' is open to ({place}).",
                place=where("open_to"),
                **fields,
            )
        case "closed":
            return _("Let '{workshop}' run ({place}), or take another one.", place=where("runs"), **fields)
        case "twice":
            return _("Take one of the two away.")
        case "too-many":
            return _n("Take one of them away.", "Take {count} of them away.", clash.short)
        case "full":
            return _n(
                "Give '{workshop}' one more seat ({place}), or take one of these placements away.",
                "Give '{workshop}' {count} more seats ({place}), or take {count} of these placements away.",
                clash.short,
                place=where("seats"),
                **fields,
            )
        case "minimum":
            return _(
                "Lower its minimum ({place}), let it run whatever comes (runs: yes), or take the placement"
                " away.",
                place=where("seats"),
            )


def _title(year: Year, workshop: str) -> str:
    found = year.workshops.get(workshop)
    return (found.title if found else "") or workshop


def _clash(clash: PinClash, year: Year) -> Sentence:
    moment, _stroke, workshop = clash.session.partition("/")
    fields: dict[str, Field] = {
        "members": clash.participants,
        "workshop": _title(year, workshop),
        "moment": moment,
    }
    match clash.why:
        case "unknown":
            return _("{members} is placed in '{workshop}' at {moment}, and it is not held then.", **fields)
        case "may-not":
            return _(
                "{members} is placed in '{workshop}' at {moment} and cannot or may not be there.", **fields
            )
        case "closed":
            return _("{members} is placed in '{workshop}' at {moment}, which does not run.", **fields)
        case "twice":
            return _("{members} is placed twice at {moment}, or in '{workshop}' at two moments.", **fields)
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
            return _(
                "'{workshop}' at {moment} needs {seats} people and cannot get them, but {members} must be"
                " there.",
                **fields,
                seats=clash.seats,
            )

"""Why no allocation fits in; a finding for each reason, at the placements by hand that clash, out."""

from __future__ import annotations

from leernet.finding import Finding, Level, Places
from leernet.model.allocation import Impossible, PinClash
from leernet.model.choices import Choices
from leernet.model.year import Year
from leernet.words import Field, Sentence, _


def impossible_findings(
    impossible: Impossible, year: Year, choices: Choices, places: Places
) -> tuple[Finding, ...]:
    """Which placements by hand clash, and which moment is how many seats short, each at its place."""
    answers = {answer.member: answer.place for answer in choices.answers}
    return tuple(
        Finding(
            answers.get(clash.participants[0]) or places.of("workshops", clash.session.partition("/")[2]),
            Level.ERROR,
            f"placed-{clash.why}",
            _clash(clash, year),
            _("Change or remove one of the placements by hand, or the seats of the workshop."),
        )
        for clash in impossible.clashes
    )


def _clash(clash: PinClash, year: Year) -> Sentence:
    moment, _stroke, workshop = clash.session.partition("/")
    found = year.workshops.get(workshop)
    fields: dict[str, Field] = {
        "members": clash.participants,
        "workshop": (found.title if found else "") or workshop,
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

"""A planned meeting and what was sent and answered in; its attendance list as a workbook out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from leernet.model.ledger import Answer, Ledger, attendance
from leernet.model.view import Guest, Occasion
from leernet.model.year import Year
from leernet.words import Sentence, Words, _
from leernet.write.letter import when_text
from leernet.write.tables import Sheet, xlsx_bytes

_ANSWERS: Mapping[Answer, Sentence] = {
    "accepted": _("comes"),
    "declined": _("does not come"),
    "tentative": _("perhaps"),
    "counter": _("asks for another time"),
}


def attendance_lists(
    year: Year, occasions: Iterable[Occasion], ledger: Ledger, words: Words
) -> dict[str, bytes]:
    """For each meeting a workbook to print: who is expected, from where, what they answered, room to sign."""
    replies = attendance(ledger)
    meetings: dict[str, list[Occasion]] = {}
    for occasion in occasions:
        if occasion.kind in ("meeting", "part"):
            meetings.setdefault(occasion.reference, []).append(occasion)
    return {
        f"lists/attendance-{reference.replace('/', '-')}.xlsx": xlsx_bytes(
            (_sheet(year, parts, replies, words),)
        )
        for reference, parts in meetings.items()
    }


def _sheet(
    year: Year,
    parts: Sequence[Occasion],
    replies: Mapping[str, Mapping[str, Answer | None]],
    words: Words,
) -> Sheet:
    """One list for the whole meeting and for those who come for a part of it."""
    headings = (_("Name"), _("School"), _("When"), _("Answer"), _("Present"))
    expected = [
        (guest, replies.get(part.key, {}).get(guest.member)) for part in parts for guest in part.guests
    ]
    return Sheet(
        title=parts[0].view.title,
        heading=tuple(words.say(heading) for heading in headings),
        rows=tuple(
            (guest.name, _school(year, guest), when_text(guest.view, words), _answer(answer, words), "")
            for guest, answer in sorted(expected, key=lambda one: (one[0].name.casefold(), one[0].member))
        ),
    )


def _school(year: Year, guest: Guest) -> str:
    member = year.members[guest.member]
    school = year.schools.get(member.school or "")
    return school.name if school is not None else member.organisation


def _answer(answer: Answer | None, words: Words) -> str:
    return words.say(_ANSWERS[answer]) if answer is not None else ""

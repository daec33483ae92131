"""An allocation in; a workbook with a sheet to sign for each session, on one A4 each, out.

Who leads it signs as well, first: they are expected, and get a certificate for it.
"""

from collections.abc import Iterator, Mapping

from leernet.model.plan import session_reference
from leernet.words import _
from leernet.write.papers.printed import PrintedSheet, printed_workbook
from leernet.write.programme_names import SeriesNames


def signing_workbook(
    names: SeriesNames, present: Mapping[tuple[str, str], tuple[str, ...]], goals: Mapping[str, str]
) -> bytes | None:
    """``<series>-signing.xlsx``; None where nobody is placed.

    Args:
        present: who is in each session, by moment and workshop, in the order of time and then of name.
        goals: what people hope to learn, by id.
    """
    sheets = tuple(_sheets(names, present, goals))
    return printed_workbook(sheets) if sheets else None


def _sheets(
    names: SeriesNames, present: Mapping[tuple[str, str], tuple[str, ...]], goals: Mapping[str, str]
) -> Iterator[PrintedSheet]:
    say = names.words.say
    for (moment, workshop), members in present.items():
        day = ", ".join(filter(None, (names.day(moment, workshop), names.time(moment, workshop))))
        leads = names.presenters(workshop)
        lines = (
            names.title,
            day,
            names.place(moment, workshop),
            say(_("Led by {names}", names=leads)) if leads else "",
        )
        leading = names.year.workshops[workshop].presenter if workshop in names.year.workshops else ()
        expected = (
            *(each for each in leading if each in names.year.members and each not in members),
            *members,
        )
        learning = any(goals.get(member) for member in members)
        headings = (_("Name"), _("School"), *((_("Learning goal"),) if learning else ()), _("Signature"))
        yield PrintedSheet(
            f"{names.workshop(workshop)[:20]} {moment}",
            names.workshop(workshop),
            tuple(line for line in lines if line),
            tuple(map(say, headings)),
            tuple(
                (
                    *(names.member(member), names.school_of(member)),
                    *((goals.get(member, ""),) if learning else ()),
                    "",
                )
                for member in expected
            ),
            (24, 22, 28, 16) if learning else (28, 30, 32),
            reference=session_reference(names.series.id, moment, workshop),
        )

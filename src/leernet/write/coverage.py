"""What everybody got over the years in; a workbook for boards and the facilitator out."""

from collections.abc import Mapping

from leernet.explain.coverage import Coverage, Covered, Kind, NeverCame
from leernet.model.selection import school_name
from leernet.model.weekdays import HalfDay, HalfDays
from leernet.model.year import Year
from leernet.words import Sentence, Words, _
from leernet.write.dates import half_day_words, weekday_word
from leernet.write.tables import Cell, Sheet
from leernet.write.workbook import xlsx_bytes

_KINDS: Mapping[Kind, tuple[Sentence, Sentence]] = {
    "school": (_("Schools"), _("School")),
    "board": (_("Boards"), _("Board")),
    "cohort": (_("Cohorts"), _("Cohort")),
}


def coverage_workbook(year: Year, coverage: Coverage, words: Words) -> bytes:
    """A sheet for schools, boards and cohorts, and one with who never came; without people of them none."""
    sheets = [
        _groups(year, coverage, kind, words) for kind in _KINDS if coverage.groups[kind] or kind == "school"
    ]
    return xlsx_bytes((*sheets, _never(year, coverage.never, words)))


def _groups(year: Year, coverage: Coverage, kind: Kind, words: Words) -> Sheet:
    say = words.say
    title, heading = _KINDS[kind]
    of_years = tuple(
        say(text)
        for one in coverage.years
        for text in (_("{year}: came", year=str(one)), _("{year}: expected", year=str(one)))
    )
    others = (_("Hours in total"), _("Never came"), _("Weekday that would change it"))
    rows = tuple(_row(year, coverage, kind, one, words) for one in coverage.groups[kind])
    return Sheet(say(title), (say(heading), *of_years, *(say(text) for text in others)), rows)


def _row(year: Year, coverage: Coverage, kind: Kind, one: Covered, words: Words) -> tuple[Cell, ...]:
    shares = [one.years.get(at) for at in coverage.years]
    counts = tuple(
        cell for share in shares for cell in (("", "") if share is None else (share.came, share.expected))
    )
    names = ", ".join(year.members[id].name for id in one.never)
    day = "" if one.weekday is None else weekday_word(one.weekday, words.language)
    return (_name(year, kind, one.id), *counts, round(one.minutes / 60), names, day)


def _name(year: Year, kind: Kind, id: str) -> str:
    if kind == "school":
        return school_name(year, id)
    return (year.boards[id].name if kind == "board" and id in year.boards else "") or id


def _never(year: Year, people: tuple[NeverCame, ...], words: Words) -> Sheet:
    say = words.say
    headings = (
        *(_("Name"), _("School"), _("Expected"), _("Of which on a day off")),
        *(_("Works on"), _("Weekday that would change it")),
    )
    rows = tuple(
        (
            year.members[one.member].name,
            school_name(year, school) if (school := year.members[one.member].school) else "",
            one.expected,
            one.not_working,
            ", ".join(half_day_words(_whole_weeks(year.members[one.member].working_days), words)),
            "" if one.weekday is None else weekday_word(one.weekday, words.language),
        )
        for one in people
    )
    return Sheet(say(_("Never came")), tuple(say(heading) for heading in headings), rows)


def _whole_weeks(halves: HalfDays | None) -> HalfDays:
    """Each half day once, whether it is worked every week or every other."""
    return tuple(sorted({HalfDay(half.weekday, half.half) for half in halves or ()}))

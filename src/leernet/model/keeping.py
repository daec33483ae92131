"""Personal data: what there is, where and why, and how long it is kept; documents and ``purge`` share it."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from dateutil.relativedelta import relativedelta
from msgspec import Struct
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from leernet.catalogue.values import NOT_A_TERM
from leernet.model.mistake import wrong
from leernet.words import Sentence, _

Unit = Literal["days", "weeks", "months", "years"]
_UNITS: dict[Unit, tuple[str, ...]] = {
    "days": ("day", "days", "dag", "dagen"),
    "weeks": ("week", "weeks", "weken"),
    "months": ("month", "months", "maand", "maanden"),
    "years": ("year", "years", "jaar", "jaren"),
}
_TERM = re.compile(r"(\d{1,4})\s*([A-Za-z]+)")


class Term(Struct, frozen=True):
    """A number of days, weeks, months or years."""

    count: int
    unit: Unit

    def after(self, day: date) -> date:
        """The last day of the term that begins on a day.

        >>> str(Term(3, "months").after(date(2026, 11, 30)))
        '2027-02-28'
        """
        match self.unit:
            case "days":
                return day + timedelta(days=self.count)
            case "weeks":
                return day + timedelta(weeks=self.count)
            case "months":
                return day + relativedelta(months=self.count)
        return day + relativedelta(years=self.count)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


def term_from_text(text: str) -> Term:
    """``3 months``, ``6 maanden``, ``2 jaar``.

    Raises:
        PydanticCustomError: not a number of days, weeks, months or years.
    """
    found = _TERM.fullmatch(text.strip())
    word = found[2].casefold() if found else ""
    for unit, words in _UNITS.items():
        if found is not None and word in words:
            return Term(int(found[1]), unit)
    raise wrong(NOT_A_TERM.broken(text=text))


def _term(value: Any) -> Term:
    return value if isinstance(value, Term) else term_from_text(str(value))


KeptFor = Annotated[
    Term,
    BeforeValidator(_term),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,4}\s*[A-Za-z]+$"}),
]
Name = Literal["choices", "availability", "inventory", "answers", "sent", "absent", "out"]
SHORT, LONG = Term(3, "months"), Term(6, "months")


class PersonalData(Struct, frozen=True):
    """One kind of personal data in a project.

    Attributes:
        where: the files, as people know them.
        what: what is in them.
        why: what it is for.
        term: key under ``year: keep:``; None for what the user wrote and ``purge`` only names.
        since: the term begins on the last day they are for, or at the end of the school year.
        goes: what ``purge`` does with it.
    """

    where: str
    what: Sentence
    why: Sentence
    term: Name | None
    since: Literal["day", "year"]
    goes: Sentence


_DELETED = _("the files are deleted")
_KEPT = _("kept: ids only, no names or addresses")
_NAMED = _("named only; you wrote it")

REGISTER: tuple[PersonalData, ...] = (
    PersonalData(
        "choices/",
        _("what people chose, and what else the form asked"),
        _("placing people in workshops, and showing that it was fair"),
        "choices",
        "day",
        _DELETED,
    ),
    PersonalData(
        "out/report-<series>.html",
        _("who chose what and who was placed by hand"),
        _("the facilitator looking at an allocation"),
        "choices",
        "day",
        _DELETED,
    ),
    PersonalData(
        "availability/",
        _("on which days people can come"),
        _("choosing dates"),
        "availability",
        "day",
        _DELETED,
    ),
    PersonalData(
        "inventory/",
        _("questions, cases and good practices of people"),
        _("preparing a meeting"),
        "inventory",
        "day",
        _("the files are deleted; how often each topic was named stays in .leernet/topics.json"),
    ),
    PersonalData(
        "answers.csv",
        _("who comes and who does not, as they said by phone or mail"),
        _("knowing how many will be there"),
        "answers",
        "year",
        _DELETED,
    ),
    PersonalData(
        "sent.yaml, .leernet/sending.json, drafts.json and feeds.json",
        _("who was sent what, with addresses, and what they answered"),
        _("sending each change once, and to whom it concerns"),
        "sent",
        "year",
        _("lines about that year are taken out; the file is deleted when none are left"),
    ),
    PersonalData(
        "plan.yaml, history/<school year>.yaml",
        _("who cannot come to which meeting ('absent'), and reasons of changes"),
        _("choosing dates when most people can come"),
        "absent",
        "year",
        _("those lists and reasons are emptied; ids, turns, pairs and groups stay"),
    ),
    PersonalData(
        "out/",
        _("invitations, lists, badges, agendas with groups, accounts per person"),
        _("a year of meetings"),
        "out",
        "year",
        _("deleted, except the site, the schedule and the feeds of networks"),
    ),
    PersonalData(
        ".leernet/undo/",
        _("records and documents as they were before the last commands"),
        _("undoing a command"),
        "out",
        "year",
        _("deleted, also whenever anything else is purged"),
    ),
    PersonalData(
        "allocation/, history/<school year>/allocation/",
        _("who was placed where, by id"),
        _("credit for bad luck in later years"),
        None,
        "year",
        _KEPT,
    ),
    PersonalData(
        "attendance/",
        _("who was there"),
        _("proofs of participation, and what schools and boards got"),
        None,
        "year",
        _NAMED,
    ),
    PersonalData(
        "history/<school year>/attendance.yaml",
        _("who was expected at what and who came, by id, with school and cohort"),
        _("what schools, boards and cohorts got over the years"),
        None,
        "year",
        _KEPT,
    ),
    PersonalData(
        ".leernet/ids.yaml",
        _("names, addresses and schools of those whose ids leernet made"),
        _("an id that stays when a name or an address changes"),
        "sent",
        "year",
        _("lines about people who are in no table any more are taken out"),
    ),
    PersonalData(
        "members.*, *.yaml",
        _("names, addresses, schools, roles, working days and days away"),
        _("planning and inviting"),
        None,
        "year",
        _NAMED,
    ),
)

"""The key `year`: what holds for the whole project."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from leernet.model.keeping import LONG, SHORT, KeptFor
from leernet.model.values import DayList, Email, Label, Number, Region, SchoolYearValue
from leernet.model.year.definition import Definition, dutch
from leernet.words import Language


class Organiser(Definition):
    """Who sends the invitations."""

    name: Annotated[Label, dutch("naam")]
    email: Annotated[Email, dutch("e-mail", "e-mailadres")]


class Page(Definition):
    """Where the published pages are."""

    url: Label


class Keep(Definition):
    """How long personal data is kept before ``leernet purge`` takes it away."""

    choices: Annotated[KeptFor, dutch("keuzes")] = SHORT
    availability: Annotated[KeptFor, dutch("beschikbaarheid")] = SHORT
    inventory: Annotated[KeptFor, dutch("inventarisatie")] = SHORT
    answers: Annotated[KeptFor, dutch("antwoorden")] = LONG
    sent: Annotated[KeptFor, dutch("verzonden")] = LONG
    absent: Annotated[KeptFor, dutch("afwezigen")] = LONG
    out: Annotated[KeptFor, dutch("documenten")] = LONG


class Limits(Definition):
    """What may not be asked of people; ``meetings_per_month`` of each of them, in a calendar month."""

    meetings_per_month: Annotated[Number | None, dutch("bijeenkomsten per maand")] = None


class Settings(Definition):
    """The key ``year``: what holds for the whole project."""

    school_year: Annotated[SchoolYearValue, dutch("schooljaar")]
    title: Annotated[Label, dutch("titel")] = ""
    language: Annotated[Language, dutch("taal")] = "nl"
    organiser: Annotated[Organiser | None, dutch("organisator")] = None
    holiday_region: Annotated[Region | None, dutch("vakantieregio", "regio")] = None
    closed: Annotated[DayList, dutch("gesloten", "vrij")] = ()
    avoid: Annotated[DayList, dutch("vermijd", "liever niet")] = ()
    page: Annotated[Page | None, dutch("pagina")] = None
    columns: Annotated[Mapping[Label, Mapping[Label, Label]], dutch("kolommen")] = Field(default_factory=dict)
    keep: Annotated[Keep, dutch("bewaren")] = Keep()
    limits: Annotated[Limits, dutch("grenzen")] = Limits()
    no_notice: Annotated[DayList, dutch("geen post", "geen berichten")] = ()

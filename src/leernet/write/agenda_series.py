"""A moment of a series in; its agenda, of all schools that receive workshops then, out."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.gathering import given_moments
from leernet.model.plan import Plan, session_reference
from leernet.model.programme import TimedBlock, moment_as_meeting, programme_of
from leernet.model.selection import series_workshops
from leernet.model.values import Span
from leernet.model.year import Series, Workshop, Year
from leernet.words import Language, Words, _, words
from leernet.write.agenda import Agenda, AgendaBlock, agenda_block, contact_of, documents_of, workshop_line
from leernet.write.dates import long_date, time_span


class Morning(Struct, frozen=True):
    """What one place receives at a moment of a series.

    Attributes:
        school: id; None where it is elsewhere or not known yet.
        place: name of the school, or where else it is; empty while nobody knows.
    """

    day: date | None
    span: Span | None
    school: str | None
    place: str
    workshops: tuple[Workshop, ...]


class SeriesMoment(Struct, frozen=True):
    """A moment of a series outside a meeting, with what each place receives, by name of the place."""

    series: Series
    moment: str
    mornings: tuple[Morning, ...]

    @property
    def reference(self) -> str:
        """As ``studentworkshops/herfst``."""
        return f"{self.series.id}/{self.moment}"

    @property
    def title(self) -> str:
        """As ``Workshops voor studenten, herfst``."""
        return f"{self.series.title or self.series.id}, {self.moment}"

    @property
    def days(self) -> tuple[date, ...]:
        """The days it is on, in order."""
        return tuple(sorted({one.day for one in self.mornings if one.day is not None}))

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is, by name."""
        return tuple(dict.fromkeys(one.place for one in self.mornings if one.place))


def series_moments(year: Year, plan: Plan) -> tuple[SeriesMoment, ...]:
    """Every moment of every series that does not lie inside a meeting, by reference."""
    return tuple(
        SeriesMoment(series, id, _mornings(year, plan, series, id))
        for _id, series in sorted(year.series.items())
        for id, moment in sorted(series.moments.items())
        if not moment.meeting
    )


def _mornings(year: Year, plan: Plan, series: Series, moment: str) -> tuple[Morning, ...]:
    asked = series.moments[moment]
    is_planned = any(reference.startswith(f"{series.id}/{moment}/") for reference in plan.sessions)
    found: dict[tuple[date | None, Span | None, str | None, str], list[Workshop]] = {}
    for workshop in series_workshops(year, series.id):
        planned = plan.sessions.get(session_reference(series.id, moment, workshop.id))
        # What the others' plan does not have does not run.
        without_a_plan = moment in given_moments(series, workshop) and not is_planned
        if workshop.runs == "no" or not (planned or without_a_plan):
            continue
        place = (planned.school if planned else None) or workshop.school
        location = planned.location if planned else ""
        only = asked.days[0] if len(asked.days) == 1 else None
        day, span = (planned.day, planned.span) if planned else (only, asked.time)
        found.setdefault((day, span, place, location), []).append(workshop)
    mornings = (
        Morning(day, span, school, _name(year, school) or location, tuple(many))
        for (day, span, school, location), many in found.items()
    )
    return tuple(sorted(mornings, key=lambda one: (one.day or date.max, one.place, one.school or "")))


def _name(year: Year, school: str | None) -> str:
    known = year.schools.get(school or "")
    return known.name if known else ""


def series_agenda(year: Year, moment: SeriesMoment, language: Language) -> Agenda:
    """The agenda of a moment: blocks that all places have in common once, the others with their place."""
    say = words(language)
    series = moment.series
    network, _meeting = moment_as_meeting(year, series, moment.moment)
    contact = contact_of(year, network)
    where = ", ".join(moment.places) or say.say(_("The place follows"))
    return Agenda(
        reference=moment.reference,
        language=language,
        partnership=year.settings.title,
        network=network.title,
        title=moment.title,
        cancelled=False,
        day=moment.days[0] if moment.days else None,
        when=_when(moment, say),
        facts=((say.say(_("Where")), where),),
        link="",
        blocks=tuple(_shared(year, moment, say)),
        groups=(),
        preparation=(),
        contact=say.say(_("Can you not be there? Tell {name}.", name=contact.name)),
        contact_email=contact.email,
    )


def _when(moment: SeriesMoment, say: Words) -> str:
    spans = sorted({one.span for one in moment.mornings if one.span is not None})
    if not moment.days:
        return say.say(_("The date follows"))
    days = say.listing(tuple(long_date(day, say.language) for day in moment.days))
    if not spans:
        return days
    whole = Span(min(one.start for one in spans), max(one.end for one in spans))
    return f"{days}, {time_span(whole, say.language)}"


def _shared(year: Year, moment: SeriesMoment, say: Words) -> Iterator[AgendaBlock]:
    """The blocks in order of time; one that not every place has says which have it."""
    places: dict[AgendaBlock, list[str]] = {}
    for one in moment.mornings:
        for block in _blocks(year, moment, one, say):
            places.setdefault(block, []).append(_place(moment, one, say))
    everywhere = len(moment.mornings)
    for block, names in sorted(places.items(), key=lambda item: (item[0].start, item[1], item[0].end)):
        yield block if len(names) == everywhere else replace(block, audience=say.listing(tuple(names)))


def _place(moment: SeriesMoment, one: Morning, say: Words) -> str:
    """The place; with its day where the moment is on several."""
    if len(moment.days) < 2 or one.day is None:
        return one.place or say.say(_("The place follows"))
    return f"{one.place} ({long_date(one.day, say.language)})"


def _blocks(year: Year, moment: SeriesMoment, one: Morning, say: Words) -> Iterator[AgendaBlock]:
    if one.span is None:
        return
    network, meeting = moment_as_meeting(year, moment.series, moment.moment)
    timed = programme_of(year, network, meeting, one.span, one.school, say.language)
    whole = TimedBlock(one.span.start, one.span.end, say.say(_("Workshops")), kind="workshops")
    for block in timed or (whole,):
        workshops = one.workshops if block.kind == "workshops" else ()
        yield agenda_block(year, block, tuple(workshop_line(year, workshop) for workshop in workshops), say)


def series_agenda_documents(year: Year, plan: Plan) -> Mapping[str, bytes]:
    """The agendas of moments whose series has a programme, by path in the project."""
    return documents_of(
        series_agenda(year, moment, year.settings.language)
        for moment in series_moments(year, plan)
        if moment.series.programme is not None and moment.days
    )


def is_over(moment: SeriesMoment, today: date) -> bool:
    """Whether its last day has passed."""
    return bool(moment.days) and moment.days[-1] + timedelta(days=1) <= today

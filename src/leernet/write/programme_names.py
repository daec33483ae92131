"""A year, its plan and a series in; how a reader knows its workshops, moments, people and schools out."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from leernet.explain.standings import Got
from leernet.model.plan import Plan
from leernet.model.selection import school_name, series_workshops
from leernet.model.year import Series, Year
from leernet.solve.workshops.sessions import When, when
from leernet.words import Words
from leernet.write.dates import long_date, short_date, time_span


class SeriesNames(Struct, frozen=True, dict=True):
    """The names of one series, for readers of one language; what every row asks for is worked out once."""

    year: Year
    plan: Plan | None
    series: Series
    words: Words

    @property
    def title(self) -> str:
        """What the series is called."""
        return self.series.title or self.series.id

    def workshop(self, workshop: str) -> str:
        """Its title, or its id where it has none."""
        found = self.year.workshops.get(workshop)
        return (found.title if found else "") or workshop

    def member(self, member: str) -> str:
        """The name of a member."""
        found = self.year.members.get(member)
        return found.name if found else member

    def school_of(self, member: str) -> str:
        """The school or organisation of a member; empty where nobody said."""
        found = self.year.members.get(member)
        if found is None:
            return ""
        return school_name(self.year, found.school) if found.school else found.organisation

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """The moments of the series in the order of their days, and as defined where days are unknown."""
        defined = tuple(self.series.moments)
        days = {moment: min(self.days(moment), default=date.max) for moment in defined}
        return tuple(sorted(defined, key=lambda moment: (days[moment], defined.index(moment))))

    def in_time(self, places: Iterable[Got]) -> tuple[Got, ...]:
        """Places in the order of their moments."""
        moments = self.moments
        return tuple(sorted(places, key=lambda got: (moments.index(got.moment), got.workshop)))

    def days(self, moment: str) -> set[date]:
        """The days on which sessions of a moment are, as far as they are known."""
        workshops = series_workshops(self.year, self.series.id)
        days = (self._when(moment, workshop.id).day for workshop in workshops)
        return {day for day in days if day is not None}

    def moment(self, moment: str) -> str:
        """Its id as people say it, with the day where all its sessions are on one day."""
        return self._moment_names.get(moment, moment)

    @cached_property
    def _moment_names(self) -> Mapping[str, str]:
        return {moment: self._moment_name(moment) for moment in self.series.moments}

    def _moment_name(self, moment: str) -> str:
        days = self.days(moment)
        day = min(days) if len(days) == 1 else None
        name = moment.replace("-", " ").replace("_", " ").capitalize()
        return f"{name} ({short_date(day, self.words.language)})" if day else name

    def _when(self, moment: str, workshop: str) -> When:
        return when(self.year, self.plan, self.series, moment, workshop)

    def begins(self, moment: str, workshop: str) -> tuple[date, str]:
        """Sort key: when a session begins; one without a day comes last."""
        known = self._when(moment, workshop)
        return known.day or date.max, f"{known.span.start:%H:%M}" if known.span else ""

    def day(self, moment: str, workshop: str) -> str:
        """The day of a session in words; empty while it is not known."""
        day = self._when(moment, workshop).day
        return long_date(day, self.words.language) if day else ""

    def own_day(self, moment: str, workshop: str) -> str:
        """The day of a session where others of its moment are on other days; else empty."""
        day = self._when(moment, workshop).day
        return short_date(day, self.words.language) if day and len(self.days(moment)) > 1 else ""

    def moment_of(self, moment: str, workshop: str) -> str:
        """The moment of a session, with its day where others of the moment are on other days."""
        day = self.own_day(moment, workshop)
        return f"{self.moment(moment)} ({day})" if day else self.moment(moment)

    def time(self, moment: str, workshop: str) -> str:
        """From when to when; empty while it is not known."""
        span = self._when(moment, workshop).span
        return time_span(span, self.words.language) if span else ""

    def place(self, moment: str, workshop: str) -> str:
        """Where a session is; empty while it is not known."""
        known = self._when(moment, workshop)
        found = self.year.workshops.get(workshop)
        where = school_name(self.year, known.school) if known.school else known.location
        return ", ".join(part for part in (where, found.room if found else "") if part)

    def host(self, moment: str, workshop: str) -> str | None:
        """Id of the school that receives a session."""
        return self._when(moment, workshop).school

    def presenters(self, workshop: str) -> str:
        """Who leads a workshop."""
        found = self.year.workshops.get(workshop)
        return self.words.listing(tuple(self.member(name) for name in found.presenter)) if found else ""

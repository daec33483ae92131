"""A programme that does not fit in; the year with fewer workshops or a moment more, and rooms, out."""

from collections.abc import Iterable

from leernet.model.updated import updated
from leernet.model.year import School, Year


def without_workshops(year: Year, ids: Iterable[str]) -> Year:
    """The year in which these workshops do not run."""
    for id in ids:
        year = updated(year, ("workshops", id), runs="no")
    return year


def a_moment_more(year: Year, series: str) -> Year | None:
    """The year in which a series has one moment more, on any day; None where none says how long it is."""
    moments = year.series[series].moments
    timed = (moment for _id, moment in sorted(moments.items()) if moment.time is not None)
    like = next((moment for moment in timed if not moment.meeting), None)
    if like is None:
        return None
    any_day = {"window": None, "date": None, "dates": (), "weekdays": None}
    more = {**moments, f"{series}-": like.model_copy(update=any_day)}
    return updated(year, ("series", series), moments=more)


def schools_for_more(year: Year, workshop: str, most: int) -> tuple[School, ...]:
    """The schools where one more room would be of use: where the workshop is to be, else the largest."""
    asked = year.workshops[workshop].school
    if asked is not None:
        return (year.schools[asked],)
    needed = year.workshops[workshop].seats.largest
    large = (school for school in year.schools.values() if (school.host_seats or 0) >= needed)
    return tuple(sorted(large, key=lambda school: (-(school.host_seats or 0), school.id)))[:most]

"""An occasion and what people hope to learn in; the same, told to whoever leads their workshop, out."""

from collections.abc import Iterator

from msgspec.structs import replace

from leernet.model.plan import session_reference
from leernet.model.records import Records
from leernet.model.view import Guest, Occasion, View, clean
from leernet.model.year import Series, Year
from leernet.write.personal import each_guest_sees


def with_learning_goals(occasion: Occasion, year: Year, records: Records) -> Occasion:
    """The occasion, each presenter told what those in their workshops hope to learn, by name."""
    told: dict[str, list[str]] = {}
    for series_id, choices in records.choices.items():
        series, goals = year.series.get(series_id), choices.learning_goals
        for name, workshop in _placed(occasion, series, records) if series and goals else ():
            member, led = year.members.get(name), year.workshops.get(workshop)
            if member is None or led is None or name not in goals:
                continue
            for presenter in led.presenter:
                told.setdefault(presenter, []).append(f"{member.name}: {goals[name]}")
    if not told:
        return occasion

    def sees(guest: Guest) -> View:
        return replace(guest.view, learning_goals=tuple(map(clean, sorted(told.get(guest.member, ())))))

    return each_guest_sees(occasion, sees)


def _placed(occasion: Occasion, series: Series, records: Records) -> Iterator[tuple[str, str]]:
    """Members and their workshops in this session, or in rounds of this meeting."""
    for member, chosen in records.placements.get(series.id, {}).items():
        for moment, workshop in chosen.items():
            within = series.moments[moment].meeting if moment in series.moments else ""
            here = (session_reference(series.id, moment, workshop), within)
            if occasion.reference in here:
                yield member, workshop

"""An occasion and what people hope to learn in; the same, told to whoever leads their workshop, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from leernet.model.plan import session_reference
from leernet.model.records import Records
from leernet.model.view import Occasion, clean
from leernet.model.year import Series, Year


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
    guests = tuple(
        replace(
            guest,
            view=replace(guest.view, learning_goals=tuple(map(clean, sorted(told.get(guest.member, ()))))),
        )
        for guest in occasion.guests
    )
    return replace(occasion, guests=guests)


def _placed(occasion: Occasion, series: Series, records: Records) -> Iterator[tuple[str, str]]:
    """Members and their workshops in this session, or in rounds of this meeting."""
    for member, chosen in records.placements.get(series.id, {}).items():
        for moment, workshop in chosen.items():
            within = series.moments[moment].meeting if moment in series.moments else ""
            here = (session_reference(series.id, moment, workshop), within)
            if occasion.reference in here:
                yield member, workshop

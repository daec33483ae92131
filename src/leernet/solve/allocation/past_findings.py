"""What the definitions say otherwise about sessions that have been."""

from collections import Counter
from collections.abc import Iterator

from leernet.catalogue.allocation import PLACED_IN_THE_PAST, SESSION_HAS_BEEN, TWICE_IN_THE_PAST
from leernet.finding import Finding, Places
from leernet.model.choices import Choices
from leernet.model.plan import Plan
from leernet.model.year import Series, Year
from leernet.solve.allocation.past import Past, changed_since


def past_findings(
    been: Past,
    year: Year,
    plan: Plan | None,
    series: Series,
    choices: Choices,
    places: Places,
    record_places: Places,
) -> tuple[Finding, ...]:
    """Definitions changed after the day, placements by hand in the past, and records that cannot be.

    Args:
        places: where the definitions are.
        record_places: where the values of the record are.
    """
    return (
        *_changed(been, year, plan, series, places),
        *_placed(been, year, choices),
        *_twice(been, year, record_places),
    )


def _title(year: Year, workshop: str) -> str:
    found = year.workshops.get(workshop)
    return (found.title if found else "") or workshop


def _changed(been: Past, year: Year, plan: Plan | None, series: Series, places: Places) -> Iterator[Finding]:
    moments: dict[str, list[str]] = {}
    for session in changed_since(been, year, plan, series):
        moment, _stroke, workshop = session.partition("/")
        moments.setdefault(workshop, []).append(moment)
    for workshop, at in sorted(moments.items()):
        yield SESSION_HAS_BEEN.at(
            places.of("workshops", workshop),
            count=len(at),
            workshop=_title(year, workshop),
            moments=tuple(at),
        )


def _placed(been: Past, year: Year, choices: Choices) -> Iterator[Finding]:
    for answer in choices.answers:
        had = been.had(answer.member)
        for place in answer.placed:
            key = (place.moment, place.workshop)
            if (place.moment in been.moments or "/".join(key) in been.over) and key not in had:
                yield PLACED_IN_THE_PAST.at(
                    answer.place,
                    member=answer.member,
                    workshop=_title(year, place.workshop),
                    moment=place.moment,
                )


def _twice(been: Past, year: Year, record_places: Places) -> Iterator[Finding]:
    for member in been.record.placements if been.record is not None and been.over else ():
        times = Counter(workshop for _moment, workshop in been.had(member))
        for workshop in sorted(name for name, number in times.items() if number > 1):
            yield TWICE_IN_THE_PAST.at(
                record_places.of("placements", member), member=member, workshop=_title(year, workshop)
            )

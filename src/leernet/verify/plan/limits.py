"""A plan in; who has more meetings in a calendar month than the year allows, out: counted by person."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from leernet.catalogue.plan import PLAN_TOO_MANY_IN_MONTH
from leernet.finding import Finding, Path, Place
from leernet.model.gathering import Gathering, expected_spans, needs
from leernet.model.plan import PlannedMeeting
from leernet.model.year import Year
from leernet.verify.attendance import is_member
from leernet.verify.plan.past import PAST
from leernet.words import first_of

# So many people are named.
_SHOWN = 3


def too_many_in_a_month(
    year: Year, planned: Mapping[str, tuple[Gathering, PlannedMeeting]], place: Callable[[Path], Place]
) -> Iterator[Finding]:
    """Months in which people are asked for more meetings than they may have, where the last is to come."""
    most = year.settings.limits.meetings_per_month
    if most is None:
        return
    in_time = sorted(planned.items(), key=lambda found: (found[1][1].day, found[0]))
    for (of_year, month), own in groupby(in_time, key=lambda found: found[1][1].day.timetuple()[:2]):
        asked: dict[str, list[str]] = {}
        for reference, (gathering, meeting) in own:
            for id in _people(year, gathering):
                if id in year.members and is_member(year.members[id], meeting.day):
                    asked.setdefault(id, []).append(reference)
        over = [id for id, meetings in sorted(asked.items()) if len(meetings) > most]
        last = max((asked[id][-1] for id in over), key=lambda ref: planned[ref][1].day, default="")
        at = place(("meetings", last, "date"))
        if over and at != PAST:
            yield PLAN_TOO_MANY_IN_MONTH.at(
                at,
                count=len(over),
                people=first_of([year.members[id].name for id in over], _SHOWN),
                most=most,
                month=f"{of_year}-{month:02}",
            )


def _people(year: Year, gathering: Gathering) -> set[str]:
    """Who is wanted at a meeting, and who must be there each; not those of whom one will do."""
    if gathering.series is not None:
        return set()
    must = (need.members for need in needs(year, gathering) if need.at_least >= len(need.members))
    return {*expected_spans(year, gathering), *(id for ids in must for id in ids)}

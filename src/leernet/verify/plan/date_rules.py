"""Dates that a plan might have had in; whether they keep what is asked of days, people and months, out."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np

from leernet.days.calendar import calendar_of
from leernet.finding import Path, Place, Places
from leernet.model.gathering import Gathering, needs
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.year import Year
from leernet.verify.plan.at_once import too_few_people
from leernet.verify.plan.checked import place_in_plan
from leernet.verify.plan.date_bound import DateBound
from leernet.verify.plan.date_paths import NEVER
from leernet.verify.plan.headcount import must_come
from leernet.verify.plan.limits import too_many_in_a_month
from leernet.verify.plan.order import not_after
from leernet.verify.plan.past import PAST, with_past_marked


class DateRules:
    """The rules of the dates of a year, without those about workshops: there may be others for them."""

    def __init__(self, year: Year, plan: Plan, dates: DateBound, today: date | None) -> None:
        self.year, self.dates, self.calendar = year, dates, calendar_of(year)
        self.plan = plan.model_copy(update={"sessions": {}})
        self.places = with_past_marked(plan, Places(), today)
        self.must = [must_come(needs(year, event.gathering)) for event in dates.events]
        self.past = {
            ref for ref, meeting in plan.meetings.items() if today is not None and meeting.day < today
        }

    def kept(self, places: Sequence[int]) -> bool:
        """Whether dates keep the rules, given as places in the days of each meeting."""
        return self._apart(places) and self._of_people(places)

    def _apart(self, places: Sequence[int]) -> bool:
        """Whether the meetings of each network have the days and boards between them that are asked."""
        for id, network in self.dates.networks.items():
            own = self.dates.chains[id]
            free = [np.zeros(len(self.dates.events[number].days), np.int64) for number in own]
            if network.cost([places[number] for number in own], free) >= NEVER:
                return False
        return True

    def _of_people(self, places: Sequence[int]) -> bool:
        """Whether nobody is needed twice at a time or too often in a month, and there are enough of all."""
        planned: dict[str, tuple[Gathering, PlannedMeeting]] = {}
        on_day: dict[date, list[int]] = {}
        for at, (event, place) in enumerate(zip(self.dates.events, places, strict=True)):
            day, reference = date.fromordinal(int(event.days[place])), event.gathering.reference
            on_day.setdefault(day, []).append(at)
            if reference in self.plan.meetings:
                meeting = self.plan.meetings[reference].model_copy(update={"day": day, "facilitator": None})
                planned[reference] = event.gathering, meeting
        if any(self._clash(one, other) for own in on_day.values() for one, other in combinations(own, 2)):
            return False
        meetings = {reference: meeting for reference, (_gathering, meeting) in planned.items()}
        found = (
            *not_after(self.year, meetings, self._place),
            *too_many_in_a_month(self.year, planned, self._place),
            *too_few_people(self.year, self.plan, self.calendar, planned, self._place),
        )
        return all(finding.place == PAST for finding in found)

    def _clash(self, one: int, other: int) -> bool:
        first, second = (self.dates.events[at].gathering for at in (one, other))
        if first.span is None or second.span is None or not first.span.overlaps(second.span):
            return False
        past = {first.reference, second.reference} <= self.past
        return not past and not self.must[one].isdisjoint(self.must[other])

    def _place(self, path: Path) -> Place:
        return place_in_plan(self.places, path)

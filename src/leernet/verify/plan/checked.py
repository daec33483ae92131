"""What every rule of a plan looks at."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from leernet.days.calendar import Calendar
from leernet.finding import Path, Place, Places
from leernet.model.gathering import Gathering
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.year import Year


class Checked(Struct, frozen=True):
    """What every rule looks at.

    Attributes:
        planned: the gatherings that the plan has a date for, with that part of the plan.
        told: references of the meetings that people were invited to.
    """

    year: Year
    plan: Plan
    places: Places
    calendar: Calendar
    history: tuple[Plan, ...]
    planned: Mapping[str, tuple[Gathering, PlannedMeeting]]
    told: frozenset[str] = frozenset()
    today: date | None = None

    def place(self, path: Path) -> Place:
        return place_in_plan(self.places, path)


def place_in_plan(places: Places, path: Path) -> Place:
    """Place of the value at ``path`` in ``plan.yaml``, or of the nearest thing around it that has one."""
    known = (places.values.get(path[:length]) for length in range(len(path), 0, -1))
    return next((place for place in known if place is not None), Place("plan.yaml"))

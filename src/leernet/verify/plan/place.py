"""Where a part of a plan is in its file."""

from leernet.finding import Path, Place, Places


def place_in_plan(places: Places, path: Path) -> Place:
    """Place of the value at ``path`` in ``plan.yaml``, or of the nearest thing around it that has one."""
    known = (places.values.get(path[:length]) for length in range(len(path), 0, -1))
    return next((place for place in known if place is not None), Place("plan.yaml"))

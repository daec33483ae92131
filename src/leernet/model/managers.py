"""The superiors of a member: the manager, their manager, and so on."""

from leernet.model.year import Year


def superiors(year: Year, member: str) -> tuple[str, ...]:
    """Manager, manager of the manager and so on; ids, nearest first. A circle ends where it closes."""
    above: list[str] = []
    at = year.members.get(member)
    while at is not None and at.manager is not None and at.manager not in (*above, member):
        above.append(at.manager)
        at = year.members.get(at.manager)
    return tuple(above)

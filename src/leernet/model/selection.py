"""A year and a selector in; the members, schools and hosts meant by it out, in the order of their ids."""

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter

from leernet.model.values import Days, Span
from leernet.model.weekdays import HalfDays
from leernet.model.year import (
    Meeting,
    Member,
    Network,
    School,
    SchoolSelector,
    Selector,
    Series,
    Workshop,
    Year,
)


def selected_members(year: Year, selector: Selector) -> tuple[Member, ...]:
    """The members that fit every key of the selector, and those it names, less the exceptions; by id."""
    named, excluded = frozenset(selector.members), frozenset(selector.excluded)
    fits = _fitting(year, selector)
    found = (
        member for id, member in year.members.items() if id not in excluded and (id in named or fits(member))
    )
    # Few are selected among thousands: only those are put in order.
    return tuple(sorted(found, key=_id))


_id = attrgetter("id")


def _fitting(year: Year, selector: Selector) -> Callable[[Member], bool]:
    """What is asked of a member, worked out once: large projects select among thousands, often."""
    roles, cohorts = frozenset(selector.roles), frozenset(selector.cohorts)
    schools = _asked_schools(year, selector)
    # A selector that names people and nothing else means those people, not everybody.
    if not roles and not cohorts and schools is None:
        everybody = not selector.members
        return lambda _member: everybody
    return lambda member: (
        (not roles or not roles.isdisjoint(member.roles))
        and (not cohorts or member.cohort in cohorts)
        and (schools is None or member.school in schools)
    )


def _asked_schools(year: Year, selector: Selector) -> frozenset[str] | None:
    """The schools whose people are meant; None where schools do not matter."""
    if not (selector.boards or selector.schools or selector.areas):
        return None
    asked = {id: year.schools.get(id) for id in {*year.schools, *selector.schools}}
    return frozenset(
        id
        for id, school in asked.items()
        if (not selector.schools or id in selector.schools)
        and (not selector.boards or (school is not None and school.board in selector.boards))
        and (not selector.areas or (school is not None and school.area in selector.areas))
    )


def selected_schools(year: Year, selector: SchoolSelector) -> tuple[School, ...]:
    """The schools that fit every key of the selector, less the exceptions; by id."""
    return tuple(
        school
        for id, school in sorted(year.schools.items())
        if id not in selector.excluded
        and (not selector.schools or id in selector.schools)
        and (not selector.boards or school.board in selector.boards)
        and (not selector.areas or school.area in selector.areas)
    )


def takes_part_on(member: Member, day: date) -> bool:
    """Whether the member has joined and not left on that day."""
    return (member.joined is None or member.joined <= day) and (member.until is None or day <= member.until)


def takes_part_in(member: Member, days: Days) -> bool:
    """Whether the member takes part on at least one of these days."""
    return (member.joined is None or member.joined <= days.last) and (
        member.until is None or member.until >= days.first
    )


def wanted_members(year: Year, network: Network) -> tuple[Member, ...]:
    """The members of a network whose absence counts, its facilitator among them; by id."""
    whole_year = year.school_year.days
    wanted = {member.id for member in selected_members(year, network.members)} | _sole_facilitator(network)
    found = (year.members[id] for id in sorted(wanted) if id in year.members)
    return tuple(member for member in found if takes_part_in(member, whole_year))


def members_still_there(year: Year, network: Network, today: date | None) -> tuple[Member, ...]:
    """Those the network is for and who have not left by today; by id.

    The facilitator is not one of them by that alone: nobody divides or pairs who only invites.
    """
    asked = {member.id for member in selected_members(year, network.members)}
    return tuple(
        member
        for member in wanted_members(year, network)
        if member.id in asked and (today is None or member.until is None or member.until >= today)
    )


def _sole_facilitator(network: Network) -> set[str]:
    """The facilitator, where there is one; of several whoever can comes."""
    return set(network.facilitators) if len(network.facilitators) == 1 else set()


def needed_members(year: Year, network: Network, meeting: Meeting | None = None) -> tuple[Member, ...]:
    """The facilitator, and all of a requirement that needs everybody it selects; by id.

    With a meeting also those that this meeting requires.

    Of "one of these three" nobody is needed yet: which of them comes, they agree among themselves.
    """
    needed = _sole_facilitator(network)
    for required in (*network.required, *(meeting.required if meeting is not None else ())):
        asked = [member.id for member in selected_members(year, required.any_of)]
        needed.update(asked if len(asked) <= required.at_least else ())
    whole_year = year.school_year.days
    found = (year.members[id] for id in sorted(needed) if id in year.members)
    return tuple(member for member in found if takes_part_in(member, whole_year))


def optional_members(year: Year, network: Network) -> tuple[Member, ...]:
    """Those who are invited but never block a date and are not counted; by id."""
    if network.optional is None:
        return ()
    wanted = {member.id for member in wanted_members(year, network)}
    whole_year = year.school_year.days
    return tuple(
        member
        for member in selected_members(year, network.optional)
        if member.id not in wanted and takes_part_in(member, whole_year)
    )


def series_members(year: Year, series: Series) -> tuple[Member, ...]:
    """The members for whom a series is and who are there in some part of the year; by id."""
    whole_year = year.school_year.days
    asked = selected_members(year, audience_of(year, series))
    return tuple(member for member in asked if takes_part_in(member, whole_year))


def audience_of(year: Year, series: Series) -> Selector:
    """Whom a series is for; ``members`` are those of its network, and without one nobody."""
    if isinstance(series.audience, Selector):
        return series.audience
    network = year.networks.get(series.network or "")
    return network.members if network else Selector(members=(), excluded=tuple(sorted(year.members)))


def series_workshops(year: Year, series: str) -> tuple[Workshop, ...]:
    """The workshops of a series; by id."""
    return tuple(workshop for _, workshop in sorted(year.workshops.items()) if workshop.series == series)


def possible_hosts(year: Year, network: Network) -> tuple[School, ...]:
    """The schools that take turns in hosting a network, whatever the day: the members' schools, or ``among``.

    An ``among`` of exceptions only means the members' schools less those. A school that does not say how many
    people it can receive cannot host. Whether the group fits is another question.
    """
    if network.hosts is None or network.hosts.rotate is None:
        return ()
    among = network.hosts.among or SchoolSelector()
    schools = selected_schools(year, among)
    if not (among.boards or among.schools or among.areas):
        of_members = {member.school for member in selected_members(year, network.members)}
        schools = tuple(school for school in schools if school.id in of_members)
    return tuple(school for school in schools if school.host_seats is not None)


def meeting_span(network: Network, meeting: Meeting) -> Span | None:
    """When on the day a meeting is: its own time, or its network's."""
    return meeting.time or network.time


def meeting_weekdays(network: Network, meeting: Meeting) -> HalfDays | None:
    """On which half days a meeting may be; None: any."""
    return meeting.weekdays or network.weekdays


def meeting_title(network: Network, meeting: Meeting) -> str:
    """What a meeting is called."""
    return meeting.title or network.title or network.id


def still_there(year: Year, people: Iterable[str], day: date) -> tuple[str, ...]:
    """Those of these people, by id, who take part on that day; the record keeps who left."""
    return tuple(id for id in people if id not in year.members or takes_part_on(year.members[id], day))


def group_room(network: Network, group: str) -> str:
    """The room of a group by its number; empty where the user names none for it."""
    rooms = network.groups.rooms if network.groups is not None else ()
    return {str(number): room for number, room in enumerate(rooms, 1)}.get(group, "")


def school_name(year: Year, school: str) -> str:
    """The name of a school as people know it."""
    found = year.schools.get(school)
    return found.name if found else school


def member_name(year: Year, member: str) -> str:
    """The name of a member; of a guest, and of who is gone, what is written."""
    found = year.members.get(member)
    return found.name if found else member


def superiors(year: Year, member: str) -> tuple[str, ...]:
    """Manager, manager of the manager and so on; ids, nearest first. A circle ends where it closes."""
    above: list[str] = []
    at = year.members.get(member)
    while at is not None and at.manager is not None and at.manager not in (*above, member):
        above.append(at.manager)
        at = year.members.get(at.manager)
    return tuple(above)

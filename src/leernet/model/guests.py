"""Members in; the guests of an occasion, and where it is, out."""

from collections.abc import Iterable, Iterator

from leernet.model.selection import takes_part_on
from leernet.model.view import Guest, Venue, View, clean
from leernet.model.year import Member, Year


def venue_of(year: Year, host: str | None, location: str) -> Venue:
    """Where something is: at a school, or at a place in words."""
    school = year.schools.get(host or "")
    if school is None:
        return Venue(name=clean(location or host or ""))
    return Venue(school.id, clean(school.name), clean(school.address or school.place))


def name_of(year: Year, member: str) -> str:
    """What somebody is called; who is gone, by their id."""
    found = year.members.get(member)
    return clean(found.name if found else member)


def guests_of(year: Year, members: Iterable[Member], view: View) -> Iterator[Guest]:
    """Those who can be reached and take part on the day."""
    for member in members:
        if member.email and takes_part_on(member, view.day):
            yield Guest(
                member=member.id,
                name=clean(member.name),
                address=member.email,
                language=member.language or year.settings.language,
                view=view,
                student="student" in member.roles,
            )


def each_once(guests: Iterable[Guest]) -> tuple[Guest, ...]:
    """Each address once, in order."""
    by_address: dict[str, Guest] = {}
    for guest in guests:
        by_address.setdefault(guest.address.casefold(), guest)
    return tuple(by_address[address] for address in sorted(by_address))

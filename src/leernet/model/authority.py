"""A year in; from which addresses somebody may answer out."""

from collections.abc import Iterator, Mapping

from leernet.model.year import Member, Year


def own_addresses(year: Year) -> Mapping[str, frozenset[str]]:
    """For each member the addresses that are theirs, in small letters."""
    return {id: frozenset(_own(member)) for id, member in year.members.items()}


def answering_addresses(year: Year) -> Mapping[str, frozenset[str]]:
    """For each member the addresses that may answer for them: their own, and those of their deputies."""
    own = own_addresses(year)
    return {
        id: own[id].union(*(own.get(one, frozenset((one.casefold(),))) for one in member.deputy))
        for id, member in year.members.items()
    }


def _own(member: Member) -> Iterator[str]:
    for address in (member.email, *member.also):
        if address:
            yield address.casefold()

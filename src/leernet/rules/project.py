"""What every rule looks at: the year, where its values are, and what is said of a word that is missing."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from leernet.catalogue.mends import (
    ADD_UNDER,
    DID_YOU_MEAN,
    DID_YOU_MEAN_AT,
    NAME_ONE_OF,
    THERE_ARE,
    THERE_IS_NONE,
)
from leernet.finding import Finding, Path, Places
from leernet.model.programme import written_blocks
from leernet.model.selection import selected_members
from leernet.model.year import Meeting, Member, Network, Programme, SchoolSelector, Selector, Year
from leernet.read.definitions import Definitions
from leernet.read.entries import line_of
from leernet.read.near import nearest
from leernet.words import Sentence, _

# A hint names what there is when there is no more of it than this.
_NAMED = 8


class Project(Struct, frozen=True):
    """The definitions of a project that has a year.

    Attributes:
        year: what could be kept of the definitions.
        places: where the values are.
        definitions: also what could not be kept.
        selected: the members that each selector selects, by the path of the selector.
    """

    year: Year
    places: Places
    definitions: Definitions
    selected: Mapping[Path, tuple[Member, ...]]

    def is_unknown(self, kind: str, id: str) -> bool:
        """Whether nothing of this kind has this id, also nothing that could not be read."""
        return id not in self.definitions.declared[kind] and kind not in self.definitions.unread

    def is_unknown_meeting(self, reference: str) -> bool:
        """The same for a meeting, ``schoolopleiders/herfst``; what network was not kept may have any."""
        network = reference.partition("/")[0]
        if network not in self.year.networks and not self.is_unknown("networks", network):
            return False
        return reference not in self.definitions.declared["meetings"]

    def is_whole(self, kind: str) -> bool:
        """Whether everything of this kind could be kept, so that it can be counted."""
        return kind not in self.definitions.incomplete

    def instead_of(self, kind: str, id: str) -> Sentence:
        """How to mend an id that does not exist."""
        existing: Mapping[str, object] = getattr(self.year, kind)
        called = {name.casefold(): of for of, thing in existing.items() if (name := _name_of(thing))}
        by_id = nearest(id, existing)
        meant = by_id or called.get(nearest(id, called) or "")
        if meant is not None:
            place = line_of(self.places.key(kind, meant))
            return DID_YOU_MEAN_AT(other=by_id or _name_of(existing[meant]), place=place)
        if 0 < len(existing) <= _NAMED:
            return NAME_ONE_OF(ids=", ".join(sorted(existing)))
        return ADD_UNDER(kind=kind)

    def stands(self, path: Path) -> bool:
        """Whether anything was written there, right or wrong."""
        return path in self.places.values

    def line(self, *path: str | int) -> str:
        """File and line of the key at a path, as a sentence names them."""
        return line_of(self.places.key(*path))

    def member_name(self, id: str) -> str:
        """The name of a member; the id where there is none."""
        member = self.year.members.get(id)
        return member.name if member and member.name else id


Check: TypeAlias = Callable[[Project], Iterator[Finding]]


def network_name(network: Network) -> str:
    """What people call a network."""
    return network.title or network.id


def meeting_name(network: Network, meeting: Meeting) -> str:
    """What people call a meeting; without a title of its own its id says which of the network it is."""
    return meeting.title or f"{network_name(network)} ({meeting.id})"


def one_of(existing: Collection[str], word: str) -> Sentence:
    """How to mend a word that is none of a few."""
    meant = nearest(word, existing)
    if meant is not None:
        return DID_YOU_MEAN(other=meant)
    if not existing:
        return THERE_IS_NONE()
    return THERE_ARE(ids=", ".join(sorted(existing)))


class Selection(Struct, frozen=True):
    """A selector and where it is.

    Attributes:
        path: of the selector.
        of: whose it is, as a sentence names it.
    """

    path: Path
    of: Sentence
    selector: Selector | SchoolSelector

    @property
    def needs_somebody(self) -> bool:
        """Whether nothing can be planned when it selects nobody."""
        return self.path[2] in ("members", "for", "required")


def selections(year: Year) -> Iterator[Selection]:
    """Every selector of members or schools in the year."""
    for id, network in sorted(year.networks.items()):
        yield from _network_selections(("networks", id), network)
    for id, series in sorted(year.series.items()):
        # The members of its network are with the network.
        if isinstance(series.audience, Selector):
            yield Selection(("series", id, "for"), _("Series '{id}'", id=id), series.audience)
    for id, workshop in sorted(year.workshops.items()):
        if workshop.open_to is not None:
            yield Selection(("workshops", id, "open_to"), _("Workshop '{id}'", id=id), workshop.open_to)
    for path, programme in programmes(year):
        owner = _("Network '{id}'", id=path[1]) if path[0] == "networks" else _("Series '{id}'", id=path[1])
        for at, block in written_blocks(programme):
            if block.audience is not None:
                yield Selection((*path, *at, "for"), owner, block.audience)


def programmes(year: Year) -> Iterator[tuple[Path, Programme | None]]:
    """Every programme in the year and its place: of networks, of their meetings and of series."""
    for id, network in sorted(year.networks.items()):
        yield ("networks", id, "programme"), network.programme
        for at, meeting in enumerate(network.meetings):
            yield ("networks", id, "meetings", at, "programme"), meeting.programme
    for id, series in sorted(year.series.items()):
        yield ("series", id, "programme"), series.programme


def _network_selections(path: Path, network: Network) -> Iterator[Selection]:
    of = _("Network '{id}'", id=network.id)
    yield Selection((*path, "members"), of, network.members)
    if network.optional is not None:
        yield Selection((*path, "optional"), of, network.optional)
    for at, required in enumerate(network.required):
        yield Selection((*path, "required", at, "any_of"), of, required.any_of)
    for number, meeting in enumerate(network.meetings):
        for at, required in enumerate(meeting.required):
            where = (*path, "meetings", number, "required", at, "any_of")
            yield Selection(where, of, required.any_of)
    if network.hosts is not None and network.hosts.among is not None:
        yield Selection((*path, "hosts", "among"), of, network.hosts.among)


def words_of(year: Year) -> Mapping[str, Collection[str]]:
    """What there is to be selected, by the key of a selector."""
    members, schools = year.members.values(), year.schools.values()
    return {
        "roles": tuple(sorted({role for member in members for role in member.roles})),
        "cohorts": tuple(sorted({member.cohort for member in members if member.cohort})),
        "areas": tuple(sorted({school.area for school in schools if school.area})),
        "boards": year.boards,
        "schools": year.schools,
        "members": year.members,
    }


def names_only_what_exists(year: Year, selector: Selector | SchoolSelector) -> bool:
    """Whether every word in a selector is there, so that it can be blamed for what it selects."""
    return all(
        word in existing for key, existing in words_of(year).items() for word in getattr(selector, key, ())
    )


def wishes(network: Network) -> Iterator[tuple[Path, str]]:
    """Every member whom a wish of a network names, with the path of the name."""
    path = ("networks", network.id)
    if network.groups is not None:
        for key, named in (("together", network.groups.together), ("apart", network.groups.apart)):
            for at, wish in enumerate(named):
                yield from (((*path, "groups", key, at, place), id) for place, id in enumerate(wish))
    if network.pairs is not None:
        for wisher, wanted in sorted(network.pairs.wishes.items()):
            yield (*path, "pairs", "wishes", wisher), wisher
            yield from (((*path, "pairs", "wishes", wisher, place), id) for place, id in enumerate(wanted))


def project_of(year: Year, definitions: Definitions) -> Project:
    """What the rules look at; who is selected is worked out once for all of them."""
    selected = {
        one.path: selected_members(year, one.selector)
        for one in selections(year)
        if isinstance(one.selector, Selector)
    }
    return Project(year, definitions.places, definitions, selected)


def _name_of(thing: object) -> str:
    """What people call a school, a member, a network or a workshop."""
    return str(getattr(thing, "name", "") or getattr(thing, "title", ""))

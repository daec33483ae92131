"""Rules about names: whatever is named has to be there, and names one file or column alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from leernet.catalogue import definitions as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.networks import SAME_FILE_NAME
from leernet.catalogue.rule import Rule
from leernet.catalogue.tables import AS_IN_THE_FILE, COLUMN_NOT_THERE
from leernet.finding import Finding, Path, Place, Places
from leernet.model.borders import named_meetings
from leernet.model.plain import plain, plain_words
from leernet.model.plan import file_name, meeting_reference
from leernet.model.programme import written_blocks
from leernet.model.reading import ReadTable
from leernet.model.year import Network, Selector, Series, Year
from leernet.read.near import edges, likeness, nearest, nearest_of_few
from leernet.rules.project import Project, network_name, one_of, programmes, selections, wishes, words_of
from leernet.words import Field, Sentence, _

# From here on a presenter is a member with a slip and not a guest: 'a.baker' and 'a.bakker' are at 0.92.
_ALMOST = 0.85


class _Reference(NamedTuple):
    """A name of something, where it is, and the rule it breaks when that something does not exist."""

    path: Path
    kind: str
    id: str
    rule: Rule
    fields: Mapping[str, Field]


def unknown_id(project: Project) -> Iterator[Finding]:
    """Every board, school, member, network and series that is named exists."""
    for path, kind, id, rule, fields in _references(project.year):
        if project.is_unknown(kind, id):
            yield rule.at(project.places.of(*path), project.instead_of(kind, id), **fields)


# Of what kind, which key of theirs names one of which kind, and what they are called in the sentence.
_ONE_EACH = (
    ("members", "school", "schools", rules.MEMBER_AT_UNKNOWN_SCHOOL, "member"),
    ("members", "manager", "members", rules.UNKNOWN_MANAGER, "member"),
    ("schools", "board", "boards", rules.UNKNOWN_BOARD, "school"),
    ("series", "network", "networks", rules.UNKNOWN_NETWORK, "series"),
    ("workshops", "school", "schools", rules.WORKSHOP_AT_UNKNOWN_SCHOOL, "workshop"),
    ("workshops", "series", "series", rules.UNKNOWN_SERIES, "workshop"),
)


def _references(year: Year) -> Iterator[_Reference]:
    for of, key, kind, rule, called in _ONE_EACH:
        for id, thing in sorted(getattr(year, of).items()):
            if (named := getattr(thing, key)) is not None:
                fields = {called: getattr(thing, "name", id) or id, key: named}
                yield _Reference((of, id, key), kind, named, rule, fields)
    yield from _stand_ins(year)
    for id, network in sorted(year.networks.items()):
        yield from _network_references(("networks", id), network)
    for one in selections(year):
        excluded = "members" if isinstance(one.selector, Selector) else "schools"
        named = {kind: (kind, getattr(one.selector, kind, ())) for kind in _SELECTED}
        for key, (kind, ids) in {**named, "except": (excluded, one.selector.excluded)}.items():
            for at, id in enumerate(ids):
                yield _Reference((*one.path, key, at), kind, id, _SELECTED[kind], {"thing": one.of, "id": id})


def _stand_ins(year: Year) -> Iterator[_Reference]:
    """The contacts of schools and the deputies of members, who are members or have an address."""
    for id, school in sorted(year.schools.items()):
        if isinstance(school.contact, str):
            fields = {"school": school.name, "contact": school.contact}
            yield _Reference(
                ("schools", id, "contact"), "members", school.contact, rules.UNKNOWN_CONTACT, fields
            )
    for id, member in sorted(year.members.items()):
        for at, deputy in enumerate(member.deputy):
            if "@" not in deputy:
                fields = {"member": member.name, "deputy": deputy}
                yield _Reference(
                    ("members", id, "deputy", at), "members", deputy, rules.UNKNOWN_DEPUTY, fields
                )


_SELECTED = {
    "boards": rules.UNKNOWN_BOARD_SELECTED,
    "schools": rules.UNKNOWN_SCHOOL_SELECTED,
    "members": rules.UNKNOWN_MEMBER_SELECTED,
}


def _network_references(path: Path, network: Network) -> Iterator[_Reference]:
    hosts: list[tuple[Path, str | None]] = []
    if network.hosts is not None:
        hosts.append((("hosts", "school"), network.hosts.school))
        hosts += [(("hosts", "hosted_before", school), school) for school in network.hosts.hosted_before]
    hosts += [(("meetings", at, "host"), meeting.host) for at, meeting in enumerate(network.meetings)]
    name = network_name(network)
    for where, school in hosts:
        if school is not None:
            fields = {"network": name, "school": school}
            yield _Reference((*path, *where), "schools", school, rules.UNKNOWN_HOST, fields)
    people = [((*path, "facilitator"), id, rules.UNKNOWN_FACILITATOR) for id in network.facilitators]
    people += [(where, id, rules.UNKNOWN_MEMBER_IN_A_WISH) for where, id in wishes(network)]
    for where, id, rule in people:
        yield _Reference(where, "members", id, rule, {"network": name, "member": id})


# The key of a selector, what is whole where its words can be judged, and what is broken where nobody and
# where somebody is selected all the same.
_WORDS = (
    ("roles", "members", rules.UNKNOWN_ROLE, rules.UNKNOWN_ROLE_AMONG_OTHERS),
    ("cohorts", "members", rules.UNKNOWN_COHORT, rules.UNKNOWN_COHORT_AMONG_OTHERS),
    ("areas", "schools", rules.UNKNOWN_AREA, rules.UNKNOWN_AREA),
)


def unknown_word(project: Project) -> Iterator[Finding]:
    """Somebody has the role and is of the cohort that is selected, and some school lies in the area."""
    words = words_of(project.year)
    for key, kind, rule, among_others in _WORDS:
        existing = words[key]
        for one in selections(project.year) if project.is_whole(kind) else ():
            for at, word in enumerate(getattr(one.selector, key, ())):
                if word not in existing:
                    nobody = one.needs_somebody and not project.selected[one.path]
                    place, mend = project.places.of(*one.path, key, at), one_of(existing, word)
                    fields = {"thing": one.of, key.removesuffix("s"): word}
                    yield (rule if nobody else among_others).at(place, mend, **fields)


def unknown_meeting(project: Project) -> Iterator[Finding]:
    """A meeting that a series, groups or rounds point to exists."""
    for id, series in sorted(project.year.series.items()):
        for moment_id, moment in sorted(series.moments.items()):
            path: Path = ("series", id, "moments", moment_id, "meeting")
            if moment.meeting and project.is_unknown_meeting(moment.meeting):
                yield _unknown_meeting(project, path, moment.meeting, _("Series '{id}'", id=id))
    for id, network in sorted(project.year.networks.items()):
        for at, own in enumerate(network.meetings):
            if own.after is not None and project.is_unknown_meeting(own.after.meeting):
                path = ("networks", id, "meetings", at, "after")
                yield _unknown_meeting(project, path, own.after.meeting, _("Network '{id}'", id=id))
        for rest, named in named_meetings(network):
            reference = meeting_reference(id, named)
            if project.is_unknown_meeting(reference):
                path = ("networks", id, *rest)
                yield _unknown_meeting(project, path, reference, _("Network '{id}'", id=id))


def _unknown_meeting(project: Project, path: Path, reference: str, of: Sentence) -> Finding:
    known = tuple(
        meeting_reference(id, meeting.id)
        for id, network in sorted(project.year.networks.items())
        for meeting in network.meetings
    )
    inside = "groups" in path or "pairs" in path
    # Groups and pairs name a meeting of their own network, without the network before it.
    network, _stroke, name = reference.rpartition("/")
    own = tuple(other.rpartition("/")[2] for other in known if other.rpartition("/")[0] == network)
    mend = one_of(own, name) if inside else one_of(known, reference)
    meeting = name if inside else reference
    return rules.UNKNOWN_MEETING.at(project.places.of(*path), mend, thing=of, meeting=meeting)


def unknown_moment(project: Project) -> Iterator[Finding]:
    """The moments of a workshop are moments of its series."""
    for id, workshop in sorted(project.year.workshops.items()):
        series = project.year.series.get(workshop.series)
        for at, moment in enumerate(workshop.moments):
            if series is not None and project.is_unknown("moments", f"{series.id}/{moment}"):
                yield rules.UNKNOWN_MOMENT.at(
                    project.places.of("workshops", id, "moments", at),
                    one_of(series.moments, moment),
                    workshop=id,
                    moment=moment,
                    series=series.id,
                )


def almost_a_member(project: Project) -> Iterator[Finding]:
    """A presenter or lead who is a guest is not called nearly like a member."""
    members = project.year.members
    names = {member.name: id for id, member in sorted(members.items())} | {id: id for id in sorted(members)}
    called = _Called.of(names)
    for path, guest in _guests(project):
        meant = None if guest in members else called.named_in(guest) or called.almost(guest)
        if meant is not None:
            yield rules.ALMOST_A_MEMBER.at(
                project.places.of(*path),
                guest=guest,
                member=project.member_name(names[meant]),
                id=names[meant],
                place=project.line("members", names[meant]),
            )


class _Called(Struct, frozen=True):
    """What members are called, to look up what is much like it.

    Attributes:
        by_word: names of several words by the word of them that comes first in the alphabet.
        by_edge: ids and names by their first and by their last letters.
    """

    by_word: Mapping[str, list[str]]
    by_edge: Mapping[str, list[str]]

    @classmethod
    def of(cls, names: Iterable[str]) -> _Called:
        by_word: dict[str, list[str]] = {}
        by_edge: dict[str, list[str]] = {}
        for name in names:
            if " " in name and (words := plain_words(name)):
                by_word.setdefault(words[0], []).append(name)
            for edge in edges(name):
                by_edge.setdefault(edge, []).append(name)
        return cls(by_word, by_edge)

    def named_in(self, guest: str) -> str | None:
        """A member whose whole name is in the text: ``Cas Dijk (De Eik)``, ``Bo Cornelis en Cas Dijk``."""
        words = set(plain_words(guest))
        found = (name for word in words for name in self.by_word.get(word, ()))
        return min((name for name in found if words.issuperset(plain_words(name))), default=None)

    def almost(self, guest: str) -> str | None:
        """What is called nearly so, at its beginning or its end the same."""
        near = {name for edge in edges(guest) for name in self.by_edge.get(edge, ())}
        meant = nearest_of_few(guest, near)
        return meant if meant is not None and likeness(guest, meant) >= _ALMOST else None


def _guests(project: Project) -> Iterator[tuple[Path, str]]:
    for id, workshop in sorted(project.year.workshops.items()):
        yield from ((("workshops", id, "presenter", at), name) for at, name in enumerate(workshop.presenter))
    for path, programme in programmes(project.year):
        for at, block in written_blocks(programme):
            yield from (((*path, *at, "lead", place), name) for place, name in enumerate(block.lead))


def one_file_name(project: Project) -> Iterator[Finding]:
    """No two meetings or moments have files of one name, also where a disk takes ``A`` for ``a``."""
    first: dict[str, tuple[str, Place]] = {}
    for reference, path in _written_about(project):
        place = project.places.of(*path)
        name = file_name(reference)
        other, where = first.setdefault(name.casefold(), (reference, place))
        if other != reference:
            yield SAME_FILE_NAME.at(place, one=reference, other=other, name=name, place=str(where))


def _written_about(project: Project) -> Iterator[tuple[str, Path]]:
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            yield f"{id}/{meeting.id}", ("networks", id, "meetings", at, "id")
    for id, series in sorted(project.year.series.items()):
        for moment in series.moments:
            yield f"{id}/{moment}", ("series", id, "moments", moment)


def headings_of_tables(project: Project) -> Iterator[Finding]:
    """Every heading that ``year: columns:`` speaks of is in a table, where there is one of that kind."""
    for kind, told in project.year.settings.columns.items():
        tables = [table for table in project.definitions.tables if table.kind == kind]
        yield from _not_there(told, tables, ("year", "columns", kind), project.places)


def headings_of_choices(series: Series, tables: Iterable[ReadTable], places: Places) -> Iterator[Finding]:
    """Every heading that ``columns`` of a series speaks of is in what came in."""
    yield from _not_there(series.columns, tables, ("series", series.id, "columns"), places)


def _not_there(
    told: Mapping[str, str], tables: Iterable[ReadTable], path: Path, places: Places
) -> Iterator[Finding]:
    of_table = {str(table.place): [column.heading for column in table.columns] for table in tables}
    headings = {heading for found in of_table.values() for heading in found if heading}
    known = set(map(plain, headings))
    for heading in told if of_table else ():
        if plain(heading) not in known:
            meant = nearest(heading, headings)
            mend = DID_YOU_MEAN(other=meant) if meant else AS_IN_THE_FILE()
            place = places.key(*path, heading)
            yield COLUMN_NOT_THERE.at(place, mend, heading=heading, file=", ".join(of_table))

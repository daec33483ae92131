"""Rules about names: whatever is named has to be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from leernet.catalogue.definitions import (
    ALMOST_A_MEMBER,
    MEMBER_AT_UNKNOWN_SCHOOL,
    UNKNOWN_AREA,
    UNKNOWN_BOARD,
    UNKNOWN_BOARD_SELECTED,
    UNKNOWN_COHORT,
    UNKNOWN_COHORT_AMONG_OTHERS,
    UNKNOWN_FACILITATOR,
    UNKNOWN_HOST,
    UNKNOWN_MANAGER,
    UNKNOWN_MEETING,
    UNKNOWN_MEMBER_IN_A_WISH,
    UNKNOWN_MEMBER_SELECTED,
    UNKNOWN_MOMENT,
    UNKNOWN_NETWORK,
    UNKNOWN_ROLE,
    UNKNOWN_ROLE_AMONG_OTHERS,
    UNKNOWN_SCHOOL_SELECTED,
    UNKNOWN_SERIES,
    WORKSHOP_AT_UNKNOWN_SCHOOL,
)
from leernet.catalogue.rule import Rule
from leernet.finding import Finding, Path
from leernet.model.borders import named_meetings
from leernet.model.plain import plain_words
from leernet.model.plan import meeting_reference
from leernet.model.programme import written_blocks
from leernet.model.year import Network
from leernet.read.near import MOST_ALIKE, edges, likeness, nearest
from leernet.rules.project import (
    Project,
    Selection,
    areas_of,
    cohorts_of,
    network_name,
    one_of,
    programmes,
    roles_of,
    school_selections,
    selections,
    wishes,
)
from leernet.words import Field, Sentence, _

# From here on a presenter is a member with a slip and not a guest: 'a.baker' and 'a.bakker' are at 0.92.
_ALMOST = 0.85


class _Reference(NamedTuple):
    """A name of something, where it is, and the rule it breaks when that something does not exist."""

    path: Path
    id: str
    rule: Rule
    fields: Mapping[str, Field]


def unknown_school(project: Project) -> Iterator[Finding]:
    """Every school that is named exists."""
    yield from _unknown(project, "schools", _school_references(project))


def unknown_board(project: Project) -> Iterator[Finding]:
    """Every board that is named exists."""
    yield from _unknown(project, "boards", _board_references(project))


def unknown_member(project: Project) -> Iterator[Finding]:
    """Every member who is named exists."""
    yield from _unknown(project, "members", _member_references(project))


def unknown_network(project: Project) -> Iterator[Finding]:
    """The network of a series exists."""
    references = (
        _Reference(
            ("series", id, "network"),
            series.network,
            UNKNOWN_NETWORK,
            {"series": id, "network": series.network},
        )
        for id, series in sorted(project.year.series.items())
        if series.network is not None
    )
    yield from _unknown(project, "networks", references)


def unknown_series(project: Project) -> Iterator[Finding]:
    """The series of a workshop exists."""
    references = (
        _Reference(
            ("workshops", id, "series"),
            workshop.series,
            UNKNOWN_SERIES,
            {"workshop": id, "series": workshop.series},
        )
        for id, workshop in sorted(project.year.workshops.items())
    )
    yield from _unknown(project, "series", references)


def _unknown(project: Project, kind: str, references: Iterator[_Reference]) -> Iterator[Finding]:
    for path, id, rule, fields in references:
        if project.is_unknown(kind, id):
            yield rule.at(project.places.of(*path), project.instead_of(kind, id), **fields)


def _school_references(project: Project) -> Iterator[_Reference]:
    year = project.year
    for id, member in sorted(year.members.items()):
        if member.school is not None:
            yield _Reference(
                ("members", id, "school"),
                member.school,
                MEMBER_AT_UNKNOWN_SCHOOL,
                {"member": member.name or id, "school": member.school},
            )
    for id, workshop in sorted(year.workshops.items()):
        if workshop.school is not None:
            yield _Reference(
                ("workshops", id, "school"),
                workshop.school,
                WORKSHOP_AT_UNKNOWN_SCHOOL,
                {"workshop": id, "school": workshop.school},
            )
    for id, network in sorted(year.networks.items()):
        yield from _host_references(("networks", id), network)
    for selection in selections(year):
        yield from _selected(
            UNKNOWN_SCHOOL_SELECTED, (*selection.path, "schools"), selection.of, selection.selector.schools
        )
    for path, of, selector in school_selections(year):
        yield from _selected(UNKNOWN_SCHOOL_SELECTED, (*path, "schools"), of, selector.schools)
        yield from _selected(UNKNOWN_SCHOOL_SELECTED, (*path, "except"), of, selector.excluded)


def _host_references(path: Path, network: Network) -> Iterator[_Reference]:
    named: list[tuple[Path, str]] = []
    if network.hosts is not None:
        if network.hosts.school is not None:
            named.append(((*path, "hosts", "school"), network.hosts.school))
        named.extend(
            ((*path, "hosts", "hosted_before", school), school) for school in network.hosts.hosted_before
        )
    for at, meeting in enumerate(network.meetings):
        if meeting.host is not None:
            named.append(((*path, "meetings", at, "host"), meeting.host))
    for where, school in named:
        yield _Reference(where, school, UNKNOWN_HOST, {"network": network_name(network), "school": school})


def _selected(rule: Rule, path: Path, of: Sentence, ids: tuple[str, ...]) -> Iterator[_Reference]:
    for at, id in enumerate(ids):
        yield _Reference((*path, at), id, rule, {"thing": of, "id": id})


def _board_references(project: Project) -> Iterator[_Reference]:
    for id, school in sorted(project.year.schools.items()):
        if school.board is not None:
            yield _Reference(
                ("schools", id, "board"),
                school.board,
                UNKNOWN_BOARD,
                {"school": school.name, "board": school.board},
            )
    for selection in selections(project.year):
        yield from _selected(
            UNKNOWN_BOARD_SELECTED, (*selection.path, "boards"), selection.of, selection.selector.boards
        )
    for path, of, selector in school_selections(project.year):
        yield from _selected(UNKNOWN_BOARD_SELECTED, (*path, "boards"), of, selector.boards)


def _member_references(project: Project) -> Iterator[_Reference]:
    year = project.year
    for id, member in sorted(year.members.items()):
        if member.manager is not None:
            yield _Reference(
                ("members", id, "manager"),
                member.manager,
                UNKNOWN_MANAGER,
                {"member": member.name or id, "manager": member.manager},
            )
    for selection in selections(year):
        of, selector = selection.of, selection.selector
        yield from _selected(UNKNOWN_MEMBER_SELECTED, (*selection.path, "members"), of, selector.members)
        yield from _selected(UNKNOWN_MEMBER_SELECTED, (*selection.path, "except"), of, selector.excluded)
    for id, network in sorted(year.networks.items()):
        for member_id in network.facilitators:
            yield _Reference(
                ("networks", id, "facilitator"),
                member_id,
                UNKNOWN_FACILITATOR,
                {"network": network_name(network), "member": member_id},
            )
        for path, member_id in wishes(network):
            yield _Reference(
                path,
                member_id,
                UNKNOWN_MEMBER_IN_A_WISH,
                {"network": network_name(network), "member": member_id},
            )


def unknown_role(project: Project) -> Iterator[Finding]:
    """Somebody has the role that is selected."""
    if not project.is_whole("members"):
        return
    roles = roles_of(project.year)
    for selection in selections(project.year):
        for at, role in enumerate(selection.selector.roles):
            if role not in roles:
                nobody = _must_select_somebody(project, selection)
                rule = UNKNOWN_ROLE if nobody else UNKNOWN_ROLE_AMONG_OTHERS
                place = project.places.of(*selection.path, "roles", at)
                yield rule.at(place, one_of(roles, role), thing=selection.of, role=role)


def _must_select_somebody(project: Project, selection: Selection) -> bool:
    """Whether a selection that selects nobody leaves nothing to plan."""
    return selection.needs_somebody and not project.selected[selection.path]


def unknown_cohort(project: Project) -> Iterator[Finding]:
    """Somebody is of the cohort that is selected."""
    if not project.is_whole("members"):
        return
    cohorts = cohorts_of(project.year)
    for selection in selections(project.year):
        for at, cohort in enumerate(selection.selector.cohorts):
            if cohort not in cohorts:
                nobody = _must_select_somebody(project, selection)
                rule = UNKNOWN_COHORT if nobody else UNKNOWN_COHORT_AMONG_OTHERS
                place = project.places.of(*selection.path, "cohorts", at)
                yield rule.at(place, one_of(cohorts, cohort), thing=selection.of, cohort=cohort)


def unknown_area(project: Project) -> Iterator[Finding]:
    """Some school lies in the area that is selected."""
    if not project.is_whole("schools"):
        return
    areas = areas_of(project.year)
    chosen = [
        (selection.path, selection.of, selection.selector.areas) for selection in selections(project.year)
    ]
    chosen += [(path, of, selector.areas) for path, of, selector in school_selections(project.year)]
    for path, of, selected in chosen:
        for at, area in enumerate(selected):
            if area not in areas:
                place = project.places.of(*path, "areas", at)
                yield UNKNOWN_AREA.at(place, one_of(areas, area), thing=of, area=area)


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
    return UNKNOWN_MEETING.at(project.places.of(*path), mend, thing=of, meeting=meeting)


def unknown_moment(project: Project) -> Iterator[Finding]:
    """The moments of a workshop are moments of its series."""
    for id, workshop in sorted(project.year.workshops.items()):
        series = project.year.series.get(workshop.series)
        for at, moment in enumerate(workshop.moments):
            if series is not None and project.is_unknown("moments", f"{series.id}/{moment}"):
                yield UNKNOWN_MOMENT.at(
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
            yield ALMOST_A_MEMBER.at(
                project.places.of(*path),
                guest=guest,
                member=project.member_name(names[meant]),
                id=names[meant],
                place=project.line("members", names[meant]),
            )


@dataclass(frozen=True, slots=True)
class _Called:
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
            words = plain_words(name)
            if " " in name and words:
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
        meant = nearest(guest, near) if len(near) <= MOST_ALIKE else None
        return meant if meant is not None and likeness(guest, meant) >= _ALMOST else None


def _guests(project: Project) -> Iterator[tuple[Path, str]]:
    for id, workshop in sorted(project.year.workshops.items()):
        yield from ((("workshops", id, "presenter", at), name) for at, name in enumerate(workshop.presenter))
    for path, programme in programmes(project.year):
        for at, block in written_blocks(programme):
            yield from (((*path, *at, "lead", place), name) for place, name in enumerate(block.lead))

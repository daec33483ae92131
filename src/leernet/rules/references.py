"""Rules about names: whatever is named has to be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from leernet.finding import Finding, Level, Path
from leernet.model.plan import meeting_reference
from leernet.model.year import Network
from leernet.read.near import likeness, nearest, plain, plain_words
from leernet.rules.project import (
    Project,
    Selection,
    areas_of,
    cohorts_of,
    error,
    network_name,
    one_of,
    roles_of,
    school_selections,
    selections,
    warning,
    wishes,
)
from leernet.words import Sentence, _

# From here on a presenter is a member with a slip and not a guest: 'a.baker' and 'a.bakker' are at 0.92.
_ALMOST = 0.85


class _Reference(NamedTuple):
    """A name of something, where it stands, and what is said when that something is not there."""

    path: Path
    id: str
    sentence: Sentence


def unknown_school(project: Project) -> Iterator[Finding]:
    """Every school that is named exists."""
    yield from _unknown(project, "schools", "unknown-school", _school_references(project))


def unknown_board(project: Project) -> Iterator[Finding]:
    """Every board that is named exists."""
    yield from _unknown(project, "boards", "unknown-board", _board_references(project))


def unknown_member(project: Project) -> Iterator[Finding]:
    """Every member who is named exists."""
    yield from _unknown(project, "members", "unknown-member", _member_references(project))


def unknown_network(project: Project) -> Iterator[Finding]:
    """The network of a series exists."""
    references = (
        _Reference(
            ("series", id, "network"),
            series.network,
            _(
                "Series '{series}' is of network '{network}', which does not exist.",
                series=id,
                network=series.network,
            ),
        )
        for id, series in sorted(project.year.series.items())
        if series.network is not None
    )
    yield from _unknown(project, "networks", "unknown-network", references)


def unknown_series(project: Project) -> Iterator[Finding]:
    """The series of a workshop exists."""
    references = (
        _Reference(
            ("workshops", id, "series"),
            workshop.series,
            _(
                "Workshop '{workshop}' is in series '{series}', which does not exist.",
                workshop=id,
                series=workshop.series,
            ),
        )
        for id, workshop in sorted(project.year.workshops.items())
    )
    yield from _unknown(project, "series", "unknown-series", references)


def _unknown(project: Project, kind: str, rule: str, references: Iterator[_Reference]) -> Iterator[Finding]:
    for path, id, sentence in references:
        if project.is_unknown(kind, id):
            yield error(project.places.of(*path), rule, sentence, project.instead_of(kind, id))


def _school_references(project: Project) -> Iterator[_Reference]:
    year = project.year
    for id, member in sorted(year.members.items()):
        if member.school is not None:
            sentence = _(
                "{member} works at school '{school}', which does not exist.",
                member=member.name or id,
                school=member.school,
            )
            yield _Reference(("members", id, "school"), member.school, sentence)
    for id, workshop in sorted(year.workshops.items()):
        if workshop.school is not None:
            sentence = _(
                "Workshop '{workshop}' is at school '{school}', which does not exist.",
                workshop=id,
                school=workshop.school,
            )
            yield _Reference(("workshops", id, "school"), workshop.school, sentence)
    for id, network in sorted(year.networks.items()):
        yield from _host_references(("networks", id), network)
    for selection in selections(year):
        yield from _selected((*selection.path, "schools"), selection.of, selection.selector.schools)
    for path, of, selector in school_selections(year):
        yield from _selected((*path, "schools"), of, selector.schools)
        yield from _selected((*path, "except"), of, selector.excluded)


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
        sentence = _(
            "{network} names school '{school}' as host, which does not exist.",
            network=network_name(network),
            school=school,
        )
        yield _Reference(where, school, sentence)


def _selected(path: Path, of: Sentence, ids: tuple[str, ...]) -> Iterator[_Reference]:
    for at, id in enumerate(ids):
        yield _Reference((*path, at), id, _("{thing} selects '{id}', which does not exist.", thing=of, id=id))


def _board_references(project: Project) -> Iterator[_Reference]:
    for id, school in sorted(project.year.schools.items()):
        if school.board is not None:
            sentence = _(
                "{school} belongs to board '{board}', which does not exist.",
                school=school.name,
                board=school.board,
            )
            yield _Reference(("schools", id, "board"), school.board, sentence)
    for selection in selections(project.year):
        yield from _selected((*selection.path, "boards"), selection.of, selection.selector.boards)
    for path, of, selector in school_selections(project.year):
        yield from _selected((*path, "boards"), of, selector.boards)


def _member_references(project: Project) -> Iterator[_Reference]:
    year = project.year
    for id, member in sorted(year.members.items()):
        if member.manager is not None:
            sentence = _(
                "The manager of {member} is '{manager}', who does not exist.",
                member=member.name or id,
                manager=member.manager,
            )
            yield _Reference(("members", id, "manager"), member.manager, sentence)
    for selection in selections(year):
        yield from _selected((*selection.path, "members"), selection.of, selection.selector.members)
        yield from _selected((*selection.path, "except"), selection.of, selection.selector.excluded)
    for id, network in sorted(year.networks.items()):
        sentence = _(
            "The facilitator of {network} is '{member}', who is not among the members.",
            network=network_name(network),
            member=network.facilitator,
        )
        yield _Reference(("networks", id, "facilitator"), network.facilitator, sentence)
        for path, member_id in wishes(network):
            yield _Reference(
                path,
                member_id,
                _(
                    "{network} has a wish about '{member}', who does not exist.",
                    network=network_name(network),
                    member=member_id,
                ),
            )


def unknown_role(project: Project) -> Iterator[Finding]:
    """Somebody has the role that is selected."""
    if not project.is_whole("members"):
        return
    roles = roles_of(project.year)
    for selection in selections(project.year):
        for at, role in enumerate(selection.selector.roles):
            if role not in roles:
                yield Finding(
                    project.places.of(*selection.path, "roles", at),
                    _level(project, selection),
                    "unknown-role",
                    _("{thing} selects role '{role}', which no member has.", thing=selection.of, role=role),
                    one_of(roles, role),
                )


def _level(project: Project, selection: Selection) -> Level:
    """A word that selects nobody may be meant for later, as long as there is somebody without it."""
    nobody = not project.selected[selection.path]
    return Level.ERROR if nobody and selection.needs_somebody else Level.WARNING


def unknown_cohort(project: Project) -> Iterator[Finding]:
    """Somebody is of the cohort that is selected."""
    if not project.is_whole("members"):
        return
    cohorts = cohorts_of(project.year)
    for selection in selections(project.year):
        for at, cohort in enumerate(selection.selector.cohorts):
            if cohort not in cohorts:
                yield Finding(
                    project.places.of(*selection.path, "cohorts", at),
                    _level(project, selection),
                    "unknown-cohort",
                    _(
                        "{thing} selects cohort '{cohort}', which no member has.",
                        thing=selection.of,
                        cohort=cohort,
                    ),
                    one_of(cohorts, cohort),
                )


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
                yield error(
                    project.places.of(*path, "areas", at),
                    "unknown-area",
                    _("{thing} selects area '{area}', in which no school lies.", thing=of, area=area),
                    one_of(areas, area),
                )


def unknown_meeting(project: Project) -> Iterator[Finding]:
    """A meeting that a series or groups point to exists."""
    for id, series in sorted(project.year.series.items()):
        for moment_id, moment in sorted(series.moments.items()):
            path: Path = ("series", id, "moments", moment_id, "meeting")
            if moment.meeting and project.is_unknown_meeting(moment.meeting):
                yield _unknown_meeting(project, path, moment.meeting, _("Series '{id}'", id=id))
    for id, network in sorted(project.year.networks.items()):
        if network.groups is None or not isinstance(network.groups.meetings, tuple):
            continue
        for at, meeting in enumerate(network.groups.meetings):
            reference = meeting_reference(id, meeting)
            path = ("networks", id, "groups", "meetings", at)
            if project.is_unknown_meeting(reference):
                yield _unknown_meeting(project, path, reference, _("Network '{id}'", id=id))


def _unknown_meeting(project: Project, path: Path, reference: str, of: Sentence) -> Finding:
    known = tuple(
        meeting_reference(id, meeting.id)
        for id, network in sorted(project.year.networks.items())
        for meeting in network.meetings
    )
    inside = path[0] == "networks"
    # Groups name a meeting of their own network, without the network before it.
    network, _stroke, name = reference.rpartition("/")
    own = tuple(other.rpartition("/")[2] for other in known if other.rpartition("/")[0] == network)
    sentence = _(
        "{thing} names meeting '{meeting}', which does not exist.",
        thing=of,
        meeting=name if inside else reference,
    )
    hint = one_of(own, name) if inside else one_of(known, reference)
    return error(project.places.of(*path), "unknown-meeting", sentence, hint)


def unknown_moment(project: Project) -> Iterator[Finding]:
    """The moments of a workshop are moments of its series."""
    for id, workshop in sorted(project.year.workshops.items()):
        series = project.year.series.get(workshop.series)
        for at, moment in enumerate(workshop.moments):
            if series is not None and project.is_unknown("moments", f"{series.id}/{moment}"):
                yield error(
                    project.places.of("workshops", id, "moments", at),
                    "unknown-moment",
                    _(
                        "Workshop '{workshop}' is at moment '{moment}', which is not in series '{series}'.",
                        workshop=id,
                        moment=moment,
                        series=series.id,
                    ),
                    one_of(series.moments, moment),
                )


def almost_a_member(project: Project) -> Iterator[Finding]:
    """A presenter or lead who is a guest is not called nearly like a member."""
    members = project.year.members
    names = {member.name: id for id, member in sorted(members.items())} | {id: id for id in sorted(members)}
    for path, guest in _guests(project):
        if guest in members:
            continue
        meant = _named_in(guest, names) or _almost(guest, names)
        if meant is not None:
            yield warning(
                project.places.of(*path),
                "almost-a-member",
                _("'{guest}' counts as a guest, as no member has this id.", guest=guest),
                _(
                    "If {member} is meant, write '{id}' ({place}).",
                    member=project.member_name(names[meant]),
                    id=names[meant],
                    place=project.line("members", names[meant]),
                ),
            )


def _named_in(guest: str, names: Iterable[str]) -> str | None:
    """A member whose whole name stands in the text: ``Cas Dijk (De Eik)``, ``Bo Cornelis en Cas Dijk``."""
    text = set(plain_words(guest))
    return next((name for name in sorted(names) if " " in name and text.issuperset(plain_words(name))), None)


def _almost(guest: str, names: Iterable[str]) -> str | None:
    meant = nearest(guest, names)
    return meant if meant is not None and likeness(guest, meant) >= _ALMOST else None


def _guests(project: Project) -> Iterator[tuple[Path, str]]:
    for id, workshop in sorted(project.year.workshops.items()):
        yield from ((("workshops", id, "presenter", at), name) for at, name in enumerate(workshop.presenter))
    for id, network in sorted(project.year.networks.items()):
        programmes: list[tuple[Path, object]] = [(("networks", id, "programme"), network.programme)]
        for at, meeting in enumerate(network.meetings):
            programmes.append((("networks", id, "meetings", at, "programme"), meeting.programme))
        for path, programme in programmes:
            if isinstance(programme, tuple):
                for at, block in enumerate(programme):
                    yield from (((*path, at, "lead", place), name) for place, name in enumerate(block.lead))


def two_spellings(project: Project) -> Iterator[Finding]:
    """An area or a cohort is written in one way everywhere."""
    areas = [(("schools", id, "area"), school.area) for id, school in sorted(project.year.schools.items())]
    cohorts = [
        (("members", id, "cohort"), member.cohort) for id, member in sorted(project.year.members.items())
    ]
    for written in (areas, cohorts):
        first: dict[str, tuple[Path, str]] = {}
        for path, word in written:
            if not word:
                continue
            earlier_path, earlier = first.setdefault(plain(word), (path, word))
            if earlier != word:
                yield warning(
                    project.places.of(*path),
                    "two-spellings",
                    _(
                        "'{word}' is written here and '{other}' elsewhere ({place}); they count as two.",
                        word=word,
                        other=earlier,
                        place=project.line(*earlier_path),
                    ),
                    _("Write both the same way."),
                )

"""Rules about networks, their groups and their pairs: what is wished of people can be done with them."""

from collections.abc import Iterator
from itertools import count

from leernet.catalogue import networks as rules
from leernet.catalogue.programmes import LED_BY_ONE_SIDE
from leernet.finding import Finding, Path, Place
from leernet.model.methods import Method, method_names, method_of, works_by
from leernet.model.programme import TimedBlock, programme_of, written_blocks
from leernet.model.programme_mistakes import ProgrammeMistake, broken_programme, broken_series_programme
from leernet.model.selection import meeting_span, series_workshops
from leernet.model.values import Range, Span
from leernet.model.year import Groups, LedBy, Meeting, Network, OwnDates, Programme
from leernet.rules.project import Project, meeting_name, network_name, wishes


def meeting_twice(project: Project) -> Iterator[Finding]:
    """A network has no two meetings with one id."""
    for id, network in sorted(project.year.networks.items()):
        first: dict[str, int] = {}
        for at, meeting in enumerate(network.meetings):
            earlier = first.setdefault(meeting.id, at)
            if earlier != at:
                yield rules.MEETING_TWICE.at(
                    project.places.of("networks", id, "meetings", at, "id"),
                    network=network_name(network),
                    meeting=meeting.id,
                    place=project.line("networks", id, "meetings", earlier, "id"),
                )


def required_too_few(project: Project) -> Iterator[Finding]:
    """No more people must be there than there are to choose from."""
    if not project.is_whole("members"):
        return
    for id, network in sorted(project.year.networks.items()):
        for at, required in enumerate(network.required):
            people = len(project.selected["networks", id, "required", at, "any_of"])
            if 0 < people < required.at_least:
                path: Path = ("networks", id, "required", at, "at_least")
                yield rules.REQUIRED_TOO_FEW.at(
                    project.places.of(*path),
                    count=people,
                    network=network_name(network),
                    least=required.at_least,
                )


def programme(project: Project) -> Iterator[Finding]:
    """The blocks of a programme fill the time of the meeting; a programme of many meetings is said once."""
    said: set[tuple[Path, str]] = set()
    for mistake in (*_meeting_programmes(project), *_series_programmes(project)):
        if (mistake.path, mistake.broken.rule) not in said:
            said.add((mistake.path, mistake.broken.rule))
            yield mistake.broken.at(project.places.of(*mistake.path))


def _meeting_programmes(project: Project) -> Iterator[ProgrammeMistake]:
    for _id, network in sorted(project.year.networks.items()):
        for meeting in network.meetings:
            span = meeting_span(network, meeting)
            if span is not None and not meeting.cancelled:
                host = meeting.host or (network.hosts.school if network.hosts else None)
                yield from broken_programme(project.year, network, meeting, span, host)


def _series_programmes(project: Project) -> Iterator[ProgrammeMistake]:
    """At each school where a workshop is given, as the tour of one takes time from its workshops."""
    for _id, series in sorted(project.year.series.items()):
        schools = {workshop.school for workshop in series_workshops(project.year, series.id)} or {None}
        for id, moment in sorted(series.moments.items()):
            if series.programme is None or moment.time is None or moment.meeting:
                continue
            for school in sorted(schools, key=str):
                yield from broken_series_programme(project.year, series, id, moment.time, school)


def led_by(project: Project) -> Iterator[Finding]:
    """Where a programme is led by members of several kinds, each kind leads a part of it."""
    for id, network in sorted(project.year.networks.items()):
        if network.led_by is None:
            continue
        own: Path = ("networks", id, "programme")
        programmes: list[tuple[Path, Programme | None, str]] = [
            (own, network.programme, network_name(network))
        ]
        programmes += [
            (("networks", id, "meetings", at, "programme"), meeting.programme, meeting_name(network, meeting))
            for at, meeting in enumerate(network.meetings)
        ]
        for path, written, name in programmes:
            for roles in _sides_without_lead(project, network.led_by, written):
                yield LED_BY_ONE_SIDE.at(
                    project.places.of(*path),
                    roles=roles,
                    meeting=name,
                    network=network_name(network),
                    place=project.line("networks", id, "led_by"),
                )


def _sides_without_lead(
    project: Project, led_by: LedBy, programme: Programme | None
) -> Iterator[tuple[str, ...]]:
    """The lists of roles of which nobody leads; none where nobody at all does."""
    leads = {name for _at, block in written_blocks(programme) for name in block.lead}
    members = [project.year.members[id] for id in sorted(leads) if id in project.year.members]
    for roles in led_by.each_of if leads else ():
        if not any(set(roles) & set(member.roles) for member in members):
            yield roles


def for_members(project: Project) -> Iterator[Finding]:
    """A series for the members of its network has one."""
    for id, series in sorted(project.year.series.items()):
        if series.audience == "members" and series.network is None:
            yield rules.FOR_MEMBERS_OF_NOTHING.at(project.places.of("series", id, "for"), series=id)


def method(project: Project) -> Iterator[Finding]:
    """Intervisie groups work by a method that leernet knows the steps of, and have the time it takes."""
    language = project.year.settings.language
    for id, network in sorted(project.year.networks.items()):
        asked = network.groups.method if network.groups else None
        if asked is None:
            continue
        place = project.places.of("networks", id, "groups", "method")
        found = method_of(asked, language)
        if found is None:
            yield rules.UNKNOWN_METHOD.at(place, method=str(asked), names=method_names())
        else:
            yield from (_too_short(place, found, *short) for short in _short_blocks(project, network, found))


def _short_blocks(project: Project, network: Network, found: Method) -> Iterator[tuple[Meeting, TimedBlock]]:
    """The blocks of groups that are shorter than their method, each once however many meetings have it."""
    language = project.year.settings.language
    said: set[tuple[str, int]] = set()
    for meeting, span in _group_meetings(network):
        if works_by(network, meeting) is None:
            continue
        for block in programme_of(project.year, network, meeting, span, meeting.host, language):
            short = block.kind == "groups" and block.span.minutes < found.minutes
            if short and (block.title, block.span.minutes) not in said:
                said.add((block.title, block.span.minutes))
                yield meeting, block


def _too_short(place: Place, found: Method, meeting: Meeting, block: TimedBlock) -> Finding:
    return rules.METHOD_DOES_NOT_FIT.at(
        place,
        method=found.title,
        minutes=found.minutes,
        block=block.title,
        meeting=meeting.title or meeting.id,
        available=block.span.minutes,
    )


def _group_meetings(network: Network) -> Iterator[tuple[Meeting, Span]]:
    """The meetings of a network; of groups on dates of their own one for all of them."""
    if network.groups is not None and isinstance(network.groups.meetings, OwnDates):
        yield Meeting(id="intervisie", programme="intervisie"), network.groups.meetings.time
    for meeting in network.meetings:
        span = meeting_span(network, meeting)
        if span is not None and not meeting.cancelled:
            yield meeting, span


def group_size(project: Project) -> Iterator[Finding]:
    """The members of a network can be divided into groups of the sizes asked."""
    if not project.is_whole("members"):
        return
    for id, network in sorted(project.year.networks.items()):
        people = len(project.selected["networks", id, "members"])
        if network.groups is not None and people and not _divides(people, network.groups.size):
            size = network.groups.size
            yield rules.GROUP_SIZE.at(
                project.places.of("networks", id, "groups", "size"),
                rules.OTHER_SIZE(size=str(_nearest_size(people, size))) if people > 1 else rules.NO_GROUPS(),
                count=people,
                network=network_name(network),
                size=str(size) if size.smallest < size.largest else str(size.largest),
            )


def _divides(people: int, size: Range) -> bool:
    """Whether some number of groups, none smaller or larger than asked, holds everybody."""
    if size.largest == 0:
        return False
    fewest_groups = -(-people // size.largest)
    return size.smallest * fewest_groups <= people


def _nearest_size(people: int, size: Range) -> Range:
    """The sizes closest to those asked into which people can be divided; a group has two people at least."""
    largest = max(size.largest, 2)
    return next(
        found
        for wider in count()
        for less in range(wider + 1)
        if _divides(people, found := Range(max(min(size.smallest, people) - less, 1), largest + wider - less))
    )


def together_and_apart(project: Project) -> Iterator[Finding]:
    """Nobody has to be both with and without another; manager and own staff are always apart."""
    for id, network in sorted(project.year.networks.items()):
        if network.groups is None:
            continue
        cluster = _clusters(network.groups)
        for path, one, other in _apart(project, ("networks", id, "groups"), network):
            if cluster.get(one, one) == cluster.get(other, other) and one in cluster:
                yield _both(project, path, network, one, other)


def _clusters(groups: Groups) -> dict[str, str]:
    """For everybody in a wish to be together somebody who represents all who come along."""
    cluster: dict[str, str] = {}
    for wish in groups.together:
        joined = {cluster.get(id, id) for id in wish}
        cluster.update({id: id for id in wish if id not in cluster})
        for id in list(cluster):
            if cluster[id] in joined:
                cluster[id] = min(joined)
    return cluster


def _apart(project: Project, path: Path, network: Network) -> Iterator[tuple[Path, str, str]]:
    groups = network.groups
    if groups is None:
        return
    for at, wish in enumerate(groups.apart):
        yield from (((*path, "apart", at), one, other) for one in wish for other in wish if one < other)
    for at, wish in enumerate(groups.together):
        for id in wish:
            member = project.year.members.get(id)
            if member is not None and member.manager is not None:
                yield (*path, "together", at), id, member.manager


def _both(project: Project, path: Path, network: Network, one: str, other: str) -> Finding:
    place, names = (
        project.places.of(*path),
        {"one": project.member_name(one), "other": project.member_name(other)},
    )
    if "apart" in path:
        line = project.line("networks", network.id, "groups", "together")
        return rules.TOGETHER_AND_APART.at(place, place=line, **names)
    return rules.TOGETHER_WITH_THEIR_MANAGER.at(place, **names)


def together_too_large(project: Project) -> Iterator[Finding]:
    """Those who are to be together fit in one group."""
    for id, network in sorted(project.year.networks.items()):
        if network.groups is None:
            continue
        cluster = _clusters(network.groups)
        for head in sorted(set(cluster.values())):
            people = sorted(one for one in cluster if cluster[one] == head)
            if len(people) > network.groups.size.largest:
                yield rules.TOGETHER_TOO_LARGE.at(
                    project.places.key("networks", id, "groups", "together"),
                    count=len(people),
                    network=network_name(network),
                    size=network.groups.size.largest,
                    people=tuple(project.member_name(one) for one in people),
                )


def wish_outside_network(project: Project) -> Iterator[Finding]:
    """A wish is about people of the network."""
    for id, network in sorted(project.year.networks.items()):
        inside = {member.id for member in project.selected["networks", id, "members"]} | set(
            network.facilitators
        )
        for path, wished in wishes(network):
            if wished in project.year.members and wished not in inside:
                yield rules.WISH_OUTSIDE_NETWORK.at(
                    project.places.of(*path),
                    network=network_name(network),
                    member=project.member_name(wished),
                )


def too_many_rounds(project: Project) -> Iterator[Finding]:
    """Pairs can change as often as asked: there is another partner for each round."""
    if not project.is_whole("members"):
        return
    for id, network in sorted(project.year.networks.items()):
        people = len(project.selected["networks", id, "members"])
        if network.pairs is not None and people and network.pairs.rounds > people - 1:
            yield rules.TOO_MANY_ROUNDS.at(
                project.places.of("networks", id, "pairs", "rounds"),
                rules.FEWER_ROUNDS(rounds=people - 1) if people > 1 else rules.MORE_MEMBERS(),
                count=people,
                network=network_name(network),
                rounds=network.pairs.rounds,
            )


def distance_unknown(project: Project) -> Iterator[Finding]:
    """Where a distance is asked for, the schools say where they are."""
    for id, network in sorted(project.year.networks.items()):
        if network.pairs is None or network.pairs.max_km is None:
            continue
        schools = {member.school for member in project.selected["networks", id, "members"]}
        without = sorted(
            school.name
            for school_id, school in project.year.schools.items()
            if school_id in schools and school.location is None
        )
        if without:
            yield rules.DISTANCE_UNKNOWN.at(
                project.places.of("networks", id, "pairs", "max_km"),
                count=len(without),
                network=network_name(network),
                km=network.pairs.max_km,
            )

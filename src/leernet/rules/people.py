"""Rules about members: each is one person, can be reached, and is somebody's staff in a way that ends."""

from collections.abc import Iterator

from leernet.catalogue import members as rules
from leernet.finding import Finding
from leernet.model.plain import plain
from leernet.model.selection import selected_schools
from leernet.model.year import Member, Network, SchoolSelector
from leernet.rules.project import Project, names_only_what_exists, network_name, selections

# More members of a network without an address than this get one finding together.
_EACH = 3


def same_email(project: Project) -> Iterator[Finding]:
    """No two members have one e-mail address, by which choices and replies are told apart."""
    first: dict[str, str] = {}
    for id, member in _in_file_order(project):
        if member.email is None:
            continue
        earlier = first.setdefault(member.email.casefold(), id)
        if earlier != id:
            yield rules.SAME_EMAIL.at(
                project.places.of("members", id, "email"),
                member=member.name,
                other=project.member_name(earlier),
                place=project.line("members", earlier),
            )


def _in_file_order(project: Project) -> list[tuple[str, Member]]:
    """The members as they are in the files, so that of two the second is the one that is reported."""
    return sorted(
        project.year.members.items(), key=lambda item: (project.places.key("members", item[0]).order, item[0])
    )


def same_name(project: Project) -> Iterator[Finding]:
    """No two members have one name, as people would not know who is meant."""
    first: dict[str, str] = {}
    for id, member in _in_file_order(project):
        earlier = first.setdefault(plain(member.name), id)
        if earlier != id:
            yield rules.SAME_NAME.at(
                project.places.of("members", id, "name"),
                member=member.name,
                place=project.line("members", earlier),
                id=id,
                other=earlier,
            )


def no_email(project: Project) -> Iterator[Finding]:
    """Everybody who is invited has an address."""
    said: set[str] = set()
    for id, network in sorted(project.year.networks.items()):
        invited = project.selected["networks", id, "members"]
        without = [
            member for member in invited if _cannot_be_written_to(project, member) and member.id not in said
        ]
        said.update(member.id for member in without)
        if len(without) > _EACH:
            yield _many_without_email(project, network, without)
        else:
            yield from (_without_email(project, network, member) for member in without)


def _cannot_be_written_to(project: Project, member: Member) -> bool:
    return member.email is None and not project.stands(("members", member.id, "email"))


def _without_email(project: Project, network: Network, member: Member) -> Finding:
    place = project.places.key("members", member.id)
    return rules.NO_EMAIL.at(place, member=member.name, network=network_name(network))


def _many_without_email(project: Project, network: Network, without: list[Member]) -> Finding:
    first = min(without, key=lambda member: project.places.key("members", member.id).order)
    return rules.NO_EMAIL_MANY.at(
        project.places.key("members", first.id),
        count=len(without),
        network=network_name(network),
        member=first.name,
    )


def until_before_from(project: Project) -> Iterator[Finding]:
    """Nobody leaves before joining."""
    for id, member in sorted(project.year.members.items()):
        if member.joined and member.until and member.until < member.joined:
            yield rules.UNTIL_BEFORE_FROM.at(
                project.places.of("members", id, "until"),
                member=member.name,
                until=member.until,
                joined=member.joined,
            )


def manager_loop(project: Project) -> Iterator[Finding]:
    """Nobody is their own manager, also not by way of others; each loop is said once."""
    manager_of = {id: member.manager for id, member in project.year.members.items()}
    done: set[str] = set()
    for start in sorted(manager_of):
        chain: list[str] = []
        here: str | None = start
        while here is not None and here in manager_of and here not in done:
            done.add(here)
            chain.append(here)
            here = manager_of[here]
        if here in chain:
            yield _manager_loop(project, chain[chain.index(here) :])


def _manager_loop(project: Project, loop: list[str]) -> Finding:
    place = project.places.of("members", loop[0], "manager")
    name = project.member_name(loop[0])
    if len(loop) == 1:
        return rules.OWN_MANAGER.at(place, member=name)
    others = tuple(project.member_name(id) for id in (*loop[1:], loop[0]))
    return rules.MANAGERS_IN_A_CIRCLE.at(place, member=name, others=others)


def nobody_selected(project: Project) -> Iterator[Finding]:
    """Every selection selects somebody, or a school; of one that names what is not there, that is said."""
    year = project.year
    for one in selections(year):
        of_schools = isinstance(one.selector, SchoolSelector)
        if not (project.is_whole("schools") and project.is_whole("boards" if of_schools else "members")):
            continue
        selected = project.selected.get(one.path) or (
            isinstance(one.selector, SchoolSelector) and selected_schools(year, one.selector)
        )
        if not selected and names_only_what_exists(year, one.selector):
            rule = (
                rules.NOBODY_SELECTED if one.needs_somebody else rules.NOBODY_SELECTED_WHERE_NOBODY_IS_NEEDED
            )
            place = project.places.key(*one.path)
            yield (rules.NO_SCHOOL_SELECTED if of_schools else rule).at(
                place, thing=one.of, key=str(one.path[-1])
            )

"""A line of the user that may be given up in; the year without it, or with it eased, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from leernet.finding import Path
from leernet.model.availability import meeting_window
from leernet.model.headcount import seats_when_all_come
from leernet.model.poll import Poll, Stance
from leernet.model.selection import possible_hosts, selected_members
from leernet.model.values import Days, Range
from leernet.model.weekdays import WORKING_WEEK
from leernet.model.year import Hosts, Member, Network, OwnDates, Required, School, Spacing, Year
from leernet.solve.conflicts import Line
from leernet.solve.parameters import PlanParameters, WaysOutParameters
from leernet.words import Sentence, _, _n

_ANY_DAY: Mapping[str, object] = {"host_days": None, "host_not": ()}
# What somebody else who can always come is called, and a place that is always free.
_ELSEWHERE = "…"


@dataclass(frozen=True, slots=True)
class Loosening:
    """One thing that the user could do otherwise.

    Attributes:
        path: of the line that is to change.
        sentence: what to do, or the line that is given up, as a part of a list.
        gives_up: whether the line is given up altogether.
        price: how dear it is; the cheapest is tried first.
        year: the year in which it is done.
    """

    path: Path
    sentence: Sentence
    gives_up: bool
    price: int
    year: Callable[[Year], Year]


def what_to_do(way: tuple[Loosening, ...]) -> Sentence:
    """Several of them together, in a sentence."""
    given_up = tuple(_("\u201c{line}\u201d", line=one.sentence) for one in way if one.gives_up)
    done = tuple(one.sentence for one in way if not one.gives_up)
    steps = (*((_("without {lines}", lines=given_up),) if given_up else ()), *done)
    return _("{steps}", steps=steps)


def loosenings(
    year: Year, lines: Iterable[Line], meetings: Iterable[str], parameters: PlanParameters
) -> tuple[Loosening, ...]:
    """What could be done about each of the lines that clash, the cheapest first.

    Args:
        lines: those that clash.
        meetings: references of what cannot be planned with them.
        parameters: how dear each is, and how far it goes.
    """
    references = tuple(meetings)
    found = [loosening for line in lines for loosening in _of_line(year, line, references, parameters)]
    return tuple(sorted(found, key=lambda loosening: loosening.price))


def _of_line(
    year: Year, line: Line, meetings: tuple[str, ...], parameters: PlanParameters
) -> Iterator[Loosening]:
    match line.path:
        case ("networks", str(id), "meetings", int(at), "window" | "date" | "dates"):
            yield from _other_days(year, year.networks[id], at, line, parameters.ways_out)
        case ("networks", str(id), "hosts") | ("networks", str(id), "meetings", int(_), "hosts" | "host"):
            yield from _other_hosts(year, year.networks[id], meetings, parameters)
        case ("networks", str(id), "meetings", int(at)):
            yield from _away_from_there(year, year.networks[id], at, line, parameters.ways_out)
        case ("networks", str(id), *rest) if rest != ["hosts", "days"]:
            eased = _network_without(tuple(rest))
            if eased is not None:
                yield _without(line, lambda year: eased(year, year.networks[id]))
        case ("year", "limits", *_rest):
            yield from _more_in_a_month(year, line)
        case _:
            given_up = _year_without(line.path)
            if given_up is not None:
                yield _without(line, given_up)


def _year_without(path: Path) -> Callable[[Year], Year] | None:
    """The year without a line that is not one of a network alone; None where it cannot be without."""
    match path:
        case ("networks", str(_), "hosts", "days") | ("schools", str(_), *_):
            return lambda year: _receiving(year, path)
        case ("series", str(id), "moments", str(moment), "window" | "date" | "dates" | "weekdays" as key):
            return lambda year: _moment_without(year, id, moment, key)
        case ("workshops", str(id), *rest):
            return lambda year: _workshop_without(year, id, str(rest[0]) if rest else "")
        case ("availability", str(file)):
            return lambda year: _nothing_refused(year, file)
        case ("year", "closed", *_rest):
            return _nothing_closed
    return None


def _without(line: Line, eased: Callable[[Year], Year]) -> Loosening:
    return Loosening(line.path, line.sentence, True, line.price, eased)


def _other_days(
    year: Year, network: Network, at: int, line: Line, parameters: WaysOutParameters
) -> Iterator[Loosening]:
    """A wider window, and then any day of the year."""
    meeting = network.meetings[at]

    def eased(days: Days | None) -> Callable[[Year], Year]:
        return lambda year: _with_meeting(year, network.id, at, {"window": days, "date": None, "dates": ()})

    wider = timedelta(days=parameters.wider_days)
    asked = meeting_window(year, network, meeting)
    if asked != year.school_year.days:
        window = Days(asked.first - wider, asked.last + wider)
        said = _(
            "let {meeting} be between {first} and {last}",
            meeting=f"{network.id}/{meeting.id}",
            first=window.first,
            last=window.last,
        )
        yield Loosening(line.path, said, False, line.price, eased(window))
    yield Loosening(line.path, line.sentence, True, line.price + 1, eased(None))


def _away_from_there(
    year: Year, network: Network, at: int, line: Line, parameters: WaysOutParameters
) -> Iterator[Loosening]:
    """Another place or another day for a meeting that needs a host at the same time."""
    reference = f"{network.id}/{network.meetings[at].id}"
    yield from _elsewhere(network, (reference,), line.price)
    yield from (other for other in _other_days(year, network, at, line, parameters) if not other.gives_up)


def _with_meeting(year: Year, network: str, at: int, update: Mapping[str, object]) -> Year:
    meetings = year.networks[network].meetings
    meeting = meetings[at].model_copy(update=update)
    changed = (*meetings[:at], meeting, *meetings[at + 1 :])
    return _with_network(year, year.networks[network].model_copy(update={"meetings": changed}))


def _with_network(year: Year, network: Network) -> Year:
    return year.model_copy(update={"networks": {**year.networks, network.id: network}})


def _other_hosts(
    year: Year, network: Network, meetings: tuple[str, ...], parameters: PlanParameters
) -> Iterator[Loosening]:
    """A school that is too small or takes no turns, or another place."""
    own = tuple(reference for reference in meetings if reference.partition("/")[0] == network.id)
    needed = seats_when_all_come(year, network)
    of_members = {member.school for member in selected_members(year, network.members)}
    turns = {school.id for school in possible_hosts(year, network) if (school.host_seats or 0) >= needed}
    others = sorted(
        (max(0, needed - (school.host_seats or 0)), id)
        for id, school in year.schools.items()
        if id in of_members - turns
    )
    for _lacks, id in others[: parameters.ways_out.schools]:
        yield _one_more_host(network, year.schools[id], needed, parameters.prices.more_seats)
    yield from _elsewhere(network, own, parameters.prices.elsewhere)


def _one_more_host(network: Network, school: School, needed: int, price: int) -> Loosening:
    said = _n(
        "let {school} receive it, with room for {count} person",
        "let {school} receive it, with room for {count} people",
        needed,
        school=school.name,
    )

    def eased(year: Year) -> Year:
        seats = max(needed, school.host_seats or 0)
        larger = year.schools[school.id].model_copy(update={"host_seats": seats})
        roomier = year.model_copy(update={"schools": {**year.schools, school.id: larger}})
        return _with(roomier, year.networks[network.id], {"hosts": _hosts_with(network, school.id)})

    return Loosening(("schools", school.id, "host_seats"), said, False, price, eased)


def _receiving(year: Year, path: Path) -> Year:
    """The year in which the school of this line receives guests on any day, or more often; or all of them."""
    schools = (str(path[1]),) if path[0] == "schools" else tuple(year.schools)
    update = {"host_at_most": None} if path[2] == "host_at_most" else _ANY_DAY
    changed = {id: year.schools[id].model_copy(update=update) for id in schools}
    return year.model_copy(update={"schools": {**year.schools, **changed}})


def _hosts_with(network: Network, school: str) -> Hosts | None:
    """Where a network meets, one more school among those that take turns."""
    hosts = network.hosts
    if hosts is None or hosts.among is None or not hosts.among.schools:
        return hosts
    among = hosts.among.model_copy(update={"schools": (*hosts.among.schools, school)})
    return hosts.model_copy(update={"among": among})


def _elsewhere(network: Network, references: tuple[str, ...], price: int) -> Iterator[Loosening]:
    """Another place for these meetings."""
    places = [at for at, meeting in enumerate(network.meetings) if f"{network.id}/{meeting.id}" in references]
    if not places:
        return

    def eased(year: Year) -> Year:
        for at in places:
            year = _with_meeting(year, network.id, at, {"location": _ELSEWHERE, "host": None})
        return year

    said = _("write a location for {meetings}", meetings=references)
    yield Loosening(("networks", network.id, "meetings", places[0], "location"), said, False, price, eased)


def _network_without(path: Path) -> Callable[[Year, Network], Year] | None:
    """The year in which a network is without the line at this path; None where it cannot be without."""
    match path:
        case ("weekdays",):
            return lambda year, network: _with(year, network, {"weekdays": None})
        case ("meetings", int(at), "weekdays"):
            return lambda year, network: _with_meeting(year, network.id, at, {"weekdays": WORKING_WEEK})
        case ("meetings", int(at), "after"):
            return lambda year, network: _with_meeting(year, network.id, at, {"after": None})
        case ("pairs", "rounds", int(_)):
            return _rounds_anywhere
        case ("groups", "meetings", "times", int(_)):
            return _groups_anywhere
        case ("facilitator",):
            return _with_another_facilitator
        case ("required", int(at)):
            return lambda year, network: _with(year, network, {"required": _not_required(network, at)})
        case ("spacing", *_rest):
            return lambda year, network: _with(year, network, {"spacing": Spacing()})
        case ("hosts", "not_same_board_in_a_row"):
            return lambda year, network: _with(year, network, {"hosts": _any_board(network)})
    return None


def _with(year: Year, network: Network, update: Mapping[str, object]) -> Year:
    return _with_network(year, network.model_copy(update=update))


def _rounds_anywhere(year: Year, network: Network) -> Year:
    """As many rounds of visits, between no meetings."""
    pairs = network.pairs
    anywhere = None if pairs is None else pairs.model_copy(update={"asked": pairs.rounds})
    return _with(year, network, {"pairs": anywhere})


def _groups_anywhere(year: Year, network: Network) -> Year:
    """As many dates of groups, between no meetings."""
    groups = network.groups
    if groups is None or not isinstance(groups.meetings, OwnDates):
        return year
    own = groups.meetings.model_copy(update={"asked": groups.meetings.times})
    return _with(year, network, {"groups": groups.model_copy(update={"meetings": own})})


def _with_another_facilitator(year: Year, network: Network) -> Year:
    """Somebody who can always come in the place of the facilitator."""
    other = Member(id=f"{network.id}.facilitator", name=_ELSEWHERE)
    members = {**year.members, other.id: other}
    return _with(year.model_copy(update={"members": members}), network, {"facilitation": other.id})


def _not_required(network: Network, at: int) -> Required:
    """The others keep their places, by which findings name them."""
    nobody = network.required[at].model_copy(update={"at_least": 0})
    return (*network.required[:at], nobody, *network.required[at + 1 :])


def _any_board(network: Network) -> Hosts | None:
    hosts = network.hosts
    return None if hosts is None else hosts.model_copy(update={"not_same_board_in_a_row": False})


def _moment_without(year: Year, series: str, moment: str, key: str) -> Year:
    found = year.series[series]
    eased = found.moments[moment].model_copy(update={key: () if key == "dates" else None})
    changed = found.model_copy(update={"moments": {**found.moments, moment: eased}})
    return year.model_copy(update={"series": {**year.series, series: changed}})


def _workshop_without(year: Year, id: str, key: str) -> Year:
    """A workshop that asks less; without a key one that does not run."""
    eased: Mapping[str, Mapping[str, object]] = {
        "moments": {"moments": ()},
        "school": {"school": None},
        "seats": {"seats": Range(0, 0)},
        "presenter": {"presenter": ()},
    }
    update = eased.get(key, {"runs": "no"})
    changed = year.workshops[id].model_copy(update=update)
    return year.model_copy(update={"workshops": {**year.workshops, id: changed}})


def _nothing_refused(year: Year, file: str) -> Year:
    """Who said no to a date may come after all where everybody did; working days decide."""
    polls = tuple(_not_refused(poll) if poll.file == file else poll for poll in year.polls)
    return year.model_copy(update={"polls": polls})


def _not_refused(poll: Poll) -> Poll:
    said = zip(*poll.answers.values(), strict=True)
    refused = [Stance.YES not in of_date and Stance.IF_NEED_BE not in of_date for of_date in said]
    answers = {
        member: tuple(None if no else stance for no, stance in zip(refused, own, strict=True))
        for member, own in poll.answers.items()
    }
    return replace(poll, answers=answers)


def _more_in_a_month(year: Year, line: Line) -> Iterator[Loosening]:
    """One meeting more in a month, and then any number."""

    def eased(most: int | None) -> Callable[[Year], Year]:
        limits = year.settings.limits.model_copy(update={"meetings_per_month": most})
        settings = year.settings.model_copy(update={"limits": limits})
        return lambda year: year.model_copy(update={"settings": settings})

    more = (year.settings.limits.meetings_per_month or 0) + 1
    said = _n(
        "let people have up to {count} meeting in a month",
        "let people have up to {count} meetings in a month",
        more,
    )
    yield Loosening(line.path, said, False, line.price, eased(more))
    yield Loosening(line.path, line.sentence, True, line.price + 1, eased(None))


def _nothing_closed(year: Year) -> Year:
    return year.model_copy(update={"settings": year.settings.model_copy(update={"closed": ()})})

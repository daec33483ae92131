"""A line of the user that may be given up in; the year without it, or with it eased, out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import reduce

from msgspec import Struct
from msgspec.structs import replace

from leernet.finding import Path
from leernet.model.availability import meeting_window
from leernet.model.headcount import seats_when_all_come
from leernet.model.poll import Poll, Stance
from leernet.model.selection import possible_hosts, selected_members
from leernet.model.updated import updated
from leernet.model.values import Days, Range
from leernet.model.weekdays import WORKING_WEEK
from leernet.model.year import Hosts, Member, Network, School, Spacing, Year
from leernet.solve.conflicts import Conflict, Line
from leernet.solve.parameters import PlanParameters, WaysOutParameters
from leernet.solve.workshops.eased import a_moment_more, schools_for_more, without_workshops
from leernet.words import Sentence, _, _n

# What somebody else who can always come is called, and a place that is always free.
_ELSEWHERE = "…"


class Loosening(Struct, frozen=True):
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


def loosenings(year: Year, conflict: Conflict, parameters: PlanParameters) -> tuple[Loosening, ...]:
    """What could be done about each of the lines that clash, the cheapest first.

    Args:
        parameters: how dear each is, and how far it goes.
    """
    found = [loosening for line in conflict.lines for loosening in _of_line(year, line, conflict, parameters)]
    return tuple(sorted(found, key=lambda loosening: loosening.price))


def not_running(year: Year, workshops: tuple[str, ...], price: int) -> Loosening:
    """That some workshops do not run."""
    names = tuple(year.workshops[id].title or id for id in workshops)
    return Loosening(
        ("workshops", workshops[0]),
        _("let {workshops} not run", workshops=names),
        False,
        price,
        lambda year: without_workshops(year, workshops),
    )


def _of_line(year: Year, line: Line, conflict: Conflict, parameters: PlanParameters) -> Iterator[Loosening]:
    match line.path:
        case ("networks", str(id), "meetings", int(at), "window" | "date" | "dates"):
            yield from _other_days(year, year.networks[id], at, line, parameters.ways_out)
        case ("networks", str(id), "hosts") | ("networks", str(id), "meetings", int(_), "hosts" | "host"):
            yield from _other_hosts(year, year.networks[id], conflict.meetings, parameters)
        case ("networks", str(id), "meetings", int(at)):
            yield from _away_from_there(year, year.networks[id], at, line, parameters.ways_out)
        case ("year", "limits", *_rest):
            yield from _more_in_a_month(year, line)
        case ("series", str(id), "moments") if conflict.workshop:
            yield from _room_for(year, id, conflict.workshop, parameters)
        case _:
            given_up = _year_without(line.path)
            if given_up is not None:
                yield _without(line, given_up)
    match line.path:
        case ("workshops", str(id), *_rest):
            yield not_running(year, (id,), parameters.prices.workshop)


def _room_for(year: Year, series: str, workshop: str, parameters: PlanParameters) -> Iterator[Loosening]:
    """More rooms, another moment, or a programme without this workshop."""
    for school in schools_for_more(year, workshop, parameters.ways_out.schools):
        yield _more_rooms(school, parameters.prices.more_seats)
    if not year.workshops[workshop].moments and a_moment_more(year, series) is not None:
        said = _("add another moment to {series}", series=year.series[series].title or series)
        path: Path = ("series", series, "moments")
        yield Loosening(
            path, said, False, parameters.prices.elsewhere, lambda year: a_moment_more(year, series) or year
        )
    yield not_running(year, (workshop,), parameters.prices.workshop)


def _more_rooms(school: School, price: int) -> Loosening:
    rooms = (school.rooms or 1) + 1
    path: Path = ("schools", school.id)
    said = _("let {school} have {rooms} rooms for workshops", school=school.name, rooms=rooms)
    return Loosening((*path, "rooms"), said, False, price, lambda year: updated(year, path, rooms=rooms))


# What is written where a line asks something, by the keys that lead to it; ids and places in lists aside.
_INSTEAD: Mapping[tuple[str, ...], object] = {
    ("networks", "weekdays"): None,
    ("networks", "spacing"): Spacing(),
    ("networks", "meetings", "weekdays"): WORKING_WEEK,
    ("networks", "meetings", "after"): None,
    ("networks", "hosts", "not_same_board_in_a_row"): False,
    ("series", "moments", "window"): None,
    ("series", "moments", "date"): None,
    ("series", "moments", "dates"): (),
    ("series", "moments", "weekdays"): None,
    ("workshops", "moments"): (),
    ("workshops", "school"): None,
    ("workshops", "seats"): Range(0, 0),
    ("workshops", "presenter"): (),
}


def _year_without(path: Path) -> Callable[[Year], Year] | None:
    """The year without a line; None where it cannot be without."""
    for length in range(len(path), 2, -1):
        keys = tuple(str(key) for at, key in enumerate(path[:length]) if not _is_id(path, at))
        if keys in _INSTEAD:
            where, key = path[: length - 1], keys[-1]
            return lambda year: updated(year, where, **{key: _INSTEAD[keys]})
    return _year_otherwise(path)


def _year_otherwise(path: Path) -> Callable[[Year], Year] | None:
    """The same for a line that something else than a value of its own is written for."""
    match path:
        case ("networks", str(_), "hosts", "days") | ("schools", str(_), *_):
            return lambda year: _receiving(year, path)
        case ("networks", str(id), "facilitator"):
            return lambda year: _with_another_facilitator(year, id)
        case ("networks", str(_), "pairs", "rounds", int(_)):
            return lambda year: _as_many(year, path[:3], "rounds")
        case ("networks", str(_), "groups", "meetings", "times", int(_)):
            return lambda year: _as_many(year, path[:4], "times")
        case ("networks", str(_), "required", int(_)):
            # The others keep their places, by which findings name them.
            return lambda year: updated(year, path, at_least=0)
        case ("availability", str(file)):
            return lambda year: _nothing_refused(year, file)
        case ("year", "closed", *_):
            return lambda year: updated(year, ("settings",), closed=())
    return None


def _is_id(path: Path, at: int) -> bool:
    """Whether what is at a place of a path is an id, or a place in a list, and no key."""
    return at == 1 or isinstance(path[at], int) or (at == 3 and path[2] == "moments")


def _as_many(year: Year, path: Path, number: str) -> Year:
    """As many visits of pairs or dates of groups as were asked for, between no meetings."""
    asked = reduce(lambda thing, key: getattr(thing, str(key)), path[2:], year.networks[str(path[1])])
    return updated(year, path, asked=getattr(asked, number))


def _without(line: Line, eased: Callable[[Year], Year]) -> Loosening:
    return Loosening(line.path, line.sentence, True, line.price, eased)


def _other_days(
    year: Year, network: Network, at: int, line: Line, parameters: WaysOutParameters
) -> Iterator[Loosening]:
    """A wider window, and then any day of the year."""
    meeting = network.meetings[at]

    def eased(days: Days | None) -> Callable[[Year], Year]:
        where = ("networks", network.id, "meetings", at)
        return lambda year: updated(year, where, window=days, date=None, dates=())

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
        "let {school} host it, with room for {count} person",
        "let {school} host it, with room for {count} people",
        needed,
        school=school.name,
    )

    def eased(year: Year) -> Year:
        roomier = updated(year, ("schools", school.id), host_seats=max(needed, school.host_seats or 0))
        return updated(roomier, ("networks", network.id), hosts=_hosts_with(network, school.id))

    return Loosening(("schools", school.id, "host_seats"), said, False, price, eased)


def _receiving(year: Year, path: Path) -> Year:
    """The year in which the school of this line receives guests on any day, or more often; or all of them."""
    schools = (str(path[1]),) if path[0] == "schools" else tuple(year.schools)
    often, any_day = {"host_at_most": None}, {"host_days": None, "host_not": ()}
    for id in schools:
        year = updated(year, ("schools", id), **(often if path[2] == "host_at_most" else any_day))
    return year


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
            year = updated(year, ("networks", network.id, "meetings", at), location=_ELSEWHERE, host=None)
        return year

    said = _("write a location for {meetings}", meetings=references)
    yield Loosening(("networks", network.id, "meetings", places[0], "location"), said, False, price, eased)


def _with_another_facilitator(year: Year, network: str) -> Year:
    """Somebody who can always come in the place of the facilitator."""
    other = Member(id=f"{network}.facilitator", name=_ELSEWHERE)
    known = year.model_copy(update={"members": {**year.members, other.id: other}})
    return updated(known, ("networks", network), facilitation=other.id)


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
        return lambda year: updated(year, ("settings", "limits"), meetings_per_month=most)

    more = (year.settings.limits.meetings_per_month or 0) + 1
    said = _n(
        "let people have up to {count} meeting in a month",
        "let people have up to {count} meetings in a month",
        more,
    )
    yield Loosening(line.path, said, False, line.price, eased(more))
    yield Loosening(line.path, line.sentence, True, line.price + 1, eased(None))

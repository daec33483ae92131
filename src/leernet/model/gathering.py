"""A year in; all that needs a date out: the meetings of networks and the moments of series, in order."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from leernet.finding import Path
from leernet.model.availability import Said, meeting_dates, meeting_window, said_of
from leernet.model.borders import comes_after
from leernet.model.plan import meeting_reference
from leernet.model.programme import TimedBlock, programme_of
from leernet.model.selection import (
    meeting_span,
    meeting_weekdays,
    selected_members,
    series_members,
    series_workshops,
    wanted_members,
)
from leernet.model.values import Days, Span
from leernet.model.weekdays import WORKING_WEEK, HalfDays
from leernet.model.year import Hosts, Meeting, Moment, Network, OwnDates, Series, Workshop, Year

# What a day is called on which the groups of a network meet by themselves: intervisie-1, intervisie-2, …
GROUP_MEETING = "intervisie"


class Need(Struct, frozen=True):
    """So many of these people must be there.

    Attributes:
        path: where the user says so.
        members: ids, sorted.
        at_least: how many of them.
    """

    path: Path
    members: tuple[str, ...]
    at_least: int


class Gathering(Struct, frozen=True):
    """One thing that gets a date: a meeting of a network, or a moment of a series outside any meeting.

    Attributes:
        reference: ``network/meeting`` or ``series/moment``.
        chain: network or series, of which the gatherings follow one another.
        title: what people call it.
        path: where it is defined.
        span: from when until when on the day; None where nobody said so.
        window: the days it may be on.
        fixed: whether the user gave the date.
        weekdays: the half days it may be on.
        network: the network, of a meeting and of a series that belongs to one.
        meeting: the meeting, else None.
        series: the series, else None.
        moment: id of the moment in the series.
        hosts: where it is; None where that is not planned.
        dates: the only days it may be on, where the user gave several.
    """

    reference: str
    chain: str
    title: str
    path: Path
    span: Span | None
    window: Days
    fixed: bool
    weekdays: HalfDays
    network: Network | None
    meeting: Meeting | None = None
    series: Series | None = None
    moment: str = ""
    hosts: Hosts | None = None
    dates: tuple[date, ...] = ()

    @property
    def asks(self) -> str:
        """What decides who is expected and when, beside the network: its time, and a programme of its own."""
        programme = self.meeting.programme if self.meeting is not None else None
        return str(self.span) if programme is None else self.reference

    def key_path(self, key: str) -> Path:
        """Where a key is that counts here: with the meeting or the moment, else with its network."""
        if self.meeting is not None and self.network is not None and not getattr(self.meeting, key, None):
            return ("networks", self.network.id, key)
        return (*self.path, key)


def gatherings(year: Year) -> tuple[Gathering, ...]:
    """All gatherings: by network id, then by series id; within each by first possible day."""
    of_networks = (
        found for _, network in sorted(year.networks.items()) for found in network_gatherings(year, network)
    )
    of_series = (
        found for _, series in sorted(year.series.items()) for found in series_gatherings(year, series)
    )
    return (*of_networks, *of_series)


def network_gatherings(year: Year, network: Network) -> tuple[Gathering, ...]:
    """The meetings of a network that are not cancelled, in the order in which they are to take place."""
    found = (
        Gathering(
            reference=meeting_reference(network.id, meeting.id),
            chain=network.id,
            title=meeting.title or f"{network.title or network.id}, {meeting.id}",
            path=("networks", network.id, "meetings", number),
            span=meeting_span(network, meeting),
            window=meeting_window(year, network, meeting),
            fixed=meeting.date is not None,
            weekdays=meeting_weekdays(network, meeting) or WORKING_WEEK,
            network=network,
            meeting=meeting,
            hosts=network.hosts,
            dates=meeting_dates(year, network, meeting),
        )
        for number, meeting in enumerate(network.meetings)
        if not meeting.cancelled
    )
    by_window = sorted(found, key=lambda gathering: (gathering.window.first, gathering.window.last))
    return (*_one_after_the_other(network, by_window), *_group_gatherings(network))


def _one_after_the_other(network: Network, gatherings: list[Gathering]) -> Iterator[Gathering]:
    """The same in an order in which each comes after those it is to come after; in a circle nothing does."""
    first = {meeting_reference(network.id, id): before for id, before in comes_after(network).items()}
    left = gatherings
    while left:
        waiting = {gathering.reference for gathering in left}
        free = (one for one in left if waiting.isdisjoint(first.get(one.reference, frozenset())))
        found = next(free, left[0])
        yield found
        left = [gathering for gathering in left if gathering is not found]


def _group_gatherings(network: Network) -> tuple[Gathering, ...]:
    """The days on which all groups of a network meet, where those are no meetings of the network."""
    if network.groups is None or not isinstance(network.groups.meetings, OwnDates):
        return ()
    own = network.groups.meetings
    ids = [f"{GROUP_MEETING}-{number}" for number in range(1, own.times + 1)]
    return tuple(
        Gathering(
            reference=meeting_reference(network.id, id),
            chain=f"{network.id}/{GROUP_MEETING}",
            title=f"{network.title or network.id}, {id}",
            path=("networks", network.id, "groups", "meetings"),
            span=own.time,
            window=own.window,
            fixed=False,
            weekdays=network.weekdays or WORKING_WEEK,
            network=network,
            meeting=Meeting(id=id, window=own.window, times=(own.time,)),
        )
        for id in ids
    )


def series_gatherings(year: Year, series: Series) -> tuple[Gathering, ...]:
    """The moments of a series that have one date of their own, in the order in which they are to take place.

    Of a moment on several dates nothing is to be chosen but the date of each workshop.
    """
    found = (
        _moment_gathering(year, series, id, moment)
        for id, moment in series.moments.items()
        if not moment.meeting and len(moment.days) < 2
    )
    return tuple(sorted(found, key=lambda gathering: (gathering.window.first, gathering.window.last)))


def _moment_gathering(year: Year, series: Series, id: str, moment: Moment) -> Gathering:
    fixed = Days(moment.days[0], moment.days[0]) if moment.days else None
    return Gathering(
        reference=meeting_reference(series.id, id),
        chain=f"series:{series.id}",
        title=f"{series.title or series.id}, {id}",
        path=("series", series.id, "moments", id),
        span=moment.time,
        window=fixed or moment.window or year.school_year.days,
        fixed=fixed is not None,
        weekdays=moment.weekdays or WORKING_WEEK,
        network=year.networks.get(series.network or ""),
        series=series,
        moment=id,
    )


def needs(year: Year, gathering: Gathering) -> tuple[Need, ...]:
    """Who must be there: facilitator, what the network requires, presenters whose moment is given."""
    found: list[Need] = []
    network = gathering.network
    # On days of their own groups meet without the others, and so without their facilitator.
    if network is not None and gathering.chain == network.id:
        found.append(Need(("networks", network.id, "facilitator"), tuple(sorted(network.facilitators)), 1))
        for number, required in enumerate(network.required):
            ids = tuple(member.id for member in selected_members(year, required.any_of))
            found.append(Need(("networks", network.id, "required", number), ids, required.at_least))
        for number, required in enumerate(
            gathering.meeting.required if gathering.meeting is not None else ()
        ):
            ids = tuple(member.id for member in selected_members(year, required.any_of))
            found.append(Need((*gathering.path, "required", number), ids, required.at_least))
    found += (
        Need(("workshops", workshop.id, "presenter"), (presenter,), 1)
        for workshop in given_workshops(year, gathering)
        for presenter in workshop.presenter
        if presenter in year.members
    )
    return tuple(found)


def said_about(year: Year, gathering: Gathering) -> Said:
    """What people answered in polls about a meeting of a network; nothing about anything else."""
    network, meeting = gathering.network, gathering.meeting
    if network is None or meeting is None or gathering.chain != network.id:
        return {}
    return said_of(year, network.id, meeting.id, gathering.span)


def given_workshops(year: Year, gathering: Gathering) -> tuple[Workshop, ...]:
    """The workshops of which the user says that they run at this gathering; by id."""
    return tuple(
        workshop
        for series, moment in moments_at(year, gathering)
        for workshop in series_workshops(year, series.id)
        if moment in given_moments(series, workshop) and workshop.runs != "no"
    )


def given_moments(series: Series, workshop: Workshop) -> tuple[str, ...]:
    """The moments at which a workshop runs whatever is planned: those it names, or the only one there is."""
    return workshop.moments or (tuple(series.moments) if len(series.moments) == 1 else ())


def moments_at(year: Year, gathering: Gathering) -> tuple[tuple[Series, str], ...]:
    """The moments of series that take place at this gathering: itself, or those inside the meeting."""
    if gathering.series is not None:
        return ((gathering.series, gathering.moment),)
    return tuple(
        (series, id)
        for _, series in sorted(year.series.items())
        for id, moment in series.moments.items()
        if moment.meeting == gathering.reference
    )


def hosts_by_turn(gathering: Gathering) -> bool:
    """Whether the host of a meeting is a school of those that take turns, chosen by turn or by the user."""
    somewhere_else = gathering.meeting is not None and bool(gathering.meeting.location)
    return gathering.hosts is not None and gathering.hosts.rotate is not None and not somewhere_else


def asked_host(gathering: Gathering) -> str | None:
    """The host that the user gave, for the meeting or for all of its network."""
    if gathering.meeting is not None and gathering.meeting.host is not None:
        return gathering.meeting.host
    if gathering.hosts is None or gathering.meeting is None or gathering.meeting.location:
        return None
    return gathering.hosts.school


def rooms_needed(year: Year, gathering: Gathering) -> int:
    """How many rooms the host needs: the most workshops that run there at one time.

    Rounds that follow one another share rooms. Workshops without a moment are divided over the rounds.
    """
    rounds = [
        ((series.moments[id].time or gathering.span), series, id)
        for series, id in moments_at(year, gathering)
    ]
    return max(
        (
            sum(_rooms_of_round(year, series, id) for span, series, id in rounds if _runs_at(span, start))
            for start, _series, _id in rounds
        ),
        default=0,
    )


def _runs_at(span: Span | None, other: Span | None) -> bool:
    """Whether a round runs when another begins; the most run at one time when some round begins."""
    return span is None or other is None or span.start <= other.start < span.end


def _rooms_of_round(year: Year, series: Series, moment: str) -> int:
    free = [
        workshop
        for workshop in series_workshops(year, series.id)
        if workshop.runs != "no" and workshop.school is None
    ]
    here = [workshop for workshop in free if moment in given_moments(series, workshop)]
    undecided = sum(not given_moments(series, workshop) for workshop in free)
    return len(here) + -(-undecided // len(series.moments))


def expected_spans(year: Year, gathering: Gathering) -> dict[str, Span]:
    """For each wanted member from when until when they are expected; who comes for no part is left out.

    Of a programme with parts for some, each is expected from the first to the last part that is for them.
    """
    if gathering.span is None:
        return {}
    if gathering.series is not None:
        return {member.id: gathering.span for member in series_members(year, gathering.series)}
    if gathering.network is None or gathering.meeting is None:
        return {}
    wanted = [member.id for member in wanted_members(year, gathering.network)]
    programme = programme_of(year, gathering.network, gathering.meeting, gathering.span, None, "nl")
    if all(block.audience is None for block in programme):
        return dict.fromkeys(wanted, gathering.span)
    expected = _spans_of_parts(year, programme, gathering.network)
    if len(gathering.network.facilitators) == 1:
        expected[gathering.network.facilitator] = gathering.span
    return {id: expected[id] for id in wanted if id in expected}


def _spans_of_parts(year: Year, programme: tuple[TimedBlock, ...], network: Network) -> dict[str, Span]:
    wanted = tuple(member.id for member in wanted_members(year, network))
    expected: dict[str, Span] = {}
    for block in programme:
        if block.audience is None:
            ids = wanted
        else:
            ids = tuple(member.id for member in selected_members(year, block.audience))
        for id in ids:
            had = expected.get(id, block.span)
            expected[id] = Span(min(had.start, block.start), max(had.end, block.end))
    return expected

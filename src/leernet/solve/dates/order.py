"""A year and the numbers of its events in; which events come after which others, out."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from leernet.finding import Path
from leernet.model.borders import WEEKS_OF_ROUND, borders, shared_borders
from leernet.model.gathering import GROUP_MEETING
from leernet.model.plan import meeting_reference
from leernet.model.values import Days
from leernet.model.year import Network, OwnDates, Year
from leernet.words import Field, Sentence, _, _n

_WEEK = 7


class Order(Struct, frozen=True):
    """One event comes after another.

    Attributes:
        first: number of the event that comes first.
        later: number of the other.
        least: how many days the other is later, at least.
        path: where it is asked.
        sentence: what is asked, as a part of a list.
    """

    first: int
    later: int
    least: int
    path: Path
    sentence: Sentence


def orders(year: Year, number: Mapping[str, int]) -> tuple[Order, ...]:
    """What is asked of the order of events, by network.

    Args:
        number: of each event, by reference; what names another meeting asks nothing.
    """
    return tuple(
        Order(number[first], number[later], max(1, _WEEK * weeks), path, sentence)
        for _id, network in sorted(year.networks.items())
        for asked in (_after(network), _rounds_of_visits(network), _dates_of_groups(network))
        for first, later, weeks, path, sentence in asked
        if first in number and later in number
    )


# References of the first and the later event, and the weeks between.
_Asked = tuple[str, str, int, Path, Sentence]


def _after(network: Network) -> Iterator[_Asked]:
    for at, meeting in enumerate(network.meetings):
        if meeting.after is None:
            continue
        path = ("networks", network.id, "meetings", at, "after")
        first, later, weeks = meeting.after.meeting, _reference(network, meeting.id), meeting.after.min_weeks
        if weeks:
            said = _n(
                "{later} comes at least {count} week after {first}",
                "{later} comes at least {count} weeks after {first}",
                weeks,
                first=first,
                later=later,
            )
        else:
            said = _("{later} comes after {first}", first=first, later=later)
        yield first, later, weeks, path, said


def _rounds_of_visits(network: Network) -> Iterator[_Asked]:
    """A round takes its weeks between the meetings before and after it."""
    if network.pairs is None:
        return
    for between, rounds in shared_borders(network.pairs.asked):
        if between.after is None or between.before is None:
            continue
        weeks = WEEKS_OF_ROUND * len(rounds)
        first, later = _reference(network, between.after), _reference(network, between.before)
        said = _n(
            "{count} round of visits is between {first} and {later} and needs at least {weeks} weeks",
            "{count} rounds of visits are between {first} and {later} and need at least {weeks} weeks",
            len(rounds),
            first=first,
            later=later,
            weeks=weeks,
        )
        yield first, later, weeks, ("networks", network.id, "pairs", "rounds", rounds[0]), said


def room_for_rounds(network: Network, meeting: str) -> Iterator[tuple[Days, Path, Sentence]]:
    """The days a meeting may be on so that rounds on one side of it only have their weeks in the window."""
    window = network.pairs.window if network.pairs is not None else None
    if network.pairs is None or window is None:
        return
    for between, rounds in shared_borders(network.pairs.asked):
        weeks = WEEKS_OF_ROUND * len(rounds)
        path: Path = ("networks", network.id, "pairs", "rounds", rounds[0])
        fields: dict[str, Field] = {"meeting": _reference(network, meeting), "weeks": weeks}
        if (between.after, between.before) == (None, meeting):
            first = window.first + timedelta(weeks=weeks)
            said = _n(
                "{count} round of visits comes before {meeting} and needs at least {weeks} weeks from {day}",
                "{count} rounds of visits come before {meeting} and need at least {weeks} weeks from {day}",
                len(rounds),
                day=window.first,
                **fields,
            )
            yield Days(first, date.max), path, said
        if (between.after, between.before) == (meeting, None):
            last = window.last - timedelta(weeks=weeks)
            said = _n(
                "{count} round of visits comes after {meeting} and needs at least {weeks} weeks up to {day}",
                "{count} rounds of visits come after {meeting} and need at least {weeks} weeks up to {day}",
                len(rounds),
                day=window.last,
                **fields,
            )
            yield Days(date.min, last), path, said


def _dates_of_groups(network: Network) -> Iterator[_Asked]:
    if network.groups is None or not isinstance(network.groups.meetings, OwnDates):
        return
    for at, between in enumerate(borders(network.groups.meetings.asked)):
        path = ("networks", network.id, "groups", "meetings", "times", at)
        own = _reference(network, f"{GROUP_MEETING}-{at + 1}")
        if between.after is not None:
            first = _reference(network, between.after)
            yield first, own, 0, path, _("{later} comes after {first}", first=first, later=own)
        if between.before is not None:
            later = _reference(network, between.before)
            yield own, later, 0, path, _("{later} comes after {first}", first=own, later=later)


def _reference(network: Network, meeting: str) -> str:
    return meeting_reference(network.id, meeting)

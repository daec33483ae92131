"""A year and a plan in; meetings that are not after those they come after, out, with their places."""

from collections.abc import Callable, Iterator, Mapping

from leernet.catalogue.plan import PLAN_NO_WEEKS_AFTER, PLAN_NO_WEEKS_BEFORE, PLAN_NOT_AFTER
from leernet.finding import Finding, Path, Place
from leernet.model.plan import PlannedMeeting
from leernet.model.year import Between, Network, OwnDates, Rounds, Year

_DAYS_OF_ROUND = 14


def not_after(
    year: Year, meetings: Mapping[str, PlannedMeeting], place: Callable[[Path], Place]
) -> Iterator[Finding]:
    """A meeting that comes after another is on a later day, so many weeks later where that is asked.

    So are the dates of groups, and meetings with rounds of visits between them: two weeks for each.

    Args:
        place: where a part of the plan is.
    """
    for first, later, least in asked_orders(year):
        if first not in meetings or later not in meetings:
            continue
        days = (meetings[later].day - meetings[first].day).days
        if days < max(1, least):
            where = place(("meetings", later, "date"))
            yield PLAN_NOT_AFTER.at(where, meeting=later, days=days, first=first, weeks=least // 7)


def asked_orders(year: Year) -> Iterator[tuple[str, str, int]]:
    """References of what comes first and of what comes later, and how many days at least."""
    for _id, network in sorted(year.networks.items()):
        yield from (*_after(network), *_groups(network), *_rounds(network))


def no_weeks_for_rounds(
    year: Year, meetings: Mapping[str, PlannedMeeting], place: Callable[[Path], Place]
) -> Iterator[Finding]:
    """Rounds that lie before or after one meeting only have two weeks each in the window of the pairs."""
    for _id, network in sorted(year.networks.items()):
        window = network.pairs.window if network.pairs is not None else None
        if network.pairs is None or window is None:
            continue
        found = [borders_of(network.pairs.asked, number) for number in range(1, network.pairs.rounds + 1)]
        for after, before in sorted({*found}, key=str):
            days, reference = _DAYS_OF_ROUND * found.count((after, before)), f"{network.id}/{after or before}"
            meeting = meetings.get(reference)
            if (after is None) == (before is None) or meeting is None:
                continue
            short = (window.last - meeting.day if after else meeting.day - window.first).days < days
            rule = PLAN_NO_WEEKS_AFTER if after else PLAN_NO_WEEKS_BEFORE
            border = window.last if after else window.first
            if short:
                where = place(("meetings", reference, "date"))
                yield rule.at(where, meeting=reference, day=meeting.day, weeks=days // 7, border=border)


def _after(network: Network) -> Iterator[tuple[str, str, int]]:
    for meeting in network.meetings:
        if meeting.after is not None:
            yield meeting.after.meeting, f"{network.id}/{meeting.id}", 7 * meeting.after.min_weeks


def _groups(network: Network) -> Iterator[tuple[str, str, int]]:
    own = network.groups.meetings if network.groups is not None else ()
    if not isinstance(own, OwnDates):
        return
    for number in range(1, own.times + 1):
        after, before = borders_of(own.asked, number)
        if after is not None:
            yield f"{network.id}/{after}", f"{network.id}/intervisie-{number}", 0
        if before is not None:
            yield f"{network.id}/intervisie-{number}", f"{network.id}/{before}", 0


def _rounds(network: Network) -> Iterator[tuple[str, str, int]]:
    if network.pairs is None:
        return
    found = [borders_of(network.pairs.asked, number) for number in range(1, network.pairs.rounds + 1)]
    for after, before in sorted({(after, before) for after, before in found if after and before}):
        yield f"{network.id}/{after}", f"{network.id}/{before}", _DAYS_OF_ROUND * found.count((after, before))


def borders_of(rounds: Rounds, number: int) -> tuple[str | None, str | None]:
    """The meetings after and before which a round comes, counted from 1.

    A round without an own border has that of its neighbour on that side: what the round before it comes
    before, it comes after, unless both come before that.
    """
    if isinstance(rounds, int) or not 0 < number <= len(rounds):
        return None, None
    after, before = _after_of(rounds, number), rounds[number - 1].before
    if before is None and number < len(rounds):
        begins, ends = borders_of(rounds, number + 1)
        before = begins if begins is not None and begins != after else ends
    return after, before


def _after_of(rounds: tuple[Between, ...], number: int) -> str | None:
    own = rounds[number - 1]
    if own.after is not None or number == 1:
        return own.after
    ends = rounds[number - 2].before
    return ends if ends is not None and ends != own.before else _after_of(rounds, number - 1)

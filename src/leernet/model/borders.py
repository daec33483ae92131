"""Rounds of visits or of groups in; between which meetings each of them lies, out."""

from collections.abc import Iterator
from itertools import accumulate, groupby

from leernet.finding import Path
from leernet.model.plan import meeting_reference
from leernet.model.year import Between, Network, OwnDates, Rounds

# A round of visits takes so many weeks at least: one for each of the two visits of a pair.
WEEKS_OF_ROUND = 2


def borders(rounds: Rounds) -> tuple[Between, ...]:
    """For each round the meetings before and after it; rounds follow one another.

    A round that does not say after which meeting it comes begins where the one before it ends, or began; one
    that does not say before which meeting ends where the next one begins, or ends. Rounds that begin, or end,
    at one meeting share the other border.

    >>> [(one.after, one.before) for one in borders((Between(after="start"), Between(after="half")))]
    [('start', 'half'), ('half', None)]
    >>> [(one.after, one.before) for one in borders((Between(after="start"), Between(before="end")))]
    [('start', 'end'), ('start', 'end')]
    """
    if isinstance(rounds, int):
        return (Between(),) * rounds
    begun = tuple(accumulate(rounds, _begins_with))
    return tuple(reversed(tuple(accumulate(reversed(begun), _ends_with))))


def _begins_with(last: Between, own: Between) -> Between:
    shared = last.before == own.before
    return own if own.after else Between(after=(not shared and last.before) or last.after, before=own.before)


def _ends_with(next_one: Between, own: Between) -> Between:
    shared = next_one.after == own.after
    return (
        own
        if own.before
        else Between(after=own.after, before=(not shared and next_one.after) or next_one.before)
    )


def shared_borders(rounds: Rounds) -> tuple[tuple[Between, tuple[int, ...]], ...]:
    """The stretches between meetings, each with the rounds that lie in it, numbered from 0."""
    numbered = enumerate(borders(rounds))
    return tuple(
        (between, tuple(number for number, _one in found))
        for between, found in groupby(numbered, key=lambda pair: pair[1])
    )


def named_meetings(network: Network) -> Iterator[tuple[Path, str]]:
    """The meetings at which groups of a network meet or between which rounds lie, with paths in it."""
    groups = network.groups.meetings if network.groups is not None else ()
    if isinstance(groups, OwnDates):
        yield from _named_in(("groups", "meetings", "times"), groups.asked)
    else:
        yield from ((("groups", "meetings", at), meeting) for at, meeting in enumerate(groups))
    if network.pairs is not None:
        yield from _named_in(("pairs", "rounds"), network.pairs.asked)


def _named_in(path: Path, rounds: Rounds) -> Iterator[tuple[Path, str]]:
    for at, between in enumerate(() if isinstance(rounds, int) else rounds):
        named = (("after", between.after), ("before", between.before))
        yield from (((*path, at, key), meeting) for key, meeting in named if meeting)


def comes_after(network: Network) -> dict[str, frozenset[str]]:
    """For each meeting of a network the references of the meetings that it comes after."""
    groups = network.groups.meetings if network.groups is not None else None
    asked = (
        *(borders(network.pairs.asked) if network.pairs is not None else ()),
        *(borders(groups.asked) if isinstance(groups, OwnDates) else ()),
    )
    return {
        meeting.id: frozenset(
            (
                *((meeting.after.meeting,) if meeting.after is not None else ()),
                *(
                    meeting_reference(network.id, between.after)
                    for between in asked
                    if between.before == meeting.id and between.after
                ),
            )
        )
        for meeting in network.meetings
    }

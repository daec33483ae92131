"""Proposed sessions and what was asked in; what is wrong with them, and how much they answer, out."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from leernet.model.inventory import ProposedSession


def broken_sessions(
    sessions: Collection[ProposedSession], leaders: Mapping[str, frozenset[str]], rounds: int, rooms: int
) -> Iterator[str]:
    """A sentence, for the makers of leernet, for each rule that the sessions break."""
    for one in sessions:
        if one.leader not in leaders.get(one.topic, frozenset()):
            yield f"{one.leader} did not offer to lead {one.topic}, or is not there."
        if not 1 <= one.round <= rounds:
            yield f"There is no round {one.round}."
    for at, count in Counter(one.round for one in sessions).items():
        if count > rooms:
            yield f"Round {at} has {count} workshops and {rooms} rooms."
    for (at, leader), count in Counter((one.round, one.leader) for one in sessions).items():
        if count > 1:
            yield f"{leader} leads {count} workshops in round {at}."
    for (at, topic), count in Counter((one.round, one.topic) for one in sessions).items():
        if count > 1:
            yield f"Round {at} has {topic} {count} times."


def questions_answered(
    sessions: Collection[ProposedSession], asked: Collection[tuple[str, str]], rounds: int
) -> int:
    """How many questions can be answered: for each member a largest matching of questions and rounds."""
    return sum(
        _matched(
            [topic for one, topic in sorted(asked) if one == member],
            {
                at: frozenset(one.topic for one in sessions if one.round == at)
                for at in range(1, rounds + 1)
                if all((one.round, one.leader) != (at, member) for one in sessions)
            },
        )
        for member in {member for member, _topic in asked}
    )


def _matched(topics: list[str], offered: Mapping[int, frozenset[str]]) -> int:
    """The size of a largest matching of topics with rounds in which they are offered (augmenting paths)."""
    topic_in: dict[int, str] = {}

    def seated(topic: str, tried: set[int]) -> bool:
        for at in sorted(offered):
            if topic not in offered[at] or at in tried:
                continue
            tried.add(at)
            if at not in topic_in or seated(topic_in[at], tried):
                topic_in[at] = topic
                return True
        return False

    return sum(seated(topic, set()) for topic in topics)

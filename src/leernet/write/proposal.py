"""Proposed sessions of a meeting in; a file of the project's own YAML with a series and its workshops out."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from leernet.explain.rounds import Day
from leernet.model.inventory import ProposedSession, topic_slug
from leernet.model.programme import TimedBlock
from leernet.words import Words, _
from leernet.write.records import yaml_text


def proposal_path(day: Day) -> str:
    """The file that a proposal is written to."""
    return f"workshops-{day.network.id}-{day.meeting.id}.yaml"


def proposal_yaml(day: Day, sessions: tuple[ProposedSession, ...], words: Words) -> bytes:
    """The series with its moments and workshops, ready to be edited; says of nobody what they asked."""
    series = f"{day.network.id}-{day.meeting.id}"
    moments = {
        f"ronde-{at}": {"meeting": f"{day.network.id}/{day.meeting.id}", "time": _time(block)}
        for at, block in enumerate(day.rounds, 1)
        if any(one.round == at for one in sessions)
    }
    title = words.say(
        _("Workshops {meeting}", meeting=day.meeting.title or day.network.title or day.network.id)
    )
    document = {
        "series": {
            series: {
                "title": title,
                "network": day.network.id,
                "for": "members",
                "choose": len(moments),
                "moments": moments,
            }
        },
        "workshops": dict(_workshops(day, series, sessions)),
    }
    comment = words.say(
        _(
            "# Proposed from the inventory of {meeting}: what was asked about, led by those who offered.\n"
            "# This file is yours: change titles, leaders and seats as you like; it is not written again.\n",
            meeting=f"{day.network.id}/{day.meeting.id}",
        )
    )
    return (comment + "\n" + yaml_text(document)).encode()


def _workshops(
    day: Day, series: str, sessions: tuple[ProposedSession, ...]
) -> Iterable[tuple[str, dict[str, Any]]]:
    """A workshop for each topic and leader, with its rounds and seats for its share of the people."""
    led: dict[tuple[str, str], list[int]] = {}
    for one in sessions:
        led.setdefault((one.topic, one.leader), []).append(one.round)
    fewest = min(sum(one.round == at for one in sessions) for at in {one.round for one in sessions})
    seats = max(-(-day.people // fewest), _largest_room(day))
    taken: set[str] = set()
    for (topic, leader), rounds in sorted(led.items()):
        stem = f"{day.meeting.id}-{topic_slug(topic)}"
        id = next(name for at in count(1) if (name := stem if at == 1 else f"{stem}-{at}") not in taken)
        taken.add(id)
        yield (
            id,
            {
                "series": series,
                "title": topic,
                "presenter": leader,
                "moments": [f"ronde-{at}" for at in rounds],
                "seats": f"1-{seats}",
            },
        )


def _largest_room(day: Day) -> int:
    """Seats for everybody who asked about the topic that most people asked about."""
    return max((sum(topic == name for _member, name in day.asked) for topic in day.leaders), default=1)


def _time(block: TimedBlock) -> str:
    return "-".join(f"{at.hour}.{at.minute:02}" for at in (block.start, block.end))

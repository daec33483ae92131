"""The hashes by which anyone sees whether a result is about these inputs."""

import json
from hashlib import sha256
from typing import NamedTuple

from leernet.model.allocation import AllocationProblem, Participant


def inputs_sha256(problem: AllocationProblem) -> str:
    """Hash of all that was defined and chosen, whatever the order of rows and files.

    Policy and seed are in the record themselves and are left out. The text hashed is JSON without spaces,
    its keys sorted, in UTF-8.
    """
    parts = _parts(problem)
    sessions = [[name, *about] for name, about in sorted(parts.sessions.items())]
    # What is as it always was is left out, so that results from before it could be otherwise keep their hash.
    options = {name: value for name, value in parts.options.items() if (name, value) != _ONE_MARK}
    return _hashed({**options, "people": parts.people, "sessions": sessions})


_ONE_MARK = ("evidence_at_most", 1)


class _Parts(NamedTuple):
    """All that was defined and chosen, by name."""

    people: dict[str, object]
    sessions: dict[str, list[object]]
    options: dict[str, object]


def _parts(problem: AllocationProblem) -> _Parts:
    sessions: dict[str, list[object]] = {
        each.id: [
            each.seats_min,
            each.seats_max,
            each.runs,
            *([each.tour_seats] if each.tour_seats else []),
            *(["been"] if each.been else []),
        ]
        for each in problem.sessions
    }
    options: dict[str, object] = {
        "evidence_first": problem.evidence_first,
        "evidence_at_most": problem.evidence_at_most,
    }
    return _Parts({person.id: _asked(person) for person in problem.participants}, sessions, options)


def before_sha256(problem: AllocationProblem) -> str:
    """Hash of the earlier result that binds, for those who are to be placed; empty where none does.

    Written as the inputs are: by id the places, moment and workshop, and the session of the tour.
    """
    if problem.keep is None:
        return ""
    return _hashed(
        {person.id: [sorted(person.previous), person.previous_tour] for person in problem.participants}
    )


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hashed(value: object) -> str:
    return sha256(_JSON.encode(value).encode()).hexdigest()


def _asked(person: Participant) -> dict[str, object]:
    return {
        "need": person.need,
        "wishes": [sorted(group) for group in person.wishes],
        "sessions": sorted(person.sessions),
        "evidence": sorted(person.evidence),
        "never": sorted(person.never),
        "placed": sorted(map(list, person.placed)),
        "waits": person.waits,
        "credit": person.credit,
        **({"tour": True} if person.tour else {}),
        **({"choose": person.choose} if person.choose > person.need else {}),
        **({"not_there": sorted(person.not_there)} if person.not_there else {}),
        **({"had": person.had} if person.had else {}),
        **({"once": sorted(person.once)} if person.once else {}),
        **({"lacked": person.lacked} if person.lacked else {}),
        **({"had_tour": person.had_tour} if person.had_tour else {}),
    }

"""An allocation problem in; the hashes by which anyone sees whether a result is about these inputs out."""

from __future__ import annotations

import json
from hashlib import sha256

from leernet.model.allocation import AllocationProblem, Participant


def inputs_sha256(problem: AllocationProblem) -> str:
    """Hash of all that was defined and chosen, whatever the order of rows and files.

    Policy and seed are in the record themselves and are left out. The text hashed is JSON without spaces,
    its keys sorted, in UTF-8.
    """
    # Where there are no tours, results from before there were any are still about these inputs.
    sessions = [
        [
            each.id,
            each.seats_min,
            each.seats_max,
            each.runs,
            *([each.tour_seats] if each.tour_seats else []),
            *(["been"] if each.been else []),
        ]
        for each in sorted(problem.sessions, key=lambda each: each.id)
    ]
    people = {person.id: _asked(person) for person in problem.participants}
    return _hashed({"evidence_first": problem.evidence_first, "people": people, "sessions": sessions})


def before_sha256(problem: AllocationProblem) -> str:
    """Hash of the earlier result that binds, for those who are to be placed; empty where none does.

    Written as the inputs are: by id the places, moment and workshop, and the session of the tour.
    """
    if problem.keep is None:
        return ""
    return _hashed(
        {person.id: [sorted(person.previous), person.previous_tour] for person in problem.participants}
    )


def _hashed(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


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
        **({"had": person.had} if person.had else {}),
        **({"once": sorted(person.once)} if person.once else {}),
        **({"lacked": person.lacked} if person.lacked else {}),
        **({"had_tour": person.had_tour} if person.had_tour else {}),
    }

"""A year, its plan and what came in for a series in; the first digits of a hash of everything apart out.

By these a change is named with its place. They are so few that nobody finds out from them what somebody
chose.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any, TypeAlias

from pydantic import BaseModel

from leernet.model.allocation import AllocationProblem
from leernet.model.choices import Answer, Choices
from leernet.model.plan import Plan, session_reference
from leernet.model.selection import series_workshops
from leernet.model.year import Member, Series, Year

# A kind of definition, its id, and a key of it or one more id.
Path: TypeAlias = tuple[str, ...]

# What of a definition an allocation depends on.
OF_SERIES = (
    *("audience", "choose", "policy", "evidence_first", "evidence_at_most", "credit", "closes"),
    *("columns", "scores"),
)
OF_WORKSHOP = ("presenter", "moments", "seats", "runs", "open_to", "tour")
OF_SCHOOL = ("board", "area")
# What decides whether a series is for a member, and when they are there.
OF_MEMBER = ("roles", "school", "cohort", "working_days", "away", "from", "until")
# Of a member four digits are kept of everything and then two of each key.
OF_ALL, OF_KEY = 4, 2


def inputs_apart(
    year: Year, plan: Plan | None, series: Series, choices: Choices, problem: AllocationProblem
) -> Mapping[str, Mapping[str, str]]:
    """Of each definition, key, planned day and answer, by name."""
    return {
        "definitions": {
            "/".join(path): _digits(value)
            for path, value in sorted(_definitions(year, plan, series, problem).items())
        },
        "members": _each_once(
            {id: _about(member) for id, member in sorted(year.members.items())}, _digits_by_key
        ),
        "answers": _each_once({answer.member: _asked(answer) for answer in choices.answers}, _digits),
    }


def _definitions(
    year: Year, plan: Plan | None, series: Series, problem: AllocationProblem
) -> dict[Path, object]:
    credit = {person.id: person.credit for person in problem.participants if person.credit}
    return {
        **dict(_of_series(year, series)),
        **dict(_of_workshops(year, series)),
        **dict(_of_schools(year)),
        **(dict(_planned(year, plan, series)) if plan is not None else {}),
        **({("earlier", series.id): credit} if credit else {}),
    }


def _of_series(year: Year, series: Series) -> Iterator[tuple[Path, object]]:
    for key in OF_SERIES:
        yield ("series", series.id, key), getattr(series, key)
    for moment, asked in series.moments.items():
        yield ("series", series.id, "moments", moment), asked
    network = year.networks.get(series.network or "")
    if series.audience == "members" and network is not None:
        yield ("series", series.id, "network"), network.id
        yield ("networks", network.id, "members"), network.members


def _of_workshops(year: Year, series: Series) -> Iterator[tuple[Path, object]]:
    for workshop in series_workshops(year, series.id):
        for key in OF_WORKSHOP:
            yield ("workshops", workshop.id, key), getattr(workshop, key)


def _of_schools(year: Year) -> Iterator[tuple[Path, object]]:
    for school in year.schools.values():
        for key in OF_SCHOOL:
            if value := getattr(school, key):
                yield ("schools", school.id, key), value


def _planned(year: Year, plan: Plan, series: Series) -> Iterator[tuple[Path, object]]:
    for moment, asked in series.moments.items():
        if asked.meeting in plan.meetings:
            meeting = plan.meetings[asked.meeting]
            yield ("plan", "meetings", asked.meeting), (meeting.day, meeting.span, meeting.absent)
        for workshop in series_workshops(year, series.id):
            reference = session_reference(series.id, moment, workshop.id)
            if reference in plan.sessions:
                session = plan.sessions[reference]
                yield ("plan", "sessions", reference), (session.day, session.span)


def _each_once(
    said: Mapping[str, tuple[object, ...]], digits: Callable[[tuple[object, ...]], str]
) -> dict[str, str]:
    """Many are alike: each way to be, or to choose, is worked out once."""
    known = {about: digits(about) for about in set(said.values())}
    return {id: known[about] for id, about in said.items()}


def _about(member: Member) -> tuple[object, ...]:
    """The values of ``OF_MEMBER``."""
    return (
        *(member.roles, member.school, member.cohort, member.working_days),
        *(member.away, member.joined, member.until),
    )


def _digits_by_key(about: tuple[object, ...]) -> str:
    return _digits(about) + "".join(_digits(value)[:OF_KEY] for value in about)


def _asked(answer: Answer) -> tuple[object, ...]:
    """What a row of choices says about places."""
    placed = tuple((place.moment, place.workshop) for place in answer.placed)
    when = answer.answered_at and answer.answered_at.date()
    return (
        *((*answer.ranks.items(),), (answer.never,), (answer.evidence,), (answer.absent,)),
        *((placed,), answer.tour, when),
    )


_WHOLE = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_PART = json.JSONEncoder(sort_keys=True)


def _digits(value: object) -> str:
    return sha256(_WHOLE.encode(_plain(value)).encode()).hexdigest()[:OF_ALL]


def _plain(value: Any) -> object:
    """A value without any order that means nothing."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return sorted([_PART.encode(_plain(each)) for each in value])
    return repr(value)

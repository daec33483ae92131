"""The plan before and what was asked in; what of it stays, to count from, out."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from leernet.model.plan import Plan


class Standing(Struct, frozen=True):
    """What stays of the plan before, and what was asked of this one.

    Attributes:
        dates: of the plan before, by reference; where one is still possible it is kept.
        hosts: of the plan before, where the meeting is still to come; they are kept where they can be.
        past: dates that lie behind us.
        given: hosts of what lies behind us.
        told: dates that people know of.
        history: plans of earlier years.
        today: no date is chosen before it.
        prefer: what matters more than usual.
    """

    dates: Mapping[str, date] = {}
    hosts: Mapping[str, str] = {}
    past: Mapping[str, date] = {}
    given: Mapping[str, str] = {}
    told: Mapping[str, date] = {}
    history: tuple[Plan, ...] = ()
    today: date | None = None
    prefer: str | None = None


def stands(
    before: Plan | None,
    history: tuple[Plan, ...],
    announced: frozenset[str],
    today: date | None,
    *,
    fresh: bool,
    prefer: str | None,
) -> Standing:
    """What stays of the plan before.

    Args:
        fresh: whether nothing is kept but what lies behind us.
    """
    dates = {} if before is None else dates_of(before)
    meetings = {} if before is None else before.meetings
    hosts = {ref: meeting.host for ref, meeting in meetings.items() if meeting.host is not None}
    past = {ref: day for ref, day in dates.items() if today is not None and day < today}
    told = {ref: dates[ref] for ref in announced if ref in dates}
    return Standing(
        {} if fresh else dates,
        {} if fresh else {ref: host for ref, host in hosts.items() if ref not in past},
        past,
        {ref: host for ref, host in hosts.items() if ref in past},
        told,
        history,
        today,
        prefer,
    )


def dates_of(plan: Plan) -> dict[str, date]:
    """The dates of a plan by reference, of moments of series too."""
    moments = {"/".join(ref.split("/")[:2]): session.day for ref, session in plan.sessions.items()}
    return {ref: meeting.day for ref, meeting in plan.meetings.items()} | moments

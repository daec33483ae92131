"""What lived before the meetings of a network in; what is unanswered when the next one comes out."""

from collections.abc import Mapping
from datetime import date

from leernet.model.inventory import Contribution, Inventories, Topic, topic_key, topic_slug, topics_of
from leernet.model.plan import Plan, meeting_reference
from leernet.model.selection import series_workshops
from leernet.model.year import Meeting, Network, Year


def rows_before(
    year: Year, plan: Plan, inventories: Inventories, network: Network, meeting: Meeting
) -> tuple[tuple[Contribution, ...], tuple[Contribution, ...]]:
    """What was collected for a meeting, and what comes back from earlier ones.

    A topic comes back when it was asked about before a meeting with workshops and none of them was on it;
    with everything that was said of it, offers to lead it too. What was talked about at a meeting without
    workshops nobody knows, so nothing of that meeting comes back.
    """
    open_rows: tuple[Contribution, ...] = ()
    for earlier in _in_order(plan, network):
        reference = meeting_reference(network.id, earlier.id)
        if earlier.id == meeting.id:
            break
        answered = _answered_at(year, plan, reference, earlier)
        if answered is None:
            continue
        rows = (*open_rows, *inventories.get(reference, ()))
        asked = {topic_key(topic.name) for topic in topics_of(rows) if topic.asked_by}
        waiting = {topic for topic in asked if not {topic, topic_slug(topic)} & answered}
        open_rows = tuple(row for row in rows if topic_key(row.topic) in waiting)
    return inventories.get(meeting_reference(network.id, meeting.id), ()), open_rows


def _in_order(plan: Plan, network: Network) -> list[Meeting]:
    def day(meeting: Meeting) -> date:
        planned = plan.meetings.get(meeting_reference(network.id, meeting.id))
        return planned.day if planned else meeting.date or date.max

    return sorted((one for one in network.meetings if not one.cancelled), key=day)


def _answered_at(year: Year, plan: Plan, reference: str, meeting: Meeting) -> frozenset[str] | None:
    """The topics of the workshops at a meeting, also by ids that a proposal gave; None: it has none."""
    found: set[str] = set()
    for series in year.series.values():
        moments = [id for id, moment in series.moments.items() if moment.meeting == reference]
        for workshop in series_workshops(year, series.id) if moments else ():
            planned = any(f"{series.id}/{moment}/{workshop.id}" in plan.sessions for moment in moments)
            if planned and workshop.runs != "no":
                own = workshop.id.removeprefix(f"{meeting.id}-")
                found |= {topic_key(workshop.title), own, own.rpartition("-")[0]}
    return frozenset(found) or None


def topics_by_meeting(year: Year, plan: Plan, inventories: Inventories) -> Mapping[str, tuple[Topic, ...]]:
    """What is on people's minds before each meeting, with what comes back from earlier ones."""
    return {
        meeting_reference(network.id, meeting.id): topics_of(
            row for rows in rows_before(year, plan, inventories, network, meeting) for row in rows
        )
        for network in year.networks.values()
        for meeting in network.meetings
        if inventories
    }


def taken_home(year: Year, plan: Plan, inventories: Inventories) -> Mapping[str, Mapping[str, str]]:
    """By meeting what each member took home from the one before it.

    Answered before the day of a meeting, it is from the one before; else from that meeting itself.
    """
    found: dict[str, dict[str, str]] = {}
    for network in year.networks.values():
        order = [meeting_reference(network.id, one.id) for one in _in_order(plan, network)]
        for at, reference in enumerate(order):
            planned = plan.meetings.get(reference)
            for row in inventories.get(reference, ()):
                early = row.answered_at is not None and planned and row.answered_at.date() < planned.day
                told_at = at if early else at + 1
                if row.take_home and told_at < len(order):
                    found.setdefault(order[told_at], {})[row.member] = row.take_home
    return found

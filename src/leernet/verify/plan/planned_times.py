"""A year and its plan in; the year in which meetings with a choice of times are at those planned, out."""

from leernet.model.plan import Plan, meeting_reference
from leernet.model.year import Meeting, Year


def at_planned_times(year: Year, plan: Plan) -> Year:
    """The year in which a meeting with several possible times is at that which was planned, if it is one."""
    networks = {
        id: network.model_copy(
            update={"meetings": tuple(_at_planned_time(id, meeting, plan) for meeting in network.meetings)}
        )
        if any(len(meeting.times) > 1 for meeting in network.meetings)
        else network
        for id, network in year.networks.items()
    }
    return year.model_copy(update={"networks": networks})


def _at_planned_time(network: str, meeting: Meeting, plan: Plan) -> Meeting:
    planned = plan.meetings.get(meeting_reference(network, meeting.id))
    if planned is None or planned.span not in meeting.times:
        return meeting
    return meeting.model_copy(update={"times": (planned.span,)})

"""A year of which some parts do not fit in; the year and the plan without those parts out."""

from collections.abc import Iterable

from leernet.model.gathering import gatherings
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.updated import updated
from leernet.model.year import Network, OwnDates, Year

# A part is a chain of meetings ("coaches", "coaches/intervisie"), the groups of a network ("groups:coaches")
# or a series ("series:studentworkshops").
_GROUPS, _SERIES = "groups:", "series:"


def year_without(year: Year, parts: Iterable[str]) -> Year:
    """The year in which these parts are not planned."""
    for part in sorted(parts):
        if part.startswith(_SERIES):
            year = _without_series(year, part.removeprefix(_SERIES))
        elif part.startswith(_GROUPS):
            year = updated(year, ("networks", part.removeprefix(_GROUPS)), groups=None)
        elif "/" in part:
            year = updated(year, ("networks", part.partition("/")[0]), groups=None)
        else:
            year = _without_meetings(year, year.networks[part])
    return year


def _without_series(year: Year, id: str) -> Year:
    """Without a series and its workshops, which are nowhere else."""
    series = {other: found for other, found in year.series.items() if other != id}
    workshops = {other: found for other, found in year.workshops.items() if found.series != id}
    return year.model_copy(update={"series": series, "workshops": workshops})


def _without_meetings(year: Year, network: Network) -> Year:
    """Without the meetings of a network, and what takes place inside or between them."""
    inside = [id for id, series in year.series.items() if _moments_inside(year, network.id, id)]
    for id in inside:
        year = _without_series(year, id)
    own_dates = network.groups.meetings if network.groups is not None else None
    groups = network.groups if isinstance(own_dates, OwnDates) and isinstance(own_dates.asked, int) else None
    pairs = network.pairs if network.pairs is not None and isinstance(network.pairs.asked, int) else None
    return updated(year, ("networks", network.id), meetings=(), groups=groups, pairs=pairs)


def _moments_inside(year: Year, network: str, series: str) -> bool:
    moments = year.series[series].moments.values()
    return any(moment.meeting.partition("/")[0] == network for moment in moments if moment.meeting)


def plan_without(plan: Plan, whole: Year, fitting: Year) -> Plan:
    """A plan less the parts of the whole year that are not in the one that fits."""
    gone, series, ungrouped = _gone(whole, fitting)
    unpaired = _unpaired(whole, fitting)
    return plan.model_copy(
        update={
            "pairs": {
                ref: pairs for ref, pairs in plan.pairs.items() if ref.rpartition("/")[0] not in unpaired
            },
            "visits": tuple(visit for visit in plan.visits if visit.network not in unpaired),
            "meetings": {
                reference: meeting.model_copy(update={"groups": {}, "roles": {}})
                if reference.partition("/")[0] in ungrouped
                else meeting
                for reference, meeting in plan.meetings.items()
                if reference not in gone
            },
            "sessions": {
                reference: session
                for reference, session in plan.sessions.items()
                if reference.partition("/")[0] not in series
            },
        }
    )


def plan_with(plan: Plan, before: Plan, whole: Year, fitting: Year) -> Plan:
    """The plan of what fits, with what the plan before had of the other parts."""
    gone, series, ungrouped = _gone(whole, fitting)
    meetings = {
        reference: _grouped_as(meeting, before.meetings.get(reference))
        if reference.partition("/")[0] in ungrouped
        else meeting
        for reference, meeting in plan.meetings.items()
    }
    meetings |= {reference: meeting for reference, meeting in before.meetings.items() if reference in gone}
    sessions = dict(plan.sessions) | {
        reference: session
        for reference, session in before.sessions.items()
        if reference.partition("/")[0] in series
    }
    unpaired = _unpaired(whole, fitting)
    pairs = {ref: pairs for ref, pairs in before.pairs.items() if ref.rpartition("/")[0] in unpaired}
    visits = (*plan.visits, *(visit for visit in before.visits if visit.network in unpaired))
    return plan.model_copy(
        update={
            "meetings": dict(sorted(meetings.items())),
            "sessions": dict(sorted(sessions.items())),
            "pairs": dict(sorted({**plan.pairs, **pairs}.items())),
            "visits": tuple(sorted(visits, key=lambda visit: visit.place)),
        }
    )


def _unpaired(whole: Year, fitting: Year) -> frozenset[str]:
    """Ids of networks whose rounds lie between meetings that do not fit."""
    paired = (id for id, network in whole.networks.items() if network.pairs is not None)
    return frozenset(id for id in paired if fitting.networks[id].pairs is None)


def _grouped_as(meeting: PlannedMeeting, before: PlannedMeeting | None) -> PlannedMeeting:
    if before is None or not before.groups:
        return meeting
    return meeting.model_copy(update={"groups": before.groups, "roles": before.roles})


def _gone(whole: Year, fitting: Year) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """References of meetings, ids of series and ids of networks with groups, that do not fit."""
    meetings = {found.reference for found in gatherings(whole)} - {
        found.reference for found in gatherings(fitting)
    }
    series = whole.series.keys() - fitting.series.keys()
    grouped = (id for id, network in whole.networks.items() if network.groups is not None)
    ungrouped = (id for id in grouped if fitting.networks[id].groups is None)
    return frozenset(meetings), frozenset(series), frozenset(ungrouped)

"""A year and a plan, solved or edited, in; every rule that it breaks out, with its place in plan.yaml."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from leernet.catalogue.plan import (
    PLAN_CALENDAR_CAME,
    PLAN_MEETING_MISSING,
    PLAN_OF_ANOTHER_YEAR,
    PLAN_UNKNOWN_MEETING,
)
from leernet.days.calendar import calendar_of
from leernet.finding import Finding, Place, Places, in_file_order
from leernet.model.gathering import Gathering, gatherings
from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.verify.plan.at_once import too_few_left, too_few_people, too_few_rooms
from leernet.verify.plan.checked import Checked
from leernet.verify.plan.dates import date_rules, spacing_rules
from leernet.verify.plan.groups import broken_group_rules
from leernet.verify.plan.hosting import unwelcome
from leernet.verify.plan.hosts import SHOWN, host_rules, turn_rules
from leernet.verify.plan.limits import too_many_in_a_month
from leernet.verify.plan.one_place import one_place_rules
from leernet.verify.plan.order import no_weeks_for_rounds, not_after
from leernet.verify.plan.pair_rules import broken_pair_rules
from leernet.verify.plan.past import PAST, passed_elsewhen, with_past_marked
from leernet.verify.plan.people import absence_rule, facilitator_rule, lead_rule, people_rules, quorum_rule
from leernet.verify.plan.planned_times import at_planned_times
from leernet.verify.plan.sessions import Sessions, broken_session_rules

_OF_A_MEETING = (
    *(date_rules, people_rules, facilitator_rule, quorum_rule),
    *(host_rules, absence_rule, lead_rule),
)


def broken_rules(
    year: Year,
    plan: Plan,
    places: Places,
    history: Iterable[Plan] = (),
    today: date | None = None,
    told: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Every rule that a plan breaks, in file order; empty for a plan that may be sent out.

    Counts everything anew from the definitions and shares no code with what makes plans.

    Args:
        year: what the user defined, without errors.
        plan: what ``plan.yaml`` says.
        places: where each value of it is.
        history: plans of earlier years.
        today: what lies before it was held, and nothing is said of it any more.
        told: references of the meetings that people were invited to; their dates need no quorum.
    """
    if plan.school_year != year.school_year:
        return (of_another_year(year, plan, places),)
    elsewhen = tuple(passed_elsewhen(gatherings(year), plan, places, today, told))
    places = with_past_marked(plan, places, today)
    year = at_planned_times(year, plan)
    known = {gathering.reference: gathering for gathering in gatherings(year)}
    planned = {
        reference: (known[reference], meeting)
        for reference, meeting in sorted(plan.meetings.items())
        if reference in known
    }
    check = Checked(year, plan, places, calendar_of(year), tuple(history), planned, told, today)
    meetings = (
        finding
        for gathering, meeting in planned.values()
        for rule in _OF_A_MEETING
        for finding in rule(check, gathering, meeting)
    )
    found = (
        *elsewhen,
        *_unknown_and_missing(check, known),
        *meetings,
        *spacing_rules(check),
        *not_after(year, plan.meetings, check.place),
        *no_weeks_for_rounds(year, plan.meetings, check.place),
        *one_place_rules(check),
        *turn_rules(check),
        *broken_session_rules(Sessions(year, plan, check.calendar, check.place)),
        *too_few_rooms(year, plan, check.place),
        *unwelcome(year, planned, check.place),
        *too_many_in_a_month(year, planned, check.place),
        *too_few_people(year, plan, check.calendar, planned, check.place),
        *too_few_left(year, plan, check.calendar, planned, check.place),
        *_calendars_that_came(check),
        *broken_group_rules(year, plan, places),
        *broken_pair_rules(year, plan, places, check.history, today),
    )
    return in_file_order(finding for finding in found if finding.place != PAST)


def of_another_year(year: Year, plan: Plan, places: Places) -> Finding:
    """That the plan is of another year than the definitions."""
    return PLAN_OF_ANOTHER_YEAR.at(
        places.values.get(("school_year",), Place("plan.yaml")),
        written=str(plan.school_year),
        year=str(year.school_year),
    )


def _unknown_and_missing(check: Checked, known: Mapping[str, Gathering]) -> Iterator[Finding]:
    for reference in sorted(check.plan.meetings):
        if reference not in known:
            yield PLAN_UNKNOWN_MEETING.at(check.place(("meetings", reference)), meeting=reference)
    for reference, gathering in known.items():
        if gathering.meeting is not None and reference not in check.plan.meetings:
            yield PLAN_MEETING_MISSING.at(check.place(("meetings",)), meeting=reference)


def _calendars_that_came(check: Checked) -> Iterator[Finding]:
    """Schools that gave days of their own since the plan was made; everything above counts with those."""
    came = tuple(
        id
        for schools in check.plan.assumed.values()
        for id in schools
        if id in check.year.schools and check.calendar.gave_own_days(id)
    )
    if came:
        names = tuple(check.year.schools[id].name for id in came[:SHOWN])
        yield PLAN_CALENDAR_CAME.at(check.place(("assumed",)), count=len(came), schools=names)

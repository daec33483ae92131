"""What must hold between definitions: one function for each rule, all of them listed here."""

from leernet.finding import Finding, in_file_order
from leernet.read.definitions import Definitions
from leernet.rules import dates, groups, hosts, people, references, workshops
from leernet.rules.project import Check, project_of

RULES: tuple[Check, ...] = (
    references.unknown_id,
    references.unknown_word,
    references.unknown_meeting,
    references.unknown_moment,
    references.almost_a_member,
    references.headings_of_tables,
    references.one_file_name,
    people.same_email,
    people.same_name,
    people.no_email,
    people.until_before_from,
    people.manager_loop,
    people.nobody_selected,
    hosts.misplaced_schools,
    dates.holiday_data,
    dates.outside_school_year,
    dates.date_outside_window,
    dates.date_on_other_weekday,
    dates.date_on_closed_day,
    dates.skipped_hour,
    dates.no_time,
    dates.moment_two_ways,
    dates.moments_at_once,
    dates.spacing_does_not_fit,
    dates.open_and_closed,
    dates.unusual_length,
    dates.poll_outstanding,
    hosts.hosts_one_way,
    hosts.host_without_seats,
    hosts.host_too_small,
    hosts.no_possible_host,
    workshops.series_without_workshops,
    workshops.choose_too_large,
    workshops.rank_does_not_fit,
    workshops.too_few_seats,
    workshops.minimum_above_people,
    workshops.no_seats,
    workshops.presenter_twice,
    workshops.presenter_too_often,
    workshops.too_few_rooms,
    workshops.closes_too_late,
    workshops.titles_alike,
    groups.meeting_twice,
    groups.required_too_few,
    groups.programme,
    groups.led_by,
    groups.for_members,
    groups.method,
    groups.group_size,
    groups.together_and_apart,
    groups.together_too_large,
    groups.wish_outside_network,
    groups.too_many_rounds,
    groups.distance_unknown,
)


def broken_rules(definitions: Definitions) -> tuple[Finding, ...]:
    """What does not hold between the definitions, in file order; nothing when there is no year to plan.

    What could not be read counts as there: a rule never reports what another finding already explains.
    """
    if definitions.year is None:
        return ()
    project = project_of(definitions.year, definitions)
    return in_file_order(found for check in RULES for found in check(project))

"""A planned meeting in; where its school breaks a rule, or its turn, out."""

from collections.abc import Iterator

from leernet.catalogue.plan import (
    PLAN_HOST_CLOSED,
    PLAN_HOST_NOT_IN_TURN,
    PLAN_HOST_PROBABLY_CLOSED,
    PLAN_HOST_TOO_SMALL,
    PLAN_OTHER_HOST,
    PLAN_SAME_BOARD,
    PLAN_UNKNOWN_HOST,
    PLAN_WITHOUT_HOST,
)
from leernet.days.calendar import Openness
from leernet.finding import Finding, Path
from leernet.model.gathering import Gathering, asked_host, hosts_by_turn
from leernet.model.plan import PlannedMeeting
from leernet.model.selection import possible_hosts
from leernet.model.turns import last_host
from leernet.model.year import Network, School
from leernet.verify.plan.checked import Checked
from leernet.verify.plan.headcount import count_of
from leernet.verify.plan.one_place import one_group_at_a_time
from leernet.verify.plan.turns import same_board

# So many schools are named.
SHOWN = 3


def host_rules(check: Checked, gathering: Gathering, meeting: PlannedMeeting) -> Iterator[Finding]:
    path = ("meetings", gathering.reference, "host")
    school = check.year.schools.get(meeting.host or "")
    if meeting.host is not None and school is None:
        yield PLAN_UNKNOWN_HOST.at(check.place(path), meeting=gathering.reference, host=meeting.host)
        return
    asked = asked_host(gathering)
    if asked is not None and meeting.host != asked:
        yield PLAN_OTHER_HOST.at(
            check.place(path), meeting=gathering.reference, host=meeting.host or meeting.location, asked=asked
        )
    if school is not None:
        yield from _school_rules(check, gathering, meeting, school, path)
    elif hosts_by_turn(gathering):
        yield PLAN_WITHOUT_HOST.at(
            check.place(("meetings", gathering.reference)), meeting=gathering.reference
        )


def _school_rules(
    check: Checked, gathering: Gathering, meeting: PlannedMeeting, school: School, path: Path
) -> Iterator[Finding]:
    verdict = check.calendar.school(school.id, meeting.day)
    if verdict.level is not Openness.OPEN and verdict.reason is not None:
        closed = verdict.level is Openness.CLOSED
        rule = PLAN_HOST_CLOSED if closed else PLAN_HOST_PROBABLY_CLOSED
        yield rule.at(
            check.place(path),
            school=school.name,
            meeting=gathering.reference,
            day=meeting.day,
            reason=verdict.reason,
        )
    if hosts_by_turn(gathering) and asked_host(gathering) is None:
        yield from _turn_and_seats_rules(check, gathering, meeting, school, path)


def _turn_and_seats_rules(
    check: Checked, gathering: Gathering, meeting: PlannedMeeting, school: School, path: Path
) -> Iterator[Finding]:
    if gathering.network is None:
        return
    if school not in possible_hosts(check.year, gathering.network):
        yield PLAN_HOST_NOT_IN_TURN.at(
            check.place(path), school=school.name, network=gathering.network.title or gathering.network.id
        )
        return
    seats = count_of(check.year, check.calendar, gathering.network, gathering, meeting).seats
    if seats > (school.host_seats or 0):
        yield PLAN_HOST_TOO_SMALL.at(
            check.place(path),
            school=school.name,
            seats=school.host_seats or 0,
            count=seats,
            meeting=gathering.reference,
        )


def turn_rules(check: Checked) -> Iterator[Finding]:
    for network in check.year.networks.values():
        if network.hosts is not None and network.hosts.not_same_board_in_a_row:
            yield from _board_rules(check, network)
    yield from one_group_at_a_time(check)


def _board_rules(check: Checked, network: Network) -> Iterator[Finding]:
    in_time = sorted(
        (
            (gathering, meeting)
            for gathering, meeting in check.planned.values()
            if gathering.chain == network.id and meeting.host is not None
        ),
        key=lambda pair: (pair[1].day, pair[1].start),
    )
    before = last_host(check.year, network, check.history)
    for gathering, meeting in in_time:
        # One that is no longer in the files may be of any board.
        school = check.year.schools.get(meeting.host or "")
        given = asked_host(gathering) is not None
        if before is not None and school is not None and same_board(before, school) and not given:
            yield PLAN_SAME_BOARD.at(
                check.place(("meetings", gathering.reference, "host")),
                school=school.name,
                meeting=gathering.reference,
                before=before.name,
            )
        before = school

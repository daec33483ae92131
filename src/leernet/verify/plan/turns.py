"""A year, its plan and earlier years in; the meetings that went out of turn, and why, out."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from leernet.days.calendar import Calendar, Openness, calendar_of
from leernet.model.gathering import Gathering, asked_host, hosts_by_turn, network_gatherings, rooms_needed
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import possible_hosts
from leernet.model.turns import last_host, meetings_of, turns_before
from leernet.model.year import Network, School, Year
from leernet.verify.plan.headcount import count_of
from leernet.words import Sentence, _

# What a plan chose in its own revision; everything else of a later revision stays as it was.
_CHOSEN_NOW = ("new", "host", "revived")


class PassedOver(Struct, frozen=True):
    """A school that had room for a meeting and was open, had fewer turns, and does not receive it.

    Attributes:
        school: its id.
        turns: how many it has, this year's included.
        why: the rule that excludes it; None where none does.
    """

    school: str
    turns: int
    why: Sentence | None


class OutOfTurn(Struct, frozen=True):
    """A meeting at a school that without it has more turns than another that could receive it.

    Attributes:
        meeting: reference.
        network: id.
        host: the school that receives it.
        turns: how many that has without this one, all others of this year included.
        passed: the others, who has fewest turns first.
    """

    meeting: str
    network: str
    host: str
    turns: int
    passed: tuple[PassedOver, ...]


def meetings_out_of_turn(year: Year, plan: Plan, history: Iterable[Plan] = ()) -> tuple[OutOfTurn, ...]:
    """Every meeting of which a school may ask: why did they receive it again, and not we?

    A turn is a turn, early or late in the year: a school is passed over when the host would still have more
    turns than it without this meeting. Differences of one are left, as not everybody can be first. So a plan
    in which turns decide has no meeting out of turn but those where a rule excludes a school.

    Args:
        year: what the user defined, without errors.
        plan: the plan of the year.
        history: plans of earlier years.
    """
    calendar, earlier = calendar_of(year), tuple(history)
    return tuple(
        found
        for _id, network in sorted(year.networks.items())
        if possible_hosts(year, network)
        for found in _of_network(_Turns(year, plan, calendar, earlier, network))
    )


class _Turns(Struct, frozen=True):
    year: Year
    plan: Plan
    calendar: Calendar
    history: tuple[Plan, ...]
    network: Network


def _of_network(case: _Turns) -> Iterator[OutOfTurn]:
    before = turns_before(case.year, case.network, case.history)
    now = Counter(meeting.host for meeting in meetings_of(case.plan, case.network.id))
    turns = {id: turn.counted + now[id] for id, turn in before.items()}
    meetings = [
        (gathering, case.plan.meetings[gathering.reference])
        for gathering in network_gatherings(case.year, case.network)
        if gathering.reference in case.plan.meetings and hosts_by_turn(gathering)
    ]
    for gathering, meeting in meetings:
        host = meeting.host
        if host in turns:
            fewer = sorted((turns[id], id) for id in turns if turns[id] < turns[host] - 1)
            room = _with_room(case, gathering, meeting, [id for _count, id in fewer]) if fewer else set()
            passed = tuple(
                PassedOver(id, count, _why(case, gathering, meeting, case.year.schools[id]))
                for count, id in fewer
                if id in room
            )
            if passed:
                yield OutOfTurn(gathering.reference, case.network.id, host, turns[host] - 1, passed)


def _with_room(
    case: _Turns, gathering: Gathering, meeting: PlannedMeeting, schools: Iterable[str]
) -> set[str]:
    """The schools that are not closed and in which the group and its workshops fit."""
    rooms = rooms_needed(case.year, gathering)
    seats = count_of(case.year, case.calendar, case.network, gathering, meeting).seats
    found = (case.year.schools[id] for id in schools)
    return {
        school.id
        for school in found
        if case.calendar.school(school.id, meeting.day).level is not Openness.CLOSED
        and (school.rooms is None or school.rooms >= rooms)
        and (school.host_seats or 0) >= seats
    }


def _why(case: _Turns, gathering: Gathering, meeting: PlannedMeeting, school: School) -> Sentence | None:
    if asked_host(gathering) is not None:
        return _("the host was given")
    verdict = case.calendar.school(school.id, meeting.day)
    if verdict.level is Openness.PROBABLY_CLOSED and verdict.reason is not None:
        return _("probably closed that day: {reason}", reason=verdict.reason)
    return (
        _elsewhere(case, gathering, meeting, school)
        or _in_a_row(case, meeting, school)
        or _kept(case.plan, gathering.reference)
    )


def _elsewhere(
    case: _Turns, gathering: Gathering, meeting: PlannedMeeting, school: School
) -> Sentence | None:
    for reference, other in sorted(case.plan.meetings.items()):
        at_once = other.day == meeting.day and other.span.overlaps(meeting.span)
        if reference != gathering.reference and other.host == school.id and at_once:
            return _("hosts {meeting} at that time", meeting=reference)
    return None


def _in_a_row(case: _Turns, meeting: PlannedMeeting, school: School) -> Sentence | None:
    hosts = case.network.hosts
    if hosts is None or not hosts.not_same_board_in_a_row:
        return None
    in_order = [found for found in meetings_of(case.plan, case.network.id) if found.host in case.year.schools]
    at = in_order.index(meeting)
    earlier, later = in_order[:at], in_order[at + 1 :]
    before = (
        case.year.schools[earlier[-1].host or ""]
        if earlier
        else last_host(case.year, case.network, case.history)
    )
    after = case.year.schools[later[0].host or ""] if later else None
    if before is not None and same_board(before, school):
        return _beside(school, before, _("the meeting before"))
    if after is not None and same_board(after, school):
        return _beside(school, after, _("the next meeting"))
    return None


def _beside(school: School, other: School, which: Sentence) -> Sentence:
    if school.id == other.id:
        return _("already hosts {which}", which=which)
    return _("their board already hosts {which}, at {school}", which=which, school=other.name)


def same_board(one: School, other: School) -> bool:
    """Whether two schools count as one where a board does not receive twice in a row."""
    return one.id == other.id or (one.board is not None and one.board == other.board)


def _kept(plan: Plan, reference: str) -> Sentence | None:
    chosen = {change.meeting for change in plan.changes if change.what in _CHOSEN_NOW or "host" in change.now}
    if plan.revision > 1 and reference not in chosen:
        return _("it stays where it was planned before")
    return None

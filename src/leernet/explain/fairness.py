"""A year, its plan and earlier years in; the account of who gives and who bears what, out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import time
from fractions import Fraction

from msgspec import Struct

from leernet.model.distance import distance_km
from leernet.model.gathering import expected_spans, network_gatherings
from leernet.model.plan import Goal, Plan, PlannedMeeting
from leernet.model.selection import possible_hosts, takes_part_on
from leernet.model.turns import Turns, joined_in, meetings_of, turns_before
from leernet.model.values import SchoolYear
from leernet.model.year import Network, School, Year
from leernet.solve.pairs.visits import minutes_of_visits
from leernet.verify.plan.turns import OutOfTurn, meetings_out_of_turn

# A meeting that begins later takes nobody out of a lesson.
END_OF_LESSONS = time(14, 30)
_OUT_OF_TURN = "meetings out of turn"
_OF_HOSTS = ("weighted cost of the hosts", "kilometres travelled")


class HostAccount(Struct, frozen=True):
    """What a school gave to a network and owes it, over the years.

    Attributes:
        school: its id.
        before: turns in earlier years.
        now: turns in this plan.
        owed: its equal share of all turns since it came.
    """

    school: str
    before: int
    now: int
    owed: Fraction

    @property
    def balance(self) -> Fraction:
        """Turns given beyond its share; below zero it owes."""
        return self.before + self.now - self.owed


class BoardAccount(Struct, frozen=True):
    """What the schools of a board together gave, owe and bear, over all networks.

    Attributes:
        board: its id.
        before: turns in earlier years.
        now: turns in this plan.
        owed: their equal shares of all turns since they came.
        away: days on which somebody is out of a lesson, each person counted.
    """

    board: str
    before: int
    now: int
    owed: Fraction
    away: int

    @property
    def balance(self) -> Fraction:
        """Turns given beyond their shares; below zero they owe."""
        return self.before + self.now - self.owed


class SchoolLoad(Struct, frozen=True):
    """What the meetings of the year cost a school.

    Attributes:
        school: its id.
        away: days on which somebody is out of a lesson, each person counted.
        double: days on which two or more are away at once.
    """

    school: str
    away: int
    double: int


class MemberLoad(Struct, frozen=True):
    """What the year asks of a person.

    Attributes:
        member: id.
        meetings: at how many meetings they are wanted.
        missed: how many of those are on a day when they cannot come.
        km: how far they travel to the others, one way, as far as places are known; None where none is.
        unknown: to how many of the others nobody knows how far it is.
        minutes: of the meetings they come to and of the coaching they give and get.
    """

    member: str
    meetings: int
    missed: int
    km: int | None
    unknown: int
    minutes: int


class Account(Struct, frozen=True):
    """The whole account.

    Attributes:
        boards: those with schools that host or from which people come, who owe most first.
        hosts: for each network with turns its schools, who owes most first.
        schools: the schools from which people go to meetings, the heaviest load first.
        members: everybody who is wanted somewhere, by name.
        out_of_turn: the meetings of which a school may ask why it does not receive them.
    """

    boards: tuple[BoardAccount, ...]
    hosts: tuple[tuple[str, tuple[HostAccount, ...]], ...]
    schools: tuple[SchoolLoad, ...]
    members: tuple[MemberLoad, ...]
    out_of_turn: tuple[OutOfTurn, ...]


def account_of(year: Year, plan: Plan, history: Iterable[Plan] = ()) -> Account:
    """Who hosted and owes, whose lessons were missed, who travelled and who could not come."""
    earlier = tuple(history)
    networks = [network for _id, network in sorted(year.networks.items())]
    hosts = tuple(
        (network.id, _host_accounts(year, network, plan, earlier))
        for network in networks
        if possible_hosts(year, network)
    )
    attended = tuple(_attended(year, networks, plan))
    loads = _school_loads(year, attended)
    return Account(
        _board_accounts(year, [account for _network, own in hosts for account in own], loads),
        hosts,
        loads,
        _member_loads(year, attended, _coaching_minutes(year, plan)),
        meetings_out_of_turn(year, plan, earlier),
    )


def _board_accounts(
    year: Year, hosts: list[HostAccount], loads: tuple[SchoolLoad, ...]
) -> tuple[BoardAccount, ...]:
    found = [
        BoardAccount(
            id,
            sum(account.before for account in hosts if year.schools[account.school].board == id),
            sum(account.now for account in hosts if year.schools[account.school].board == id),
            sum((account.owed for account in hosts if year.schools[account.school].board == id), Fraction(0)),
            sum(load.away for load in loads if year.schools[load.school].board == id),
        )
        for id in sorted(year.boards)
    ]
    there = (account for account in found if account.owed or account.before or account.now or account.away)
    return tuple(sorted(there, key=lambda account: (account.balance, account.board)))


def with_turns_counted(year: Year, plan: Plan, history: Iterable[Plan] = ()) -> Plan:
    """The plan with, after its other goals of hosts, how many of its meetings are out of turn."""
    others = [goal for goal in plan.goals if goal.name != _OUT_OF_TURN]
    places = [at for at, goal in enumerate(others, 1) if goal.name in _OF_HOSTS]
    if not places:
        return plan
    count = len(meetings_out_of_turn(year, plan, history))
    counted = Goal(name=_OUT_OF_TURN, value=count, bound=0, proven=count == 0)
    return plan.model_copy(update={"goals": (*others[: places[-1]], counted, *others[places[-1] :])})


def _host_accounts(
    year: Year, network: Network, plan: Plan, earlier: tuple[Plan, ...]
) -> tuple[HostAccount, ...]:
    now = Counter(meeting.host for meeting in meetings_of(plan, network.id))
    least = _smallest_group(year, network, plan)
    # A school that has no room for the group owes no turn; one that hosted all the same stays in the account.
    turns = {
        id: turn
        for id, turn in turns_before(year, network, earlier).items()
        if (year.schools[id].host_seats or 0) >= least or turn.hosted or now[id]
    }
    owed = _owed(year, network, turns, (*earlier, plan))
    found = [HostAccount(id, turn.hosted, now[id], owed[id]) for id, turn in turns.items()]
    return tuple(sorted(found, key=lambda account: (account.balance, account.school)))


def _smallest_group(year: Year, network: Network, plan: Plan) -> int:
    """How many come to the meeting of a network to which fewest come."""
    sizes = [
        len(expected_spans(year, gathering)) - len(plan.meetings[gathering.reference].absent)
        for gathering in network_gatherings(year, network)
        if gathering.reference in plan.meetings
    ]
    return min(sizes, default=0)


def _owed(
    year: Year, network: Network, turns: dict[str, Turns], plans: tuple[Plan, ...]
) -> dict[str, Fraction]:
    """The equal share of each school in the turns of every year since it came.

    Turns from before any plan are shared by those who were there from the beginning.
    """
    came = {id: start or SchoolYear(0) for id, start in joined_in(year, network, turns).items()}
    unwritten = sum(turn.hosted for turn in turns.values()) - sum(
        meeting.host in turns for plan in plans[:-1] for meeting in meetings_of(plan, network.id)
    )
    given = [(SchoolYear(0), unwritten)] + [
        (plan.school_year, sum(meeting.host in turns for meeting in meetings_of(plan, network.id)))
        for plan in plans
    ]
    owed = dict.fromkeys(turns, Fraction(0))
    for school_year, count in given:
        there = [id for id, start in came.items() if start <= school_year]
        for id in there:
            owed[id] += Fraction(count, len(there))
    return owed


class _Wanted(Struct, frozen=True):
    """A member and a meeting they are wanted at."""

    member: str
    school: str | None
    meeting: PlannedMeeting


def _attended(year: Year, networks: list[Network], plan: Plan) -> Iterable[_Wanted]:
    for network in networks:
        for gathering in network_gatherings(year, network):
            meeting = plan.meetings.get(gathering.reference)
            if meeting is None:
                continue
            for id in sorted(expected_spans(year, gathering)):
                member = year.members[id]
                if takes_part_on(member, meeting.day):
                    yield _Wanted(id, member.school, meeting)


def _school_loads(year: Year, attended: tuple[_Wanted, ...]) -> tuple[SchoolLoad, ...]:
    away = {
        (wanted.school, wanted.meeting.day, wanted.member)
        for wanted in attended
        if wanted.school in year.schools
        and wanted.member not in wanted.meeting.absent
        and wanted.meeting.start < END_OF_LESSONS
    }
    people = Counter(school for school, _day, _member in away)
    per_day = Counter((school, day) for school, day, _member in away)
    double = Counter(school for (school, _day), count in per_day.items() if count > 1)
    found = [SchoolLoad(school, count, double[school]) for school, count in people.items() if school]
    return tuple(sorted(found, key=lambda load: (-load.away, load.school)))


def _member_loads(
    year: Year, attended: tuple[_Wanted, ...], coaching: Mapping[str, int]
) -> tuple[MemberLoad, ...]:
    by_member: dict[str, list[_Wanted]] = {id: [] for id in sorted(coaching)}
    for wanted in attended:
        by_member.setdefault(wanted.member, []).append(wanted)
    found = [_member_load(year, id, meetings, coaching.get(id, 0)) for id, meetings in by_member.items()]
    return tuple(sorted(found, key=lambda load: (year.members[load.member].name, load.member)))


def _member_load(year: Year, member: str, meetings: list[_Wanted], coaching_minutes: int) -> MemberLoad:
    there = [wanted for wanted in meetings if member not in wanted.meeting.absent]
    journeys = [_km(year, wanted) for wanted in there]
    known = [km for km in journeys if km is not None]
    return MemberLoad(
        member,
        meetings=len(meetings),
        missed=len(meetings) - len(there),
        km=sum(known) if known or not there else None,
        unknown=len(journeys) - len(known),
        minutes=sum(wanted.meeting.span.minutes for wanted in there) + coaching_minutes,
    )


def _coaching_minutes(year: Year, plan: Plan) -> Mapping[str, int]:
    """What visits and the talks around them cost each person in a year."""
    total: Counter[str] = Counter()
    for id, network in sorted(year.networks.items()):
        if network.pairs is not None:
            visits = (visit for visit in plan.visits if visit.network == id)
            cycle = sum(step.minutes for step in network.pairs.cycle)
            total.update(minutes_of_visits(visits, cycle))
    return {member: minutes for member, minutes in total.items() if member in year.members}


def _km(year: Year, wanted: _Wanted) -> int | None:
    """How far somebody travels to a meeting; None where one of the two places is not known."""
    home: School | None = year.schools.get(wanted.school or "")
    to = year.schools.get(wanted.meeting.host or "")
    if home is None or to is None or home.location is None or to.location is None:
        return None
    return distance_km(home.location, to.location)

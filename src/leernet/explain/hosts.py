"""A year and its plan in; why a school receives a meeting and not each of the others, out."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.attendance import asked_bits
from leernet.days.calendar import Calendar, Openness
from leernet.explain.dates import PlannedDates
from leernet.explain.term import CostTerm, largest_first
from leernet.model.plan import PlannedMeeting
from leernet.model.selection import possible_hosts
from leernet.model.turns import Turns, last_host, turns_before
from leernet.model.year import Network, School
from leernet.solve.dates.problem import DateProblem, Event
from leernet.solve.hosts.candidates import travel_km
from leernet.solve.hosts.choice import hosts_for
from leernet.solve.parameters import HostParameters
from leernet.words import Sentence, _, _n


class HostTurn(Struct, frozen=True):
    """A school that takes turns.

    Attributes:
        school: its id.
        name: its name.
        turns: how often it hosted before this year, newcomers counted level.
        travel_km: what all who come would travel together, one way; None where it is not known.
        barred: the rules that keep it from receiving this meeting.
        terms: what it would cost more or less than the school that does, the largest first.
    """

    school: str
    name: str
    turns: int
    travel_km: int | None
    barred: tuple[Sentence, ...] = ()
    terms: tuple[CostTerm, ...] = ()

    @property
    def extra(self) -> int:
        """What it would cost more, in the weights of the choice of hosts."""
        return sum(term.weight for term in self.terms)


class _Case(Struct, frozen=True, eq=False):
    """A meeting with all that its host is weighed against; everything else stays."""

    dates: PlannedDates
    calendar: Calendar
    event: Event
    network: Network
    turns: Mapping[str, Turns]

    @property
    def problem(self) -> DateProblem:
        return self.dates.problem

    @property
    def costs(self) -> HostParameters:
        return self.problem.parameters.hosts

    @property
    def planned(self) -> PlannedMeeting:
        return self.dates.plan.meetings[self.event.reference]

    @property
    def host(self) -> School:
        return self.dates.year.schools[self.planned.host or ""]

    def number(self, school: str) -> int:
        return next(at for at, found in enumerate(self.problem.schools) if found.id == school)

    def hosting(self, school: str, network: str = "") -> tuple[tuple[str, PlannedMeeting], ...]:
        """The other meetings that a school receives this year, of a network or of all; in order of time."""
        found = [
            (reference, meeting)
            for reference, meeting in self.dates.plan.meetings.items()
            if meeting.host == school
            and reference != self.event.reference
            and (not network or reference.partition("/")[0] == network)
        ]
        return tuple(sorted(found, key=lambda item: (item[1].day, item[1].start)))


def host_turns(
    dates: PlannedDates, calendar: Calendar, event: Event, network: Network
) -> tuple[HostTurn | None, tuple[HostTurn, ...]]:
    """The school that receives a meeting by turn, and each other that takes turns, the nearest to it first.

    Returns:
        No school where the host was given or the meeting is somewhere else.
    """
    pool = possible_hosts(dates.year, network)
    turns = turns_before(dates.year, network, dates.history)
    case = _Case(dates, calendar, event, network, turns)
    if event.fixed_host or case.planned.host not in {school.id for school in pool}:
        return None, ()
    others = [_other(case, school) for school in pool if school.id != case.planned.host]
    return _turn(case, case.host), tuple(
        sorted(others, key=lambda turn: (bool(turn.barred), turn.extra, turn.school))
    )


def _turn(case: _Case, school: School) -> HostTurn:
    return HostTurn(school.id, school.name, case.turns[school.id].counted, _km(case, school))


def _km(case: _Case, school: School) -> int | None:
    day = case.problem.number(case.planned.day)
    return travel_km(case.problem, case.event, case.number(school.id), day)


def _other(case: _Case, school: School) -> HostTurn:
    turn = _turn(case, school)
    barred = tuple(_barred(case, school))
    if not barred and not _can_receive(case, school):
        barred = (_("another rule about hosts forbids it"),)
    return replace(turn, barred=barred, terms=() if barred else largest_first(_terms(case, school)))


def _can_receive(case: _Case, school: School) -> bool:
    """Whether the school can receive the meeting while all others stay where they are."""
    only = replace(case.event, hosts=(case.number(school.id),))
    events = tuple(only if event is case.event else event for event in case.problem.events)
    others = {event.reference for event in events if event is not only}
    given = {
        reference: meeting.host
        for reference, meeting in case.dates.plan.meetings.items()
        if reference in others and meeting.host is not None and meeting.host in case.dates.year.schools
    }
    found = hosts_for(
        case.dates.year,
        replace(case.problem, events=events),
        case.dates.days,
        case.dates.history,
        given=given,
    )
    return not found.without


def _barred(case: _Case, school: School) -> Iterator[Sentence]:
    day = case.planned.day
    verdict = case.calendar.school(school.id, day)
    if verdict.level is Openness.CLOSED and verdict.reason is not None:
        yield _("not open: {reason}", reason=verdict.reason)
    seats = int(case.event.seats[case.problem.number(day)])
    number, free = case.number(school.id), asked_bits(case.event.span)
    hosting = int(case.problem.hosting[number, case.problem.number(day)])
    if hosting & free != free and verdict.level is not Openness.CLOSED:
        yield _("it hosts nobody at that time")
    has = school.host_seats or 0
    if has < seats:
        yield _("{seats} seats for {count} people", seats=has, count=seats)
    elif number not in case.event.hosts:
        yield _("too few rooms")
    if school.host_at_most is not None and len(case.hosting(school.id)) >= school.host_at_most:
        yield _n(
            "it hosts {count} time a year at most",
            "it hosts {count} times a year at most",
            school.host_at_most,
        )
    yield from _boards(case, school)
    for reference, meeting in case.hosting(school.id):
        if meeting.day == day and meeting.span.overlaps(case.planned.span):
            yield _("it hosts {meeting} at that time", meeting=reference)


def _boards(case: _Case, school: School) -> Iterator[Sentence]:
    """Neighbours of the same board, where no board may receive twice in a row."""
    hosts = case.network.hosts
    if hosts is None or not hosts.not_same_board_in_a_row:
        return
    board = case.dates.year.boards.get(school.board or "")
    for when, neighbour in _neighbours(case):
        if _board(neighbour) == _board(school):
            yield _(
                "board {board} would host twice in a row, with {school} {when}",
                board=(board.name or board.id) if board is not None else school.name,
                school=neighbour.name,
                when=when,
            )


def _neighbours(case: _Case) -> Iterator[tuple[Sentence, School]]:
    """The schools that receive the meetings of the network before and after it, that of last year too."""
    year, plan = case.dates.year, case.dates.plan
    chain = next(chain for chain in case.problem.chains if chain.id == case.network.id)
    references = [case.problem.events[at].reference for at in chain.events if case.problem.events[at].hosts]
    meetings = sorted(
        (plan.meetings[ref].day, ref)
        for ref in references
        if ref in plan.meetings and plan.meetings[ref].host
    )
    at = [reference for _day, reference in meetings].index(case.event.reference)
    last = last_host(year, case.network, case.dates.history)
    if at == 0 and last is not None:
        yield _("as the last of earlier years"), last
    for day, reference in (*meetings[max(0, at - 1) : at], *meetings[at + 1 : at + 2]):
        neighbour = year.schools.get(plan.meetings[reference].host or "")
        if neighbour is not None:
            yield _("on {day}", day=day), neighbour


def _board(school: School) -> str:
    # A school without a board is its own.
    return school.board or f"school {school.id}"


def _terms(case: _Case, school: School) -> Iterator[CostTerm]:
    """What it costs more that this school receives the meeting, in the weights of the choice of hosts."""
    yield _turns_term(case, school)
    hosts = case.network.hosts
    if hosts is not None and hosts.alternate is not None:
        yield _area_term(case, school)
    yield _load_term(case, school)
    yield _rest_term(case, school)
    yield from _travel_term(case, school)
    here, there = (_is_probably_closed(case, one) for one in (school, case.host))
    said = _("perhaps not open") if here else _("certainly open")
    yield CostTerm(case.costs.probably_closed * (here - there), said)


def _is_probably_closed(case: _Case, school: School) -> bool:
    return case.calendar.school(school.id, case.planned.day).level is Openness.PROBABLY_CLOSED


def _turns_term(case: _Case, school: School) -> CostTerm:
    mine, theirs = (
        case.turns[one.id].counted + len(case.hosting(one.id, case.network.id)) for one in (school, case.host)
    )
    said = _n(
        "it has had {count} turn, including this year, and {host} has had {other} without this one",
        "it has had {count} turns, including this year, and {host} has had {other} without this one",
        mine,
        host=case.host.name,
        other=theirs,
    )
    return CostTerm(2 * case.costs.turn * (mine - theirs), said)


def _area_term(case: _Case, school: School) -> CostTerm:
    areas = [neighbour.area for _when, neighbour in _neighbours(case)]
    mine, theirs = (sum(bool(area) and area == one.area for area in areas) for one in (school, case.host))
    said = (
        _("the meeting before or after is in {area} as well", area=school.area)
        if mine > theirs
        else _("another area than the meeting before or after")
    )
    return CostTerm(case.costs.same_area * (mine - theirs), said)


def _load_term(case: _Case, school: School) -> CostTerm:
    """Meetings of all networks that a school receives this year."""
    mine, theirs = case.hosting(school.id), case.hosting(case.host.id)
    if len(mine) <= len(theirs):
        received = tuple(reference for reference, _meeting in theirs)
        said = _("{host} hosts {meetings} this year", host=case.host.name, meetings=received)
    else:
        on = tuple(_("{meeting} ({day})", meeting=reference, day=meeting.day) for reference, meeting in mine)
        said = _("it hosts {meetings} this year", meetings=on)
    return CostTerm(2 * case.costs.second_in_year * (len(mine) - len(theirs)), said)


def _rest_term(case: _Case, school: School) -> CostTerm:
    mine, theirs = (_rest(case, one) for one in (school, case.host))
    later = school if mine > theirs else case.host
    last = case.turns[later.id].last
    said = _("{school} hosted it in {year}", school=later.name, year=str(last))
    return CostTerm(mine - theirs, said)


def _rest(case: _Case, school: School) -> int:
    last = case.turns[school.id].last
    if last is None:
        return 0
    years = case.dates.year.school_year.starts_in - last.starts_in
    return case.costs.rest_year * max(0, case.costs.rest_years - years)


def _travel_term(case: _Case, school: School) -> Iterator[CostTerm]:
    mine, theirs = _km(case, school), _km(case, case.host)
    if mine is None or theirs is None:
        return
    if mine > theirs:
        yield CostTerm(mine - theirs, _("people would travel {km} km more together", km=mine - theirs))
    else:
        yield CostTerm(mine - theirs, _("people would travel {km} km less together", km=theirs - mine))

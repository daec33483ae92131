"""Meetings for which no host is left on their dates in; what takes the last ones away out."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.calendar import Openness
from leernet.finding import Path
from leernet.model.plan import Plan
from leernet.model.year import Network, Year
from leernet.solve.conflicts import Conflict, Line, smallest
from leernet.solve.dates.problem import DateProblem, Event, can_host
from leernet.solve.dates.requirements import has_days_of_its_own, on_its_days
from leernet.solve.hosts.choice import hosts_for
from leernet.words import _, _n

# Morning, afternoon and evening, as in the hosting of schools.
_WHOLE_DAY = 7


class _Case(Struct, frozen=True, eq=False):
    """The choice of hosts on dates that are known.

    Attributes:
        days: number of the day of each gathering.
        history: plans of earlier years.
        given: hosts of meetings that lie behind us.
    """

    year: Year
    problem: DateProblem
    days: Mapping[str, int]
    history: tuple[Plan, ...]
    given: Mapping[str, str]

    def has_host(self, event: Event, year: Year, problem: DateProblem, days: Mapping[str, int]) -> bool:
        """Whether a meeting gets a host when the year, the schools or the other meetings are like this."""
        found = hosts_for(year, problem, days, self.history, given=self.given)
        return event.reference not in found.without


class _Element(Struct, frozen=True, eq=False):
    """A line that takes hosts away: about boards, when or how often a school receives, another meeting then.

    Attributes:
        other: reference of the other meeting.
        often: number of the school that receives so often at most.
        away: number of the school that receives nobody on that day.
    """

    line: Line
    price: int
    other: str = ""
    often: int | None = None
    away: int | None = None

    @property
    def is_of_boards(self) -> bool:
        """Whether it is the line about the same board twice in a row."""
        return not self.other and self.often is None and self.away is None


def host_conflicts(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    without: Iterable[str],
    history: tuple[Plan, ...] = (),
    given: Mapping[str, str] | None = None,
) -> tuple[Conflict, ...]:
    """For each meeting without a host the lines that leave none.

    Args:
        days: number of the day of each gathering, by reference.
        without: references of the meetings without a host.
        history: plans of earlier years.
        given: hosts of meetings that lie behind us.
    """
    case = _Case(year, problem, days, history, given or {})
    events = {event.reference: event for event in problem.events}
    return tuple(_conflict(case, events[reference]) for reference in without)


def _conflict(case: _Case, event: Event) -> Conflict:
    line = Line(
        event.gathering.key_path("hosts"),
        _n(
            "the one school that takes turns cannot host it",
            "none of the {count} schools that take turns can host it",
            len(event.hosts),
        ),
    )
    asked = list(_elements(case, event))

    def possible(kept: list[_Element]) -> bool:
        return case.has_host(event, *_with_only(case, event, asked, kept))

    core = smallest(asked, possible, case.problem.parameters.prices) if possible([]) else []
    headline = _(
        "{meeting} has no host on {day}.",
        meeting=event.gathering.title,
        day=case.problem.day(case.days[event.reference]),
    )
    lines = (line, *(replace(element.line, price=element.price) for element in core))
    return Conflict(headline, lines, event.gathering.chain, (event.reference,))


def _elements(case: _Case, event: Event) -> Iterable[_Element]:
    prices, network = case.problem.parameters.prices, event.gathering.network
    if network is not None and network.hosts is not None and network.hosts.not_same_board_in_a_row:
        path: Path = ("networks", network.id, "hosts", "not_same_board_in_a_row")
        yield _Element(Line(path, _("not the same board twice in a row")), prices.board)
    day = case.days[event.reference]
    for number in event.hosts:
        school = case.problem.schools[number]
        open_then = case.problem.openness[number, day] < Openness.CLOSED
        received = bool(can_host(case.problem, event, number, day))
        if network is not None and has_days_of_its_own(school) and open_then and not received:
            yield _Element(Line(*on_its_days(network.id, [school])), prices.host_days, away=number)
        if school.host_at_most is not None:
            said = _n(
                "{school} hosts at most {count} meeting a year",
                "{school} hosts at most {count} meetings a year",
                school.host_at_most,
                school=school.name,
            )
            at: Path = ("schools", school.id, "host_at_most")
            yield _Element(Line(at, said), prices.host_days, often=number)
    for other in case.problem.events:
        at_once = other.hosts and other is not event and other.span.overlaps(event.span)
        if at_once and case.days.get(other.reference) == day:
            said = _("{meeting} needs a host at the same time", meeting=other.gathering.title)
            yield _Element(Line(other.gathering.path, said), prices.at_once, other.reference)


def _with_only(
    case: _Case, event: Event, asked: list[_Element], kept: list[_Element]
) -> tuple[Year, DateProblem, Mapping[str, int]]:
    """The choice of hosts without the lines that are not kept."""
    gone = [element for element in asked if element not in kept]
    problem = case.problem
    if event.gathering.network is not None and any(element.is_of_boards for element in gone):
        problem = _boards_free(problem, event.gathering.network)
    often = {element.often for element in gone}
    schools = tuple(
        school.model_copy(update={"host_at_most": None}) if number in often else school
        for number, school in enumerate(problem.schools)
    )
    problem = replace(problem, schools=schools) if often - {None} else problem
    away = [element.away for element in gone if element.away is not None]
    if away:
        hosting = problem.hosting.copy()
        hosting[away, case.days[event.reference]] = _WHOLE_DAY
        problem = replace(problem, hosting=hosting)
    others = {element.other for element in gone}
    days = {reference: day for reference, day in case.days.items() if reference not in others}
    return case.year, problem, days


def _boards_free(problem: DateProblem, network: Network) -> DateProblem:
    """The problem in which one board may receive a network twice in a row."""
    if network.hosts is None:
        return problem
    hosts = network.hosts.model_copy(update={"not_same_board_in_a_row": False})
    freed = network.model_copy(update={"hosts": hosts})
    return replace(
        problem,
        events=tuple(
            replace(event, gathering=replace(event.gathering, network=freed, hosts=hosts))
            if event.gathering.network is network
            else event
            for event in problem.events
        ),
    )

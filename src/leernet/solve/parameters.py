"""What the solvers of a plan are tuned with: how long they look, and what one of each thing costs."""

from msgspec import Struct, field


class DateParameters(Struct, frozen=True):
    """How dates are looked for; dates that are proven the best cost the same with all of them.

    Attributes:
        kicks: times that the search leaves the best dates so far.
        kicked_chains: networks and series whose dates are disturbed at a time.
        kick_noise: the most that a day is made dearer by a kick, drawn from these; in the unit of the costs.
        kick_steps: multiplier steps for a kicked chain.
        multiplier_steps: steps for a chain that is improved.
        rhythms: rhythms in weeks that are tried for a chain.
        bound_steps: multiplier steps for the bound of a chain.
        most_paths: dates of a chain that are written down side by side; with more, days are divided.
        at_a_time: begun dates that are continued at a time, which keeps memory small.
        most_chosen: dates of all chains among which the integer program chooses at most.
        most_parts: times that these dates are divided to prove which are best, where nobody asked for that.
        close: share above the least up to which dates of chains are chosen among at first, and share above
            the bound at which that stops.
        price_rounds: times that prices are found for what chains share.
        small: pairs of days; with fewer the best dates are proven in less time than it takes to read them.
        large: pairs of days; with more, what looks at all dates together takes half a minute or more, each
            time that dates are chosen.
        found_gap: share above its bound at which the program stops where any dates will do.
        worth: a change beyond the fewest must save more than one part in so many of what the dates cost.
        announced: moves of what nobody knows of that count for one of what people were invited to.
        last_seconds: seconds that the program gets to find any dates once a limit is reached.
        last_work: the same in work, about a simplex iteration on one row.
        rounds: times that dates are chosen again where they leave meetings without a host; without a limit.
        last_rounds: the same once a limit is reached.
        joint_rounds: times that rows are added to the one program of dates and hosts.
        most_events: events; with more, one change more is not offered, as each is tried in turn.
        most_times: choices of times that are planned, of meetings with several.
        loops: times that a year is planned anew where dates leave a workshop without a place.
        reserved_seconds: seconds kept for hosts, workshops and the record when time ends the search.
    """

    kicks: int = 8
    kicked_chains: int = 3
    kick_noise: tuple[int, ...] = (200, 800, 3000)
    kick_steps: int = 3
    multiplier_steps: int = 12
    rhythms: int = 3
    bound_steps: int = 60
    most_paths: int = 200_000
    at_a_time: int = 5_000
    most_chosen: int = 50_000
    most_parts: int = 40
    close: float = 0.0005
    price_rounds: int = 40
    small: int = 4000
    large: int = 400_000
    found_gap: float = 0.05
    worth: int = 200
    announced: int = 10
    last_seconds: float = 1.0
    last_work: float = 10_000_000
    rounds: int = 200
    last_rounds: int = 8
    joint_rounds: int = 60
    most_events: int = 200
    most_times: int = 16
    loops: int = 30
    reserved_seconds: float = 1.0


class HostParameters(Struct, frozen=True):
    """What one of each costs when hosts are chosen, in kilometres that one person travels.

    Turns go before everything: evening them out saves at least twice ``turn``, and all of a network's
    meetings together differ by less in the rest.

    Attributes:
        turn: a turn, times twice the turns a school had more than the one with least, and one.
        same_area: two meetings in a row in one area.
        second_in_year: a second meeting at a school in a year, times how many it has already.
        rest_year: each year less than ``rest_years`` since a school was host.
        rest_years: years.
        probably_closed: a school that is perhaps closed; more than all turns, so it is taken last.
        farthest_km: kilometres up to which one journey counts, so that one far school does not decide.
        missing: a meeting without a host; more than all of this.
        most_parts: into so many parts a proof divides the choices.
        last_seconds: seconds that a question about what is impossible gets once a limit is reached.
        last_work: the same in work, about a simplex iteration on one row.
    """

    turn: int = 500_000
    same_area: int = 60_000
    second_in_year: int = 10_000
    rest_year: int = 4_000
    rest_years: int = 5
    probably_closed: int = 10**7
    farthest_km: int = 60
    missing: int = 10**9
    most_parts: int = 400
    last_seconds: float = 1.0
    last_work: float = 10_000_000


class WorkshopParameters(Struct, frozen=True):
    """What one of each costs when moments and schools of workshops are chosen, in kilometres of presenters.

    A presenter's own school goes before balance, balance before tours, tours before travel.

    Attributes:
        missing: a workshop without a place.
        changed: a workshop elsewhere, or at another moment, than people were told.
        probably_closed: a school that is perhaps closed.
        all_away: nobody of the series who can come on a date; of fewer a share. Half of them away is as bad
            as one workshop too many on another date.
        uneven_count: a workshop more or less than a moment's share.
        uneven_seats: a seat more or less than a moment's share.
        other_school: a school at which none of the presenters works.
        no_tour: no tour of the school where one was asked.
        not_chosen: a student in a workshop that was not chosen; a wish costs its place in the list, from 0.
        no_seat: a student without a seat.
        most_sets: sets of workshops side by side; with more, moments only offer about as much.
        most_pool_sets: sets of meetings at one time for which enough people must be left.
        last_seconds: seconds that places get once a limit is reached.
    """

    missing: int = 10**8
    changed: int = 10**6
    probably_closed: int = 50_000
    all_away: int = 40_000
    uneven_count: int = 20_000
    uneven_seats: int = 20
    other_school: int = 3_000
    no_tour: int = 1_500
    not_chosen: int = 20
    no_seat: int = 200
    most_sets: int = 1000
    most_pool_sets: int = 256
    last_seconds: float = 1.0


class GroupParameters(Struct, frozen=True):
    """What sharing a group costs, in people who were together before, and how long the search looks.

    Attributes:
        apart: two who must be apart; more than all of the rest.
        no_common_half_day: a group without a half day on which all work.
        new_company: two together who were not, in groups that are mended; more than colleagues.
        colleagues: two colleagues, where those are to be mixed.
        iterations: exchanges, for new groups at most.
        iterations_each: the same for each unit: a small problem needs few.
        mending_iterations: exchanges, for groups that are mended.
        mending_trials: sets of groups opened up, for each number of groups; the roomiest first.
        mending_work: what the proof that no fewer groups can change may take, as in :class:`Limits`.
        tenure: exchanges during which one may not be undone, from and up to.
        kick_exchanges: exchanges by lot that leave a part of the search that is used up.
        other_sizes: ranges of sizes tried where so many people cannot be divided as asked; the nearest first.
        stays: people of a fixed group who stay together after others left, whatever size is asked.
    """

    apart: int = 1_000_000
    no_common_half_day: int = 60
    new_company: int = 20
    colleagues: int = 6
    iterations: int = 6000
    iterations_each: int = 250
    mending_iterations: int = 300
    mending_trials: int = 200
    mending_work: float = 20_000_000
    tenure: tuple[int, int] = (4, 20)
    kick_exchanges: int = 6
    other_sizes: int = 12
    stays: int = 3


class PairParameters(Struct, frozen=True):
    """How easy a pair is, in hundreds of metres between them.

    Attributes:
        next_door: a pair at one place; what lies between them is taken off.
        farthest: what is left at least, however far apart.
        weekday: each weekday on which both work.
        most_weekdays: weekdays that count.
    """

    next_door: int = 1000
    farthest: int = 60
    weekday: int = 20
    most_weekdays: int = 3

    @property
    def most_ease(self) -> int:
        """No pair is easier."""
        return self.next_door + self.weekday * self.most_weekdays


class VisitParameters(Struct, frozen=True):
    """What a day costs for a visit, in visits of that week.

    Attributes:
        away_same_day: a colleague of the visitor away on that day.
        away_same_week: one away in that week.
        visitors_same_day: another visitor at the school.
        same_week: another visit in the week, so that the months fill evenly.
        repair_sweeps: times that each cycle may choose again.
        days_between: days between two visits of one cycle, at least; where that cannot be, half of it.
        most_away: visitors away from one school on one day, at most.
    """

    away_same_day: int = 20
    away_same_week: int = 6
    visitors_same_day: int = 6
    same_week: int = 1
    repair_sweeps: int = 4
    days_between: int = 14
    most_away: int = 2


class WaysOutParameters(Struct, frozen=True):
    """How ways out of a clash are looked for.

    Attributes:
        shown: ways that are told of each clash.
        most_lines: lines given up together.
        tries: plans that are tried for all clashes together.
        least_tries: plans that are tried for each clash, however many there are.
        loops: times that a trial looks for other dates where those leave a workshop without a place.
        wider_days: days by which a window is made wider on either side.
        schools: schools that are proposed as another host.
    """

    shown: int = 3
    most_lines: int = 3
    tries: int = 24
    least_tries: int = 6
    loops: int = 4
    wider_days: int = 28
    schools: int = 3


class Prices(Struct, frozen=True):
    """How dear it is to give up what a line asks: of ways out of a clash the cheapest comes first.

    Attributes:
        limit: how many meetings people have in a month.
        window: when a meeting may be.
        weekdays: the weekdays of a network.
        people: those of whom some must be there.
        gap: weeks between meetings.
        board: not the same board twice in a row.
        moments: the moments of a workshop.
        member: somebody who must be there.
        date: a date that was given, or those of a poll.
        order: which meeting comes first.
        at_once: another meeting that needs a host at the same time.
        host_days: the days on which a school receives guests, or how often.
        school: the school of a workshop.
        seats: room for as many as a workshop has seats.
        presenter: who leads a workshop.
        hosts: a school that is open and has room.
        more_seats: a school that receives more people than it said.
        workshop: another workshop.
        elsewhere: another place than a school.
        closed: days on which nobody meets.
        quorum: the last thing to give up; days without one are never proposed.
    """

    limit: int = 1
    window: int = 2
    weekdays: int = 2
    people: int = 2
    gap: int = 2
    board: int = 2
    moments: int = 2
    member: int = 3
    date: int = 3
    order: int = 3
    at_once: int = 3
    host_days: int = 3
    school: int = 3
    seats: int = 3
    presenter: int = 4
    hosts: int = 4
    more_seats: int = 4
    workshop: int = 5
    elsewhere: int = 5
    closed: int = 8
    quorum: int = 9


class PlanParameters(Struct, frozen=True):
    """What each part of a plan is made with."""

    dates: DateParameters = field(default_factory=DateParameters)
    hosts: HostParameters = field(default_factory=HostParameters)
    workshops: WorkshopParameters = field(default_factory=WorkshopParameters)
    groups: GroupParameters = field(default_factory=GroupParameters)
    pairs: PairParameters = field(default_factory=PairParameters)
    visits: VisitParameters = field(default_factory=VisitParameters)
    ways_out: WaysOutParameters = field(default_factory=WaysOutParameters)
    prices: Prices = field(default_factory=Prices)


DEFAULTS = PlanParameters()

"""A year, its history and the plan before in; the plan of the year out, or the lines that clash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.rule import Broken
from leernet.days.calendar import calendar_of
from leernet.finding import Path
from leernet.model.choices import Choices
from leernet.model.plan import Plan
from leernet.model.plan_proofs import PairProof
from leernet.model.selection import series_workshops
from leernet.model.year import Year
from leernet.solve.changes import Comparison
from leernet.solve.conflicts import Conflict
from leernet.solve.dates.chosen import Search
from leernet.solve.dates.conflicts import date_conflicts
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import measures
from leernet.solve.dates.problem import DateProblem, Preference, takes_turns
from leernet.solve.dates.replan import (
    NOTHING_KEPT,
    behind_us,
    kept_of,
    moment_dates,
    past_dates,
    past_only,
    told_dates,
)
from leernet.solve.dates.search import possible
from leernet.solve.dates_and_hosts import Case, Chosen, Nothing, dates_and_hosts, with_more
from leernet.solve.facilitators import facilitators_for
from leernet.solve.fewest_changes import with_fewest_changes
from leernet.solve.hosts.conflicts import host_conflicts
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.parameters import DEFAULTS, PlanParameters
from leernet.solve.plan_record import (
    goals_of_dates_and_hosts,
    next_revision,
    plan_of,
    planned_meetings,
    unknown_distances,
    workshop_goals,
)
from leernet.solve.times import has_choice, years_by_times
from leernet.solve.together import together
from leernet.solve.workshops.choice import best_moment, sessions_for
from leernet.solve.workshops.conflicts import workshop_conflicts
from leernet.words import Sentence, _


class Wishes(Struct, frozen=True):
    """How to plan.

    Attributes:
        history: plans of earlier years.
        previous: the current plan, if any.
        announced: references of meetings that people were invited to.
        today: no date is chosen before it, and none that lies before it changes.
        prefer: what matters more than usual.
        best: go on until the dates are proven the best.
        max_moves: so many dates and hosts may change even where fewer would do, when they are worth it.
        fresh: plan as if there were no plan, except for what lies behind us.
        seed: of the kicks in the search for dates.
        choices: what students chose already, by series.
        parameters: what the solvers are tuned with.
    """

    history: tuple[Plan, ...] = ()
    previous: Plan | None = None
    announced: frozenset[str] = frozenset()
    today: date | None = None
    prefer: Preference | None = None
    best: bool = False
    max_moves: int = 0
    fresh: bool = False
    seed: int = 0
    choices: Mapping[str, Choices] = {}
    parameters: PlanParameters = DEFAULTS


class Planned(Struct, frozen=True):
    """A plan of the year.

    Attributes:
        plan: the plan; the one before itself where nothing became different.
        remarks: what the facilitators should know of groups and pairs.
        stopped_early: a time limit or the user stopped the search, so that another run may find another plan.
        case: what its dates and hosts were chosen from.
        chosen: its dates and hosts.
        warnings: what is not as it was asked, with the path of the line that asks it.
        proofs: why no other pairs are better, by network, of its rounds in order.
        compared: with the plan before; None where there was none, or nothing became different.
        others: the plans with other times of meetings that have several, which are no better.
        all_times: whether all times that may be chosen were tried.
    """

    plan: Plan
    remarks: tuple[Sentence, ...]
    stopped_early: bool
    case: Case
    chosen: Chosen
    compared: Comparison | None = None
    warnings: tuple[tuple[Path, Broken], ...] = ()
    proofs: Mapping[str, tuple[PairProof, ...]] = {}
    others: tuple[Planned, ...] = ()
    all_times: bool = True


class NoPlan(Struct, frozen=True):
    """There is no plan.

    Attributes:
        conflicts: the lines of the user that clash, and ways out; each independent of the others.
        certain: whether there is none; else none was found in the time, and the conflicts are those of the
            first dates that were tried.
    """

    conflicts: tuple[Conflict, ...]
    certain: bool


def plan_year(
    year: Year,
    wishes: Wishes,
    *,
    limits: Limits = NO_LIMITS,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Planned | NoPlan:
    """Dates, hosts and workshops of a year: dates first, then hosts, then workshops.

    Where dates leave a meeting without a host, what that shows to be impossible is forbidden and dates are
    chosen again. Where they leave a workshop without a place it is put at the moment that suits those who
    lead it best, so that dates are chosen on which they can come; else those dates are forbidden together.

    Args:
        year: what the user defined, without errors.
        wishes: how to plan.
        limits: what ends the search with the best so far.
        progress: told how many steps of how many are done.
    """
    if not has_choice(year):
        return _planned_at_times(year, wishes, limits, progress)
    years, every = years_by_times(year, wishes.previous, wishes.today, wishes.parameters.dates.most_times)
    outcomes = []
    for chosen in years:
        outcomes.append(_planned_at_times(chosen, wishes, limits, progress))
        # Times that were planned before stay where they can.
        if isinstance(outcomes[-1], Planned) and (wishes.previous is not None or limits.over):
            break
    planned = [outcome for outcome in outcomes if isinstance(outcome, Planned)]
    if planned:
        best = min(
            planned, key=lambda outcome: measures(outcome.case.problem, outcome.chosen.dates.picks).total
        )
        tried = every and (len(outcomes) == len(years) or wishes.previous is not None)
        others = tuple(outcome for outcome in planned if outcome is not best)
        return replace(best, others=others, all_times=tried)
    first = next(outcome for outcome in outcomes if isinstance(outcome, NoPlan))
    return replace(first, certain=every and all(isinstance(one, NoPlan) and one.certain for one in outcomes))


def _planned_at_times(
    year: Year,
    wishes: Wishes,
    limits: Limits,
    progress: Callable[[int, int], None],
) -> Planned | NoPlan:
    """The plan of a year in which every meeting has its time."""
    tries, first, certain = _Tries(), _Failed(()), True
    for _loop in range(wishes.parameters.dates.loops):
        outcome = _planned_once(year, wishes, tries, limits, progress)
        if isinstance(outcome, Planned):
            return outcome
        first = first if first.conflicts else outcome
        certain &= outcome.certain
        again = tries.after(outcome)
        if (again.moments, again.cuts) == (tries.moments, tries.cuts):
            return NoPlan(first.conflicts, certain and bool(first.conflicts))
        tries = again
    return NoPlan(first.conflicts, certain=False)


class _Tries(Struct, frozen=True):
    """What is done otherwise than the first time.

    Attributes:
        moments: of workshops that had no place, by id.
        cuts: dates that left a workshop without a place.
        told: whether it is known already which lines clash.
    """

    moments: Mapping[str, str] = {}
    cuts: tuple[Cut, ...] = ()
    told: bool = False

    def after(self, failed: _Failed) -> _Tries:
        """With what the last time did not find a place for: at a moment of its own, else on other dates."""
        told, moments = self.told or bool(failed.conflicts), {**failed.moments, **self.moments}
        if moments != self.moments:
            return _Tries(moments, self.cuts, told)
        return _Tries(moments, (*self.cuts, *(cut for cut in failed.cuts if cut not in self.cuts)), told)

    def year(self, year: Year) -> Year:
        """The year in which those workshops are at their moments."""
        if not self.moments:
            return year
        workshops = {
            id: workshop.model_copy(update={"moments": (self.moments[id],)})
            if id in self.moments
            else workshop
            for id, workshop in year.workshops.items()
        }
        return year.model_copy(update={"workshops": workshops})


class _Failed(Struct, frozen=True):
    """Why no plan was found.

    Attributes:
        moments: for workshops without a place the moment at which they may have one.
        cuts: dates on which they have none.
        certain: whether there is no plan with what was tried; else none was found in the time.
    """

    conflicts: tuple[Conflict, ...]
    moments: Mapping[str, str] = {}
    cuts: tuple[Cut, ...] = ()
    certain: bool = True


def _planned_once(
    year: Year,
    wishes: Wishes,
    tries: _Tries,
    limits: Limits,
    progress: Callable[[int, int], None],
) -> Planned | _Failed:
    year, previous = tries.year(year), wishes.previous
    # Only the first time do the lines of the user say why there is no plan.
    first = not tries.cuts and not tries.moments
    past = past_dates(previous, moment_dates(previous), wishes.today)
    problem = date_problem(
        year,
        calendar_of(year),
        today=wishes.today,
        prefer=wishes.prefer,
        given=past,
        told=told_dates(previous, wishes.announced),
        parameters=wishes.parameters,
    )
    if not possible(problem):
        return _Failed(date_conflicts(problem) if first else ())
    problem = replace(problem, cuts=tries.cuts)
    kept = NOTHING_KEPT if previous is None else kept_of(problem, previous, past, wishes.announced)
    kept = past_only(kept) if wishes.fresh else kept
    reserved = limits.sooner(wishes.parameters.dates.reserved_seconds)
    search = Search(wishes.best, seed=wishes.seed, limits=reserved, progress=progress)
    case = Case(year, problem, kept, wishes.history, search, limits)
    found = dates_and_hosts(case)
    if isinstance(found, Nothing):
        conflicts = date_conflicts(problem) if found.first is None else _host_conflicts(case, found.first)
        certain = found.certain or bool(conflicts and found.first is None)
        return _Failed(conflicts if first else (), certain=certain)
    case, chosen = found
    chosen = with_fewest_changes(case, chosen)
    extra = wishes.max_moves - chosen.changes
    if case.kept.days and extra > 0:
        chosen = with_more(case, chosen, extra)
    return _completed(case, chosen, wishes, limits, told=tries.told)


def _moments_for(case: Case, without: tuple[str, ...], today: date | None) -> dict[str, str]:
    """For workshops without a moment of their own the one that suits those who lead them best."""
    found: dict[str, str] = {}
    for reference in without:
        workshop = case.year.workshops[reference.partition("/")[2]]
        moment = None if workshop.moments else best_moment(case.year, case.problem, workshop, today)
        if moment is not None:
            found[workshop.id] = moment
    return found


def _sessions_cuts(case: Case, chosen: Chosen, without: tuple[str, ...]) -> tuple[tuple[Cut, ...], bool]:
    """Dates that leave workshops without a place, and whether other hosts could not have given them one.

    What counts are the days of the moments of their series, and of what else needs those who lead them then.
    """
    events = case.problem.events
    cuts, certain = [], True
    for id in sorted({reference.partition("/")[0] for reference in without}):
        series = case.year.series[id]
        own = {moment.meeting or f"{id}/{name}" for name, moment in series.moments.items()}
        days = {chosen.days[reference] for reference in own if reference in chosen.days}
        days |= {case.problem.number(day) for moment in series.moments.values() for day in moment.days}
        leaders = {
            case.problem.people.number[member]
            for workshop in series_workshops(case.year, id)
            for member in workshop.presenter
            if member in case.problem.people.number
        }
        asked = [
            number
            for number, event in enumerate(events)
            if event.reference in own or (chosen.days[event.reference] in days and leaders & event.asked)
        ]
        certain &= not any(takes_turns(events[number].gathering) for number in asked)
        cuts.append(_cut_of(case.problem, chosen.days, [events[number].reference for number in asked]))
    return tuple(cuts), certain


def _cut_of(problem: DateProblem, days: Mapping[str, int], references: Iterable[str]) -> Cut:
    """These are not all on these days."""
    numbers = {event.reference: number for number, event in enumerate(problem.events)}
    places = tuple((numbers[reference], frozenset((days[reference],))) for reference in references)
    return Cut(places, len(places) - 1)


def _host_conflicts(case: Case, chosen: Chosen) -> tuple[Conflict, ...]:
    return host_conflicts(
        case.year,
        case.problem,
        chosen.days,
        chosen.hosts.without,
        case.history,
        case.kept.past_hosts,
    )


def _completed(
    case: Case, chosen: Chosen, wishes: Wishes, limits: Limits, *, told: bool
) -> Planned | _Failed:
    """The plan with these dates and hosts: workshops, then groups and pairs.

    Args:
        told: whether it is known already why there is no plan.
    """
    year, problem, days = case.year, case.problem, chosen.days
    keeps = behind_us(wishes.previous, wishes.today) if wishes.fresh else wishes.previous
    meetings = planned_meetings(problem, days, chosen.hosts)
    if wishes.previous is not None:
        # What was held stays as it was, also who was not there.
        meetings |= {ref: wishes.previous.meetings[ref] for ref in case.kept.past if ref in meetings}
    kept = {} if keeps is None else keeps.sessions
    sessions = sessions_for(year, problem, days, meetings, kept, wishes.choices, wishes.today, limits)
    if sessions.without:
        without = () if told else sessions.without
        conflicts = workshop_conflicts(year, problem, days, meetings, without)
        cuts, certain = _sessions_cuts(case, chosen, sessions.without)
        moments = _moments_for(case, sessions.without, wishes.today)
        return _Failed(conflicts, moments, cuts, certain)
    held = {} if keeps is None else keeps.meetings
    facilitation = facilitators_for(year, problem, meetings, sessions.sessions, held)
    if facilitation.without:
        return _Failed((), cuts=(_cut_of(problem, days, facilitation.without),), certain=False)
    meetings |= facilitation.in_meetings(meetings)
    joined = together(
        year,
        calendar_of(year),
        meetings,
        history=wishes.history,
        previous=keeps,
        told=wishes.announced,
        today=wishes.today,
        limits=limits,
        parameters=wishes.parameters,
    )
    if joined.conflicts:
        return _Failed(joined.conflicts)
    goals = (*goals_of_dates_and_hosts(case, chosen), *workshop_goals(sessions), *joined.goals)
    plan, compared = plan_of(year, joined, sessions.sessions, goals), None
    if wishes.previous is not None:
        plan, compared = next_revision(year, problem, days, wishes.previous, plan, _otherwise(wishes))
    stopped_early = not case.search.limits.seconds_left
    remarks = (*unknown_distances(year, problem), *joined.remarks)
    return Planned(plan, remarks, stopped_early, case, chosen, compared, joined.warnings, joined.proofs)


def _otherwise(wishes: Wishes) -> Sentence:
    """Why something changed that could have stayed."""
    if wishes.fresh:
        return _("planned afresh")
    if wishes.max_moves:
        return _("more changes were allowed, and this one saves enough")
    return _("no rule requires it; no better plan with as few changes was found")

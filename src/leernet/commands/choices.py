"""A project in; the allocation each series asks for out, and what is wrong with choices and records."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace

from leernet.catalogue.allocation import CHOICES_GONE, OTHER_INPUTS
from leernet.commands.project import Opened
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.finding import Finding, Places
from leernet.model.allocation import AllocationRecord, EarlierAllocation
from leernet.model.year import Meeting, Network, Series, Year
from leernet.read.choices import choice_files, stray_choices
from leernet.read.near import nearest
from leernet.solve.allocation.asked import Asked, Collected, Wanted, asked_allocation
from leernet.verify.allocation.inputs import inputs_sha256
from leernet.verify.allocation.record import broken_record
from leernet.words import _


def allocation_rules(project: Opened) -> Iterator[Finding]:
    """What is wrong with collected choices, and what a record of an allocation, made or edited, breaks."""
    yield from stray_choices(project.year, project.files)
    for _id, series in sorted(project.year.series.items()):
        now = _asked_on(project, series, None, project.today)
        yield from now.findings
        record, then = now.previous, now
        if record is not None and record.past != now.problem.past:
            then = asked_of(project, series, None)
        if record is not None:
            broken = broken_record(then.problem, record, now.places, now.problem)
            collected = bool(choice_files(project.files, series.id))
            yield from (found if collected else _without_choices(found) for found in broken)


def _without_choices(found: Finding) -> Finding:
    """That the choices changed, said of choices that are gone."""
    return CHOICES_GONE.at(found.place) if found.rule == OTHER_INPUTS.name else found


def asked_of(project: Opened, series: Series, wanted: Wanted | None) -> Asked:
    """What is asked of the allocation of a series today; None: what was asked for the record there is."""
    return _asked_on(project, series, wanted, None if wanted is None else project.today)


def _asked_on(project: Opened, series: Series, wanted: Wanted | None, today: date | None) -> Asked:
    choices, findings = project.came_in.choices[series.id]
    kept = project.allocations.get(series.id)
    others = (one.record for id, one in project.allocations.items() if id != series.id)
    collected = Collected(
        choices,
        findings,
        kept.record if kept else None,
        kept.places if kept else Places(),
        (*_before_this_year(project), *(EarlierAllocation(record) for record in others)),
        project.recorded,
    )
    ask = partial(asked_allocation, project.year, project.plan, series, collected, project.places)
    asked: Asked = ask(wanted, today)
    # Where nothing is to be kept the result so far has no part in what is asked.
    if wanted is None or wanted.keep is None or asked.previous is None:
        return asked
    if not _is_as_recorded(asked, asked.previous, wanted):
        return asked
    # Nothing changed: the same question once more, so that its answer is the same to the byte.
    return replace(ask(None, today), only_told=asked.only_told)


def _is_as_recorded(asked: Asked, record: AllocationRecord, wanted: Wanted) -> bool:
    """Whether the record answers what is asked now, with what binds kept already."""
    problem = asked.problem
    return (
        (problem.policy, problem.seed, problem.past) == (record.policy, record.draw.seed, record.past)
        and (wanted.keep in ("frozen", "fewest") or record.keep in (None, wanted.keep))
        and all(
            # What bound then and could not be kept does not ask for another answer either.
            {*each.previous}
            <= {*record.placements.get(each.id, {}).items(), *record.before.get(each.id, {}).items()}
            and each.previous_tour == (each.previous_tour and record.tours.get(each.id, ""))
            for each in problem.participants
        )
        and inputs_sha256(problem) == record.inputs_sha256
    )


def _before_this_year(project: Opened) -> tuple[EarlierAllocation, ...]:
    """Allocations of earlier years, oldest first."""
    this = project.year.school_year.starts_in
    of_years = [(one.school_year.starts_in, one) for one in project.earlier if one.school_year is not None]
    before = sorted((pair for pair in of_years if pair[0] < this), key=lambda pair: pair[0])
    return tuple(one for _starts_in, one in before)


def series_to_allocate(run: Run, year: Year, named: str | None) -> Sequence[Series]:
    """The series of this id, or all; where there is none that is said."""
    chosen = known_series(year, named)
    if not chosen:
        run.say(_("There is no series of workshops, so there is nothing to allocate."))
    return chosen


def known_series(year: Year, named: str | None) -> Sequence[Series]:
    """The series of this id; all of them when none is named."""
    if named is None:
        return tuple(series for _id, series in sorted(year.series.items()))
    if named not in year.series:
        if not year.series:
            raise WrongUsage(_("There is no series '{named}'; there are no series yet.", named=named))
        known = ", ".join(sorted(year.series))
        raise WrongUsage(_("'{named}' is not a series; choose from {known}.", named=named, known=known))
    return (year.series[named],)


def known_network(year: Year, named: str) -> Network:
    """The network of this id.

    Raises:
        WrongUsage: there is none.
    """
    if named not in year.networks:
        known = ", ".join(sorted(year.networks))
        raise WrongUsage(_("There is no network '{named}'; choose from {known}.", named=named, known=known))
    return year.networks[named]


def known_meeting(year: Year, named: str) -> tuple[Network, Meeting]:
    """The meeting of this reference, ``schoolopleiders/herfst``, with its network.

    Raises:
        WrongUsage: there is none.
    """
    meetings = {
        f"{network.id}/{meeting.id}": (network, meeting)
        for _id, network in sorted(year.networks.items())
        for meeting in network.meetings
    }
    if named in meetings:
        return meetings[named]
    if not meetings:
        raise WrongUsage(_("There is no meeting '{named}'; there are no meetings yet.", named=named))
    known = nearest(named, meetings) or ", ".join(meetings)
    raise WrongUsage(_("'{named}' is not a meeting; choose from {known}.", named=named, known=known))

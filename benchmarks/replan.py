"""What planning again changes when facts change, beside planning afresh, on the example ``pos``.

Run with the Python that leernet is installed in: ``python benchmarks/replan.py``. Each event is put into the
files of a partnership of 95 schools that has a plan. Broken: dates and hosts of that plan that cannot stay.
Moved: dates and hosts that are others in the new plan, and the fewest there can be, which is proven. Afresh:
what moves when the plan before is not looked at, the same seed and another. Stability costs: how much more
the dates of the new plan cost than the dates of the plan made afresh. One more: what one change more would
gain. Seconds are CPU seconds of this process.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from leernet.days.calendar import calendar_of
from leernet.files import project_files
from leernet.finding import Places
from leernet.model.plan import Plan
from leernet.model.values import Days
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import measures
from leernet.solve.dates_and_hosts import one_more
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

EXAMPLE = Path(__file__).parent.parent / "examples" / "pos"
TODAY = date(2026, 8, 3)


def changed(year: Year, part: str, id: str, **values: object) -> Year:
    """The year with another value somewhere in a member, a school or a network."""
    of_part = dict(getattr(year, part))
    of_part[id] = of_part[id].model_copy(update=values)
    return year.model_copy(update={part: of_part})


def host_out(year: Year, plan: Plan) -> Year:
    """The school that receives most of the starters' coaches can receive nobody any more."""
    coaches = [meeting for id, meeting in plan.meetings.items() if id.startswith("starterscoaches")]
    hosts = sorted(meeting.host for meeting in coaches if meeting.host)
    return changed(year, "schools", max(hosts, key=hosts.count), host_seats=None)


def facilitator_away(year: Year, plan: Plan) -> Year:
    """A facilitator cannot come on the day of one meeting."""
    who = year.networks["bsc-noord"].facilitator
    day = plan.meetings["bsc-noord/b3"].day
    return changed(year, "members", who, away=(*year.members[who].away, Days(day, day)))


def host_closed(year: Year, plan: Plan) -> Year:
    """A host is closed on the day of its meeting."""
    meeting = plan.meetings["coordinatoren/b3"]
    school = year.schools[meeting.host or ""]
    return changed(year, "schools", school.id, closed=(*school.closed, Days(meeting.day, meeting.day)))


def people_change(year: Year, _plan: Plan) -> Year:
    """Twelve people work on other days, six leave."""
    ids = [id for id, member in sorted(year.members.items()) if member.school is not None]
    mondays = next(member.working_days for member in year.members.values() if member.working_days)
    leading = {network.facilitator for network in year.networks.values()}
    free = [id for id in ids if id not in leading]
    for id in free[:: len(free) // 12][:12]:
        year = changed(year, "members", id, working_days=mondays)
    for id in free[7 :: len(free) // 6][:6]:
        year = changed(year, "members", id, until=date(2026, 12, 31))
    return year


def meeting_added(year: Year, _plan: Plan) -> Year:
    """A network gets a seventh meeting."""
    network = year.networks["coordinatoren"]
    extra = network.meetings[-1].model_copy(update={"id": "b7"})
    return changed(year, "networks", network.id, meetings=(*network.meetings, extra))


EVENTS: tuple[Callable[[Year, Plan], Year], ...] = (
    host_out,
    facilitator_away,
    host_closed,
    people_change,
    meeting_added,
)


def moved(before: Plan, now: Plan) -> tuple[int, int]:
    """How many dates and hosts are others."""
    both = [(before.meetings[id], now.meetings[id]) for id in before.meetings if id in now.meetings]
    return sum(a.day != b.day for a, b in both), sum(a.host != b.host for a, b in both)


def planned(year: Year, wishes: Wishes) -> tuple[Planned, float]:
    """The plan and its CPU seconds; every plan keeps every rule."""
    begin = time.process_time()
    outcome = plan_year(year, wishes)
    seconds = time.process_time() - begin
    assert isinstance(outcome, Planned)
    assert not [found for found in broken_rules(year, outcome.plan, Places()) if found.level == "error"]
    return outcome, seconds


def rows() -> Iterator[tuple[object, ...]]:
    """One line of the table for each event."""
    year = read_definitions(project_files(EXAMPLE))[0].year
    assert year is not None
    before, _seconds = planned(year, Wishes(today=TODAY))
    for event in EVENTS:
        then = event(year, before.plan)
        broken = [found for found in broken_rules(then, before.plan, Places()) if found.level == "error"]
        again, seconds = planned(then, Wishes(previous=before.plan, today=TODAY))
        begin = time.process_time()
        offer = one_more(again.case, again.chosen)
        offer_seconds = time.process_time() - begin
        fewest = again.chosen.dates.fewest, again.chosen.fewest_hosts
        afresh, _s = planned(then, Wishes(today=TODAY))
        other, _s = planned(then, Wishes(today=TODAY, seed=1))
        problem = date_problem(then, calendar_of(then), today=TODAY)
        cost = measures(problem, again.chosen.dates.picks).total
        price = cost / measures(problem, afresh.chosen.dates.picks).total - 1
        yield (
            event.__name__,
            len(broken),
            "{}/{}".format(*moved(before.plan, again.plan)),
            "{}/{}".format(*fewest),
            "{}/{}".format(*moved(before.plan, afresh.plan)),
            "{}/{}".format(*moved(before.plan, other.plan)),
            f"{100 * price:.2f} %",
            f"{offer.gain_permille / 10:.1f} %" if offer is not None else "-",
            f"{seconds:.1f} s",
            f"{offer_seconds:.1f} s",
        )


if __name__ == "__main__":
    LINE = "{:<18}{:>8}{:>8}{:>8}{:>9}{:>12}{:>16}{:>10}{:>8}{:>10}"
    heads = "event broken moved fewest afresh other-seed stability-costs one-more again one-more"
    print(LINE.format(*heads.split()))
    for row in rows():
        print(LINE.format(*row))

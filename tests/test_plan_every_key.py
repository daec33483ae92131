"""Small random projects that use every key there is for dates: `plan` finds the best, or that there is none.

All dates, times, hosts, facilitators and dates of workshops there are are tried and held against the rules by
the code that checks plans; what dates cost is counted person by person, by what the documentation says.
"""

import random
import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import pairwise, product

import pytest
from msgspec.structs import replace

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.gathering import expected_spans, gatherings
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.model.poll import Poll, PollOption, Stance
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.attendance import counts_as_there, falls_on, is_member
from leernet.verify.plan.rules import broken_rules
from leernet.verify.polls import heard

from .plan_projects import year_of

# The spring holiday of north ends on 28 February; weeks 8, 9, 9, 9, 10 and 11.
DAYS = ("2027-02-26", "2027-03-01", "2027-03-02", "2027-03-03", "2027-03-09", "2027-03-17")
WINDOWS = ("2027-02-25..2027-03-03", "2027-03-01..2027-03-04", "2027-03-03..2027-03-10")
FAR = "2027-03-15..2027-03-17"
GROUPS = "groups: {size: 2-4, meetings: {times: [{SIDE: b0}], time: 15.30-16.30, window: WINDOW}}, "
SEEDS = 300


class Chance(random.Random):
    """The random choices of a project, which asks for few things or many."""

    def __init__(self, seed):
        super().__init__(seed)
        self.often = self.choice([0.04, 0.1, 0.2])

    def some(self, *texts):
        """One of these texts, or nothing."""
        return self.choice(texts) if self.random() < self.often else ""

    def days(self, most):
        return ", ".join(self.sample(DAYS, self.randint(1, most))) if self.random() < self.often else ""


def a_project(seed):
    """The text of a project."""
    chance = Chance(seed)
    limits = chance.some(", limits: {meetings_per_month: 1}", ", limits: {meetings_per_month: 2}")
    closed = chance.some(", closed: [2027-03-02]", ", closed: [{from: 2027-03-08, until: 2027-03-09}]")
    shape = chance.choice([(1, 1), (2,), (2, 1), (1, 2), (1, 1, 1)])
    ids = [(at, number) for at, count in enumerate(shape) for number in range(count)]
    blocks = (
        f"year: {{school_year: 2026-2027, holiday_region: zuid, avoid: [{chance.days(1)}]{closed}{limits}}}",
        "boards: {e: {name: E}, b: {name: B}}",
        "organisations: {pabo: {name: Pabo, closed: ["
        + chance.days(1)
        + f"]{chance.some(', holiday_region: noord')}}}}}",
        "schools:",
        *(_a_school(chance, id) for id in ("eik", "beuk")),
        "members:",
        *(_a_member(chance, at) for at in range(7)),
        "networks:",
        *(_a_network(chance, at, count, ids) for at, count in enumerate(shape)),
        *(_a_series(chance, ids) if chance.random() < 0.3 else ()),
    )
    return "\n".join(blocks) + "\n"


def _a_school(chance, id):
    return (
        f"  {id}: {{name: {id}, board: {chance.choice('eb')}, area: {chance.choice('xy')}, rooms: 1, "
        f"host_seats: {chance.choice([4, 6, 9, 9])}, closed: [{chance.days(1)}]"
        + chance.some(
            ", host_days: [ma, di, do]", ", host_days: [di-ochtend, wo, vr]", ", host_days: [ma, wo even]"
        )
        + chance.some(", host_not: [2027-03-03]", ", host_not: [2027-03-01..2027-03-02]")
        + chance.some(", host_at_most: 1", ", host_at_most: 2")
        + chance.some(", location: [51.6, 5.3]", ", location: [51.7, 5.9]")
        + chance.some(", holiday_region: noord", ", holiday_region: noord, open: [2027-02-26]")
        + "}"
    )


def _a_member(chance, at):
    home = chance.choice(["organisation: Pabo", "organisation: Elders", "school: eik"])
    return (
        f"  m{at}: {{name: M{at}, {home}, roles: [r{at % 2}], away: [{chance.days(1)}]"
        + chance.some(
            ", working_days: [ma, di, wo even, vr]",
            ", working_days: [ma oneven, wo, do, vr]",
            ", working_days: [ma, di, do]",
            ", working_days: [di-middag, wo]",
        )
        + chance.some(", prefer: [ma]", ", prefer: [di, wo even]")
        + chance.some(", from: 2027-03-02", ", until: 2027-03-05")
        + "}"
    )


def _a_network(chance, at, count, ids):
    meetings = ", ".join(_a_meeting(chance, at, number, count, ids) for number in range(count))
    time = chance.choice(["9.00-12.00", "13.00-15.00", "11.00-14.00", "19.00-20.30"])
    parts = "programme: [{title: Samen, minutes: 60}, {title: Deel, minutes: 60, for: {members: [m0, m1]}}], "
    facilitator = chance.choice([f"m{at}", f"m{at + 2}", f"{{one_of: [m{at}, m{at + 2}]}}"])
    return (
        f"  n{at}: {{facilitator: {facilitator}, "
        f"members: {{roles: [r{at % 2}]}}, quorum: {chance.choice(['0', '0', '1', '50 %'])}, time: {time}, "
        + chance.some("required: [m6], ", "required: [{any_of: {members: [m1, m6]}, at_least: 1}], ")
        + chance.some("optional: {members: [m5]}, ")
        + chance.some("weekdays: [di, wo, vr], ", "weekdays: [ma, di, wo-ochtend], ")
        + chance.some("spacing: {min_weeks: 1}, ")
        + chance.some("invite: {bring_colleague: true}, ", "invite: {bring_colleague: 2}, ")
        + chance.some(parts)
        + (_between(chance) if count == 2 else _around(chance))
        + f"hosts: {_hosts(chance)}, meetings: [{meetings}]}}"
    )


def _hosts(chance):
    by_turn = (
        "{rotate: schools"
        + chance.choice(
            [", among: {schools: [eik, beuk]}", ", among: {areas: [x, y]}", ", among: {except: [beuk]}"]
        )
        + chance.some(", expect: 50 %")
        + chance.some(", not_same_board_in_a_row: true")
        + chance.some(", alternate: areas")
        + "}"
    )
    return chance.choice([by_turn] * 5 + ["{online: true}", "{school: eik}", "{location: Zaal}"])


def _between(chance):
    """What lies between two meetings."""
    pairs = "pairs: {window: 2027-01-11..2027-06-25, rounds: [{after: b0, before: b1}]}, "
    groups = GROUPS.replace("{SIDE: b0}", "{after: b0, before: b1}")
    return chance.some(pairs, groups.replace("WINDOW", chance.choice(WINDOWS)))


def _around(chance):
    """What lies on one side of a meeting."""
    pairs = "pairs: {window: WINDOW, rounds: [{SIDE: b0}]}, ".replace(
        "WINDOW", chance.choice(["2027-02-15..2027-05-28", "2027-01-04..2027-03-16"])
    )
    found = chance.some(pairs, GROUPS.replace("WINDOW", chance.choice(WINDOWS)))
    return found.replace("SIDE", chance.choice(["after", "before"]))


def _a_meeting(chance, network, number, count, ids):
    window = FAR if number and chance.random() < 0.6 else chance.choice(WINDOWS)
    when = chance.choice(
        [f"window: {window}"] * 3
        + [
            f"dates: [{', '.join(chance.sample(DAYS, 3))}]",
            f"dates: poll, window: {window}",
            f"date: {chance.choice(DAYS)}",
        ]
    )
    others = [f"n{at}/b{of}" for at, of in ids if at < network]
    after = ""
    if others and chance.random() < 0.4:
        first = chance.choice(others)
        after = chance.choice([f", after: {first}", f", after: {{meeting: {first}, min_weeks: 1}}"])
    return (
        f"{{id: b{number}, {when}{after}"
        + chance.some(", time: [9.00-11.00, 13.30-16.00]", ", time: 10.00-12.00")
        + chance.some(
            f", required: [m{chance.randrange(7)}]", ", required: [{any_of: {roles: [r1]}, at_least: 2}]"
        )
        + chance.some(", weekdays: [di, wo, vr]")
        + chance.some(", host: eik", ", location: Zaal")
        + "}"
    )


def _a_series(chance, ids):
    """A programme with a moment on several dates and one in a window or inside a meeting."""
    network, number = chance.choice(ids)
    other = chance.choice(
        (
            "",
            ", later: {window: 2027-03-01..2027-03-03, weekdays: [di, wo], time: 9.00-12.00}",
            f", later: {{meeting: n{network}/b{number}}}",
        )
    )
    time = chance.choice(["9.00-12.00", "14.00-16.00"])
    yield (
        "series:\n  w: {for: {roles: [r1]}, moments: {first: {dates: ["
        f"{', '.join(chance.sample(DAYS, 2))}], time: {time}}}{other}}}}}"
    )
    yield "workshops:"
    for id in "pq" if other else "p":
        moment = "later" if other and id == "q" else "first"
        where = (
            "" if "meeting" in other and moment == "later" else f"school: {chance.choice(['eik', 'beuk'])}, "
        )
        presenter = chance.choice(["m0", "m3", "m4", "Gast"])
        yield (
            f"  {id}: {{series: w, title: {id}, presenter: {presenter}, {where}"
            f"moments: [{moment}], seats: 1-9}}"
        )


KEYS = """
    avoid limits organisations host_days host_not host_at_most closed open prefer away from until
    working_days even oneven holiday_region one_of quorum expect online school location rotate among
    not_same_board_in_a_row alternate required optional weekdays spacing dates poll date after min_weeks
    time window bring_colleague programme pairs groups rounds times before any_of at_least host series
    moments meeting workshops presenter rooms
"""


def test_the_projects_use_every_key_that_decides_dates():
    words = Counter(word for seed in range(SEEDS) for word in set(re.findall(r"\w+", a_project(seed))))

    assert {key: words[key] for key in KEYS.split() if words[key] < SEEDS // 30} == {}


def the_year(seed):
    year = year_of(a_project(seed))
    polls = tuple(_some_polls(Chance(-seed), year))
    return year.model_copy(update={"polls": polls})


def _some_polls(chance, year):
    """A poll where the dates are those of one, and sometimes elsewhere; of days, times or both."""
    for network in year.networks.values():
        of_network = any(meeting.dates == "poll" for meeting in network.meetings) and chance.random() < 0.5
        names = [""] * of_network + [
            meeting.id
            for meeting in network.meetings
            if (meeting.dates == "poll" and not of_network) or chance.random() < 0.2
        ]
        for name in names:
            options = tuple(_an_option(chance, network, name, day) for day in sorted(chance.sample(DAYS, 4)))
            answers = {
                member: tuple(chance.choice([None, *Stance]) for _option in options)
                for member in year.members
                if chance.random() < 0.6
            }
            yield Poll(f"availability/{network.id}-{name}.csv", network.id, name, options, answers)


def _an_option(chance, network, name, day):
    times = next((meeting.times for meeting in network.meetings if meeting.id == name), ()) or (network.time,)
    start, end = (times[0].start, times[0].end) if chance.random() < 0.3 else (None, None)
    return PollOption(date.fromisoformat(day), start, end if chance.random() < 0.5 else None)


def errors(year, plan):
    """The rules about dates and places that a plan breaks; who is in which group or pair comes later."""
    found = {found.rule for found in broken_rules(year, plan, Places()) if found.level == "error"}
    return {rule for rule in found if not rule.startswith(("plan-pair", "plan-group", "plan-visit"))}


def a_plan(year, meetings, sessions=()):
    return Plan(school_year=year.school_year, revision=1, meetings=dict(meetings), sessions=dict(sessions))


def kept_alone(year, plan):
    """Whether a plan of one thing breaks no rule but that the rest is not there."""
    return errors(year, plan) <= {"plan-meeting-missing"}


def ways_of_meeting(year, one):
    """Each day, time, place and facilitator of a meeting that keeps the rules by itself."""
    days = one.dates or tuple(one.window)
    given = one.network.facilitators
    leaders = given if len(given) > 1 and one.chain == one.network.id else (None,)
    for day, span in product(days, one.meeting.times or (one.network.time,)):
        found = []
        for host, leader in product((None, *sorted(year.schools)), leaders):
            where = "Zaal" if host is None else ""
            meeting = PlannedMeeting(
                day=day,
                start=span.start,
                end=span.end,
                host=host,
                facilitator=leader,
                location=where,
                absent=(),
            )
            if kept_alone(year, a_plan(year, {one.reference: meeting})):
                found.append(meeting)
        # A place of its own takes nothing from anybody.
        yield from [meeting for meeting in found if meeting.host is None] or found


def ways_of_moment(year, one):
    """Each day that a moment in a window can have."""
    return [
        session
        for day in one.window
        if one.span.on(day, one.weekdays)
        for session in [a_session(year, f"w/{one.moment}/q", day, one.span)]
        if kept_alone(year, a_plan(year, {}, {f"w/{one.moment}/q": session}))
    ]


def a_session(year, reference, day, span):
    school = year.workshops[reference[-1]].school
    return PlannedSession(day=day, start=span.start, end=span.end, school=school)


def best_of_all(year):
    """The least that dates cost with which all rules are kept by some hosts, facilitators and workshops."""
    asked = gatherings(year)
    ways = [[*(ways_of_meeting if one.meeting else ways_of_moment)(year, one)] for one in asked]
    when = [sorted({(way.day, way.span) for way in found}, key=lambda priced: priced[0]) for found in ways]
    prices = Prices(year, asked, [{day for day, _span in found} for found in when])
    dated = [dates for dates in product(*when) if in_order(year, asked, dates)]
    for cost, dates in sorted(((prices.of(dates), dates) for dates in dated), key=lambda priced: priced[0]):
        chosen = [
            [way for way in found if (way.day, way.span) == date]
            for found, date in zip(ways, dates, strict=True)
        ]
        if any(not errors(year, plan) for plan in plans(year, asked, chosen)):
            return cost
    return None


def in_order(year, asked, dates):
    """What follows one another does, that with the earlier window first; moments are not at one time."""
    for (one, (first, span)), (other, (second, later)) in pairwise(zip(asked, dates, strict=True)):
        on_one_day = one.fixed and other.fixed and not span.overlaps(later)
        if one.chain == other.chain and not (first < second or (on_one_day and first == second)):
            return False
    at = {one.reference: found for one, found in zip(asked, dates, strict=True)}
    series = year.series.get("w")
    day, span = at.get("w/later", (None, None))
    several = series.moments["first"] if series else None
    return not (several and day in several.dates and span.overlaps(several.time))


def plans(year, asked, chosen):
    """Each plan with one of these ways for each thing, and a date for each workshop that has several."""
    moments = year.series["w"].moments if year.series else {}
    free = [
        [
            (f"w/first/{id}", a_session(year, f"w/first/{id}", day, moments["first"].time))
            for day in moments["first"].dates
        ]
        for id, workshop in sorted(year.workshops.items())
        if workshop.moments == ("first",)
    ]
    inside = moments["later"].meeting if "later" in moments else ""
    for ways in product(*chosen):
        found = {one.reference: way for one, way in zip(asked, ways, strict=True)}
        meetings = {reference: way for reference, way in found.items() if isinstance(way, PlannedMeeting)}
        own = {f"{reference}/q": way for reference, way in found.items() if reference not in meetings}
        if inside and "q" in year.workshops and year.workshops["q"].moments == ("later",):
            at = meetings[inside]
            own["w/later/q"] = PlannedSession(
                day=at.day, start=at.start, end=at.end, school=at.host, location="" if at.host else "Zaal"
            )
        for sessions in product(*free):
            yield a_plan(year, meetings, own | dict(sessions))


class Prices:
    """What dates cost by docs/en/background/planning.md, counted person by person."""

    def __init__(self, year, asked, days):
        self.year, self.asked = year, asked
        self.calendar = calendar_of(year)
        self.own = cache(self.one_alone)
        self.times = Counter(
            (id, one.chain)
            for one, possible in zip(asked, days, strict=True)
            for id in expected_spans(year, one)
            if any(is_member(year.members[id], day) for day in possible)
        )

    def one_alone(self, at, day, span):
        """What a date costs by itself, who misses it and who is wanted at it."""
        one = self.asked[at]
        year = self.year
        if one.meeting is not None:
            update = {"meeting": one.meeting.model_copy(update={"times": (span,)}), "span": span}
            one = replace(one, **update)
        cost, missed, spans = 0, [], expected_spans(year, one)
        for id, own in spans.items():
            member = year.members[id]
            cost += 30 * any(day in stretch for stretch in year.settings.avoid)
            if not self.comes(one, member, day, own):
                if is_member(member, day):
                    missed.append(id)
                    cost += 100
                continue
            dislikes = member.prefer is not None and not any(falls_on(half, day) for half in member.prefer)
            cost += 10 * dislikes + 33 * (stance(year, one, id, day) is Stance.IF_NEED_BE)
        return cost, missed, tuple(spans)

    def comes(self, one, member, day, span):
        if one.series is not None:
            # Their own school may be closed: they attend elsewhere.
            member = member.model_copy(update={"school": None, "organisation": ""})
            return works(member, day, span)
        return counts_as_there(self.calendar, member, day, span, heard(self.year, one, member.id, day))

    def of(self, dates):
        cost, missed, on_day, in_week = 0, Counter(), Counter(), Counter()
        for at, (day, span) in enumerate(dates):
            own, absent, wanted = self.own(at, day, span)
            cost += own
            missed.update((id, self.asked[at].chain) for id in absent)
            on_day.update((id, day) for id in wanted)
            in_week.update((id, *day.isocalendar()[:2]) for id in wanted)
        cost += sum(300 for key, misses in missed.items() if misses == self.times[key])
        cost += sum(20 * misses * (misses - 1) // 2 for misses in missed.values())
        cost += sum(60 * (times - 1) for times in on_day.values())
        cost += sum(20 * (times - 1) for times in in_week.values())
        days_of = defaultdict(list)
        for one, (day, _span) in zip(self.asked, dates, strict=True):
            days_of[one.chain].append(day)
        for days in days_of.values():
            gaps = [(later - earlier).days for earlier, later in pairwise(days)]
            cost += 30 * min(sum(max(0, abs(gap - 7 * weeks) - 7) for gap in gaps) for weeks in range(1, 6))
        return cost


def works(member, day, span):
    """Whether somebody is there who attends elsewhere: a member, not away, at work."""
    calendar = calendar_of(year_of("year: {school_year: 2026-2027}\n"))
    return counts_as_there(calendar, member, day, span)


def stance(year, one, id, day):
    """What somebody said of a day in the poll of the meeting, else in that of its network."""
    if one.series is not None or one.chain != one.network.id or heard(year, one, id, day) is not True:
        return None
    for name in (one.meeting.id, ""):
        for poll in year.polls:
            if (poll.network, poll.meeting) == (one.network.id, name):
                found = _said(poll, one.span, id, day)
                if found is not None:
                    return found
    return None


def _said(poll, span, id, day):
    """The best of what is said of the day or of the time of the meeting."""
    about = [
        said
        for option, said in zip(poll.options, poll.answers.get(id, ()), strict=False)
        if said is not None and option.day == day and option.start in (None, span.start)
    ]
    return max(about, default=None)


@pytest.mark.parametrize(
    "seed", [seed if seed < 12 else pytest.param(seed, marks=pytest.mark.hours) for seed in range(SEEDS)]
)
def test_a_plan_is_found_where_there_is_one_and_is_the_best(seed, monkeypatch):
    year = the_year(seed)
    calendar = calendar_of(year)
    monkeypatch.setattr("leernet.verify.plan.rules.calendar_of", lambda _year: calendar)
    best = best_of_all(year)

    outcome = plan_year(year, Wishes())

    if best is None:
        assert isinstance(outcome, NoPlan)
        assert outcome.certain
        return
    assert isinstance(outcome, Planned)
    assert errors(year, outcome.plan) == set()
    cost = outcome.plan.goals[0]
    assert (cost.value, cost.proven) == (best, True)

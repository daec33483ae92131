"""Every sentence that `explain` says of a date and a host is counted anew, in both languages.

A sentence that is not in the lists here fails: its numbers are not counted.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

import pytest

from leernet.days.calendar import Openness, calendar_of
from leernet.explain.meeting import meeting_reasons, reason_lines
from leernet.files import project_files
from leernet.finding import Places
from leernet.model.plan import Plan
from leernet.model.selection import possible_hosts
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules
from leernet.words import words

from .counted import Counted, travel
from .plan_projects import PROJECT, year_of
from .said import Reader
from .test_plan_generated import a_project

TODAY = date(2026, 8, 1)
TWO_NETWORKS = (
    PROJECT.replace("{rotate: schools}", "{rotate: schools, hosted_before: {eik: 1}}")
    .replace("host_seats: 2}", "host_seats: 9, location: [51.55, 5.20]}")
    .replace("window: 2026-09-14..2026-11-27", "window: 2026-09-14..2026-10-09")
    + """\
  opleiders:
    title: Opleiders
    facilitator: dirk
    members: {roles: [opleider]}
    weekdays: [do, vr]
    time: 9.00-12.00
    hosts: {rotate: schools, among: {schools: [eik, wilg]}}
    meetings: [{id: a, window: 2026-09-14..2026-09-25}, {id: b, window: 2026-11-02..2026-11-20}]
"""
)
OF_TWO_NETWORKS = TWO_NETWORKS.partition("  opleiders:")[2]
# Of two days one is liked less by somebody or to be avoided; boards and areas take turns, in two networks.
TURNS = (
    PROJECT.replace("window: 2026-09-14..2026-11-27", "window: 2026-09-15..2026-09-17")
    .replace("holiday_region: zuid", "holiday_region: zuid, avoid: [2027-03-08..2027-03-10]")
    .replace(
        "window: 2027-02-22..2027-04-23}",
        "window: 2027-03-09..2027-03-11}\n      - {id: zomer, window: 2027-05-18..2027-06-03}",
    )
    .replace("working_days: [ma, di, do]", "working_days: [ma, di, do], prefer: [di]")
    .replace("working_days: [ma, di, wo]", "working_days: [ma, di, do], prefer: [do]")
    .replace("working_days: [do, vr]", "working_days: [di, do, vr], prefer: [di]")
    .replace("host_seats: 2}", "host_seats: 9, location: [51.55, 5.20]}")
    .replace("rotate: schools}", "rotate: schools, not_same_board_in_a_row: true, alternate: areas}")
    + "  opleiders:"
    + OF_TWO_NETWORKS
)
ANY_BOARD = TURNS.replace("not_same_board_in_a_row: true, ", "")
# Of two days in autumn the later one asks that the meeting after it moves along.
ALONG_WITH = (
    TURNS.replace("min_weeks: 6", "min_weeks: 8")
    .replace("      - {id: zomer, window: 2027-05-18..2027-06-03}\n", "")
    .replace("2027-03-09..2027-03-11", "2026-11-10..2026-11-12")
    .replace("[ma, di, do], prefer: [do]", "[ma, di, do], prefer: [di]")
)
AT_MOST = TURNS.replace("De Iep,", "De Iep, host_at_most: 1,").replace(
    "De Eik,", "De Eik, host_not: [2026-09-17],"
)
EXAMPLE = Path(__file__).parent.parent / "examples" / "starterscoaches"

FIRST = "{meeting} is on {day}: {count} of {wanted} members cannot come."
SOMEBODY = "  {name}: {why}"
RELUCTANT = "{names} would come if need be."
OTHER_DAYS = {
    "Not {day}, with {absent} absent: {parts}{but}.": ("parts", "but"),
    "{day} would be better, with {absent} absent: {good}{but}.": ("but", "good"),
    "{day} would be as good, with {absent} absent{but}.": ("parts", "but"),
}
ALONG = "It can be on {day}, with {absent} absent, if others move along, {moves}{but}."
NO_OTHER = "No other day keeps every rule while the other meetings stay where they are."
HOST, GIVEN = "{school} hosts it: {facts}.", "It is at {place}, as the files say."
BARRED = "Not {school}: {why}."
OTHER_HOSTS = {
    "Not {school}: {why}{but}.": ("why", "but"),
    BARRED: ("why", "but"),
    "{school} would be better: {good}{but}.": ("but", "good"),
    "{school} would do as well.": ("why", "but"),
}
BECOMES = {
    "members who can come to none: {now} becomes {then}": Counted.never,
    "pairs of meetings that one person misses: {now} becomes {then}": Counted.again,
    "second meetings on a day: {now} becomes {then}": lambda one: one.second(lambda day: day),
    "second meetings in a week: {now} becomes {then}": lambda one: one.second(
        lambda day: day.isocalendar()[:2]
    ),
    "deviation from even spacing: {now} days becomes {then}": Counted.uneven,
}
WHY_ABSENT = ("does not work then", "away", "said no in the poll", "own school closed: {reason}")
PARTS = (
    *BECOMES,
    "; but {parts}",
    "; then {parts}",
    "{names} would miss it",
    "{names} could come",
    "{count} more can come to another meeting",
    "{count} more cannot come to another meeting",
    "{names} would come if need be",
    "{names} would not have to make an effort",
    "{names} would rather come on another weekday",
    "{names} would not have to come on a weekday they like less",
    "a day to avoid",
    "it is not a day to avoid",
    "it would be at {school}",
    "{meeting} to {day}",
    "it hosted {count} time before",
    "together people travel {km} km",
    "it has had {count} turn, including this year, and {host} has had {other} without this one",
    "the meeting before or after is in {area} as well",
    "another area than the meeting before or after",
    "{host} hosts {meetings} this year",
    "it hosts {meetings} this year",
    "{school} hosted it in {year}",
    "people would travel {km} km more together",
    "people would travel {km} km less together",
    "perhaps not open",
    "certainly open",
    "not open: {reason}",
    "{seats} seats for {count} people",
    "it hosts nobody at that time",
    "it hosts {count} time a year at most",
    "it hosts {meeting} at that time",
    "board {board} would host twice in a row, with {school} {when}",
    "on {day}",
    "as the last of earlier years",
    *WHY_ABSENT,
)
KNOWN = (*OTHER_DAYS, *OTHER_HOSTS, FIRST, SOMEBODY, RELUCTANT, ALONG, NO_OTHER, HOST, GIVEN, *PARTS)


@dataclass(frozen=True)
class Case:
    """A meeting of a plan, with what came before, to be counted."""

    year: Year
    plan: Plan
    history: tuple[Plan, ...]
    reference: str
    reader: Reader

    @property
    def network(self):
        return self.year.networks[self.reference.partition("/")[0]]

    @property
    def meeting(self):
        return self.plan.meetings[self.reference]

    @property
    def now(self):
        return Counted(self.year, {reference: one.day for reference, one in self.plan.meetings.items()})

    def names(self, ids):
        """Names in the order of the ids, as a list is said."""
        return tuple(self.year.members[id].name for id in sorted(ids))

    def said(self, sentence, *fields):
        return sentence, *sorted(map(str, fields))

    def flat(self, parts):
        """What is said, lists of names made one text; what is within a list beside it."""
        found = []
        for part in parts:
            if part.sentence in ("; but {parts}", "; then {parts}"):
                found += self.flat(part.parts["parts"])
                continue
            fields = [
                "/".join(self.reader.items(text)) if name in ("names", "meetings") else text
                for name, text in part.fields.items()
            ]
            when = [" ".join(each.flat) for each in part.parts.get("when", ())]
            found.append((part.sentence, *sorted((*fields, *when))))
        return found


def only(one, other, of):
    """Of whom something is true on some days of meetings and not on others."""
    return {id for reference in one.days for id in of(one, reference) - of(other, reference)}


def day_terms(case, then):
    """(against, in favour) of other days, as they are to be said."""
    now, reference = case.now, case.reference
    more, fewer = (
        then.absent(reference) - now.absent(reference),
        now.absent(reference) - then.absent(reference),
    )
    against, good = [], []
    for ids, said, where in (
        (more, "{names} would miss it", against),
        (fewer, "{names} could come", good),
        (only(then, now, Counted.reluctant), "{names} would come if need be", against),
        (
            only(now, then, Counted.reluctant),
            "{names} would not have to make an effort",
            good,
        ),
        (
            only(then, now, Counted.elsewhere),
            "{names} would rather come on another weekday",
            against,
        ),
        (
            only(now, then, Counted.elsewhere),
            "{names} would not have to come on a weekday they like less",
            good,
        ),
    ):
        if ids:
            where.append(case.said(said, "/".join(case.names(ids))))
    others = sum(
        len(then.absent(other)) - len(now.absent(other)) for other in case.plan.meetings if other != reference
    )
    if others:
        more_or_less = "can" if others < 0 else "cannot"
        said = f"{{count}} more {more_or_less} come to another meeting"
        (good if others < 0 else against).append(case.said(said, abs(others)))
    for said, count in BECOMES.items():
        if count(now) != count(then):
            (against if count(then) > count(now) else good).append(case.said(said, count(now), count(then)))
    if now.avoided() != then.avoided():
        worse = then.avoided() > now.avoided()
        (against if worse else good).append(
            case.said("a day to avoid" if worse else "it is not a day to avoid")
        )
    return against, good


def check_other_day(case, said):
    day = date.fromisoformat(said.fields["day"])
    moved = {
        one.fields["meeting"]: date.fromisoformat(one.fields["day"]) for one in said.parts.get("moves", ())
    }
    then = Counted(case.year, {**case.now.days, **moved, case.reference: day})
    assert int(said.fields["absent"]) == len(then.absent(case.reference))
    against, good = day_terms(case, then)
    places = [
        part
        for parts in said.parts.values()
        for part in case.flat(parts)
        if part[0] == "it would be at {school}"
    ]
    if said.sentence == ALONG:
        told = [part for part in case.flat(said.parts["but"]) if part not in places]
        assert sorted(told) == sorted([*against, *good])
        return
    bad_field, good_field = OTHER_DAYS[said.sentence]
    told = case.flat(said.parts.get(bad_field, ())), case.flat(said.parts.get(good_field, ()))
    assert (sorted(told[0]), sorted(told[1])) == (sorted([*against, *places]), sorted(good))
    school = next((id for id, one in case.year.schools.items() if places and one.name in places[0]), None)
    assert not breaks(case, day=day, host=school or case.meeting.host)


def breaks(case, **update):
    """Whether the plan breaks a rule that it does not break now, when the meeting is otherwise."""
    if "day" in update:
        absent = Counted(case.year, {**case.now.days, case.reference: update["day"]}).absent(case.reference)
        update["absent"] = tuple(sorted(absent))
    meetings = {**case.plan.meetings, case.reference: case.meeting.model_copy(update=update)}
    return errors(case, case.plan.model_copy(update={"meetings": meetings})) > errors(case, case.plan)


def errors(case, plan):
    found = broken_rules(case.year, plan, Places(), case.history, TODAY)
    return sum(finding.level == "error" for finding in found)


def turns(case, school):
    """Turns of earlier years; and when the last was."""
    before = dict(case.network.hosts.hosted_before).get(school, 0)
    years = [
        plan.school_year
        for plan in case.history
        for reference, meeting in plan.meetings.items()
        if reference.partition("/")[0] == case.network.id and meeting.host == school
    ]
    return before + len(years), max(years, default=None)


def received(case, school, network=None):
    """The other meetings that a school receives this year, in order of time."""
    return [
        reference
        for reference, one in sorted(
            case.plan.meetings.items(), key=lambda item: (item[1].day, item[1].start)
        )
        if one.host == school and reference != case.reference
        if network is None or reference.partition("/")[0] == network
    ]


def neighbours(case):
    """(when, school) of the meetings of the network before and after, that of earlier years too."""
    own = sorted(
        (one.day, reference)
        for reference, one in case.plan.meetings.items()
        if reference.partition("/")[0] == case.network.id and one.host
    )
    at = own.index((case.meeting.day, case.reference))
    found = [
        (f"on {{day}} {day}", case.plan.meetings[ref].host) for day, ref in own[:at][-1:] + own[at + 1 :][:1]
    ]
    earlier = [
        (one.day, one.host)
        for plan in case.history
        for ref, one in plan.meetings.items()
        if ref.partition("/")[0] == case.network.id
    ]
    if at == 0 and earlier:
        found.append(("as the last of earlier years", max(earlier)[1]))
    return [(when, case.year.schools[host]) for when, host in found]


def host_terms(case, school):
    """(against, in favour) of another school."""
    against, good = [], []

    def weigh(more, worse, better):
        if more:
            (against if more > 0 else good).append(case.said(*(worse if more > 0 else better)))

    host, schools = case.meeting.host, case.year.schools
    name = schools[host].name
    mine, theirs = (turns(case, one)[0] + len(received(case, one, case.network.id)) for one in (school, host))
    had = (
        "it has had {count} turn, including this year, and {host} has had {other} without this one",
        mine,
        name,
        theirs,
    )
    weigh(mine - theirs, had, had)
    if case.network.hosts.alternate:
        here, there = (
            sum(schools[one].area == near.area != "" for _when, near in neighbours(case))
            for one in (school, host)
        )
        weigh(
            here - there,
            ("the meeting before or after is in {area} as well", schools[school].area),
            ("another area than the meeting before or after",),
        )
    mine, theirs = received(case, school), received(case, host)
    dated = "/".join(f"{reference} ({case.plan.meetings[reference].day})" for reference in mine)
    weigh(
        len(mine) - len(theirs),
        ("it hosts {meetings} this year", dated),
        ("{host} hosts {meetings} this year", name, "/".join(theirs)),
    )
    last = {one: turns(case, one)[1] for one in (school, host)}
    rest = {one: year.starts_in if year else 0 for one, year in last.items()}
    recent = {one: max(0, 5 - case.year.school_year.starts_in + began) for one, began in rest.items()}
    said = "{school} hosted it in {year}"
    weigh(
        recent[school] - recent[host],
        (said, schools[school].name, last[school]),
        (said, name, last[host]),
    )
    far, near = (travel(case.now, case.reference, one) for one in (school, host))
    if far is not None and near is not None:
        km = abs(far - near)
        weigh(
            far - near,
            ("people would travel {km} km more together", km),
            ("people would travel {km} km less together", km),
        )
    doubt = [opens(case, one).level is Openness.PROBABLY_CLOSED for one in (school, host)]
    weigh(doubt[0] - doubt[1], ("perhaps not open",), ("certainly open",))
    return against, good


def opens(case, school):
    return calendar_of(case.year).school(school, case.meeting.day)


def bars(case, school):
    """What keeps a school from receiving the meeting."""
    one, opened = case.year.schools[school], opens(case, school)
    if opened.level is Openness.CLOSED:
        yield case.said("not open: {reason}", words(case.reader.language).say(opened.reason))
    people = seats(case)
    if one.host_seats < people:
        yield case.said("{seats} seats for {count} people", one.host_seats, people)
    if opened.level is not Openness.CLOSED and any(case.meeting.day in days for days in one.host_not):
        yield case.said("it hosts nobody at that time")
    if one.host_at_most is not None and len(received(case, school)) >= one.host_at_most:
        yield case.said("it hosts {count} time a year at most", one.host_at_most)
    if case.network.hosts.not_same_board_in_a_row:
        for when, near in neighbours(case):
            if (near.board or near.id) == (one.board or one.id):
                board = case.year.boards[one.board].name if one.board else one.name
                said = "board {board} would host twice in a row, with {school} {when}"
                yield case.said(said, board, near.name, when)
    for reference in received(case, school):
        other = case.plan.meetings[reference]
        if (
            other.day == case.meeting.day
            and other.start < case.meeting.end
            and case.meeting.start < other.end
        ):
            yield case.said("it hosts {meeting} at that time", reference)


def seats(case):
    """For who is wanted, who must be there besides, and a colleague of one in ten where asked."""
    wanted = {member.id for member, _span in case.now.wanted(case.reference)} - {case.network.facilitator}
    there = wanted | {case.network.facilitator}
    asked = case.network.invite.bring_colleague
    colleagues = ceil(len(wanted) / 10) if asked is True else int(asked)
    also = 0
    for asked in case.network.required:
        pool = {
            id
            for id, member in case.year.members.items()
            if asked.any_of is not None and set(member.roles) & set(asked.any_of.roles)
        }
        also += max(0, (asked.at_least or 0) - len(pool & there))
    return len(there) + also + colleagues


def check_host(case, lines):
    host = case.meeting.host
    (first, *others), found = lines, Counter(hosts=len(lines) - 1)
    assert first.fields["school"] == case.year.schools[host].name
    km = travel(case.now, case.reference, host)
    facts = [case.said("it hosted {count} time before", turns(case, host)[0])]
    assert case.flat(first.parts["facts"]) == [
        *facts,
        *([] if km is None else [case.said("together people travel {km} km", km)]),
    ]
    ids = {school.name: school.id for school in possible_hosts(case.year, case.network)}
    assert {line.fields["school"] for line in others} == ids.keys() - {first.fields["school"]}
    for line in others:
        school = ids[line.fields["school"]]
        against, good = host_terms(case, school)
        barred = list(bars(case, school))
        if barred:
            against, good = barred, []
        fields = OTHER_HOSTS[line.sentence]
        told = tuple(sorted(case.flat(line.parts.get(field, ()))) for field in fields)
        found.update(part[0] for parts in told for part in parts)
        assert told == (sorted(against), sorted(good))
        assert breaks(case, host=school) == bool(barred)
    return found


def check_meeting(case, lines):
    """Every line of a meeting is right; how many days and schools were compared."""
    said = [case.reader.read(line) for line in lines]
    now, found = case.now, Counter()
    absent, wanted = now.absent(case.reference), now.wanted(case.reference)
    assert said[0].flat == case.said(FIRST, case.reference, case.meeting.day, len(absent), len(wanted))
    people = [one for one in said if one.sentence == SOMEBODY]
    assert sorted(one.fields["name"] for one in people) == sorted(case.names(absent))
    for one in people:
        check_why_absent(case, one)
    reluctant = [case.reader.items(one.fields["names"]) for one in said if one.sentence == RELUCTANT]
    assert [set(names) for names in reluctant] == (
        [set(case.names(now.reluctant(case.reference)))] if now.reluctant(case.reference) else []
    )
    for one in said:
        if one.sentence in (*OTHER_DAYS, ALONG):
            check_other_day(case, one)
            found["days"] += 1
            found[one.sentence] += 1
        if one.sentence == NO_OTHER:
            assert all(breaks(case, day=day) for day in window(case))
    hosts = [one for one in said if one.sentence in (HOST, *OTHER_HOSTS)]
    if hosts:
        found += check_host(case, hosts)
    return found


def window(case):
    """The other days that a meeting may be on while the meetings of its network keep their order."""
    (meeting,) = [one for one in case.network.meetings if one.id == case.reference.partition("/")[2]]
    for day in meeting.window:
        then = Counted(case.year, {**case.now.days, case.reference: day})
        if TODAY <= day != case.meeting.day and min(then.gaps(case.network.id), default=1) > 0:
            yield day


def check_why_absent(case, said):
    (member,) = [one for one in case.year.members.values() if one.name == said.fields["name"]]
    (why,) = said.parts["why"]
    day = case.meeting.day
    opened = calendar_of(case.year).school(member.school, day) if member.school else None
    works = member.working_days is None or any(half.weekday == day.weekday() for half in member.working_days)
    true = {
        "does not work then": member.working_days is not None,
        "away": any(day in stretch for stretch in member.away),
        "said no in the poll": case.now.said(case.reference).get(member.id) is False,
        "own school closed: {reason}": opened is not None and opened.level is Openness.CLOSED,
    }
    assert true[why.sentence]
    assert works or why.sentence != "own school closed: {reason}"


def check_year(year, history=(), language="en"):
    """Every line of every meeting of the plan of a year; how many days and schools were compared."""
    outcome = plan_year(year, Wishes(today=TODAY, history=history))
    assert isinstance(outcome, Planned)
    names = [
        *(one.name for one in (*year.members.values(), *year.schools.values(), *year.boards.values())),
        *(one.area for one in year.schools.values() if one.area),
        *(network.hosts.location for network in year.networks.values() if network.hosts),
    ]
    reader = Reader(language, KNOWN, filter(None, names))
    checked = Counter()
    for reference in outcome.plan.meetings:
        reasons = meeting_reasons(year, outcome.plan, reference, history, TODAY)
        lines = [words(language).say(line) for line in reason_lines(reasons)]
        checked += check_meeting(Case(year, outcome.plan, history, reference, reader), lines)
    return checked


def earlier_plan(began, **hosts):
    """The plan of a year before, as it is kept."""
    meetings = {
        f"coaches/{id}": {
            "date": f"{began}-{month}-10",
            "start": "13:30",
            "end": "16:30",
            "host": host,
        }
        for (id, host), month in zip(hosts.items(), ("09", "10", "11"), strict=False)
    }
    return Plan.model_validate({"school_year": f"{began}-{began + 1}", "meetings": meetings})


def example():
    return read_definitions(project_files(EXAMPLE))[0].year


# Networks that take turns, one that meets somewhere, boards and areas in a row, people who must be there.
@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 2, 4, 8, 10, 13])
def test_every_number_is_right_in_generated_projects(seed):
    year = year_of(a_project(seed).partition("series:")[0] + "\n")

    for language in ("en", "nl"):
        assert check_year(year, language=language)["days"] > 0


@pytest.mark.parametrize(
    ("year", "language"),
    [
        pytest.param(year_of(TWO_NETWORKS), "en", id="two-networks-en"),
        pytest.param(year_of(TWO_NETWORKS), "nl", id="two-networks-nl"),
        pytest.param(example(), "en", id="starterscoaches-en", marks=pytest.mark.slow),
        pytest.param(example(), "nl", id="starterscoaches-nl"),
    ],
)
def test_every_number_of_every_sentence_is_right(year, language):
    checked = check_year(year, language=language)

    assert min(checked["days"], checked["hosts"]) > 0


EARLIER = (earlier_plan(2024, herfst="iep", lente="beuk"), earlier_plan(2025, herfst="wilg", lente="eik"))
REASONS = {
    "it has had {count} turn, including this year, and {host} has had {other} without this one",
    "board {board} would host twice in a row, with {school} {when}",
    "it hosts {meetings} this year",
    "{school} hosted it in {year}",
    "people would travel {km} km more together",
    "people would travel {km} km less together",
}
IN_AN_AREA = "the meeting before or after is in {area} as well"


@pytest.mark.parametrize(
    ("text", "history", "language", "said"),
    [
        pytest.param(TURNS, EARLIER, "en", REASONS, marks=pytest.mark.slow),
        (TURNS, EARLIER, "nl", REASONS),
        pytest.param(ANY_BOARD, EARLIER, "nl", {IN_AN_AREA}, marks=pytest.mark.slow),
        (ALONG_WITH, (), "nl", {ALONG}),
        (
            AT_MOST,
            EARLIER[1:],
            "en",
            {"it hosts {count} time a year at most", "it hosts nobody at that time"},
        ),
    ],
    ids=["turns-en", "turns-nl", "any-board", "along", "at-most"],
)
def test_every_kind_of_reason_is_right(text, history, language, said):
    checked = check_year(year_of(text), history, language)

    assert said - checked.keys() == set()


def reordered_weights(reasons):
    return [[abs(term.weight) for term in other.terms] for other in (*reasons.others, *reasons.other_hosts)]


def test_the_terms_are_all_of_the_difference_and_the_largest_comes_first():
    year = year_of(TWO_NETWORKS)
    plan = plan_year(year, Wishes(today=TODAY)).plan
    for reference in plan.meetings:
        reasons = meeting_reasons(year, plan, reference, (), TODAY)

        assert all(sum(term.weight for term in other.terms) == other.extra for other in reasons.others)
        assert all(weights == sorted(weights, reverse=True) for weights in reordered_weights(reasons))

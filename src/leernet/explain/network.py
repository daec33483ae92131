"""A year, its plan and a network in; why its year looks as it does, out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from msgspec import Struct

from leernet.explain.meeting import MeetingReasons, meeting_reasons, next_best_day, next_best_host
from leernet.model.gathering import expected_spans, gatherings
from leernet.model.plan import Plan
from leernet.model.selection import possible_hosts, takes_part_on
from leernet.model.turns import meetings_of, turns_before
from leernet.model.year import Network, Year
from leernet.words import Sentence, _, _n

_DAYS_A_WEEK = 7


class SchoolTurns(Struct, frozen=True):
    """How often a school receives a network.

    Attributes:
        name: of the school.
        before: turns before this year, newcomers counted level.
        now: turns in this plan.
    """

    name: str
    before: int
    now: int


class NetworkReasons(Struct, frozen=True):
    """Why the year of a network looks as it does.

    Attributes:
        called: what people call it.
        meetings: the reasons of each, in order of time.
        gaps: days between one meeting and the next.
        asked_weeks: weeks that must lie between them at least.
        misses: names of those who miss some, with how many of how many, who misses most first.
        turns: of each school that takes turns, who has most first.
    """

    called: str
    meetings: tuple[MeetingReasons, ...]
    gaps: tuple[int, ...]
    asked_weeks: int
    misses: tuple[tuple[str, int, int], ...]
    turns: tuple[SchoolTurns, ...]


def network_reasons(
    year: Year, plan: Plan, network: Network, history: tuple[Plan, ...], today: date
) -> NetworkReasons:
    """Why the meetings of a network are when and where they are, and what that asks of whom."""
    meetings = {ref: meeting for ref, meeting in plan.meetings.items() if ref.partition("/")[0] == network.id}
    known = {gathering.reference for gathering in gatherings(year)}
    in_order = sorted(meetings, key=lambda reference: (meetings[reference].day, meetings[reference].start))
    days = [meetings[reference].day for reference in in_order]
    return NetworkReasons(
        network.title or network.id,
        tuple(meeting_reasons(year, plan, ref, history, today) for ref in in_order if ref in known),
        tuple((later - earlier).days for earlier, later in pairwise(days)),
        network.spacing.min_weeks,
        tuple(_misses(year, plan, network)),
        tuple(_turns(year, plan, network, history)),
    )


def _misses(year: Year, plan: Plan, network: Network) -> Iterator[tuple[str, int, int]]:
    wanted, missed = Counter[str](), Counter[str]()
    for gathering in gatherings(year):
        meeting = plan.meetings.get(gathering.reference)
        if meeting is None or gathering.network is None or gathering.network.id != network.id:
            continue
        wanted.update(
            id for id in expected_spans(year, gathering) if takes_part_on(year.members[id], meeting.day)
        )
        missed.update(meeting.absent)
    for id, times in sorted(missed.items(), key=lambda item: (-item[1], item[0])):
        if wanted[id]:
            yield year.members[id].name, times, wanted[id]


def _turns(year: Year, plan: Plan, network: Network, history: tuple[Plan, ...]) -> Iterator[SchoolTurns]:
    now = Counter(meeting.host for meeting in meetings_of(plan, network.id))
    before = turns_before(year, network, history)
    found = [
        SchoolTurns(school.name, before[school.id].counted, now[school.id])
        for school in possible_hosts(year, network)
    ]
    yield from sorted(found, key=lambda turns: (-turns.before - turns.now, turns.name))


def network_lines(reasons: NetworkReasons) -> Iterator[Sentence]:
    """The reasons as sentences, one a line."""
    count = len(reasons.meetings)
    if not count:
        yield _("No meeting of {network} has a date yet.", network=reasons.called)
        return
    yield _n(
        "{network} has {count} meeting.", "{network} has {count} meetings.", count, network=reasons.called
    )
    for meeting in reasons.meetings:
        yield from _meeting_lines(meeting)
    yield from _gap_lines(reasons)
    yield from _miss_lines(reasons)
    yield from _turn_lines(reasons)
    yield _("More about one meeting: leernet explain {meeting}", meeting=reasons.meetings[0].reference)


def _meeting_lines(meeting: MeetingReasons) -> Iterator[Sentence]:
    yield _(
        "{meeting}: {day} at {place}, {absent} of {wanted} absent.",
        meeting=meeting.reference,
        day=meeting.day,
        place=meeting.place or _("no place yet"),
        absent=len(meeting.absent),
        wanted=meeting.wanted,
    )
    for line in (*next_best_day(meeting), *next_best_host(meeting)):
        yield _("  {line}", line=line)


def _gap_lines(reasons: NetworkReasons) -> Iterator[Sentence]:
    if not reasons.gaps:
        return
    gaps = tuple(
        _n("{count} day", "{count} days", gap)
        if gap % _DAYS_A_WEEK
        else _n("{count} week", "{count} weeks", gap // _DAYS_A_WEEK)
        for gap in reasons.gaps
    )
    if reasons.asked_weeks:
        yield _n(
            "The meetings are {gaps} apart; at least {count} week is asked.",
            "The meetings are {gaps} apart; at least {count} weeks are asked.",
            reasons.asked_weeks,
            gaps=gaps,
        )
    else:
        yield _("The meetings are {gaps} apart.", gaps=gaps)


def _miss_lines(reasons: NetworkReasons) -> Iterator[Sentence]:
    if not reasons.misses:
        yield _("Nobody misses a meeting.")
        return
    people = tuple(
        _("{name} ({missed} of {wanted})", name=name, missed=missed, wanted=wanted)
        for name, missed, wanted in reasons.misses
    )
    yield _n("{people} misses a meeting.", "These miss a meeting: {people}.", len(people), people=people)


def _turn_lines(reasons: NetworkReasons) -> Iterator[Sentence]:
    hosted = [one for one in reasons.turns if one.before or one.now]
    if not hosted:
        return
    schools = tuple(
        _("{school} ({before} before, {now} this year)", school=one.name, before=one.before, now=one.now)
        for one in hosted
    )
    without = len(reasons.turns) - len(hosted)
    if without:
        yield _n(
            "Turns: {schools}; {count} school has had none.",
            "Turns: {schools}; {count} schools have had none.",
            without,
            schools=schools,
        )
    else:
        yield _("Turns: {schools}.", schools=schools)

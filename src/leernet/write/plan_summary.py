"""A year and its plan in; what a facilitator wants to know of it, in five sentences at most, out."""

from collections import Counter
from collections.abc import Iterator

from leernet.model.gathering import expected_spans, gatherings
from leernet.model.plan import Plan
from leernet.model.selection import school_name, takes_part_on
from leernet.model.year import Year
from leernet.words import Sentence, _, _n

# More names or schools than these are counted.
_NAMED = 6


def plan_summary(year: Year, plan: Plan) -> tuple[Sentence, ...]:
    """The year in words: dates and hosts, who cannot come, turns, and what else was divided."""
    return (*_dates(plan), *_attendance(year, plan), *_turns(year, plan), *_divided(plan))


def _dates(plan: Plan) -> Iterator[Sentence]:
    meetings = len(plan.meetings)
    hosted = sum(meeting.host is not None for meeting in plan.meetings.values())
    if meetings and hosted == meetings:
        yield _n(
            "{count} meeting has a date and a host school.",
            "{count} meetings have a date and a host school.",
            meetings,
        )
    elif meetings:
        yield _n(
            "{count} meeting has a date; at a school: {hosted}.",
            "{count} meetings have a date; at a school: {hosted}.",
            meetings,
            hosted=hosted,
        )


def _attendance(year: Year, plan: Plan) -> Iterator[Sentence]:
    wanted, missed = _wanted_and_missed(year, plan)
    if not wanted:
        return
    bound = next((goal.bound for goal in plan.goals if goal.name == "wanted members absent"), None)
    yield _of_times(wanted.total(), missed.total(), bound)
    if not missed:
        return
    none_at_all = [key for key, times in wanted.items() if missed[key] == times]
    never = sorted({member for _chain, member in none_at_all})
    if not never:
        yield _("Everybody can come to at least one meeting of each of their networks.")
        return
    names: tuple[str | Sentence, ...] = tuple(year.members[id].name for id in never)
    if len(never) > _NAMED:
        more = len(never) - _NAMED + 1
        names = (*names[: _NAMED - 1], _n("{count} more", "{count} more", more))
    networks = {chain.partition("/")[0] for chain, _member in none_at_all}
    titles = tuple(year.networks[id].title or id for id in sorted(networks))
    yield _n(
        "{names} can come to no meeting of {networks}.",
        "{count} members can come to no meeting of {networks}: {names}.",
        len(never),
        names=names,
        networks=titles[0] if len(titles) == 1 else _("one of their networks"),
    )


def _wanted_and_missed(year: Year, plan: Plan) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """At how many meetings of a network each member is wanted, and how many of those they cannot come to."""
    wanted, missed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for gathering in gatherings(year):
        meeting = plan.meetings.get(gathering.reference)
        if meeting is None:
            continue
        ids = [id for id in expected_spans(year, gathering) if takes_part_on(year.members[id], meeting.day)]
        wanted.update((gathering.chain, id) for id in ids)
        missed.update((gathering.chain, id) for id in ids if id in meeting.absent)
    return wanted, missed


def _of_times(wanted: int, missed: int, bound: int | None) -> Sentence:
    if not missed:
        return _n(
            "Everybody can come to everything, {count} time in all.",
            "Everybody can come to everything, {count} times in all.",
            wanted,
        )
    if not bound:
        # That fewer than none is not possible tells nobody anything.
        return _(
            "People are expected {wanted} times in all, and cannot come {missed} of those times.",
            wanted=wanted,
            missed=missed,
        )
    return _(
        "People are expected {wanted} times in all, and cannot come {missed} of those times; fewer than "
        "{bound} is not possible.",
        wanted=wanted,
        missed=missed,
        bound=bound,
    )


def _turns(year: Year, plan: Plan) -> Iterator[Sentence]:
    passed = next((goal.value for goal in plan.goals if goal.name == "meetings out of turn"), None)
    by_turn = {id for id, network in year.networks.items() if network.hosts and network.hosts.rotate}
    hosts = dict.fromkeys(
        meeting.host
        for reference, meeting in sorted(plan.meetings.items(), key=lambda item: item[1].day)
        if meeting.host is not None and reference.partition("/")[0] in by_turn
    )
    if passed is None or not hosts:
        return
    if passed:
        yield _n(
            "{count} meeting is at a school that had more turns than another; out/fairness.md says why.",
            "{count} meetings are at a school that had more turns than another; out/fairness.md says why.",
            passed,
        )
    elif len(hosts) > _NAMED:
        yield _n("{count} school was next in turn.", "{count} schools were next in turn.", len(hosts))
    else:
        schools = tuple(school_name(year, host) for host in hosts)
        yield _n("{schools} was next in turn.", "{schools} were next in turn.", len(schools), schools=schools)


def _divided(plan: Plan) -> Iterator[Sentence]:
    """Workshops, groups and pairs, as far as there are any."""
    parts: list[Sentence] = []
    if plan.sessions:
        parts.append(
            _n("{count} workshop with a place", "{count} workshops with a place", len(plan.sessions))
        )
    groups = Counter[str]()
    for reference, meeting in plan.meetings.items():
        network = reference.partition("/")[0]
        groups[network] = max(groups[network], len(meeting.groups))
    if groups.total():
        parts.append(_n("{count} group", "{count} groups", groups.total()))
    pairs = sum(map(len, plan.pairs.values()))
    if plan.pairs:
        parts.append(_n("{count} coaching pair", "{count} coaching pairs", pairs))
    alone = sum(goal.value for goal in plan.goals if goal.name == "people without a partner")
    if alone:
        parts.append(_n("{count} person without a partner", "{count} people without a partner", alone))
    if parts:
        yield _("The plan has {parts}.", parts=tuple(parts))

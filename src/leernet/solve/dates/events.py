"""A meeting in; the same as numbers out: its possible days, who misses which, what each costs."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from msgspec.structs import replace

from leernet.days.attendance import asked_bits
from leernet.model.gathering import Gathering
from leernet.model.headcount import from_outside, must_be_there, seats_for
from leernet.model.poll import Stance
from leernet.model.values import Days, Span
from leernet.model.weekdays import halves_on
from leernet.solve.dates.event_facts import EventFacts, answered
from leernet.solve.dates.problem import Event, Integers, Truths, only_bit, takes_turns
from leernet.solve.dates.requirements import quorum, requirements


def event_of(facts: EventFacts, gathering: Gathering, given: date | None) -> Event:
    """An gathering as numbers; a given date leaves no choice."""
    if gathering.span is None:
        raise ValueError(f"{gathering.reference} has no time")
    span = gathering.span
    if given is not None:
        gathering = replace(gathering, window=Days(given, given), fixed=True)
    said = facts.said_at(gathering)
    wanted, misses = _attendance(facts, gathering, said)
    hosts = facts.hosts_of(gathering)
    seats = _seats(facts, gathering, wanted)
    asked = requirements(facts, gathering, said, hosts, seats, span)
    asked = (asked[0], *quorum(facts, gathering, wanted, misses, asked), *asked[1:])
    if given is not None:
        # What is past stays, even where the rules have changed since.
        asked = asked[:1]
    possible = np.logical_and.reduce([requirement.days for requirement in asked])
    days = np.flatnonzero(possible)
    boards = _boards(facts, gathering, hosts, seats, span) if given is None else (-1,) * facts.length
    return Event(
        gathering,
        span,
        wanted,
        *(facts.required(gathering) if given is None else ((), ())),
        hosts,
        asked,
        said,
        misses,
        seats,
        boards,
        np.array([only_bit(bits) for bits in boards], np.int64),
        days,
        _cost(facts, wanted, misses, said, days),
    )


def _attendance(
    facts: EventFacts, gathering: Gathering, said: Mapping[tuple[int, int], Stance]
) -> tuple[Integers, Truths]:
    spans = facts.expected_at(gathering)
    ids = sorted(id for id in spans if id in facts.people.number)
    wanted = np.array([facts.people.number[id] for id in ids], np.int64)
    asked = np.array([asked_bits(spans[id]) for id in ids], np.uint8)[:, None]
    # Who attends a series elsewhere does so also while their own school is closed.
    there = answered(facts.people.free, said) if gathering.series is None else facts.people.works
    able_to_come = (there[wanted] & asked) == asked
    return wanted, facts.people.belongs[wanted] & ~able_to_come


def _seats(facts: EventFacts, gathering: Gathering, wanted: Integers) -> Integers:
    """(D,) the seats a host must have: for all who are wanted and members, whether they can come or not.

    Otherwise days would be sought on which people stay away.
    """
    if gathering.network is None or gathering.meeting is None:
        return np.zeros(facts.length, np.int64)
    needed, network = facts.needs_of(gathering), gathering.network
    ids = frozenset(facts.people.members[number].id for number in wanted)
    must = must_be_there(needed)
    fixed = len(must) + from_outside(needed, ids | must)
    counted = wanted[facts.counted(gathering, wanted)]
    there = np.count_nonzero(facts.people.belongs[counted], axis=0).tolist()
    by_count = {count: seats_for(network, count, fixed) for count in set(there)}
    return np.array([by_count[count] for count in there], np.int64)


def _boards(
    facts: EventFacts, gathering: Gathering, hosts: tuple[int, ...], seats: Integers, span: Span
) -> tuple[int, ...]:
    asked = gathering.hosts is not None and gathering.hosts.not_same_board_in_a_row
    if not hosts or not asked:
        return (-1,) * facts.length
    # A school without a board is a board of its own.
    own = [school.board or f"school {school.id}" for school in facts.schools]
    number = {board: at for at, board in enumerate(sorted(set(own)))}
    fits = facts.fits(hosts, seats, span) if takes_turns(gathering) else facts.open_on(hosts)
    bits = [0] * facts.length
    for host, days in zip(hosts, fits, strict=True):
        for day in np.flatnonzero(days).tolist():
            bits[day] |= 1 << number[own[host]]
    return tuple(bits)


def _cost(
    facts: EventFacts,
    wanted: Integers,
    misses: Truths,
    said: Mapping[tuple[int, int], Stance],
    days: Integers,
) -> Integers:
    absent = np.count_nonzero(misses[:, days], axis=0).astype(np.int64)
    avoided = np.zeros(facts.length, np.bool_)
    for stretch in facts.year.settings.avoid:
        for day in stretch:
            if day in facts.calendar.days:
                avoided[(day - facts.calendar.days.first).days] = True
    cost: Integers = facts.weights.absent * absent + facts.weights.avoid * len(misses) * avoided[days]
    asked, reluctant = set(wanted.tolist()), np.zeros(facts.length, np.int64)
    for (member, at), stance in said.items():
        reluctant[at] += stance is Stance.IF_NEED_BE and member in asked
    cost += facts.weights.if_need_be * reluctant[days]
    return cost + facts.weights.prefer * _rather_not(facts, wanted, misses, days)


def _rather_not(facts: EventFacts, wanted: Integers, misses: Truths, days: Integers) -> Integers:
    """(C,) how many come on each possible day who would rather come on another weekday."""
    found = np.zeros(len(days), np.int64)
    for row, number in enumerate(wanted.tolist()):
        prefer = facts.people.members[number].prefer
        if prefer is not None:
            dates = (facts.calendar.days.first + timedelta(day) for day in days.tolist())
            liked = np.array([bool(halves_on(prefer, day)) for day in dates], np.bool_)
            found += ~liked & ~misses[row, days] & facts.people.belongs[number, days]
    return found

"""Who leads a workshop is not one of those of whom a meeting at that time needs some, every way tried."""

from datetime import time
from itertools import combinations, product

from hypothesis import assume, example, given, settings
from hypothesis import strategies as some

from leernet.model.values import Span
from leernet.solve.program import Program
from leernet.solve.workshops.pools import Engaged, Pool, enough_left

PEOPLE = "abcde"
MEETINGS = ("m/1", "m/2", "m/3")
SPANS = (Span(time(9), time(12)), Span(time(11), time(14)), Span(time(9), time(16)))
SOME = some.frozensets(some.sampled_from(PEOPLE), min_size=2)
OF_MEETINGS = some.fixed_dictionaries(dict.fromkeys(MEETINGS, some.sampled_from(SPANS)))
NEED = some.tuples(some.sampled_from(MEETINGS), SOME, some.integers(1, 2))
NEEDS = some.lists(NEED, min_size=1, max_size=3)
ROUNDS = some.tuples(some.sampled_from(("", *MEETINGS)), some.sampled_from(SPANS), some.booleans())


def runs(span, at):
    return span.start <= at < span.end


def ways(pool, leading):
    """Every way to take as many as a meeting needs of who do not lead elsewhere."""
    gone = {id for one in leading if one.meeting != pool.meeting for id in one.people}
    return combinations(sorted(pool.people - gone), pool.count)


def is_enough(pools, leading):
    """Whether at each time everybody who is needed somewhere can be somebody else, by trying everybody."""
    for at in {one.span.start for one in (*pools, *leading)}:
        here = [pool for pool in pools if runs(pool.span, at)]
        led = [one for one in leading if runs(one.span, at)]
        meetings = sorted({pool.meeting for pool in here})
        for needs in product(*([pool for pool in here if pool.meeting == own] for own in meetings)):
            tried = product(*(list(ways(pool, led)) for pool in needs))
            people = ([id for taken in way for id in taken] for way in tried)
            if not any(len(set(taken)) == len(taken) for taken in people):
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(
    spans=OF_MEETINGS,
    needs=NEEDS,
    rounds=some.lists(ROUNDS, min_size=1, max_size=3),
    leaders=some.permutations(PEOPLE),
)
@example(
    spans=dict.fromkeys(MEETINGS, SPANS[0]),
    needs=[("m/1", frozenset("ab"), 1)],
    rounds=[("", SPANS[0], True), ("", SPANS[0], False)],
    leaders=tuple(PEOPLE),
)
def test_workshops_are_led_by_whom_no_meeting_misses(spans, needs, rounds, leaders):
    pools = tuple(Pool(meeting, 1, spans[meeting], people, count) for meeting, people, count in needs)
    led = [
        Engaged(frozenset((leader,)), 1, span, meeting, None if sure else 0)
        for leader, (meeting, span, sure) in zip(leaders, rounds, strict=False)
    ]
    sure = [one for one in led if one.column is None]
    perhaps = [one for one in led if one.column is not None]
    assume(is_enough(pools, sure))

    for chosen in product((0, 1), repeat=len(perhaps)):
        program = Program()
        columns = [program.column(0, value, value) for value in chosen]
        options = [
            Engaged(one.people, one.day, one.span, one.meeting, column)
            for one, column in zip(perhaps, columns, strict=True)
        ]
        enough_left(program, pools, (*sure, *options), 256)
        running = [one for one, value in zip(perhaps, chosen, strict=True) if value]
        assert program.solved().impossible is not is_enough(pools, [*sure, *running])

"""Working days are read as people write them; what two people could read in two ways is a mistake."""

import datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from leernet.days.attendance import working_halves, works_on
from leernet.model.values import Days, Span
from leernet.model.weekdays import Half, HalfDay, Weeks, half_day_names, half_days_from_text, shared_half_days
from leernet.model.year import Member
from leernet.verify.attendance import hours_suit


def names(text):
    return ", ".join(half_day_names(half_days_from_text(text)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ma di do", "ma, di, do"),
        ("ma/di/do", "ma, di, do"),
        ("ma-vr", "ma, di, wo, do, vr"),
        ("di t/m vr", "di, wo, do, vr"),
        ("ma tot en met do", "ma, di, wo, do"),
        ("Monday to Thursday", "ma, di, wo, do"),
        ("ma \u2013 vr", "ma, di, wo, do, vr"),
        ("maandag, dinsdag en donderdag", "ma, di, do"),
        ("ma, di-ochtend", "ma, di-ochtend"),
        ("woensdagochtend", "wo-ochtend"),
        ("do 's middags", "do-middag"),
        ("thu-am", "do-ochtend"),
        ("wo even", "wo even"),
        ("wo oneven", "wo oneven"),
        ("ma, wo (even weken)", "ma, wo even"),
        ("wo even/do oneven", "wo even, do oneven"),
        ("wo even, wo oneven", "wo"),
        ("niet op vr", "ma, di, wo, do"),
        ("alle dagen behalve wo", "ma, di, do, vr"),
        ("ma t/m do, niet op di", "ma, wo, do"),
        ("ma-vr, niet op wo even", "ma, di, wo oneven, do, vr"),
        ("vr niet", "ma, di, wo, do"),
        ("Ma Di", "ma, di"),
        ("ma. di.", "ma, di"),
        ("ma-di-do", "ma, di, do"),
        ("hele week", "ma, di, wo, do, vr"),
    ],
)
def test_days_in_any_notation(text, read):
    assert names(text) == read


@pytest.mark.parametrize(
    "text",
    [
        *(
            "wisselend",
            "2 dagen",
            "di d",
            "",
            "za",
            "ma-za",
            "vr-ma",
            "vrij",
            "ma om de week",
            "even",
            "niet",
        ),
        *("ma en di ochtend", "ma di wo even", "do-vr even", "ma t/m do ochtend", "ma behalve middag"),
    ],
)
def test_what_says_nothing_certain_is_a_mistake(text):
    with pytest.raises(PydanticCustomError):
        half_days_from_text(text)


WORKING = st.sets(
    st.builds(HalfDay, st.integers(0, 4), st.sampled_from(Half), st.sampled_from((Weeks.ODD, Weeks.EVEN))),
    min_size=1,
)


@given(WORKING)
def test_what_is_written_is_read_back(half_days):
    read = half_days_from_text(", ".join(half_day_names(tuple(sorted(half_days)))))

    assert half_days_from_text(", ".join(half_day_names(read))) == read
    assert shared_half_days(read, tuple(half_days)) == read


@given(WORKING, st.dates(datetime.date(2026, 8, 1), datetime.date(2027, 7, 1)), st.integers(0, 40))
def test_the_half_days_of_every_day_are_those_of_its_week(half_days, first, length):
    read = half_days_from_text(", ".join(half_day_names(tuple(sorted(half_days)))))
    member = Member(id="a", name="A", working_days=read)
    days = Days(first, first + datetime.timedelta(length))

    found = working_halves(member, days)

    for day, mask in zip(days, found, strict=True):
        weeks = Weeks.ODD if day.isocalendar().week % 2 else Weeks.EVEN
        for half in Half:
            works = any((day.weekday(), half, weeks) == tuple(one) for one in half_days)
            assert bool(mask >> half & 1) is works
            assert works_on(member, day, (half,)) is works


@pytest.mark.parametrize("worked", [(), (Half.MORNING,), (Half.AFTERNOON,), tuple(Half)])
def test_whoever_plans_and_whoever_checks_part_a_day_at_the_same_times(worked):
    day, clocks = (
        datetime.date(2026, 11, 10),
        [(9, 0), (12, 29), (12, 30), (12, 31), (17, 29), (17, 30), (18, 15)],
    )
    member = Member(id="a", name="A", working_days=tuple(HalfDay(day.weekday(), half) for half in worked))
    moments = [datetime.time(*clock) for clock in (*clocks, (22, 0))]

    for start, end in combinations(moments, 2):
        span = Span(start, end)
        assert hours_suit(member, day, span) is works_on(member, day, span.halves), span

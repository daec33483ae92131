"""The examples are planned and allocated as well as tests/quality.yaml says, and not only by the rules."""

import pytest

from tests.quality import EXAMPLES, quality, table

QUICK = ("collegiale-coaching", "starterscoaches")
EVERY = [pytest.param(example, marks=() if example in QUICK else pytest.mark.slow) for example in EXAMPLES]


def test_every_example_is_in_the_table():
    assert sorted(table()) == EXAMPLES


@pytest.mark.parametrize("example", EVERY)
def test_an_example_is_as_good_as_the_table_says(example):
    assert quality(example) == table()[example]

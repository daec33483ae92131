"""A sample of what `python -m tests.hostile` measures: files beyond limits end soon, in little memory."""

import pytest

from tests.hostile import KINDS, ended

# Of each kind of file the one that took most before there were limits.
SAMPLE = (
    "workbook, a cell far away",
    "workbook, as many cells as may be",
    "YAML, 100,000 deep",
    "YAML, as many values as may be",
    "CSV, as many rows as may be",
    "dates, a window of two thousand years",
    "calendar, 80,000 entries",
    "mail, parts within parts",
    "record, JSON 100,000 deep",
)


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.slow if kind in SAMPLE else pytest.mark.hours) for kind in KINDS],
)
def test_a_file_at_or_beyond_a_limit_ends_within_ten_seconds_and_500_mb(kind):
    assert ended(kind).wrong == ""

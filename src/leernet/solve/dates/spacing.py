"""Days between the meetings of a network in; how far off an even spacing they are out: one figure for a plan.

Meetings are evenly spaced when they follow one another every so many weeks, a week more or less. The number
of weeks is the whole number that suits them best: the figure depends on the dates only, never on the windows.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Under this many days from every so many weeks nobody notices.
SLACK_DAYS = 7
_WEEK = 7


def days_off(gaps: Sequence[int]) -> int:
    """The fewest days by which gaps are off a rhythm of whole weeks, beyond a week; of one gap none."""
    return min((days_off_weeks(gaps, weeks) for weeks in range(1, _most_weeks(gaps) + 1)), default=0)


def best_weeks(gaps: Sequence[int]) -> int:
    """The number of weeks that suits the gaps best; of equals the fewest."""
    return min(range(1, _most_weeks(gaps) + 1), key=lambda weeks: days_off_weeks(gaps, weeks), default=1)


def days_off_weeks(gaps: Sequence[int], weeks: int) -> int:
    """How many days gaps are off this rhythm, a week's slack aside."""
    return sum(max(0, abs(gap - _WEEK * weeks) - SLACK_DAYS) for gap in gaps)


def days_off_each(gaps: NDArray[np.int64], weeks: int) -> NDArray[np.int64]:
    """The same for each of many gaps; same shape."""
    off: NDArray[np.int64] = np.maximum(0, np.abs(gaps - _WEEK * weeks) - SLACK_DAYS)
    return off


def _most_weeks(gaps: Sequence[int]) -> int:
    """No more weeks suit better than those of the longest gap."""
    return max(1, -(-max(gaps) // _WEEK)) if gaps else 0

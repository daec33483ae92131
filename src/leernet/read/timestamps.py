"""A column of moments as forms and spreadsheets write them in; the same as date and time out.

``4-5-2026`` can be in April or in May. One row does not tell, so the order is decided for the whole column.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from leernet.model.limits import FIRST_YEAR, LAST_YEAR
from leernet.model.timezone import ZONE

_WRITTEN = re.compile(
    r"(?P<first>\d{1,4})[-/.](?P<second>\d{1,2})[-/.](?P<third>\d{1,4})"
    r"(?:,?[ T]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<seconds>\d{2})(?:\.\d+)?)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
    r"(?:\s*(?P<zone>GMT|UTC|CES?T|Z)?(?P<offset>[+-]\d{1,2})?(?::?(?P<offset_minutes>\d{2}))?)?",
    re.IGNORECASE,
)

# One step back in time in so many rows still counts as in order.
_FEW = 10


def timestamps(cells: Sequence[str], *, day_first: bool) -> tuple[datetime | None, ...]:
    """Date and local time of each cell; None where a cell is empty or holds none.

    Args:
        cells: as written, in the order of the rows.
        day_first: what to take when the column itself does not tell, neither by a number above 12 nor by
            its order, as answers come in one after the other.
    """
    # Of many answers in one minute the cell is read once.
    matches = {cell: _WRITTEN.fullmatch(cell.strip()) for cell in set(cells)}
    by_cell = {
        first: {cell: _moment(match, day_first=first) for cell, match in matches.items()}
        for first in (True, False)
    }
    days, months = (list(map(by_cell[first].__getitem__, cells)) for first in (True, False))
    if days == months:
        return tuple(days)
    by_day, by_month = days.count(None), months.count(None)
    if by_day == by_month:
        by_day, by_month = _steps_back(days), _steps_back(months)
        # Rows sorted by name go to and fro in any case; with a few answers changed later they hardly do.
        if min(by_day, by_month) * _FEW > len(cells):
            by_day = by_month
    if by_day == by_month:
        return tuple(days if day_first else months)
    return tuple(days if by_day < by_month else months)


def _steps_back(moments: list[datetime | None]) -> int:
    known = [moment for moment in moments if moment is not None]
    return sum(later < earlier for earlier, later in pairwise(known))


def _moment(match: re.Match[str] | None, *, day_first: bool) -> datetime | None:
    if match is None:
        return None
    first, second, third = int(match["first"]), int(match["second"]), int(match["third"])
    if first > 31:
        year, month, day = first, second, third
    else:
        day, month = (first, second) if day_first else (second, first)
        year = third + 2000 if third < 100 else third
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0) if hour <= 12 else hour
    try:
        written = datetime(year, month, day, hour, int(match["minute"] or 0), int(match["seconds"] or 0))  # noqa: DTZ001
    except ValueError:
        return None
    return (
        written if match["offset"] is None else _local(written, int(match["offset"]), match["offset_minutes"])
    )


def _local(written: datetime, hours: int, minutes: str | None) -> datetime:
    """The Dutch time of a moment with its distance to UTC; its fold tells of an hour that is repeated."""
    apart = timedelta(hours=abs(hours), minutes=int(minutes or 0))
    moment = (written - apart if hours >= 0 else written + apart).replace(tzinfo=UTC)
    return moment.astimezone(ZONE).replace(tzinfo=None)


def in_order_of_time(moment: datetime) -> float:
    """What sorts local times as they came, also in the hour that the end of summer time repeats."""
    return moment.replace(tzinfo=ZONE).timestamp()

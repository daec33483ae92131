"""The small values that definitions are made of; each is made from text as people write it."""

from leernet.model.values.dates import day_from_text, days_from_text, school_year_from_text, span_from_text
from leernet.model.values.fields import (
    Area,
    BoardId,
    Clock,
    Cohort,
    Day,
    DayList,
    Email,
    Id,
    Label,
    Lead,
    Location,
    MemberId,
    MomentId,
    NetworkId,
    Number,
    Role,
    SchoolId,
    SchoolYearValue,
    Seats,
    SeriesId,
    Size,
    TimeSpan,
    Truth,
    Weekdays,
    Window,
    WorkingDays,
    parts,
    parts_of_cell,
    reached,
)
from leernet.model.values.shapes import Days, Point, Range, Region, SchoolYear, Span
from leernet.model.values.texts import id_from_text, id_of, number_from_text, truth_from_text

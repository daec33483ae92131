"""Dates and times of meetings and moments, days of schools, school holidays."""

from msgspec.structs import replace

from leernet.catalogue.rule import _, _n, error, remark, warning
from leernet.finding import Level

OUTSIDE_SCHOOL_YEAR = error(
    "outside-school-year",
    _("{thing} ({days}) is not within school year {school_year}."),
    _("A school year runs from {first} to {last}; check the year of the date."),
)
FREE_OUTSIDE_SCHOOL_YEAR = replace(OUTSIDE_SCHOOL_YEAR, level=Level.WARNING)
DATE_OUTSIDE_WINDOW = error(
    "date-outside-window",
    _("{meeting} is fixed on {day}, outside its window {window}."),
    _("Leave the window out when the date is fixed, or correct one of the two."),
)
WEEKEND_DATE = warning(
    "weekend-date", _("{meeting} is fixed on {day}, which is a {weekday}."), _("Check the date.")
)
DATE_ON_OTHER_WEEKDAY = warning(
    "date-on-other-weekday",
    _("{meeting} is fixed on {weekday} {day}, but its weekdays are {weekdays}."),
    _("The fixed date is kept. If it is right, leave the weekdays of this meeting out."),
)
DATE_ON_CLOSED_DAY = error(
    "date-on-closed-day",
    _("{meeting} is fixed on {day}, a day on which nobody meets ({place})."),
    _("Choose another date, or remove that day from 'closed'."),
)
SKIPPED_HOUR = error(
    "skipped-hour",
    _("On {day} the clock goes from 2 to 3, so {meeting} cannot start or end at {time}."),
    _("Choose another time or another day."),
)
NO_TIME_OF_MEETING = error(
    "no-time", _("{meeting} has no time."), _("Write 'time: 9.00-12.00' for the network or the meeting.")
)
NO_TIME_OF_MOMENT = error(
    "no-time",
    _("Moment '{moment}' of series '{series}' has no time."),
    _("Write 'time: 9.00-12.00' for it, or the meeting it is part of."),
)
MOMENT_TWO_WAYS = error(
    "moment-two-ways",
    _("Moment '{moment}' is inside meeting '{meeting}' and has its own {key}."),
    _("Leave one of the two out."),
)
MOMENTS_AT_ONCE = error(
    "moments-at-once",
    _("On {day} moment '{moment}' is at the same time as moment '{other}', and people may attend both."),
    _("Take the date out of one of the two, or give them other times."),
)
SPACING_DOES_NOT_FIT = error(
    "spacing-does-not-fit",
    _n(
        "The {meetings} meetings of {network} do not fit their windows with {count} week between them.",
        "The {meetings} meetings of {network} do not fit their windows with {count} weeks between them.",
    ),
    _("With 'min_weeks: {fitting}' they fit; or make a window wider."),
)
OPEN_AND_CLOSED = error(
    "open-and-closed",
    _("{school} is open on {day} and closed on it too ({place})."),
    _("Remove the day from one of the two."),
)
UNUSUAL_LENGTH = warning(
    "unusual-length",
    _n(
        "{school} is closed for {count} day ({days}); a summer holiday has {usual}.",
        "{school} is closed for {count} days ({days}); a summer holiday has {usual}.",
    ),
    _("Check the year and the month of both days."),
)
NO_HOLIDAY_DATA_OF_YEAR = error(
    "no-holiday-data",
    _("The school holidays of {school_year} are not known."),
    _("leernet knows them up to and including {last}; a newer leernet may know more."),
)
MAY_WEEK_UNKNOWN = remark(
    "may-week-unknown",
    _(
        "Which second week schools take in May {calendar_year} is not known yet; the week before and "
        "the week after the May holiday both count as probably closed."
    ),
    _("Write the days of each school under closed and open as soon as you have its calendar."),
)
NO_HOLIDAY_REGION = error(
    "no-holiday-data",
    _n(
        "{school} has no holiday region, so its holidays are not known.",
        "{count} schools have no holiday region, {school} the first of them; their holidays are not known.",
    ),
    _("Write holiday_region: noord, midden or zuid for each school, or once under year."),
)

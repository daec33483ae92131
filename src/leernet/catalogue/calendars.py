"""Year calendars of schools and other organisations in ``calendars/``."""

from leernet.catalogue.rule import _, _n, error, remark, warning

OTHER_CALENDAR = _("Did you mean '{other}'?")
NAME_A_CALENDAR = _("Name it after the school or organisation: calendars/<id>.ics, .csv or .xlsx.")
CALENDAR_OF_NOBODY = warning(
    "unused-file",
    _("Nothing is read from '{file}': no school or organisation has this id or name."),
    (OTHER_CALENDAR, NAME_A_CALENDAR),
)
CALENDAR_OF_ANOTHER_KIND = warning(
    "unused-file",
    _("Nothing is read from '{file}': it is neither a calendar (.ics) nor a table."),
    _("Export the calendar as .ics, or save it as a workbook (.xlsx) or CSV."),
)
TWO_CALENDARS = error(
    "two-calendars", _("'{file}' is a calendar of {school} too."), _("Keep one of the two.")
)
NO_ENTRIES = warning(
    "empty-calendar",
    _("This calendar has no entry in school year {school_year}."),
    _("Export it again for this school year, or write the closed days for the school."),
)
CALENDAR_READ = remark(
    "calendar-read",
    _n(
        "{school} is closed on {count} school day by this calendar: {entries}.",
        "{school} is closed on {count} school days by this calendar: {entries}.",
    ),
)
NOT_UNDERSTOOD = remark(
    "calendar-entries-left",
    _n(
        "{count} entry does not close the school for a whole day, as far as its title says: {entries}.",
        "{count} entries do not close the school for a whole day, as far as their titles say: {entries}.",
    ),
    _("If the school is closed then, write that day under 'closed' of the school."),
)
NO_DATE_IN_ROW = warning(
    "calendar-without-date",
    _("'{text}' is not a date, so this row is not used."),
    _("Write the day as 12-11-2026 or 2026-11-12."),
)
NO_DATE_IN_ENTRY = warning(
    "calendar-without-date",
    _("'{text}' cannot be counted as days, so this entry is not used."),
    _("Correct it in the calendar it comes from, or write its days under 'closed'."),
)
NO_COLUMNS = error(
    "calendar-columns",
    _("No column of this calendar holds dates, or none says what happens then."),
    _("Use the headings datum, tot en met, omschrijving."),
)

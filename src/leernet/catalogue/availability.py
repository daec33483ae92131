"""Polls of dates in ``availability/``."""

from leernet.catalogue.rule import _, _n, error, remark, warning

OTHER_POLL = _("Did you mean '{other}'?")
NAME_A_POLL = _("Name it availability/<network>-<meeting>.csv or availability/<network>.csv.")
POLL_OF_NOTHING = warning(
    "unused-file",
    _("Nothing is read from '{file}': no network or meeting has this name."),
    (OTHER_POLL, NAME_A_POLL),
)
POLL_OF_ANOTHER_KIND = warning(
    "unused-file",
    _("Nothing is read from '{file}': it is not a table."),
    _("Export the poll as CSV or as a workbook (.xlsx)."),
)
TWO_POLLS = error("two-polls", _("'{file}' holds the answers of {about} too."), _("Keep one of the two."))
POLL_WITHOUT_DATES = error(
    "poll-without-dates",
    _("No row or column of this poll is headed by dates."),
    _("Export it as it is, or head each column with a date: do 12 november 2026 9.00-12.00."),
)
EMPTY_POLL = warning(
    "empty-poll", _("Nobody answered this poll yet."), _("Export it again once answers have come in.")
)
POLL_DATE_UNREAD = warning(
    "poll-date",
    _("'{text}' is not an existing day, so the answers to it are not used."),
    _("Write it as do 12 november 2026 9.00-12.00."),
)
POLL_DATE_UNCLEAR = error(
    "poll-date",
    _("'{text}' may be {one} or {other}."),
    _("Write the dates as 2026-11-12 or 12 november 2026."),
)
POLL_OUTSIDE_THE_YEAR = warning(
    "poll-date",
    _("{day} is not in school year {school_year}, so the answers to it are not used."),
    _("Move polls of other years to another folder."),
)
POLL_MARK = warning(
    "poll-mark",
    _("'{text}' is not clearly yes, no or if need be, so it is not used."),
    _("Write yes, if need be or no."),
)
POLL_NEGATED = error(
    "poll-unclear",
    _("'{heading}' asks when people cannot come, so yes may mean no."),
    _("Head the dates in the file with when people can come, and reverse the answers."),
)
POLL_ANSWERED_TWICE = warning(
    "poll-answered-twice",
    _("{member} answered twice, and differently; the last answer counts."),
    _("Remove the row that is wrong."),
)
POLL_YES_WHILE_AWAY = warning(
    "poll-yes-while-away",
    _("{member} says that {day} is possible, but is away then; being away counts."),
    _("If {member} can come, take that day from 'away'."),
)
POLL_AT_OTHER_TIME = warning(
    "poll-other-time",
    _n(
        "{count} date of this poll is at another time than what it is about ({times}): {dates}.",
        "{count} dates of this poll are at another time than what it is about ({times}): {dates}.",
    ),
    _("Give the meeting that time, or poll the time of the meeting."),
)
POLL_READ = remark(
    "poll-read",
    _n(
        "{about}: {count} person answered about {dates}. Yes: {yes}, if need be: {perhaps}, no: {no}, "
        "empty, so that working days decide: {empty}.",
        "{about}: {count} people answered about {dates}. Yes: {yes}, if need be: {perhaps}, no: {no}, "
        "empty, so that working days decide: {empty}.",
    ),
)
POLL_NEVER_NO = remark(
    "poll-never-no",
    _(
        "Nobody said no in this poll. Doodle leaves a cell empty for no; here working days decide about "
        "empty cells."
    ),
    _("If an empty cell means no, write no in it."),
)
POLL_TICKED = remark("poll-ticked", _("'{heading}': a date that somebody did not tick counts as no."))
NO_POLL_YET = warning(
    "no-poll-yet",
    _(
        "The dates of {meeting} are to come from a poll, and there is none yet; until then any day of its "
        "window will do, and nobody is invited."
    ),
    _(
        "Ask for it with leernet ask {reference}, and put the answers in availability/{file}. To invite all "
        "the same: leernet invite {reference}"
    ),
)
POLL_HAS_NO_DATE = error(
    "poll-without-dates",
    _("No date of the poll is at the time of {meeting} and within its window."),
    _("Poll dates at that time, or list the days under 'dates'."),
)

"""Answers by hand: whose they are, what about, and what they say."""

from leernet.catalogue.rule import _, error, remark, warning

DID_YOU_MEAN = _("Did you mean '{other}'?")
WRITE_A_MEMBER = _("Write the id, the address or the name of a member.")
WRITE_A_MEETING = _("Write the meeting as plan.yaml calls it, for example schoolopleiders/herfst.")
ANSWER_COLUMN = error(
    "answer-column",
    _("There is no column '{column}'."),
    _("The columns are member, meeting, answer, plus and on, in any order."),
)
LAST_LINE_OPEN = remark(
    "last-line-open",
    _("The last line of '{file}' does not end, as if the file were cut off there."),
    _("Check the last row, also for a day that lacks a digit, and press Enter after it."),
)
ANSWER_OF_NOBODY = warning(
    "answer-of-nobody",
    _("'{text}' does not name one member, so this answer does not count."),
    (DID_YOU_MEAN, WRITE_A_MEMBER),
)
ANSWER_TO_NO_MEETING = warning(
    "answer-to-no-meeting",
    _("'{text}' is not a meeting, so this answer does not count."),
    (DID_YOU_MEAN, WRITE_A_MEETING),
)
NO_ANSWER = warning(
    "not-an-answer",
    _("'{text}' is neither yes, no nor maybe, so this row does not count."),
    _("Write yes, no or maybe."),
)
NO_NUMBER = warning(
    "not-a-number",
    _("'{text}' is not a number of people who come along, so this row does not count."),
    _("Write a number, for example 1, or nothing."),
)
NO_DAY = warning(
    "not-a-date",
    _("'{text}' is not the day of this answer, so this row does not count."),
    _("Write the day on which it came, for example 2026-11-12."),
)
TWO_ANSWERS = warning(
    "two-answers",
    _("{member} has another answer of the same day about {meeting} on line {line}; this one counts."),
    _("Keep the row that is right."),
)

"""Single values in definitions: dates, times, numbers, ids, addresses."""

from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.rule import _, error

NOT_A_DATE = error("not-a-date", _("'{text}' is not a date."), _("Write it as {day}."))
NO_SUCH_DAY = error(
    "no-such-day",
    _("'{text}' does not exist in the calendar."),
    _("Months have 28 to 31 days; check the last number."),
)
NOT_A_WEEKDAY = error(
    "not-a-weekday",
    _("'{text}' is not a weekday."),
    _("A date may start with a weekday: ma, di, wo, do, vr, za or zo."),
)
WRONG_WEEKDAY = error(
    "wrong-weekday",
    _("{day} is not '{written}' but '{actual}'."),
    _("Either the weekday or the date was mistyped."),
)
NOT_A_RANGE_OF_DAYS = error("not-a-date", _("'{text}' is not a date."), _("Write it as {first}..{last}."))
LAST_DAY_BEFORE_FIRST = error(
    "ends-before-it-starts", _("{last} comes before {first}."), _("Write the first day before the last.")
)
NOT_A_TIME = error("not-a-time", _("'{text}' is not a time."), _("Write it as 9.00 or 13.30."))
NOT_A_TIME_SPAN = error("not-a-time", _("'{text}' is not a time span."), _("Write it as 9.00-12.00."))
END_BEFORE_START = error(
    "ends-before-it-starts",
    _("The end {last} is not after the start {first}."),
    _("The day has 24 hours: half past one in the afternoon is 13.30."),
)
NOT_A_WORKING_DAY = error(
    "not-a-weekday",
    _("'{text}' is not a working day."),
    _("Write ma, di, wo, do or vr; half a day as do-ochtend or do-middag, every other week as wo even."),
)
NOT_A_NUMBER = error(
    "not-a-number", _("'{text}' is not a whole number."), _("Use digits only, for example 12.")
)
MINIMUM_ABOVE_MAXIMUM = error(
    "minimum-above-maximum",
    _("The minimum {smallest} is above the maximum {largest}."),
    _("Write the smaller number first: {largest}-{smallest}."),
)
NOT_A_TERM = error(
    "not-a-term",
    _("'{text}' is not a term."),
    _("Write a number and days, weeks, months or years, for example 3 months."),
)
NOT_YES_OR_NO = error("not-yes-or-no", _("'{text}' is neither yes nor no."), _("Write true or false."))
NOT_A_SHARE = error("not-a-share", _("'{text}' is not a share."), _("Write it as 60 %, at most 100 %."))
NOT_A_LOCATION = error(
    "not-a-location",
    _("'{text}' is not a latitude and a longitude."),
    _("Write both in degrees, for example [51.6530, 5.2900]."),
)
NOT_A_SCHOOL_YEAR = error(
    "not-a-school-year", _("'{text}' is not a school year."), _("Write both years, for example 2026-2027.")
)
YEAR_OUT_OF_REACH = error(
    "year-out-of-reach",
    _("'{text}' is not within the years {first} to {last}, which is as far as leernet counts."),
    _("Correct the year."),
)
BAD_ID = error(
    "bad-id",
    _("'{text}' cannot be an id, as files are named after it."),
    _("Use letters without accents and digits, with '.', '-' or '_' between them: '{id}'."),
)
NAME_OF_SEVERAL = error(
    "name-of-several",
    _("'{text}' may be {ids}."),
    _("Write the id or the whole name of the one that is meant."),
)
EVERY_OTHER_WEEK = error(
    "not-a-weekday",
    _("A meeting cannot be limited to every other week."),
    _("Write weekdays only, for example [di, do]."),
)
DATE_MADE_OF_RANGE = error(
    "date-made-of-range",
    _("'{text}' is a date that Excel made of two numbers."),
    _("Type '{range} in the cell, with the apostrophe before it, so that Excel leaves it as it is."),
)
ONE_ADDRESS = _("Write one address, for example a.bakker@kiem.example.")
NOT_AN_ADDRESS = error("not-an-address", _("'{text}' is not an e-mail address."), (DID_YOU_MEAN, ONE_ADDRESS))
ADDRESS_WITH_ACCENTS = error(
    "not-an-address",
    _("'{text}' contains '{character}', which most mail servers do not accept in an address."),
    _("Write the address in plain letters; most people with such a name have one, for example {address}."),
)
NOT_ONE_VALUE = error(
    "not-one-value",
    _("A list or a block is given where one value is expected."),
    _("Write the value on the same line, after the colon."),
)
NOT_A_BLOCK_OF_DAYS = error(
    "not-a-date",
    _("A block of days needs the key 'from'; 'until' and 'reason' are optional."),
    _("Write it as {{from: 2026-12-03, until: 2026-12-04, reason: Sinterklaas}}."),
)
NOT_A_CHOICE_COLUMN = error(
    "not-a-choice-column",
    _("'{text}' is not a kind of column that a file of choices can have."),
    _("Write which choice it holds (1, 2, 3), or one of: {words}."),
)

"""Single values in definitions: dates, times, numbers, ids, addresses."""

from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

NOT_A_DATE = Rule(
    "not-a-date",
    Level.ERROR,
    _("'{text}' is not a date."),
    _("Write it as {day}."),
)
NO_SUCH_DAY = Rule(
    "no-such-day",
    Level.ERROR,
    _("'{text}' does not exist in the calendar."),
    _("Months have 28 to 31 days; check the last number."),
)
NOT_A_WEEKDAY = Rule(
    "not-a-weekday",
    Level.ERROR,
    _("'{text}' is not a weekday."),
    _("A date may start with a weekday: ma, di, wo, do, vr, za or zo."),
)
WRONG_WEEKDAY = Rule(
    "wrong-weekday",
    Level.ERROR,
    _("{day} is not '{written}' but '{actual}'."),
    _("Either the weekday or the date was mistyped."),
)
NOT_A_RANGE_OF_DAYS = Rule(
    "not-a-date",
    Level.ERROR,
    _("'{text}' is not a date."),
    _("Write it as {first}..{last}."),
)
LAST_DAY_BEFORE_FIRST = Rule(
    "ends-before-it-starts",
    Level.ERROR,
    _("{last} comes before {first}."),
    _("Write the first day before the last."),
)
NOT_A_TIME = Rule(
    "not-a-time",
    Level.ERROR,
    _("'{text}' is not a time."),
    _("Write it as 9.00 or 13.30."),
)
NOT_A_TIME_SPAN = Rule(
    "not-a-time",
    Level.ERROR,
    _("'{text}' is not a time span."),
    _("Write it as 9.00-12.00."),
)
END_BEFORE_START = Rule(
    "ends-before-it-starts",
    Level.ERROR,
    _("The end {last} is not after the start {first}."),
    _("The day has 24 hours: half past one in the afternoon is 13.30."),
)
NOT_A_WORKING_DAY = Rule(
    "not-a-weekday",
    Level.ERROR,
    _("'{text}' is not a working day."),
    _("Write ma, di, wo, do or vr; half a day as do-ochtend or do-middag, every other week as wo even."),
)
NOT_A_NUMBER = Rule(
    "not-a-number",
    Level.ERROR,
    _("'{text}' is not a whole number."),
    _("Use digits only, for example 12."),
)
MINIMUM_ABOVE_MAXIMUM = Rule(
    "minimum-above-maximum",
    Level.ERROR,
    _("The minimum {smallest} is above the maximum {largest}."),
    _("Write the smaller number first: {largest}-{smallest}."),
)
NOT_A_TERM = Rule(
    "not-a-term",
    Level.ERROR,
    _("'{text}' is not a term."),
    _("Write a number and days, weeks, months or years, for example 3 months."),
)
NOT_YES_OR_NO = Rule(
    "not-yes-or-no",
    Level.ERROR,
    _("'{text}' is neither yes nor no."),
    _("Write true or false."),
)
NOT_A_SHARE = Rule(
    "not-a-share",
    Level.ERROR,
    _("'{text}' is not a share."),
    _("Write it as 60 %, at most 100 %."),
)
NOT_A_LOCATION = Rule(
    "not-a-location",
    Level.ERROR,
    _("'{text}' is not a latitude and a longitude."),
    _("Write both in degrees, for example [51.6530, 5.2900]."),
)
NOT_A_SCHOOL_YEAR = Rule(
    "not-a-school-year",
    Level.ERROR,
    _("'{text}' is not a school year."),
    _("Write both years, for example 2026-2027."),
)
YEAR_OUT_OF_REACH = Rule(
    "year-out-of-reach",
    Level.ERROR,
    _("'{text}' is not within the years {first} to {last}, which is as far as leernet counts."),
    _("Correct the year."),
)
BAD_ID = Rule(
    "bad-id",
    Level.ERROR,
    _("'{text}' cannot be an id, as files are named after it."),
    _("Use letters without accents and digits, with '.', '-' or '_' between them: '{id}'."),
)
NAME_OF_SEVERAL = Rule(
    "name-of-several",
    Level.ERROR,
    _("'{text}' may be {ids}."),
    _("Write the id or the whole name of the one that is meant."),
)
EVERY_OTHER_WEEK = Rule(
    "not-a-weekday",
    Level.ERROR,
    _("A meeting cannot be limited to every other week."),
    _("Write weekdays only, for example [di, do]."),
)
DATE_MADE_OF_RANGE = Rule(
    "date-made-of-range",
    Level.ERROR,
    _("'{text}' is a date that Excel made of two numbers."),
    _("Type '{range} in the cell, with the apostrophe before it, so that Excel leaves it as it is."),
)
ONE_ADDRESS = _("Write one address, for example a.bakker@kiem.example.")
NOT_AN_ADDRESS = Rule(
    "not-an-address",
    Level.ERROR,
    _("'{text}' is not an e-mail address."),
    (DID_YOU_MEAN, ONE_ADDRESS),
)
ADDRESS_WITH_ACCENTS = Rule(
    "not-an-address",
    Level.ERROR,
    _("'{text}' has '{character}' in it, which most mail servers do not take in an address."),
    _("Write the address in plain letters; most people with such a name have one, for example {address}."),
)
NOT_ONE_VALUE = Rule(
    "not-one-value",
    Level.ERROR,
    _("A list or a block is given where one value is expected."),
    _("Write the value on the same line, after the colon."),
)
NOT_A_BLOCK_OF_DAYS = Rule(
    "not-a-date",
    Level.ERROR,
    _("A block of days needs the key 'from'; 'until' and 'reason' are optional."),
    _("Write it as {{from: 2026-12-03, until: 2026-12-04, reason: Sinterklaas}}."),
)
NOT_A_CHOICE_COLUMN = Rule(
    "not-a-choice-column",
    Level.ERROR,
    _("'{text}' is not something that a column of choices can be."),
    _("Write which choice it holds (1, 2, 3), or one of: {words}."),
)

"""Collected choices: columns, rows and files that cannot be used as they are."""

from msgspec.structs import replace

from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.rule import _, _n, error, remark, warning
from leernet.finding import Level

NO_MEMBER_COLUMN = error(
    "no-member-column",
    _("No column says who answered."),
    _("Name a column 'member' and put an id or an e-mail address from your members in it."),
)
NO_CHOICE_COLUMNS = error(
    "no-choice-columns",
    _("No column contains workshops of this series."),
    _("Name the columns 1, 2, 3 and put a workshop's id or title in each."),
)
UNUSED_COLUMNS = remark("unused-columns", _("Nothing is taken from {columns}."))
SHARED_TITLE = warning(
    "shared-title", _("'{text}' is the title of {workshops}."), _("Write the id of the one you mean.")
)
PLACED_IN_SHARED_TITLE = replace(SHARED_TITLE, level=Level.ERROR)
TITLE_OR_ID = _("Write the title or the id of a workshop of this series, as in workshops.yaml.")
UNKNOWN_WORKSHOP = warning(
    "unknown-workshop",
    _("There is no workshop '{text}' in this series; the rest of the row counts."),
    (DID_YOU_MEAN, TITLE_OR_ID),
)
PLACED_IN_UNKNOWN_WORKSHOP = replace(UNKNOWN_WORKSHOP, level=Level.ERROR)
UNKNOWN_WORKSHOP_IN_GRID = warning(
    "unknown-workshop",
    _("There is no workshop '{text}' in this series, so its column is ignored."),
    (DID_YOU_MEAN, TITLE_OR_ID),
)
ITS_MOMENTS = _("Its moments are {moments}.")
NO_SUCH_MOMENT = error(
    "unknown-moment", _("This series has no moment '{text}'."), (DID_YOU_MEAN, ITS_MOMENTS)
)
CHOSEN_AND_NEVER = warning(
    "chosen-and-never",
    _("{member} chose {workshops} and must never get it; it is not given."),
    _("Remove it from one of the two."),
)
NOT_A_RANK = warning(
    "not-a-rank",
    _("'{text}' does not say which choice this is; it counts as not chosen."),
    _("Write 1 for the first choice, 2 for the second, or leave the cell empty."),
)
NOT_A_TIME_OF_ANSWER = warning(
    "not-a-time",
    _("'{text}' is not a date with a time; the answer counts as one without."),
    _("Write it as 2026-11-12 10:39."),
)
NEITHER_YES_NOR_NO = warning(
    "not-yes-or-no", _("'{text}' is neither yes nor no; it counts as no."), _("Write yes or no.")
)
ANONYMOUS_ANSWER = warning(
    "anonymous-answer",
    _("This row does not say who it is from, so it is not used."),
    _("Fill in an id or an address, or set the form to record names."),
)
NOT_IN_SERIES = warning(
    "not-in-series",
    _("The series {series} is not for {member}, so the row is not used."),
    _("Check the key 'for' of the series, and the roles, 'from' and 'until' of this member."),
)
SHARED_NAME = warning(
    "shared-name",
    _("Several members are called '{text}', so the row is not used."),
    _("Fill in the id or the address of the one who answered."),
)
ADD_OR_REMOVE = _("Add this person to your members, or remove the row.")
UNKNOWN_RESPONDENT = warning(
    "unknown-member", _("There is no member '{text}', so the row is not used."), (DID_YOU_MEAN, ADD_OR_REMOVE)
)
NAME_AFTER_SERIES = _("Name the file after its series: choices/<series>.csv.")
CHOICES_WITHOUT_SERIES = warning(
    "choices-without-series",
    _("There is no series of this name, so this file is not read."),
    (DID_YOU_MEAN, NAME_AFTER_SERIES),
)
_IN_YOUR_ORDER = _("If that is not what you asked, name the columns 1, 2, 3 in the order of the choices.")
_ONE_IN_EACH = _("If that is not what you asked, name the columns 1, 2, 3 and put one workshop in each.")
READ_AS_RANKING = remark(
    "how-choices-are-read",
    _("The answers under '{heading}' are read as a ranking, best first."),
    _ONE_IN_EACH,
)
READ_AS_EQUAL_WISHES = remark(
    "how-choices-are-read", _("What people ticked under '{heading}' is read as equal wishes."), _ONE_IN_EACH
)
READ_AS_WISH_PER_MOMENT = remark(
    "how-choices-are-read",
    _("{headings} are read as one wish per moment, all equally strong."),
    _IN_YOUR_ORDER,
)
READ_AS_FIRST_CHOICE = remark(
    "how-choices-are-read", _("'{heading}' is read as the first choice."), _IN_YOUR_ORDER
)
NOT_A_PLACING = error(
    "not-a-placing",
    _("'{text}' does not say which workshop at which moment."),
    _("Write the moment, a colon and the workshop, for example herfst:buiten-rekenen."),
)
RANKED_TWICE = remark(
    "ranked-twice", _("'{workshop}' is chosen more than once here; it counts as choice {rank}.")
)
EMPTY_ANSWER = remark(
    "empty-answer",
    _("No choice of {member} in this row can be used, so the row does not count as an answer."),
)
UNCLEAR_COLUMNS = error(
    "choices-unclear",
    _("It is not certain in which order {headings} count: {one}, or {other}?"),
    _("Say in series '{series}' what is meant: {lines}"),
)
UNCLEAR_COLUMN = error(
    "choices-unclear",
    _("It is not certain whether people want what they filled in under {headings}: '{example}'."),
    _("Say in series '{series}' what is meant: {lines}"),
)
UNCLEAR_MOMENTS = error(
    "choices-unclear",
    _("It is not certain whether people can or cannot come when they fill in '{example}' under {headings}."),
    _("Say in series '{series}' what is meant: {lines} if they cannot come then; \"-\" is nothing."),
)
UNCLEAR_LIST = error(
    "choices-unclear",
    _("It is not certain whether '{example}' under {headings} is a ranking, or equal wishes."),
    _("Say in series '{series}' what is meant: {lines}, or 'ranking' in place of 1 if the best comes first."),
)
UNCLEAR_SCALE = error(
    "choices-unclear",
    _("There may be ranks or grades under {headings}: row {row} says {low}, or {high}."),
    _("Say in series '{series}' what is meant: 'scores: high' (more is liked better) or 'scores: low'."),
)
UNCLEAR_SCALE_OF_MARKS = error(
    "choices-unclear",
    _("It is not certain what '{example}' under {headings} means: chosen, or how much it is liked."),
    _("Say in series '{series}' what is meant: 'scores: ticked' (all marked are equal), 'high' or 'low'."),
)
NUMBERS_NOT_RANKS = error(
    "choices-unclear",
    _("The numbers in this row are not 1, 2, 3 and so on, each once, so they give no order."),
    _("Correct the row, or say in series '{series}' what the numbers are: 'scores: high' or 'scores: low'."),
)
SCORES_OF_NOTHING = warning(
    "scores-not-used",
    _("Series '{series}' says 'scores: {scores}', and no column holds scores of a workshop."),
    _("Remove 'scores', or check that each column of scores has the title of a workshop as its heading."),
)
TWO_MEMBER_COLUMNS = error(
    "two-member-columns",
    _("{headings} may all tell who answered, and it is not certain which one does."),
    _('Say it in the series: columns: {{"…": member}}'),
)
KNOWN_BY_NAME = warning(
    "known-by-name",
    _("The address '{address}' is unknown; by the name this is the answer of {member}."),
    _("If that is right, add the address to this member."),
)
NO_USABLE_ROW = error(
    "no-usable-answer",
    _("No row of this file can be used as an answer."),
    _("Check that this is the file of this series, and read the findings about its columns and rows."),
)
NOT_AN_ANSWER = warning(
    "not-an-answer",
    _("This entry is not the answer of one member, so it is not used."),
    _("Write it as s017: {{1: buiten-rekenen, 2: muziek}}."),
)
UNUSED_FILE_IN_A_FOLDER = remark(
    "unused-file",
    _("Nothing is read from '{file}'."),
    _("Only files in choices/ itself are read: move it there and name it after its series."),
)
UNUSED_FILE_OF_ANOTHER_KIND = warning(
    "unused-file",
    _("Nothing is read from '{file}'."),
    _("Save it as a workbook (.xlsx) or as 'CSV UTF-8', and call it choices/<series>.xlsx or .csv."),
)
ANSWERED_TWICE = warning(
    "answered-twice",
    _("{member} answered here and at {other}; the last answer, at {other}, counts."),
    _("If this one should count, remove the other row."),
)
TWO_FILES_OF_CHOICES = error(
    "two-files-of-choices",
    _("'{file}' also holds choices of this series."),
    _("Keep one of the two, or put all rows in one file."),
)
_MINIMUM = _("Lower the minimum in 'seats', let it run in any case (runs: yes), or drop it (runs: no).")
WORKSHOP_WITHOUT_MOMENT = error(
    "workshop-without-moment",
    _("'{workshop}' has no moment yet."),
    _("Run `leernet plan` first, or give the workshop its moments."),
)
TOO_FEW_TOUR_SEATS = remark(
    "too-few-tour-seats",
    _("{people} people would like a tour, and there are {seats} seats."),
    _("Give workshops more seats for a tour; lots decide who goes."),
)
MINIMUM_OUT_OF_REACH = warning(
    "minimum-out-of-reach",
    _("'{workshop}' needs {minimum} people at {moment} and only {able} may come."),
    _MINIMUM,
)
MINIMUM_ABOVE_WISHES = remark(
    "minimum-above-wishes",
    _n(
        "'{workshop}' needs {minimum} people at {moment} and {count} chose it.",
        "'{workshop}' needs {minimum} people at {moment} and {count} chose it.",
    ),
    _MINIMUM,
)
WISH_IN_VAIN = remark(
    "wish-in-vain",
    _n(
        "{member} chose {workshops}, but cannot or may not attend it.",
        "{member} chose {workshops}, but cannot or may not attend them.",
    ),
)
LATE_ANSWER = remark(
    "late-answer",
    _("{member} answered on {day}, after {closes}, and is placed after those who were in time."),
)
UNUSED_CHOICE_SHEET = warning(
    "unused-file",
    _("Nothing is read from the sheet '{sheet}': none of its rows has headings of choices."),
    _("Remove the sheet if it does not matter."),
)
NOT_A_SCORE = error(
    "not-a-score",
    _("'{text}' does not say how much this workshop is liked."),
    _("Write a number, stars, or a word such as graag, neutraal or niet."),
)
ONE_HEADING_TWICE = error(
    "choices-unclear",
    _("Several columns are called '{heading}', and it is not certain which one counts."),
    _("Give each its own heading in the file: 1, 2, 3 in the order of the choices."),
)
SEVERAL_MARKS = error(
    "choices-unclear",
    _("It is not certain which of {marks} means 'chosen', as series '{series}' says 'scores: ticked'."),
    _("Write x where it is chosen and nothing elsewhere, or say 'scores: high' when one is liked better."),
)

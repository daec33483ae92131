"""choices."""

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

NO_MEMBER_COLUMN = Rule(
    "no-member-column",
    Level.ERROR,
    _("No column tells who answered."),
    _("Name a column 'member' and put an id or an e-mail address from your members in it."),
)
NO_CHOICE_COLUMNS = Rule(
    "no-choice-columns",
    Level.ERROR,
    _("In no column stand workshops of this series."),
    _("Name the columns 1, 2, 3 and put a workshop's id or title in each."),
)
UNUSED_COLUMNS = Rule(
    "unused-columns",
    Level.REMARK,
    _("Nothing is taken from {columns}."),
)
NOT_A_PLACING = Rule(
    "not-a-placing",
    Level.ERROR,
    _("'{text}' does not say which workshop at which moment."),
    _("Write the moment, a colon and the workshop, as herfst:buiten-rekenen."),
)
RANKED_TWICE = Rule(
    "ranked-twice",
    Level.REMARK,
    _("'{workshop}' is chosen more than once here; it counts as choice {rank}."),
)
EMPTY_ANSWER = Rule(
    "empty-answer",
    Level.REMARK,
    _("Here stands no choice of {member} that can be used, so this row is not an answer."),
)
UNUSED_CHOICE_COLUMNS = Rule(
    "unused-columns",
    Level.WARNING,
    _("In {headings} stand workshops, and nothing is taken from there."),
    _("If people chose these, name the column 1, 2 or 3 for the choice it is, or 'evidence' or 'never'."),
)
NOT_AN_ANSWER = Rule(
    "not-an-answer",
    Level.WARNING,
    _("This entry is not the answer of one member, so it is not used."),
    _("Write it as s017: {{1: buiten-rekenen, 2: muziek}}."),
)
UNUSED_FILE_IN_A_FOLDER = Rule(
    "unused-file",
    Level.REMARK,
    _("Nothing is read from '{file}'."),
    _("Only files in choices/ itself are read: put it there, called after its series."),
)
UNUSED_FILE_OF_ANOTHER_KIND = Rule(
    "unused-file",
    Level.WARNING,
    _("Nothing is read from '{file}'."),
    _("Save it as a workbook (.xlsx) or as 'CSV UTF-8', and call it choices/<series>.xlsx or .csv."),
)
ANSWERED_TWICE = Rule(
    "answered-twice",
    Level.WARNING,
    _("{member} answered here and at {other}; the last answer, at {other}, counts."),
    _("If this one is meant, remove the other row."),
)
TWO_FILES_OF_CHOICES = Rule(
    "two-files-of-choices",
    Level.ERROR,
    _("The choices of this series stand in '{file}' too."),
    _("Keep one of the two, or put all rows in one file."),
)
_MINIMUM = _("Lower the minimum in 'seats', let it run whatever comes (runs: yes), or let it go (runs: no).")
WORKSHOP_WITHOUT_MOMENT = Rule(
    "workshop-without-moment",
    Level.ERROR,
    _("Nobody has decided at which moment '{workshop}' is held."),
    _("Run leernet plan first, or give the workshop its moments."),
)
TOO_FEW_TOUR_SEATS = Rule(
    "too-few-tour-seats",
    Level.REMARK,
    _("{people} people would like a tour, and there are {seats} seats."),
    _("Give workshops more seats for a tour; lots decide who goes."),
)
MINIMUM_OUT_OF_REACH = Rule(
    "minimum-out-of-reach",
    Level.WARNING,
    _("'{workshop}' needs {minimum} people at {moment} and only {able} may come."),
    _MINIMUM,
)
MINIMUM_ABOVE_WISHES = Rule(
    "minimum-above-wishes",
    Level.REMARK,
    _("'{workshop}' needs {minimum} people at {moment} and {wished} wished for it."),
    _MINIMUM,
)
WISH_IN_VAIN = Rule(
    "wish-in-vain",
    Level.REMARK,
    _n(
        "{member} wished for {workshops}, which this member cannot or may not attend.",
        "{member} wished for {workshops}, which this member cannot or may not attend.",
    ),
)
LATE_ANSWER = Rule(
    "late-answer",
    Level.REMARK,
    _("{member} answered on {day}, after {closes}, and is placed after those who were in time."),
)

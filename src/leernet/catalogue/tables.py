"""Tables, CSV and Excel: what keeps rows and columns from being read."""

from leernet.catalogue.mends import OTHER_KEY
from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level

STRAY_QUOTE = Rule(
    "stray-quote",
    Level.WARNING,
    _("This row has a quotation mark too many or too few; check that its cells are right."),
    _("Put one quotation mark before and one after a cell; double a quotation mark inside it."),
)
_UNREADABLE = _n(
    "A character here cannot be read; it was left out.",
    "This is the first of {count} characters that cannot be read; they were left out.",
)
_SAVE_AGAIN = _("Save the file again as 'CSV UTF-8' and check this row.")
NUL_BYTES = Rule("nul-bytes", Level.WARNING, _UNREADABLE, _SAVE_AGAIN)
UNREADABLE_CHARACTERS = Rule("unreadable-characters", Level.WARNING, _UNREADABLE, _SAVE_AGAIN)
_CELLS = _n(
    "This row has {count} cell and the heading has {columns}.",
    "This row has {count} cells and the heading has {columns}.",
)
SHORT_ROW = Rule(
    "ragged-row",
    Level.WARNING,
    _CELLS,
    _("Missing cells are taken as empty. Check that no cell was lost."),
)
LONG_LINE = Rule(
    "ragged-row",
    Level.WARNING,
    _CELLS,
    _("Cells after the last heading are ignored. Put a cell that contains a delimiter in quotes."),
)
LONG_ROW = Rule(
    "ragged-row",
    Level.WARNING,
    _CELLS,
    _("Cells after the last heading are ignored. Put the headings in the first row that is used."),
)
SHEET_TOO_LARGE = Rule(
    "sheet-too-large",
    Level.ERROR,
    _("A sheet of this workbook runs to cell {corner}, which is more than a table of people."),
    _("Delete the columns and rows beyond the table in Excel and save it, or save it as 'CSV UTF-8'."),
)
LOCKED_WORKBOOK = Rule(
    "locked-workbook",
    Level.ERROR,
    _("The workbook is locked with a password."),
    _("Open it in Excel and save it without a password, or as 'CSV UTF-8'."),
)
NOT_A_WORKBOOK = Rule(
    "not-a-workbook",
    Level.ERROR,
    _("The file is not an Excel workbook, or it is damaged."),
    _("Open it in Excel and save it again as an Excel workbook (.xlsx), or as 'CSV UTF-8'."),
)
SEVERAL_SHEETS = Rule(
    "several-sheets",
    Level.REMARK,
    _("Only the sheet '{used}' is read, not {passed_over}."),
    _("Put the sheet that counts first, or keep one sheet in the file."),
)
EMPTY_TABLE = Rule(
    "empty-table",
    Level.ERROR,
    _("There is nothing in this file."),
    _("Put the headings in the first row and one person or thing in each row below."),
)
_NO_COLUMN = _("There is no column '{heading}'.")
UNKNOWN_HEADING = Rule("unknown-heading", Level.ERROR, _NO_COLUMN, OTHER_KEY)
PART_OF_A_NAME = Rule(
    "unknown-heading",
    Level.ERROR,
    _NO_COLUMN,
    _("Put first and last name together in one column 'naam'."),
)
DOUBLE_HEADING = Rule(
    "double-heading",
    Level.ERROR,
    _("The column '{heading}' means the same as the column '{first}'."),
    _("Keep one of the two."),
)
NO_ID_COLUMN = Rule(
    "no-id-column",
    Level.ERROR,
    _("This table has no column 'id'."),
    _("Add a column 'id' with a short name for each row, such as a.bakker or de-eik."),
)
MISSING_ID = Rule(
    "missing-id",
    Level.ERROR,
    _("This row has no id."),
    _("Write a short name that no other row has in the column 'id', such as a.bakker or de-eik."),
)

"""Tables, CSV and Excel: what keeps rows and columns from being read."""

from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.rule import _, _n, error, remark, warning

STRAY_QUOTE = warning(
    "stray-quote",
    _("This row has a quotation mark too many or too few; check that its cells are right."),
    _("Put one quotation mark before and one after a cell; double a quotation mark inside it."),
)
_UNREADABLE = _n(
    "A character here cannot be read; it was left out.",
    "This is the first of {count} characters that cannot be read; they were left out.",
)
_SAVE_AGAIN = _("Save the file again as 'CSV UTF-8' and check this row.")
NUL_BYTES = warning("nul-bytes", _UNREADABLE, _SAVE_AGAIN)
UNREADABLE_CHARACTERS = warning("unreadable-characters", _UNREADABLE, _SAVE_AGAIN)
_CELLS = _n(
    "This row has {count} cell and the heading has {columns}.",
    "This row has {count} cells and the heading has {columns}.",
)
SHORT_ROW = warning("ragged-row", _CELLS, _("Missing cells are taken as empty. Check that no cell was lost."))
LONG_LINE = warning(
    "ragged-row",
    _CELLS,
    _("Cells after the last heading are ignored. Put a cell that contains a delimiter in quotes."),
)
LONG_ROW = warning(
    "ragged-row",
    _CELLS,
    _("Cells after the last heading are ignored. Give their column a heading, or remove them."),
)
SHEET_TOO_LARGE = error(
    "sheet-too-large",
    _("A sheet of this workbook runs to cell {corner}, which is more than a table of people."),
    _("Delete the columns and rows beyond the table in Excel and save it, or save it as 'CSV UTF-8'."),
)
WORKBOOK_TOO_LARGE = error(
    "sheet-too-large",
    _("Unpacked, this workbook is larger than {megabytes} MB, which is more than a table of people."),
    _("Keep only the sheet with the table, without pictures, and save it again, or save it as 'CSV UTF-8'."),
)
TABLE_TOO_LARGE = error(
    "table-too-large",
    _("This file has more than {rows} rows or {cells} cells, which is more than a table of people."),
    _("Keep only the rows and columns that count."),
)
TOO_LARGE_A_TABLE = error(
    "table-too-large",
    _("This file is larger than {megabytes} MB, so it is not read."),
    _("Keep only the rows and columns that count."),
)
TOO_LARGE_A_CALENDAR = error(
    "table-too-large",
    _("This calendar is larger than {megabytes} MB, so it is not read."),
    _("Export one school year of it."),
)
CELL_TOO_LONG = error(
    "cell-too-long",
    _("A cell of this row has more than {count} characters."),
    _("Shorten it, or put the quotation mark that is missing at its end."),
)
NO_SUCH_DATE_IN_SHEET = error(
    "year-out-of-reach",
    _("A cell of this sheet is a date or a time that is not within the years {first} to {last}."),
    _("Look for the cell that Excel shows as ######, and correct it."),
)
LOCKED_WORKBOOK = error(
    "locked-workbook",
    _("The workbook is locked with a password."),
    _("Open it in Excel and save it without a password, or as 'CSV UTF-8'."),
)
NOT_A_WORKBOOK = error(
    "not-a-workbook",
    _("The file is not an Excel workbook, or it is damaged."),
    _("Open it in Excel and save it again as an Excel workbook (.xlsx), or as 'CSV UTF-8'."),
)
EMPTY_TABLE = error(
    "empty-table",
    _("There is nothing in this file."),
    _("Put the headings in the first row and one person or thing in each row below."),
)
UNKNOWN_ENCODING = error(
    "unknown-encoding",
    _("Letters with accents in this file are saved in a way that cannot be told for certain (Mac or DOS?)."),
    _("Open it in the program it comes from and save it as 'CSV UTF-8', or as an Excel workbook (.xlsx)."),
)
MERGE_CONFLICT = error(
    "merge-conflict",
    _("Two versions of this file collided, and nobody chose between them."),
    _("Keep the lines that count, and remove the others with the lines <<<<<<<, ======= and >>>>>>>."),
)
NO_HEADING = error(
    "no-heading",
    _("No row of this table has known headings."),
    _("Put a row with headings above the people or things, for example: {headings}."),
)
SHEET_OF_NO_KIND = warning(
    "unused-file",
    _("Nothing is read from the sheet '{sheet}', as its name does not say what it holds."),
    _("If it is a list, call the sheet one of: {names}; or remove it."),
)
UNUSED_SHEET = warning(
    "unused-file",
    _("Nothing is read from the sheet '{sheet}': none of its rows has known headings."),
    _("Give it columns such as {headings}, or remove the sheet."),
)
HIDDEN_ROWS = remark(
    "hidden-rows",
    _n("{count} hidden row counts as well.", "{count} hidden rows count as well."),
    _("If they should not count, delete them; a filter only hides them."),
)
HIDDEN_COLUMN = remark(
    "hidden-column",
    _("Column '{heading}' is hidden and is read like the others."),
    _("If it should not count, delete it."),
)
STRUCK_ROWS = remark(
    "struck-rows",
    _n(
        "{count} row with text that is struck through counts as well.",
        "{count} rows with text that is struck through count as well.",
    ),
    _("If they should not count, delete them."),
)
BROKEN_CELL = error(
    "broken-cell",
    _("This cell holds '{text}' and no value."),
    _("Type what it should say under '{heading}', or save the workbook once more in Excel."),
)
SAY_WHAT_IT_IS = _('If it matters: \'year: columns: {{{kind}: {{"{heading}": …}}}}\'; "-" is nothing.')
UNKNOWN_HEADING = remark(
    "unknown-heading", _("Nothing is read from the column '{heading}'."), (DID_YOU_MEAN, SAY_WHAT_IT_IS)
)
KEYS_OR_NOTHING = _('Write one of: {keys}; or "-" for nothing.')
WRONG_COLUMN = error(
    "unknown-column-key",
    _("'{key}' is not a key of {kind}, so the column '{heading}' cannot have it."),
    (DID_YOU_MEAN, KEYS_OR_NOTHING),
)
COLUMN_TOLD_OF_NO_KIND = error(
    "unknown-column-key", _("'{kind}' is not a kind of table."), _("Write one of: {kinds}.")
)
AS_IN_THE_FILE = _("Write the heading as it is in the file.")
HIDDEN_SHEET = warning(
    "hidden-sheet",
    _("Sheet '{sheet}' is hidden, so nothing is read from the table in it."),
    _("If it counts, right-click a tab in Excel, choose 'Unhide' and save; otherwise delete the sheet."),
)
HEADING_AS_NAME = error(
    "heading-as-name",
    _("'{text}' is a heading, but it is in the place of a name."),
    _(
        "Put the headings in one row and each person or thing in a row below; repeat no headings. "
        "If it is a name, give the row an id or an e-mail address."
    ),
)
LONE_NAME = error(
    "lone-name",
    _("'{text}' is alone in its row: it may be a heading between the rows, or a name."),
    _("Remove the row, or fill in the rest of it."),
)
DOUBTFUL_CELL = error(
    "doubtful-cell",
    _("'{text}' ends with a question mark, so it is not certain."),
    _("Write what is certain, or leave the cell empty."),
)
TWO_PEOPLE_IN_A_ROW = error(
    "two-people-in-a-row",
    _("'{text}' looks like the names of two people."),
    _("Give each person a row; one name stands without '/', '&', '+' and 'en'."),
)
COLUMN_NOT_THERE = warning(
    "column-not-there", _("'{heading}' is not a heading of {file}."), (DID_YOU_MEAN, AS_IN_THE_FILE)
)
DOUBLE_HEADING = error(
    "double-heading",
    _("The column '{heading}' means the same as the column '{first}'."),
    _('Keep one of the two, or say \'year: columns: {{{kind}: {{"{heading}": "-"}}}}\'.'),
)
MISSING_ID = error(
    "missing-id", _("This row has no id and no name."), _("Fill in the name, or clear the row.")
)
MISSING_ID_IN_COLUMN = error(
    "missing-id",
    _("This row has no id."),
    _("Write a short name that no other row has in the column '{heading}', such as a.bakker or de-eik."),
)
SAME_ID_MADE = error(
    "same-id-made",
    _("{names} would get the same id, '{id}'."),
    _("Add a column 'id' with a short name for each row, such as a.bakker or de-eik."),
)
UNCERTAIN_ID = error(
    "uncertain-id",
    _("It is not certain whether {name} is '{id}', which was {known} before."),
    _("Add a column 'id' and write '{id}' in it if they are the same, or another id if they are not."),
)
DOUBLE_ROW = warning(
    "double-row",
    _("{name} is listed twice with the same cells; the other row is {other}."),
    _("Remove one of the two rows."),
)
LISTED_TWICE = error(
    "listed-twice",
    _("{name} is listed twice, and the rows differ; the other is {other}."),
    _("Put together what counts in one row and remove the other."),
)
LEFT_OUT_ROW = remark(
    "left-out-row",
    _("This row begins with '{text}' and is read as a total or a note, not as an entry."),
    None,
)
VACANCY = remark(
    "left-out-row", _("This row is about '{text}' and is read as a place that nobody has yet."), None
)

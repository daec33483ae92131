"""Rules about inventories before meetings, and about workshops proposed from them."""

from leernet.catalogue.rule import _, error, remark, warning

DID_YOU_MEAN_FILE = _("Did you mean '{other}'?")
ONLY_IN_THE_FOLDER = _("Only files in inventory/ itself are read: move it there.")
NAME_FITS_TWO = _("The name fits two networks or meetings; rename one of them.")
NAME_IT_AFTER = _("Name it inventory/<network>-<meeting>.csv or inventory/<network>.csv.")
INVENTORY_OF_NOTHING = warning(
    "unused-file",
    _("Nothing is read from '{file}'."),
    (DID_YOU_MEAN_FILE, ONLY_IN_THE_FOLDER, NAME_FITS_TWO, NAME_IT_AFTER),
)
INVENTORY_AFTER_THE_YEAR = warning(
    "inventory-after-the-year",
    _("This was answered after the last meeting of '{network}', so it is not used."),
    _("Name the file after the meeting it is for: inventory/<network>-<meeting>.csv."),
)
INVENTORY_COLUMNS_UNUSED = remark(
    "unused-columns",
    _("Nothing is taken from {headings}."),
    _("Known headings are member, question, case, practice, topic, leads, named and answered_at."),
)
INVENTORY_WITHOUT_MEMBERS = error(
    "inventory-without-members",
    _("No column says who answered."),
    _("Add a column 'member' with ids or e-mail addresses."),
)
EMPTY_INVENTORY = warning(
    "empty-inventory",
    _("No row of this file is an answer."),
    _("Export it again once answers have come in, or remove the file."),
)
NOTHING_BROUGHT = remark(
    "empty-answer", _("{member} brings no question, case, practice or topic in this row, so it is not used.")
)
DID_YOU_MEAN_MEMBER = _("Did you mean '{other}'?")
WRITE_A_LEADER = _("Write ja for the member of this row, or the id or name of another.")
UNKNOWN_LEADER = warning(
    "unknown-leader",
    _("'{text}' is neither yes nor no, and does not name one member; nobody offers to lead here."),
    (DID_YOU_MEAN_MEMBER, WRITE_A_LEADER),
)

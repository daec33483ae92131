"""Rules about inventories before meetings, and about workshops proposed from them."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

DID_YOU_MEAN_FILE = _("Did you mean '{other}'?")
ONLY_IN_THE_FOLDER = _("Only files in inventory/ itself are read: move it there.")
NAME_FITS_TWO = _("The name fits two networks or meetings; rename one of them.")
NAME_IT_AFTER = _("Name it inventory/<network>-<meeting>.csv or inventory/<network>.csv.")
INVENTORY_OF_NOTHING = Rule(
    "unused-file",
    Level.WARNING,
    _("Nothing is read from '{file}'."),
    (DID_YOU_MEAN_FILE, ONLY_IN_THE_FOLDER, NAME_FITS_TWO, NAME_IT_AFTER),
)
INVENTORY_AFTER_THE_YEAR = Rule(
    "inventory-after-the-year",
    Level.WARNING,
    _("This was answered after the last meeting of '{network}', so it is not used."),
    _("Name the file after the meeting it is for: inventory/<network>-<meeting>.csv."),
)
INVENTORY_COLUMNS_UNUSED = Rule(
    "unused-columns",
    Level.REMARK,
    _("Nothing is taken from {headings}."),
    _("Known headings are member, question, case, practice, topic, leads, named and answered_at."),
)
INVENTORY_WITHOUT_MEMBERS = Rule(
    "inventory-without-members",
    Level.ERROR,
    _("No column says who answered."),
    _("Add a column 'member' with ids or e-mail addresses."),
)
EMPTY_INVENTORY = Rule(
    "empty-inventory",
    Level.WARNING,
    _("No row of this file is an answer."),
    _("Export it again once answers have come in, or remove the file."),
)
NOTHING_BROUGHT = Rule(
    "empty-answer",
    Level.REMARK,
    _("{member} brings no question, case, practice or topic in this row, so it is not used."),
)
DID_YOU_MEAN_MEMBER = _("Did you mean '{other}'?")
WRITE_A_LEADER = _("Write ja for the member of this row, or the id or name of another.")
UNKNOWN_LEADER = Rule(
    "unknown-leader",
    Level.WARNING,
    _("'{text}' is neither yes nor no, and no member is called so; nobody offers to lead here."),
    (DID_YOU_MEAN_MEMBER, WRITE_A_LEADER),
)

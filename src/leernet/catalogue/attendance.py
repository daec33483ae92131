"""Rules about sheets that say who was there."""

from leernet.catalogue.rule import _, _n, error, remark, warning

DID_YOU_MEAN_SHEET = _("Did you mean '{other}'?")
SHEETS_ONLY_HERE = _("Only files in attendance/ itself are read: move it there.")
SAY_OF_WHAT = _(
    "Name it after the meeting or workshop, such as attendance/coaches-herfst.xlsx, or add a "
    "column 'meeting'."
)
ATTENDANCE_OF_NOTHING = warning(
    "unused-file",
    _("Nothing is read from '{file}': it does not say what it is about."),
    (DID_YOU_MEAN_SHEET, SHEETS_ONLY_HERE, SAY_OF_WHAT),
)
ATTENDANCE_COLUMNS = error(
    "attendance-columns",
    _("This sheet needs two columns: one with people and one that says whether they were there."),
    _("The headings are 'member' and 'present', or 'name' and 'signature'."),
)
DID_YOU_MEAN_OCCASION = _("Did you mean '{other}'?")
WRITE_AN_OCCASION = _("Write coaches/herfst, or network/round/visitor for a coaching visit.")
ATTENDANCE_OF_NO_OCCASION = warning(
    "unknown-occasion",
    _(
        "'{text}' is not a meeting, workshop or visit with a date this year; what is written "
        "about it is not used."
    ),
    (DID_YOU_MEAN_OCCASION, WRITE_AN_OCCASION),
)
ATTENDANCE_TOO_EARLY = warning(
    "attendance-too-early",
    _("{occasion} is on {day}, which is still to come; who was there is not used yet."),
    _("Check which meeting this sheet belongs to."),
)
DID_YOU_MEAN_ATTENDEE = _("Did you mean '{other}'?")
ADD_THEIR_SCHOOL = _("Write the id of the member, or their school beside the name.")
UNKNOWN_ATTENDEE = warning(
    "unknown-attendee",
    _("'{text}' is not the name of one member, so this row is not used."),
    (DID_YOU_MEAN_ATTENDEE, ADD_THEIR_SCHOOL),
)
GUESTS_SIGNED = remark(
    "guests-signed",
    _n(
        "{count} person on this sheet is not a member, and is counted as a guest.",
        "{count} people on this sheet are not members, and are counted as guests.",
    ),
)
ATTENDANCE_UNCLEAR = warning(
    "attendance-unclear",
    _("'{text}' does not say whether {member} was there, so it is not used."),
    _("Write ja, x or initials for who was there, and nothing or nee for who was not."),
)
NOBODY_SIGNED = warning(
    "nobody-signed",
    _("Nobody has signed this sheet, so it does not say who was there."),
    _("Fill in who was there, or remove the sheet."),
)
NOT_EXPECTED = _n(", and {count} member who was not expected", ", and {count} members who were not expected")
ATTENDANCE_READ = remark(
    "attendance-read",
    _n(
        "{occasion}: {there} of the {count} person expected was there{others}.",
        "{occasion}: {there} of the {count} people expected were there{others}.",
    ),
)

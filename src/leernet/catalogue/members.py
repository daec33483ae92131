"""Members: each is one person, can be reached, and is somebody's staff in a way that ends."""

from leernet.catalogue.rule import _, _n, error, warning

SAME_EMAIL = error(
    "same-email",
    _("{member} has the same e-mail address as {other} ({place})."),
    _("Give each an address of their own, or remove the one who is listed twice."),
)
SAME_NAME = warning(
    "same-name",
    _("There are two members called {member}: '{id}' here and '{other}' at {place}."),
    _("If they are one person, keep one; if they are two, add something to a name."),
)
NO_EMAIL = warning(
    "no-email",
    _("{member} is in {network} and has no e-mail address, so no invitation can be sent."),
    _("Add the address in the column 'e-mail', or as 'email: a.bakker@kiem.example'."),
)
NO_EMAIL_MANY = warning(
    "no-email",
    _n(
        "{count} member of {network} has no e-mail address: {member}.",
        "{count} members of {network} have no e-mail address, {member} the first of them.",
    ),
    _("Add a column 'email' or a line 'email: a.bakker@kiem.example' for each."),
)
UNTIL_BEFORE_FROM = error(
    "until-before-from",
    _("{member} is a member until {until}, before the first day {joined}."),
    _("Check the year of both dates, 'from' and 'until'."),
)
OWN_MANAGER = error(
    "manager-loop", _("{member} is their own manager."), _("Name somebody else, or leave 'manager' out.")
)
MANAGERS_IN_A_CIRCLE = error(
    "manager-loop",
    _("The managers of {member} go round in a circle: {others}."),
    _("Leave out one 'manager' among them."),
)
_NOBODY = _("{thing} selects nobody under '{key}'.")
_EVERY_KEY = _("People must match every key of a selection: leave one out, or name people in 'members'.")
NOBODY_SELECTED = error("nobody-selected", _NOBODY, _EVERY_KEY)
NOBODY_SELECTED_WHERE_NOBODY_IS_NEEDED = warning("nobody-selected", _NOBODY, _EVERY_KEY)
NO_SCHOOL_SELECTED = error(
    "no-school-selected",
    _("{thing} selects no school under '{key}'."),
    _("A school must match every key of the selection at once: leave one out."),
)
COULD_COME = _("{member} could come on {weekdays}, for example on {days}.")
COULD_COME_WITHOUT = _("{member} could come on {days}, but whoever must be there cannot then ({people}).")
NO_DAY_HELPS = _("No other day in these weeks helps; choose other weeks, or leave {member} out.")
NEVER_CAN_COME = warning(
    "never-can-come",
    _n(
        "{member} cannot come to the one meeting of {network}, whatever date is chosen.",
        "{member} cannot come to any of the {count} meetings of {network}, whatever dates are chosen.",
    ),
    (COULD_COME, COULD_COME_WITHOUT, NO_DAY_HELPS),
)

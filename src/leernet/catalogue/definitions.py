"""Definitions in YAML and tables: blocks, keys, ids, and names of what has to exist."""

from msgspec.structs import replace

from leernet.catalogue.mends import DID_YOU_MEAN, KEYS_HERE, OTHER_ID, OTHER_KEY, OTHER_WORD
from leernet.catalogue.rule import _, error, warning
from leernet.finding import Level

FILE_NOT_A_BLOCK = error(
    "not-a-block",
    _("'{file}' begins with text or a list where keys are expected."),
    _("Begin with one of these keys, with a colon after it: {keys}."),
)
YEAR_NOT_A_BLOCK = error(
    "not-a-block",
    _("'year' needs a block of keys under it."),
    _("Begin with 'school_year: 2026-2027' on the next line, indented by two spaces."),
)
KIND_NOT_A_BLOCK = error(
    "not-a-block",
    _("'{key}' needs a block with one entry for each id under it."),
    _("Write each id on a line of its own, indented by two spaces, with a colon after it."),
)
EACH_WITH_AN_ID = _("Write each on a line of its own, indented, as 'id: …'.")
THESE_KEYS = _("Write one or more of these keys under it, each with a colon: {keys}.")
TEXT_NOT_A_BLOCK = error(
    "not-a-block", _("'{key}' needs a block of keys, not the text '{text}'."), (EACH_WITH_AN_ID, THESE_KEYS)
)
LIST_NOT_A_BLOCK = error(
    "not-a-block", _("'{key}' needs a block of keys, not a list."), (EACH_WITH_AN_ID, THESE_KEYS)
)
MISSING_CELL = error(
    "missing-key",
    _("{thing} has no '{key}'."),
    _("Fill in the cell in the column '{key}', or add that column."),
)
MISSING_KEY = error("missing-key", _("{thing} has no '{key}'."), _("Add it, as in '{example}'."))
MISSING_KEY_OF_BLOCK = error(
    "missing-key", _("{thing}: '{block}' has no '{key}'."), _("Add it, as in '{example}'.")
)
UNKNOWN_KEY_AT_THE_TOP = error(
    "unknown-key", _("'{key}' is not a key that a file can begin with."), (DID_YOU_MEAN, KEYS_HERE)
)
UNKNOWN_KEY = error("unknown-key", _("{thing} cannot have '{key}'."), OTHER_KEY)
UNKNOWN_KEY_OF_BLOCK = error("unknown-key", _("'{key}' is not a key of '{block}'."), OTHER_KEY)
ONE_OF = _("Write one of: {choices}.")
NOT_A_CHOICE = error(
    "not-a-choice", _("'{text}' is not one of the words allowed here."), (DID_YOU_MEAN, ONE_OF)
)
CHOICE_IS_NOT_A_WORD = error(
    "not-a-choice", _("A list or a block is given where one word is expected."), ONE_OF
)
SETTING_DEFINED_TWICE = error(
    "defined-twice", _("'{key}' of 'year' is in two files; the other is {place}."), _("Keep one of the two.")
)
DEFINED_TWICE = error(
    "defined-twice",
    _("{thing} is defined twice; the other is {place}."),
    _("Keep one of the two, or give one of them another id."),
)
NO_YEAR = error(
    "no-year",
    _("No file has the key 'year', which says what school year this is."),
    _("Write 'year:' in leernet.yaml and under it '  school_year: 2026-2027', or begin with 'leernet init'."),
)
ENTRY_NOT_A_BLOCK = error(
    "not-a-block",
    _("{thing} needs a block of keys under it."),
    _("Write its keys under it, each on a line of its own and indented further."),
)
ID_TWICE = error(
    "unknown-key",
    _("{thing} has a key 'id', but its id is the word before the colon."),
    _("Remove the line with 'id'."),
)
MEMBER_AT_UNKNOWN_SCHOOL = error(
    "unknown-school", _("{member} works at school '{school}', which does not exist."), OTHER_ID
)
WORKSHOP_AT_UNKNOWN_SCHOOL = error(
    "unknown-school", _("Workshop '{workshop}' is at school '{school}', which does not exist."), OTHER_ID
)
UNKNOWN_HOST = error(
    "unknown-school", _("{network} names school '{school}' as host, which does not exist."), OTHER_ID
)
_SELECTS = _("{thing} selects '{id}', which does not exist.")
UNKNOWN_SCHOOL_SELECTED = error("unknown-school", _SELECTS, OTHER_ID)
UNKNOWN_BOARD_SELECTED = error("unknown-board", _SELECTS, OTHER_ID)
UNKNOWN_MEMBER_SELECTED = error("unknown-member", _SELECTS, OTHER_ID)
UNKNOWN_BOARD = error(
    "unknown-board", _("{school} belongs to board '{board}', which does not exist."), OTHER_ID
)
UNKNOWN_MANAGER = error(
    "unknown-member", _("The manager of {member} is '{manager}', who does not exist."), OTHER_ID
)
UNKNOWN_CONTACT = warning(
    "unknown-member",
    _("The contact of {school} is '{contact}': no member and no address, so the school gets no letter."),
    OTHER_ID,
)
UNKNOWN_DEPUTY = warning(
    "unknown-member",
    _("The deputy of {member} is '{deputy}': no member and no address, so no answer of theirs counts."),
    OTHER_ID,
)
UNKNOWN_FACILITATOR = error(
    "unknown-member", _("The facilitator of {network} is '{member}', who is not among the members."), OTHER_ID
)
UNKNOWN_MEMBER_IN_A_WISH = error(
    "unknown-member", _("{network} has a wish about '{member}', who does not exist."), OTHER_ID
)
UNKNOWN_NETWORK = error(
    "unknown-network", _("Series '{series}' belongs to network '{network}', which does not exist."), OTHER_ID
)
UNKNOWN_SERIES = error(
    "unknown-series", _("Workshop '{workshop}' is in series '{series}', which does not exist."), OTHER_ID
)
UNKNOWN_ROLE = error("unknown-role", _("{thing} selects role '{role}', which no member has."), OTHER_WORD)
# A word that selects nobody may be meant for later, as long as somebody else is selected.
UNKNOWN_ROLE_AMONG_OTHERS = replace(UNKNOWN_ROLE, level=Level.WARNING)
UNKNOWN_COHORT = error(
    "unknown-cohort", _("{thing} selects cohort '{cohort}', which no member has."), OTHER_WORD
)
UNKNOWN_COHORT_AMONG_OTHERS = replace(UNKNOWN_COHORT, level=Level.WARNING)
UNKNOWN_AREA = error("unknown-area", _("{thing} selects area '{area}', which has no school."), OTHER_WORD)
UNKNOWN_MEETING = error(
    "unknown-meeting", _("{thing} names meeting '{meeting}', which does not exist."), OTHER_WORD
)
UNKNOWN_MOMENT = error(
    "unknown-moment",
    _("Workshop '{workshop}' is at moment '{moment}', which is not in series '{series}'."),
    OTHER_WORD,
)
ALMOST_A_MEMBER = warning(
    "almost-a-member",
    _("'{guest}' counts as a guest, as no member has this id."),
    _("If {member} is meant, write '{id}' ({place})."),
)

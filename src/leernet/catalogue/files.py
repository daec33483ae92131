"""YAML files: what keeps them from being read."""

from leernet.catalogue.rule import _, _n, error, warning

EMPTY_FILE = warning(
    "empty-file", _("There is nothing in '{file}'."), _("Write your definitions in it, or remove it.")
)
NOT_UTF_8 = error(
    "not-utf-8",
    _("The file '{file}' is not saved as UTF-8, so letters with accents cannot be read for certain."),
    _("Save the file again from your editor and choose UTF-8 as encoding."),
)
CONTROL_CHARACTER = error(
    "control-character",
    _("There is an invisible control character here (number {number})."),
    _("Remove it; it may have come along when text was pasted."),
)
COLON_IN_TEXT = error(
    "yaml-syntax",
    _("There is a colon followed by a space inside text, or this line is indented too far."),
    _("Put quotes around text with a colon in it, or let the line begin under the one above."),
)
TEXT_CANNOT_BEGIN_SO = error(
    "yaml-syntax", _("Text cannot begin with '{character}' here."), _("Put quotes around it.")
)
LIST_NOT_CLOSED = error(
    "yaml-syntax",
    _("The list that begins here with '[' is not closed, or a comma is missing."),
    _("Put commas between its items and ']' at the end."),
)
BLOCK_NOT_CLOSED = error(
    "yaml-syntax",
    _("The block that begins here with '{{' is not closed, or a comma is missing."),
    _("Put commas between its items and '}}' at the end, and quotes around text with a colon in it."),
)
QUOTE_NOT_CLOSED = error(
    "yaml-syntax",
    _("The quote that begins here is never closed."),
    _("Put the same quote at the end of the text; an apostrophe in text needs double quotes around it."),
)
NO_COLON = error(
    "yaml-syntax",
    _("A line has no colon, so it is neither a key nor part of the line above."),
    _("Write 'key: value', or let the line begin further to the right than the key it belongs to."),
)
OTHER_COLUMN = error(
    "yaml-syntax",
    _("This does not continue the block above: it begins in another column, or follows a closing quote."),
    _("Let lines of one block begin in the same column; text with quotes in it needs quotes around it."),
)
LIST_ON_THE_LINE_OF_ITS_KEY = error(
    "yaml-syntax",
    _("A list with '-' cannot begin on the line of its key."),
    _("Put each '- ' on a line of its own, or write the list as [one, two]."),
)
NOT_YAML = error(
    "yaml-syntax",
    _("From here on this is not YAML ({problem})."),
    _("Check the quotes, brackets and indentation of this line and the one above it."),
)
SEVERAL_DOCUMENTS = error(
    "several-documents",
    _("A second document begins after '---'; it is not read."),
    _("Remove the line '---', or put what follows in a file of its own."),
)
KEY_IS_NOT_TEXT = error(
    "key-is-not-text",
    _("The key before the colon is a list or a block; a key must be text."),
    _("Write one word before the colon."),
)
UNKNOWN_ANCHOR = error(
    "unknown-anchor",
    _("YAML reads '*{name}' as a repetition of '&{name}', which is not defined above."),
    _("If it is text, put quotes around it."),
)
TOO_MUCH_REPETITION = error(
    "too-much-repetition",
    _("With its repetitions ('*{name}') this file has too many values."),
    _("Write out what is meant, without '&' and '*'."),
)
YAML_TAG = error(
    "yaml-tag",
    _("YAML reads '{tag}' as a type, not as text."),
    _("Put quotes around text that begins with '!'."),
)
DUPLICATE_KEY = error(
    "duplicate-key",
    _("The key '{key}' is used twice; the first time on line {line}."),
    _("Keep one of the two."),
)
TOO_DEEP = error(
    "too-deep",
    _("Blocks are nested more than {count} deep here."),
    _("Look for brackets or braces that were never closed."),
)
_DIVIDE = _("Divide it into several files; a list of people goes into a table, such as members.csv.")
TOO_MANY_VALUES = error(
    "yaml-too-large", _("This file has more than {count} values; from here on nothing is read."), _DIVIDE
)
TOO_MANY_BYTES = error(
    "yaml-too-large", _("This file is larger than {megabytes} MB, so it is not read."), _DIVIDE
)
TAB = error(
    "tab",
    _n(
        "A line begins with a tab; YAML needs spaces.",
        "{count} lines begin with a tab, this one first; YAML needs spaces.",
    ),
    _("Replace each tab by two spaces; many editors do that with 'convert indentation to spaces'."),
)

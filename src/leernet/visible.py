"""Text as people see it, from text as it was saved."""

import re
import unicodedata

# Marks that come along when an address or a title is copied from a mail or a page; nobody sees or means them,
# and some turn the text after them around. What joins letters (U+200C, U+200D) is part of a word.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What moves the cursor of a terminal or ends a line in a file; newline, return and tab are left.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Spaces that do not break, or are of another width; what ends a line or a paragraph.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def visible(text: str) -> str:
    """The text in Unicode's composed form (NFC), with plain spaces and without marks that nobody sees."""
    if text.isascii() and text.isprintable():
        return text
    text = _SPACES.sub(" ", _CONTROL.sub(" ", text))
    return text if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def hidden_code(text: str) -> int | None:
    """The number of the first character that would drive a terminal; None when there is none."""
    found = _CONTROL.search(text)
    return ord(found[0]) if found else None


def printed(text: str) -> str:
    """Lines for a terminal or a pipe, in which nothing drives the one or changes what the other reads."""
    return "\n".join(visible(line).rstrip("\r") for line in text.split("\n"))


def json_escaped(text: str) -> str:
    """JSON in which what nobody sees is written out (RFC 8259, 7)."""
    return _CONTROL.sub(_escape, _INVISIBLE.sub(_escape, re.sub("[\u2028\u2029]", _escape, text)))


def _escape(found: re.Match[str]) -> str:
    wide = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{wide[at : at + 4]}" for at in range(0, len(wide), 4))

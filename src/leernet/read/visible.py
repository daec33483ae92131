"""Text as people see it, from text as it was saved."""

from __future__ import annotations

import re
import unicodedata

# Marks that come along when an address or a title is copied from a mail or a page; nobody sees or means them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# What moves the cursor of a terminal or ends a line in a file; newline, return and tab are left.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Spaces that do not break, or are of another width.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def visible(text: str) -> str:
    """The text in Unicode's composed form (NFC), with plain spaces and without marks that nobody sees."""
    text = _CONTROL.sub(" ", text)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text)))


def hidden_code(text: str) -> int | None:
    """The number of the first character that would drive a terminal; None when there is none."""
    found = _CONTROL.search(text)
    return ord(found[0]) if found else None

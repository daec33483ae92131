"""Text as people compare it: without case, accents, spaces and marks."""

import re
import unicodedata

_NO_LETTERS = re.compile(r"[\W_]+")
# Letters whose strokes and joins Unicode does not take apart as it does accents.
_BARE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def plain(text: str) -> str:
    """The text as people compare it: no case, accents, spaces, hyphens or underscores."""
    return _NO_LETTERS.sub("", without_accents(text))


def bare_words(text: str) -> tuple[str, ...]:
    """The words of a text as people compare them, in their order."""
    return tuple(word for word in _NO_LETTERS.split(without_accents(text)) if word)


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as people compare them, in the order of the alphabet."""
    return tuple(sorted(bare_words(text)))


def without_accents(text: str) -> str:
    """The text in small letters without accents."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    letters = unicodedata.normalize("NFKD", lower).translate(_BARE)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

"""The existing word that a mistyped one was probably meant to be."""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from leernet.model.plain import plain

# Above this likeness two words are one word and a slip of the finger: 'regenbog' and 'regenboog' are at 0.94,
# 'starter' and 'student' at 0.57.
_LIKENESS = 0.75
# Letters at the start or the end of a word that a slip of the finger elsewhere in it leaves as they are.
_INTACT = 2
_MOST_ALIKE = 300
# Shorter parts occur in too many words.
_PART_LETTERS = 4


def nearest(word: str, existing: Iterable[str]) -> str | None:
    """Which of the existing words was probably meant; None when none is near.

    A word that differs only in case, accents or hyphens is nearest of all; of equals the first by name.
    """
    return _nearest(word, tuple(sorted(set(existing))))


def nearest_of_few(word: str, existing: Collection[str]) -> str | None:
    """The same; none where so many look alike, as numbers do, that a guess means nothing."""
    return nearest(word, existing) if len(existing) <= _MOST_ALIKE else None


# One slip is often made in many rows.
@lru_cache(maxsize=1024)
def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    wanted = plain(word)
    known = _plain_words(words)
    for other, letters in zip(words, known, strict=True):
        if letters == wanted:
            return other
    found = get_close_matches(word.casefold(), words, n=1, cutoff=_LIKENESS)
    return found[0] if found else _swapped(wanted, words) or _part(wanted, words)


@lru_cache(maxsize=8)
def _plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(plain, words))


def _swapped(wanted: str, words: tuple[str, ...]) -> str | None:
    """In a short word two letters that changed places are as much as half of it."""
    if not 3 <= len(wanted) <= 5:
        return None
    letters = sorted(wanted)
    known = zip(words, _plain_words(words), strict=True)
    return next((other for other, theirs in known if sorted(theirs) == letters), None)


def _part(wanted: str, words: tuple[str, ...]) -> str | None:
    """The one word of which this is a long enough part: 'seats' of 'host_seats'."""
    if len(wanted) < _PART_LETTERS:
        return None
    known = zip(words, _plain_words(words), strict=True)
    holding = [other for other, theirs in known if wanted in theirs]
    return holding[0] if len(holding) == 1 else None


def edges(word: str) -> tuple[str, str]:
    """The first and the last letters of a word: of two that are much alike one of them is the same."""
    lower = word.strip().casefold()
    return f"{lower[:_INTACT]}…", f"…{lower[-_INTACT:]}"


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same."""
    return SequenceMatcher(None, plain(one), plain(other)).ratio()

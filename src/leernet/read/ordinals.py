"""A heading or a cell of a form in; which choice it speaks of, the first, the second or a later one, out."""

from __future__ import annotations

import re

_WORDS = (
    ("eerste", "first"),
    ("tweede", "second"),
    ("derde", "third"),
    ("vierde", "fourth"),
    ("vijfde", "fifth"),
    ("zesde", "sixth"),
    ("zevende", "seventh"),
    ("achtste", "eighth"),
    ("negende", "ninth"),
    ("tiende", "tenth"),
)
_RANK_OF_WORD = {word: rank for rank, words in enumerate(_WORDS, 1) for word in words}
_CHOICE = r"(?:keuze|keus|voorkeur|prioriteit|rang|choice|preference|priority|rank)"
_NUMBER = re.compile(r"\d{1,2}")
# What is counted then is no choice: "keuze voor de tweede ronde".
_NO_CHOICE = (
    r"(?!\s+\w*(?:ronde|round|moment|dagdeel|dag|day|blok|block|sessie|session|slot|week|period|jaar|year))"
)
_ORDINAL = re.compile(rf"\b(\d{{1,2}})\s?(?:e|de|ste|st|nd|rd|th)\b{_NO_CHOICE}")
_NUMBERED = re.compile(rf"{_CHOICE}\s*(?:nr|nummer|no|number)?\s*\.?\s*(\d{{1,2}})\b")
_SPOKEN = re.compile(rf"\b({'|'.join(_RANK_OF_WORD)})\b{_NO_CHOICE}")
_ABOUT_CHOICES = re.compile(_CHOICE)


def rank_in(text: str) -> int | None:
    """Which choice a heading, a row label or a cell is about, from 1: ``2e keuze``, ``First choice``."""
    lower = text.strip().casefold()
    number = _NUMBER.fullmatch(lower) or _ORDINAL.search(lower) or _NUMBERED.search(lower)
    if number:
        return int(number[number.lastindex or 0]) or None
    spoken = _SPOKEN.search(lower)
    return _RANK_OF_WORD[spoken[1]] if spoken else None


def about_choices(text: str) -> bool:
    """Whether a heading speaks of choosing at all."""
    return _ABOUT_CHOICES.search(text.casefold()) is not None

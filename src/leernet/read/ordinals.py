"""Which choice a heading or a cell of a form speaks of: the first, the second or a later one."""

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


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LETTERED = re.compile(rf"{_CHOICE}\s*(?:nr|nummer|no|number)?\s*\.?\s*([ivx]{{1,4}}|[a-j])\b")


def rank_in(text: str) -> int | None:
    """Which choice a text is about, from 1: ``2e keuze``, ``First choice``, ``Keuze III``, ``Keuze B``."""
    lower = text.strip().casefold()
    if roman := _ROMAN.get(lower):
        return roman
    number = _NUMBER.fullmatch(lower) or _ORDINAL.search(lower) or _NUMBERED.search(lower)
    if number:
        return int(number[number.lastindex or 0]) or None
    if spoken := _SPOKEN.search(lower):
        return _RANK_OF_WORD[spoken[1]]
    lettered = _LETTERED.search(lower)
    return _ROMAN.get(lettered[1]) or ord(lettered[1]) - ord("a") + 1 if lettered else None


def rank_in_cell(cell: str) -> int | None:
    """Which choice a cell is about; a bare ``x``, ``v`` or ``I`` is a mark and no number."""
    return None if cell.strip().casefold() in _ROMAN else rank_in(cell)


def about_choices(text: str) -> bool:
    """Whether a heading speaks of choosing at all."""
    return _ABOUT_CHOICES.search(text.casefold()) is not None

"""Text as people write it in; numbers, ranges, yes or no, places, ids and addresses out."""

import re
from functools import lru_cache

from leernet.catalogue import values as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.model.addresses import is_address, meant_address
from leernet.model.mistake import wrong
from leernet.model.plain import without_accents
from leernet.model.values.dates import _ISO_DAY, _MONTHS
from leernet.model.values.shapes import Point, Range

_NUMBER = re.compile(r"\d{1,9}")
_RANGE = re.compile(r"(\d{1,9})\s*[-\u2013]\s*(\d{1,9})")


def number_from_text(text: str) -> int:
    """A whole number of zero or more; ``010`` is ten, ``12.0`` is what Excel makes of 12.

    Raises:
        PydanticCustomError: not such a number.
    """
    digits = text.strip().removesuffix(".0")
    if not _NUMBER.fullmatch(digits):
        raise wrong(rules.NOT_A_NUMBER.broken(text=text))
    return int(digits)


def range_from_text(text: str, *, single_is_largest: bool) -> Range:
    """``6-18``; one number is the largest (seats: no minimum) or both ends (a group of just that size).

    Raises:
        PydanticCustomError: not numbers, or the smallest above the largest.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None and (made := _made_of_range(text)):
        raise wrong(rules.DATE_MADE_OF_RANGE.broken(text=text, range=made))
    if match is None:
        number = number_from_text(text)
        return Range(0 if single_is_largest else number, number)
    smallest, largest = int(match[1]), int(match[2])
    if smallest > largest:
        raise wrong(rules.MINIMUM_ABOVE_MAXIMUM.broken(smallest=smallest, largest=largest))
    return Range(smallest, largest)


_DAY_AND_MONTH = re.compile(r"(?:(\d{1,2})[- ]([a-z]{3})|([a-z]{3})[- ](\d{1,2}))\.?", re.IGNORECASE)


def _made_of_range(text: str) -> str | None:
    """The range that Excel made a date of: ``6-12`` of ``2026-12-06``, and of ``6-dec`` in a CSV file."""
    if iso := _ISO_DAY.fullmatch(text.strip()):
        numbers = (int(iso[3]), int(iso[2]))
    elif words := _DAY_AND_MONTH.fullmatch(text.strip()):
        name = (words[2] or words[3]).casefold()
        month = next((at for at, names in enumerate(_MONTHS, 1) if name in names.split()), None)
        if month is None:
            return None
        numbers = (int(words[1] or words[4]), month)
    else:
        return None
    return f"{min(numbers)}-{max(numbers)}"


_YES = ("yes", "ja", "true", "on", "aan", "y", "j", "x", "1", "waar")
_NO = ("no", "nee", "false", "off", "uit", "n", "0", "onwaar", "")


def truth_from_text(text: str) -> bool:
    """``true``, ``yes``, ``ja`` and their opposites.

    Raises:
        PydanticCustomError: neither.
    """
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise wrong(rules.NOT_YES_OR_NO.broken(text=text))


_DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?")


def point_from_texts(texts: tuple[str, ...]) -> Point:
    """Latitude and longitude in degrees, north and east.

    Raises:
        PydanticCustomError: not two numbers, or no place on earth.
    """
    points = tuple(text.strip().replace(",", ".") for text in texts)
    numbers = [float(text) for text in points if _DEGREES.fullmatch(text)]
    if len(texts) != 2 or len(numbers) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        raise wrong(rules.NOT_A_LOCATION.broken(text=", ".join(texts)))
    return Point(*numbers)


# Names of files are made of ids; a name Windows reserves cannot be one.
ID = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def id_of(text: str) -> str:
    """The id in small letters that comes closest to a text; empty where there is none."""
    words = re.findall(r"[a-z0-9]+(?:[._][a-z0-9]+)*", without_accents(text))
    closest = "-".join(words)[:64].strip("._-")
    return "" if _RESERVED.fullmatch(closest) else closest


# An id is asked for where it is defined and wherever it is referred to.
@lru_cache(maxsize=2**17)
def id_from_text(text: str) -> str:
    """An id: letters and digits, single ``.``, ``-`` or ``_`` between them, at most 64 characters.

    Raises:
        PydanticCustomError: anything else, and names that Windows keeps for itself.
    """
    if not ID.fullmatch(text) or len(text) > 64 or _RESERVED.fullmatch(text):
        raise wrong(rules.BAD_ID.broken(text=text, id=id_of(text) or "a.bakker"))
    return text


def email_from_text(text: str) -> str:
    """An e-mail address of the shape name@domain; ``mailto:`` before it is taken off.

    Raises:
        PydanticCustomError: not such an address.
    """
    address = text.strip().removeprefix("mailto:")
    if not address.isascii() and address.isprintable():
        character = next(letter for letter in address if not letter.isascii())
        bare = without_accents(address)
        other = bare if bare.isascii() else "a.bakker@kiem.example"
        raise wrong(rules.ADDRESS_WITH_ACCENTS.broken(text=text, character=character, address=other))
    if not is_address(address):
        meant = meant_address(address)
        raise wrong(
            rules.NOT_AN_ADDRESS.broken(
                DID_YOU_MEAN(other=meant) if meant else rules.ONE_ADDRESS(), text=text
            )
        )
    return address

"""Text in a language of the catalogue in; which sentences it says, with what in their fields, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel.messages.pofile import read_po

import leernet

CATALOGUE = Path(leernet.__file__).parent / "locale" / "nl" / "LC_MESSAGES" / "leernet.po"
DAY, REFERENCE = r"\d{4}-\d\d-\d\d", r"[\w-]+/[\w-]+"
SHAPES = dict.fromkeys(
    ("count", "wanted", "people", "absent", "now", "then", "other", "km", "seats"), r"\d+"
) | {
    "day": DAY,
    "year": r"\d{4}-\d{4}",
    "meeting": REFERENCE,
    "but": "(?:; .+)?",
}
# Fields that hold sentences, and of which several.
PARTS = frozenset(("parts", "good", "why", "facts", "moves", "but", "when", "line", "most"))


class Said(NamedTuple):
    """A sentence by its English form, with its fields as text and the sentences within it."""

    sentence: str
    fields: dict[str, str]
    parts: dict[str, tuple[Said, ...]]

    @property
    def flat(self) -> tuple[str, ...]:
        """Itself without what is within it, to be compared."""
        return self.sentence, *sorted(self.fields.values())


@cache
def forms(language: str) -> dict[str, tuple[str, ...]]:
    """Every form of each sentence of the catalogue."""
    with CATALOGUE.open("rb") as po:
        read = read_po(po, locale="nl")
    found = {}
    for message in read:
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        found[ids[0]] = tuple(dict.fromkeys(ids if language == "en" else texts))
    return found


class Reader:
    """Reads what is said of a year, in sentences that are known."""

    def __init__(
        self, language: str, known: Iterable[str], names: Iterable[str], titles: Iterable[str] = ()
    ) -> None:
        self.language = language
        one = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        also = {"en": "and", "nl": "en"}[language]
        self._between = re.compile(f", | {also} ")
        self._shapes = SHAPES | dict.fromkeys(
            ("name", "school", "host", "place", "board", "area", "member"), f"(?:{one})"
        )
        if titles:
            self._shapes["meeting"] = "|".join(map(re.escape, titles))
        self._shapes["names"] = f"(?:{one})(?:(?:, | {also} )(?:{one}))*"
        meeting = rf"{REFERENCE}(?: \({DAY}\))?"
        self._shapes["meetings"] = f"{meeting}(?:(?:, | {also} ){meeting})*"
        self._patterns = [(each, self._pattern(form)) for each in known for form in forms(language)[each]]

    def _pattern(self, form: str) -> re.Pattern[str]:
        text, seen = "", set()
        for before, field, _format, _conversion in Formatter().parse(form):
            text += re.escape(before)
            if field is not None:
                text += f"(?P={field})" if field in seen else f"(?P<{field}>{self._shapes.get(field, '.+?')})"
                seen.add(field)
        return re.compile(text)

    def read(self, text: str) -> Said:
        """The only sentence that this is.

        Raises:
            AssertionError: it is none of those that are known.
        """
        found = next(self._readings(text), None)
        assert found is not None, f"not known: {text}"
        return found

    def read_all(self, text: str) -> tuple[Said, ...]:
        """One sentence, or several that are listed.

        Raises:
            AssertionError: one of them is none of those that are known.
        """
        one = next(self._readings(text), None)
        found = (one,) if one is not None else self._list(text)
        assert found is not None, f"not known: {text}"
        return found

    def _readings(self, text: str) -> Iterator[Said]:
        for sentence, pattern in self._patterns:
            match = pattern.fullmatch(text)
            if match is None:
                continue
            fields = {name: value for name, value in match.groupdict().items() if name not in PARTS}
            within: dict[str, tuple[Said, ...]] = {}
            for name in match.groupdict().keys() & PARTS:
                parts = self._within(name, match[name])
                if parts is None:
                    break
                within[name] = parts
            else:
                yield Said(sentence, fields, within)

    def _within(self, field: str, text: str) -> tuple[Said, ...] | None:
        if field != "but":
            return self._list(text)
        return next(((one,) for one in self._readings(text)), None) if text else ()

    def _list(self, text: str) -> tuple[Said, ...] | None:
        """What a list says, item by item; None where one is not known."""
        ends = [(found.start(), found.end()) for found in self._between.finditer(text)]
        for end, start in (*ends, (len(text), None)):
            first = next(self._readings(text[:end]), None)
            if first is None:
                continue
            if start is None:
                return (first,)
            rest = self._list(text[start:])
            if rest is not None:
                return (first, *rest)
        return None

    def items(self, text: str) -> tuple[str, ...]:
        """The items of a list of names or meetings."""
        return tuple(self._between.split(text))

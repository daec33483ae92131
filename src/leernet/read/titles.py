"""Which workshop of a series a cell of a form names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from leernet.model.plain import plain
from leernet.model.year import Workshop
from leernet.read.near import likeness, nearest

_SEPARATOR = re.compile(r"([;,\n])")
_AND = re.compile(r"\s+(?:en|and|of|or)\s+|\s*[&+/|]\s*|\s+[-\u2013]\s+", re.IGNORECASE)

# What people write where they want nothing; compared as `plain` text.
_NOTHING = frozenset(
    (
        "",
        "geen",
        "geenvoorkeur",
        "nvt",
        "nietvantoepassing",
        "maaktnietuit",
        "none",
        "nopreference",
        "na",
        "nothing",
    )
)


class Named(Struct, frozen=True):
    """What a cell names.

    Attributes:
        groups: ids of workshops in the order of the cell; those in one group are called equal with ``=``.
        unknown: the texts in between that name no workshop.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()


class Titles(Struct, frozen=True):
    """How the workshops of a series are called.

    Attributes:
        exact: title or id in lower case, and the workshop.
        written: title or id in lower case, and as it is written.
        loose: the same without accents, spaces and most punctuation, where that is still one workshop.
        shared: titles that several workshops have, and those workshops.
        separators: most commas and semicolons that a title has.
    """

    exact: Mapping[str, str]
    written: Mapping[str, str]
    loose: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]
    separators: int

    def find(self, text: str) -> str | None:
        """The workshop of this title or id, also where a form numbered it, or cut it off with an ellipsis."""
        if found := self._called(text):
            return found
        if found := next(
            (one for way in _as_offered(text) if way != text and (one := self._called(way))), None
        ):
            return found
        begun = _spaced(_CUT.sub("", text)) if _CUT.search(text) else ""
        fits = {
            id for name, id in self.exact.items() if len(begun) >= _CUT_LETTERS and name.startswith(begun)
        }
        return fits.pop() if len(fits) == 1 else None

    def _called(self, text: str) -> str | None:
        spaced = _spaced(text)
        return self.exact.get(spaced) or self.loose.get(_loose(spaced))

    def meant(self, text: str) -> str | None:
        """The title or id that was probably meant by a text that is none: with a slip, or more after it."""
        spaced = _spaced(text)
        begins = (
            name for name in self.exact if spaced.startswith(name) and not spaced[len(name) :][:1].isalnum()
        )
        found = (max(begins, key=len, default=None), nearest(spaced, self.exact))
        meant = max((name for name in found if name), key=partial(likeness, spaced), default=None)
        return self.written[meant] if meant else None

    def both(self, text: str) -> tuple[str, ...]:
        """The titles or ids that a text names with a word or a sign between that divides nothing else."""
        for sign in _AND.finditer(text):
            first, rest = text[: sign.start()], text[sign.end() :]
            others = (rest,) if self.find(rest) else self.both(rest)
            if self.find(first) and others:
                return tuple(self.written.get(_spaced(one), one.strip()) for one in (first, *others))
        return ()

    def named(self, cell: str) -> Named:
        """The workshops a cell names, divided by ``;``, ``,`` or a new line; titles may hold those too."""
        if whole := self._group(cell):
            return Named((whole,))
        # Every second piece is a separator; the longest run of pieces that is a title wins.
        pieces = _SEPARATOR.split(cell)
        groups: list[tuple[str, ...]] = []
        unknown: list[str] = []
        at = 0
        run = 0
        while at < len(pieces):
            end, group = self._longest(pieces, at)
            if group:
                groups.append(group)
            elif plain(pieces[at]) not in _NOTHING:
                text = pieces[at].strip()
                if unknown and run == at and pieces[at - 1] == ",":
                    unknown[-1] += f", {text}"
                else:
                    unknown.append(text)
                run = end + 2
            at = end + 2
        return Named(tuple(groups), tuple(unknown))

    def numbered(self, cell: str) -> tuple[tuple[int, str], ...]:
        """Number and workshop of each line of a cell that numbers several; empty when it does not."""
        found = []
        pieces, at = _SEPARATOR.split(cell), 0
        while at < len(pieces):
            number = _NUMBER_BEFORE.match(pieces[at])
            end, group = self._longest(pieces, at)
            if number is None or len(group) != 1 or _spaced("".join(pieces[at : end + 1])) in self.exact:
                return ()
            found.append((int(number[1]), group[0]))
            at = end + 2
        return tuple(found) if len(found) > 1 else ()

    def _longest(self, pieces: list[str], at: int) -> tuple[int, tuple[str, ...]]:
        for end in range(at + 2 * self.separators, at - 1, -2):
            if group := self._group("".join(pieces[at : end + 1])):
                return end, group
        return at, ()

    def _group(self, text: str) -> tuple[str, ...]:
        """One workshop, or several with ``=`` between; empty when one of them is unknown."""
        if one := self.find(text):
            return (one,)
        found = tuple(self.find(part) for part in text.split("=")) if "=" in text else ()
        return tuple(part for part in found if part) if all(found) else ()


# What is between two digits tells "Groep 3-4" from "Groep 34".
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")


def _loose(text: str) -> str:
    """Letters and digits only, but what may divide two titles or two numbers stays."""
    parts = re.split("([;,=\n])", text)
    return "".join(
        part if part in ";,=\n" else "|".join(map(plain, _BETWEEN_DIGITS.split(part))) for part in parts
    )


# How a form shows a title that it also numbers, or of which it tells how many may come.
_NUMBER_BEFORE = re.compile(r"\s*(\d{1,2})\s*[.):]\s+")
_OPTION_NUMBER = re.compile(r"^\s*(?:\d{1,2}|[A-Za-z])\s*[.):]\s+")
_OPTION_NOTE = re.compile(
    r"\s*(?:[(\[](?:vol(?:geboekt|zet)?|full|(?:nog|max\.?|maximaal)\s*\d+[^()\[\]]*"
    r"|\d+\s*(?:plaats|plek|seat|spot|place|over|vrij|left)[^()\[\]]*)[)\]]|[-\u2013]\s*(?:vol|full|volgeboekt))\s*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:\.\.\.|\u2026)$")
# Less of a title than this may be any title.
_CUT_LETTERS = 6


def _as_offered(text: str) -> Iterator[str]:
    """A text without what a form puts before or after a title: "B. Muziek", "Muziek (vol)"."""
    bare = _OPTION_NUMBER.sub("", text)
    yield bare
    yield _OPTION_NOTE.sub("", text)
    yield _OPTION_NOTE.sub("", bare)


def _spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def compared(title: str) -> str:
    """A title as it is compared with what is in a form; two that are the same cannot be told apart."""
    return _loose(_spaced(title))


def titles_of(workshops: Iterable[Workshop]) -> Titles:
    """Ids and titles of these workshops; a title that two of them share names neither."""
    called: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for workshop in workshops:
        names = {_spaced(name): name for name in (workshop.id, workshop.title) if name}
        written.update(names)
        for name in names:
            called.setdefault(name, []).append(workshop.id)
    exact = {name: ids[0] for name, ids in called.items() if len(ids) == 1}
    loose: dict[str, set[str]] = {}
    for name, workshop_id in exact.items():
        loose.setdefault(_loose(name), set()).add(workshop_id)
    return Titles(
        exact,
        written,
        {name: next(iter(ids)) for name, ids in loose.items() if name and len(ids) == 1},
        {name: tuple(ids) for name, ids in called.items() if len(ids) > 1},
        max((len(_SEPARATOR.findall(name)) for name in exact), default=0),
    )

"""Sentences for people: English templates with named fields, said in the reader's language."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

Language: TypeAlias = Literal["nl", "en"]

# What a field of a sentence may be; a sentence inside a sentence is translated with it.
Field: TypeAlias = "str | int | float | date | Sentence | tuple[str | Sentence, ...]"


Thing = TypeVar("Thing")


class Sentence(Struct, frozen=True):
    """A sentence that has not been put into a language yet.

    Attributes:
        one: English template, ``{name}`` is a field.
        many: template for every count but one, where the sentence counts something.
        count: how many; also the field ``{count}``.
        fields: name and value pairs, in the order given.
    """

    one: str
    many: str | None = None
    count: int | None = None
    fields: tuple[tuple[str, Field], ...] = ()

    def saying(self, **fields: Field) -> Sentence:
        """The same with these fields."""
        return replace(self, fields=tuple(fields.items()))

    def __str__(self) -> str:
        return ENGLISH.say(self)


def _(template: str, /, **fields: Field) -> Sentence:
    """A sentence with its named fields; the template is looked up in the catalogue when it is said."""
    return Sentence(template, fields=tuple(fields.items()))


def _n(one: str, many: str, count: int, /, **fields: Field) -> Sentence:
    """A sentence that counts: ``one`` for 1, ``many`` for all else; ``{count}`` is a field of both."""
    return Sentence(one, many, count, tuple(fields.items()))


def first_of(things: Sequence[Thing], most: int) -> tuple[Thing | str, ...]:
    """What a sentence names of many things: so many at most, and a sign that there are more."""
    return (*things[:most], *("…" for _more in things[most : most + 1]))


class Words(Struct, frozen=True):
    """One language: turns sentences into text.

    Attributes:
        day: how a day in a sentence is written; as in the files, where nothing else is asked.
    """

    language: Language
    catalogue: gettext.NullTranslations
    day: Callable[[date], str] = str

    def say(self, sentence: Sentence) -> str:
        """The sentence in this language, its fields filled in."""
        if sentence.many is None or sentence.count is None:
            template = self.catalogue.gettext(sentence.one)
        else:
            template = self.catalogue.ngettext(sentence.one, sentence.many, sentence.count)
        fields = {name: self._text(value) for name, value in sentence.fields}
        if sentence.count is not None:
            fields.setdefault("count", str(sentence.count))
        # An empty set of fields still goes through format: "{{" in a template means a brace in both cases.
        return template.format(**fields)

    def listing(self, items: tuple[str | Sentence, ...]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        texts = [self._text(item) for item in items]
        if len(texts) < 2:
            return "".join(texts)
        # Outside the f-string: pybabel does not look for sentences inside one.
        conjunction = self.catalogue.gettext("and")
        return f"{', '.join(texts[:-1])} {conjunction} {texts[-1]}"

    def _text(self, value: Field) -> str:
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, tuple):
            return self.listing(value)
        if isinstance(value, float):
            return str(value).replace(".", ",") if self.language == "nl" else str(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.day(value)
        return str(value)


# A run speaks one language or two, and every document asks for its own.
@cache
def words(language: Language) -> Words:
    """The words of a language; English is what the templates are written in and needs no catalogue."""
    if language == "en":
        return ENGLISH
    locale = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "leernet.mo"
    with locale.open("rb") as catalogue:
        return Words(language, gettext.GNUTranslations(catalogue))


ENGLISH = Words("en", gettext.NullTranslations())

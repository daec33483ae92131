"""How a rule is written down, and how a finding is made from it."""

from functools import cache
from string import Formatter
from typing import TypeAlias

from msgspec import Struct

from leernet.finding import Finding, Level, Place
from leernet.words import Field, Sentence


class Template(Struct, frozen=True):
    """A sentence whose fields are not filled in yet.

    Attributes:
        one: English, ``{name}`` is a field.
        many: for every ``{count}`` but one, where the sentence counts something.

    >>> str(_("Write 'rounds: {rounds}' or fewer.")(rounds=3))
    "Write 'rounds: 3' or fewer."
    """

    one: str
    many: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """The fields that it needs."""
        return _names(self.one, self.many)

    def __call__(self, **fields: Field) -> Sentence:
        """The sentence with its fields.

        Raises:
            ValueError: a field is missing, or is not one of the template's.
            TypeError: ``count`` is not a whole number.
        """
        if fields.keys() != self.names:
            raise ValueError(f"{self.one!r} needs {sorted(self.names)}, not {sorted(fields)}")
        if self.many is None:
            return Sentence(self.one, fields=tuple(fields.items()))
        count = fields.pop("count")
        if not isinstance(count, int):
            raise TypeError(f"{self.one!r} counts, and {count!r} is not a whole number")
        return Sentence(self.one, self.many, count, tuple(fields.items()))

    def among(self, fields: dict[str, Field]) -> Sentence:
        """The sentence with those of the fields that it needs."""
        names = self.names
        return self(**{name: value for name, value in fields.items() if name in names})


@cache
def _names(one: str, many: str | None) -> frozenset[str]:
    written = (one,) if many is None else (one, many)
    named = {name for text in written for _, name, _, _ in Formatter().parse(text) if name is not None}
    return frozenset(named if many is None else {*named, "count"})


def _(one: str, /) -> Template:
    """A sentence of the catalogue; the name is what collects sentences for translation."""
    return Template(one)


def _n(one: str, many: str, /) -> Template:
    """A sentence of the catalogue that counts; it always has the field ``count``."""
    return Template(one, many)


class Broken(Struct, frozen=True):
    """A rule that is broken at a place that is not known yet."""

    rule: str
    level: Level
    sentence: Sentence
    mend: Sentence | None

    def at(self, place: Place) -> Finding:
        """The finding."""
        return Finding(place, self.level, self.rule, self.sentence, self.mend)


# One way to mend it; several when it depends on what was found, with None where there may be none; or none.
Mends: TypeAlias = "Template | tuple[Template | None, ...] | None"


class Rule(Struct, frozen=True):
    """One way of breaking a rule; a rule that can be broken in several ways has several with one name.

    Attributes:
        name: in kebab-case, the same in every language.
        level: an error stops the command.
        sentence: what is wrong.
        mend: how to mend it; several when it depends on what was found, and then the call says which;
            None among them where there may be none.
    """

    name: str
    level: Level
    sentence: Template
    mend: Mends

    def at(self, place: Place, mend: Sentence | None = None, /, **fields: Field) -> Finding:
        """The finding at a place.

        Args:
            place: where it is.
            mend: made from one of the templates in ``mend``, where there are several.
            fields: of the sentence and of the mend.

        Raises:
            ValueError: a field is missing or belongs to neither, or the mend is not one of this rule's.
        """
        return self.broken(mend, **fields).at(place)

    def broken(self, mend: Sentence | None = None, /, **fields: Field) -> Broken:
        """The same before its place is known."""
        if isinstance(self.mend, Template):
            names = self.sentence.names | self.mend.names
            hint: Sentence | None = self.mend.among(fields)
        else:
            names, hint = self.sentence.names, mend
        written = None if hint is None else Template(hint.one, hint.many)
        if fields.keys() != names or written not in self.mends or (mend is not None and mend != hint):
            raise ValueError(f"{self.name} needs {sorted(names)} and one of {self.mends}: {fields}, {mend}")
        return Broken(self.name, self.level, self.sentence.among(fields), hint)

    @property
    def mends(self) -> tuple[Template | None, ...]:
        """Every way to mend it that this rule may name."""
        return self.mend if isinstance(self.mend, tuple) else (self.mend,)


def error(name: str, sentence: Template, mend: Mends = None) -> Rule:
    """A rule that stops the command when it is broken."""
    return Rule(name, Level.ERROR, sentence, mend)


def warning(name: str, sentence: Template, mend: Mends = None) -> Rule:
    """A rule that should not be broken."""
    return Rule(name, Level.WARNING, sentence, mend)


def remark(name: str, sentence: Template, mend: Mends = None) -> Rule:
    """Something that is good to know."""
    return Rule(name, Level.REMARK, sentence, mend)

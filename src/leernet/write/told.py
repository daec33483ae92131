"""A revision in; what a letter tells its reader, and in which language, out."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from leernet.model.ledger import Method
from leernet.model.revision import Revision, Why
from leernet.model.view import Kind, View
from leernet.words import Language, Sentence, Words, words


@lru_cache(maxsize=2)
def spoken_in(language: Language) -> Words:
    """The words of a language, read once."""
    return words(language)


class Told(NamedTuple):
    """What is the same for all who are told the same, whoever they are: one letter is written for them."""

    why: Why
    method: Method
    kind: Kind
    language: Language
    withdrawn: bool
    dtstamp: datetime
    view: View
    before: View | None
    because: Sentence | None = None
    answered: bool = False


def told_in(revision: Revision, because: Sentence | None = None) -> Told:
    """What a revision tells, and why that is so, as a clause."""
    entry = revision.entry
    return Told(
        revision.why,
        entry.method,
        entry.kind,
        entry.language,
        entry.withdrawn,
        entry.dtstamp,
        entry.saw,
        revision.before,
        because,
        revision.answer is not None,
    )

"""How the things of a project are called; a reference, which may be an id or a name, becomes an id."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from leernet.model.plain import bare_words, plain, plain_words

# Words before the name of a school or a board that tell what it is and not which.
_SCHOOLS = (
    "basisschool",
    "school",
    "obs",
    "bs",
    "cbs",
    "rkbs",
    "kbs",
    "pcbs",
    "sbo",
    "so",
    "vso",
    "ikc",
    "kc",
)
_OF_A_KIND = ("kindcentrum", "daltonschool", "montessorischool", "jenaplanschool", "openbare", "christelijke")
_BOARDS = ("stichting", "onderwijsgroep", "scholengroep", "bestuur", "katholieke", "rk")
_KINDS = frozenset((*_SCHOOLS, *_OF_A_KIND, *_BOARDS))
# Words that name nothing by themselves.
_NO_NAME = _KINDS | {"de", "het", "een", "t", "the", "van", "der", "den", "voor"}


class _Called(Struct, frozen=True, dict=True):
    """How the things of one kind are called.

    Attributes:
        ids: id in lower case, and as it is written.
        names: name without case, accents and marks, and the ids that are called so.
        written: each name and its id.
    """

    ids: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    written: tuple[tuple[str, str], ...]

    @cached_property
    def words(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The words of each name, in their order, and its id."""
        return tuple((bare_words(name), id) for name, id in self.written)

    @cached_property
    def in_any_order(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        """The words of a name, sorted, and the ids of who are called so."""
        found: dict[tuple[str, ...], list[str]] = {}
        for name, id in self.written:
            found.setdefault(plain_words(name), []).append(id)
        return found


class Names(Struct, frozen=True):
    """How everything that is referred to is called.

    Attributes:
        called: for every kind its ids and names.
        spelled: for "roles", "areas" and "cohorts" each word as people compare it, and its one spelling.
    """

    called: Mapping[str, _Called] = {}
    spelled: Mapping[str, Mapping[str, str]] = {}

    def meant(self, kind: str, text: str) -> tuple[str, ...]:
        """The ids of what is called so: none, the one that is meant, or several of which one may be meant."""
        called = self.called.get(kind)
        if called is None:
            return ()
        if (id := called.ids.get(text.strip().casefold())) is not None:
            return (id,)
        if found := called.names.get(plain(text)):
            return found
        words = bare_words(text)
        if not words:
            return ()
        if kind == "members":
            return tuple(called.in_any_order.get(tuple(sorted(words)), ()))
        # "De Regenboog" of "Basisschool De Regenboog", and the other way round.
        part = [id for name, id in called.words if _stands_in(words, name) and not _NO_NAME.issuperset(words)]
        return tuple(part or (id for name, id in called.words if _is_name_with_kind(words, name)))

    def spelling(self, kind: str, text: str) -> str:
        """A role, an area or a cohort as it is spelled in this project."""
        return self.spelled.get(kind, {}).get(plain(text), text)


def called(things: Iterable[tuple[str, tuple[str, ...]]]) -> _Called:
    """How the things of one kind are called.

    Args:
        things: each id with its names.
    """
    ids: dict[str, str] = {}
    # In order, each id once.
    names: dict[str, dict[str, None]] = {}
    written: list[tuple[str, str]] = []
    for id, its_names in things:
        ids.setdefault(id.casefold(), id)
        for name in filter(None, map(plain, dict.fromkeys(its_names))):
            names.setdefault(name, {})[id] = None
        written.extend((name, id) for name in its_names if name and "@" not in name)
    return _Called(ids, {name: tuple(of) for name, of in names.items()}, tuple(written))


def one_spelling(words: Iterable[str]) -> Mapping[str, str]:
    """Of words that differ in case, accents or marks only, one spelling: one in small letters if there is."""
    spelled: dict[str, str] = {}
    for word in sorted(set(words), key=lambda word: (not word.islower(), word)):
        if key := plain(word):
            spelled.setdefault(key, word)
    return spelled


def _stands_in(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    size = len(words)
    return any(name[at : at + size] == words for at in range(len(name) - size + 1))


def _is_name_with_kind(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a text is a name with nothing but what kind of school it is before it."""
    before = words[: len(words) - len(name)]
    return bool(name) and words[len(before) :] == name and bool(before) and _KINDS.issuperset(before)

"""How everything in the definitions is called, before it is given a type."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from leernet.model.naming import Names, called, one_spelling
from leernet.model.values import parts_of_cell
from leernet.read.entries import Entry
from leernet.read.yamltext import Value

# The keys of which the words are compared without case and accents, and under which they are known.
_SPELLED = MappingProxyType(
    {"roles": "roles", "area": "areas", "areas": "areas", "cohort": "cohorts", "cohorts": "cohorts"}
)
# By what things are called besides their id; an address is somebody's own.
_NAMED_BY = MappingProxyType({"members": ("name", "email")})


def names_in(entries: Iterable[Entry]) -> Names:
    """How everything that these entries define is called."""
    named: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        tree = entry.tree if isinstance(entry.tree, dict) else {}
        names = (tree.get(key) for key in _NAMED_BY.get(entry.kind, ("name", "title")))
        named[entry.kind].append((entry.id, tuple(name for name in names if isinstance(name, str) and name)))
        for kind, word in _words(tree, table=entry.table):
            words[kind].append(word)
        if entry.kind == "series" and isinstance(moments := tree.get("moments"), dict):
            named["moments"].extend((moment, ()) for moment in moments)
    return Names(
        {kind: called(things) for kind, things in named.items()},
        {kind: one_spelling(written) for kind, written in words.items()},
    )


def _words(tree: Mapping[str, Value], *, table: bool) -> Iterator[tuple[str, str]]:
    """Every role, area and cohort that is in a definition, however deep."""
    for key, value in tree.items():
        if key in _SPELLED:
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                if isinstance(text, str):
                    whole = (text.strip(),)
                    parts = parts_of_cell(text) if table and key == "roles" else whole
                    yield from ((_SPELLED[key], part) for part in parts)
        elif isinstance(value, dict):
            yield from _words(value, table=table)
        elif isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict):
                    yield from _words(inner, table=table)

"""A record in; the bytes of its YAML file out, the same for the same record.

Blocks where a difference between two versions should be one line, lists of ids on one line, text in quotes
wherever YAML could take it for something else. PyYAML would do, but its two emitters break long lines in
different places, and which of them a machine has is chance.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from leernet.model.plan import Record, record_of
from leernet.read.closing import closed

_WIDTH = 120
# Entries with so many keys that each gets a line; the entries of all else are on one line each.
_IN_BLOCKS = ("meetings", "series")

_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ./@()'-]*( [\wÀ-ÿ./@()'-]+)*")
# The number of a group; an id of digits is text to every reader of YAML only between quotes.
_GROUP = re.compile(r"[1-9]\d?")
# A school year and a week are text to every reader of YAML.
_YEAR_OR_WEEK = re.compile(r"\d{4}-\d{4}|\d{4}-W\d{2}")
_NOT_TEXT = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def record_text(record: Record) -> bytes:
    """A record as a YAML file: UTF-8, LF, entries sorted by their names, what is empty left out."""
    return closed(yaml_text(record_of(record))).encode()


def yaml_text(document: Mapping[str, Any]) -> str:
    """Blocks, lists and values as YAML, as records are written."""
    lines = (line for key, value in document.items() for line in _top_level(key, value))
    return "".join(f"{line}\n" for line in lines)


def _top_level(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        yield f"{_key(key)}:"
        for item in value:
            yield from _wrapped("  - ", item, 6)
    elif isinstance(value, dict) and all(isinstance(inner, dict | list) for inner in value.values()):
        yield f"{_key(key)}:"
        for name in sorted(value, key=_natural):
            yield from _entry(name, value[name], in_block=key in _IN_BLOCKS)
    else:
        yield from _wrapped(f"{_key(key)}: ", value, 2)


def _entry(name: str, value: Any, *, in_block: bool) -> Iterator[str]:
    if not in_block:
        yield from _wrapped(f"  {_key(name)}: ", value, 4)
        return
    yield f"  {_key(name)}:"
    for key, inner in value.items():
        yield from _wrapped(f"    {_key(key)}: ", inner, 6)


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which 2 comes before 10."""
    parts = re.findall(r"\d+|\D+", str(name))
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def _wrapped(start: str, value: Any, indent: int) -> Iterator[str]:
    """A value behind its key; what does not fit on a line goes on in the next, between two of its parts."""
    line = start + _flow(value)
    if len(line) <= _WIDTH or not isinstance(value, dict | list):
        yield line
        return
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    line = start + opening
    first = True
    for part in _parts(value):
        separator = "" if first else " "
        if not first and len(line) + len(separator) + len(part) + 1 > _WIDTH:
            yield line
            line, separator = " " * indent, ""
        line += f"{separator}{part},"
        first = False
    yield line.removesuffix(",") + closing


def _parts(value: dict[str, Any] | list[Any]) -> Iterable[str]:
    if isinstance(value, dict):
        keys = (key if _GROUP.fullmatch(str(key)) else _key(key) for key in value)
        return (f"{key}: {_flow(inner)}" for key, inner in zip(keys, value.values(), strict=True))
    return map(_flow, value)


def _flow(value: Any) -> str:
    match value:
        case str():
            return _text(value)
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case dict():
            return f"{{{', '.join(_parts(value))}}}"
        case list():
            return f"[{', '.join(_parts(value))}]"
    return _text(str(value))


# The same moments, workshops and schools are in everybody's entry.
@lru_cache(maxsize=1000)
def _text(text: str) -> str:
    is_word = _PLAIN.fullmatch(text) is not None and text.casefold() not in _NOT_TEXT
    return text if is_word or _YEAR_OR_WEEK.fullmatch(text) or _is_day(text) else _quoted(text)


def _is_day(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False


@lru_cache(maxsize=1000)
def _key(key: str) -> str:
    text = str(key)
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _NOT_TEXT
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    """Between double quotes; what YAML does not allow in a file is written as an escape."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]", _escaped, quoted)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"

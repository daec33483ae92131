"""A record in; the bytes of its YAML file out, the same for the same record.

Blocks where a difference between two versions should be one line, lists of ids on one line.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from leernet.model.plan import Record, record_of

_WIDTH = 100
# Entries with so many keys that each gets a line; the entries of all else stand on one line each.
_IN_BLOCKS = ("meetings",)
# Times, and text with a line break of Unicode's that only stays what it is between double quotes.
_DOUBLY_QUOTED = re.compile(r"\d\d:\d\d|.*[\x85\u2028\u2029].*", re.DOTALL)
# A group is called 1, not "1".
_NUMBER = re.compile(r"[1-9]\d{0,8}")


class _Line(dict[str | int, Any]):
    """A mapping between braces."""


class _Bracketed(list[Any]):
    """A list between brackets."""


# The emitter in Python: that in C breaks lines in other places, and not every machine has it.
class _RecordDumper(yaml.SafeDumper):
    """Writes braces and brackets where they are asked for, and times always in quotes."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - asked for by yaml
        """Write a value out wherever it stands, instead of a reference to where it stood before."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists under their key, as people do."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _DOUBLY_QUOTED.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_RecordDumper.add_representer(str, _text)
_RecordDumper.add_representer(
    _Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True)
)
_RecordDumper.add_representer(
    _Bracketed,
    lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True),
)


def record_text(record: Record) -> bytes:
    """A record as a YAML file: UTF-8, LF, entries sorted by their names, what is empty left out."""
    laid_out = {key: _laid_out(key, value) for key, value in record_of(record).items()}
    text: str = yaml.dump(
        laid_out,
        Dumper=_RecordDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=_WIDTH,
    )
    return text.encode()


def _laid_out(key: str, value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return [_on_a_line(item) for item in value]
    if isinstance(value, dict) and all(isinstance(inner, dict | list) for inner in value.values()):
        return {name: _entry(value[name], in_block=key in _IN_BLOCKS) for name in sorted(value, key=_natural)}
    return _on_a_line(value)


def _entry(value: Any, *, in_block: bool) -> Any:
    if not in_block:
        return _on_a_line(value)
    return {key: _on_a_line(inner) for key, inner in value.items()}


def _on_a_line(value: Any) -> Any:
    if isinstance(value, dict):
        return _Line({_key(key): _on_a_line(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return _Bracketed(_on_a_line(inner) for inner in value)
    return value


def _key(name: str) -> str | int:
    return int(name) if _NUMBER.fullmatch(name) else name


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which 2 comes before 10."""
    parts = re.findall(r"\d+|\D+", str(name))
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)

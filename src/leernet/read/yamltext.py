"""The bytes of a YAML file in; its tree of text with the place of every value and key, and findings out.

Every scalar stays text, so that ``NO``, ``010``, ``9.00`` and ``9:30`` mean what they look like. A syntax
error costs the entry that it is in, not the file: that entry is cut out and the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from leernet.catalogue import files as rules
from leernet.catalogue.rule import Broken, Rule
from leernet.catalogue.tables import MERGE_CONFLICT
from leernet.finding import Finding, Path, Place, Places
from leernet.model.limits import DEEPEST, MOST_BYTES_OF_YAML, MOST_REPEATED, MOST_VALUES
from leernet.read.csv_text import conflict_line
from leernet.visible import hidden_code, visible

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

# libyaml is ten times as fast; some machines have PyYAML without it.
_PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# A file in which this many entries cannot be read is not YAML.
_MOST_CUTS = 20
# After these the rest of the file says nothing for certain.
_HOPELESS = (rules.TOO_DEEP.name, rules.TOO_MUCH_REPETITION.name, rules.TOO_MANY_VALUES.name)


class Tree(Struct, frozen=True):
    """What is in a YAML file.

    Attributes:
        value: text, lists and mappings; a key without a value has the empty text.
        places: where each value and each key is.
        cut: the lines that could not be read, by their number from 1.
    """

    value: Value
    places: Places
    cut: Mapping[int, str] = {}


class _Stop(Exception):  # noqa: N818 - a finding on its way up, not an error of ours
    """Nothing more can be read from here.

    Attributes:
        finding: why.
        since: line on which the thing starts that has no proper end, from 0.
    """

    def __init__(self, finding: Finding, since: int) -> None:
        super().__init__(str(finding))
        self.finding = finding
        self.since = since


def read_yaml(
    file: str, text: bytes, parser: Any = _PARSER, most: int = MOST_VALUES
) -> tuple[Tree | None, tuple[Finding, ...]]:
    """The tree of a file, or None when it is empty or too broken to cut the broken parts out.

    Args:
        file: its path as findings name it.
        text: its bytes; anything but UTF-8 is a finding.
        parser: one of PyYAML's loaders; only its events are used.
        most: how many values the file may hold; reading it again without what is cut out counts as well.
    """
    if len(text) > MOST_BYTES_OF_YAML:
        return None, (rules.TOO_MANY_BYTES.at(Place(file), megabytes=MOST_BYTES_OF_YAML // 2**20),)
    written, findings = _decoded(file, text)
    if line := conflict_line(written):
        return None, (MERGE_CONFLICT.at(Place(file, line)),)
    lines = written.splitlines(keepends=True)
    cut: dict[int, str] = {}
    read = 0
    for _attempt in range(_MOST_CUTS):
        builder = _Builder(file, most)
        try:
            value = builder.read("".join(lines), parser)
        except _Stop as stop:
            findings.append(stop.finding)
            read += builder.count
            removed = {} if stop.finding.rule in _HOPELESS else _cut_entry(lines, stop)
            cut |= removed
            if stop.finding.rule == rules.TAB.name:
                lines = [_untabbed(line) for line in lines]
            elif not removed or read > most:
                break
        else:
            if value is None and not findings:
                return None, (rules.EMPTY_FILE.at(Place(file), file=file),)
            places = Places(builder.values, builder.keys)
            return Tree(value or "", places, cut), (*findings, *builder.findings)
    return None, tuple(findings)


def nodes_of(text: str) -> yaml.Node | None:
    """What a text consists of, with where each begins and ends, to change it there; None: no YAML."""
    with suppress(yaml.YAMLError):
        # PyYAML's own parser does not take "uit?, " in a list for text.
        return yaml.compose(text, Loader=_PARSER)
    return None


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _decoded(file: str, text: bytes) -> tuple[str, list[Finding]]:
    """The text without what YAML cannot hold; the findings are about that."""
    findings: list[Finding] = []
    try:
        written = text.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = text.count(b"\n", 0, mistake.start) + 1
        findings.append(rules.NOT_UTF_8.at(Place(file, line), file=file))
        wide = text.startswith((b"\xff\xfe", b"\xfe\xff"))
        written = text.decode("utf-16" if wide else "cp1252", errors="replace").lstrip("\ufeff")
    if found := _CONTROL.search(written):
        before = written[: found.start()].splitlines() or [""]
        findings.append(
            rules.CONTROL_CHARACTER.at(Place(file, len(before), len(before[-1]) + 1), number=ord(found[0]))
        )
        written = _CONTROL.sub(" ", written)
    return _as_seen(written), findings


# A whole value between the quotation marks that a word processor makes.
_CURLY = re.compile(
    r"(?<=[:\[,{-] )[\u201c\u201e\u201d]([^\u201c\u201d\u201e\"\\\n]*)[\u201c\u201d](?=\s*(?:[,\]}\n#]|$))"
)


def _as_seen(written: str) -> str:
    """The text as people see it: plain spaces, no marks that nobody sees, straight quotes around values."""
    return written if written.isascii() else _CURLY.sub(r'"\1"', visible(written))


# What has a beginning that says more than the place where the parser gave up.
_OPENED = re.compile("flow|quoted|simple key")
_LEADING_TAB = re.compile(r"^ *\t+\s*")


def _untabbed(line: str) -> str:
    """The line with two spaces for each leading tab; its columns shift."""
    found = _LEADING_TAB.match(line)
    return found[0].replace("\t", "  ") + line[found.end() :] if found else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_KEY_LINE = re.compile(r" *[^\s#\-{}\[\],\"'][^#]*?:(\s|$)")


def _cut_entry(lines: list[str], stop: _Stop) -> dict[int, str]:
    """Empties the lines of the entry around a mistake and gives what was there; nothing when all is empty.

    The entry is the nearest block above the mistake that is not deeper than the entries of a top-level key.
    """
    if stop.finding.rule == rules.TAB.name:
        return {}
    last = min(stop.finding.place.line or 1, len(lines)) - 1
    while last > 0 and not lines[last].strip():
        last -= 1
    since = min(stop.since, last)
    entry_indent = next(
        (_indent(line) for line in lines if line.startswith(" ") and _KEY_LINE.match(line)), 0
    )
    while since > 0 and not (_indent(lines[since]) <= entry_indent and _KEY_LINE.match(lines[since])):
        since -= 1
    until = last + 1
    depth = _indent(lines[since]) if lines else 0
    while until < len(lines) and (_indent(lines[until]) > depth or not lines[until].strip()):
        until += 1
    removed = {at + 1: lines[at] for at in range(since, until) if lines[at].strip()}
    lines[since:until] = ["\n"] * (until - since)
    return removed


class _Builder(Struct):
    """Builds values from the parser's events and notes where each is."""

    file: str
    most: int
    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    findings: list[Finding] = []
    # What each anchor stands for and how many values that is.
    anchors: dict[str, tuple[Value, int]] = {}
    count: int = 0
    repeated: int = 0

    def read(self, text: str, parser: Any) -> Value | None:
        """The value of the one document in a text; None when there is none."""
        events = parser(text)
        try:
            return self._document(events)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error, text) from None
        finally:
            events.dispose()

    def _document(self, events: Any) -> Value | None:
        events.get_event()
        if isinstance(events.get_event(), yaml.StreamEndEvent):
            return None
        value = self._value(events, events.get_event(), ())
        events.get_event()
        another = events.get_event()
        if not isinstance(another, yaml.StreamEndEvent):
            self._report(another, rules.SEVERAL_DOCUMENTS.broken())
        return value

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _report(self, event: Any, broken: Broken) -> None:
        self.findings.append(broken.at(self._place(event)))

    def _value(self, events: Any, event: Any, path: Path) -> Value:
        self.count += 1
        if self.count > self.most:
            raise _Stop(rules.TOO_MANY_VALUES.at(self._place(event), count=self.most), event.start_mark.line)
        # A key that is used twice keeps the places of its first value, as that is the one that is read.
        self.values.setdefault(path, self._place(event))
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        if event.tag is not None:
            self._report_tag(event)
        before = self.count
        value = self._content(events, event, path)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, self.count - before + 1)
        return value

    def _content(self, events: Any, event: Any, path: Path) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            return self._seen(event)
        if len(path) > DEEPEST:
            raise _Stop(_too_deep(self._place(event)), event.start_mark.line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _seen(self, event: Any) -> str:
        """The text of a scalar; what YAML's escapes put in it can drive a terminal."""
        text = str(event.value)
        number = hidden_code(text)
        if number is not None:
            self.findings.append(rules.CONTROL_CHARACTER.at(self._place(event), number=number))
        return visible(text)

    def _sequence(self, events: Any, path: Path) -> Value:
        items: list[Value] = []
        while not isinstance(event := events.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(events, event, (*path, len(items))))
        return items

    def _mapping(self, events: Any, path: Path) -> Value:
        block: dict[str, Value] = {}
        while not isinstance(key_event := events.get_event(), yaml.MappingEndEvent):
            key = self._key(events, key_event, path)
            if key is None:
                self._value(events, events.get_event(), (*path, ""))
                continue
            inner = (*path, key)
            if key in block:
                self._report_twice(key_event, key, self.keys[inner])
            self.keys.setdefault(inner, self._place(key_event))
            value = self._value(events, events.get_event(), inner)
            block.setdefault(key, value)
        return block

    def _key(self, events: Any, event: Any, path: Path) -> str | None:
        if isinstance(event, yaml.ScalarEvent):
            return self._seen(event)
        self._report(event, rules.KEY_IS_NOT_TEXT.broken())
        self._value(events, event, (*path, ""))
        return None

    def _repeated(self, event: Any) -> Value:
        value, count = self.anchors.get(event.anchor, ("", 0))
        if not count:
            self._report(event, rules.UNKNOWN_ANCHOR.broken(name=event.anchor))
        self.repeated += count
        self.count += count
        if self.repeated > MOST_REPEATED:
            raise _Stop(
                rules.TOO_MUCH_REPETITION.at(self._place(event), name=event.anchor), event.start_mark.line
            )
        return value

    def _report_tag(self, event: Any) -> None:
        self._report(event, rules.YAML_TAG.broken(tag=event.tag.replace("tag:yaml.org,2002:", "!!")))

    def _report_twice(self, event: Any, key: str, first: Place) -> None:
        self._report(event, rules.DUPLICATE_KEY.broken(key=key, line=first.line or 0))

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> _Stop:
        lines = text.splitlines() or [""]
        line, column = _position(error.problem_mark, lines)
        tabs = [at for at, written in enumerate(lines[: line + 1]) if _LEADING_TAB.match(written)]
        if tabs:
            return _Stop(_tab(self.file, tabs[0], lines), tabs[0])
        problem = error.problem or ""
        # libyaml looks ahead, and gives up at a thousand levels before it tells of any of them.
        if "nesting depth" in problem:
            return _Stop(_too_deep(Place(self.file, line + 1, column + 1)), line)
        # Of what was never closed the beginning is the place to look at, not the end of the file.
        if _OPENED.search(error.context or ""):
            line, column = _position(error.context_mark, lines)
        broken = _syntax(problem, lines[line][column : column + 1])
        return _Stop(broken.at(Place(self.file, line + 1, column + 1)), line)


def _too_deep(place: Place) -> Finding:
    return rules.TOO_DEEP.at(place, count=DEEPEST)


def _position(mark: Any, lines: list[str]) -> tuple[int, int]:
    """Line and column of a parser's mark, from 0; past the end is at the end."""
    if mark is None or mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, mark.column


def _tab(file: str, first: int, lines: list[str]) -> Finding:
    count = sum(bool(_LEADING_TAB.match(line)) for line in lines)
    return rules.TAB.at(Place(file, first + 1, lines[first].index("\t") + 1), count=count)


# What the parsers call a mistake; libyaml and PyYAML use other words.
_SYNTAX: Mapping[str, Rule] = {
    "mapping values are not allowed": rules.COLON_IN_TEXT,
    "cannot start any token": rules.TEXT_CANNOT_BEGIN_SO,
    r"expected ',' or '\]'": rules.LIST_NOT_CLOSED,
    r"expected ',' or '\}'": rules.BLOCK_NOT_CLOSED,
    "unexpected end of stream": rules.QUOTE_NOT_CLOSED,
    "could not find expected ':'": rules.NO_COLON,
    "expected key|expected '-' indicator|expected <block end>": rules.OTHER_COLUMN,
    "sequence entries are not allowed": rules.LIST_ON_THE_LINE_OF_ITS_KEY,
}


def _syntax(problem: str, character: str) -> Broken:
    """The parser's complaint in our words."""
    for pattern, rule in _SYNTAX.items():
        if re.search(pattern, problem):
            return rule.broken(**({"character": character} if rule is rules.TEXT_CANNOT_BEGIN_SO else {}))
    return rules.NOT_YAML.broken(problem=problem)

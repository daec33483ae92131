"""The bytes of a calendar file in; its components and properties as they are written, with their lines, out.

A calendar library forgives what it reads and hides what it dropped; who must say what is wrong with a file,
or take an answer from anybody's program, needs the lines themselves. ``icalendar`` is loaded only to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from leernet.visible import visible


class Property(Struct, frozen=True):
    """A line of a component.

    Attributes:
        name: in capitals.
        parameters: by name in capitals, quotes taken off; of one given twice the last.
        value: as written.
        line: on which it begins, from 1.
    """

    name: str
    parameters: Mapping[str, str]
    value: str
    line: int
    raw: str = ""

    @property
    def text(self) -> str:
        """The value as text: escapes undone, without what nobody sees."""
        return visible(re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value))


class Component(Struct, frozen=True):
    """A ``BEGIN`` up to its ``END``.

    Attributes:
        name: in capitals.
        line: of its ``BEGIN``.
        closed: whether its ``END`` is there.
    """

    name: str
    line: int
    properties: tuple[Property, ...]
    components: tuple[Component, ...]
    closed: bool = True

    def all(self, name: str) -> tuple[Property, ...]:
        """The properties of that name."""
        return tuple(one for one in self.properties if one.name == name)

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        return next((one for one in self.properties if one.name == name), None)

    def text(self, name: str) -> str:
        """The text of the first property of that name; empty when there is none."""
        found = self.first(name)
        return found.text if found else ""

    def inner(self, name: str) -> tuple[Component, ...]:
        """The components of that name directly within."""
        return tuple(one for one in self.components if one.name == name)


class _Open(Struct):
    name: str
    line: int
    properties: list[Property] = []
    components: list[Component] = []

    def shut(self, *, closed: bool) -> Component:
        return Component(self.name, self.line, tuple(self.properties), tuple(self.components), closed)


def read_components(content: bytes) -> tuple[Component, ...]:
    """The outermost components; what is outside any is left out."""
    root = _Open("", 0)
    stack = [root]
    for line, text in unfolded(content):
        found = read_property(text, line)
        if found is None:
            continue
        if found.name == "BEGIN":
            stack.append(_Open(found.value.strip().upper(), line))
        elif found.name == "END":
            _shut(stack, found.value.strip().upper())
        else:
            stack[-1].properties.append(found)
    while len(stack) > 1:
        stack[-2].components.append(stack.pop().shut(closed=False))
    return tuple(root.components)


def _shut(stack: list[_Open], name: str) -> None:
    if not any(one.name == name for one in stack[1:]):
        return
    while True:
        last = stack.pop()
        stack[-1].components.append(last.shut(closed=last.name == name))
        if last.name == name:
            return


def unfolded(content: bytes) -> Iterator[tuple[int, str]]:
    """The lines put together again where they were folded, each with the number of its first one.

    Bytes that are no UTF-8 become replacement characters, after unfolding: a fold may cut a character.
    """
    pending: list[bytes] = []
    first = 0
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", content.removeprefix(b"\xef\xbb\xbf")), start=1):
        if line[:1] in (b" ", b"\t") and pending:
            pending.append(line[1:])
            continue
        if pending:
            yield first, b"".join(pending).decode("utf-8", "replace")
        pending, first = ([line] if line.strip() else []), number
    if pending:
        yield first, b"".join(pending).decode("utf-8", "replace")


_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')


def read_property(text: str, line: int) -> Property | None:
    """A line as a property; None when it has not the shape of one."""
    name = _NAME.match(text)
    if name is None:
        return None
    at = name.end()
    parameters: dict[str, str] = {}
    while found := _PARAMETER.match(text, at):
        parameters[found[1].upper()] = found[2].replace('"', "")
        at = found.end()
    if text[at : at + 1] != ":":
        return None
    return Property(name[0].upper(), parameters, text[at + 1 :], line, text)


def parameter_names(raw: str) -> list[str]:
    """The names of the parameters of a line, in capitals; of one given twice both."""
    name = _NAME.match(raw)
    at = name.end() if name else 0
    names: list[str] = []
    while found := _PARAMETER.match(raw, at):
        names.append(found[1].upper())
        at = found.end()
    return names


def moment_in(value: str, parameters: Mapping[str, str], floating: tzinfo) -> datetime | None:
    """What a DATE or DATE-TIME is, of a day its beginning; None where it is neither.

    Args:
        floating: the zone of a time without one, or in one that nobody knows, as Outlook's own names.
    """
    match = re.fullmatch(r"(\d{8})(?:T(\d{4}(?:\d\d)?)(Z?))?", value.strip())
    if match is None:
        return None
    try:
        moment = datetime.strptime(match[1] + (match[2] or "").ljust(6, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None
    zone = UTC if match[3] else zone_called(parameters.get("TZID", "")) if match[2] else None
    return moment.replace(tzinfo=zone or floating)


# A calendar names few.
@lru_cache(maxsize=256)
def zone_called(name: str) -> ZoneInfo | None:
    """The time zone of this name; None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None

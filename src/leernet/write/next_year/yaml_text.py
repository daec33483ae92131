"""A YAML file of a closing year in; the same text for the next year out, comments and layout kept.

Only values that belong to the closing year change; above each is a comment that says what was assumed.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import yaml
from msgspec import Struct
from pydantic_core import PydanticCustomError

from leernet.days.holidays import is_known, school_holidays
from leernet.model.values import Days, Region, SchoolYear, days_from_text
from leernet.read.assumed import MARK
from leernet.read.yamltext import nodes_of
from leernet.words import Sentence, Words, _

# What was assumed a year ago, and nobody took out.
_OLD_MARK = re.compile(rf"^ *{MARK}.*\r?\n", re.MULTILINE)

# Days of one year that say nothing about the next.
_LEFT_OUT = frozenset(("closed", "open", "away", "avoid", "no_notice", "host_not"))
# Of a meeting, what belongs to this year's only.
_DROPPED = frozenset(("host_confirmed", "link", "cancelled"))


class ClosingYear(Struct, frozen=True):
    """The year that closes.

    Attributes:
        rotating: ids of the networks whose hosts change by turn.
        region: holiday region of the project.
    """

    year: SchoolYear
    rotating: frozenset[str]
    region: Region | None
    spoken: Words

    @property
    def coming(self) -> SchoolYear:
        """The next year."""
        return SchoolYear(self.year.starts_in + 1)


class _Edits(Struct):
    """Changes of a text: what is from one character to another becomes something else.

    Attributes:
        marks: by line, from 0, what was assumed there.
    """

    text: str
    changes: dict[tuple[int, int], str] = {}
    marks: dict[int, list[Sentence]] = {}

    def replace(self, node: yaml.Node, new: str) -> None:
        begin, end = node.start_mark.index, _end(node)
        written = self.text[begin:end]
        # An anchor stays: an alias elsewhere means it.
        if written.startswith("&"):
            new = f"{written.split()[0]} {new}"
        self.changes[begin, end] = new

    def remove(self, parent: yaml.MappingNode, at: int) -> None:
        """Take a key with its value out of a mapping that has others."""
        pairs = parent.value
        key, value = pairs[at]
        if parent.flow_style:
            begin, end = key.start_mark.index, _end(value)
            if at > 0:
                begin = _end(pairs[at - 1][1])
            else:
                end = pairs[1][0].start_mark.index
            self.changes[begin, end] = ""
        elif at > 0:
            begin = self.text.rfind("\n", 0, key.start_mark.index)
            end = self.text.find("\n", _end(value))
            self.changes[max(begin, 0), len(self.text) if end < 0 else end] = ""
        else:
            # Behind the hyphen of a list is the key: the next one takes its place.
            self.changes[key.start_mark.index, pairs[1][0].start_mark.index] = ""

    def mark(self, node: yaml.Node, said: Sentence) -> None:
        said_there = self.marks.setdefault(node.start_mark.line, [])
        if said not in said_there:
            said_there.append(said)

    def result(self, spoken: Words) -> str:
        newline = "\r\n" if "\r\n" in self.text else "\n"
        starts = [0, *(at + 1 for at, letter in enumerate(self.text) if letter == "\n")]
        for line, said in self.marks.items():
            begin = starts[line]
            indent = self.text[begin:][: len(self.text[begin:]) - len(self.text[begin:].lstrip(" "))]
            told = "; ".join(spoken.say(one) for one in said)
            before = self.changes.get((begin, begin), "")
            self.changes[begin, begin] = f"{before}{indent}{MARK} {told}{newline}"
        parts, last = [], 0
        for (begin, end), new in sorted(self.changes.items()):
            if begin >= last:
                parts += [self.text[last:begin], new]
                last = end
        return "".join((*parts, self.text[last:]))


def _end(node: yaml.Node) -> int:
    """Where a value ends: that of a block is the end of its last part, without what follows."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return end


def next_year_yaml(text: str, closing: ClosingYear) -> str:
    """The definitions of a file for the next year; a text that is no YAML stays as it is.

    Args:
        text: of the file, without a byte order mark.
    """
    text = _OLD_MARK.sub("", text)
    root, edits = nodes_of(text), _Edits(text)
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            _visit(edits, (key.value,), value, closing)
    return edits.result(closing.spoken)


def _pairs(node: yaml.Node) -> Iterator[tuple[int, yaml.Node, str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for at, (key, value) in enumerate(node.value):
            yield at, key, key.value if isinstance(key.value, str) else "", value


def _visit(edits: _Edits, path: tuple[str, ...], node: yaml.Node, closing: ClosingYear) -> None:
    """Walk the definitions, and change what belongs to the closing year."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _visit(edits, (*path, "-"), item, closing)
        return
    keys = {name for _at, _key, name, _value in _pairs(node)}
    for at, key, name, value in _pairs(node):
        if path == ("year",) and name == "school_year":
            edits.replace(value, str(closing.coming))
        elif name in _LEFT_OUT and path[0] in ("year", "schools", "members", "organisations"):
            _leave_out(edits, key, name, value, closing)
        elif name in ("window", "closes"):
            _move(edits, key, value, closing)
        elif _is_of_a_day(path):
            _visit_dated(edits, path, node, (at, key, name, value), keys, closing)
        elif name == "runs" and path[0] == "workshops" and value.value == "no":
            edits.mark(key, _("'{key}' is from {school_year}", key=name, school_year=str(closing.year)))
        elif name == "wishes" and path[-1] == "pairs":
            edits.mark(key, _("wishes of {school_year}: ask again", school_year=str(closing.year)))
        else:
            _visit(edits, (*path, name), value, closing)


def _is_of_a_day(path: tuple[str, ...]) -> bool:
    """Whether a mapping is a meeting of a network or a moment of a series."""
    of_meeting = len(path) == 4 and path[0] == "networks" and path[2:] == ("meetings", "-")
    return of_meeting or (len(path) == 4 and path[0] == "series" and path[2] == "moments")


def _leave_out(edits: _Edits, key: yaml.Node, name: str, value: yaml.Node, closing: ClosingYear) -> None:
    coming = any(days.first in closing.coming.days for days in _all_days(value))
    if coming or not isinstance(value, yaml.CollectionNode | yaml.ScalarNode):
        return
    if value.value:
        edits.replace(value, "[]")
    edits.mark(
        key,
        _(
            "days of '{key}' in {school_year} left out; fill in those of {coming}",
            key=name,
            school_year=str(closing.year),
            coming=str(closing.coming),
        ),
    )


def _all_days(value: yaml.Node) -> Iterator[Days]:
    """Every day that is in a value, however deep."""
    if isinstance(value, yaml.ScalarNode) and (days := _days(value.value)):
        yield days
    for inner in value.value if isinstance(value, yaml.SequenceNode) else ():
        yield from _all_days(inner)
    for _at, _key, _name, inner in _pairs(value):
        yield from _all_days(inner)


def _move(edits: _Edits, key: yaml.Node, value: yaml.Node, closing: ClosingYear) -> None:
    """A window, or the day on which choices close, to the same weeks."""
    for scalar in _scalars(value):
        days = _days(scalar.value)
        moved = same_weeks(days, closing.year) if days is not None else None
        if days is not None and moved != days:
            edits.replace(scalar, str(moved))
            edits.mark(key, _("the same weeks as before; it was {days}", days=str(days)))


def _scalars(value: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(value, yaml.ScalarNode):
        yield value
    for _at, _key, name, inner in _pairs(value):
        if name in ("from", "until") and isinstance(inner, yaml.ScalarNode):
            yield inner


def _days(text: str) -> Days | None:
    try:
        return days_from_text(text)
    except PydanticCustomError:
        return None


def _visit_dated(
    edits: _Edits,
    path: tuple[str, ...],
    parent: yaml.Node,
    entry: tuple[int, yaml.Node, str, yaml.Node],
    keys: set[str],
    closing: ClosingYear,
) -> None:
    """A key of a meeting or a moment that was of this year only."""
    at, key, name, value = entry
    if not isinstance(parent, yaml.MappingNode):
        return
    alone = len(parent.value) == 1
    if name == "dates" and path[0] == "series" and isinstance(value, yaml.SequenceNode):
        for one in value.value:
            _move(edits, key, one, closing)
    elif name in ("date", "dates"):
        _visit_date(edits, parent, (at, key, value), beside="window" in keys or alone, closing=closing)
    elif name == "host" and path[1] in closing.rotating and not alone:
        edits.remove(parent, at)
        edits.mark(key, _("the host was {host}; turns choose now", host=value.value))
    elif name in _DROPPED and not alone:
        edits.remove(parent, at)
        edits.mark(key, _("'{key}' of {school_year} left out", key=name, school_year=str(closing.year)))
    elif name in ("theme", "bring"):
        edits.mark(key, _("'{key}' is from {school_year}", key=name, school_year=str(closing.year)))


def _visit_date(
    edits: _Edits,
    parent: yaml.MappingNode,
    entry: tuple[int, yaml.Node, yaml.Node],
    *,
    beside: bool,
    closing: ClosingYear,
) -> None:
    """A day that was fixed: the plan chooses one in the window, or in the same week."""
    at, key, value = entry
    written = value.value if isinstance(value.value, list) else [value]
    fixed = [days for one in written if isinstance(one.value, str) and (days := _days(one.value))]
    held = [one.first for one in fixed if one.first in closing.year.days]
    if not held:
        return
    told = ", ".join(str(day) for day in held)
    if beside and len(parent.value) > 1:
        edits.remove(parent, at)
    else:
        edits.changes[key.start_mark.index, key.end_mark.index] = "window"
        edits.replace(value, str(_window(held, closing)))
    edits.mark(key, _("the date was {days}; the plan chooses one", days=told))


def _window(days: list[date], closing: ClosingYear) -> Days:
    around = [week_around(day, closing.year, closing.region) for day in days]
    return Days(min(one.first for one in around), max(one.last for one in around))


_FRIDAY = 4


def same_week(day: date, closing: SchoolYear) -> date:
    """The day of the next school year with the same week number and weekday.

    Schools count in weeks, and holidays move with them. A year without a week 53 has its week 52 instead.

    >>> same_week(date(2026, 11, 10), SchoolYear(2026))
    datetime.date(2027, 11, 16)
    """
    iso = day.isocalendar()
    try:
        moved = date.fromisocalendar(iso.year + 1, iso.week, iso.weekday)
    except ValueError:
        moved = date.fromisocalendar(iso.year + 1, 52, iso.weekday)
    coming = SchoolYear(closing.starts_in + 1).days
    return min(max(moved, coming.first), coming.last)


def same_weeks(days: Days, closing: SchoolYear) -> Days:
    """The same weeks a year later; days that do not lie in the closing year stay what they are."""
    if days.first not in closing.days or days.last not in closing.days:
        return days
    first = same_week(days.first, closing)
    return Days(first, max(first, same_week(days.last, closing)), days.reason)


def week_around(day: date, closing: SchoolYear, region: Region | None) -> Days:
    """The days among which a day that was fixed is chosen anew: Monday to Friday of its week.

    Where that week is a holiday of the region, the week before and the week after belong to it too.
    """
    if day not in closing.days:
        return Days(day, day)
    moved = same_week(day, closing)
    monday = moved - timedelta(days=moved.weekday())
    friday = monday + timedelta(days=_FRIDAY)
    coming = SchoolYear(closing.starts_in + 1)
    if region is not None and is_known(coming):
        holidays = [holiday.days for holiday in school_holidays(region, coming)]
        if any(monday in days and friday in days for days in holidays):
            monday, friday = monday - timedelta(weeks=1), friday + timedelta(weeks=1)
    inside = coming.days
    return Days(max(monday, inside.first), min(friday, inside.last))

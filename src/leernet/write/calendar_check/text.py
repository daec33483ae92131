"""A calendar object as bytes and lines in; what breaks there out (RFC 5545 3.1 and 3.3.11, RFC 6868)."""

import re
from collections.abc import Iterator

from leernet.catalogue import calendar_files as rules
from leernet.finding import Finding, Place
from leernet.read.icalendar_text import Property, read_property, unfolded
from leernet.write.calendar_check.found import CalendarObject


def byte_findings(found: CalendarObject) -> Iterator[Finding]:
    """What is wrong with the bytes."""
    content = found.content
    if content.startswith(b"\xef\xbb\xbf"):
        yield rules.ICS_BOM.at(found.at(1))
    raw = content.removeprefix(b"\xef\xbb\xbf")
    bare = re.search(rb"(?<!\r)\n", raw)
    # In a mail the transport writes the line ends.
    if bare and found.mail is None:
        yield rules.ICS_LINE_ENDS.at(found.at(raw.count(b"\n", 0, bare.start()) + 1))
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", raw), start=1):
        if len(line) > 75:
            yield rules.ICS_LONG_LINE.at(found.at(number), octets=len(line))
        if line[:1] in (b" ", b"\t") and 0x80 <= (line[1] if len(line) > 1 else 0) < 0xC0:
            yield rules.ICS_SPLIT_CHARACTER.at(found.at(number))
    try:
        b"".join(re.split(rb"(?:\r\n|\n|\r)[ \t]", raw)).decode()
    except UnicodeDecodeError:
        yield rules.ICS_NOT_UTF8.at(found.at(1))


_TEXTS_OF_EVENTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT")


_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[,;]")


def block_findings(found: CalendarObject) -> Iterator[Finding]:
    """What ends a block that was not begun, and what is outside any."""
    begun: list[str] = []
    for number, text in unfolded(found.content):
        written = read_property(text, number)
        if written is None:
            continue
        block = written.value.strip().upper()
        if written.name == "BEGIN":
            begun.append(block)
        elif written.name == "END" and block in begun:
            del begun[len(begun) - 1 - begun[::-1].index(block) :]
        elif written.name == "END":
            yield rules.ICS_STRAY_END.at(found.at(number), name=block)
        elif not begun:
            yield rules.ICS_OUTSIDE.at(found.at(number), name=written.name)


def line_findings(found: CalendarObject) -> Iterator[Finding]:
    """What is wrong with single lines."""
    for number, text in unfolded(found.content):
        written = read_property(text, number)
        place = found.at(number)
        if written is None:
            yield (rules.ICS_NAME_QUOTE if '"' in text else rules.ICS_STRAY_LINE).at(place)
            continue
        if any((ord(character) < 32 and character != "\t") or ord(character) == 127 for character in text):
            yield rules.ICS_CONTROL_CHARACTER.at(place, name=written.name)
        if any("^" in value for value in written.parameters.values()):
            yield rules.ICS_CARET.at(place, name=written.name)
        if written.name in _TEXTS_OF_EVENTS:
            yield from _text_findings(place, written)


def _text_findings(place: Place, written: Property) -> Iterator[Finding]:
    if _UNESCAPED.search(written.value):
        yield rules.ICS_UNESCAPED.at(place, name=written.name)
    if re.search(r"\\\\[n,;]", written.value):
        yield rules.ICS_ESCAPED_TWICE.at(place, name=written.name)
    if written.name == "DESCRIPTION" and re.search(
        r"<(p|br|div|html|a|b|ul|li)\b[^>]*>", written.value, re.I
    ):
        yield rules.ICS_HTML.at(place)

"""Outlook's own formats, a ``.msg`` file or a ``winmail.dat``, in; what they say of a meeting or a mail out.

Of a meeting that was answered in Outlook there is no calendar text: the answer is in the class of the
message, and the UID in its global object id. Both are put into the words of a calendar here, so that there is
one way to judge an answer.

Source: [MS-OXMSG], [MS-OXTNEF], [MS-OXOCAL] 2.2.1.27 (the UID of another program follows ``vCal-Uid``).
"""

import io
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from email.utils import format_datetime
from typing import Any, TypeAlias

import olefile

# A property by its number; a named one by the beginning of its set's GUID and its number there.
Properties: TypeAlias = Mapping[int | tuple[str, int], Any]

_MEETING, _APPOINTMENT = "90dad86e", "02200600"
_GLOBAL_OBJECT_ID, _CLEAN_OBJECT_ID = (_MEETING, 0x0003), (_MEETING, 0x0023)
_SEQUENCE = (_APPOINTMENT, 0x8201)
_CLASS, _SUBJECT, _BODY, _SENT, _ARRIVED = 0x001A, 0x0037, 0x1000, 0x0039, 0x0E06
_SENDERS = (0x5D01, 0x0C1F)
_PRINCIPALS = (0x5D02, 0x0065)
_HEADERS, _IN_REPLY_TO, _REFERENCES, _MESSAGE_ID = 0x007D, 0x1042, 0x1039, 0x1035

_ANSWERS = {
    "ipm.schedule.meeting.resp.pos": "ACCEPTED",
    "ipm.schedule.meeting.resp.neg": "DECLINED",
    "ipm.schedule.meeting.resp.tent": "TENTATIVE",
    "ipm.microsoft schedule.mtgrespp": "ACCEPTED",
    "ipm.microsoft schedule.mtgrespn": "DECLINED",
    "ipm.microsoft schedule.mtgrespa": "TENTATIVE",
}


def msg_properties(content: bytes) -> Properties:
    """The properties of a ``.msg`` file.

    Raises:
        ValueError: it is none, or is cut off.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            found = dict(_streams(file))
            names = _names(file)
    # The library has no one error for a damaged file.
    except Exception as error:
        raise ValueError("no .msg file") from error
    return {names.get(tag, tag) if tag >= 0x8000 else tag: value for tag, value in found.items()}


def _streams(file: olefile.OleFileIO) -> Iterator[tuple[int, Any]]:
    fixed = file.openstream("__properties_version1.0").read()
    for at in range(32, len(fixed) - 15, 16):
        kind, tag, _flags, value = struct.unpack_from("<HHI8s", fixed, at)
        if kind in _FIXED:
            yield tag, _FIXED[kind](value)
    for path in file.listdir():
        name = path[0]
        if len(path) == 1 and name.startswith("__substg1.0_"):
            tag, kind = int(name[12:16], 16), int(name[16:20], 16)
            yield tag, _value(kind, file.openstream(path).read())


def _names(file: olefile.OleFileIO) -> dict[int, tuple[str, int]]:
    guids = file.openstream("__nameid_version1.0/__substg1.0_00020102").read()
    entries = file.openstream("__nameid_version1.0/__substg1.0_00030102").read()
    found: dict[int, tuple[str, int]] = {}
    for at in range(0, len(entries) - 7, 8):
        number, kind, index = struct.unpack_from("<IHH", entries, at)
        guid = (kind >> 1) - 3
        if not kind & 1 and guid >= 0:
            found[0x8000 + index] = (guids[16 * guid : 16 * guid + 4].hex(), number)
    return found


def _file_time(value: bytes) -> datetime:
    ticks: int = struct.unpack("<Q", value)[0]
    return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)


_FIXED: Mapping[int, Any] = {0x0003: lambda value: struct.unpack("<i", value[:4])[0], 0x0040: _file_time}


def _value(kind: int, content: bytes) -> Any:
    if kind == 0x001F:
        return content.decode("utf-16-le", "replace").rstrip("\0")
    if kind == 0x001E:
        return content.decode("cp1252", "replace").rstrip("\0")
    return content


def tnef_properties(content: bytes) -> Properties:
    """The properties of a ``winmail.dat``, and what is attached to it under the number 0.

    Raises:
        ValueError: it is none, or is cut off.
    """
    if content[:4] != b"\x78\x9f\x3e\x22":
        raise ValueError("no winmail.dat")
    found: dict[int | tuple[str, int], Any] = {0: []}
    at = 6
    try:
        while at < len(content):
            attribute, length = struct.unpack_from("<II", content, at + 1)
            inside = content[at + 9 : at + 9 + length]
            if attribute == 0x00069003:
                found.update(_mapi(inside))
            elif attribute == 0x00078008:
                found.setdefault(_CLASS, inside.decode("ascii", "replace").rstrip("\0"))
            elif attribute == 0x0006800F:
                found[0].append(inside)
            at += 9 + length + 2
    except (struct.error, IndexError, OverflowError) as error:
        raise ValueError("a winmail.dat that is cut off") from error
    return found


def _mapi(content: bytes) -> Iterator[tuple[int | tuple[str, int], Any]]:
    (count,) = struct.unpack_from("<I", content)
    at = 4
    for _number in range(count):
        kind, tag = struct.unpack_from("<HH", content, at)
        at += 4
        name: int | tuple[str, int] = tag
        if tag >= 0x8000:
            guid, named_by, number = content[at : at + 4].hex(), *struct.unpack_from("<II", content, at + 16)
            at += 24 + (0 if named_by == 0 else -(-number // 4) * 4)
            name = (guid, number if named_by == 0 else -1)
        values, at = _mapi_values(kind, content, at)
        if values:
            yield name, values[0]


def _mapi_values(kind: int, content: bytes, at: int) -> tuple[list[Any], int]:
    many, kind = bool(kind & 0x1000), kind & 0x0FFF
    variable = kind in (0x001E, 0x001F, 0x0102, 0x000D)
    count = 1
    if many or variable:
        (count,) = struct.unpack_from("<I", content, at)
        at += 4
    values: list[Any] = []
    for _number in range(count):
        if at >= len(content):
            raise IndexError("fewer values than are counted")
        if variable:
            (length,) = struct.unpack_from("<I", content, at)
            values.append(_value(kind, content[at + 4 : at + 4 + length]))
            at += 4 + -(-length // 4) * 4
        else:
            width = 8 if kind in (0x0005, 0x0006, 0x0007, 0x0014, 0x0040) else 16 if kind == 0x0048 else 4
            values.append(_FIXED.get(kind, bytes)(content[at : at + width]))
            at += width
    return values, at


def reply_calendar(properties: Properties, sender: str = "") -> bytes | None:
    """The answer to a meeting as a calendar object; None when this is no answer.

    Args:
        sender: address of the mail around it, where the properties name none.
    """
    answer = _ANSWERS.get(str(properties.get(_CLASS, "")).casefold())
    uid = _uid(properties.get(_GLOBAL_OBJECT_ID) or properties.get(_CLEAN_OBJECT_ID) or b"")
    if answer is None or not uid:
        return None
    moment = _moment(properties)
    stamp = [] if moment is None else [f"DTSTAMP:{moment:%Y%m%dT%H%M%SZ}"]
    lines = [
        "BEGIN:VCALENDAR",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"SEQUENCE:{properties.get(_SEQUENCE, 0)}",
        *stamp,
        f"ATTENDEE;PARTSTAT={answer}:mailto:{_address(properties, _PRINCIPALS) or sender}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(line.replace("\r", " ").replace("\n", " ") for line in lines).encode()


def _moment(properties: Properties) -> datetime | None:
    """When it was sent, else when it arrived."""
    known = (properties.get(_SENT), properties.get(_ARRIVED))
    return next((moment for moment in known if isinstance(moment, datetime)), None)


def _uid(identifier: Any) -> str:
    """The UID of a global object id: another program's own, else the whole in hexadecimal."""
    if not isinstance(identifier, bytes):
        return ""
    _before, marker, behind = identifier.partition(b"vCal-Uid\x01\x00\x00\x00")
    return behind.rstrip(b"\0").decode("utf-8", "replace") if marker else identifier.hex().upper()


def mail_of(properties: Properties) -> Message:
    """A mail in Outlook's format as a mail like any other: who, when, about what, in answer to which."""
    mail = EmailMessage()
    header = str(properties.get(_HEADERS, ""))
    for name, value in (
        ("From", _address(properties, _SENDERS) or _address(properties, _PRINCIPALS)),
        ("Subject", properties.get(_SUBJECT, "")),
        ("In-Reply-To", properties.get(_IN_REPLY_TO, "") or _in_headers(header, "In-Reply-To")),
        ("References", properties.get(_REFERENCES, "") or _in_headers(header, "References")),
        ("Message-ID", properties.get(_MESSAGE_ID, "")),
        ("Auto-Submitted", _in_headers(header, "Auto-Submitted") or _by_class(properties)),
        ("Authentication-Results", _in_headers(header, "Authentication-Results")),
    ):
        if text := " ".join(str(value).split()):
            mail[name] = text
    moment = _moment(properties)
    if moment is not None:
        mail["Date"] = format_datetime(moment)
    mail.set_content(str(properties.get(_BODY, "")))
    return mail


def _by_class(properties: Properties) -> str:
    """What Exchange says of an answer of somebody who is away; within one organisation no header does."""
    absent = str(properties.get(_CLASS, "")).casefold().startswith("ipm.note.rules.ooftemplate")
    return "auto-replied" if absent else ""


def _in_headers(header: str, name: str) -> str:
    from_name = header.casefold().find(f"\n{name.casefold()}:")
    if from_name < 0:
        return ""
    lines = header[from_name + len(name) + 2 :].split("\n")
    following = iter(lines[1:])
    value = [lines[0]]
    for line in following:
        if not line[:1].isspace():
            break
        value.append(line)
    return " ".join(value)


def _address(properties: Properties, tags: tuple[int, ...]) -> str:
    found = (str(properties.get(tag, "")) for tag in tags)
    return next((address for address in found if "@" in address), "")

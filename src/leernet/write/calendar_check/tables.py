"""What RFC 5545 allows, as tables: what may be in a component, the type of a value, the words it may be.

Names that are in no table (``X-…``, and those that later standards added) are left alone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Holds(NamedTuple):
    """What may be in a component (3.6; RFC 7986 and 9074).

    Attributes:
        needed: there must be one, and only one.
        once: at most one.
        many: any number.
        inner: components within it.
    """

    needed: frozenset[str]
    once: frozenset[str]
    many: frozenset[str]
    inner: frozenset[str]


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _holds(needed: str, once: str, many: str, inner: str = "") -> Holds:
    return Holds(*(frozenset(_names(one)) for one in (needed, once, many, inner)))


_OFFSETS = _holds("DTSTART TZOFFSETTO TZOFFSETFROM", "RRULE", "COMMENT RDATE TZNAME")
_ENTRY = "CLASS COLOR CREATED DTSTART LAST-MODIFIED ORGANIZER RECURRENCE-ID RRULE SEQUENCE STATUS SUMMARY URL"
_LISTS = "ATTACH ATTENDEE CATEGORIES COMMENT CONFERENCE CONTACT EXDATE IMAGE RDATE RELATED-TO REQUEST-STATUS"
HOLDS: Mapping[str, Holds] = {
    "VCALENDAR": _holds(
        "",  # PRODID and VERSION have rules of their own
        "CALSCALE COLOR LAST-MODIFIED METHOD PRODID REFRESH-INTERVAL SOURCE UID URL VERSION",
        "CATEGORIES DESCRIPTION IMAGE NAME",
        "VEVENT VTODO VJOURNAL VFREEBUSY VTIMEZONE",
    ),
    "VEVENT": _holds(
        "",  # so have UID, DTSTAMP and what a METHOD asks for
        f"{_ENTRY} DESCRIPTION DTEND DTSTAMP DURATION GEO LOCATION PRIORITY TRANSP UID",
        f"{_LISTS} RESOURCES",
        "VALARM",
    ),
    "VTODO": _holds(
        "DTSTAMP UID",
        f"{_ENTRY} COMPLETED DESCRIPTION DUE DURATION GEO LOCATION PERCENT-COMPLETE PRIORITY",
        f"{_LISTS} RESOURCES",
        "VALARM",
    ),
    "VJOURNAL": _holds("DTSTAMP UID", _ENTRY, f"{_LISTS} DESCRIPTION"),
    "VFREEBUSY": _holds(
        "DTSTAMP UID", "CONTACT DTEND DTSTART ORGANIZER URL", "ATTENDEE COMMENT FREEBUSY REQUEST-STATUS"
    ),
    "VALARM": _holds(
        "ACTION TRIGGER", "ACKNOWLEDGED DESCRIPTION DURATION REPEAT SUMMARY UID", "ATTACH ATTENDEE RELATED-TO"
    ),
    "VTIMEZONE": _holds("TZID", "LAST-MODIFIED TZURL", "", "STANDARD DAYLIGHT"),
    "STANDARD": _OFFSETS,
    "DAYLIGHT": _OFFSETS,
}
# 3.6.6: what else an alarm has, by what it does.
NEEDED_OF_ALARM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
)
# RFC 5546, 3.2: what an entry has, and what it has not, by METHOD.
NEEDED_BY_METHOD: Mapping[str, tuple[str, ...]] = {
    "": ("DTSTART",),
    "PUBLISH": ("DTSTART",),
    "REQUEST": ("DTSTART", "SUMMARY", "ORGANIZER", "ATTENDEE", "SEQUENCE"),
    "REPLY": ("ORGANIZER", "ATTENDEE"),
    "ADD": ("DTSTART", "SUMMARY", "ORGANIZER", "SEQUENCE"),
    "CANCEL": ("ORGANIZER", "ATTENDEE", "SEQUENCE"),
    "REFRESH": ("ORGANIZER", "ATTENDEE"),
    "COUNTER": ("DTSTART", "SUMMARY", "ORGANIZER", "SEQUENCE"),
    "DECLINECOUNTER": ("ORGANIZER",),
}
NOT_BY_METHOD: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("PUBLISH", "REQUEST", "CANCEL"), frozenset(("REQUEST-STATUS",))),
    "ADD": frozenset(("REQUEST-STATUS", "RECURRENCE-ID")),
    "REFRESH": frozenset(
        _names(
            "CLASS CREATED DESCRIPTION DTEND DTSTART DURATION EXDATE GEO LAST-MODIFIED LOCATION "
            "PRIORITY RDATE REQUEST-STATUS RESOURCES RRULE SEQUENCE STATUS SUMMARY TRANSP URL"
        )
    ),
}

# 3.8: the type of a value; where another can be named with VALUE, that too.
TYPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE"), ("DATE-TIME", "DATE")),
    "RDATE": ("DATE-TIME", "DATE", "PERIOD"),
    **dict.fromkeys(("DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED", "ACKNOWLEDGED"), ("UTC",)),
    "FREEBUSY": ("PERIOD",),
    **dict.fromkeys(("DURATION", "REFRESH-INTERVAL"), ("DURATION",)),
    "TRIGGER": ("TRIGGER", "DATE-TIME"),
    "REPEAT": ("INTEGER",),
    "PRIORITY": ("PRIORITY",),
    "PERCENT-COMPLETE": ("PERCENT",),
    "GEO": ("GEO",),
    "RRULE": ("RECUR",),
    **dict.fromkeys(("TZOFFSETTO", "TZOFFSETFROM"), ("UTC-OFFSET",)),
    **dict.fromkeys(("URL", "TZURL", "SOURCE", "CONFERENCE"), ("URI",)),
    **dict.fromkeys(("ATTACH", "IMAGE"), ("URI", "BINARY")),
    **dict.fromkeys(("ATTENDEE", "ORGANIZER"), ("CAL-ADDRESS",)),
    "REQUEST-STATUS": ("REQUEST-STATUS",),
    **dict.fromkeys(
        _names(
            "ACTION CALSCALE CATEGORIES CLASS COLOR COMMENT CONTACT DESCRIPTION LOCATION METHOD "
            "NAME PRODID RELATED-TO RESOURCES STATUS SUMMARY TRANSP TZID TZNAME UID VERSION"
        ),
        ("TEXT",),
    ),
    "SEQUENCE": ("SEQUENCE",),
}
# 3.2.20
VALUE_TYPES = frozenset(
    _names(
        "BINARY BOOLEAN CAL-ADDRESS DATE DATE-TIME DURATION FLOAT INTEGER PERIOD RECUR TEXT TIME URI"
        " UTC-OFFSET"
    )
)
LISTS = frozenset(("EXDATE", "RDATE", "FREEBUSY"))
# What VALUE calls a type that has a narrower name here.
VALUE_NAMES: Mapping[str, str] = {
    "UTC": "DATE-TIME",
    "TRIGGER": "DURATION",
    **dict.fromkeys(("PRIORITY", "PERCENT", "SEQUENCE"), "INTEGER"),
    "GEO": "FLOAT",
    "REQUEST-STATUS": "TEXT",
}

# Words of one's own, where these are allowed.
OTHERS = "X-…"
# The words of a property.
WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("VCALENDAR", "CALSCALE"): ("GREGORIAN",),
    ("VCALENDAR", "METHOD"): tuple(name for name in NEEDED_BY_METHOD if name),
    ("VEVENT", "STATUS"): ("TENTATIVE", "CONFIRMED", "CANCELLED"),
    ("VTODO", "STATUS"): ("NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"),
    ("VJOURNAL", "STATUS"): ("DRAFT", "FINAL", "CANCELLED"),
    ("VEVENT", "TRANSP"): ("OPAQUE", "TRANSPARENT"),
    **dict.fromkeys(
        (("VEVENT", "CLASS"), ("VTODO", "CLASS"), ("VJOURNAL", "CLASS")),
        ("PUBLIC", "PRIVATE", "CONFIDENTIAL", OTHERS),
    ),
    ("VALARM", "ACTION"): ("AUDIO", "DISPLAY", "EMAIL", "PROCEDURE", "NONE", OTHERS),
}
_ANSWERS = ("NEEDS-ACTION", "ACCEPTED", "DECLINED")
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "VEVENT": (*_ANSWERS, "TENTATIVE", "DELEGATED", OTHERS),
    "VTODO": (*_ANSWERS, "TENTATIVE", "DELEGATED", "COMPLETED", "IN-PROCESS", OTHERS),
    "VJOURNAL": (*_ANSWERS, OTHERS),
}
# 3.2: the words of a parameter.
PARAMETER_WORDS: Mapping[str, tuple[str, ...]] = {
    "CUTYPE": ("INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN", OTHERS),
    "ENCODING": ("8BIT", "BASE64"),
    "FBTYPE": ("FREE", "BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE", OTHERS),
    "RANGE": ("THISANDFUTURE",),
    "RELATED": ("START", "END"),
    "RELTYPE": ("PARENT", "CHILD", "SIBLING", "SNOOZE", OTHERS),
    "ROLE": ("CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT", OTHERS),
    "RSVP": ("TRUE", "FALSE"),
}
# 3.2: parameters whose value is an address, or the name of a language or of a type of file.
PARAMETER_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("ALTREP", "DIR"), "URI"),
    **dict.fromkeys(("DELEGATED-FROM", "DELEGATED-TO", "MEMBER", "SENT-BY"), "ADDRESSES"),
    "FMTTYPE": "FMTTYPE",
    "LANGUAGE": "LANGUAGE",
}

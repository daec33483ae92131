"""A type and a text in; whether the text is a value of that type (RFC 5545, 3.3 and 3.8) out."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from leernet.words import Sentence, _

CALLED: Mapping[str, Sentence] = {
    "DATE-TIME": _("a moment, for example 20261112T080000Z; a day alone needs VALUE=DATE"),
    "DATE": _("a day, for example 20261112"),
    "UTC": _("a moment in UTC, for example 20260901T060000Z"),
    "PERIOD": _("a period, for example 20261112T080000Z/PT1H"),
    "DURATION": _("a duration, for example PT1H30M"),
    "TRIGGER": _("a time before the start, for example -P1D, or a moment in UTC"),
    "INTEGER": _("a whole number"),
    "PRIORITY": _("a whole number from 0 to 9"),
    "PERCENT": _("a whole number from 0 to 100"),
    "GEO": _("latitude and longitude, for example 52.09;5.12"),
    "RECUR": _("a rule with FREQ, and with COUNT or UNTIL but not both"),
    "UTC-OFFSET": _("an offset from UTC, for example +0100"),
    "URI": _("an address with a scheme, for example https://pos.example/"),
    "SEQUENCE": _("a whole number"),
    "CAL-ADDRESS": _("an address, for example mailto:name@school.example"),
    "ADDRESSES": _("an address, for example mailto:name@school.example"),
    "BINARY": _("BASE64, which ENCODING must say too"),
    "REQUEST-STATUS": _("a code and a sentence, for example 2.0;Success"),
    "FMTTYPE": _("a type of file, for example application/pdf"),
    "LANGUAGE": _("a language, for example nl or en-GB"),
}

_DATE, _DATE_TIME = re.compile(r"\d{8}"), re.compile(r"(\d{8})T(\d{6})Z?")
_DURATION = re.compile(r"\+?P(\d+W|\d+D(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)")
_OFFSET = re.compile(r"[+-](?!0000(00)?$|-)([01]\d|2[0-3])[0-5]\d([0-5]\d)?|\+0000")
_WHOLE = re.compile(r"[+-]?\d{1,10}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_GEO = re.compile(r"([+-]?\d{1,2}(?:\.\d+)?);([+-]?\d{1,3}(?:\.\d+)?)")


def is_day(value: str) -> bool:
    """Whether a value is a day that exists."""
    return bool(_DATE.fullmatch(value)) and _exists(value, "%Y%m%d")


def is_moment(value: str) -> bool:
    """Whether a value is a moment that exists; 24.00 and the 31st of November do not."""
    return bool(_DATE_TIME.fullmatch(value)) and _exists(value.rstrip("Z"), "%Y%m%dT%H%M%S")


def _exists(value: str, form: str) -> bool:
    # 60 is a leap second (3.3.12), and Google writes the year 0 for what it does not know.
    value = re.sub(r"(?<=T....)60$", "59", re.sub(r"^0000", "0004", value))
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 - only whether it exists
    except ValueError:
        return False
    return True


def _is_duration(value: str) -> bool:
    return bool(_DURATION.fullmatch(value))


def _is_period(value: str) -> bool:
    start, _, end = value.partition("/")
    return is_moment(start) and (_is_duration(end) or (is_moment(end) and end > start))


def _is_point(value: str) -> bool:
    found = _GEO.fullmatch(value)
    return found is not None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180


def _is_whole(value: str, highest: int) -> bool:
    return bool(_WHOLE.fullmatch(value)) and 0 <= int(value) <= highest


# 3.3.10: the parts of a rule; numbers by their highest, and whether they count from the end too.
_PARTS: Mapping[str, tuple[int, int, bool]] = {
    "INTERVAL": (1, 10**9, False),
    "COUNT": (1, 10**9, False),
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAY = re.compile(r"([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)")


def _is_rule(value: str) -> bool:
    parts = [part.partition("=") for part in value.upper().split(";")]
    said = {name: text for name, _, text in parts}
    if len(said) < len(parts) or said.get("FREQ") not in _FREQUENCIES or {"COUNT", "UNTIL"} <= said.keys():
        return False
    return all(_is_part(name, text) for name, text in said.items())


def _is_part(name: str, text: str) -> bool:
    match name:
        case "FREQ":
            return True
        case "UNTIL":
            return is_day(text) or is_moment(text)
        case "WKST":
            return bool(re.fullmatch(r"MO|TU|WE|TH|FR|SA|SU", text))
        case "BYDAY":
            return all(map(_WEEKDAY.fullmatch, text.split(",")))
        case "RSCALE" | "SKIP":  # RFC 7529
            return bool(text)
    if name not in _PARTS:
        return name.startswith("X-")
    low, high, backwards = _PARTS[name]
    many = text.split(",") if name.startswith("BY") else [text]
    form = r"[+-]?\d{1,9}" if backwards else r"\d{1,9}"
    return all(re.fullmatch(form, one) and low <= abs(int(one)) <= high for one in many)


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "DATE-TIME": is_moment,
    "DATE": is_day,
    "UTC": lambda value: is_moment(value) and value.endswith("Z"),
    "PERIOD": _is_period,
    "DURATION": _is_duration,
    "TRIGGER": lambda value: _is_duration(value.removeprefix("-")),
    "INTEGER": lambda value: bool(_WHOLE.fullmatch(value)),
    "PRIORITY": lambda value: _is_whole(value, 9),
    "PERCENT": lambda value: _is_whole(value, 100),
    "GEO": _is_point,
    "RECUR": _is_rule,
    "UTC-OFFSET": lambda value: bool(_OFFSET.fullmatch(value)),
    "URI": lambda value: bool(_URI.fullmatch(value)),
    "ADDRESSES": lambda value: all(map(_URI.fullmatch, value.split(","))),
    "BINARY": lambda value: bool(re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", value)) and len(value) % 4 == 0,
    "SEQUENCE": str.isdecimal,
    "CAL-ADDRESS": lambda value: bool(_URI.fullmatch(value)),
    "REQUEST-STATUS": lambda value: bool(re.fullmatch(r"\d+(\.\d+){1,2};[^;]+(;.*)?", value)),
    "FMTTYPE": lambda value: bool(re.fullmatch(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(;.*)?", value)),
    "LANGUAGE": lambda value: bool(re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", value)),
}


def is_of_type(kind: str, value: str) -> bool:
    """Whether a value is of a type; any text is text, and what has rules elsewhere is left to these."""
    check = _CHECKS.get(kind)
    return check is None or check(value)

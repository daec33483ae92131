"""One fault at a time over every property of RFC 5545: each is named, and what the standard allows is not.

The tables here are written from the RFCs (3.6 for how often, 3.8 for types, 3.2 for parameters, RFC 5546 3.2
for methods) and not from those of the program.
"""

from pathlib import Path

import icalendar
import pytest

from leernet.finding import Level
from leernet.write.calendar_check import lint

# 3.6: component: what it needs; what it may have once; what it may have often.
COMPONENTS = {
    "VEVENT": (
        "UID DTSTAMP DTSTART",
        "CLASS CREATED DESCRIPTION GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY SEQUENCE STATUS SUMMARY"
        " TRANSP URL RECURRENCE-ID RRULE DTEND DURATION",
        "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT EXDATE REQUEST-STATUS RELATED-TO RESOURCES RDATE",
    ),
    "VTODO": (
        "UID DTSTAMP",
        "CLASS COMPLETED CREATED DESCRIPTION DTSTART GEO LAST-MODIFIED LOCATION ORGANIZER PERCENT-COMPLETE"
        " PRIORITY RECURRENCE-ID SEQUENCE STATUS SUMMARY URL RRULE DUE DURATION",
        "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT EXDATE REQUEST-STATUS RELATED-TO RESOURCES RDATE",
    ),
    "VJOURNAL": (
        "UID DTSTAMP",
        "CLASS CREATED DTSTART LAST-MODIFIED ORGANIZER RECURRENCE-ID SEQUENCE STATUS SUMMARY URL RRULE",
        "ATTACH ATTENDEE CATEGORIES COMMENT CONTACT DESCRIPTION EXDATE RELATED-TO RDATE REQUEST-STATUS",
    ),
    "VFREEBUSY": (
        "UID DTSTAMP",
        "CONTACT DTSTART DTEND ORGANIZER URL",
        "ATTENDEE COMMENT FREEBUSY REQUEST-STATUS",
    ),
    "VTIMEZONE": ("TZID", "LAST-MODIFIED TZURL", ""),
    "STANDARD": ("DTSTART TZOFFSETTO TZOFFSETFROM", "RRULE", "COMMENT RDATE TZNAME"),
    "DAYLIGHT": ("DTSTART TZOFFSETTO TZOFFSETFROM", "RRULE", "COMMENT RDATE TZNAME"),
    "VALARM": ("ACTION TRIGGER DESCRIPTION", "", ""),
    "VCALENDAR": ("PRODID VERSION", "CALSCALE METHOD", ""),
}
MOMENTS = (["20261112T080000Z", "20261112T080000"], ["gisteren", "20261331T080000Z", "20261112T250000Z", ""])
STAMPS = (["20260901T060000Z"], ["gisteren", "20261301T060000Z", "20260901T060000"])
TEXT: tuple[list[str], list[str]] = (["Herfst\\, met koffie"], [])
OFFSETS = (["+0100", "-0330", "+001730"], ["+1", "0100", "+2500", "-0000"])
LINKS = (["https://pos.example/a?b=c", "mailto:a@b.example"], ["pos.example", "een link"])
RIGHT_RULES = """
    FREQ=WEEKLY;BYDAY=TU,TH  FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU  FREQ=DAILY;COUNT=3;INTERVAL=2
    FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270101T000000Z;WKST=MO  FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1
"""
WRONG_RULES = """
    COUNT=3  FREQ=SOMS  FREQ=DAILY;COUNT=3;UNTIL=20270101  FREQ=DAILY;INTERVAL=0  FREQ=DAILY;COUNT=x
    FREQ=YEARLY;BYMONTH=13  FREQ=WEEKLY;BYDAY=DI  FREQ=DAILY;UNTIL=20261331  FREQ=DAILY;FREQ=DAILY
    FREQ=WEEKLY;BYDAY=TU,DI  FREQ=YEARLY;BYMONTH=1,13  FREQ=MONTHLY;BYDAY=DI,MO;BYSETPOS=-1
    FREQ=MONTHLY;BYMONTHDAY=32  FREQ=DAILY;ELKE=2  FREQ=WEEKLY;WKST=DI  FREQ=DAILY;BYHOUR=24
"""
# 3.8: property: values that are right and values that are wrong.
VALUES = {
    **dict.fromkeys(("DTSTART", "DTEND", "DUE", "RECURRENCE-ID"), MOMENTS),
    "EXDATE": (
        [*MOMENTS[0], "20261112T080000Z,20261119T080000Z"],
        [*MOMENTS[1], "20261112T080000Z,gisteren"],
    ),
    "RDATE": (MOMENTS[0], MOMENTS[1]),
    **dict.fromkeys(("DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED"), STAMPS),
    "FREEBUSY": (
        ["20261112T080000Z/PT1H", "20261112T080000Z/20261112T090000Z,20261113T080000Z/PT1H"],
        ["20261112T080000Z", "20261112T080000Z/morgen", "20261112T080000Z/20261112T070000Z"],
    ),
    "DURATION": (["PT1H30M", "P1D", "P2W", "P1DT12H"], ["1 uur", "P1H", "-PT1H", "P1W2D", "PT"]),
    "TRIGGER": (["-PT15M", "P0D", "-P1DT2H"], ["een dag", "15", "-P1H"]),
    "PRIORITY": (["0", "9"], ["10", "-1", "hoog"]),
    "SEQUENCE": (["0", "12"], ["-1", "een", "1.5"]),
    "PERCENT-COMPLETE": (["0", "100"], ["101", "half"]),
    "REPEAT": (["4"], ["vaak", "1.5"]),
    "GEO": (["52.09;5.12", "-37.386013;-122.082932"], ["52.09", "hier", "91;5", "52;181", "52,09;5,12"]),
    "RRULE": (RIGHT_RULES.split(), WRONG_RULES.split()),
    "TZOFFSETTO": OFFSETS,
    "TZOFFSETFROM": OFFSETS,
    "URL": LINKS,
    "TZURL": LINKS,
    "ATTACH": (["https://pos.example/a.pdf", "CID:1@pos.example"], ["a.pdf"]),
    "ORGANIZER": (["mailto:planning@pos.example"], ["planning@pos.example", "Planning"]),
    "ATTENDEE": (["mailto:a@kiem.example", "MAILTO:b@kiem.example"], ["a@kiem.example", "Anne"]),
    "REQUEST-STATUS": (
        ["2.0;Success", "3.1;Invalid;DTSTART:96-Apr-01", "2.8.1;x"],
        ["Success", "2.0", "ja;goed", "2;x"],
    ),
    "CALSCALE": (["GREGORIAN"], ["JULIAN"]),
    "METHOD": ([], ["INVITE"]),
    "CLASS": (["PUBLIC", "private", "CONFIDENTIAL", "X-SCHOOL"], ["PUBLICK", "OPENBAAR"]),
    "TRANSP": (["OPAQUE", "TRANSPARENT"], ["BUSY"]),
    "ACTION": (["DISPLAY", "AUDIO", "X-FLASH"], ["SHOW"]),
    "VERSION": (["2.0"], ["1.0"]),
}
STATUS = {
    "VEVENT": (["TENTATIVE", "CONFIRMED"], ["COMPLETED", "DRAFT", "OK"]),
    "VTODO": (["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"], ["CONFIRMED", "DRAFT"]),
    "VJOURNAL": (["DRAFT", "FINAL", "CANCELLED"], ["CONFIRMED", "COMPLETED"]),
}
# 3.2: property, parameter: right and wrong.
PARAMETERS = {
    ("ATTENDEE", "CUTYPE"): (["INDIVIDUAL", "group", "ROOM", "X-BOT"], ["PERSON"]),
    ("ATTENDEE", "ROLE"): (["CHAIR", "OPT-PARTICIPANT", "X-GUEST"], ["BOSS", "REQ"]),
    ("ATTENDEE", "RSVP"): (["TRUE", "false"], ["YES", "1"]),
    ("ATTENDEE", "PARTSTAT"): (["NEEDS-ACTION", "DELEGATED", "X-LATER"], ["COMPLETED", "YES", "ACCEPT"]),
    ("ATTENDEE", "DELEGATED-TO"): (
        ['"mailto:c@k.nl"', '"mailto:c@k.nl","mailto:d@k.nl"'],
        ['"c@kiem.example"', '"mailto:c@k.nl","d@k.nl"', '"c@k.nl","mailto:d@k.nl"'],
    ),
    ("ATTENDEE", "DELEGATED-FROM"): (['"mailto:c@kiem.example"'], ["Anne"]),
    ("ATTENDEE", "MEMBER"): (['"mailto:groep@kiem.example"'], ["groep", '"mailto:groep@kiem.example,groep"']),
    ("ATTENDEE", "SENT-BY"): (['"mailto:c@kiem.example"'], ["c@kiem.example"]),
    ("ATTENDEE", "DIR"): (['"ldap://kiem.example/cn=Anne"'], ["adresboek"]),
    ("ORGANIZER", "SENT-BY"): (['"mailto:c@kiem.example"'], ["c@kiem.example"]),
    ("DESCRIPTION", "ALTREP"): (['"cid:part1@pos.example"'], ["part1"]),
    ("DESCRIPTION", "LANGUAGE"): (["nl", "en-GB"], ["Nederlands!", "nl_NL"]),
    ("ATTACH", "FMTTYPE"): (["application/pdf"], ["pdf"]),
    ("RELATED-TO", "RELTYPE"): (["PARENT", "X-SERIES"], ["MOTHER"]),
    ("RECURRENCE-ID", "RANGE"): (["THISANDFUTURE"], ["THISANDPRIOR", "ALL"]),
    ("TRIGGER", "RELATED"): (["START", "END"], ["BEFORE"]),
    ("FREEBUSY", "FBTYPE"): (["FREE", "BUSY-TENTATIVE"], ["AWAY"]),
}
# The types that a property can have besides its first, with a value of each; any other is wrong.
OTHER_TYPES = {
    **{name: {"DATE": "20261112"} for name in ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE")},
    "RDATE": {"DATE": "20261112", "PERIOD": "20261112T080000Z/PT1H"},
    "TRIGGER": {"DATE-TIME": "20261112T080000Z"},
    "ATTACH": {"BINARY": "AAAA"},
}
# RFC 5546, 3.2: METHOD: what an entry needs besides, and what it has not.
METHODS = {
    "PUBLISH": ("DTSTART DTSTAMP UID", "REQUEST-STATUS"),
    "REQUEST": ("ATTENDEE DTSTART DTSTAMP ORGANIZER SUMMARY UID", "REQUEST-STATUS"),
    "REPLY": ("ATTENDEE DTSTAMP ORGANIZER UID", ""),
    "ADD": ("DTSTART DTSTAMP ORGANIZER SEQUENCE SUMMARY UID", "RECURRENCE-ID REQUEST-STATUS"),
    "CANCEL": ("DTSTAMP ORGANIZER SEQUENCE UID ATTENDEE", "REQUEST-STATUS"),
    "REFRESH": (
        "ATTENDEE DTSTAMP ORGANIZER UID",
        "CLASS DTSTART DTEND GEO PRIORITY RRULE STATUS SUMMARY REQUEST-STATUS",
    ),
    "COUNTER": ("DTSTAMP DTSTART ORGANIZER SEQUENCE SUMMARY UID", ""),
    "DECLINECOUNTER": ("DTSTAMP ORGANIZER UID", ""),
}


def good(component, name):
    """A right value."""
    values = STATUS[component] if name == "STATUS" else VALUES.get(name, TEXT)
    return "20261112T090000Z" if name in ("DTEND", "DUE") else values[0][0]


def base(component, without="", **parts):
    """The lines of a component that has what it needs, but for one thing."""
    needed = [name for name in COMPONENTS[component][0].split() if name != without]
    return [f"{name}:{parts.get(name) or good(component, name)}" for name in needed]


def calendar(component, lines, method=""):
    """A calendar with these lines in a component."""
    block = [f"BEGIN:{component}", *lines, f"END:{component}"]
    around = {"STANDARD": "VTIMEZONE", "DAYLIGHT": "VTIMEZONE", "VALARM": "VEVENT"}.get(component)
    if component == "VTIMEZONE":
        block[-1:-1] = ["BEGIN:STANDARD", *base("STANDARD"), "END:STANDARD"]
    if around:
        block = [f"BEGIN:{around}", *base(around), *block, f"END:{around}"]
    event = ["BEGIN:VEVENT", *base("VEVENT"), "END:VEVENT"]
    head = [f"METHOD:{method}"] if method else []
    if component == "VCALENDAR":
        whole = ["BEGIN:VCALENDAR", *lines, *event, "END:VCALENDAR"]
    else:
        first = [] if component in ("VEVENT", "VALARM") else event
        whole = ["BEGIN:VCALENDAR", *base("VCALENDAR"), *head, *first, *block, "END:VCALENDAR"]
    return "".join(f"{line}\r\n" for line in whole).encode()


def said(component, lines, method=""):
    """What is found, but for remarks and for what is said of a zone that no computer knows."""
    found = lint({"a.ics": calendar(component, lines, method)}, "export")
    quiet = ("ics-zone-name", "ics-zone-dates", "ics-floating")
    return sorted({one.rule for one in found if one.level != Level.REMARK and one.rule not in quiet})


PLACES = [(component, name) for component, lists in COMPONENTS.items() for name in " ".join(lists).split()]


@pytest.mark.parametrize(("component", "name"), PLACES)
def test_a_property_of_the_standard_is_accepted_once_and_with_every_right_value(component, name):
    values = STATUS[component] if name == "STATUS" else VALUES.get(name, TEXT)
    for value in ["20261112T090000Z"] if name in ("DTEND", "DUE") else values[0]:
        line = f"{name}:{value}"
        rest = base(component, without=name)
        more = ["ATTACH:https://pos.example/a.wav"] if line == "ACTION:AUDIO" else []
        if component == "VTODO" and name == "DURATION":
            rest.append(f"DTSTART:{good('VTODO', 'DTSTART')}")
        assert said(component, [*rest, line, *more]) == [], line


@pytest.mark.parametrize(("component", "name"), PLACES)
def test_a_wrong_value_is_named(component, name):
    for value in (STATUS[component] if name == "STATUS" else VALUES.get(name, TEXT))[1]:
        assert said(component, [*base(component, without=name), f"{name}:{value}"]) != [], value


@pytest.mark.parametrize(("component", "name"), PLACES)
def test_what_stands_once_is_not_there_twice_and_what_is_needed_is_not_left_out(component, name):
    needed, _once, many = (names.split() for names in COMPONENTS[component])
    line = f"{name}:{good(component, name) if name != 'METHOD' else 'PUBLISH'}"
    other = "mailto:c@kiem.example" if name == "ATTENDEE" else line.partition(":")[2]
    twice = said(component, [*base(component, without=name), line, f"{name}:{other}"])
    assert (twice != []) == (name not in many), twice
    if name in needed:
        assert said(component, base(component, without=name)) != []


@pytest.mark.parametrize("component", sorted(COMPONENTS))
def test_what_belongs_in_another_component_is_named(component):
    own = set(" ".join(COMPONENTS[component]).split())
    # RFC 7986 and 9074 allow these; an alarm may have most of what others have, by what it does.
    newer = {"VCALENDAR": "DESCRIPTION LAST-MODIFIED URL UID CATEGORIES", "VALARM": "UID RELATED-TO"}
    allowed = own | set(newer.get(component, "").split())
    if component == "VALARM":
        allowed |= {"SUMMARY", "ATTENDEE", "ATTACH", "DURATION", "REPEAT"}
    for other, name in sorted({(place, name) for place, name in PLACES if name not in allowed}):
        value = good(other, name) if name != "METHOD" else "PUBLISH"
        assert "ics-misplaced" in said(component, [*base(component), f"{name}:{value}"]), name


@pytest.mark.parametrize(("name", "parameter"), sorted(PARAMETERS))
def test_a_parameter_says_what_it_can_say_and_says_it_once(name, parameter):
    (component, *_others) = (place for place, one in PLACES if one == name)
    right, wrong = PARAMETERS[name, parameter]
    rest, value = base(component, without=name), good(component, name)
    for text in right:
        assert said(component, [*rest, f"{name};{parameter}={text}:{value}"]) == [], text
    for text in wrong:
        assert said(component, [*rest, f"{name};{parameter}={text}:{value}"]) != [], text
    assert said(component, [*rest, f"{name};{parameter}={right[0]};{parameter}={right[0]}:{value}"]) != []


TYPES = ("BINARY", "BOOLEAN", "CAL-ADDRESS", "DATE", "DATE-TIME", "DURATION", "FLOAT", "INTEGER", "PERIOD")


@pytest.mark.parametrize(
    ("component", "name"), [place for place in PLACES if place[0] in ("VEVENT", "VALARM")]
)
def test_value_names_a_type_that_the_property_can_have(component, name):
    rest, others = base(component, without=name), OTHER_TYPES.get(name, {})
    for kind, value in others.items():
        encoded = ";ENCODING=BASE64" if kind == "BINARY" else ""
        lines = [*(line for line in rest if name != "DTEND" or "DTSTART" not in line)]
        if name == "DTEND":
            lines.append("DTSTART;VALUE=DATE:20261111")
        assert said(component, [*lines, f"{name};VALUE={kind}{encoded}:{value}"]) == [], kind
    first = {
        **dict.fromkeys(
            ("DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "RECURRENCE-ID"), "DATE-TIME"
        ),
        **dict.fromkeys(("EXDATE", "RDATE"), "DATE-TIME"),
        **dict.fromkeys(("DURATION", "TRIGGER"), "DURATION"),
        **dict.fromkeys(("PRIORITY", "SEQUENCE", "REPEAT"), "INTEGER"),
        **dict.fromkeys(("ATTENDEE", "ORGANIZER"), "CAL-ADDRESS"),
        "GEO": "FLOAT",
    }.get(name)
    for kind in set(TYPES) - {*others, first}:
        found = said(component, [*rest, f"{name};VALUE={kind}:{good(component, name)}"])
        assert found != [], kind


@pytest.mark.parametrize("method", sorted(METHODS))
def test_an_entry_has_what_its_method_asks_for_and_nothing_it_forbids(method):
    needed, forbidden = (names.split() for names in METHODS[method])
    extra = {"SEQUENCE": "1", "ATTENDEE": None, "ORGANIZER": None}
    lines = [f"{name}:{extra.get(name) or good('VEVENT', name)}" for name in needed]
    lines += ["SEQUENCE:1"] if "SEQUENCE" not in needed and method != "REFRESH" else []
    lines += ["ORGANIZER:mailto:p@pos.example"] if method == "PUBLISH" else []

    assert said("VEVENT", lines, method) == []
    for name in needed:
        assert said("VEVENT", [line for line in lines if not line.startswith(name)], method) != [], name
    for name in forbidden:
        assert "ics-misplaced" in said("VEVENT", [*lines, f"{name}:{good('VEVENT', name)}"], method), name


def test_blocks_begin_and_end_in_pairs_each_where_it_belongs():
    whole = calendar("VALARM", base("VALARM")).decode().split("\r\n")
    blocks = [number for number, line in enumerate(whole) if line.startswith(("BEGIN:", "END:"))]

    for number in blocks:
        less = "\r\n".join((*whole[:number], *whole[number + 1 :])).encode()
        more = "\r\n".join((*whole[:number], whole[number], *whole[number:])).encode()
        assert [one for one in lint({"a.ics": less}, "export") if one.level == Level.ERROR], whole[number]
        assert [one for one in lint({"a.ics": more}, "export") if one.level == Level.ERROR], whole[number]
    for stray in ("END:VTODO", "END:VCALENDAR", "END:X"):
        for number in range(1, len(whole)):
            text = "\r\n".join((*whole[:number], stray, *whole[number:])).encode()
            assert [one for one in lint({"a.ics": text}, "export") if one.level == Level.ERROR], (
                stray,
                number,
            )


@pytest.mark.parametrize("program", ["google", "outlook", "apple"])
def test_what_programs_export_is_right_but_for_zones_that_others_do_not_know(program):
    """Calendars of invented people, in the shapes these programs write."""
    content = (Path(__file__).parent / "exports" / "calendars" / f"{program}.ics").read_bytes()

    found = {one.rule for one in lint({"a.ics": content}, "export") if one.level != Level.REMARK}
    assert found == ({"ics-zone-name", "ics-zone-quoted"} if program == "outlook" else set())


def test_a_library_has_the_same_tables():
    classes = {
        "VEVENT": icalendar.Event,
        "VTODO": icalendar.Todo,
        "VJOURNAL": icalendar.Journal,
        "VFREEBUSY": icalendar.FreeBusy,
        "VTIMEZONE": icalendar.Timezone,
    }
    for name, library in classes.items():
        needed, once, many = (set(names.split()) for names in COMPONENTS[name])
        # It calls RELATED-TO RELATED and REQUEST-STATUS RSTATUS (7.0), lets RRULE stand often, and knows
        # COLOR of RFC 7986.
        assert set(library.singletons) - {"COLOR"} == (needed | once) - {"RRULE"}, name
        renamed = {"RELATED-TO", "REQUEST-STATUS"}
        assert set(library.multiple) - renamed - {"RELATED", "RSTATUS", "RRULE"} == many - renamed, name

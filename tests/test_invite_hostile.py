"""Whatever people write in their files, nothing breaks out of its property, its header or its file name."""

import csv
import email
import io
from datetime import timedelta
from email.policy import default

import yaml
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from leernet.finding import Level
from leernet.model.ledger import LEDGER_HEADER, Ledger, ledger_line
from leernet.model.values import SchoolYear
from leernet.model.view import LONGEST_TEXT, clean
from leernet.read.icalendar_text import read_components
from leernet.read.ledger import read_ledger
from leernet.visible import visible
from leernet.write.calendar_check import lint
from leernet.write.mail import header_lines, mail_to
from tests.invite_project import SEPTEMBER, outbox, plan_of, year_of

PIECES = st.sampled_from(
    (
        *("\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00", "\x1b[31m", "\t", "\ufeff", "\ufffe"),
        *('"', "'", ":", ";", ",", "\\", "\\n", "^n", "^'", "=", "%0a", "{x}", "{{ x }}", "{% x %}", "&lt;"),
        *("😀", "é", "\u202e", "\u200f", "\u200d", "مرحبا", "e\u0301", "日本"),
        *("=cmd|' /C calc'!A0", "Bcc: x@x.example", "Subject: x", "BEGIN:VEVENT", "END:VCALENDAR", "From x"),
        *("ATTENDEE:mailto:x@x.example", "</td><script>", "../../x", "x" * 500, " ", "Anne"),
    )
)
# Not explain: it runs a failing case hundreds of times more.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join) | st.text(max_size=60)


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_breaks_out_of_its_place(name, title, bring, place):
    meeting = {"id": "herfst", "title": title or "x", "bring": bring, "theme": title, "link": bring}
    year = year_of(
        settings={"organiser": {"name": name or "x"}},
        members={"a.bakker": {"name": name or "x"}},
        schools={"de-regenboog": {"name": f"A{place}", "address": place}},
        networks={"trainers": {"title": title, "meetings": [meeting]}},
    )
    box = outbox(year, plan_of(meetings={"trainers/lente": None}, sessions=None))
    message = box.messages[0]

    (calendar,) = read_components(message.calendar)
    (event,) = calendar.inner("VEVENT")
    assert [one.name for one in calendar.properties] == ["VERSION", "PRODID", "CALSCALE", "METHOD"]
    assert [one.name for one in event.properties if one.name != "URL"] == PROPERTIES
    assert event.text("LOCATION") == visible(", ".join(filter(None, [clean(f"A{place}"), clean(place)])))
    mail = email.message_from_bytes(message.mail, policy=default)
    assert [header for header in mail if header != "Content-Type"] == HEADERS
    assert mail["To"].addresses[0].addr_spec == "a.bakker@kiem.example"
    assert len(mail["To"].addresses) == 1
    assert "<script>" not in mail.get_body(("html",)).get_content()
    assert [str(found) for found in lint(box.documents) if found.level is Level.ERROR] == []
    rows = list(
        csv.reader(io.StringIO(box.documents["invitations/overview.csv"].decode("utf-8-sig")), delimiter=";")
    )
    assert {len(row) for row in rows} == {9}
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")] == []
    assert [path for path in box.documents if not set(path) <= ALLOWED] == []


@settings(max_examples=300, deadline=None, phases=QUICK)
@given(TEXTS | st.text('"\\\\:;,<@( é😀ab', min_size=1, max_size=200))
@example("x\u00e9" * 30 + "\\\\:;")
def test_an_address_is_the_same_whatever_the_name_before_it(name):
    name = clean(name) or "x"
    headers = header_lines({"To": mail_to(name, "a.bakker@kiem.example")})

    mail = email.message_from_bytes(headers + b"\r\n", policy=default)
    assert (list(mail), max(map(len, headers.split(b"\r\n"))) <= 78) == (["To"], True)
    ((address,),) = [mail["To"].addresses]
    assert address.addr_spec == "a.bakker@kiem.example"
    # The library that reads it leaves spaces between two encoded words.
    assert address.display_name.replace(" ", "") == name.replace(" ", "")


PROPERTIES = [
    *(
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
        "SEQUENCE",
        "ATTENDEE",
        "DESCRIPTION",
        "LAST-MODIFIED",
    ),
    *("LOCATION", "ORGANIZER", "STATUS", "TRANSP"),
]
HEADERS = [
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID"),
    *("X-Auto-Response-Suppress", "MIME-Version", "Content-Language"),
]
ALLOWED = set("abcdefghijklmnopqrstuvwxyz0123456789-._/")


@given(TEXTS)
def test_a_clean_text_is_one_line_of_limited_length_and_stays_as_it_is(text):
    once = clean(text)

    assert once == clean(once)
    assert len(once) <= LONGEST_TEXT
    assert once.splitlines() in ([], [once])


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(TEXTS, TEXTS)
def test_the_ledger_reads_back_whatever_was_shown(title, place):
    year = year_of(networks={"trainers": {"title": title}}, schools={"de-regenboog": {"name": place or "x"}})
    sent = outbox(year).ledger.sent
    written = LEDGER_HEADER + "".join(map(ledger_line, sent))

    ledger, findings = read_ledger({"sent.yaml": written.encode()}, SchoolYear(2026))
    assert (set(ledger.sent), findings) == (set(sent), ())
    as_yaml = yaml.load(written, yaml.CSafeLoader)["messages"]
    assert [entry["saw"]["title"] for entry in as_yaml] == [entry.saw.title for entry in sent]


DAYS = st.sampled_from(["2026-11-10", "2026-11-12", "2026-11-19", None])
HOSTS = st.sampled_from(["de-eik", "de-regenboog"])
NAMES = ("a.bakker", "b.smit", "d.groot")


@st.composite
def changes(draw):
    """A state of the project, and which of its messages get lost on the way."""
    day = draw(DAYS)
    members = {name: None for name in NAMES if draw(st.integers(0, 4)) == 0}
    meeting = None if day is None else {"date": day, "host": draw(HOSTS)}
    bring = draw(st.sampled_from(["een casus", "een vraag"]))
    lost = draw(st.sets(st.integers(0, 5), max_size=2))
    return members, meeting, bring, lost


class Guest:
    """A calendar that follows the rules of RFC 5546, or one that takes whatever came last."""

    def __init__(self, *, checks_revisions):
        self.checks_revisions = checks_revisions
        self.entries = {}
        self.newest = {}

    def receive(self, content):
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        uid, revision = str(event["UID"]), (event["SEQUENCE"], event["DTSTAMP"].dt)
        if self.checks_revisions and revision <= self.newest.get(uid, (-1, SEPTEMBER)):
            return
        self.newest[uid] = revision
        if calendar["METHOD"] == "CANCEL":
            self.entries.pop(uid, None)
        else:
            self.entries[uid] = (
                event.DTSTART,
                str(event["LOCATION"]),
                ": een vraag\n" in event["DESCRIPTION"],
            )


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(st.lists(changes(), min_size=1, max_size=6))
def test_after_any_history_every_calendar_shows_what_the_plan_says(history):
    ledger, calendars = Ledger(), {}
    for day, (members, meeting, bring, lost) in enumerate((*history, (*history[-1][:3], set()))):
        meetings = [{"id": "herfst", "title": "Herfst", "bring": bring}]
        year = year_of(members=members, networks={"trainers": {"meetings": meetings}})
        plan = plan_of(meetings={"trainers/herfst": meeting, "trainers/lente": None}, sessions=None)
        box = outbox(year, plan, ledger, SEPTEMBER + timedelta(days=day // 2))
        arrived = [message for at, message in enumerate(box.messages) if at not in lost]
        for message in arrived:
            both = calendars.setdefault(
                message.entry.address, [Guest(checks_revisions=True), Guest(checks_revisions=False)]
            )
            for calendar in both:
                calendar.receive(message.calendar)
        ledger = Ledger((*ledger.sent, *(message.entry for message in arrived)))

    fresh = {}
    for message in outbox(year, plan).messages:
        fresh[message.entry.address] = Guest(checks_revisions=False)
        fresh[message.entry.address].receive(message.calendar)
    shown = {
        address: [list(calendar.entries.values()) for calendar in both] for address, both in calendars.items()
    }
    expected = {address: list(calendar.entries.values()) for address, calendar in fresh.items()}
    assert shown == {address: [expected.get(address, [])] * 2 for address in shown}
    assert set(expected) <= set(shown)
    assert outbox(year, plan, ledger, SEPTEMBER + timedelta(days=9)).messages == ()

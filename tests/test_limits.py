"""What is too large, too deep or never ends is a finding, quickly; just within the limits it is read."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from leernet.files import project_files, reading
from leernet.finding import LeernetError
from leernet.model import limits
from leernet.model.limits import LONGEST_CELL, MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_TABLE, MOST_CELLS
from leernet.model.values import Days
from leernet.read.calendar_events import events_in
from leernet.read.csv_text import csv_rows
from leernet.read.entries import Gathered, gather_yaml
from leernet.read.mailbox import arrived
from leernet.read.sheet_marks import marks_of
from leernet.read.timestamps import timestamps
from leernet.read.workbook_size import too_large
from leernet.read.yamltext import read_yaml

YEAR = Days(date(2026, 8, 1), date(2027, 7, 31))


def rules(findings):
    return [(finding.rule, str(finding.place)) for finding in findings]


@pytest.mark.parametrize(("most", "found"), [(3, []), (2, [("table-too-large", "x.csv")])])
def test_a_table_has_so_many_rows(most, found):
    assert rules(csv_rows("x.csv", b"a,b\n1,2\n3,4\n", most)[1]) == found


@pytest.mark.parametrize("length", [LONGEST_CELL, LONGEST_CELL + 1, 140_000])
def test_a_cell_has_so_many_characters(length):
    found = csv_rows("x.csv", b'a,b\n1,"' + b"x" * length + b'"\n')[1]

    assert rules(found) == ([("cell-too-long", "x.csv:2")] if length > LONGEST_CELL else [])


@pytest.mark.parametrize("text", [b"a: [1, 2]\n", b"a: {b: 1, c: 2}\n", b"a:\n- 1\n- 2\n"])
def test_a_yaml_file_has_so_many_values(text):
    assert read_yaml("x.yaml", text, most=4)[1] == ()
    assert [finding.rule for finding in read_yaml("x.yaml", text, most=3)[1]] == ["yaml-too-large"]


SMALL = b"a,b\n1,2\n"
DEEP = b"a: &a [1, 2]\nb: *a\n"
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<row r="3"><c r="B3"/></row></worksheet>'
)


def packed(name, part):
    """A workbook of one part."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize(
    ("module", "limit", "most", "found"),
    [
        ("read.csv_text", "MOST_BYTES_OF_A_TABLE", 8, lambda: csv_rows("x", SMALL)[1]),
        ("read.csv_text", "MOST_CELLS", 4, lambda: csv_rows("x", SMALL)[1]),
        ("read.csv_text", "LONGEST_CELL", 1, lambda: csv_rows("x", SMALL)[1]),
        ("read.yamltext", "MOST_BYTES_OF_YAML", len(DEEP), lambda: read_yaml("x", DEEP)[1]),
        ("read.yamltext", "MOST_REPEATED", 3, lambda: read_yaml("x", DEEP)[1]),
        ("read.mailbox", "MOST_BYTES_OF_A_MAIL", 9, lambda: [*map(type, arrived({"x.eml": b"From: a\n\n"}))]),
        ("read.workbook_size", "MOST_CELLS", 6, lambda: too_large("x", packed("xl/sheet.xml", SHEET))),
        (
            "read.workbook_size",
            "MOST_BYTES_OF_A_TREE",
            4,
            lambda: too_large("x", packed("content.xml", b"<a/>")),
        ),
        ("read.workbook_size", "MOST_BYTES_OF_A_WORKBOOK", 4, lambda: too_large("x", packed("a", b"<a/>"))),
    ],
)
def test_just_so_much_is_read_and_no_more(module, limit, most, found, monkeypatch):
    def told(number):
        monkeypatch.setattr(f"leernet.{module}.{limit}", number)
        return found()

    assert told(most) == told(most + 1) != told(most - 1)


@pytest.mark.parametrize("limit", ["MOST_BYTES_OF_A_FILE", "MOST_BYTES_OF_A_FOLDER"])
def test_files_of_just_so_many_bytes_are_read(limit, tmp_path, monkeypatch):
    (tmp_path / "x.eml").write_bytes(b"12345")
    monkeypatch.setattr(reading, limit, 5)
    assert list(reading.files_below(tmp_path).values()) == [b"12345"]

    monkeypatch.setattr(reading, limit, 4)
    with pytest.raises(LeernetError):
        reading.files_below(tmp_path)


@pytest.mark.parametrize(
    ("read", "rule"),
    [
        (lambda: csv_rows("x", b"," * (MOST_CELLS + 1))[1], "table-too-large"),
        (lambda: csv_rows("x", b"x" * (MOST_BYTES_OF_A_TABLE + 1))[1], "table-too-large"),
        # Each letter that was tried again took a hundred bytes; a word that was, the square of its length.
        (lambda: csv_rows("x", b'a,b\n"' + b"x" * 4_000_000)[1], "cell-too-long"),
        (lambda: read_yaml("x", b"a: " + b"[" * 100_000)[1], "too-deep"),
    ],
    ids=["cells", "bytes", "quote", "depth"],
)
def test_a_bomb_is_a_finding_at_once(read, rule):
    start = process_time()

    assert next(finding.rule for finding in read()) == rule
    assert process_time() - start < 2


def test_a_long_word_in_a_file_that_cannot_be_read_is_looked_at_once():
    start = process_time()
    gather_yaml(Gathered(), "x.yaml", b"a: [\n" + b"x" * 200_000)

    assert process_time() - start < 2


EVERY = ",".join(map(str, range(60)))


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20260901T090000\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20200901T090000\nRRULE:FREQ=SECONDLY",
        "DTSTART:20260901T090000\nRRULE:FREQ=DAILY;UNTIL=20269901T000000Z",
        "DTSTART:20260901T090000\nDURATION:P9999999999W",
        f"DTSTART:19000101T000000\nRRULE:FREQ=DAILY;BYMINUTE={EVERY};BYSECOND={EVERY}",
        f"DTSTART:19000101T000000\nRRULE:FREQ=YEARLY;COUNT=999999999;BYMINUTE={EVERY};BYSECOND={EVERY}",
        "DTSTART:00010101T000000Z",
        "DTSTART;VALUE=DATE:99991231",
    ],
)
def test_an_entry_that_never_ends_or_is_in_no_year_is_told_and_left_out(lines):
    entry = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    found = events_in(entry.encode(), YEAR)

    last = lines.splitlines()[-1]
    assert (found.events, found.broken) == ((), ((lines.count("\n") + 4, last),))


def test_marks_of_a_part_that_cannot_be_unpacked_are_none():
    from random import Random

    from tests.fuzz_changes import as_workbook

    whole = bytearray(as_workbook(Random(1), b"id,naam\na,A\n"))
    for at in range(30, len(whole)):
        damaged = bytes([*whole[:at], whole[at] ^ 0xFF, *whole[at + 1 :]])
        marks_of(damaged)


def test_a_moment_in_a_year_without_calendar_is_none():
    assert timestamps(("31-12-9999 23:59 GMT-5", "31-12-1899 10:00"), day_first=True) == (None, None)


@pytest.mark.slow
def test_days_that_never_come_are_not_waited_for_for_ever():
    entry = "BEGIN:VEVENT\nDTSTART:20260901\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31\nEND:VEVENT\n"
    found = events_in(f"BEGIN:VCALENDAR\n{entry * 20}END:VCALENDAR\n".encode(), YEAR)

    assert (len(found.events), len(found.broken)) == (1, 19)


LAST = "UNTIL=20260902T235959"


@pytest.mark.parametrize(("rule", "days"), [("COUNT=3", 3), (f"COUNT=3;{LAST}", 2), (LAST, 2)])
def test_a_repetition_ends_where_it_says(rule, days):
    entry = f"BEGIN:VEVENT\nDTSTART:20260901T090000\nRRULE:FREQ=DAILY;{rule}\nEND:VEVENT\n"

    assert len(events_in(f"BEGIN:VCALENDAR\n{entry}END:VCALENDAR\n".encode(), YEAR).events) == days


NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)
)


@pytest.mark.parametrize(
    "inside",
    [
        NESTED,
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000,
        b"References: " + b"<" * 500_000,
    ],
    ids=["parts", "mails", "words", "marks"],
)
def test_a_mail_without_end_is_read_at_once(inside):
    start = process_time()
    (mail,) = arrived({"x.eml": b"From: a@kiem.example\r\n" + inside + b"\r\n\r\nhallo\r\n"})

    assert mail.sender == "a@kiem.example"
    assert (mail.header("Subject"), mail.answers_to, mail.text, mail.first_line) is not None
    assert process_time() - start < 2


def test_a_file_is_read_up_to_so_many_bytes(tmp_path):
    with (tmp_path / "leden.csv").open("wb") as file:
        file.truncate(MOST_BYTES_OF_A_FILE + 1)
    with pytest.raises(LeernetError) as stop:
        project_files(tmp_path)

    said = f"'{tmp_path / 'leden.csv'}' is 257 MB; leernet reads at most 256 MB at once."
    assert str(stop.value.sentence) == said


@pytest.mark.parametrize("page", ["en/background/reliability.md", "nl/background/reliability.md"])
def test_the_manual_tells_the_limits_there_are(page):
    text = (Path(__file__).parent.parent / "docs" / page).read_text(encoding="utf-8")
    rows = text[text.index("| 600 ") :].splitlines()[1:8]
    told = [[int(re.sub("[.,]", "", one)) for one in re.findall(r"\d[\d.,]*", row)] for row in rows]
    mb, million = 2**20, 10**6

    assert [*told[:3], told[3][:1], *told[4:]] == [
        [limits.MOST_BYTES_OF_A_TABLE // mb, limits.MOST_ROWS, limits.MOST_CELLS // million, LONGEST_CELL],
        [limits.MOST_BYTES_OF_YAML // mb, limits.MOST_VALUES, limits.DEEPEST],
        [limits.MOST_BYTES_OF_A_WORKBOOK // mb, limits.MOST_BYTES_OF_A_TREE // mb],
        [limits.MOST_CELLS // million],
        [limits.MOST_BYTES_OF_A_FILE // mb, limits.MOST_BYTES_OF_A_FOLDER // mb],
        [limits.MOST_BYTES_OF_A_CALENDAR // mb, limits.MOST_MOMENTS, limits.MOST_INSTANCES],
        [limits.MOST_BYTES_OF_A_MAIL // mb, limits.DEEPEST],
    ]

"""A file at or beyond a limit in; how long ``leernet`` takes over it, and how much memory, out.

``python -m tests.hostile`` makes each of these files in a small project, gives a command in a process of its
own, prints what it took and keeps the largest for the page on reliability; with names behind it only those.
Each must end within ten seconds of computing and 500 MB, with a sentence and without a traceback.
"""

import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from leernet.model.limits import DEEPEST, LONGEST_CELL, MOST_BYTES_OF_A_TABLE, MOST_ROWS, MOST_VALUES
from tests.faults_project import FILES
from tests.faults_table import keep
from tests.fuzz_changes import OPEN_DOCUMENT

SECONDS, MEGABYTES = 10, 500
MIB = 2**20
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


class Made(NamedTuple):
    """What is put in the project, and what is given there."""

    files: Mapping[str, bytes]
    command: str = "check"


class Ended(NamedTuple):
    """What a command took; ``wrong`` is empty when it ended as it should."""

    code: int
    seconds: float
    megabytes: float
    bytes: int
    wrong: str


def _packed(parts: Mapping[str, bytes | tuple[bytes, bytes, int, bytes]]) -> bytes:
    """An archive; of a part a piece may come so many times, and is never held as a whole."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            before, piece, times, after = part if isinstance(part, tuple) else (part, b"", 0, b"")
            with archive.open(name, "w", force_zip64=True) as into:
                into.write(before)
                for _time in range(times):
                    into.write(piece)
                into.write(after)
    return written.getvalue()


_SHEET = f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>'.encode()
_END = b"</sheetData></worksheet>"
_HEAD = b'<row><c t="inlineStr"><is><t>member</t></is></c><c t="inlineStr"><is><t>1</t></is></c></row>'


def _workbook(
    sheet: bytes | tuple[bytes, bytes, int, bytes], strings: bytes | tuple[bytes, bytes, int, bytes] = b""
) -> bytes:
    book = f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_RELATIONS}"><sheets>'
    book += '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>'
    parts = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts.items(), 1)
    )
    linked = f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
    root = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    return _packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>'.encode(),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": linked.encode(),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": strings or f'<sst xmlns="{_SPREADSHEET}"></sst>'.encode(),
        }
    )


def _opened(table: bytes | tuple[bytes, bytes, int, bytes]) -> bytes:
    """An .ods of which a table is given."""
    spaces = " ".join(f'xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "table", "text"))
    sheet = "<office:body><office:spreadsheet><table:table table:name='Blad1'>"
    start = f"<office:document-content {spaces}>{sheet}".encode()
    end = b"</table:table></office:spreadsheet></office:body></office:document-content>"
    before, piece, times, after = table if isinstance(table, tuple) else (table, b"", 0, b"")
    return _packed({**OPEN_DOCUMENT, "content.xml": (start + before, piece, times, after + end)})


def _form(content: bytes, ending: str = "xlsx") -> Made:
    return Made({f"choices/ws.{ending}": content})


def _cells(rows: int, columns: int) -> bytes:
    """A sheet as large as that, of numbers."""
    row = b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>"
    return _workbook((_SHEET + _HEAD, row, rows, _END))


def _members(rows: int) -> bytes:
    lines = (f"m{number},Lid {number},m{number}@kiem.example,de-eik,coach\n" for number in range(rows))
    return ("id,name,email,school,roles\n" + "".join(lines)).encode()


def _calendar(*lines: str, times: int = 1) -> Made:
    entry = "BEGIN:VEVENT\nSUMMARY:studiedag\n{}\nEND:VEVENT\n".format("\n".join(lines))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{entry * times}END:VCALENDAR\n"
    return Made({"calendars/de-els.ics": text.encode()})


def _mail(content: bytes, name: str = "x.eml") -> Made:
    return Made({f"answers/{name}": b"From: b.smit@kiem.example\r\n" + content}, "invite replies {p}/answers")


def _laughs(levels: int) -> bytes:
    """Each level is ten times the one below it."""
    items = ["ha", *(f"*x{level}" for level in range(levels - 1))]
    return "".join(f"x{at}: &x{at} [{', '.join([item] * 10)}]\n" for at, item in enumerate(items)).encode()


_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
)
_FAR = b'<row r="1048576"><c r="XFD1048576"/></row>'
_NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(9999)
)
_REPEATED = (
    b"<table:table-row table:number-rows-repeated='%d'><table:table-cell table:number-columns-repeated='%d' "
)
_REPEATED += b"office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>"

_TEXT = b"<table:table-cell office:value-type='string'><text:p>tuin</text:p></table:table-cell>"

KINDS: Mapping[str, Callable[[], Made]] = {
    # Workbooks of 5 KiB to 6 MiB.
    "workbook, a cell far away": lambda: _form(_workbook(_SHEET + _HEAD + _FAR + _END)),
    "workbook, a gigabyte of spaces": lambda: _form(_workbook((_SHEET + _HEAD, b" " * MIB, 1024, _END))),
    "workbook, a gigabyte of strings": lambda: _form(
        _workbook(_SHEET + _HEAD + _END, (b"<sst>", b"<si><t>" + b"a" * MIB + b"</t></si>", 1024, b"</sst>"))
    ),
    "workbook, a cell of 200 MB": lambda: _form(
        _workbook(
            (
                _SHEET + _HEAD + b'<row><c t="inlineStr"><is><t>',
                b"a" * MIB,
                200,
                b"</t></is></c></row>" + _END,
            )
        )
    ),
    "workbook, entities within entities": lambda: _form(
        _workbook(_ENTITIES + b"]>" + _SHEET + _HEAD + b"<row><c><v>&j;</v></c></row>" + _END)
    ),
    "workbook, 60,000 parts": lambda: _form(
        _packed({f"xl/{number}.xml": b"<x/>" for number in range(60_000)})
    ),
    "workbook, as many cells as may be": lambda: _form(_cells(99_990, 20)),
    "workbook, elements 100,000 deep": lambda: _form(_workbook((_SHEET, b"<a>", 100_000, _END))),
    "spreadsheet, a row that is repeated": lambda: _form(_opened(_REPEATED % (1_048_576, 16_384)), "ods"),
    "spreadsheet, 300 MB of cells": lambda: _form(
        _opened((b"<table:table-row>", b"<table:table-cell/>" * 50_000, 300, b"</table:table-row>")), "ods"
    ),
    "spreadsheet, as large as may be": lambda: _form(
        _opened((b"", b"<table:table-row>" + _TEXT * 4 + b"</table:table-row>", 80_000, b"")),
        "ods",
    ),
    # YAML by values, depth, length.
    "YAML, as many values as may be": lambda: Made(
        {"extra.yaml": b"members:\n" + b"".join(b"  m%d: {name: N}\n" % n for n in range(MOST_VALUES // 4))}
    ),
    "YAML, too many values": lambda: Made({"extra.yaml": b"x: [" + b"1, " * (MOST_VALUES * 2) + b"1]\n"}),
    "YAML, 100,000 deep": lambda: Made({"extra.yaml": b"x: " + b"[" * 100_000}),
    "YAML, 100,000 deep by indents": lambda: Made({"extra.yaml": b"- " * 100_000}),
    "YAML, as deep as may be": lambda: Made({"extra.yaml": b"x: " + b"[" * DEEPEST + b"]" * DEEPEST}),
    "YAML, aliases within aliases": lambda: Made({"extra.yaml": _laughs(9)}),
    "YAML, 11 MB in one value": lambda: Made({"extra.yaml": b"x: '" + b"a\n " * (11 * MIB // 3) + b"'\n"}),
    "YAML, 11 MB that never ends": lambda: Made({"extra.yaml": b'x: "' + b"\\x41" * (11 * MIB // 4)}),
    "YAML, a number of 5 MB": lambda: Made(
        {"extra.yaml": b"year: {school_year: " + b"9" * (5 * MIB) + b"}\n"}
    ),
    # Tables by rows, cells and their length.
    "CSV, as many rows as may be": lambda: Made(
        {"choices/ws.csv": b"member,1,2\n" + b"s01,tuin,muziek\n" * (MOST_ROWS - 1)}
    ),
    "CSV, 60,000 members": lambda: Made({"members.csv": _members(60_000)}),
    "CSV, too many rows": lambda: Made({"members.csv": _members(MOST_ROWS + 1)}),
    "CSV, the longest cells": lambda: Made(
        {"choices/ws.csv": b"member,1\n" + (b"s01," + b"a " * (LONGEST_CELL // 2) + b"\n") * 1200}
    ),
    "CSV, a cell of 39 MB": lambda: Made({"choices/ws.csv": b'member,1\ns01,"' + b"a" * (39 * MIB) + b'"\n'}),
    "CSV, a quote that never closes": lambda: Made(
        {"choices/ws.csv": b'member,1\ns01,"' + b"a,\n" * (13 * MIB)}
    ),
    "CSV, 39 MB of separators": lambda: Made({"choices/ws.csv": b"member,1\n" + b"," * (39 * MIB)}),
    "CSV, 39 MB of line ends": lambda: Made({"choices/ws.csv": b"member,1\n" + b"\r" * (39 * MIB)}),
    "CSV, larger than may be": lambda: Made({"choices/ws.csv": b"a" * (MOST_BYTES_OF_A_TABLE + 1)}),
    "CSV, 30 MB of Unicode without sense": lambda: Made(
        {"choices/ws.csv": b"member,1\n" + b"\xff\xfe\xc3" * (10 * MIB)}
    ),
    # Dates by year, also as numbers of a workbook.
    "dates, in years that no calendar has": lambda: Made(
        {"leernet.yaml": FILES["leernet.yaml"].replace("2026-2027", "9998-9999").encode()}
    ),
    "dates, a window of two thousand years": lambda: Made(
        {
            "networks.yaml": FILES["networks.yaml"]
            .replace("2026-11-03..2026-11-12", "0001-01-01..9999-12-31")
            .encode()
        }
    ),
    "dates, numbers of a workbook": lambda: Made(
        {
            "availability/coaches-lente.xlsx": _workbook(
                _SHEET
                + b"<row>"
                + b"".join(b"<c><v>%s</v></c>" % n for n in (b"1e300", b"-1e300", b"99999999", b"nan"))
                + b"</row>"
                + _END
            )
        }
    ),
    # Calendars and mails.
    "calendar, every second for ever": lambda: _calendar(
        "DTSTART:19000101T000000", "RRULE:FREQ=SECONDLY", times=50
    ),
    "calendar, days that never come": lambda: _calendar(
        "DTSTART:20260901", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", times=50
    ),
    "calendar, 80,000 entries": lambda: _calendar("DTSTART;VALUE=DATE:20261105", times=80_000),
    "calendar, a line of 5 MB": lambda: _calendar(
        "DTSTART;VALUE=DATE:20261105", "X-A:" + "a\r\n " * (5 * MIB // 4)
    ),
    "calendar, larger than may be": lambda: _calendar("DTSTART;VALUE=DATE:20261105", times=300_000),
    "calendar, blocks 100,000 deep": lambda: Made(
        {"calendars/de-els.ics": b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100_000}
    ),
    "mail, parts within parts": lambda: _mail(_NESTED),
    "mail, mails within mails": lambda: _mail(b"Content-Type: message/rfc822\r\n\r\n" * 9999),
    "mail, a header of 30 MB": lambda: _mail(b"Subject: " + b"=?utf-8?q?a?= " * (2 * MIB) + b"\r\n\r\n"),
    "mail, 60 MB in one part": lambda: _mail(
        b"Content-Type: text/html; charset=utf-8\r\n\r\n" + b"<a>" * (20 * MIB)
    ),
    "mail, 100,000 in a mailbox": lambda: _mail(
        b"\r\n" + b"From x\nFrom: a@kiem.example\n\nx\n\n" * 100_000, "x.mbox"
    ),
    # Records.
    "record, 100,000 lines that are none": lambda: Made(
        {"sent.yaml": b"schema: 1\nmessages:\n" + b"- {}\n" * 100_000}
    ),
    "record, JSON 100,000 deep": lambda: Made(
        {"sent.yaml": b"schema: 1\nmessages:\n- " + b'{"a":' * 100_000 + b"\n"}
    ),
    "record, a number of 5 MB": lambda: Made({".leernet/topics.json": b'{"a": ' + b"9" * (5 * MIB) + b"}"}),
    "record, a note 100,000 deep": lambda: Made({".leernet/sending.json": b"[" * 100_000}, "status"),
}


def ended(kind: str) -> Ended:
    """What came of a file; it is made in another process, so that none of its memory counts."""
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryFile() as said:
        folder = Path(work) / "p"
        if (child := os.fork()) == 0:
            made = KINDS[kind]()
            replaced = {path.rpartition(".")[0] for path in made.files}
            kept = {
                path: text.encode() for path, text in FILES.items() if path.rpartition(".")[0] not in replaced
            }
            for path, content in (kept | dict(made.files)).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            (Path(work) / "command").write_text(f"{made.command}\n{max(map(len, made.files.values()))}")
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0, kind
        command, size = (Path(work) / "command").read_text().splitlines()
        if (child := os.fork()) == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            given = [
                "-C",
                str(folder),
                "--lang",
                "en",
                "--today",
                "2026-09-08",
                *command.format(p=folder).split(),
            ]
            os.execv(sys.executable, [sys.executable, "-m", "leernet", *given])
        _pid, status, used = os.wait4(child, 0)
        said.seek(0)
        text = said.read().decode(errors="replace")
    code, seconds = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
    megabytes = used.ru_maxrss * 1024 / 1e6
    return Ended(code, seconds, megabytes, int(size), "; ".join(_wrong(code, seconds, megabytes, text)))


def _wrong(code, seconds, megabytes, text):
    if code not in (0, 1) or "Traceback" in text:
        yield f"ends with {code}: {text[-900:]}"
    if seconds > SECONDS:
        yield f"takes {seconds:.1f} s"
    if megabytes > MEGABYTES:
        yield f"takes {megabytes:.0f} MB"


def main(kinds):
    """Print what each took; keep the largest of all."""
    found = {}
    for kind in kinds or KINDS:
        found[kind] = one = ended(kind)
        size = f"{one.bytes / 1024:.0f} KiB"
        print(
            f"{kind}: {size}, {one.seconds:.1f} s, {one.megabytes:.0f} MB, ends with {one.code}. {one.wrong}",
            flush=True,
        )
    if not kinds:
        largest = max(one.megabytes for one in found.values())
        longest = max(one.seconds for one in found.values())
        tracebacks = sum("ends with" in one.wrong for one in found.values())
        figures = {"tried": len(found), "other": sum(bool(one.wrong) for one in found.values())}
        figures |= {"tracebacks": tracebacks, "megabytes": round(largest), "seconds": round(longest, 1)}
        keep("hostile", figures)
    return 1 if any(one.wrong for one in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

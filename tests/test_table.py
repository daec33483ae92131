"""A table is read as schools and forms save it, and what is odd about it is a finding with its row."""

import datetime
import io
import struct
from pathlib import Path

import openpyxl
import pytest

from leernet.finding import Place
from leernet.read.sheet_marks import _broken, _hidden_columns
from leernet.read.table import Table, read_table

OLDER = Path(__file__).parent / "exports" / "leden-2003.xls"


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(text, encoding="utf-8"):
    return read_table("leden.csv", text.encode(encoding))


def rules(findings):
    return [(found.rule, str(found.place)) for found in findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_found_out(encoding, delimiter):
    text = "id;naam;cijfer\r\na.visser;Zoë Visser;7\r\n".replace(";", delimiter)

    assert read(text, encoding) == (
        Table("leden.csv", None, ("id", "naam", "cijfer"), (("a.visser", "Zoë Visser", "7"),), (2,)),
        (),
    )


def test_a_cell_with_separators_inside_does_not_decide_what_the_delimiter_is():
    table, findings = read(
        "ID,E-mail,Keuze\n1,s1@pabo.example,toets;rekenen;muziek;\n2,s2@pabo.example,a;b;c;\n"
    )

    assert table.heading == ("ID", "E-mail", "Keuze")
    assert table.rows[0] == ("1", "s1@pabo.example", "toets;rekenen;muziek;")
    assert findings == ()


def test_a_heading_with_commas_is_outvoted_by_the_rows():
    table, _ = read("lid;Welke workshop, ochtend of middag, wil je\ns1;toets\ns2;muziek\n")

    assert table.heading == ("lid", "Welke workshop, ochtend of middag, wil je")


def test_the_line_that_tells_excel_the_delimiter_is_believed():
    table, _ = read("sep=;\nlid;1\ns1;toets\n")

    assert (table.heading, table.rows, table.numbers, table.heading_number) == (
        ("lid", "1"),
        (("s1", "toets"),),
        (3,),
        2,
    )


def test_a_quoted_cell_may_hold_lines_and_rows_keep_the_number_an_editor_shows():
    table, findings = read('lid;"Keuze\n(een)"\ns1;"eerst\ndan"\n\ns2;"zegt ""ja"""\n')

    assert table.heading == ("lid", "Keuze (een)")
    assert table.rows == (("s1", "eerst\ndan"), ("s2", 'zegt "ja"'))
    assert table.numbers == (3, 6)
    assert findings == ()


def test_spaces_and_hard_spaces_around_headings_and_cells_are_gone():
    table, _ = read("\u00a0lid ;E-mail\u00a0adres\u00a0\n s1\u00a0; s1@pabo.example\n")

    assert (table.heading, table.rows) == (("lid", "E-mail adres"), (("s1", "s1@pabo.example"),))


def test_rows_of_another_length_than_the_heading_are_reported_and_kept():
    table, findings = read("lid;1;2\ns1;a\ns2;a;b;c\ns3;a;b;;\n")

    assert table.rows == (("s1", "a", ""), ("s2", "a", "b"), ("s3", "a", "b"))
    assert [str(found) for found in findings] == [
        "leden.csv:2: warning: This row has 2 cells and the heading has 3. [ragged-row]\n"
        "    Missing cells are taken as empty. Check that no cell was lost.",
        "leden.csv:3: warning: This row has 4 cells and the heading has 3. [ragged-row]\n"
        "    Cells after the last heading are ignored. Put a cell that contains a delimiter in quotes.",
    ]


def test_a_quote_that_is_not_closed_costs_one_row_and_not_the_file():
    table, findings = read('lid;1\ns1;"toets\ns2;"muziek"\ns3;drama\n')

    assert table.rows == (("s1", "toets"), ("s2", "muziek"), ("s3", "drama"))
    assert rules(findings) == [("stray-quote", "leden.csv:2")]


def test_an_unclosed_quote_in_the_last_row_is_reported_too():
    table, findings = read('lid;1\ns1;toets\n"s2;muziek\n')

    assert table.rows == (("s1", "toets"), ('"s2', "muziek"))
    assert rules(findings) == [("stray-quote", "leden.csv:3")]


def test_a_cell_of_more_than_csv_takes_is_read():
    table, findings = read(f"lid;1\ns1;{'x' * 200_000}\ns2;muziek\n")

    assert [(row[0], len(row[1])) for row in table.rows] == [("s1", 200_000), ("s2", 6)]
    assert rules(findings) == [("cell-too-long", "leden.csv:2")]


def test_nul_bytes_are_left_out_and_reported_where_the_first_stands():
    table, findings = read("lid;1\ns1;toe\0ts\ns2;mu\0ziek\n")

    assert table.rows == (("s1", "toets"), ("s2", "muziek"))
    assert rules(findings) == [("nul-bytes", "leden.csv:2")]


def test_bytes_that_no_encoding_knows_are_reported():
    table, findings = read_table("leden.csv", b"lid;naam\ns1;Zo\xeb\ns2;Ren\x81\n")

    assert table.rows == (("s1", "Zoë"), ("s2", "Ren"))
    assert rules(findings) == [("unreadable-characters", "leden.csv:3")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b";;\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content):
    table, findings = read_table("leden.csv", content)

    assert table is None
    assert rules(findings) == [("empty-table", "leden.csv")]


def test_cells_of_a_workbook_are_text_as_people_would_type_them():
    content = workbook(
        Blad1=[
            ["lid", "dag", "moment", "tijd", "aantal", "maat", "ja", "duur"],
            [
                "s1",
                datetime.date(2026, 11, 12),
                datetime.datetime.fromisoformat("2026-11-12 10:39:41"),
                datetime.time(9, 0),
                12,
                1.5,
                True,
                datetime.timedelta(hours=27),
            ],
        ]
    )

    table, findings = read_table("leden.xlsx", content)

    assert table.rows == (("s1", "2026-11-12", "2026-11-12 10:39:41", "09:00", "12", "1.5", "true", "27:00"),)
    assert findings == ()


def test_the_first_sheet_with_content_is_read_from_its_first_row():
    content = workbook(Leeg=[], Leden=[[], ["", "lid", "naam"], ["", "s1", "Zoë"]], Toelichting=[["let op"]])

    table, findings = read_table("leden.xlsx", content)

    assert table == Table("leden.xlsx", "Leden", ("", "lid", "naam"), (("", "s1", "Zoë"),), (3,), 2)
    assert str(table.place(0, 2)) == "leden.xlsx:Leden!C3"
    assert str(table.heading_place(1)) == "leden.xlsx:Leden!B2"
    assert findings == ()


def test_a_workbook_is_known_by_its_content_and_not_by_its_name():
    table, _ = read_table("leden.csv", workbook(Blad1=[["lid"], ["s1"]]))

    assert table.rows == (("s1",),)


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"no workbook", b"\xd0\xcf\x11\xe0 damaged"])
def test_a_damaged_workbook_is_a_finding(content):
    table, findings = read_table("leden.xlsx", content)

    assert table is None
    assert rules(findings) == [("not-a-workbook", "leden.xlsx")]


@pytest.mark.parametrize(("cell", "rows"), [("XFD2", 1), ("A200000", 2)])
def test_a_stray_cell_far_away_is_read(cell, rows):
    table, _ = read_table("leden.xlsx", with_stray_cell(cell))

    assert len(table.rows) == rows


def test_a_cell_in_the_far_corner_of_a_sheet_is_a_finding_and_not_the_end():
    assert [str(found) for found in read_table("leden.xlsx", with_stray_cell("XFD1048576"))[1]] == [
        "leden.xlsx: error: A sheet of this workbook runs to cell XFD1048576, which is more than a table"
        " of people. [sheet-too-large]\n"
        "    Delete the columns and rows beyond the table in Excel and save it, or save it as 'CSV UTF-8'."
    ]


def with_stray_cell(cell):
    book = openpyxl.Workbook()
    book.active["A1"] = "lid"
    book.active["A2"] = "s1"
    book.active[cell] = "x"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_an_empty_workbook_is_said_to_be_empty():
    table, findings = read_table("leden.xlsx", workbook(Blad1=[]))

    assert table is None
    assert rules(findings) == [("empty-table", "leden.xlsx")]


def test_a_row_of_a_csv_file_has_a_line_and_no_column():
    table, _ = read("lid;naam\ns1;Zoë\n")

    assert (table.place(0, 1), table.heading_place(1)) == (Place("leden.csv", 2), Place("leden.csv", 1))


@pytest.mark.parametrize(
    ("kind", "value", "is_broken"),
    [
        ("", "", True),
        ("", "<v/>", True),
        ("", "<v></v>", True),
        ("", "<v>3</v>", False),
        (' t="str"', "", True),
        # A formula whose value is an empty text has a value.
        (' t="str"', "<v/>", False),
        (' t="str"', "<v></v>", False),
    ],
)
def test_a_formula_that_was_never_worked_out_is_broken(kind, value, is_broken):
    cell = f'<row r="2"><c r="C2"{kind}><f>A1+B1</f>{value}</c></row>'

    assert dict(_broken(cell.encode())) == ({(2, 2): "=A1+B1"} if is_broken else {})


@pytest.mark.parametrize(
    ("about", "columns"),
    [
        ('min="2" max="2"', [1]),
        ('max="5" min="2"', [1, 2, 3, 4]),
        ('min="16384" max="16384"', [16383]),
        ('width="9"', []),
    ],
)
def test_hidden_columns_are_counted_from_their_first_to_their_last(about, columns):
    assert list(_hidden_columns(f'<col {about} hidden="1"/>'.encode())) == columns


def test_an_older_workbook_hides_no_error_and_no_row():
    content = OLDER.read_bytes()

    table, findings = read_table("members.xls", content)

    assert table.broken == {(1, 3): "#N/A"}
    assert [(found.rule, found.rows) for found in findings] == [("hidden-rows", (4,))]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (0x00, "#NULL!"),
        (0x07, "#DIV/0!"),
        (0x0F, "#VALUE!"),
        (0x17, "#REF!"),
        (0x1D, "#NAME?"),
        (0x24, "#NUM!"),
        (0x2A, "#N/A"),
    ],
)
def test_each_error_of_an_older_workbook_is_shown_as_excel_shows_it(code, shown):
    # A cell with an error (0x0205): row 2, column 3, style, code, 1 for "error".
    was, now = (struct.pack("<5H2B", 0x0205, 8, 2, 3, 0x11, one, 1) for one in (0x2A, code))

    table, _ = read_table("members.xls", OLDER.read_bytes().replace(was, now))

    assert table.broken == {(1, 3): shown}


def test_an_error_that_a_formula_of_an_older_workbook_gives_is_shown():
    # A formula (0x0006) in row 4, column 4 that gives #REF! (0x17), in the place of all behind that cell.
    content = OLDER.read_bytes()
    at = content.index(struct.pack("<4H", 0x00FD, 10, 3, 3))
    end = content.index(struct.pack("<HH", 0x023E, 18), at) + 22
    formula = struct.pack("<5H8B", 0x0006, end - at - 4, 3, 3, 0x11, 2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF)

    table, _ = read_table("members.xls", content[:at] + formula.ljust(end - at, b"\0") + content[end:])

    assert table.broken == {(1, 3): "#N/A", (2, 3): "#REF!"}


def test_marks_of_an_older_workbook_are_found_when_the_name_of_its_sheet_is_in_other_letters():
    # The sheet (0x0085) is named in letters of two bytes, and the window's record is as much shorter.
    content = OLDER.read_bytes()
    name, window = content.index(b"\x05\x00Leden"), content.index(struct.pack("<HH", 0x023E, 18))
    sheet = struct.pack("<2HI2x2B", 0x0085, 18, struct.unpack_from("<I", content, name - 6)[0] + 5, 5, 1)
    moved = content[name + 7 : window] + struct.pack("<HH", 0x023E, 13) + content[window + 4 : window + 17]

    table, findings = read_table(
        "members.xls",
        content[: name - 10] + sheet + "Łeden".encode("utf-16-le") + moved + content[window + 22 :],
    )

    assert (table.sheet, table.broken) == ("Łeden", {(1, 3): "#N/A"})
    assert [found.rule for found in findings] == ["hidden-rows"]


def test_merged_cells_of_an_older_workbook_hold_their_value_in_each():
    # The record of merged cells (0x00E5), rows 1 and 2 of column 3, in the place of the window's (0x023E).
    content = OLDER.read_bytes()
    at = content.index(struct.pack("<HH", 0x023E, 18))
    merged = struct.pack("<2H5H", 0x00E5, 18, 1, 1, 2, 3, 3)

    table, _ = read_table("members.xls", content[:at] + merged + content[at + len(merged) :])

    assert [row[3] for row in table.rows] == ["ma", "ma", "di", ""]

"""What a workbook unpacks to, and where its cells stand, is known before any of it is held."""

import io
import zipfile

import pytest

from leernet.read.sheet import sheets_of
from leernet.read.workbook_size import too_large

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def archive(**parts):
    """A ZIP archive with these parts, ``xl_sheet`` for ``xl/sheet.xml``."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as parts_of:
        for name, content in parts.items():
            parts_of.writestr(f"{name.replace('_', '/')}.xml", content)
    return written.getvalue()


def rule(content):
    found = too_large("members.xlsx", content)
    return found.rule if found else None


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"/></row>',
        "<row r='1048576'><c t='s' r='XFD1048576'/></row>",
        '<row\n r = "1048576" ><c\tr="XFD1048576" ></c></row>',
        '<row spans="1:2" r="1048576"><c s="1" r="XFD1048576"/></row>',
        # Without positions cells follow one another; a position may stand with the cell only.
        '<row r="1000000">' + "<c/>" * 5 + "</row>",
        '<row><c r="XFD1048576"/></row>',
    ],
)
def test_a_cell_far_away_is_found_however_it_is_spelt(cells):
    plain = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")

    assert [rule(archive(xl_sheet=plain)), rule(archive(xl_sheet=prefixed))] == ["sheet-too-large"] * 2


@pytest.mark.parametrize(
    ("before", "row"),
    [
        ("<?xml version='1.0' encoding='x'?>", ""),
        ("", '<n r="1"></row>'),
        ("<!DOCTYPE x>", ""),
        ("<x></y>", ""),
        ("", "<row>&none;</row>"),
    ],
)
def test_a_sheet_that_is_no_xml_is_damaged_as_nobody_can_count_its_cells(before, row):
    far = '<row r="1048576"><c r="XFD1048576"/></row>'
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{row}{far}</sheetData></worksheet>'

    assert rule(archive(xl_sheet=sheet)) == "not-a-workbook"


def test_a_table_of_a_hundred_thousand_people_is_held():
    rows = "".join(f'<row r="{n}"><c r="T{n}"/></row>' for n in range(1, 100_001, 100))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'

    assert rule(archive(xl_sheet=sheet)) is None


@pytest.mark.parametrize("part", ["xl_sharedStrings", "xl_sheet", "docProps_app"])
def test_every_part_counts_unpacked(part):
    assert rule(archive(**{part: b" " * (129 * 2**20)})) == "sheet-too-large"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 600, b"member;1\n"])
def test_what_is_no_workbook_is_left_to_its_reader(content):
    assert rule(content) is None
    assert [finding.rule for finding in sheets_of("m.xlsx", content)[1]] == ["not-a-workbook"]


def test_a_spreadsheet_that_is_cut_off_is_damaged_as_its_reader_would_never_end():
    body = "<office:body><office:spreadsheet/></office:body>"
    tree = f"<office:document-content xmlns:office='x'>{body}</office:document-content>"

    found = [rule(archive(content=tree[:length])) for length in range(len(tree) + 1)]

    assert found == ["not-a-workbook"] * len(tree) + [None]
    assert rule(archive(content=f"<!DOCTYPE x [<!ENTITY a 'b'>]>{tree}")) == "not-a-workbook"


@pytest.mark.parametrize(
    ("cell", "found"),
    [("T100000", None), ("T100001", "sheet-too-large"), ("U100000", "sheet-too-large")],
)
def test_just_so_many_cells_are_held(cell, found):
    row = f'<row r="{cell[1:]}"><c r="{cell}"/></row>'

    assert (
        rule(archive(xl_sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>')) == found
    )

"""What people fill in in a form to join is read as members, whoever made the form and whatever it adds."""

import io

import openpyxl
import pytest

from leernet.read.definitions import read_definitions

PROJECT = """year: {school_year: 2026-2027, holiday_region: zuid}
schools: {els: {name: De Els}}
members:
  f.post: {name: Fenna Post, email: f.post@kiem.example, organisation: Pabo}
networks:
  coaches:
    facilitator: f.post
    members: {roles: [coach]}
    meetings: [{id: herfst, date: 2026-11-10, time: 9.00-12.00}]
"""
MICROSOFT = ("Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam")
ASKED = ("naam", "e-mail", "school", "rol", "werkdagen")
NOOR = ("Noor van Dam", "n.vandam@kiem.example", "De Els", "coach", "ma, di")
MADE_AT = ("9-8-2026 9:00", "9-8-2026 9:05")


def workbook(heading, row):
    book = openpyxl.Workbook()
    book.active.append(heading)
    book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (ASKED, NOOR),
        ((*MICROSOFT, *ASKED), (1, *MADE_AT, "anonymous", "", *NOOR)),
        ((*MICROSOFT, *ASKED), (1, *MADE_AT, NOOR[1], NOOR[0], "noor", "prive@elders.example", *NOOR[2:])),
        ((*MICROSOFT, *ASKED[2:]), (1, *MADE_AT, NOOR[1], NOOR[0], *NOOR[2:])),
        (("Tijdstempel", "E-mailadres", *ASKED), (MADE_AT[0], NOOR[1], NOOR[0], "", *NOOR[2:])),
        (("Timestamp", *ASKED), (MADE_AT[0], *NOOR)),
    ],
)
def test_an_answer_is_a_member_with_an_id_of_their_own(heading, row):
    files = {"leernet.yaml": PROJECT, "members-coaches.xlsx": workbook(heading, row)}

    definitions, findings = read_definitions(files)

    member = definitions.year.members["n.vandam"]
    assert (member.name, member.email, member.school, member.roles) == (NOOR[0], NOOR[1], "els", ("coach",))
    assert [str(one) for one in findings] == []

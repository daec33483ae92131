"""A list as an office would keep it, of a random project in random notations, reads as the same project."""

import csv
import datetime
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Level
from leernet.model.weekdays import WORKING_WEEK, half_day_names
from leernet.model.year import Contact
from leernet.read.definitions import read_definitions
from leernet.rules import broken_rules

YEAR = (
    "year: {school_year: 2026-2027, holiday_region: zuid}\n"
    "schools:\n"
    "  zwaluw: {name: De Zwaluw}\n"
    '  veerhuis: {name: "\'t Veerhuis"}\n'
    "  kers: {name: Basisschool De Kers}\n"
)
SCHOOLS = {
    "zwaluw": ("De Zwaluw", "de zwaluw", "ZWALUW "),
    "veerhuis": ("'t Veerhuis", "’t veerhuis"),
    "kers": ("De Kers", "kers"),
}
FIRST_NAMES = ("Anne", "Bo", "Loïs", "Zeynep", "Jurriën", "Floor")
LAST_NAMES = (("", "Bakker"), ("van den", "Berg"), ("de", "Groot"), ("", "Öztürk"), ("van der", "Meer"))
ROLES = ("schoolopleider", "coach", "directeur")
NAMES_OF_DAYS = ("ma", "di", "wo", "do", "vr")
WHOLE_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")

people = st.lists(
    st.fixed_dictionaries(
        {
            "first": st.sampled_from(FIRST_NAMES),
            "last": st.sampled_from(LAST_NAMES),
            "school": st.sampled_from(sorted(SCHOOLS)),
            "roles": st.lists(st.sampled_from(ROLES), min_size=1, unique=True),
            "days": st.sets(st.integers(0, 4), min_size=1).map(sorted),
            "away": st.one_of(st.none(), st.dates(datetime.date(2026, 9, 1), datetime.date(2027, 6, 30))),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one["first"], one["last"]),
)


def days_written(draw: Any, days: list[int]) -> str:
    """The days of somebody in one of the ways people write them."""
    ways = [
        " ".join(NAMES_OF_DAYS[day] for day in days),
        "/".join(NAMES_OF_DAYS[day] for day in days),
        ", ".join(NAMES_OF_DAYS[day].capitalize() for day in days),
        " en ".join(WHOLE_NAMES[day] for day in days),
        "; ".join(f"{WHOLE_NAMES[day]}" for day in days),
        "\n".join(f"{NAMES_OF_DAYS[day]}." for day in days),
    ]
    if len(days) > 1 and days == list(range(days[0], days[-1] + 1)):
        ways += [
            f"{NAMES_OF_DAYS[days[0]]}{between}{NAMES_OF_DAYS[days[-1]]}" for between in ("-", " t/m ", " – ")
        ]
    if len(days) == 5:
        ways += ["hele week", "alle dagen"]
    if len(days) == 4:
        (gone,) = set(range(5)) - set(days)
        ways += [f"niet op {NAMES_OF_DAYS[gone]}", f"alle dagen behalve {WHOLE_NAMES[gone]}"]
    return str(draw(st.sampled_from(ways)))


def rows_of(draw: Any, members: list[dict[str, Any]]) -> list[list[Any]]:
    """Headings and rows, with titles above, columns nobody reads and a total below."""
    parts = draw(st.booleans())
    names = (
        ["Voornaam", "Tussenvoegsel", "Achternaam"]
        if parts
        else [draw(st.sampled_from(("Naam", "NAAM ", "naam:")))]
    )
    heading = [
        *("Nr", *names, draw(st.sampled_from(("E-mail", "E-mailadres", "mail")))),
        *(
            "School",
            draw(st.sampled_from(("Rol", "Functie", "rollen"))),
            "Werkdagen",
            "Afwezig",
            "Opmerkingen",
        ),
    ]
    rows: list[list[Any]] = [["Ledenlijst", *[""] * (len(heading) - 1)]] if draw(st.booleans()) else []
    rows.append(heading)
    for number, one in enumerate(members, 1):
        prefix, last = one["last"]
        whole = " ".join(filter(None, (one["first"], prefix, last)))
        behind = f"{last}, {one['first']} {prefix}".strip()
        before = f"{prefix} {last}, {one['first']}".strip()
        written = draw(st.sampled_from((whole, whole.replace(" ", "  "), behind, before)))
        name = [one["first"], prefix, last] if parts else [written]
        roles = draw(st.sampled_from((" / ", ", ", " en ", ";"))).join(
            draw(st.sampled_from((role, role.capitalize(), role.upper()))) for role in one["roles"]
        )
        away = one["away"].strftime(draw(st.sampled_from(("%d-%m-%Y", "%Y-%m-%d")))) if one["away"] else ""
        rows.append(
            [
                *(number, *name, address(one), draw(st.sampled_from(SCHOOLS[one["school"]])), roles),
                *(days_written(draw, one["days"]), away, "bijzonder"),
            ]
        )
    if draw(st.booleans()):
        rows.append(["Totaal", *[""] * (len(heading) - 1)])
        rows.append(["", *["", "", "Vacature"][-len(names) :], "", "De Kers", "coach", "ma", "", ""])
    return rows


def address(one: dict[str, Any]) -> str:
    number = FIRST_NAMES.index(one["first"]) * len(LAST_NAMES) + LAST_NAMES.index(one["last"])
    return f"p{number}@school.example"


def file_of(draw: Any, rows: list[list[Any]]) -> tuple[str, bytes]:
    """The rows as a file of one kind or another."""
    if draw(st.booleans()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("Toelichting").append(["let op"])
        content = io.BytesIO()
        book.save(content)
        return "members.xlsx", content.getvalue()
    text = io.StringIO(newline="")
    delimiter = draw(st.sampled_from(";\t,"))
    csv.writer(text, delimiter=delimiter).writerows(rows)
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")))
    name = "members.tsv" if delimiter == "\t" else draw(st.sampled_from(("members.csv", "members-pabo.CSV")))
    return name, text.getvalue().encode(encoding)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_office_list_in_any_notation_reads_as_the_same_project(data):
    members = data.draw(people)
    name, content = file_of(data.draw, rows_of(data.draw, members))

    definitions, findings = read_definitions({"leernet.yaml": YEAR, name: content})

    assert [str(found) for found in findings if found.level is Level.ERROR] == []
    read = {member.email: member for member in definitions.year.members.values()}
    assert {
        address(one): (
            " ".join(filter(None, (one["first"], *one["last"]))),
            one["school"],
            sorted(one["roles"]),
            tuple(half for half in WORKING_WEEK if half.weekday in one["days"]),
            [str(one["away"])] if one["away"] else [],
        )
        for one in members
    } == {
        email: (
            member.name,
            member.school,
            sorted(role.casefold() for role in member.roles),
            member.working_days,
            [str(days) for days in member.away],
        )
        for email, member in read.items()
    }
    assert all(half_day_names(member.working_days) for member in read.values())


ANNE = ("Anne Bakker", "a.bakker@kiem.example", "De Kers", "coach")
WRONG = {
    "a mark of doubt behind a role": ({"rol": "coach?"}, "doubtful-cell"),
    "a mark of doubt behind a school": ({"school": "De Kers?"}, "doubtful-cell"),
    "two people": ({"naam": "Anne Bakker en Bo Smit"}, "two-people-in-a-row"),
    "two people with a stroke": ({"naam": "Anne Bakker/Bo Smit"}, "two-people-in-a-row"),
    "what kind of school": ({"school": "Basisschool"}, "unknown-school"),
    "an article": ({"school": "De"}, "unknown-school"),
    "an address that ends in a dot": ({"e-mail": "a.bakker.@kiem.example"}, "not-an-address"),
    "an address with two dots": ({"e-mail": "a..bakker@kiem.example"}, "not-an-address"),
}


def office_list(**cells):
    row = dict(zip(("naam", "e-mail", "school", "rol"), ANNE, strict=True)) | cells
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=";").writerows([row.keys(), row.values()])
    schools = YEAR.replace("  kers:", "  eik: {name: OBS De Eik}\n  kers:")
    definitions, findings = read_definitions({"leernet.yaml": schools, "members.csv": content.getvalue()})
    return definitions, (*findings, *broken_rules(definitions))


@pytest.mark.parametrize("shape", WRONG)
def test_a_cell_that_says_nothing_certain_is_an_error_at_its_row(shape):
    cells, rule = WRONG[shape]

    _definitions, findings = office_list(**cells)

    errors = [(str(found.place), found.rule) for found in findings if found.level is Level.ERROR]
    assert errors == [("members.csv:2", rule)]


@pytest.mark.parametrize(
    "written",
    [
        "Anne <a.bakker@kiem.example>",
        "a.bakker(at)kiem.example",
        "a.bakker @kiem.example",
        "a.bakker@@kiem.example",
        "a.bakker@kiem,example",
        "a.bakker@kiem.example.",
        "a.bakker.@kiem.example",
    ],
)
def test_an_address_with_a_slip_gets_the_address_to_type(written):
    _definitions, findings = office_list(**{"e-mail": written})

    assert [str(found.hint) for found in findings] == ["Did you mean 'a.bakker@kiem.example'?"]


@pytest.mark.parametrize("name", ["Vacature", "vacature groep 5", "N.N.", "n.n.", "Onbekend"])
def test_a_place_that_nobody_has_is_left_out_with_a_remark(name):
    definitions, findings = office_list(**{"naam": name, "e-mail": ""})

    assert definitions.year.members == {}
    assert [found.rule for found in findings] == ["left-out-row"]


@pytest.mark.parametrize("name", ["N.N. de Vries", "Anne Bakker-de Vries", "Anne Bakker/Smit", "Bakker, MSc"])
def test_an_unusual_name_is_a_name(name):
    definitions, findings = office_list(naam=name)

    assert [str(found) for found in findings if found.level is Level.ERROR] == []
    assert len(definitions.year.members) == 1


def test_of_a_project_with_errors_no_id_is_kept_and_none_is_said_to_be(tmp_path):
    (tmp_path / "leernet.yaml").write_text("year: {school_year: 2026-2027, holiday_region: zuid}\n")
    wrong, right = "naam;e-mail\nAnne;anne@kiem\n", "naam;e-mail\nAnne;anne@kiem.example\n"
    told = {}
    for text in (wrong, right):
        (tmp_path / "members.csv").write_text(text)
        result = CliRunner().invoke(app, ["-C", str(tmp_path), "--lang", "en", "check"])
        told[text] = (result.exit_code, "ids.yaml" in result.stdout, (tmp_path / ".leernet").exists())

    assert told == {wrong: (1, False, False), right: (0, True, True)}


@pytest.mark.parametrize(
    ("written", "contact", "deputy"),
    [
        ("a.bakker", "a.bakker", "a.bakker"),
        ("anne bakker", "a.bakker", "a.bakker"),
        ("A.Bakker@kiem.example", "a.bakker", "a.bakker"),
        ("office@kiem.example", Contact(email="office@kiem.example"), "office@kiem.example"),
        ("Wim Wouters", "Wim Wouters", "Wim Wouters"),
    ],
)
def test_who_is_written_to_and_who_answers_may_be_named_by_id_name_or_address(written, contact, deputy):
    schools = f"id;naam;contactpersoon\nels;De Els;{written}\n"
    members = f"id;naam;e-mail;plaatsvervanger\na.bakker;Anne Bakker;a.bakker@kiem.example;{written}\n"
    files = {"leernet.yaml": YEAR, "schools.csv": schools, "members.csv": members}
    definitions, findings = read_definitions(files)

    assert definitions.year.schools["els"].contact == contact
    assert definitions.year.members["a.bakker"].deputy == (deputy,)
    assert findings == ()

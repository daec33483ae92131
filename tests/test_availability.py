"""Polls of dates: whatever tool exported them, who said what; what is not certain is told."""

import io
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter

from leernet.model.poll import PollOption, Stance
from leernet.read.definitions import read_definitions

EXPORTS = Path(__file__).parent / "exports" / "polls"
PROJECT = """
year: {school_year: 2026-2027, holiday_region: zuid}
members:
  a.bakker: {name: Anne Bakker, email: a.bakker@kiem.example, organisation: P, roles: [coach]}
  b.dewit: {name: Bram de Wit, email: b.dewit@kiem.example, organisation: P, roles: [coach]}
  f.visser: {name: Femke Visser, email: f.visser@kiem.example, organisation: P}
networks:
  coaches:
    facilitator: f.visser
    members: {roles: [coach]}
    time: 9.00-12.00
    meetings: [{id: herfst, window: 2026-11-01..2026-11-30}]
"""
OPTIONS = tuple(PollOption(date(2026, 11, day), time(9), time(12)) for day in (12, 17, 19))
YES, PERHAPS, NO = Stance.YES, Stance.IF_NEED_BE, Stance.NO


def read(name, content, project=PROJECT):
    """The polls in a file, and the rules that findings about it name."""
    definitions, findings = read_definitions({"leernet.yaml": project, f"availability/{name}": content})
    assert definitions.year is not None
    return definitions.year.polls, [*findings, *definitions.told]


def answers(name, content):
    (poll,), _findings = read(name, content)
    return poll.options, dict(poll.answers)


@pytest.mark.parametrize("export", sorted(path.name for path in EXPORTS.iterdir()))
def test_the_exports_of_six_tools_say_the_same(export):
    options, said = answers("coaches-herfst.csv", (EXPORTS / export).read_bytes())

    refused = None if export == "doodle.csv" else NO
    assert options == OPTIONS
    assert said == {"a.bakker": (YES, refused, PERHAPS), "b.dewit": (refused, YES, YES)}


def workbook(rows, merged=()):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Poll")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
        for first_row, first, last_row, last, text in merged:
            sheet.merge_range(first_row, first, last_row, last, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        # The first column stands for people where none is filled in more than half of the rows.
        ("", "Anne Bakker;", ";"),
        ("Opmerking;Kolom", "moet vroeg weg;Anne Bakker;", ";Bram de Wit;"),
        ("Kolom;Opmerking", "Anne Bakker;moet vroeg weg;", "Bram de Wit;;"),
    ],
)
def test_a_column_that_nothing_says_is_of_people_is_the_first_that_is_mostly_filled(headings, first, second):
    rows = f"{headings};2026-11-12;2026-11-17\n{first}ja;nee\n{second}nee;ja\n"
    people = {"a.bakker": (YES, NO)} | ({"b.dewit": (NO, YES)} if "Bram" in second else {})

    assert answers("coaches-herfst.csv", rows.encode())[1] == people


def test_a_workbook_of_nextcloud_has_rows_from_and_to_and_marks():
    days = ["Thu, Nov 12, 2026, 9:00 AM", "Tue, Nov 17, 2026, 9:00 AM", "Thu, Nov 19, 2026, 9:00 AM"]
    content = workbook(
        [
            ["Netwerk coaches"],
            ["Wanneer kun je in november?"],
            ["From", "", *days],
            ["To", "", *(day.replace("9:00", "12:00").replace("AM", "PM") for day in days)],
            ["Anne Bakker", "a.bakker@kiem.example", "✔️", "❌", "❔"],
            ["Bram de Wit", "b.dewit@kiem.example", "❌", "✔", "✔"],
        ]
    )

    assert answers("coaches.xlsx", content) == (
        OPTIONS,
        {"a.bakker": (YES, NO, PERHAPS), "b.dewit": (NO, YES, YES)},
    )


def test_a_workbook_of_doodle_has_merged_months_and_days():
    content = workbook(
        [
            ['Poll "Netwerk coaches"'],
            ["https://doodle.com/poll/abcdefgh"],
            [],
            [],
            ["", "", "", "Tue 17"],
            ["", "9:00 AM – 12:00 PM", "1:00 PM – 4:00 PM", "9:00 AM – 12:00 PM"],
            ["Anne Bakker", "OK", "", "(OK)"],
            ["Count", 1, 0, 0],
        ],
        [(3, 1, 3, 3, "November 2026"), (4, 1, 4, 2, "Thu 12")],
    )

    options, said = answers("coaches.xlsx", content)

    assert [(one.day.day, one.start.hour) for one in options] == [(12, 9), (12, 13), (17, 9)]
    assert said == {"a.bakker": (YES, None, PERHAPS)}


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "do 12-11-2026 9.00-12.00",
            "2026-11-12 09:00-12:00",
            "12 november 9-12 uur",
            "12/11/2026 9:00 - 12:00",
        ),
        *("donderdag 12 nov. 2026, van 9.00 uur tot 12.00 uur", "November 12, 2026 9:00 AM - 12:00 PM"),
        *("12 Nov 2026 08:00-11:00 UTC", "2026-11-12T09:00+01:00/2026-11-12T12:00+01:00"),
    ],
)
def test_a_date_may_be_written_in_any_notation(heading):
    options, said = answers("coaches-herfst.csv", f"Naam;{heading}\nAnne Bakker;ja\n")

    assert (options, said) == (OPTIONS[:1], {"a.bakker": (YES,)})


def of_twelve(hour, minute):
    return f"{(hour - 1) % 12 + 1}{minute}"


HALVES = ("AM", "PM")
# How a time of the day is written, from and until; the last leaves the half of the day to the end.
NOTATIONS = {
    "24": lambda one, other, minute: f"{one}{minute} - {other}{minute}",
    "12": lambda one, other, minute: (
        f"{of_twelve(one, minute)} {HALVES[one // 12]} - {of_twelve(other, minute)} {HALVES[other // 12]}"
    ),
    "half": lambda one, other, minute: (
        f"{of_twelve(one, minute)}-{of_twelve(other, minute)} {HALVES[other // 12].lower()}"
    ),
}


@pytest.mark.parametrize("minute", ["", ":00"])
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_pair_of_hours_of_a_day_is_read_in_every_notation(notation, minute):
    # Without its half of the day a start is the last such hour before the end.
    pairs = [
        (one, other)
        for one in range(24)
        for other in range(one + 1, 24)
        if notation != "half" or other - one <= 12
    ]
    headings = [f"12-11-2026 {NOTATIONS[notation](one, other, minute)}" for one, other in pairs]

    options, _said = answers(
        "coaches-herfst.csv", f"Naam;{';'.join(headings)}\nAnne Bakker{';ja' * len(pairs)}\n"
    )

    assert [(option.start.hour, option.end.hour) for option in options] == pairs


def test_a_column_in_utc_is_another_hour_and_maybe_another_day_here():
    heading = "2027-05-12T22:00:00Z - 2027-05-13T22:00:00Z,2027-05-13T07:00:00Z - 2027-05-13T10:00:00Z"

    options, _said = answers("coaches.csv", f"Participants,{heading}\nAnne Bakker,yes,no\n")

    assert options == (
        PollOption(date(2027, 5, 13)),
        PollOption(date(2027, 5, 13), time(9), time(12)),
    )


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ("Naam;do 12-11-2026\nAnne Bakker;ja\nTotaal;1\n", ["poll-read"]),
        ("Naam;do 12-11-2026\nAnne Bakker;ja\n\nOpmerkingen\nBram;leuk dat het weer kan\n", ["poll-read"]),
        ("Naam;do 12-11-2026\nAnne Bakker;ja\nPiet Onbekend;nee\n", ["unknown-member", "poll-read"]),
        ("Naam;do 12-11-2026\nAnne Bakker;x\n", ["poll-mark", "poll-read", "poll-never-no"]),
        ("Naam;vr 12-11-2026;di 17-11-2026\nAnne Bakker;ja;ja\n", ["poll-date", "poll-read"]),
        ("Naam;6/5/2027\nAnne Bakker;ja\n", ["poll-date"]),
        ("Naam;Wanneer kun je niet? [do 12-11-2026]\nAnne Bakker;ja\n", ["poll-unclear", "poll-read"]),
        ("Naam;do 12-11-2026\nAnne Bakker;ja\nA.Bakker;nee\n", ["poll-answered-twice", "poll-read"]),
        ("Naam;do 12-11-2026 19.00-21.00\nAnne Bakker;ja\n", ["poll-read", "poll-other-time"]),
        ("Naam;do 12-11-2026\nAnne Bakker;\n", ["empty-poll"]),
        ("Naam;Leeftijd\nAnne Bakker;40\n", ["poll-without-dates"]),
        ("Naam;do 13-11-2025\nAnne Bakker;ja\n", ["poll-date"]),
        *(
            (f"Naam;do 12-11-2026 {times}\nAnne Bakker;ja\n", ["poll-date"])
            for times in ("13:00 - 9:00", "13 - 9 uur", "9:00 - 9:00", "9:00 - 9:00 AM", "3 PM - 1 PM")
        ),
    ],
)
def test_what_is_not_certain_is_told(rows, rules):
    _polls, findings = read("coaches-herfst.csv", rows)

    assert sorted(found.rule for found in findings) == sorted(rules)


# An odd mark and a date that is on another weekday, below a title and with an empty column and row.
UNCLEAR = [
    ["Wie kan wanneer?", "", "", "", ""],
    ["", "", "", "", ""],
    ["Naam", "", "do 12-11-2026", "vr 17-11-2026", "do 19-11-2026"],
    ["Anne Bakker", "", "ja", "ja", "nee"],
    ["", "", "", "", ""],
    ["Bram de Wit", "", "ja", "ja", "huh"],
]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_not_certain_is_told_where_it_stands(kind, turned):
    rows = [list(row) for row in zip(*UNCLEAR, strict=True)] if turned else UNCLEAR
    content = workbook(rows) if kind == "xlsx" else "\n".join(map(";".join, rows)) + "\n"

    _polls, findings = read(f"coaches-herfst.{kind}", content)

    found = {one.rule: (one.place.line, one.place.column) for one in findings if one.place.line}
    at = {"poll-date": (3, 4), "poll-mark": (6, 5)}
    expected = {rule: where[::-1] if turned else where for rule, where in at.items()}
    assert {rule: found[rule] for rule in at} == {
        rule: (line, column if kind == "xlsx" else None) for rule, (line, column) in expected.items()
    }


def test_a_poll_says_what_was_understood_of_it():
    _polls, findings = read("coaches-herfst.csv", (EXPORTS / "rallly-en.csv").read_bytes())

    assert [str(found) for found in findings] == [
        "availability/coaches-herfst.csv: remark: coaches/herfst: 2 people answered about 3 dates "
        "(2026-11-12 to 2026-11-19). Yes: 3, if need be: 1, no: 2, empty, so that working days decide: 0. "
        "[poll-read]"
    ]

"""Personal data goes after its term, all of it and nothing else; what is left loads and counts."""

import errno
import json
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.keeping import REGISTER, Term, term_from_text
from tests.test_publish import PROJECT, project
from tests.test_undo import told

# What is said of people beside the definitions has a mark beginning with Zz.
PLANTED = {
    **PROJECT,
    "choices/werk.csv": "member;1;leerdoel\nq.een;taal;Zzkeuze\nq.twee;rek;Zzkeuze\nq.drie;taal;Zzkeuze\n",
    "choices/oud/werk-oud.csv": "member;1\nZzoud;taal\n",
    "inventory/coaches-herfst.csv": "member;topic;question;case\nq.een;Toetsen;Zzvraag;Zzcasus\n",
    "availability/coaches-herfst.csv": "naam;10-11-2026\nZznaam;ja\n",
    "answers.csv": "member;meeting;answer;on\nZzlid;coaches/herfst;no;2026-10-01\n",
    ".leernet/ids.yaml": 'members:\n  "weg": {name: "Zzweg"}\n  "q.een": {school: "Els"}\n',
}


def run(folder, *arguments, today="2026-09-28"):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", today, *arguments])
    return result.exit_code, result.stdout, result.stderr


def bytes_in(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def planted(tmp_path):
    folder = project(tmp_path, PLANTED)
    for verb in ("plan", "allocate", "invite"):
        assert run(folder, verb)[0] == 0, verb
    told(folder)
    history = folder / "history" / "2025-2026.yaml"
    history.parent.mkdir()
    history.write_text(
        "schema: 1\nschool_year: 2025-2026\nrevision: 1\nmeetings:\n  coaches/herfst:\n    date: 2025-11-11\n"
        '    start: "09:00"\n    end: "12:00"\n    host: els\n    absent: [zzafwezig]\n'
        "changes:\n  - {what: moved, meeting: coaches/herfst, reason: Zzreden}\n",
        encoding="utf-8",
    )
    return folder


def test_without_yes_everything_stays_and_each_file_is_named_with_its_term(planted):
    before = bytes_in(planted)
    code, stdout, stderr = run(planted, "purge", today="2030-01-10")
    assert (code, bytes_in(planted)) == (0, before)
    named = (
        *("choices/werk.csv", "inventory/coaches-herfst.csv", "answers.csv", "sent.yaml", "plan.yaml"),
        *("out/report-werk.html", "history/2025-2026.yaml", "leernet.yaml", "3 months", "6 months", "git"),
    )
    assert [name for name in named if name not in stdout] == []
    lists = sum(path.startswith("out/lists/") for path in before)
    assert (f"    out/lists/ ({lists})\n" in stdout, "    out/fairness.md\n" in stdout) == (True, True)
    assert "    choices/oud/ (1)\n" in stdout
    assert stderr.endswith("Nothing was changed. To delete it: leernet purge --yes\n")


def test_after_it_nothing_of_anybody_is_left_but_in_what_the_user_wrote(planted):
    assert run(planted, "purge", "--yes", today="2030-01-10")[0] == 0

    left = bytes_in(planted)
    marks = (b"Zz", b"zz", b"@kiem.example", b"Qeen", b"Qtwee")
    found = {path: [mark for mark in marks if mark in content] for path, content in left.items()}
    found = {path: marks for path, marks in found.items() if marks and not path.endswith(".xlsx")}
    assert set(found) == {"leernet.yaml"}
    assert "absent:" not in left["plan.yaml"].decode()
    assert left[".leernet/ids.yaml"].decode().splitlines()[1:-1] == ["members:", '  "q.een": {school: "Els"}']
    assert json.loads(left[".leernet/topics.json"]) == {"coaches/herfst": {"Toetsen": 1}}
    assert not any(path.startswith((".leernet/undo", "out/invitations", "out/lists")) for path in left)


def test_only_what_somebody_wrote_is_called_their_own(planted):
    _code, said, _stderr = run(planted, "purge", today="2030-01-10")

    (named,) = (line.partition(": ")[2] for line in said.splitlines() if line.startswith("You wrote these"))
    assert ".leernet" not in named
    assert "leernet.yaml" in named


def test_what_is_left_loads_and_turns_still_count(planted):
    run(planted, "purge", "--yes", today="2030-01-10")
    code, _, stderr = run(planted, "check", today="2030-01-10")
    assert (code, "choices-gone" in stderr, "plan-absent-differs" in stderr) == (0, True, False)
    history = (planted / "history" / "2025-2026.yaml").read_text(encoding="utf-8")
    assert ("host: els" in history, "zzafwezig" in history) == (True, False)
    # A second time there is nothing any more.
    before = bytes_in(planted)
    assert run(planted, "purge", "--yes", today="2030-01-10")[1].startswith("Nothing is past its term.")
    assert bytes_in(planted) == before


@pytest.mark.parametrize(
    ("today", "goes"),
    [
        ("2027-01-06", []),
        ("2027-01-07", ["choices/werk.csv", "out/report-werk.html"]),
        ("2027-02-10", ["choices/werk.csv", "out/report-werk.html"]),
        (
            "2027-02-11",
            ["availability/coaches-herfst.csv", "choices/werk.csv", "inventory/coaches-herfst.csv"],
        ),
    ],
)
def test_each_goes_the_day_after_its_term(planted, today, goes):
    result = json.loads(run(planted, "--json", "purge", today=today)[1])
    paths = [one["path"] for one in result["goes"]]
    assert [path for path in goes if path not in paths] == []
    assert ("choices/werk.csv" in paths) == bool(goes)
    assert "sent.yaml" not in paths


def test_a_folder_that_cannot_be_looked_at_stops_it_with_its_path(planted, monkeypatch):
    real, before = os.scandir, bytes_in(planted)

    def refused(path):
        if Path(path) == planted / "inventory":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refused)
    code, _stdout, stderr = run(planted, "purge", "--yes", today="2030-01-01")
    monkeypatch.undo()
    assert (code, str(planted / "inventory") in stderr, bytes_in(planted)) == (1, True, before)


def test_the_project_may_say_how_long(planted):
    file = planted / "leernet.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  holiday_region: zuid", "  holiday_region: zuid\n  keep: {choices: 2 jaar}")
    )
    result = json.loads(run(planted, "--json", "purge", today="2028-10-06")[1])
    assert "choices/werk.csv" not in [one["path"] for one in result["goes"]]
    result = json.loads(run(planted, "--json", "purge", today="2028-10-07")[1])
    assert "choices/werk.csv" in [one["path"] for one in result["goes"]]


def test_before_a_day_terms_do_not_count_and_a_day_to_come_is_none(planted):
    result = json.loads(run(planted, "--json", "purge", "--before", "2026-10-07", today="2026-10-08")[1])
    collected = [one["path"] for one in result["goes"] if one["path"].startswith(("choices", "inventory"))]
    assert "choices/werk.csv" in collected
    assert "inventory/coaches-herfst.csv" not in collected
    before = bytes_in(planted)
    for day in ("2031-01-01", "morgen"):
        code, stdout, _ = run(planted, "purge", "--yes", "--before", day, today="2030-01-10")
        assert (code, stdout, bytes_in(planted)) == (2, "", before)


def test_of_the_ledger_only_lines_of_years_past_their_term_go(planted):
    this = (planted / "sent.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    old = this[-1].replace("2026-11-10", "2024-11-12").replace("u@pos", "old@pos")
    (planted / "sent.yaml").write_text("".join((*this[:-1], old, this[-1])), encoding="utf-8")
    assert run(planted, "purge", "--yes", today="2026-10-01")[0] == 0
    assert (planted / "sent.yaml").read_text(encoding="utf-8") == "".join(this)


def test_the_register_says_of_every_kind_what_where_why_and_how_long():
    assert all(str(one.what) and str(one.why) and str(one.goes) and one.where for one in REGISTER)
    assert {one.term for one in REGISTER} == {
        *("choices", "availability", "inventory", "answers", "sent", "absent", "out"),
        None,
    }


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [("3 months", 3, "months"), ("1 maand", 1, "months"), ("2 jaar", 2, "years"), ("10weken", 10, "weeks")],
)
def test_terms_as_people_write_them(text, count, unit):
    assert term_from_text(text) == Term(count, unit)


@pytest.mark.parametrize("text", ["", "3", "maanden", "-1 month", "3 eeuwen", "3.5 jaar"])
def test_what_is_no_term(text):
    with pytest.raises(PydanticCustomError):
        term_from_text(text)


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 40),
    st.sampled_from(("days", "weeks", "months", "years")),
)
def test_a_term_never_ends_before_it_begins_and_a_longer_one_never_sooner(day, count, unit):
    assert day <= Term(count, unit).after(day) <= Term(count + 1, unit).after(day)


def test_what_goes_later_is_counted_by_the_day_and_what_goes_now_is_not_among_it(planted):
    result = json.loads(run(planted, "--json", "purge", today="2027-01-07")[1])
    goes = {one["path"] for one in result["goes"]}
    shown = run(planted, "purge", today="2027-01-07")[1]
    told = Counter[str]()
    for day, count in re.findall(r"^Kept until (\S+): (\d+) files? with ", shown, re.MULTILINE):
        told[day] += int(count)
    every = json.loads(run(planted, "--json", "purge", today="2090-01-01")[1])["goes"]
    later = Counter(one["until"] for one in every if one["path"] not in goes)

    assert told == later

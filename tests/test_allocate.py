"""leernet allocate and explain, from the files of a project to its documents."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """\
year: {school_year: 2026-2027, title: Partnerschap}
members:
  s1: {name: Anne Bakker, email: s1@pabo.example, roles: [student]}
  s2: {name: Bram de Wit, email: s2@pabo.example, roles: [student], language: en}
  s3: {name: Chloë Smit, email: s3@pabo.example, roles: [student]}
series:
  muziekdag:
    title: Muziekdag
    for: {roles: [student]}
    moments:
      ochtend: {date: 2026-11-12, time: 9.00-10.00}
workshops:
  koor: {series: muziekdag, title: Koor, seats: 1}
  drum: {series: muziekdag, title: Drum, seats: 2}
"""
CHOICES = "member;1;2\ns1;Koor;Drum\ns2;Koor;Drum\n"


def project(folder: Path, choices: str = CHOICES, definitions: str = PROJECT) -> Path:
    (folder / "choices").mkdir(parents=True, exist_ok=True)
    (folder / "leernet.yaml").write_text(definitions, encoding="utf-8")
    (folder / "choices" / "muziekdag.csv").write_text(choices, encoding="utf-8")
    return folder


def run(folder, *arguments, language="en", today="2026-09-01"):
    options = ["-C", str(folder), "--lang", language, "--today", today]
    return CliRunner().invoke(app, [*options, *arguments])


def test_a_dry_run_shows_the_result_and_writes_nothing(tmp_path):
    for today in ("2026-09-01", "2026-09-02"):
        before = {path: path.read_bytes() for path in project(tmp_path).rglob("*") if path.is_file()}
        shown = run(tmp_path, "allocate", "--dry-run", "--goals", today=today)

        assert (shown.exit_code, shown.stderr) == (0, "")
        assert shown.stdout.startswith("Muziekdag\nAll 3 people")
        assert "Places missing" in shown.stdout
        assert "allocation/" not in shown.stdout
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
        run(tmp_path, "allocate")


@pytest.mark.parametrize("option", [(), ("--verify",), ("--compare",), ("--dry-run",)])
def test_without_a_series_every_way_to_allocate_says_so(tmp_path, option):
    (tmp_path / "leernet.yaml").write_text("year: {school_year: 2026-2027, title: Partnerschap}\n", "utf-8")
    shown = run(tmp_path, "allocate", *option)

    assert shown.exit_code == 0
    assert shown.stdout == "There is no series of workshops, so there is nothing to allocate.\n"


def test_an_allocation_is_written_and_summed_up(tmp_path):
    result = run(project(tmp_path), "allocate")

    assert (result.exit_code, result.stderr) == (0, "")
    assert [" ".join(line.split()) for line in result.stdout.splitlines()[:9]] == [
        "Muziekdag",
        "All 3 people have all their places; 1 has their first choice among them;"
        " nobody is more than 1 step below",
        "their best, and no other division is better.",
        "Places given 3 / 3",
        "First choices 1",
        "Within the first three 2",
        "Places not chosen 1",
        "People furthest below their best 1",
        "1 person did not answer and was placed last.",
    ]
    assert sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    ) == [
        ".leernet/undo/0001.json",
        "allocation/muziekdag.proof.json",
        "allocation/muziekdag.yaml",
        "choices/muziekdag.csv",
        "leernet.yaml",
        *(
            f"out/lists/muziekdag-by-{what}.{suffix}"
            for what in ("school", "session", "student")
            for suffix in ("csv", "md", "xlsx")
        ),
        "out/lists/muziekdag-signing.xlsx",
        "out/report-muziekdag.html",
    ]


def documents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_files_give_the_same_bytes_whatever_the_order_of_rows(tmp_path):
    rows = CHOICES.splitlines(keepends=True)
    one = project(tmp_path / "one")
    other = project(tmp_path / "other", rows[0] + rows[2] + rows[1])

    run(one, "allocate")
    run(other, "allocate")
    run(other, "allocate")

    outputs = [
        {path: content for path, content in documents(folder).items() if path.parts[0] != "choices"}
        for folder in (one, other)
    ]
    assert outputs[0] == outputs[1]


def test_a_row_that_cannot_be_used_is_told_and_the_rest_goes_on(tmp_path):
    result = run(project(tmp_path, CHOICES + "s9;Koor;\n"), "allocate")

    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == (
        "choices/muziekdag.csv:4: warning: There is no member 's9', so the row is not used. [unknown-member]"
    )


def test_nothing_is_written_when_placements_by_hand_clash(tmp_path):
    choices = "member;1;placed\ns1;Koor;ochtend:koor\ns2;Koor;ochtend:koor\n"

    result = run(project(tmp_path, choices), "allocate")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "choices/muziekdag.csv:2: error: 'Koor' at ochtend has room for 1, but 2 people"
        " are placed there by hand: s1 and s2 (choices/muziekdag.csv:3). [placed-full]\n"
        "    Give 'Koor' one more seat (leernet.yaml:13:49), or remove one of these"
        " placements.\n"
    )
    assert not (tmp_path / "allocation").exists()


def test_why_somebody_placed_by_hand_cannot_be_there_is_told_with_its_place(tmp_path):
    definitions = """\
year: {school_year: 2026-2027}
members:
  s1: {name: Anne, email: s1@pabo.example, roles: [student], away: [2026-11-12], working_days: [do]}
  s2: {name: Bram, email: s2@pabo.example, roles: [student], working_days: [ma, do-middag]}
  s3: {name: Chloë, email: s3@pabo.example, roles: [student], until: 2026-11-11}
  s4: {name: Daan, email: s4@pabo.example, roles: [student], from: 2026-11-13}
  s5: {name: Eva, email: s5@pabo.example, roles: [student]}
  s6: {name: Finn, email: s6@pabo.example, roles: [student]}
series:
  muziekdag:
    for: {roles: [student]}
    moments:
      ochtend: {date: 2026-11-12, time: 9.00-10.00}
workshops:
  koor: {series: muziekdag, title: Koor, seats: 9, open_to: {except: [s6]}}
  drum: {series: muziekdag, title: Drum, seats: 9, presenter: s5}
"""
    rows = "".join(f"s{number};ochtend:koor;;\n" for number in range(1, 6)) + "s6;ochtend:koor;ochtend;koor\n"

    result = run(project(tmp_path, f"member;placed;absent;never\n{rows}", definitions), "allocate")

    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if "[placed-may-not]" in line] == [
        f"choices/muziekdag.csv:{number + 1}: error: s{number} is placed in 'Koor' at ochtend and {reason}."
        " [placed-may-not]"
        for number, reason in enumerate(
            (
                "is away on 2026-11-12 (leernet.yaml:3:68)",
                "does not work then, on 2026-11-12 (leernet.yaml:4:76)",
                "is not a member on 2026-11-12 (leernet.yaml:5:70)",
                "is not a member on 2026-11-12 (leernet.yaml:6:68)",
                "leads 'Drum' then (leernet.yaml:16:63)",
                "is absent then (this answer), must never get it (this answer) and is not among those it is"
                " open to (leernet.yaml:15:61)",
            ),
            1,
        )
    ]


def test_placements_by_hand_whose_minima_clash_are_named_together(tmp_path):
    definitions = PROJECT.replace("seats: 1", "seats: 2-4").replace("seats: 2}", "seats: 2-3}")
    choices = "member;placed\ns1;ochtend:koor\ns2;ochtend:drum\n"

    result = run(project(tmp_path, choices, definitions), "allocate")

    assert (result.exit_code, result.stdout) == (1, "")
    assert [line for line in result.stderr.splitlines() if line.startswith("choices")] == [
        "choices/muziekdag.csv:2: error: 'Drum' at ochtend and 'Koor' at ochtend need 4 people together and"
        " can get 3; placed there by hand: s1 and s2 (choices/muziekdag.csv:3). [placed-minimum]"
    ]
    assert not (tmp_path / "allocation").exists()


def test_a_record_is_verified_and_an_edited_one_is_rejected_at_its_line(tmp_path):
    run(project(tmp_path), "allocate")
    good = run(tmp_path, "allocate", "--verify")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    lines = record.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line == "  s3: {ochtend: drum}")
    lines[at] = "  s3: {ochtend: koor}"
    record.write_text("\n".join(lines), encoding="utf-8")

    bad = run(tmp_path, "allocate", "--verify")

    assert (good.exit_code, good.stderr) == (0, "")
    assert bad.exit_code == 1
    assert [line for line in bad.stderr.splitlines() if " error: " in line] == [
        "allocation/muziekdag.yaml:8:17: error: The people listed for session 'ochtend/drum' are not those"
        " placed in it. [wrong-list]",
        "allocation/muziekdag.yaml:9:17: error: Workshop 'koor' at ochtend has 1 seats,"
        " but 2 people are in it. [too-few-seats]",
        "allocation/muziekdag.yaml:9:17: error: The people listed for session 'ochtend/koor' are not those"
        " placed in it. [wrong-list]",
    ]
    assert run(tmp_path, "check").exit_code == 1


def test_a_record_that_cannot_be_read_is_not_said_to_be_missing(tmp_path):
    run(project(tmp_path), "allocate")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    record.write_text("schema: 1\nschema: 1\n", encoding="utf-8")

    result = run(tmp_path, "allocate", "--verify")

    assert (result.exit_code, result.stdout) == (1, "")
    lines = [line.split(":")[1] for line in result.stderr.splitlines() if " error: " in line]
    assert lines == ["1", "1", "1", "2"]
    assert [line for line in result.stderr.splitlines() if line.startswith("leernet:")] == []


def test_a_proof_that_was_changed_is_rejected_where_the_changed_part_begins(tmp_path):
    run(project(tmp_path), "allocate")
    proof = tmp_path / "allocation" / "muziekdag.proof.json"
    text = proof.read_text(encoding="utf-8")
    lines = text.splitlines()
    value = next(at for at, line in enumerate(lines, 1) if '"value": 1' in line)
    begins = max(at for at, line in enumerate(lines[:value], 1) if line.strip() == "{")
    proof.write_text(text.replace('"value": 1', '"value": 0', 1), encoding="utf-8")

    result = run(tmp_path, "allocate", "--verify")

    assert (result.exit_code, result.stdout) == (1, "")
    assert [int(place.split(":")[1]) for place in result.stderr.splitlines() if "does-not-hold" in place] == [
        begins
    ]


def test_a_result_that_was_kept_is_verified_with_what_was_before(tmp_path):
    run(project(tmp_path), "allocate")
    project(tmp_path, CHOICES + "s3;Koor;Drum\n")

    kept = run(tmp_path, "--json", "allocate", "--keep", "improve")
    verified = run(tmp_path, "allocate", "--verify")

    goals = json.loads(kept.stdout)["allocation"]["muziekdag"]["goals"]
    assert goals[0] == {"name": "members worse off than before", "value": 0, "bound": 0, "proven": True}
    assert (verified.exit_code, verified.stderr) == (0, "")
    assert verified.stdout == "The record of 'muziekdag', its draw and its proof are correct.\n"


def test_tours_that_changed_are_verified_with_those_there_were(tmp_path):
    with_tours = PROJECT.replace("title: Koor, seats: 1", "title: Koor, seats: 1, tour: 1")
    with_tours = with_tours.replace("title: Drum, seats: 2", "title: Drum, seats: 3, tour: 2")
    choices = "member;1;2;tour\ns1;Koor;Drum;yes\ns2;Drum;Koor;yes\ns3;Drum;Koor;no\n"
    run(project(tmp_path, choices, with_tours), "allocate")
    project(tmp_path, choices, with_tours.replace("seats: 1, tour: 1", "seats: 1, tour: 1, runs: no"))

    kept = run(tmp_path, "--json", "allocate", "--keep", "improve")
    verified = run(tmp_path, "allocate", "--verify")

    record = json.loads(kept.stdout)["allocation"]["muziekdag"]
    assert {goal["name"]: goal["value"] for goal in record["goals"] if "tours" in goal["name"]} == {
        "tours lost": 0,
        "tours missed": 0,
        "tours changed": 1,
    }
    assert record["tours_before"] == {"ochtend/drum": ["s2"], "ochtend/koor": ["s1"]}
    assert (verified.exit_code, verified.stdout) == (
        0,
        "The record of 'muziekdag', its draw and its proof are correct.\n",
    )


def test_choices_that_changed_since_are_a_warning(tmp_path):
    run(project(tmp_path), "allocate")
    project(tmp_path, CHOICES.replace("s2;Koor;Drum", "s2;Drum;Koor"))

    checked = run(tmp_path, "check")
    verified = run(tmp_path, "allocate", "--verify")

    sentence = "The definitions or the choices have changed since this allocation was made. [other-inputs]"
    assert checked.exit_code == 0
    assert checked.stderr.splitlines()[0].endswith(f": warning: {sentence}")
    assert verified.exit_code == 1
    assert verified.stderr.splitlines()[0].endswith(f": error: {sentence}")


def test_what_changes_for_whom_is_told(tmp_path):
    run(project(tmp_path), "allocate")
    before = json.loads(run(tmp_path, "--json", "allocate").stdout)["allocation"]["muziekdag"]["placements"]
    first = next(member for member, places in before.items() if places == {"ochtend": "koor"})
    name = {"s1": "Anne Bakker", "s2": "Bram de Wit"}[first]
    project(tmp_path, CHOICES.replace(f"{first};Koor;Drum", f"{first};Drum;Koor"))

    result = run(tmp_path, "allocate")

    assert f"{name}: at Ochtend (Thu 12 Nov) 'Drum' instead of 'Koor'." in result.stdout.splitlines()


DAY = """\
year: {school_year: 2026-2027, title: Partnerschap}
members:
  s1: {name: Anne Bakker, email: s1@pabo.example, roles: [student]}
  s2: {name: Bram de Wit, email: s2@pabo.example, roles: [student]}
  s3: {name: Chloë Smit, email: s3@pabo.example, roles: [student]}
series:
  muziekdag:
    title: Muziekdag
    for: {roles: [student]}
    moments:
      ochtend: {date: 2026-11-12, time: 9.00-10.00}
      middag: {date: 2026-11-12, time: 13.00-14.00}
workshops:
  koor: {series: muziekdag, title: Koor, seats: 2, moments: [ochtend]}
  drum: {series: muziekdag, title: Drum, seats: 2, moments: [ochtend]}
  fluit: {series: muziekdag, title: Fluit, seats: 3, moments: [middag]}
  bas: {series: muziekdag, title: Bas, seats: 3, moments: [middag]}
"""
WISHES = "member;1;2;3;4;absent\ns1;Koor;Fluit;Drum;Bas;\ns2;Koor;Bas;Drum;Fluit;\ns3;Drum;Bas;Koor;Fluit;\n"


def said_of(result, *names):
    return [line for line in result.stdout.splitlines() if line.startswith(names)]


def worse_off(result):
    return json.loads(result.stdout)["allocation"]["muziekdag"]["goals"][0]["value"]


def test_who_is_worse_off_is_told_and_why(tmp_path):
    run(project(tmp_path, WISHES, DAY), "allocate")
    cancelled = DAY.replace("title: Koor, seats: 2", "title: Koor, runs: no, seats: 2")
    project(tmp_path, WISHES, cancelled.replace("title: Drum, seats: 2", "title: Drum, seats: 3"))

    result = run(tmp_path, "allocate", "--keep", "improve")

    assert said_of(result, "Anne", "Bram", "Chloë") == [
        f"{name} is worse off than before: 'Koor' at Ochtend (Thu 12 Nov) does not run any more (now 'Drum')."
        for name in ("Anne Bakker", "Bram de Wit")
    ]


def test_who_must_make_room_is_told_for_whom(tmp_path):
    run(project(tmp_path, WISHES, DAY), "allocate")
    by_hand = WISHES.replace("absent", "placed").replace(
        "s3;Drum;Bas;Koor;Fluit;", "s3;Drum;Bas;Koor;Fluit;ochtend:koor"
    )
    project(tmp_path, by_hand, DAY.replace("title: Koor, seats: 2", "title: Koor, seats: 1"))

    result = run(tmp_path, "allocate", "--keep", "improve")

    lost = "'Koor' at Ochtend (Thu 12 Nov) has 1 seat, and somebody else has it"
    by_hand = "a placement by hand took the place of 'Drum' at Ochtend (Thu 12 Nov)"
    assert said_of(result, "Anne", "Bram", "Chloë") == [
        f"Anne Bakker is worse off than before: {lost} (now 'Drum').",
        f"Bram de Wit is worse off than before: {lost} (now 'Drum').",
        f"Chloë Smit is worse off than before: {by_hand} (now 'Koor').",
    ]


@pytest.mark.parametrize("keep", ["frozen", "improve", "fewest"])
@pytest.mark.parametrize("gone", [("Koor",), ("Drum",), ("Koor", "Bas"), ("Koor", "Drum"), ("Fluit", "Bas")])
def test_everybody_for_whom_something_changes_is_told_once(keep, gone, tmp_path):
    run(project(tmp_path, WISHES, DAY), "allocate")
    before = json.loads(run(tmp_path, "--json", "allocate").stdout)["allocation"]["muziekdag"]["placements"]
    text = DAY
    for title in gone:
        text = text.replace(f"title: {title},", f"title: {title}, runs: no,")
    project(tmp_path, WISHES, text)

    told = said_of(run(tmp_path, "allocate", "--keep", keep, "--dry-run"), "Anne", "Bram", "Chloë")
    printed = run(tmp_path, "--json", "allocate", "--keep", keep, "--dry-run")
    now = json.loads(printed.stdout)["allocation"]["muziekdag"]["placements"]

    changed = [id for id in ("s1", "s2", "s3") if before[id] != now.get(id, {})]
    assert changed
    names = {"s1": "Anne Bakker", "s2": "Bram de Wit", "s3": "Chloë Smit"}
    assert [line.partition(":")[0].partition(" is ")[0] for line in told] == [names[id] for id in changed]


def test_what_was_at_a_moment_that_is_gone_is_told_as_well(tmp_path):
    run(project(tmp_path, WISHES, DAY), "allocate")
    shorter = [
        line for line in DAY.splitlines(True) if not line.lstrip().startswith(("middag:", "fluit:", "bas:"))
    ]
    wishes = "member;1;2\ns1;Koor;Drum\ns2;Koor;Drum\ns3;Drum;Koor\n"

    result = run(project(tmp_path, wishes, "".join(shorter)), "allocate", "--keep", "improve")

    assert said_of(result, "Anne", "Bram", "Chloë") == [
        "Anne Bakker: at middag no longer 'fluit'.",
        "Bram de Wit: at middag no longer 'bas'.",
        "Chloë Smit: at middag no longer 'bas'.",
    ]


def test_who_is_not_there_any_more_or_wants_fewer_places_is_not_worse_off_by_that(tmp_path):
    run(project(tmp_path, WISHES, DAY), "allocate")
    project(tmp_path, WISHES.replace("s1;Koor;Fluit;Drum;Bas;", "s1;Koor;Fluit;Drum;Bas;middag"), DAY)
    absent = run(tmp_path, "--json", "allocate", "--keep", "improve")
    project(tmp_path, WISHES, DAY.replace("    title: Muziekdag\n", "    title: Muziekdag\n    choose: 1\n"))
    fewer = run(tmp_path, "--json", "allocate", "--keep", "improve")

    assert (worse_off(absent), worse_off(fewer)) == (0, 0)
    assert run(tmp_path, "allocate", "--verify").exit_code == 0


def test_who_is_away_now_keeps_what_there_was_at_other_moments(tmp_path):
    """Nor does it count against them that two places are worth more points than one."""
    definitions = """\
year: {school_year: 2026-2027}
members:
  s1: {name: Anne, email: s1@pabo.example, roles: [student]}
  s2: {name: Bram, email: s2@pabo.example, roles: [student]}
series:
  muziekdag:
    for: {roles: [student]}
    moments:
      herfst: {date: 2026-11-12, time: 9.00-12.00}
      lente: {date: 2027-03-11, time: 9.00-12.00}
workshops:
  bas: {series: muziekdag, moments: [herfst], seats: 4}
  koor: {series: muziekdag, moments: [lente], seats: 1, tour: 1}
  drum: {series: muziekdag, moments: [lente], seats: 4}
"""
    run(project(tmp_path, "member;1;2;3\ns1;koor;drum;bas\n", definitions), "allocate")
    away = definitions.replace("Anne,", "Anne, away: [2026-11-12],")
    kept = run(
        project(tmp_path, "member;1;2;3\ns1;koor;drum;bas\ns2;koor;;\n", away),
        *("--json", "allocate", "--keep", "improve", "--seed", "2"),
    )

    record = json.loads(kept.stdout)["allocation"]["muziekdag"]
    assert record["placements"] == {"s1": {"lente": "koor"}, "s2": {"herfst": "bas", "lente": "drum"}}
    assert record["goals"][0] == {
        "name": "members worse off than before",
        "value": 0,
        "bound": 0,
        "proven": True,
    }
    assert run(tmp_path, "allocate", "--verify").exit_code == 0


@pytest.mark.slow
def test_policies_are_compared_and_nothing_is_written(tmp_path):
    result = run(project(tmp_path), "allocate", "--compare")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0].split() == [
        *("Figure", "floor-first", "leximin", "most-first-choices"),
        *("best-sum", "lottery", "draft"),
    ]
    assert not (tmp_path / "allocation").exists()


def test_an_unknown_series_is_wrong_usage(tmp_path):
    assert run(project(tmp_path), "allocate", "dansdag").exit_code == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--verify", "--policy", "leximin"),
        ("--verify", "--keep", "frozen"),
        ("--verify", "--seed", "koersen"),
        ("--verify", "--seconds", "9"),
        ("--verify", "--compare"),
        ("--compare", "--policy", "leximin"),
        ("--compare", "--seconds", "9"),
    ],
)
def test_an_option_that_would_do_nothing_is_wrong_usage(tmp_path, options):
    run(project(tmp_path), "allocate")

    assert run(tmp_path, "allocate", *options).exit_code == 2


def test_a_seed_with_space_around_it_is_the_seed_that_is_kept(tmp_path):
    run(project(tmp_path), "allocate", "--seed", " koersen van 1 oktober\u00a0")

    record = (tmp_path / "allocation" / "muziekdag.yaml").read_text(encoding="utf-8")
    assert "draw: {seed: koersen van 1 oktober, " in record
    assert run(tmp_path, "allocate", "--verify").exit_code == 0


@pytest.mark.parametrize("seed", ["a\nb", "\udcff"])
def test_a_seed_that_nobody_can_type_is_wrong_usage(tmp_path, seed):
    result = run(project(tmp_path), "allocate", "--seed", seed)

    assert result.exit_code == 2
    assert not (tmp_path / "allocation").exists()


def test_a_series_whose_workshops_have_no_moment_waits_for_the_plan(tmp_path):
    definitions = PROJECT.replace(
        "      ochtend:", "      middag: {date: 2026-11-12, time: 13.00-14.00}\n      ochtend:"
    )

    checked = run(project(tmp_path, definitions=definitions), "check")
    allocated = run(tmp_path, "allocate")

    assert checked.exit_code == 0
    assert (allocated.exit_code, allocated.stdout) == (1, "")
    assert [line.partition("error: ")[2] for line in allocated.stderr.splitlines() if "error" in line] == [
        "'Koor' has no moment yet. [workshop-without-moment]",
        "'Drum' has no moment yet. [workshop-without-moment]",
    ]


def test_two_who_exchange_what_lots_gave_them_are_found_out_where_it_stands(tmp_path):
    run(project(tmp_path), "allocate")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    honest = record.read_text(encoding="utf-8")
    winner, loser = ("s1", "s2") if "s1: {ochtend: koor}" in honest else ("s2", "s1")
    edited = honest.replace(f"{winner}: {{ochtend: koor}}", f"{winner}: {{ochtend: drum}}")
    edited = edited.replace(f"{loser}: {{ochtend: drum}}", f"{loser}: {{ochtend: koor}}")
    edited = edited.replace(f"placed: [{winner}]", f"placed: [{loser}]")
    edited = edited.replace(f"placed: [{loser}, s3]", f"placed: [{winner}, s3]")
    record.write_text(edited, encoding="utf-8")
    line = next(
        number for number, each in enumerate(edited.splitlines(), 1) if each.startswith(f"  {winner}:")
    )

    verified = run(tmp_path, "allocate", "--verify")

    assert (verified.exit_code, verified.stdout) == (1, "")
    assert verified.stderr.splitlines() == [
        f"allocation/muziekdag.yaml:{line}:7: error: The proof does not show that {winner}, who drew lot 1,"
        " could not have had anything better. [does-not-hold]",
        "    Undo the change, or run `leernet allocate` again.",
    ]


SHORT = PROJECT.replace("title: Drum, seats: 2", "title: Drum, seats: 1")


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        (
            "{runs: true, seats: 1, placed: [s2]}",
            "{runs: true, seats: 2, placed: [s2]}",
            "9:37",
            "The record gives session 'ochtend/koor' 2 seats; it has 1.",
        ),
        (
            "{runs: true, seats: 1, placed: [s2]}",
            "{runs: false, seats: 1, placed: [s2]}",
            "9:24",
            "The record says session 'ochtend/koor' does not run, but it does.",
        ),
        (
            "sessions:\n",
            "sessions:\n  ochtend/fluit: {runs: false, seats: 1}\n",
            "8:18",
            "There is no session 'ochtend/fluit' in this series.",
        ),
        (
            "  s3: {ochtend: no seat left",
            "  s2: {ochtend: no seat left",
            "15:3",
            "What the record says s3 is missing does not follow from the placements.",
        ),
        (
            "floor: [s3]",
            "floor: [s1, s3]",
            "16:8",
            "These are not the people who ended furthest below their best.",
        ),
        (
            "{name: worst level, value: 1, bound: 1,",
            "{name: worst level, value: 1,",
            "19:5",
            "The bound of goal 'worst level' does not match its value.",
        ),
        (
            "goals:\n",
            "before: {s2: {ochtend: koor}}\ngoals:\n",
            "17:14",
            "The result of s2 has not changed since the earlier one.",
        ),
    ],
)
def test_whatever_else_a_record_says_is_held_against_its_placements(tmp_path, old, new, place, sentence):
    run(project(tmp_path, definitions=SHORT), "allocate")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    honest = record.read_text(encoding="utf-8")
    record.write_text(honest.replace(old, new, 1), encoding="utf-8")

    verified = run(tmp_path, "allocate", "--verify")

    assert old in honest
    assert (verified.exit_code, verified.stdout) == (1, "")
    assert [line for line in verified.stderr.splitlines() if "[does-not-hold]" in line][:1] == [
        f"allocation/muziekdag.yaml:{place}: error: {sentence} [does-not-hold]"
    ]


def test_an_earlier_result_that_was_edited_is_found(tmp_path):
    run(project(tmp_path), "allocate")
    project(tmp_path, definitions=PROJECT.replace("title: Koor,", "title: Koor, runs: no,"))
    run(tmp_path, "allocate", "--keep", "fewest")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    honest = record.read_text(encoding="utf-8")
    record.write_text(honest.replace(": {ochtend: koor}", ": {ochtend: fluit}"), encoding="utf-8")
    line = next(at for at, each in enumerate(honest.splitlines(), 1) if each == "before:") + 1

    verified = run(tmp_path, "allocate", "--verify")

    sentence = "This is not the earlier result that was kept. [does-not-hold]"
    assert verified.exit_code == 1
    assert [each for each in verified.stderr.splitlines() if "error" in each] == [
        f"allocation/muziekdag.yaml:{line}:3: error: {sentence}"
    ]


def test_a_record_put_under_the_name_of_another_series_is_found(tmp_path):
    run(project(tmp_path), "allocate")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("series: muziekdag", "series: sportdag"), encoding="utf-8")

    result = run(tmp_path, "check")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        "allocation/muziekdag.yaml:2:9: error: This file is named after series"
        " 'muziekdag' but holds the allocation of 'sportdag'. [other-series]"
    )


def test_what_there_was_no_time_to_prove_is_said_when_it_is_verified(tmp_path):
    run(project(tmp_path), "allocate", "--seconds", "0")

    verified = run(tmp_path, "--json", "allocate", "--verify")

    answer = json.loads(verified.stdout)
    assert verified.exit_code == 0
    assert answer["verified"] == {"muziekdag": False}
    assert {(finding["level"], finding["rule"]) for finding in answer["findings"]} == {
        ("warning", "not-proven")
    }


def test_a_file_of_choices_for_no_series_is_found(tmp_path):
    (project(tmp_path) / "choices" / "muziekdagen.csv").write_text("member;1\n", encoding="utf-8")

    assert run(tmp_path, "check").stderr == (
        "choices/muziekdagen.csv: warning: There is no series of this name, so this file"
        " is not read. [choices-without-series]\n"
        "    Did you mean 'choices/muziekdag.csv'?\n"
    )


@pytest.mark.parametrize("name", ["muziekdag.numbers", "muziekdag.csv.zip", "muziekdag.txt"])
def test_choices_in_a_file_of_another_kind_are_not_passed_over_without_a_word(tmp_path, name):
    (project(tmp_path) / "choices" / name).write_text("member;1\n", encoding="utf-8")

    assert run(tmp_path, "check").stderr == (
        f"choices/{name}: warning: Nothing is read from 'choices/{name}'. [unused-file]\n"
        "    Save it as a workbook (.xlsx) or as 'CSV UTF-8', and call it choices/<series>.xlsx or .csv.\n"
    )


def test_files_are_there_also_when_nobody_reads_what_is_printed(tmp_path):
    folder = project(tmp_path)
    command = [sys.executable, "-m", "leernet", "-C", str(folder), "allocate"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        # As behind "| head -0": from the first line on it is refused.
        running.stdout.close()

    assert (folder / "allocation" / "muziekdag.yaml").is_file()
    assert (folder / "out" / "report-muziekdag.html").is_file()


@pytest.mark.parametrize("folder", ["oud", "oud/mei"])
def test_choices_in_a_folder_of_their_own_are_not_passed_over_without_a_word(tmp_path, folder):
    below = project(tmp_path) / "choices" / folder
    below.mkdir(parents=True)
    (below / "muziekdag.csv").write_text("member;1\ns1;koor\n", encoding="utf-8")

    file = f"choices/{folder}/muziekdag.csv"
    said = (
        f"{file}: remark: Nothing is read from '{file}'. [unused-file]\n"
        "    Only files in choices/ itself are read: move it there and name it after its series.\n"
    )
    assert run(tmp_path, "check").stderr == said
    assert said in run(tmp_path, "allocate").stderr


@pytest.mark.parametrize("who", ["s2", "Bram de Wit", "s2@pabo.example"])
def test_reasons_are_told_to_the_facilitator_and_in_the_language_of_the_student(tmp_path, who):
    run(project(tmp_path), "allocate")

    result = run(tmp_path, "explain", "muziekdag", who, language="nl")

    assert result.exit_code == 0
    assert "Tekst voor Bram de Wit, zonder andere namen:" in result.stdout.splitlines()
    assert [line for line in result.stdout.splitlines() if line.startswith("    You are placed in")] != []


def test_who_did_not_choose_is_told_so(tmp_path):
    run(project(tmp_path), "allocate")

    told = run(tmp_path, "explain", "muziekdag", "s3").stdout.splitlines()

    said = "No choices came in; people who did not choose are placed last, where seats are left."
    assert [" ".join(line.split()) for line in told].count(said) == 1
    assert (
        "    Er kwamen geen keuzes binnen; wie niet koos, is als laatste ingedeeld, waar nog plaats was."
        in told
    )


def test_before_an_allocation_there_is_nothing_to_explain_or_verify(tmp_path):
    project(tmp_path)

    explained = run(tmp_path, "explain", "muziekdag", "s1")
    verified = run(tmp_path, "allocate", "--verify")

    assert (explained.exit_code, verified.exit_code) == (1, 1)
    assert explained.stderr.splitlines() == [
        "leernet: There is no allocation of 'muziekdag' with s1 in it.",
        "    Run `leernet allocate` first.",
    ]


def test_a_mistyped_member_is_asked_after(tmp_path):
    run(project(tmp_path), "allocate")

    assert run(tmp_path, "explain", "muziekdag", "Bram de Witt").exit_code == 2


def test_verify_names_the_row_the_definition_and_the_option_that_changed(tmp_path):
    run(project(tmp_path), "allocate")
    definitions = PROJECT.replace("title: Drum, seats: 2", "title: Drum, seats: 3")
    changed = definitions.replace(
        "title: Muziekdag", "title: Muziekdag\n    evidence_first: true\n    policy: leximin"
    )
    project(tmp_path, CHOICES.replace("s2;Koor;Drum", "s2;Drum;Koor"), changed)

    verified = run(tmp_path, "allocate", "--verify")

    said = [line for line in verified.stderr.splitlines() if not line.startswith("    ")]
    assert verified.exit_code == 1
    assert [line.partition(": ")[2] or line for line in said] == [
        "error: The definitions or the choices have changed since this allocation was made. [other-inputs]",
        "error: What s2 asked for is not what this allocation was made for. [other-inputs]",
        "error: 'evidence_first' of 'muziekdag' has changed since this allocation was made. [other-inputs]",
        "error: 'policy' of 'muziekdag' has changed since this allocation was made. [other-inputs]",
        "error: 'seats' of 'drum' has changed since this allocation was made. [other-inputs]",
    ]

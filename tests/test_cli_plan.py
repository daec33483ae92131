"""The commands that plan, as people type them."""

import json
import os
import signal
from datetime import date

from typer.testing import CliRunner

from leernet.cli import app
from leernet.commands.terminal import interruptible
from leernet.solve.limits import NO_LIMITS
from leernet.write.dates import long_date
from leernet.write.records import record_text

from .plan_projects import PROJECT, with_addresses
from .test_plan_keeping import a_bad_plan


def run(tmp_path, *arguments):
    return CliRunner().invoke(app, ["-C", str(tmp_path), "--lang", "en", "--today", "2026-08-03", *arguments])


def a_project(tmp_path, text=PROJECT):
    text = text.replace("title: Proef", "title: Proef, organiser: {name: P, email: p@kiem.example}")
    (tmp_path / "leernet.yaml").write_text(with_addresses(text), encoding="utf-8")


def test_plan_writes_the_record_the_schedule_and_the_account(tmp_path):
    a_project(tmp_path)

    assert run(tmp_path, "plan").exit_code == 0
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    elsewhere = ("agendas", ".leernet", "lists")
    assert [path for path in written if not any(folder in path for folder in elsewhere)] == [
        "leernet.yaml",
        "out/away-by-school.xlsx",
        "out/fairness.md",
        "out/schedule-facilitator.csv",
        "out/schedule-facilitator.md",
        "out/schedule-facilitator.xlsx",
        "out/schedule.csv",
        "out/schedule.md",
        "out/schedule.xlsx",
        "plan.yaml",
    ]


def test_meetings_out_of_turn_are_counted_in_the_record_and_stay_so_when_planned_again(tmp_path):
    a_project(tmp_path)
    run(tmp_path, "plan")
    record = (tmp_path / "plan.yaml").read_bytes()
    run(tmp_path, "plan")

    goals = [line.partition("{name: ")[2].partition(",")[0] for line in record.decode().splitlines()]
    # One school has no location, so kilometres are not counted.
    assert goals[-3:-1] == ["weighted cost of the hosts", "meetings out of turn"]
    assert (tmp_path / "plan.yaml").read_bytes() == record


def test_a_what_if_shows_the_difference_and_writes_nothing(tmp_path):
    a_project(tmp_path)
    run(tmp_path, "plan")
    before = (tmp_path / "plan.yaml").read_bytes()
    day = next(line.split()[-1] for line in before.decode().splitlines() if "date:" in line)
    extra = tmp_path.parent / "what-if.yaml"
    extra.write_text(f"members: {{anna: {{away: [{day}]}}}}\n", encoding="utf-8")

    shown = run(tmp_path, "plan", "--with", str(extra))

    assert shown.exit_code == 0
    assert [line.partition(",")[0] for line in shown.stdout.splitlines()[:2]] == [
        "coaches/herfst: moved",
        "8 messages would follow",
    ]
    assert (tmp_path / "plan.yaml").read_bytes() == before


def test_a_what_if_in_which_one_of_two_networks_does_not_fit_names_the_lines(tmp_path):
    another = "  els: {name: Els, organisation: P, roles: [extra]}\nnetworks:"
    text = PROJECT.replace("networks:", another) + (
        "  extra: {facilitator: els, members: {roles: [extra]}, hosts: {location: Zaal}, time: 9.00-10.00,\n"
        "    meetings: [{id: a, date: 2026-10-06}]}\n"
    )
    a_project(tmp_path, text)
    assert run(tmp_path, "plan").exit_code == 0
    extra = tmp_path.parent / "what-if.yaml"
    extra.write_text("members: {anna: {away: [2026-09-14..2026-11-27]}}\n", encoding="utf-8")

    shown = run(tmp_path, "plan", "--with", str(extra))

    assert (shown.exit_code, shown.stdout) == (1, "")
    assert " error: " in shown.stderr


def test_no_plan_fits_names_the_lines_and_ends_with_one(tmp_path):
    a_project(tmp_path, PROJECT.replace("{name: Anna,", "{name: Anna, away: [2026-09-14..2026-11-27],"))

    shown = run(tmp_path, "plan")

    assert shown.exit_code == 1
    assert [line.partition(" error:")[0] for line in shown.stderr.splitlines() if " error:" in line] == [
        "leernet.yaml:23:30:"
    ]
    assert not (tmp_path / "plan.yaml").exists()


def test_a_meeting_is_explained(tmp_path):
    a_project(tmp_path)
    run(tmp_path, "plan")

    shown = run(tmp_path, "explain", "coaches/herfst")

    assert shown.exit_code == 0
    assert shown.stdout.startswith("coaches/herfst is on Tuesday 6 October 2026: ")
    assert run(tmp_path, "explain", "coaches/herst").exit_code == 1


def test_planning_again_shows_only_what_became_different(tmp_path):
    a_project(tmp_path)
    first = run(tmp_path, "plan").stdout
    assert run(tmp_path, "plan").stdout == first

    a_project(tmp_path, PROJECT.replace("{id: lente,", "{id: lente, cancelled: true,"))
    shown = run(tmp_path, "plan").stdout.splitlines()
    assert "4 messages would follow, to 4 people (`leernet invite --all`)." in shown


def test_an_interrupt_ends_the_search_and_not_the_run():
    with interruptible(NO_LIMITS) as limits:
        assert limits.seconds_left == float("inf")
        os.kill(os.getpid(), signal.SIGINT)
        assert (limits.are_interrupted, limits.seconds_left) == (True, 0.0)


def test_one_change_more_is_offered_in_a_line_and_in_json_and_taken_with_an_option(tmp_path):
    text, before = a_bad_plan()
    a_project(tmp_path, text)
    (tmp_path / "plan.yaml").write_bytes(record_text(before))

    dry = json.loads(run(tmp_path, "--json", "plan", "--dry-run").stdout)["offer"]
    shown = run(tmp_path, "plan").stdout.splitlines()
    taken = json.loads(run(tmp_path, "--json", "plan", "--max-moves", "1").stdout)

    (change,) = dry["changes"]
    was, now = (date.fromisoformat(change[key]["date"]) for key in ("from", "to"))
    assert (dry["max_moves"], change["what"], change["meeting"]) == (1, "moved", "een/a")
    offers = [line for line in shown if line.startswith("One more change")]
    assert [line.partition(";")[0] for line in offers] == [
        f"One more change saves {dry['gain_percent']} %: een/a on {long_date(now, 'en')} "
        f"instead of {long_date(was, 'en')}"
    ]
    assert offers[0].endswith("To take it: --max-moves 1.")
    assert str(taken["plan"]["meetings"]["een/a"]["date"]) == str(now)
    assert taken["offer"] is None


def test_a_plan_of_pairs_alone_has_no_table_and_no_message_that_follows(tmp_path):
    members = "".join(
        f"  {id}: {{name: {name}, email: {id}@k.example, school: eik, roles: [coach]}}\n"
        for id, name in (("a", "Anne Bakker"), ("b", "Bo Cornelis"))
    )
    (tmp_path / "leernet.yaml").write_text(
        "year: {school_year: 2026-2027, holiday_region: zuid}\n"
        "schools: {eik: {name: De Eik}}\n"
        f"members:\n{members}"
        "networks:\n  coaches:\n    facilitator: a\n    members: {roles: [coach]}\n"
        "    pairs: {rounds: 1, window: 2026-11-02..2027-01-29}\n",
        encoding="utf-8",
    )

    first, again = (run(tmp_path, "plan").output for _time in range(2))

    assert "Where" not in first
    assert "1 coaching pair" in first
    assert "0 messages" not in again

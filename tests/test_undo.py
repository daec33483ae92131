"""``undo`` takes back what the last command did to records; never past what people were told."""

import json
import os
import shutil
from datetime import UTC, datetime
from functools import partialmethod
from itertools import count
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.undo import KEPT
from tests.faults_run import tree
from tests.test_publish import PROJECT, project

WINDOWS = ("2026-11-09..2026-11-13", "2026-11-23..2026-11-27", "2026-12-07..2026-12-11")


def run(folder, *arguments, today="2026-09-28"):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", today, *arguments])
    return result.exit_code, result.stdout, result.stderr


def window(folder, days):
    text = PROJECT["leernet.yaml"].replace(WINDOWS[0], days)
    (folder / "leernet.yaml").write_text(text, encoding="utf-8")


def files(folder, *but):
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes() for name, path in found.items() if not name.startswith((".leernet/", *but))
    }


def test_every_step_is_taken_back_to_the_byte_and_in_turn(tmp_path):
    folder = project(tmp_path)
    states = [files(folder, "leernet.yaml")]
    for days, verb in zip((*WINDOWS, WINDOWS[2]), ("plan", "plan", "plan", "allocate"), strict=True):
        window(folder, days)
        assert run(folder, verb)[0] == 0
        states.append(files(folder, "leernet.yaml"))

    for state in reversed(states[:-1]):
        written = (folder / "leernet.yaml").read_bytes()
        assert run(folder, "undo")[0] == 0
        assert files(folder, "leernet.yaml") == state
        assert (folder / "leernet.yaml").read_bytes() == written
    assert run(folder, "undo") == (0, "There is nothing to undo.\n", "")


def test_it_says_what_becomes_different_and_lists_what_can_be_undone(tmp_path):
    folder = project(tmp_path)
    for days in WINDOWS[:2]:
        window(folder, days)
        run(folder, "plan")
    listed = "2026-09-28  leernet plan: plan.yaml\n"
    assert run(folder, "undo", "--list") == (0, listed * 2, "")
    before = files(folder)
    code, stdout, _ = run(folder, "undo")
    first, *rest = stdout.splitlines()
    assert (code, first.startswith("coaches/herfst: 2026-11-24, 09.00-12.00, ")) == (0, True)
    assert "→ 2026-11-10, 09.00-12.00, " in first
    assert "Undone: leernet plan of 2026-09-28." in rest
    assert set(files(folder)) == set(before)
    assert run(folder, "undo", "--list") == (0, listed, "")
    assert json.loads(run(folder, "--json", "undo")[1])["undone"] == {
        "command": "plan",
        "day": "2026-09-28",
        "records": ["plan.yaml"],
    }


def told(folder, occasion="coaches/herfst", circle="coaches", kind="meeting"):
    """Somebody was invited, as the ledger has it."""
    stamp = datetime(2026, 9, 28, 8, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = {
        "occasion": occasion,
        "circle": circle,
        "kind": kind,
        "member": "q.een",
        "name": "Qeen",
        "address": "q.een@kiem.example",
        "language": "nl",
        "method": "REQUEST",
        "uid": "u@pos.example",
        "sequence": 0,
        "dtstamp": stamp,
        "sent_at": stamp,
        "message_id": "<a@b>",
        "revision": 1,
        "saw": {"title": "Herfstdag", "day": "2026-11-10"},
    }
    path = folder / "sent.yaml"
    before = path.read_text(encoding="utf-8") if path.exists() else "schema: 1\nmessages:\n"
    path.write_text(f"{before}- {json.dumps(entry)}\n", encoding="utf-8")


def test_never_past_what_people_were_told_but_after_it(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    told(folder)
    window(folder, WINDOWS[1])
    run(folder, "plan")
    ledger = (folder / "sent.yaml").read_bytes()
    assert run(folder, "undo")[0] == 0
    assert "date: 2026-11-10" in (folder / "plan.yaml").read_text(encoding="utf-8")
    state = files(folder)

    code, stdout, stderr = run(folder, "undo")

    assert (code, stdout, files(folder)) == (1, "", state)
    assert stderr.startswith("leernet: 1 person has been told about it since 2026-09-28")
    assert "leernet invite" in stderr
    assert (folder / "sent.yaml").read_bytes() == ledger


def test_a_message_about_something_else_does_not_stand_in_the_way_of_an_allocation(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    run(folder, "allocate")
    told(folder)
    assert run(folder, "undo")[0] == 0
    assert not (folder / "allocation" / "werk.yaml").exists()


def test_places_people_were_told_of_stay(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    run(folder, "allocate")
    told(folder, "werk/herfst/taal", "werk", "session")
    assert run(folder, "undo")[0] == 1
    assert (folder / "allocation" / "werk.yaml").exists()


def test_what_was_changed_by_hand_is_not_lost(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("2026-11-10", "2026-11-12"), encoding="utf-8")
    state = files(folder)
    code, _, stderr = run(folder, "undo")
    assert (code, "'plan.yaml' was changed" in stderr, files(folder)) == (1, True, state)


def test_a_step_that_was_taken_back_halfway_is_finished_by_the_one_before(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    first = files(folder)
    window(folder, WINDOWS[1])
    run(folder, "plan")
    # Killed after the records were put back, before the step was taken away.
    (folder / "plan.yaml").write_bytes(first["plan.yaml"])
    assert len(json.loads(run(folder, "--json", "undo", "--list")[1])["steps"]) == 1
    assert run(folder, "undo")[0] == 0
    assert not (folder / "plan.yaml").exists()


def test_one_that_was_stopped_is_finished_by_the_next_which_goes_no_step_further(tmp_path):
    folder = project(tmp_path / "planned")
    for days in WINDOWS[:2]:
        window(folder, days)
        run(folder, "plan")
    undisturbed = Path(shutil.copytree(folder, tmp_path / "undisturbed"))
    run(undisturbed, "undo")
    expected = tree(undisturbed)

    def undo_stopped(again, at):
        """Undo, stopped before the operation of that number; whether there are so many."""
        done = 0

        def stop(path, *given, real, **named):
            nonlocal done
            done += path.is_relative_to(again)
            if done == at:
                os._exit(0)
            return real(path, *given, **named)

        child = os.fork()
        if not child:
            for name in ("replace", "unlink"):
                setattr(Path, name, partialmethod(stop, real=getattr(Path, name)))
            run(again, "undo")
            os._exit(1)
        return os.waitpid(child, 0)[1] == 0

    for at in (2**power for power in count()):
        again = Path(shutil.copytree(folder, tmp_path / str(at)))
        if not undo_stopped(again, at):
            break
        code, stdout, _ = run(again, "undo")
        assert (code, "Undone: leernet plan of 2026-09-28." in stdout) == (0, True)
        assert tree(again) == expected
    assert at > 5


def test_documents_that_were_deleted_or_written_by_others_stay_so(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    window(folder, WINDOWS[1])
    run(folder, "plan")
    (folder / "out" / "schedule.md").write_text("van een ander", encoding="utf-8")
    (folder / "out" / "schedule.csv").unlink()
    assert run(folder, "undo")[0] == 0
    assert (folder / "out" / "schedule.md").read_text(encoding="utf-8") == "van een ander"
    assert not (folder / "out" / "schedule.csv").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"before": {"plan.yaml": "%%%"}, "after": {}}'])
def test_a_damaged_step_is_told_and_the_one_before_it_is_not_taken_back_in_its_place(tmp_path, content):
    folder = project(tmp_path)
    run(folder, "plan")
    damaged = folder / ".leernet" / "undo" / "0002.json"
    damaged.write_bytes(content)
    for command in ("undo", "check"):
        code, _stdout, stderr = run(folder, command)
        assert (code, "'.leernet/undo/0002.json' is damaged." in stderr) == (1, True)
    assert (folder / "plan.yaml").exists()
    damaged.unlink()
    assert run(folder, "undo")[0] == 0
    assert not (folder / "plan.yaml").exists()


def test_the_same_plan_again_is_no_step_and_only_so_many_are_kept(tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    run(folder, "plan")
    kept = folder / ".leernet" / "undo"
    assert [path.name for path in kept.iterdir()] == ["0001.json"]
    for number in range(2, KEPT + 5):
        shutil.copy(kept / "0001.json", kept / f"{number:04d}.json")
    window(folder, WINDOWS[1])
    run(folder, "plan")
    assert len(list(kept.iterdir())) == KEPT


def test_where_earlier_steps_cannot_be_looked_at_none_is_written_over(tmp_path, monkeypatch):
    folder = project(tmp_path)
    assert run(folder, "plan")[0] == 0
    window(folder, WINDOWS[1])
    before = (folder / ".leernet" / "undo" / "0001.json").read_bytes()
    real = Path.iterdir

    def closed(self):
        if self.name == "undo":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "iterdir", closed)

    said = f"leernet: '{folder / '.leernet' / 'undo'}' cannot be read: Permission denied."
    assert (run(folder, "plan")[0], run(folder, "plan")[2].splitlines()[0]) == (1, said)
    assert (folder / ".leernet" / "undo" / "0001.json").read_bytes() == before


def test_a_record_of_before_its_end_was_announced_is_read_written_so_once_and_kept(tmp_path):
    """There never was another schema; the old record is what ``undo`` gives back."""
    folder = project(tmp_path)
    run(folder, "plan")
    plan = folder / "plan.yaml"
    now = plan.read_text(encoding="utf-8")
    first, *lines = now.splitlines(keepends=True)
    before = first.partition("  #")[0] + "\n" + "".join(lines[:-1])
    plan.write_text(before, encoding="utf-8")
    assert run(folder, "check")[0] == 0

    run(folder, "plan")

    assert plan.read_text(encoding="utf-8") == now
    assert run(folder, "undo")[0] == 0
    assert plan.read_text(encoding="utf-8") == before

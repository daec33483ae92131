"""What earlier years came to counts for the lots of a series with ``credit: history``."""

from leernet.model.allocation import MISSING, AllocationRecord, DrawRecord, EarlierAllocation
from leernet.model.values import SchoolYear
from leernet.read.allocation_history import allocation_history
from leernet.write.records import record_text
from tests.test_allocate import PROJECT, project, run

RECORD = AllocationRecord(
    series="ws",
    policy="floor-first",
    draw=DrawRecord(members_sha256="0"),
    floor=("s1",),
    # Who was away lacked nothing that could have been given.
    missing={"s2": {"herfst": MISSING["no-seat"]}, "s3": {"herfst": MISSING["away"]}},
)


def test_a_result_of_an_earlier_year_stands_below_that_year_in_history():
    text = record_text(RECORD)
    files = {
        "history/2024-2025/ws.yaml": text,
        "history/2025-2026/allocation/ws.yaml": text,
        "history/2025-2026/allocation/ws.proof.json": b"{}",
        "history/2025-2026/plan.yaml": b"a plan",
        "history/2025-2026.yaml": b"a plan",
        "allocation/ws.yaml": text,
    }

    assert allocation_history(files) == (
        (EarlierAllocation(RECORD, SchoolYear(2024)), EarlierAllocation(RECORD, SchoolYear(2025))),
        (),
    )
    assert EarlierAllocation(RECORD).unlucky == {"s1", "s2"}


def test_a_wrong_one_is_said_where_it_stands_and_left_out():
    files = {
        "history/2024-2025/allocation/ws.yaml": record_text(RECORD).replace(b"policy: ", b"policy: unfair-"),
        "history/2025-2026/allocation/other.yaml": record_text(RECORD),
        "history/last year/ws.yaml": record_text(RECORD),
    }
    earlier, findings = allocation_history(files)

    assert earlier == ()
    assert [(str(found.place), found.rule) for found in findings] == [
        ("history/2024-2025/allocation/ws.yaml:3:9", "not-a-choice"),
        ("history/2025-2026/allocation/other.yaml:2:9", "misnamed-history"),
        ("history/last year/ws.yaml", "misnamed-history"),
    ]


def test_who_was_unlucky_last_year_comes_first_this_year(tmp_path):
    """Two want one seat; the same seed would let the same person win twice."""
    last = PROJECT.replace("2026-2027", "2025-2026").replace("2026-11-12", "2025-11-13")
    run(project(tmp_path, definitions=last), "allocate", "--seed", "7", today="2025-09-01")
    before = (tmp_path / "allocation" / "muziekdag.yaml").read_text(encoding="utf-8")
    loser, winner = ("s1", "s2") if "s2: {ochtend: koor}" in before else ("s2", "s1")
    (tmp_path / "history" / "2025-2026").mkdir(parents=True)
    (tmp_path / "allocation").rename(tmp_path / "history" / "2025-2026" / "allocation")

    without = run(project(tmp_path), "allocate", "--seed", "7")
    as_before = (tmp_path / "allocation" / "muziekdag.yaml").read_text(encoding="utf-8")
    credit = PROJECT.replace("title: Muziekdag\n", "title: Muziekdag\n    credit: history\n")
    allocated = run(project(tmp_path, definitions=credit), "allocate", "--seed", "7")
    now = (tmp_path / "allocation" / "muziekdag.yaml").read_text(encoding="utf-8")
    explained = run(tmp_path, "explain", "muziekdag", loser, language="en")
    reason = "In Muziekdag 2025-2026 nobody ended further below their best, so their lot was drawn first."

    assert (without.exit_code, allocated.exit_code) == (0, 0)
    assert (f"  {winner}: {{ochtend: koor}}" in as_before, f"  {loser}: {{ochtend: koor}}" in now) == (
        True,
        True,
    )
    assert reason in explained.stdout.splitlines()
    assert run(tmp_path, "allocate", "--verify").exit_code == 0


def test_a_wrong_result_in_history_stops_a_command(tmp_path):
    folder = project(tmp_path) / "history" / "2025-2026"
    folder.mkdir(parents=True)
    (folder / "muziekdag.yaml").write_text("series: muziekdag\n", encoding="utf-8")

    checked = run(tmp_path, "check")

    assert checked.exit_code == 1
    assert checked.stderr.splitlines()[::2] == [
        f"history/2025-2026/muziekdag.yaml:1:1: error: 'history/2025-2026/muziekdag.yaml' has no '{key}'."
        " [missing-key]"
        for key in ("policy", "draw")
    ]

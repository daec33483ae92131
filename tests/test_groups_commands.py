"""From files to groups and pairs in plan.yaml, and why: the commands as a facilitator gives them."""

from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid, language: en}
schools:
  beuk: {name: De Beuk}
  iep: {name: De Iep}
members:
  anna: {name: Anna, school: beuk, roles: [coach]}
  bas: {name: Bas, school: beuk, roles: [coach], manager: dirk}
  cato: {name: Cato, school: iep, roles: [coach]}
  dirk: {name: Dirk, school: iep, roles: [coach]}
  ina: {name: Ina}
networks:
  bsc:
    facilitator: ina
    members: {roles: [coach]}
    time: 13.30-16.30
    meetings: [{id: herfst, date: 2026-11-17}]
    groups: {size: 2, rotate: [case_owner, chair]}
    pairs: {window: 2026-11-02..2026-12-18, other: [school]}
"""


def run(folder, *words):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", "2026-08-31", *words])


def test_groups_and_pairs_come_with_the_plan_and_are_explained(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")

    planned = run(tmp_path, "plan")
    group = run(tmp_path, "explain", "bsc/herfst", "Bas")
    pair = run(tmp_path, "explain", "bsc", "anna")
    one_round = run(tmp_path, "explain", "bsc/1", "anna")
    nobody = run(tmp_path, "explain", "bsc/herfst", "ina")

    assert (planned.exit_code, group.exit_code, pair.exit_code, nobody.exit_code) == (0, 0, 0, 1)
    assert group.stdout.splitlines() == [
        "Bas is in group 2 of bsc/herfst with Cato.",
        "There: shared a group with none of them before.",
        "Not in group 1: Dirk is their manager.",
    ]
    assert pair.stdout.splitlines()[0] == "Round 1: Anna is paired with Dirk (5 weekdays on which both work)."
    assert one_round.stdout == pair.stdout

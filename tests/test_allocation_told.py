"""Who was told of a place keeps it, with wishes or without, unless the facilitator says otherwise."""

import json
import random

import pytest
import yaml
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """year: {school_year: 2026-2027, holiday_region: zuid}
members:
  a.bos: {name: Aya Bos, email: a.bos@pabo.example, roles: [student]}
  l.smit: {name: Lot Smit, email: l.smit@pabo.example, roles: [student]}
  t.mos: {name: Teun Mos, email: t.mos@pabo.example, roles: [student]}
"""
NOOR = "  n.vink: {name: Noor Vink, email: n.vink@pabo.example, roles: [student]}\n"
SERIES = """series:
  ws:
    for: {roles: [student]}
    moments: {herfst: {date: 2026-11-12, time: 9.00-12.00}}
workshops:
  rekenen: {series: ws, title: Rekenen, seats: 2}
  muziek: {series: ws, title: Muziek, seats: 3}
"""
CHOICES = "member;1;2;placed;reason\na.bos;muziek;rekenen;;\n"


def sent(member, workshop):
    """The line of a message that told somebody of a place."""
    when = {"dtstamp": "2026-09-20T22:00:00Z", "sent_at": "2026-09-21T07:00:00Z"}
    saw = {"title": workshop, "presence": "required", "day": "2026-11-12", "span": "09:00-12:00"}
    entry = {
        "occasion": f"ws/herfst/{workshop}",
        "circle": "ws",
        "kind": "session",
        "member": member,
        "name": member,
        "address": f"{member}@pabo.example",
        "language": "nl",
        "student": True,
        "method": "REQUEST",
        "uid": f"{workshop}@pos.example",
        "sequence": 0,
        **when,
        "message_id": f"<{member}@pos.example>",
        "revision": 1,
        "saw": saw,
    }
    return f"- {json.dumps(entry)}\n"


def leernet(folder, *arguments):
    options = ["-C", str(folder), "--lang", "en", "--today", "2026-09-26"]
    return CliRunner().invoke(app, [*options, *arguments])


def placements(folder):
    kept = yaml.safe_load((folder / "allocation" / "ws.yaml").read_text())["placements"]
    return {member: has.get("herfst") for member, has in kept.items()}


@pytest.fixture
def told(tmp_path):
    """Three were placed and told; then Noor comes, with a wish for a workshop that is full."""
    (tmp_path / "choices").mkdir()
    (tmp_path / "leernet.yaml").write_text(PROJECT + SERIES)
    placed = "l.smit;;;herfst:rekenen;x\nt.mos;;;herfst:rekenen;x\n"
    (tmp_path / "choices" / "ws.csv").write_text(CHOICES + placed)
    assert leernet(tmp_path, "allocate").exit_code == 0
    assert placements(tmp_path) == BEFORE
    lines = "".join(sent(member, workshop) for member, workshop in BEFORE.items())
    (tmp_path / "sent.yaml").write_text(f"schema: 1\nmessages:\n{lines}")
    (tmp_path / "leernet.yaml").write_text(PROJECT + NOOR + SERIES)
    (tmp_path / "choices" / "ws.csv").write_text(f"{CHOICES}n.vink;rekenen;muziek;;\n")
    return tmp_path


BEFORE = {"a.bos": "muziek", "l.smit": "rekenen", "t.mos": "rekenen"}


def test_who_was_told_keeps_the_place_without_wishes_and_who_comes_later_gets_a_free_seat(told):
    result = leernet(told, "allocate")

    assert placements(told) == {**BEFORE, "n.vink": "muziek"}
    assert result.stdout.splitlines()[9:11] == [
        "Noor Vink: at Herfst (Thu 12 Nov) now 'Muziek'.",
        "With --keep improve 1 person would be better off, and nobody worse: Noor Vink.",
    ]
    assert leernet(told, "allocate", "--verify").exit_code == 0
    first = (told / "allocation" / "ws.yaml").read_bytes()
    assert leernet(told, "allocate").exit_code == 0
    assert (
        yaml.safe_load(first)["placements"]
        == yaml.safe_load((told / "allocation" / "ws.yaml").read_text())["placements"]
    )


def test_who_was_told_and_thinks_again_keeps_the_place(told):
    (told / "choices" / "ws.csv").write_text(
        f"{CHOICES}l.smit;muziek;rekenen;;\nn.vink;rekenen;muziek;;\n".replace(
            "a.bos;muziek;rekenen", "a.bos;rekenen;muziek"
        )
    )
    leernet(told, "allocate")

    assert placements(told) == {**BEFORE, "n.vink": "muziek"}


def test_a_place_by_hand_goes_before_what_was_told(told):
    (told / "choices" / "ws.csv").write_text(f"{CHOICES}n.vink;;;herfst:rekenen;op verzoek\n")
    leernet(told, "allocate")
    now = placements(told)

    assert now["n.vink"] == "rekenen"
    assert sorted(now.values()) == ["muziek", "muziek", "rekenen", "rekenen"]
    assert now["a.bos"] == "muziek"


@pytest.mark.parametrize("options", [("--keep", "improve"), ("--policy", "floor-first")])
def test_the_facilitator_may_say_otherwise(told, options):
    leernet(told, "allocate", *options)

    assert placements(told)["n.vink"] == "rekenen"


IN_MEETING = """networks:
  n:
    title: Dag
    facilitator: f.vos
    members: {roles: [student]}
    time: 9.00-16.00
    hosts: {location: Ede}
    meetings: [{id: dag, date: 2026-11-12}]
"""


def test_who_was_told_in_the_invitation_to_the_meeting_keeps_the_place_too(tmp_path):
    (tmp_path / "choices").mkdir()
    of_meeting = SERIES.replace("{date: 2026-11-12,", "{meeting: n/dag,")
    head = PROJECT.replace("zuid}", "zuid, organiser: {name: Org, email: org@x.example}}")
    head += "  f.vos: {name: Femke Vos, email: f.vos@x.example, roles: [fac]}\n"
    (tmp_path / "leernet.yaml").write_text(head + IN_MEETING + of_meeting)
    placed = "l.smit;;;herfst:rekenen;x\nt.mos;;;herfst:rekenen;x\n"
    (tmp_path / "choices" / "ws.csv").write_text(CHOICES + placed)
    for command in (["plan"], ["allocate"], ["invite", "--all", "--drafts"], ["invite", "--mark-sent"]):
        result = leernet(tmp_path, *command)
        assert result.exit_code == 0, result.output
    (tmp_path / "leernet.yaml").write_text(head + NOOR + IN_MEETING + of_meeting)
    (tmp_path / "choices" / "ws.csv").write_text(f"{CHOICES}n.vink;rekenen;muziek;;\n")

    assert leernet(tmp_path, "allocate").exit_code == 0

    assert placements(tmp_path) == {**BEFORE, "n.vink": "muziek"}


def by_hand(line):
    return "choices/ws.csv", f"{CHOICES}{line}"


LOST = {
    "cancelled": (
        "leernet.yaml",
        (PROJECT + SERIES).replace("Rekenen, seats: 2", "Rekenen, runs: no, seats: 2"),
    ),
    "gone": (
        "leernet.yaml",
        "".join(line for line in (PROJECT + SERIES).splitlines(True) if "Rekenen" not in line),
    ),
    "fewer seats": ("leernet.yaml", (PROJECT + SERIES).replace("Rekenen, seats: 2", "Rekenen, seats: 1")),
    "not open": (
        "leernet.yaml",
        (PROJECT + SERIES).replace("Rekenen,", "Rekenen, open_to: {members: [a.bos]},"),
    ),
    "away": (
        "leernet.yaml",
        (PROJECT + SERIES).replace("smit@pabo.example,", "smit@pabo.example, away: [2026-11-12],"),
    ),
    "absent": (
        "choices/ws.csv",
        "member;1;2;placed;reason;absent\na.bos;muziek;rekenen;;;\nl.smit;;;;;herfst\n",
    ),
    "by hand": by_hand("a.bos;;;herfst:rekenen;x\n"),
    "elsewhere by hand": by_hand("l.smit;;;herfst:muziek;x\n"),
}


@pytest.fixture
def lost(told, request):
    """Nobody is new and nobody was placed by hand; then somebody loses the place they were told of."""
    (told / "leernet.yaml").write_text(PROJECT + SERIES)
    (told / "choices" / "ws.csv").write_text(CHOICES)
    assert leernet(told, "allocate").exit_code == 0
    assert placements(told) == BEFORE
    name, text = LOST[request.param]
    before = (told / name).read_text()
    (told / name).write_text(text)
    assert leernet(told, "allocate").exit_code == 0
    assert placements(told) != BEFORE
    (told / name).write_text(before)
    return told


@pytest.mark.parametrize("lost", LOST, indirect=True)
def test_a_place_that_was_told_comes_back_with_what_took_it_away(lost):
    assert leernet(lost, "allocate").exit_code == 0

    assert placements(lost) == BEFORE
    assert leernet(lost, "allocate", "--verify").exit_code == 0


@pytest.mark.parametrize("lost", ["cancelled"], indirect=True)
def test_who_was_told_of_another_place_since_keeps_that_one(lost):
    with (lost / "sent.yaml").open("a") as ledger:
        for member in ("l.smit", "t.mos"):
            before = (
                sent(member, "rekenen")
                .replace('"REQUEST"', '"CANCEL"')
                .replace('"sequence": 0', '"sequence": 1')
            )
            ledger.write(before.replace(f"<{member}@", f"<off-{member}@"))
            ledger.write(sent(member, "muziek").replace(f"<{member}@", f"<new-{member}@"))

    leernet(lost, "allocate")

    assert set(placements(lost).values()) == {"muziek"}


def test_what_the_facilitator_exchanged_stays_exchanged(told):
    leernet(told, "allocate", "--keep", "improve")
    exchanged = placements(told)
    (told / "leernet.yaml").write_text((PROJECT + NOOR + SERIES).replace("seats: 3", "seats: 4"))

    for _again in range(2):
        leernet(told, "allocate")
        assert placements(told) == exchanged != {**BEFORE, "n.vink": "muziek"}


WIDE = """
series:
  ws:
    title: Workshops
    for: {roles: [student]}
    choose: 2
    moments: {herfst: {date: 2026-11-12, time: 9.00-12.00}, lente: {date: 2027-03-11, time: 9.00-12.00}}
workshops:
  a: {series: ws, title: A, moments: [herfst, lente], seats: SEATS}
  b: {series: ws, title: B, moments: [herfst, lente], seats: 3}
  c: {series: ws, title: C, moments: [herfst, lente], seats: 3}
  d: {series: ws, title: D, moments: [herfst, lente], seats: 9}
"""


@pytest.mark.parametrize("seed", range(3))
def test_what_an_exchange_would_give_is_what_it_gives(tmp_path, seed):
    """Nine were told of autumn; then a room is smaller."""
    lots = random.Random(seed)
    wishes = {f"s{number}": lots.sample("abcd", 3) for number in range(9)}
    people = "".join(f"  {id}: {{name: Lid {id}, organisation: Pabo, roles: [student]}}\n" for id in wishes)
    (tmp_path / "choices").mkdir()
    rows = (f"{id};{';'.join(wanted)}\n" for id, wanted in wishes.items())
    (tmp_path / "choices" / "ws.csv").write_text("member;1;2;3\n" + "".join(rows))
    (tmp_path / "leernet.yaml").write_text(PROJECT + people + WIDE.replace("SEATS", "4"))
    assert leernet(tmp_path, "allocate").exit_code == 0
    lines = "".join(sent(id, workshop) for id, workshop in placements(tmp_path).items() if id in wishes)
    (tmp_path / "sent.yaml").write_text(f"schema: 1\nmessages:\n{lines}")
    (tmp_path / "leernet.yaml").write_text(PROJECT + people + WIDE.replace("SEATS", "2"))

    said = leernet(tmp_path, "allocate").stdout
    now = points(tmp_path, wishes)
    assert leernet(tmp_path, "allocate", "--keep", "improve").exit_code == 0
    then = points(tmp_path, wishes)

    assert {
        id for id in wishes if f"Lid {id}" in said.partition("With --keep improve")[2].partition("\n")[0]
    } == {id for id in wishes if then[id] < now[id]}
    assert all(then[id] <= now[id] for id in wishes)


def points(folder, wishes):
    kept = yaml.safe_load((folder / "allocation" / "ws.yaml").read_text())["placements"]
    return {
        id: sum(wanted.index(each) if each in wanted else len(wanted) for each in kept[id].values())
        for id, wanted in wishes.items()
    }

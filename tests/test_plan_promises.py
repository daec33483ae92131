"""How many messages `plan` says would follow is how many `invite --all` then lists, whatever changed."""

import json
import random
import shutil
from datetime import date

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.commands.project import invited_to, read_project

PROJECT = """\
year:
  school_year: 2026-2027
  title: Merwede
  organiser: {name: Planning, email: planning@merwede.example}
  holiday_region: zuid
schools:
  wilg: {name: De Wilg, host_seats: 30, contact: {name: Wim, email: wim@wilg.example}}
  populier: {name: De Populier, host_seats: 30}
members:
  anke: {name: Anke de Boer, email: anke@lek.example, school: wilg, roles: [so]}
  bas: {name: Bas Kuiper, email: bas@lek.example, school: populier, roles: [so, coach]}
  cora: {name: Cora Mulder, school: wilg, roles: [so]}
  daan: {name: Daan Prins, email: daan@lek.example, school: wilg, roles: [directeur]}
  fleur: {name: Fleur Hendriks, email: fleur@merwede.example}
  saar: {name: Saar Vos, email: saar@pabo.example, roles: [student, coach]}
networks:
  so:
    title: Schoolopleiders
    facilitator: fleur
    members: {roles: [so]}
    optional: {roles: [directeur]}
    time: 9.00-12.00
    hosts: {rotate: schools}
    invite: {weeks_before: 12}
    meetings:
      - {id: herfst, date: 2026-11-12, host: wilg}
      - {id: lente, date: 2027-03-09, host: populier}
  coaches:
    title: Coaches
    facilitator: fleur
    members: {roles: [coach]}
    time: 13.00-15.00
    hosts: {location: Stadhuis}
    invite: {weeks_before: 12}
    meetings:
      - {id: start, date: 2026-10-06}
series:
  w: {network: so, for: {roles: [student]}, moments: {een: {date: 2026-11-03, time: 9.00-11.00}}}
workshops:
  rekenen: {series: w, presenter: anke, school: wilg, seats: 5}
"""
COACHES = PROJECT[PROJECT.index("  coaches:\n") : PROJECT.index("series:\n")]
LAST = "      - {id: start, date: 2026-10-06}\n"
# What may change in a year; each takes a text away and puts another in its place.
CHANGES = {
    "moved": ("date: 2026-11-12", "date: 2026-11-19"),
    "other host": ("host: wilg}", "host: populier}"),
    "other time": ("time: 9.00-12.00", "time: 9.30-12.00"),
    "cancelled": ("id: lente,", "id: lente, cancelled: true,"),
    "meeting removed": ("      - {id: lente, date: 2027-03-09, host: populier}\n", ""),
    "meeting added": (LAST, LAST + "      - {id: slot, date: 2027-05-11}\n"),
    "meeting renamed": ("id: herfst,", "id: najaar,"),
    "meeting renamed and titled": ("id: lente,", "id: voorjaar, title: Voorjaar,"),
    "network removed": (COACHES, ""),
    "network renamed": ("  so:\n", "  opleiders:\n"),
    "network titled": ("title: Coaches", "title: Coaching"),
    "left": (
        "  bas: {name: Bas Kuiper, email: bas@lek.example,",
        "  bas: {name: Bas Kuiper, until: 2026-10-31,",
    ),
    "other address": ("anke@lek.example", "anke@wilg.example"),
    "newcomer": ("members:\n", "members:\n  noor: {name: Noor, email: noor@lek.example, roles: [so]}\n"),
    "workshop moved": ("date: 2026-11-03", "date: 2026-11-10"),
    "room": ("id: start,", "id: start, room: aula,"),
    "organiser": ("planning@merwede.example", "rooster@merwede.example"),
}


def changed(text, names):
    """The project with these changes; the network of a series and a rename go together."""
    for name in names:
        old, new = CHANGES[name]
        text = text.replace(old, new)
    return text.replace("network: so,", "network: opleiders,") if "network renamed" in names else text


@pytest.fixture(scope="module")
def invited(tmp_path_factory):
    """A project in which everybody was invited."""
    folder = tmp_path_factory.mktemp("invited")
    (folder / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    run(folder, "2026-09-01", "plan")
    (folder / "choices").mkdir()
    (folder / "choices" / "w.csv").write_text("member;1\nsaar;rekenen\n", encoding="utf-8")
    run(folder, "2026-09-01", "allocate")
    send(folder, "2026-09-01")
    return folder


@pytest.fixture
def told(invited, tmp_path):
    """A copy of it."""
    return shutil.copytree(invited, tmp_path / "project")


def run(folder, day, *arguments):
    command = ["-C", str(folder), "--lang", "en", "--today", day, "--json", *arguments]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0, result.stdout + result.stderr
    return json.loads(result.stdout)


def send(folder, day):
    """Everything there is, by hand."""
    run(folder, day, "invite", "--all", "--drafts")
    run(folder, day, "invite", "--mark-sent")


def promised_and_made(folder, text, day):
    """What a dry run promises, what a run promises, and what would go out; all of them mailed then."""
    (folder / "leernet.yaml").write_text(text, encoding="utf-8")
    dry = run(folder, day, "plan", "--dry-run")["messages"]
    done = run(folder, day, "plan")["messages"]
    made = run(folder, day, "invite", "--all")["messages"]
    send(folder, day)
    return dry, done, len(made)


@pytest.mark.parametrize(
    ("name", "there_is"), [("so/zomer", "so/herfst, so/lente"), ("nergens", "coaches, so, w")]
)
def test_who_asks_for_what_is_not_there_is_told_what_is(name, there_is, told):
    start = ["-C", str(told), "--lang", "en", "--today", "2026-09-01"]
    result = CliRunner().invoke(app, [*start, "invite", name])

    said = " ".join(result.stderr.split()).partition("Invalid value: ")[2]
    assert (result.exit_code, said) == (2, f"There is no '{name}'; choose from {there_is}.")


def test_a_change_is_promised_as_it_is_made(told):
    dry, done, made = promised_and_made(told, changed(PROJECT, ["moved"]), "2026-09-07")

    assert (dry, done) == (made, made)


def invitations(folder):
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    read = {name: path.read_bytes() for name, path in files.items() if not name.startswith("out/")}
    return invited_to(read_project(read, date(2026, 9, 7))[0])


def test_who_was_invited_to_a_meeting_is_known_when_it_has_another_name(told):
    before = invitations(told)
    (told / "leernet.yaml").write_text(changed(PROJECT, ["meeting renamed"]), encoding="utf-8")
    renamed = invitations(told)
    # A plan that is made anew, without the one before.
    (told / "plan.yaml").unlink()
    run(told, "2026-09-07", "plan")

    assert renamed == before - {"so/herfst"} | {"so/najaar"}
    assert invitations(told) >= renamed


@pytest.mark.slow
def test_a_renamed_network_is_no_news_and_a_removed_one_is_for_everybody(told):
    renamed = promised_and_made(told, changed(PROJECT, ["network renamed"]), "2026-09-07")
    removed = promised_and_made(told, changed(PROJECT, ["network renamed", "network removed"]), "2026-09-08")

    assert renamed == (0, 0, 0)
    assert removed == (3, 3, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_changes_one_after_another_are_promised_as_they_are_made(told, seed):
    chance = random.Random(seed)
    names: list[str] = []
    for day in range(10, 13):
        names += chance.sample(sorted(CHANGES.keys() - set(names)), chance.choice([1, 1, 2, 3]))
        dry, done, made = promised_and_made(told, changed(PROJECT, names), f"2026-09-{day}")
        assert (dry, done) == (made, made), names

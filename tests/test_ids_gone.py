"""Whatever is removed from the definitions or renamed in them, records that still name it stop no command."""

import csv
import io
import json
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import project_files, write_whole
from leernet.finding import has_errors
from leernet.model.allocation import AllocationRecord
from leernet.model.ledger import LEDGER_HEADER, ledger_line
from leernet.read.definitions import read_definitions
from leernet.read.records import read_plan, read_record
from leernet.read.yamltext import read_yaml
from leernet.write.projects import example_files, example_names
from tests.invite_project import outbox

TODAY = "2026-09-08"
INVITED = datetime(2026, 9, 1, 8, tzinfo=UTC)
STAGES = ("plan", "allocate", "invite")
KINDS = ("boards", "schools", "members", "networks", "series", "workshops")
RECORDS = ("plan.yaml", "sent.yaml", "allocation", "history", ".leernet", "out")
NEW = "zz-nieuw"


def leernet(folder, *arguments):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


def announce(folder):
    """Write down that everybody was invited to everything."""
    files = project_files(folder)
    year, plan = read_definitions(files)[0].year, read_plan(files)[0]
    records = [
        read_record(AllocationRecord, path, content)[0]
        for path, content in files.items()
        if path.startswith("allocation/") and path.endswith(".yaml")
    ]
    placed = {record.series: record.placements for record in records}
    box = outbox(year, plan, now=INVITED, placements=placed)
    lines = "".join(ledger_line(replace(message.entry, sent_at=INVITED)) for message in box.messages)
    (folder / "sent.yaml").write_text(LEDGER_HEADER + lines, encoding="utf-8")


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    """Folders of the examples as they are after each stage, made when they are first asked for."""
    made: dict[tuple[str, str], Path] = {}

    def folder_after(example, stage):
        if (example, stage) not in made:
            folder = tmp_path_factory.mktemp(f"{example}-{stage}")
            if stage == "plan":
                write_whole(folder, example_files(example))
            else:
                before = folder_after(example, STAGES[STAGES.index(stage) - 1])
                shutil.copytree(before, folder, dirs_exist_ok=True)
            if stage == "invite":
                announce(folder)
            else:
                assert leernet(folder, stage).exit_code == 0
            made[example, stage] = folder
        return made[example, stage]

    return folder_after


def ids_of(folder):
    """The path of everything that has an id: its kind, what it is part of, and the id."""
    year = read_definitions(project_files(folder))[0].year
    return [
        *((kind, id) for kind in KINDS for id in getattr(year, kind)),
        *(("meetings", one.id, meeting.id) for one in year.networks.values() for meeting in one.meetings),
        *(("moments", one.id, moment) for one in year.series.values() for moment in one.moments),
    ]


def rewritten(value, old, new):
    """A tree of YAML in which every mention of an id is another one, or (None) is left out."""
    if isinstance(value, dict):
        inner = {new if key == old else key: rewritten(one, old, new) for key, one in value.items()}
        return {key: one for key, one in inner.items() if key is not None and one is not None}
    if isinstance(value, list):
        return [one for each in value if (one := rewritten(each, old, new)) is not None]
    steps = value.split("/")
    if old not in steps:
        return value
    return None if new is None else "/".join(new if step == old else step for step in steps)


def rewritten_part(tree, path, new):
    """The definitions with one meeting or moment renamed or taken out, and what names it."""
    kind, around, old = path
    if kind == "moments":
        for series in [tree["series"][around]] if around in tree.get("series", {}) else []:
            series["moments"] = rewritten(series["moments"], old, new)
        of_series = [one for one in tree.get("workshops", {}).values() if one.get("series") == around]
        for workshop in (one for one in of_series if "moments" in one):
            workshop["moments"] = rewritten(workshop["moments"], old, new)
        return tree
    for network in [tree["networks"][around]] if around in tree.get("networks", {}) else []:
        for meeting in [one for one in network["meetings"] if one["id"] == old]:
            network["meetings"].remove(meeting) if new is None else meeting.update(id=new)
        if "groups" in network:
            network["groups"] = rewritten(network["groups"], old, new)
    for series in tree.get("series", {}).values():
        for moment in series.get("moments", {}).values():
            if moment.get("meeting") == f"{around}/{old}":
                moment.pop("meeting")
                free = {"window": "2026-11-02..2027-05-28"}
                moment.update(free if new is None else {"meeting": f"{around}/{new}"})
    return tree


def rewritten_table(text, old, new):
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ","))
    kept = [row for row in rows if new is not None or row[:1] != [old]]
    cells = [[new or "" if cell == old else cell for cell in row] for row in kept]
    written = io.StringIO()
    csv.writer(written).writerows(cells)
    return written.getvalue()


def change(folder, path, new):
    """Rename an id in all that the user wrote, or (None) take it out of there."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.relative_to(folder).parts[0] in RECORDS:
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            file.write_text(rewritten_table(text, path[-1], new), encoding="utf-8")
        elif file.suffix == ".yaml":
            tree = read_yaml(file.name, text.encode())[0].value
            whole = path[0] in KINDS
            tree = rewritten(tree, path[-1], new) if whole else rewritten_part(tree, path, new)
            file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")


def commands_for(folder):
    """Every command, about everything there is; those that write records last."""
    year = read_definitions(project_files(folder))[0].year
    networks, series = tuple(year.networks.values()), tuple(year.series)
    meetings = [f"{network.id}/{meeting.id}" for network in networks for meeting in network.meetings][:4]
    member = next((one.id for one in year.members.values() if "student" in one.roles), min(year.members))
    yield from (["check", "--json"], ["status"], ["agenda"], ["invite"], ["invite", "--personal-feeds"])
    yield from ([verb, meeting] for meeting in meetings for verb in ("agenda", "explain"))
    yield from (["explain", meeting, member] for meeting in meetings[:2])
    yield from (["explain", network.id, member] for network in networks if network.pairs)
    yield from (["explain", one, member] for one in series)
    yield from (["inventory", meeting, *more] for meeting in meetings[:2] for more in ([], ["--propose"]))
    yield from (["ask", one] for one in (*year.networks, *series))
    yield from (["ask", "inventory", meeting] for meeting in meetings[:1])
    yield from (["ask", "pairs", network.id] for network in networks if network.pairs)
    yield from (["answer", member, meeting, "yes"] for meeting in meetings[:1])
    yield from (["attendance"], ["publish"], ["purge"], ["next-year"])
    yield from (["allocate", "--verify"], ["plan", "--dry-run"], ["plan"], ["allocate"])
    yield from (["check", "--json"], ["allocate", "--verify"], ["invite"], ["publish"], ["purge", "--yes"])


def named_in(folder, id):
    """The records that still name an id, but for what they say of the time when they were made."""
    records = [folder / "plan.yaml", *sorted((folder / "allocation").glob("*.yaml"))]
    trees = {file.name: read_yaml(file.name, file.read_bytes())[0].value for file in records}
    for tree in trees.values():
        for past in ("changes", "before", "tours_before", "assumed"):
            tree.pop(past, None)
    return [name for name, tree in trees.items() if rewritten(tree, id, None) != tree]


def new_names(paths, new):
    """What each id becomes: another name for each, or None, which takes it out."""
    return {path: new and f"{new}{at}" for at, path in enumerate(paths)}


def run_everything(folder, paths, new):
    """Every command after a change of these ids at once; what it is that went wrong."""
    commands = list(commands_for(folder))
    before = any(named_in(folder, path[-1]) for path in paths)
    for path, name in new_names(paths, new).items():
        change(folder, path, name)
    codes = {}
    for command in commands:
        result = leernet(folder, *command)
        codes[" ".join(command)] = result.exit_code
        assert result.exit_code in (0, 1, 2), (paths, new, command, result.stderr)
        if command[0] == "check" and before and len(codes) == 1:
            findings = json.loads(result.stdout)["findings"]
            in_record = any(one["place"]["file"].startswith(RECORDS) for one in findings)
            in_definitions = any(one["level"] == "error" for one in findings)
            assert in_record or in_definitions, (paths, new, findings)
    if codes["plan"] == codes["allocate"] == 0:
        planned = [path for path in paths if path[0] in ("schools", "workshops", "members")]
        assert [path for path in planned if named_in(folder, path[-1])] == [], (paths, new)
    for command in (["undo"], ["check"], ["plan"]):
        assert leernet(folder, *command).exit_code in (0, 1, 2), (paths, new, command)


@pytest.mark.parametrize(
    ("example", "path", "new"),
    [
        ("studentworkshops", ("workshops", "gedrag"), None),
        pytest.param("studentworkshops", ("series", "studentworkshops"), NEW, marks=pytest.mark.slow),
        pytest.param("collegiale-coaching", ("members", "a.brink"), None, marks=pytest.mark.slow),
        *(
            pytest.param("schoolopleiders", path, new, marks=pytest.mark.slow)
            for path, new in [(("meetings", "schoolopleiders", "winter"), None), (("schools", "de-dom"), NEW)]
        ),
    ],
)
def test_what_is_gone_after_everything_stops_no_command(example, path, new, stages, tmp_path):
    folder = tmp_path / "p"
    shutil.copytree(stages(example, "invite"), folder)
    assert path in ids_of(folder)

    run_everything(folder, [path], new)


def mixed(ids, most):
    """All ids in at most so many parts, each with some of every kind; each alone with ``EVERY=1``."""
    parts = len(ids) if "EVERY" in os.environ else min(most, len(ids))
    return [ids[at::parts] for at in range(parts)]


def readable(made, folder, paths, new):
    """Parts of these ids after whose change the definitions are right; ids of which that is not so alone."""
    shutil.copytree(made, folder)
    for path, name in new_names(paths, new).items():
        change(folder, path, name)
    findings = read_definitions(project_files(folder))[1]
    shutil.rmtree(folder)
    if len(paths) == 1 or not has_errors(findings):
        return [paths]
    half = len(paths) // 2
    return [part for some in (paths[:half], paths[half:]) for part in readable(made, folder, some, new)]


@pytest.mark.hours
@pytest.mark.parametrize("new", [None, NEW])
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("example", example_names())
def test_every_id_may_go_or_be_renamed_after_every_stage(example, stage, new, stages, tmp_path):
    made, folder = stages(example, stage), tmp_path / "p"
    for paths in mixed(ids_of(made), 12):
        for part in readable(made, folder, paths, new):
            shutil.copytree(made, folder)
            run_everything(folder, part, new)
            shutil.rmtree(folder)


@pytest.mark.parametrize("example", ["bsc-slb", "schoolopleiders"])
def test_a_host_that_is_gone_is_one_warning_whichever_meeting_it_receives(example, stages, tmp_path):
    planned = shutil.copytree(stages(example, "plan"), tmp_path / "p")
    text = (planned / "plan.yaml").read_text(encoding="utf-8")
    hosts = re.findall(r"^    host: (.*)$", text, flags=re.MULTILINE)

    for host in hosts:
        gone = text.replace(f"    host: {host}\n", f"    host: {NEW}\n")
        (planned / "plan.yaml").write_text(gone, encoding="utf-8")
        found = leernet(planned, "check", "--json")
        of_plan = [one for one in json.loads(found.stdout)["findings"] if one["place"]["file"] == "plan.yaml"]
        rules = {(one["rule"], one["level"]) for one in of_plan}
        assert (host, found.exit_code, rules) == (host, 0, {("unknown-school", "warning")})

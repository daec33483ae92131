"""What drives a terminal, turns text around or is seen by nobody reaches no terminal and no document."""

import json
import re
import sys
import unicodedata

import pytest
import yaml
from typer.testing import CliRunner

from leernet.cli import app
from leernet.visible import json_escaped, printed, visible
from tests.faults_project import FILES, write_project

TODAY = "2026-09-08"
# Of what Unicode calls control, format, line and paragraph: what joins letters and what is seen stays.
STAYS = "\t\n\r\u200c\u200d"
CODES = "".join(
    letter
    for letter in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")
    and letter not in STAYS
    # Signs over or around numbers of Arabic, Egyptian and shorthand scripts.
    and not 0x600 <= ord(letter) <= 0x605
    and letter not in "\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    and not 0x13430 <= ord(letter) <= 0x1343F
    and not 0x1BCA0 <= ord(letter) <= 0x1BCA3
)
MARK = "\x1b[2J\x07\x9b1A\x85\u202ea\u2066b\u2069\u061c\u200b\u2028\u2029\u2064\ufeff\U000e0041"
COMMANDS = (
    "check",
    "check --json",
    "plan",
    "allocate",
    "explain coaches/herfst",
    "explain ws s01",
    "agenda",
    "agenda coaches/herfst --to out/herfst.md",
    "agenda coaches/herfst --json",
    "ask ws",
    "inventory coaches/herfst",
    "invite --all",
    "publish",
    "status",
    "attendance",
)


def codes_in(text):
    return sorted({hex(ord(letter)) for letter in text.removeprefix("\ufeff") if letter in CODES})


def leernet(folder, command):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", TODAY, *command.split()])


def shown(folder):
    """Where a code is in what commands print and write."""
    for command in COMMANDS:
        result = leernet(folder, command)
        assert result.exit_code in (0, 1, 2), (command, result.stderr)
        if found := codes_in(result.stdout + result.stderr):
            yield command, found
        if "--json" in command:
            json.loads(result.stdout)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_written = name.startswith(("out/", ".leernet/", "allocation/")) or name == "plan.yaml"
        is_text = path.is_file() and is_written and path.suffix != ".xlsx"
        if is_text and (found := codes_in(path.read_text(encoding="utf-8"))):
            yield name, found


def test_every_code_of_unicode_goes_where_text_is_read_and_where_it_is_printed():
    assert [hex(ord(code)) for code in CODES if code in visible(f"a{code}b")] == []
    assert [hex(ord(code)) for code in CODES if code in printed(f"a\n  b{code}c\n")] == []
    assert [hex(ord(code)) for code in CODES if code in json_escaped(f'"{code}"')] == []
    assert json.loads(json_escaped(json.dumps(CODES, ensure_ascii=False))) == CODES
    assert visible(f"a{STAYS}\U0001f469\u200d\U0001f3eb") == f"a{STAYS}\U0001f469\u200d\U0001f3eb"


def values_of(tree, path=()):
    """Where the texts of a project are, and its keys."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield (*path, (key,))
            yield from values_of(value, (*path, key))
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from values_of(value, (*path, at))
    else:
        yield path


def put(tree, path):
    for step in path[:-1]:
        tree = tree[step]
    if isinstance(path[-1], tuple):
        tree[path[-1][0] + MARK] = tree.pop(path[-1][0])
    else:
        tree[path[-1]] += f"{MARK}x"


def written(tree, *, raw):
    """YAML in which the codes are escaped, or are there as they are."""
    text = yaml.safe_dump(tree, sort_keys=False, width=1000)
    if raw:
        names = {"N": "\x85", "L": "\u2028", "P": "\u2029", "e": "\x1b", "a": "\x07"}
        text = re.sub(
            r"\\(?:[xuU]([0-9A-F]+)|([NLPea]))",
            lambda found: chr(int(found[1], 16)) if found[1] else names[found[2]],
            text,
        )
    return text.encode()


IN_YAML = [
    (file, path, raw)
    for file, content in FILES.items()
    if file.endswith(".yaml")
    for path in values_of(yaml.load(content, yaml.BaseLoader))
    for raw in (False, True)
]
IN_TABLES = [
    (file, row, column)
    for file, content in FILES.items()
    if file.endswith(".csv")
    for row in (0, 1)
    for column in range(content.splitlines()[row].count(",") + 1)
]
NAMES = (
    *(
        f"{folder}/x{{}}.csv"
        for folder in ("choices", "inventory", "calendars", "availability", "attendance")
    ),
    "history/2{}.yaml",
    "{}.yaml",
    "other{}/a.csv",
    "choices/{}/a.csv",
    "allocation/{}.yaml",
    ".leernet/{}.json",
)


def with_codes(folder, where):
    """The small partnership with codes in one place."""
    write_project(folder)
    if isinstance(where, str):
        file = folder / where.format(MARK)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a: 1\n" if file.suffix == ".yaml" else "member,1\nx,y\n")
        return
    file, at, more = where
    if file.endswith(".yaml"):
        tree = yaml.load(FILES[file], yaml.BaseLoader)
        put(tree, at)
        (folder / file).write_bytes(written(tree, raw=more))
    else:
        rows = [line.split(",") for line in FILES[file].splitlines()]
        rows[at][more] += f"{MARK}x"
        (folder / file).write_text(
            "".join(",".join(row) + "\n" for row in rows), encoding="utf-8", newline=""
        )


def test_codes_in_every_text_and_name_at_once_reach_nobody(tmp_path):
    """In texts that may be anything, so that all goes on."""
    write_project(tmp_path)
    texts = ("Leernetwerk coaches", "Partnerschap", "Workshops", "Tuin", "De Eik", "Bosweg 2")
    for file in ("leernet.yaml", "networks.yaml", "workshops.yaml", "schools.yaml"):
        content = FILES[file]
        for text in texts:
            content = content.replace(text, f"{text}\u202e\u2066\u200b\u061c\u2064")
        (tmp_path / file).write_text(content, encoding="utf-8")
    for table in ("members.csv", "inventory/coaches-herfst.csv", "calendars/de-eik.csv"):
        content = FILES[table].replace(" Bakker", f" Bakker{MARK}").replace("gesprek,", f"gesprek{MARK},")
        (tmp_path / table).write_text(content.replace("studiedag", f"studiedag{MARK}"), encoding="utf-8")
    for name in NAMES[:5]:
        with_name = tmp_path / name.format(MARK)
        with_name.parent.mkdir(exist_ok=True)
        with_name.write_text("member,1\n")
    found = list(shown(tmp_path))

    assert (tmp_path / "out" / "schedule.md").exists()
    assert found == []


@pytest.mark.hours
@pytest.mark.parametrize("where", [*IN_YAML, *IN_TABLES, *NAMES], ids=str)
def test_codes_anywhere_reach_nobody(where, tmp_path):
    with_codes(tmp_path, where)

    assert list(shown(tmp_path)) == []

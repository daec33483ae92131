"""Every value of every kind of record becomes something else: that is told, or read as what it says."""

import json
import random

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from leernet.model.feeds import FEED_BOOK_FILE, feed_book_bytes
from leernet.model.kept import record_of
from leernet.model.ledger import LEDGER_HEADER, Answered, Bounced, NewName, ledger_line, note_bytes, note_of
from leernet.model.undo import step_bytes
from leernet.model.values import SchoolYear
from leernet.read.closing import closed
from leernet.read.json_record import DRAFTS_FILE
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, read_ledger
from leernet.read.made_ids import text_of_kept
from leernet.read.yamltext import read_yaml
from leernet.write.drafts import drafts_pieces
from leernet.write.records import record_text
from tests.records_of import kind_of, reading, records

YAML = ("plan", "allocation", "attendance", "ids")
ODD: tuple[object, ...] = (
    None,
    True,
    12,
    1.5,
    "x" * 5000,
    [],
    ["a"],
    {},
    {"a": "b"},
    "2026-11-12",
    "",
    -1,
    [[]],
)


def lines_of(content):
    return [json.loads(line[2:]) for line in content.decode().splitlines()[2:]]


def tree_of(path, content):
    """What is between the keys of a record; of the ledger a line each."""
    kind = kind_of(path)
    if kind in YAML:
        return read_yaml(path, content)[0].value
    return lines_of(content) if kind == "ledger" else json.loads(content)


def file_of(path, tree):
    """The file again; a key that ends in ``TWICE`` is there twice."""
    kind = kind_of(path)
    if kind == "ledger":
        lines = "".join(f"- {json.dumps(line, ensure_ascii=False)}\n" for line in tree)
        text = f"schema: 1\nmessages:\n{lines}"
    else:
        text = json.dumps(tree, ensure_ascii=False)
        text = closed(text) if kind in YAML else text
    return text.replace('TWICE"', '"').encode()


def written(path, value):
    """The tree of a record that leernet would write of what it read."""
    kind = kind_of(path)
    if kind == "proof":
        nodes, inputs = value
        return {"schema": 1, "inputs": inputs, "nodes": [_node(to_builtins(node)) for node in nodes]}
    if kind == "ledger":
        entries = (*value.sent, *value.answers, *value.bounces, *value.names)
        return lines_of("".join(("a\n", "b\n", *map(ledger_line, entries))).encode())
    if kind == "note":
        return {"doubtful": list(map(record_of, value.doubtful)), "failed": value.failed}
    if kind == "topics":
        return value
    if kind == "site":
        return value.model_dump(by_alias=True)
    made = {
        "ids": lambda kept: text_of_kept(kept).encode(),
        "drafts": lambda entries: b"".join(drafts_pieces(entries)),
        "feeds": feed_book_bytes,
        "step": step_bytes,
    }
    return tree_of(path, made.get(kind, record_text)(value))


def _node(node):
    for priced in (*node["certificates"], *(one for lots in node["lots"] for one in lots)):
        priced["prices"] = dict(priced["prices"])
    return node


def plain(path, tree):
    """What a tree says: nothing is what is empty, one thing is a list of it, and all is text."""
    if kind_of(path) == "site":
        shown = [{key: one.get(key) for key in ("reference", "day")} for one in tree["meetings"]]
        tree = {**{key: tree.get(key) for key in ("schema", "made_by", "files")}, "meetings": shown}
    if kind_of(path) == "note":
        # The rest only says how much there should be.
        tree = {"doubtful": tree["doubtful"], "failed": tree["failed"]}
    if kind_of(path) == "feeds":
        tree = {**tree, "entries": sorted(tree["entries"], key=_in_order)}
    return _plain(sorted(tree, key=_in_order) if kind_of(path) == "ledger" else tree)


def _in_order(entry):
    return json.dumps(entry, sort_keys=True)


def _plain(value):
    if isinstance(value, dict):
        said = {key: _plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in said.items() if inner not in ("", {}, [])}
    if isinstance(value, list | tuple):
        inner = [_plain(one) for one in value]
        while inner and inner[-1] == "":
            inner.pop()
        return inner[0] if len(inner) == 1 else inner
    return "" if value in (None, "null", False) else json.dumps(value).strip('"')


def few(files):
    """The records with of every list of messages one that differs from those before it in its keys."""
    entries = {LEDGER_FILE: lines_of(files[LEDGER_FILE])}
    for path, name in ((DRAFTS_FILE, "drafts"), (FEED_BOOK_FILE, "entries")):
        entries[path] = json.loads(files[path])[name]
    kept = {
        path: list({tuple(one | one.get("saw", one.get("view"))): one for one in found}.values())
        for path, found in entries.items()
    }
    ledger, _findings = read_ledger({LEDGER_FILE: file_of(LEDGER_FILE, kept[LEDGER_FILE])}, SchoolYear(2026))
    last = ledger.sent[-1]
    about = {"occasion": last.occasion, "uid": last.uid, "dtstamp": last.sent_at}
    by = {"member": last.member, "address": last.address}
    ledger = replace(
        ledger,
        answers=(Answered(**about, **by, answer="declined", sequence=1, comment="helaas"),),
        bounces=(Bounced(**about, **by, message_id=last.message_id, reason="550"),),
        names=(NewName(**about),),
        failed=((last.uid, last.address),),
    )
    lines = (*ledger.sent, *ledger.answers, *ledger.bounces, *ledger.names)
    return {
        **files,
        LEDGER_FILE: (LEDGER_HEADER + "".join(map(ledger_line, lines))).encode(),
        SENDING_FILE: note_bytes(note_of(ledger)),
        DRAFTS_FILE: file_of(DRAFTS_FILE, {"schema": 1, "drafts": kept[DRAFTS_FILE]}),
        FEED_BOOK_FILE: file_of(FEED_BOOK_FILE, {"schema": 1, "entries": kept[FEED_BOOK_FILE]}),
    }


def paths_of(value, at=()):
    """Every place in a tree."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in inner:
        yield (*at, step)
        yield from paths_of(below, (*at, step))


def with_other(tree, path, change):
    """The tree in which what holds a value is changed."""
    step, *rest = path
    if rest:
        inner = with_other(tree[step], rest, change)
        return [*tree[:step], inner, *tree[step + 1 :]] if isinstance(tree, list) else {**tree, step: inner}
    return change(tree, step)


def put(value):
    def change(around, step):
        if isinstance(around, list):
            return [*around[:step], value, *around[step + 1 :]]
        return {**around, step: value}

    return change


def renamed(around, step):
    if isinstance(around, list):
        return [*around, around[step]]
    return {f"{key}zz" if key == step else key: value for key, value in around.items()}


def doubled(around, step):
    return [*around, around[step]] if isinstance(around, list) else {**around, f"{step}TWICE": around[step]}


CHANGES = {**{json.dumps(odd)[:20]: put(odd) for odd in ODD}, "renamed": renamed, "doubled": doubled}


def wrong(files, path, tree, at, name):
    """What is read of a record with a change, where that is not what it says and nobody is told."""
    changed = with_other(tree, at, CHANGES[name])
    said, findings = reading({**files, path: file_of(path, changed)}, path)
    if findings:
        places = {one.place.file for one in findings if not isinstance(one, ValueError)}
        assert places <= {path, *((LEDGER_FILE,) if kind_of(path) == "note" else ())}, (at, findings)
        return None
    now = plain(path, written(path, said))
    return None if now == plain(path, changed) or now == plain(path, tree) else now


def tried(files, chance, most):
    found = []
    for path, content in files.items():
        if kind_of(path) == "key":
            continue
        tree = tree_of(path, content)
        tries = [(at, name) for at in paths_of(tree) for name in CHANGES]
        for at, name in tries if len(tries) <= most else chance.sample(tries, most):
            if (said := wrong(files, path, tree, at, name)) is not None:
                found.append((path, at, name, said))
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return few(records(tmp_path_factory.mktemp("records"), "studentworkshops"))


def test_a_record_in_which_a_value_became_another_is_told_or_read_as_it_is(kept):
    assert tried(kept, random.Random(1), 40) == []


@pytest.mark.slow
def test_every_key_of_every_record_may_become_anything(kept):
    assert tried(kept, random.Random(2), 3_000) == []

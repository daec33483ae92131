"""A record that was cut off, wherever that was, is told, or says what it said."""

import random

import pytest

from leernet.commands.came_in import CameIn
from leernet.read.answers import COLUMNS, read_answers
from leernet.write.projects import example_names
from tests.invite_project import plan_of, year_of
from tests.records_of import KINDS, kind_of, leernet, reading, records, write_records


def silently_other(files, path, ends):
    """The ends at which a record says something else than the whole one, and nobody is told."""
    whole = reading(files, path)
    assert whole[1] == (), path
    found = []
    for end in ends:
        said, findings = reading({**files, path: files[path][:end]}, path)
        if not findings and said != whole[0]:
            found.append(end)
    return found


def line_ends(content):
    return [at + 1 for at, byte in enumerate(content) if byte == 10][:-1]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    made = {}

    def of(example):
        if example not in made:
            made[example] = records(tmp_path_factory.mktemp(example), example)
        return made[example]

    return of


def tried(files, chance, megabytes, bytes_):
    """What a sample of cuts leaves unsaid; every line's end is tried where there are no more.

    Args:
        megabytes: how much of one record is read for this, enough for every line of all but POS.
    """
    found = {}
    for path, content in files.items():
        ends = line_ends(content)
        most = 10 + megabytes * 10**6 // len(content)
        ends = ends if len(ends) <= most else chance.sample(ends, most)
        ends += [0, *(chance.randrange(len(content)) for _ in range(min(bytes_, most)))]
        if wrong := silently_other(files, path, ends):
            found[path] = wrong
    return found


def test_a_record_of_every_kind_is_there_to_be_cut(kept):
    assert {kind_of(path) for path in kept("studentworkshops")} == set(KINDS.values())


def test_a_record_that_is_cut_off_is_told(kept):
    assert tried(kept("studentworkshops"), random.Random(1), megabytes=5, bytes_=20) == {}


# Whatever else they do, they leave a record that is cut off as it is.
COMMANDS = (
    "plan",
    "allocate",
    "invite --all --drafts --personal-feeds",
    "invite --mark-sent",
    "purge --yes --before 2026-09-01",
    "undo",
)


def left_alone(folder, files, path):
    """A record without its last lines stays so whatever is done, and check says that it is cut off."""
    ends = line_ends(files[path]) or [len(files[path]) - 1]
    cut = files[path][: ends[-1 - len(ends) // 3]]
    write_records(folder, "studentworkshops", {**files, path: cut})
    assert leernet(folder, "check").exit_code == (0 if path == "out/site/data.json" else 1), path
    for command in COMMANDS:
        result = leernet(folder, *command.split())
        assert (result.exit_code < 2, (folder / path).read_bytes() == cut) == (True, True), (path, command)


def test_nothing_is_written_over_a_plan_that_is_cut_off(kept, tmp_path):
    left_alone(tmp_path, kept("studentworkshops"), "plan.yaml")


@pytest.mark.slow
def test_nothing_is_written_over_any_record_that_is_cut_off(kept, tmp_path):
    files = kept("studentworkshops")
    # The drafts, the list of the site and the proof are made again by the command that makes them.
    for path in files:
        if kind_of(path) not in ("drafts", "site", "proof"):
            left_alone(tmp_path / path.replace("/", "-"), files, path)


def test_half_an_answer_is_told_and_answers_that_are_gone_cannot_be():
    rows = [
        ("a.bakker", "trainers/herfst", "yes", "", "2026-09-02"),
        ("b.smit", "trainers/herfst", "no", "2", "2026-09-18"),
    ]
    content = "".join(f"{','.join(row)}\n" for row in (COLUMNS, *rows)).encode()
    people = CameIn({}, year_of(), plan_of()).people

    def read(end):
        return read_answers({"trainers/herfst": "trainers/herfst"}, {"answers.csv": content[:end]}, people)

    told = {end for end in range(1, len(content)) if read(end)[1]}
    assert set(range(1, len(content))) - told == set(line_ends(content))


@pytest.mark.slow
@pytest.mark.parametrize("example", example_names())
def test_every_record_of_every_example_that_is_cut_off_anywhere_is_told(example, kept):
    assert tried(kept(example), random.Random(2), megabytes=4 if example == "pos" else 40, bytes_=200) == {}

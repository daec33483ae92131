"""Whatever changes after ``allocate``, ``allocate --verify`` names it where it stands, and nothing else.

Every key of every definition that an allocation could depend on is changed, one at a time; the tables below
are held against the model, so that a new key has to say whether it matters.
"""

import copy
import csv

import pytest
import yaml
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.year import Member, Moment, School, Series, Workshop

STUDENT = {"roles": ["student"], "school": "oost", "cohort": "2026"}
PROJECT = {
    "year": {"school_year": "2026-2027", "holiday_region": "zuid"},
    "boards": {"kiem": {"name": "Kiem"}, "ster": {"name": "Ster"}},
    "schools": {
        "oost": {"name": "Oost", "board": "kiem", "area": "stad"},
        "noord": {"name": "Noord", "board": "ster", "area": "stad"},
        "west": {"name": "West", "board": "ster", "area": "land"},
    },
    "networks": {
        "n": {
            "facilitator": "f",
            "members": {"roles": ["student"]},
            "time": "9.00-16.00",
            "hosts": {"location": "Ede"},
            "meetings": [{"id": "dag", "date": "2026-11-12"}],
        }
    },
    "members": {
        "f": {"name": "Femke Vos", "roles": ["coach"]},
        "p1": {"name": "An Bos", **STUDENT},
        "p2": {
            "name": "Bo Dam",
            **STUDENT,
            "away": ["2026-10-08"],
            "working_days": ["ma", "di", "wo-am", "do"],
        },
        "p3": {"name": "Cas Mol", **STUDENT},
        "p4": {"name": "Do Vink", **STUDENT, "roles": ["student", "gast"]},
    },
    "series": {
        "ws": {
            "network": "n",
            "for": {"roles": ["student"]},
            "choose": 2,
            "moments": {
                "herfst": {"date": "2026-10-07", "time": "9.00-12.00"},
                "dag": {"meeting": "n/dag", "time": "10.00-12.00"},
                "winter": {"window": "2027-01-11..2027-01-15", "time": "9.00-12.00"},
            },
        },
        "ander": {
            "for": {"roles": ["coach"]},
            "moments": {"later": {"date": "2027-03-02", "time": "9.00-12.00"}},
        },
    },
    "workshops": {
        "dans": {"series": "ws", "title": "Dans", "moments": ["herfst", "dag"], "seats": 3},
        "koor": {"series": "ws", "moments": ["herfst", "dag"], "seats": 4, "open_to": {"boards": ["kiem"]}},
        "toneel": {"series": "ws", "moments": ["dag"], "seats": 4, "open_to": {"areas": ["stad"]}},
        "verf": {"series": "ws", "moments": ["winter"], "seats": 4, "open_to": {"cohorts": ["2026"]}},
        "los": {"series": "ander", "moments": ["later"], "seats": 4},
    },
}
ROWS = [
    {"member": "p1", "1": "dans", "2": "koor", "3": "verf", "answered_at": "2026-09-01"},
    {"member": "p2", "1": "koor", "2": "dans", "answered_at": "2026-09-09"},
    {"member": "p3", "1": "dans", "2": "toneel"},
]
COLUMNS = (
    *("member", "1", "2", "3", "never", "evidence", "absent", "placed", "reason", "tour", "learning_goal"),
    "answered_at",
)
EARLIER = {
    "schema": 1,
    "series": "ws",
    "policy": "floor-first",
    "draw": {"seed": "s", "members_sha256": "0"},
    "placements": {"p1": {}},
    "floor": ["p1"],
}

PLAN = """schema: 1
school_year: 2026-2027
revision: 1
meetings:
  n/dag: {date: 2026-11-12, start: "09:00", end: "16:00", location: Ede, absent: []}
sessions:
  ws/winter/verf: {date: 2027-01-13, start: "09:00", end: "12:00", location: Ede}
"""

# Another value for each key, and whether it changes what people ask for, may have or count for.
OF_SERIES = {
    "title": ("Anders", False),
    "network": ("n", False),
    "for": ({"roles": ["student"], "members": ["f"]}, True),
    "choose": (1, True),
    "rank": (3, False),
    "moments": ({"herfst": {"date": "2026-10-08", "time": "9.00-12.00"}}, None),
    "policy": ("leximin", True),
    "evidence_first": ("yes", True),
    "evidence_at_most": (2, True),
    "credit": ("history", True),
    "closes": ("2026-09-05", True),
    "columns": ({"3": "-"}, True),
    "scores": ("high", False),
    "programme": (None, None),
}
OF_MOMENT = {
    "window": ("2026-10-01..2026-10-20", None),
    "date": ("2026-10-08", True),
    "dates": (["2026-10-07", "2026-10-08"], None),
    "weekdays": (["wo"], None),
    "time": ("13.00-15.00", True),
    "meeting": ("n/dag", None),
}
OF_WORKSHOP = {
    "series": ("ander", None),
    "title": ("Dansen", False),
    "presenter": (["p3"], True),
    "school": ("oost", False),
    "room": ("12", False),
    "moments": (["herfst"], True),
    "seats": ("2-3", True),
    "runs": ("yes", True),
    "open_to": ({"members": ["p1", "p2", "p3"]}, True),
    "tour": (2, True),
    "text": ("Neem schoenen mee", False),
}
OF_MEMBER = {
    "name": ("An Boom", False),
    "email": ("an@pabo.example", False),
    "school": ("west", True),
    "organisation": ("Pabo", None),
    "roles": (["student", "gast"], False),
    "working_days": (["ma"], True),
    "prefer": (["ma"], False),
    "away": (["2026-10-07"], True),
    "from": ("2026-11-01", True),
    "until": ("2026-11-01", True),
    "manager": ("f", False),
    "grade_band": ("upper", False),
    "cohort": ("2025", True),
    "starts_at": ("2025-2026", False),
    "language": ("en", False),
    "public": ("no", False),
    "also": (["an@thuis.example"], False),
    "deputy": (["f"], False),
    "phone": ("06", False),
}
OF_SCHOOL = {
    "name": ("Oosterschool", False),
    "board": ("ster", True),
    "place": ("Vught", False),
    "area": ("land", True),
    "address": ("Laan 1", False),
    "location": ([51.6, 5.3], False),
    "holiday_region": ("noord", False),
    "host_seats": (20, False),
    "host_days": (["ma"], False),
    "host_not": (["2026-11-12"], False),
    "host_at_most": (1, False),
    "rooms": (2, False),
    "closed": (["2026-10-07"], False),
    "open": (["2026-10-20"], False),
    "tour": ("yes", False),
    "contact": ({"name": "Piet"}, None),
}
OF_ROW = {
    "1": ("toneel", True),
    "2": ("verf", True),
    "3": ("toneel", True),
    "never": ("toneel", True),
    "evidence": ("koor", True),
    "absent": ("dag", True),
    "placed": ("dag:koor", True),
    "reason": ("zomaar", False),
    "tour": ("ja", True),
    "learning_goal": ("dansen", False),
    "answered_at": ("2026-09-03", False),
}


def write(folder, project, rows=ROWS):
    (folder / "leernet.yaml").write_text(yaml.safe_dump(project, sort_keys=False))
    (folder / "choices").mkdir(exist_ok=True)
    with (folder / "choices" / "ws.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)


def leernet(folder, *words):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", "2026-09-15", *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def allocated(tmp_path_factory):
    """The project with its plan, placed."""
    folder = tmp_path_factory.mktemp("changed")
    write(folder, PROJECT)
    (folder / "history" / "2025-2026").mkdir(parents=True)
    (folder / "history" / "2025-2026" / "ws.yaml").write_text(yaml.safe_dump(EARLIER, sort_keys=False))
    (folder / "plan.yaml").write_text(PLAN)
    result = leernet(folder, "allocate")
    assert result.exit_code == 0, result.output
    assert leernet(folder, "allocate", "ws", "--verify").exit_code == 0
    return folder


def changed(*path, to, project=PROJECT):
    """The project with another value at a path."""
    project = copy.deepcopy(project)
    inner = project
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return project


def line_of(project, *path):
    """The line of a value."""
    node = yaml.compose(yaml.safe_dump(project, sort_keys=False))
    for key in path:
        node = next(value for name, value in node.value if name.value == key)
    return node.start_mark.line + 1


def named(folder, *words):
    """Exit code, and what is said to have changed besides that something did."""
    result = leernet(folder, "allocate", "ws", "--verify", *words)
    lines = [line for line in result.stderr.splitlines() if "[other-inputs]" in line]
    return result.exit_code, [line for line in lines if not line.startswith("allocation/")]


def holds(folder, project, path, matters, said):
    """That the change is named at its line and with what it is of, once; or that nothing is wrong."""
    write(folder, project)
    code, lines = named(folder)
    write(folder, PROJECT)
    if not matters:
        assert (code, lines) == (0, [])
        return
    assert code == 1
    (line,) = lines
    assert line.startswith(f"leernet.yaml:{line_of(project, *path)}:"), line
    assert said in line


def cases(table, names):
    assert {*table} == names
    return [(key, to, matters) for key, (to, matters) in table.items() if matters is not None]


def keys(model):
    return {field.alias or name for name, field in model.model_fields.items()} - {"id"}


@pytest.mark.parametrize(("key", "to", "matters"), cases(OF_SERIES, keys(Series)))
def test_every_key_of_a_series(allocated, key, to, matters):
    path = ("series", "ws", key)
    holds(allocated, changed(*path, to=to), path, matters, f"'{key}' of 'ws' has changed since")


@pytest.mark.parametrize(("key", "to", "matters"), cases(OF_MOMENT, keys(Moment)))
def test_every_key_of_a_moment(allocated, key, to, matters):
    path = ("series", "ws", "moments", "herfst")
    holds(allocated, changed(*path, key, to=to), path, matters, "'herfst' of 'ws' has changed since")


@pytest.mark.parametrize(("key", "to", "matters"), cases(OF_WORKSHOP, keys(Workshop)))
def test_every_key_of_a_workshop(allocated, key, to, matters):
    path = ("workshops", "dans", key)
    holds(allocated, changed(*path, to=to), path, matters, f"'{key}' of 'dans' has changed since")


@pytest.mark.parametrize(("key", "to", "matters"), cases(OF_MEMBER, keys(Member)))
def test_every_key_of_a_member(allocated, key, to, matters):
    path = ("members", "p1", key)
    holds(allocated, changed(*path, to=to), path, matters, f"'{key}' of 'p1' has changed since")


def test_each_key_of_a_member_that_changed(allocated):
    project = changed("members", "p2", to={"name": "Bo Dam", **STUDENT, "cohort": "2025"})
    write(allocated, project)
    code, lines = named(allocated)
    write(allocated, PROJECT)

    at = line_of(project, "members", "p2")
    assert code == 1
    assert [line.partition(" has changed")[0] for line in lines] == [
        *(f"leernet.yaml:{at}:5: error: '{key}' of 'p2'" for key in ("working_days", "away")),
        f"leernet.yaml:{line_of(project, 'members', 'p2', 'cohort')}:13: error: 'cohort' of 'p2'",
    ]


@pytest.mark.parametrize(("key", "to", "matters"), cases(OF_SCHOOL, keys(School)))
def test_every_key_of_a_school(allocated, key, to, matters):
    path = ("schools", "oost", key)
    holds(allocated, changed(*path, to=to), path, matters, f"'{key}' of 'oost' has changed since")


@pytest.mark.parametrize(("key", "to", "matters"), cases(OF_ROW, {*COLUMNS} - {"member"}))
def test_every_column_of_a_row(allocated, key, to, matters):
    write(allocated, PROJECT, [{**ROWS[0], key: to}, *ROWS[1:]])
    code, lines = named(allocated)
    write(allocated, PROJECT)

    said = (
        "choices/ws.csv:2: error: What p1 asked for is not what this allocation was made for. [other-inputs]"
    )
    assert (code, lines) == ((1, [said]) if matters else (0, []))


def without(kind, id):
    project = copy.deepcopy(PROJECT)
    del project[kind][id]
    return project


@pytest.mark.parametrize(
    ("project", "path", "said"),
    [
        (without("members", "p4"), ("members",), "'p4' was defined when this allocation was made"),
        (
            changed("members", "p5", to={"name": "Ed Ree", **STUDENT}),
            ("members", "p5"),
            "'p5' was not defined yet",
        ),
        (without("workshops", "toneel"), None, "'toneel' was defined when this allocation was made"),
        (
            changed("workshops", "zang", to={"series": "ws", "moments": ["dag"], "seats": 2}),
            ("workshops", "zang"),
            "'zang' was not defined yet",
        ),
    ],
)
def test_what_came_and_what_went(allocated, project, path, said):
    rows = ROWS if said[:8] != "'toneel'" else [*ROWS[:2], {"member": "p3", "1": "dans"}]
    write(allocated, project, rows)
    code, lines = named(allocated)
    write(allocated, PROJECT)

    assert code == 1
    (line,) = (each for each in lines if not each.startswith("choices/")) if path is None else lines
    assert said in line
    assert path is None or line.startswith(f"leernet.yaml:{line_of(project, *path)}:")


def test_rows_that_came_or_went(allocated):
    write(allocated, PROJECT, [*ROWS[:2], {"member": "p4", "1": "dans"}])
    code, lines = named(allocated)
    write(allocated, PROJECT)

    assert code == 1
    assert [line.partition(" is not what")[0] for line in lines] == [
        "choices/ws.csv:4: error: What p4 asked for",
        f"leernet.yaml:{line_of(PROJECT, 'members', 'p3')}:5: error: What p3 asked for",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("absent: []", "absent: [p1]", "plan.yaml:5:10: error: The plan of 'n/dag' has changed since"),
        (
            'start: "09:00", end: "12:00"',
            'start: "13:00", end: "15:00"',
            "plan.yaml:7:19: error: The plan of 'ws/winter/verf' has changed since",
        ),
    ],
)
def test_what_is_planned(allocated, old, new, said):
    file = allocated / "plan.yaml"
    before = file.read_text()
    file.write_text(before.replace(old, new))
    code, lines = named(allocated)
    file.write_text(before)

    assert code == 1
    (line,) = lines
    assert line.startswith(said)


@pytest.fixture
def allocated_again(allocated):
    """Places another project, until the test is over."""

    def again(project):
        write(allocated, project)
        assert leernet(allocated, "allocate", "ws").exit_code == 0
        return allocated

    yield again
    again(PROJECT)


def test_who_belongs_to_the_network_that_a_series_is_for(allocated_again):
    project = changed("series", "ws", "for", to="members")
    folder = allocated_again(project)
    other = changed("networks", "n", "members", to={"roles": ["student"], "except": ["p4"]}, project=project)
    write(folder, other)
    code, lines = named(folder)

    assert code == 1
    (line,) = (each for each in lines if each.startswith("leernet.yaml"))
    assert line.startswith(f"leernet.yaml:{line_of(other, 'networks', 'n', 'members')}:")
    assert "'members' of 'n' has changed since" in line


def test_earlier_results_that_give_credit(allocated_again):
    project = changed("series", "ws", "credit", to="history")
    folder = allocated_again(project)
    file = folder / "history" / "2025-2026" / "ws.yaml"
    before = file.read_text()
    file.write_text(before.replace("- p1", "- p2"))
    code, lines = named(folder)
    file.write_text(before)

    assert code == 1
    (line,) = lines
    assert line.startswith(f"leernet.yaml:{line_of(project, 'series', 'ws', 'credit')}:")
    assert "The earlier results that give credit in 'ws'" in line

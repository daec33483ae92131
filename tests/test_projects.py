"""The projects to start from: the examples, alone and as one partnership, and what `init` writes."""

from pathlib import Path
from runpy import run_path

import pytest

from leernet.model.choices import Placing
from leernet.model.selection import possible_hosts, series_members, series_workshops
from leernet.model.values import SchoolYear
from leernet.read.choices import read_choices
from leernet.read.definitions import read_definitions
from leernet.write.projects import demo_files, example_files, example_names, init_files

EXAMPLES = Path(__file__).parent.parent / "examples"


def below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def folders():
    return sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())


def test_what_is_installed_is_what_stands_in_the_folder_of_examples():
    assert list(example_names()) == folders()
    assert {name: example_files(name) for name in example_names()} == {
        name: below(EXAMPLES / name) for name in folders()
    }


def test_an_example_that_does_not_exist_has_no_files():
    with pytest.raises(ValueError, match=r"^poezen$"):
        example_files("poezen")


@pytest.mark.parametrize("name", example_names())
def test_every_example_is_read_without_a_finding(name):
    definitions, findings = read_definitions(example_files(name))

    assert findings == ()
    assert list(definitions.year.networks) + list(definitions.year.series) != []


def test_the_examples_together_are_one_partnership():
    definitions, findings = read_definitions(demo_files())
    year = definitions.year

    assert findings == ()
    assert (list(year.networks), list(year.series)) == (
        ["basisschoolcoaches", "starterscoaches"],
        ["studentworkshops"],
    )
    assert [len(possible_hosts(year, network)) > 2 for network in year.networks.values()] == [True, True]


def test_sixty_students_choose_three_of_nine_workshops_at_three_moments():
    year = read_definitions(example_files("studentworkshops"))[0].year
    series = year.series["studentworkshops"]

    assert (len(series_members(year, series)), len(series_workshops(year, series.id))) == (60, 9)
    assert (series.choose, len(series.moments)) == (3, 3)


def test_the_export_of_the_form_is_read_as_it_came():
    files = example_files("studentworkshops")
    year = read_definitions(files)[0].year
    export = {path: content for path, content in files.items() if path.startswith("choices/")}
    choices, findings = read_choices(year, year.series["studentworkshops"], export)

    assert findings == ()
    assert (len(choices.answers), choices.silent) == (56, ("s007", "s023", "s041", "s056"))
    assert {answer.member: answer.placed for answer in choices.answers if answer.placed} == {
        "s012": (Placing("lente", "onderzoekend-leren", "doet zijn onderzoek op deze school"),)
    }
    assert {answer.member: answer.absent for answer in choices.answers if answer.absent} == {
        "s034": ("winter",)
    }


def test_the_students_and_their_choices_are_those_of_the_script():
    made = run_path(str(EXAMPLES / "make_students.py"))["files"]()

    assert made == {
        path: content.decode()
        for path, content in example_files("studentworkshops").items()
        if path.endswith(".csv")
    }


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("starts_in", [2025, 2026, 2027, 2028, 2029])
def test_init_writes_a_project_for_the_school_year_that_is_read_without_a_finding(language, starts_in):
    definitions, findings = read_definitions(init_files(language, SchoolYear(starts_in)))

    assert findings == ()
    assert definitions.year.school_year == SchoolYear(starts_in)
    assert definitions.year.settings.language == language
    assert [str(meeting.window)[:4] for meeting in definitions.year.networks["schoolopleiders"].meetings] == [
        str(starts_in),
        str(starts_in + 1),
    ]

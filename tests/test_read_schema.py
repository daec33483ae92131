"""The schema is one that editors know, and it takes what leernet reads."""

import json
import re
from typing import Annotated

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import ValidationError, create_model
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.values import SchoolYear
from leernet.model.year import Definition
from leernet.read.definitions import read_definitions
from leernet.read.keys import KINDS, keys_of
from leernet.read.schema import json_schema, meanings
from leernet.write.projects import init_files


class EditorLoader(yaml.SafeLoader):
    """Reads a file as an editor does, by YAML 1.2: it knows numbers, true, false and null, and no dates."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)

PROJECT = """
year:
  school_year: 2026-2027
  closed: [{from: 2026-12-03, until: 2026-12-04, reason: Sinterklaas}]
  avoid: 2027-01-18..2027-01-29
  page: {url: https://pos.example/}
boards:
  kiem:
schools:
  de-regenboog: {name: De Regenboog, board: kiem, location: [51.6530, 5.2900], host_seats: 40, tour: true}
members:
  a.bakker: {name: Anne, roles: coach, working_days: [ma, do-ochtend], cohort: 2026, from: 2026-08-01}
networks:
  n:
    facilitator: a.bakker
    members: {roles: [coach]}
    required: [a.bakker, {any_of: {roles: [coach]}, at_least: 1}]
    time: 9.00-16.00
    programme: [{title: Inloop, start: 9.00, minutes: 30}]
    meetings: [{id: herfst, date: do 2026-11-12}]
    groups: {size: 4, meetings: {times: 4, time: 15.30-17.00, window: 2026-09-14}, apart: [[a, b]]}
    pairs: {wishes: {a.bakker: [e.vos]}}
series:
  s: {for: {roles: [coach]}, moments: {herfst: {meeting: n/herfst}}}
workshops:
  w: {series: s, seats: 6-18, runs: yes, presenter: [a.bakker, Een gast]}
"""


def complaints(text):
    validator = Draft202012Validator(json_schema("en"))
    return sorted(error.json_path for error in validator.iter_errors(yaml.load(text, EditorLoader)))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_schema_is_a_schema(language):
    Draft202012Validator.check_schema(json_schema(language))


def test_what_leernet_reads_without_findings_an_editor_takes_too():
    assert read_definitions({"leernet.yaml": PROJECT})[1] == ()
    assert complaints(PROJECT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "path"),
    [
        ("host_seats: 40", "host_seat: 40", "$.schools['de-regenboog']"),
        ("school_year: 2026-2027", "school_year: 26/27", "$.year.school_year"),
        ("do 2026-11-12", "12 november", "$.networks.n.meetings"),
        ("seats: 6-18, ", "", "$.workshops.w"),
        ("{name: Anne", "{id: a.bakker, name: Anne", "$.members['a.bakker']"),
        ("boards:", "bords:", "$"),
        ("runs: yes", "runs: maybe", "$.workshops.w.runs"),
    ],
)
def test_what_leernet_has_findings_about_an_editor_underlines(right, wrong, path):
    text = PROJECT.replace(right, wrong)

    assert len(read_definitions({"leernet.yaml": text})[1]) == 1
    assert complaints(text) == [path]


def every_key():
    for model in sorted(_models(Definition), key=lambda one: one.__name__):
        for key in keys_of(model):
            if not (key == "id" and model in KINDS.values()):
                yield model, key


def _models(model):
    inner = {one for sub in model.__subclasses__() for one in _models(sub)}
    return {*model.__subclasses__(), *inner}


def test_every_key_has_a_meaning_in_both_languages_and_an_example_and_nothing_else_has():
    meant = {(name, key) for name, model in meanings().items() for key in model["keys"]}

    assert meant == {(model.__name__, key) for model, key in every_key()}
    assert [name for name, model in meanings().items() if not (model["en"] and model["nl"])] == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_key_of_the_schema_has_title_description_and_example(language):
    definitions = json_schema(language)["$defs"]

    missing = [
        (model.__name__, key)
        for model, key in every_key()
        if not {"title", "description", "examples"} <= set(definitions[model.__name__]["properties"][key])
    ]

    assert missing == []


def test_every_example_is_one_that_an_editor_and_leernet_take():
    definitions = json_schema("en")["$defs"]
    wrong = []
    for model, key in every_key():
        example = meanings()[model.__name__]["keys"][key]["example"]
        schema = {"$defs": definitions, **definitions[model.__name__]["properties"][key]}
        if list(Draft202012Validator(schema).iter_errors(yaml.load(example, EditorLoader))):
            wrong.append((model.__name__, key, "editor"))
        field = keys_of(model)[key]
        try:
            one = create_model(
                "One", __base__=Definition, value=(Annotated[(field.annotation, *field.metadata)], ...)
            )
            one.model_validate({"value": yaml.load(example, yaml.BaseLoader)})
        except ValidationError as error:
            wrong.append((model.__name__, key, str(error)))

    assert wrong == []


def test_a_key_is_explained_in_the_language_asked_for(tmp_path):
    printed = {
        language: json.loads(CliRunner().invoke(app, ["--lang", language, "schema"]).stdout)["$defs"]
        for language in ("en", "nl")
    }

    assert printed["en"]["Member"]["properties"]["away"]["title"] == "Away"
    assert printed["nl"]["Member"]["properties"]["away"]["title"] == "Afwezig"
    assert (
        printed["nl"]["Member"]["properties"]["away"]["description"]
        == "Dagen waarop iemand niet kan. In een tabel ook: afwezig, niet aanwezig."
    )
    assert printed["nl"]["Member"]["properties"]["roles"]["examples"] == [["schoolopleider"]]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_editor_has_nothing_to_say_about_a_new_project(language):
    files = init_files(language, SchoolYear(2026), workshops=True)
    texts = [text.decode() for path, text in files.items() if path.endswith(".yaml")]

    assert len(texts) > 3
    assert [complaints(text) for text in texts if complaints(text)] == []

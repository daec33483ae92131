"""The schema is one that editors know, and it takes what leernet reads."""

import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from leernet.read.definitions import read_definitions
from leernet.read.schema import json_schema


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
    validator = Draft202012Validator(json_schema())
    return sorted(error.json_path for error in validator.iter_errors(yaml.load(text, EditorLoader)))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json_schema())


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


def test_every_key_is_explained():
    definitions = json_schema()["$defs"]

    assert (
        definitions["Member"]["description"] == "Somebody who takes part: what days they work, never why not."
    )
    assert (
        definitions["Member"]["properties"]["working_days"]["description"] == "Nederlands: werkdagen, dagen."
    )

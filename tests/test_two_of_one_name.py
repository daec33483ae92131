"""Where two members have one name, no command and no file takes it for nobody's, nor guesses whose it is."""

import pytest
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """\
year: {school_year: 2026-2027, organiser: {name: P, email: p@kiem.example}, language: en}
schools: {eik: {name: De Eik, host_seats: 30, holiday_region: zuid}}
members:
  s1: {name: Sanne de Vries, email: sanne@pabo.example, school: eik, roles: [trainer]}
  s2: {name: Sanne de Vries, email: vries@pabo.example, school: eik, roles: [trainer]}
  f.visser: {name: Femke Visser, email: f.visser@kiem.example, school: eik, roles: [facilitator]}
networks:
  trainers:
    title: Trainers
    facilitator: f.visser
    members: {roles: [trainer]}
    time: 9.00-12.00
    hosts: {school: eik}
    meetings: [{id: herfst, date: 2026-11-12}]
series: {day: {title: Day, for: {roles: [trainer]}, moments: {one: {date: 2026-11-19, time: 9.00-12.00}}}}
workshops: {music: {series: day, title: Music, school: eik, seats: 9}}
"""
FILES = {
    "choices/day.csv": "member;1\n{name};Music\n",
    "inventory/trainers-herfst.csv": "member;question;topic\n{name};How?;music\n",
    "inventory/trainers.csv": "member;question;topic;leads\ns1;How?;music;{name}\n",
    "availability/trainers-herfst.csv": "Participant,2026-11-12\n{name},Yes\n",
    "attendance/trainers-herfst.csv": "member;present\n{name};x\n",
    "answers.csv": "member,meeting,answer,plus,on\n{name},trainers/herfst,no,0,2026-09-02\n",
}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    assert run(tmp_path, "plan", today="2026-09-01").exit_code == 0
    return tmp_path


def run(folder, *arguments, today="2026-11-20"):
    command = ["-C", str(folder), "--lang", "en", "--today", today, *arguments]
    return CliRunner().invoke(app, command, catch_exceptions=False)


@pytest.mark.parametrize("name", ["Sanne de Vries", "Vries, Sanne de"])
@pytest.mark.parametrize("command", ["explain day {name}", "answer {name} trainers/herfst no"])
def test_a_command_names_both_and_asks_for_an_id(project, command, name):
    result = run(project, *(part.format(name=name) for part in command.split()))

    assert result.exit_code == 2
    assert f"Several members are called '{name}': s1 and s2. Give an id." in result.stderr


@pytest.mark.parametrize("name", ["Sanne de Vries", "sanne  DE vries"])
@pytest.mark.parametrize("file", FILES)
def test_a_file_says_that_it_is_not_one_member(project, file, name):
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text(FILES[file].format(name=name), encoding="utf-8")

    said = " ".join(run(project, "check").stderr.split())

    told = ("Several members are called", "does not name one member", "is not the name of one member")
    assert any(words in said for words in told), said
    assert f"There is no member '{name}'" not in said
    assert "Did you mean 'Sanne de Vries'" not in said
    assert " id" in said


def test_of_very_many_of_one_name_the_first_are_named(tmp_path):
    many = (f"  n{at:02}: {{name: Noor Bos, email: n{at}@pabo.example, school: eik}}\n" for at in range(12))
    members = "".join(many)
    (tmp_path / "leernet.yaml").write_text(PROJECT.replace("members:\n", "members:\n" + members), "utf-8")

    said = run(tmp_path, "explain", "day", "Noor Bos").stderr

    assert "n00, n01, n02, n03, n04, n05, n06, n07, n08, n09 and …. Give an id." in " ".join(said.split())

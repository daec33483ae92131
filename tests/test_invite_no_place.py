"""Who has no place in a series, and never had one, is written to: why, and what they can do."""

import email
import email.policy
import json

import pytest
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """year:
  {school_year: 2026-2027, holiday_region: zuid, organiser: {name: Org, email: org@x.example}}
schools: {sch: {name: Oost, place: Ede, host_seats: 9}}
members:
  a.bos: {name: Aya Bos, email: a.bos@pabo.example, roles: [student]}
  l.smit: {name: Lot Smit, email: l.smit@pabo.example, roles: [student], language: en}
  s.vos: {name: Sem Vos, email: s.vos@pabo.example, roles: [student]}
  t.mos: {name: Teun Mos, roles: [student]}
series:
  ws:
    title: Workshops
    for: {roles: [student]}
    moments: {herfst: {date: 2026-11-12, time: 9.00-12.00}}
workshops:
  rekenen: {series: ws, title: Rekenen, school: sch, seats: 1}
"""
CHOICES = "member;1;never;absent;placed;reason\na.bos;rekenen;;;;\nl.smit;;;herfst;;\ns.vos;;;;;\n"


def leernet(folder, *arguments):
    options = ["-C", str(folder), "--lang", "en", "--today", "2026-10-10"]
    result = CliRunner().invoke(app, [*options, *arguments])
    assert result.exit_code == 0, result.output
    return result


def sent(folder):
    """Who is sent what, with the text of mails without an appointment; all of it is marked as sent."""
    leernet(folder, "plan")
    leernet(folder, "allocate")
    leernet(folder, "invite", "--all", "--drafts")
    found = {}
    for path in sorted((folder / "out" / "drafts").rglob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        types = [part.get_content_type() for part in mail.walk()]
        text = "" if "text/calendar" in types else mail.get_body(("plain",)).get_content()
        text = text.replace("\r\n", "\n")
        address = mail["to"].addresses[0].addr_spec
        if text or address not in found:
            found[address] = (mail["subject"], text)
    if found:
        leernet(folder, "invite", "--mark-sent")
    return found


@pytest.fixture
def project(tmp_path):
    (tmp_path / "choices").mkdir()
    (tmp_path / "leernet.yaml").write_text(PROJECT)
    (tmp_path / "choices" / "ws.csv").write_text(CHOICES)
    return tmp_path


def change(folder, name, old, new):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def test_who_has_no_place_reads_why_and_what_to_do_once(project):
    assert sent(project) == {
        "a.bos@pabo.example": ("Uitnodiging: Workshop Rekenen, donderdag 12 november 2026", ""),
        "l.smit@pabo.example": (
            "No place for you so far: Workshops",
            """Dear Lot,

So far there is no place for you in Workshops. This is why:

Herfst (Thu 12 Nov): absent, according to the answer

As soon as there is a place for you, you get an invitation.
Can you come after all, or would you like what you ruled out? Let Org know (org@x.example).

Kind regards,
Org
""",
        ),
        "s.vos@pabo.example": (
            "Nog niet ingedeeld: Workshops",
            """Beste Sem,

Je bent nog niet ingedeeld bij Workshops. Dit is waarom:

Herfst (do 12 nov): er was geen plaats meer

Zodra er een plaats voor je is, krijg je een uitnodiging.
Vragen? Je kunt terecht bij Org (org@x.example).

Met vriendelijke groet,
Org
""",
        ),
    }
    assert sent(project) == {}


def test_another_reason_is_told_and_a_place_is_an_invitation(project):
    sent(project)
    change(project, "choices/ws.csv", "s.vos;;;;;", "s.vos;;rekenen;;;")
    change(project, "leernet.yaml", "seats: 1", "seats: 3")
    change(project, "choices/ws.csv", "l.smit;;;herfst", "l.smit;;;")

    again = sent(project)

    assert {address: subject for address, (subject, _text) in again.items()} == {
        "l.smit@pabo.example": "Invitation: Workshop Rekenen, Thursday 12 November 2026",
        "s.vos@pabo.example": "Nog niet ingedeeld: Workshops",
    }
    assert "uitgesloten" in again["s.vos@pabo.example"][1]
    assert sent(project) == {}


def test_who_lost_a_place_is_told_that_and_nothing_more(project):
    sent(project)
    change(project, "leernet.yaml", "a.bos@pabo.example,", "a.bos@pabo.example, away: [2026-11-12],")

    lost = sent(project)

    assert lost["a.bos@pabo.example"] == ("Vervalt: Workshop Rekenen, donderdag 12 november 2026", "")
    assert sent(project) == {}


def test_who_has_a_place_at_one_moment_reads_why_not_at_another(project):
    moments = "herfst: {date: 2026-11-12, time: 9.00-12.00}"
    change(project, "leernet.yaml", moments, f"{moments}, lente: {{date: 2027-03-11, time: 9.00-12.00}}")
    change(project, "leernet.yaml", "title: Workshops", "title: Workshops\n    choose: 2")
    change(project, "leernet.yaml", "seats: 1", "seats: 3, moments: [herfst]")
    with (project / "leernet.yaml").open("a") as file:
        file.write("  lezen: {series: ws, title: Lezen, school: sch, seats: 1, moments: [lente]}\n")
    change(project, "choices/ws.csv", "a.bos;rekenen;;;;", "a.bos;rekenen;;;lente:lezen;first")

    mails = sent(project)

    subject, text = mails["s.vos@pabo.example"]
    assert subject == "Nog niet ingedeeld: Workshops, Lente (do 11 mrt)"
    assert "Lente (do 11 mrt): er was geen plaats meer\n" in text
    assert "Herfst" not in text
    assert mails["a.bos@pabo.example"][1] == ""
    assert mails["l.smit@pabo.example"][0] == "No place for you so far: Workshops"
    assert sent(project) == {}


def test_who_leads_a_workshop_then_knows_why(project):
    change(project, "leernet.yaml", "title: Rekenen,", "title: Rekenen, presenter: [s.vos],")

    assert "Nog niet ingedeeld: Workshops" not in [subject for subject, _text in sent(project).values()]


def test_it_is_due_with_the_invitations(project):
    for command in (["plan"], ["allocate"]):
        leernet(project, *command)

    def due(today):
        options = ["-C", str(project), "--lang", "en", "--today", today, "--json"]
        result = CliRunner().invoke(app, [*options, "invite", "--due"])
        messages = json.loads(result.stdout)["messages"]
        return sorted((each["what"], each["member"]) for each in messages)

    everybody = [("new", "a.bos"), ("no-place", "l.smit"), ("no-place", "s.vos")]
    days = [f"2026-{day}" for day in ("09-28", "09-30", "10-01", "10-02", "10-20")]
    assert [due(day) for day in days] in [[[]] * at + [everybody] * (5 - at) for at in (1, 2, 3, 4)]

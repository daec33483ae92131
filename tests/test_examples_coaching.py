"""What people get from the two examples with groups and pairs: their own part of it, and nobody else's."""

import email
import email.policy

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import write_whole
from leernet.write.projects import example_files


def leernet(folder, *arguments, today="2026-06-01"):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", today, *arguments])
    return result.exit_code, result.stdout, result.stderr


def invited(folder, name):
    write_whole(folder, example_files(name))
    assert leernet(folder, "plan")[0] == 0
    assert leernet(folder, "invite", "--all")[0] == 0
    return folder


@pytest.fixture(scope="module")
def study_days(tmp_path_factory):
    return invited(tmp_path_factory.mktemp("study-days"), "bsc-slb")


@pytest.fixture(scope="module")
def coaching(tmp_path_factory):
    return invited(tmp_path_factory.mktemp("coaching"), "collegiale-coaching")


def mail(folder, meeting, member):
    written = (folder / "out" / "invitations" / meeting / f"{member}.eml").read_bytes()
    message = email.message_from_bytes(written, policy=email.policy.default)
    return message.get_body(("plain",)).get_content()


def guests(folder, meeting):
    return sorted(path.stem for path in (folder / "out" / "invitations" / meeting).glob("*.eml"))


def facts(text):
    """The lines of a mail with a label, by label."""
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def test_somebody_in_a_group_reads_their_own_group_room_and_role(study_days):
    told = facts(mail(study_days, "bsc-slb-intervisie-1", "b.kuijper"))

    assert (
        told["Jouw groep"] == "groep 2, met Hanan Bouali, Iris Verhagen, Karin Oudenhoven en Quirine Wouters"
    )
    assert told["Lokaal"] == "lokaal 1.06"
    assert told["Jouw rol"] == "inbrenger"


def test_nobody_reads_who_is_in_another_group(study_days):
    text = mail(study_days, "bsc-slb-intervisie-1", "b.kuijper")

    others = ("Roosen", "Şahin", "Thijssen", "Maessen", "Ramdin", "Schellekens", "van Dam", "Goossens", "Tak")
    assert [name for name in others if name in text] == []
    assert "groep 1" not in text
    assert "groep 3" not in text


def test_principals_come_for_their_part_of_a_study_day_and_not_to_intervisie(study_days):
    autumn, spring = (
        facts(mail(study_days, f"bsc-slb-studiedag-{season}", "p.aerts")) for season in ("herfst", "lente")
    )

    assert autumn["Wanneer"] == "donderdag 15 oktober 2026, 13.30 – 16.00 uur"
    assert spring["Wanneer"] == "dinsdag 9 maart 2027, 10.15 – 13.15 uur"
    assert "p.aerts" not in guests(study_days, "bsc-slb-intervisie-1")


def test_whoever_leads_or_is_required_is_invited_from_start_to_end(study_days):
    for member in ("w.dekkers", "o.hermans"):
        told = facts(mail(study_days, "bsc-slb-studiedag-herfst", member))

        assert told["Wanneer"] == "donderdag 15 oktober 2026, 9.00 – 16.00 uur"
    # Of the two who may facilitate one comes to intervisie, whose turn it is.
    assert len(guests(study_days, "bsc-slb-intervisie-1")) == 17 + 1


def test_who_leads_a_part_of_the_day_reads_so_and_nobody_else_does(study_days):
    told = {
        member: facts(mail(study_days, "bsc-slb-studiedag-herfst", member)).get("Jij leidt")
        for member in ("o.hermans", "w.dekkers", "b.kuijper")
    }
    assert told == {
        "o.hermans": "9.30 – 10.00 uur Opening; 10.00 – 11.00 uur Het nieuwe curriculum",
        "w.dekkers": "9.30 – 10.00 uur Opening",
        "b.kuijper": None,
    }


def test_the_agenda_says_where_each_group_sits(study_days):
    _code, shown, _stderr = leernet(study_days, "--json", "agenda", "bsc-slb/intervisie-1")

    assert "Groep 2 (lokaal 1.06): Bart Kuijper (inbrenger), Hanan Bouali," in shown


def test_somebody_in_a_pair_reads_whom_when_and_what(coaching):
    text = mail(coaching, "collegiale-coaching-1-p.smit--s.luijten", "p.smit")

    assert text.splitlines()[2:18] == [
        "Voor Collegiale coaching ga je op bezoek bij Sem Luijten.",
        "",
        "Ronde 1 van 2, voor Intervisie 1.",
        "",
        "Spreek samen dag en tijd af. Tot die tijd staat deze afspraak voor de hele periode in je agenda.",
        "",
        "Wanneer: dinsdag 17 november 2026 tot en met donderdag 19 november 2026 (week 47)",
        "Dagen waarop jullie allebei kunnen: dinsdag en donderdag",
        "Wat je doet: Voorgesprek (20 minuten), Klassenbezoek (50 minuten) en Nagesprek (30 minuten)",
        "Waar: Basisschool De Springbalk, Hoepelpad 3, 4101 SS Culemborg",
        "Rode draad: Deuren open, bij elkaar in de klas",
        "Elkaar bereiken: s.luijten@springbalk.example",
        "",
        "Lukt het die week niet? Spreek samen een andere week af en laat het Kirsten Lagerweij weten "
        "(k.lagerweij@springbalk.example).",
        "",
        "Met vriendelijke groet,",
    ]


def test_a_visit_is_told_to_the_two_it_is_of_and_to_nobody_else(coaching):
    folders = sorted(path.name for path in (coaching / "out" / "invitations").iterdir() if "--" in path.name)

    assert len(folders) == 34
    for folder in folders:
        pair = sorted(folder.removeprefix("collegiale-coaching-")[2:].split("--"))
        assert guests(coaching, folder) == pair


def test_the_feed_of_the_network_shows_no_groups_and_no_pairs(coaching):
    feed = (coaching / "out" / "calendars" / "collegiale-coaching.ics").read_text(encoding="utf-8")

    assert feed.count("BEGIN:VEVENT") == 5
    assert [name for name in ("Luijten", "Haddou", "groep 1", "ATTENDEE") if name in feed] == []


def planned_again(folder, name, was, becomes, today):
    """The example planned before the summer, then again on a day with something changed; what it printed."""
    write_whole(folder, example_files(name))
    assert leernet(folder, "plan")[0] == 0
    definitions = folder / "leernet.yaml"
    text = definitions.read_text(encoding="utf-8")
    assert text.count(was) == 1
    definitions.write_text(text.replace(was, becomes), encoding="utf-8")
    code, stdout, stderr = leernet(folder, "plan", today=today)
    assert code == 0
    return stdout, stderr


def test_a_drop_out_changes_their_own_group_and_it_is_told(tmp_path):
    stdout, stderr = planned_again(
        tmp_path,
        "bsc-slb",
        "roles: [basisschoolcoach],\n    working_days: [di, do], manager: v.geerts",
        "roles: [basisschoolcoach],\n    working_days: [di, do], until: 2026-11-30, manager: v.geerts",
        "2026-12-01",
    )

    assert [line for line in stdout.splitlines() if line.startswith("bsc-slb/")] == [
        "bsc-slb/intervisie-2: groep 3 zonder g.lammers",
        "bsc-slb/intervisie-3: groep 3 zonder g.lammers",
        "bsc-slb/intervisie-4: groep 3 zonder g.lammers",
    ]
    # Who has left is not told to have no turn.
    assert stderr.startswith("Basisschoolcoaches en studieloopbaanbegeleiders: 4 leden komen dit jaar niet")
    assert leernet(tmp_path, "check")[0] == 0


def test_who_leaves_halfway_is_in_no_agenda_or_mail_of_a_later_meeting(tmp_path):
    planned_again(
        tmp_path,
        "bsc-slb",
        "working_days: [ma, di, do, vr], manager: x.hoeks",
        "working_days: [ma, di, do, vr], manager: x.hoeks, until: 2027-01-31",
        "2026-06-01",
    )
    assert leernet(tmp_path, "invite", "--all")[0] == 0

    before, after = (
        facts(mail(tmp_path, f"bsc-slb-intervisie-{number}", "i.verhagen"))["Jouw groep"] for number in (2, 3)
    )

    assert before == "groep 2, met Bart Kuijper, Hanan Bouali, Karin Oudenhoven en Quirine Wouters"
    assert after == "groep 2, met Bart Kuijper, Karin Oudenhoven en Quirine Wouters"
    agendas = [tmp_path / "out" / "agendas" / f"bsc-slb-intervisie-{number}.md" for number in (2, 3)]
    assert ["Hanan Bouali" in path.read_text(encoding="utf-8") for path in agendas] == [True, False]


def test_nothing_changes_on_the_days_of_a_visit_because_part_of_its_week_has_gone_by(tmp_path):
    write_whole(tmp_path, example_files("collegiale-coaching"))
    assert leernet(tmp_path, "plan")[0] == 0
    before = (tmp_path / "plan.yaml").read_text(encoding="utf-8")

    # A Thursday in the week of two visits.
    assert leernet(tmp_path, "plan", today="2026-12-03")[0] == 0

    after = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert after.partition("goals:")[0] == before.partition("goals:")[0]


def test_pairs_who_have_visited_one_another_stay_when_somebody_else_leaves(tmp_path):
    stdout, stderr = planned_again(
        tmp_path,
        "collegiale-coaching",
        "working_days: [ma, di, do], grade_band: lower, manager: a.brink}",
        "working_days: [ma, di, do], grade_band: lower, manager: a.brink, until: 2027-01-31}",
        "2027-02-02",
    )

    assert [line for line in stdout.splitlines() if line.startswith("collegiale-coaching/")] == [
        "collegiale-coaching/intervisie-2: groep 2 met h.zijlstra en zonder e.roelofs en groep 4 zonder "
        "h.zijlstra",
        # The first round is over: its pairs have seen one another's lessons, whoever has left since.
        "collegiale-coaching/2: andere koppels, c.evers+n.bergsma, e.roelofs+p.smit "
        "→ c.evers+n.bergsma+p.smit (Esmee Roelofs ging weg)",
    ]
    # Who is left alone joins two who have yet to visit one another.
    assert stderr.splitlines()[1:] == []
    plan = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert "[a.brink, p.smit, s.luijten]" in plan
    assert leernet(tmp_path, "check")[0] == 0

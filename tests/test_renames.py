"""A network or a meeting under another id is the same one: calendars, answers and feeds go on."""

import json
import shutil
from datetime import date, timedelta
from itertools import product

import pytest
from icalendar import Calendar
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.identity import are_the_same, identified
from leernet.model.ledger import LEDGER_HEADER, ledger_line
from leernet.model.occasion import NO_PLACEMENTS, occasions
from leernet.model.plan import Plan
from leernet.model.renames import names_before, with_new_names
from leernet.read.ledger import read_ledger
from leernet.write.feeds import feeds
from tests.invite_project import DEFINITIONS, PLANNED, SEPTEMBER, outbox, plan_of, year_of
from tests.test_plan_promises import PROJECT

TEXT = PROJECT[: PROJECT.index("series:\n")]
NETWORK = ("  so:\n", "  opleiders:\n")
MEETING = ("id: herfst,", "id: najaar, title: Schoolopleiders,")
MOVED = ("date: 2026-11-12", "date: 2026-11-19")


def run(folder, day, *arguments):
    command = ["-C", str(folder), "--lang", "en", "--today", day, "--json", *arguments]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0, result.stdout + result.stderr
    return json.loads(result.stdout)


def edit(folder, *changes):
    path = folder / "leernet.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def send(folder, day):
    """What goes out, as it is told: the occasion, what happened, and how many people hear of it."""
    messages = run(folder, day, "invite", "--all", "--drafts")["messages"]
    run(folder, day, "invite", "--mark-sent")
    told = [(one["occasion"], one["what"]) for one in messages]
    return {line: told.count(line) for line in told}


def uids(folder):
    """By UID the revisions that people have."""
    found = {}
    for line in (folder / "sent.yaml").read_text(encoding="utf-8").splitlines()[2:]:
        entry = json.loads(line.removeprefix("- "))
        if entry["method"] in ("REQUEST", "CANCEL"):
            found.setdefault(entry["uid"], set()).add((entry["method"], entry["sequence"]))
    return found


def expected(folder, day, meeting):
    """How many come, by status."""
    due = run(folder, day, "status")["due"]
    (line,) = (one["text"] for one in due if one["about"] == meeting and one["task"] == "invitation")
    return line


def told_under(**networks):
    """By new name the old one, where everybody was told of ``trainers`` and the networks are these now."""
    year = year_of(networks={"trainers": None, **networks})
    return dict(with_new_names(year, plan_of(), outbox().ledger, date(2026, 9, 2)).before)


def test_a_network_is_recognised_by_its_people_and_its_meetings_by_id_title_or_day():
    trainers = DEFINITIONS["networks"]["trainers"]
    herfst, lente = trainers["meetings"]
    opl = "opleiders"
    both = {f"{opl}/herfst": "trainers/herfst", f"{opl}/lente": "trainers/lente"}

    assert told_under(opleiders=trainers) == both
    # Two that could both be it: nothing is certain.
    assert told_under(opleiders=trainers, anderen=trainers) == {}
    students = {"roles": ["student"]}
    assert told_under(opleiders={**trainers, "members": students, "optional": students}) == {}
    titled = {**trainers, "meetings": [{**herfst, "id": "najaar"}, lente]}
    assert told_under(opleiders=titled) == {
        f"{opl}/najaar": "trainers/herfst",
        f"{opl}/lente": "trainers/lente",
    }
    dated = {**trainers, "meetings": [{"id": "najaar", "title": "Start", "date": "2026-11-12"}]}
    assert told_under(opleiders=dated) == {f"{opl}/najaar": "trainers/herfst"}
    other = {**trainers, "meetings": [{"id": "najaar", "title": "Start", "date": "2026-11-19"}]}
    assert told_under(opleiders=other) == {}


@pytest.mark.parametrize(("name", "same"), [("Basisschool De Eik", True), ("Eikschool", False)])
def test_a_school_under_another_id_is_the_same_one_as_long_as_it_is_called_the_same(name, same):
    contact = {"name": "Eva", "email": "eva@eik.example"}
    box = outbox(year_of(schools={"de-eik": {"contact": contact}}))
    eik = {**DEFINITIONS["schools"]["de-eik"], "name": name, "contact": contact}
    year = year_of(schools={"de-eik": None, "08ab": eik}, members={"f.visser": {"school": "08ab"}})

    found = with_new_names(year, plan_of(), box.ledger, date(2026, 9, 2))
    hosts = {one.host for one in found.plan.meetings.values()}

    assert hosts == {"de-regenboog", "08ab" if same else "de-eik"}
    if same:
        assert outbox(year, found.plan, found.ledger, SEPTEMBER + timedelta(days=1)).messages == ()


def test_of_a_renamed_network_what_nobody_was_told_of_yet_stays_planned_too():
    trainers = DEFINITIONS["networks"]["trainers"]
    herfst = plan_of(meetings={"trainers/lente": None})
    year = year_of(networks={"trainers": None, "opleiders": trainers})

    found = with_new_names(year, plan_of(), outbox(plan=herfst).ledger, date(2026, 9, 2))

    days = {"opleiders/herfst": date(2026, 11, 12), "opleiders/lente": date(2027, 3, 9)}
    assert {reference: one.day for reference, one in found.plan.meetings.items()} == days


def test_what_nobody_was_told_of_has_no_name_of_before():
    trainers = DEFINITIONS["networks"]["trainers"]
    start = {**trainers, "members": {"roles": ["student"]}, "optional": None, "meetings": [{"id": "start"}]}
    year = year_of(networks={"trainers": None, "opleiders": trainers, "anderen": start})
    plan = plan_of(meetings={"anderen/start": {"date": "2026-12-03", "start": "09:00", "end": "16:00"}})

    known = with_new_names(year, plan, outbox().ledger, date(2026, 9, 2))

    assert known.before == {"opleiders/herfst": "trainers/herfst", "opleiders/lente": "trainers/lente"}


def test_the_feed_of_a_name_of_before_shows_what_became_of_its_meetings_and_of_nothing_else():
    year, told = (
        year_of(networks={"trainers": None, "opleiders": DEFINITIONS["networks"]["trainers"]}),
        outbox(),
    )
    known = with_new_names(year, plan_of(), told.ledger, date(2026, 9, 2))
    found = occasions(year, known.plan, NO_PLACEMENTS)
    uids = identified(year, found, known.ledger, {})

    documents = feeds(year, known.plan, found, known.ledger, uids, {}).documents

    titles = {
        path: {str(entry["SUMMARY"]).rpartition(": ")[2] for entry in Calendar.from_ical(text).walk("VEVENT")}
        for path, text in documents.items()
    }
    both = {"Herfstbijeenkomst", "Lentebijeenkomst"}
    assert titles["calendars/trainers.ics"] == titles["calendars/opleiders.ics"] == both


def test_a_new_name_in_the_ledger_outlives_a_move():
    networks = {"trainers": None, "opleiders": DEFINITIONS["networks"]["trainers"]}
    year, told = year_of(networks=networks), outbox().ledger
    known = with_new_names(year, plan_of(), told, date(2026, 9, 2))
    herfst, lente = PLANNED["meetings"].values()
    moved = {"opleiders/herfst": {**herfst, "date": "2026-11-19"}, "opleiders/lente": lente}
    plan = Plan.model_validate({**PLANNED, "meetings": moved, "revision": "2"})

    again = outbox(year, plan, replace(told, names=known.names))

    news = {(one.entry.occasion, one.revision.why) for one in again.messages if one.entry.kind == "meeting"}
    assert news == {("opleiders/herfst", "moved")}
    assert names_before(known.ledger) == {
        "trainers/herfst": "opleiders/herfst",
        "trainers/lente": "opleiders/lente",
    }
    line = ledger_line(known.names[0])
    (back,) = read_ledger({"sent.yaml": (LEDGER_HEADER + line).encode()}, year.school_year)[0].names
    assert back == known.names[0]


@pytest.fixture(scope="module")
def invited(tmp_path_factory):
    folder = tmp_path_factory.mktemp("invited")
    (folder / "leernet.yaml").write_text(TEXT, encoding="utf-8")
    run(folder, "2026-09-01", "plan")
    send(folder, "2026-09-01")
    run(folder, "2026-09-02", "answer", "anke", "so/herfst", "no")
    run(folder, "2026-09-02", "answer", "bas", "so/lente", "yes", "--plus", "2")
    return folder


@pytest.fixture
def folder(invited, tmp_path):
    return shutil.copytree(invited, tmp_path / "project")


@pytest.mark.slow
def test_a_renamed_network_keeps_its_entries_and_answers_through_moves_and_another_host(folder):
    before = uids(folder)

    edit(folder, NETWORK)
    assert send(folder, "2026-09-03") == {}
    edit(folder, MOVED)
    run(folder, "2026-09-04", "plan")
    assert send(folder, "2026-09-04") == {
        ("opleiders/herfst", "moved"): 4,
        ("opleiders/herfst", "host-changed"): 1,
    }
    run(folder, "2026-09-05", "answer", "anke", "opleiders/herfst", "yes")
    edit(folder, ("host: wilg}", "host: populier}"))
    run(folder, "2026-09-06", "plan")
    assert send(folder, "2026-09-06") == {
        ("opleiders/herfst", "moved"): 4,
        ("opleiders/herfst", "host-off"): 1,
    }

    assert uids(folder).keys() == before.keys()
    assert expected(folder, "2026-09-06", "opleiders/lente") == (
        "4 of 4 invited; 1 come, 0 do not; 2 more come along"
    )
    feed = Calendar.from_ical((folder / "out" / "calendars" / "opleiders.ics").read_bytes())
    assert sorted(entry["SEQUENCE"] for entry in feed.walk("VEVENT")) == [0, 2]


@pytest.mark.slow
@pytest.mark.parametrize("changes", [(NETWORK, MOVED), (MEETING,), (NETWORK, MEETING, MOVED)])
def test_what_is_renamed_and_moved_at_once_is_recognised_by_people_id_and_title(folder, changes):
    before = uids(folder)

    edit(folder, *changes)
    run(folder, "2026-09-03", "plan")
    told = send(folder, "2026-09-03")

    assert {what for _occasion, what in told} <= {"moved", "changed", "host-changed"}
    assert uids(folder).keys() == before.keys()


@pytest.mark.slow
def test_a_name_that_was_taken_back_and_a_name_that_was_given_away_are_told_apart(folder):
    edit(folder, NETWORK)
    run(folder, "2026-09-03", "plan")
    edit(folder, NETWORK[::-1])
    run(folder, "2026-09-04", "plan")
    assert send(folder, "2026-09-04") == {}

    # Another network under the name that was free: its meetings are new, and nobody loses one.
    edit(folder, NETWORK, ("networks:\n", "networks:\n" + coaches_called("so")))
    run(folder, "2026-09-05", "plan")
    told = send(folder, "2026-09-05")
    assert told == {("so/start", "new"): 3}


def coaches_called(id):
    coaches = PROJECT[PROJECT.index("  coaches:\n") : PROJECT.index("series:\n")]
    return coaches.replace("  coaches:\n", f"  {id}:\n").replace("2026-10-06", "2026-10-08")


@pytest.mark.slow
def test_a_network_of_other_people_is_another_network(folder):
    people = "    members: {roles: [so]}\n    optional: {roles: [directeur]}\n"
    others = (people, "    members: {members: [bas, saar]}\n")
    edit(folder, NETWORK, others)
    run(folder, "2026-09-03", "plan")

    told = send(folder, "2026-09-03")
    assert {what for _occasion, what in told} >= {"cancelled", "new"}


@pytest.mark.slow
def test_what_is_called_off_after_it_was_renamed_comes_back_as_the_same(folder):
    before = uids(folder)
    edit(folder, NETWORK)
    run(folder, "2026-09-03", "plan")
    edit(folder, ("id: lente,", "id: lente, cancelled: true,"))
    run(folder, "2026-09-04", "plan")
    assert send(folder, "2026-09-04") == {("opleiders/lente", "cancelled"): 4}
    edit(folder, ("id: lente, cancelled: true,", "id: lente,"))
    run(folder, "2026-09-05", "plan")

    assert send(folder, "2026-09-05") == {("opleiders/lente", "revived"): 4}
    assert uids(folder).keys() == before.keys()


def test_half_of_all_people_make_two_groups_the_same_and_nobody_does_not():
    for both, one, other in product(range(5), repeat=3):
        people = {f"both{at}" for at in range(both)}
        first, second = (
            people | {f"{name}{at}" for at in range(more)} for name, more in (("a", one), ("b", other))
        )

        assert are_the_same(first, second) == (both >= 1 and both >= one + other)

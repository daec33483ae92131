"""Workshops proposed from files in which not everybody who offers to lead one will be there."""

import json
import random
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.inventory import ProposedSession
from leernet.solve.rounds.proposal import RoundsProblem
from leernet.write.proposal import _workshops
from tests.test_publish import project
from tests.test_rounds import every_choice, worth

TOPICS = ("Lesbezoek", "Eerste week", "Feedback")
ASKING = ("a.bakker", "b.jansen", "c.smit", "d.kaya", "e.vos")
# Of somebody on Tuesday 10 November: keys, what the poll says, what they answered, whether they come.
REASONS = {
    "nothing": ("", "", (), True),
    "away": ("away: [2026-11-10]", "", (), False),
    "has left": ("until: 2026-10-31", "", (), False),
    "comes later": ("from: 2026-12-01", "", (), False),
    "works on Mondays": ("working_days: [ma]", "", (), False),
    "leaves at noon": ("working_days: [ma, di-ochtend]", "", (), False),
    "school is closed": ("school: iep", "", (), False),
    "poll no": ("", "no", (), False),
    "works on Mondays, poll yes": ("working_days: [ma]", "yes", (), True),
    "declined": ("", "", ("no",), False),
    "declined and came back": ("", "", ("no", "yes"), True),
}
PROJECT = """year:
  school_year: 2026-2027
  organiser: {name: Planning, email: planning@kiem.example}
  holiday_region: zuid
schools:
  els: {name: De Els, host_seats: 40, rooms: ROOMS}
  iep: {name: De Iep, closed: [2026-11-10]}
networks:
  coaches:
    facilitator: f.post
    members: {roles: [coach]}
    quorum: 1
    time: 9.00-16.00
    hosts: {school: els}
    programme: full-day
    meetings: [{id: herfst, date: 2026-11-10}]
members:
  f.post: {name: Fenna Post, email: f.post@kiem.example, organisation: Pabo}
  x.groot: {name: Xander Groot, email: x.groot@kiem.example, organisation: Pabo, roles: [coach]}
"""
EARLIER = """series:
  eerder: {title: Eerder, network: coaches, for: {members: [f.post]}, choose: 1, moments: {MOMENTS}}
workshops:
"""
TUESDAYS = ("11-17", "11-24", "12-01", "12-08", "12-15")
POLL = "Participants,Email address,2026-11-10T08:00:00.000Z - 2026-11-10T15:00:00.000Z\n"


def files_of(reasons, rows, rooms, led_before):
    """A project in which members bring these rows, led so many workshops before, and have these reasons."""
    text, poll, answers = PROJECT.replace("ROOMS", str(rooms)), "", ""
    for id, reason in reasons.items():
        keys, said, answered, _comes = REASONS[reason]
        text += f"  {id}: {{name: {id.title()}, email: {id}@kiem.example, roles: [coach]"
        text += f", {keys or 'school: els'}}}\n"
        poll += f"{id.title()},{id}@kiem.example,{said}\n" if said else ""
        answers += "".join(
            f"{id};coaches/herfst;{answer};;2026-09-{20 + at}\n" for at, answer in enumerate(answered)
        )
    earlier = [id for id, times in led_before.items() for _at in range(times)]
    if earlier:
        moments = (f"m{at}: {{date: 2026-{day}, time: 9.00-10.00}}" for at, day in enumerate(TUESDAYS))
        text += EARLIER.replace("MOMENTS", ", ".join(moments))
    for at, id in enumerate(earlier):
        text += f"  w{at}: {{series: eerder, presenter: {id}, school: els, moments: [m{at}], seats: 3}}\n"
    files = {
        "leernet.yaml": text,
        "inventory/coaches-herfst.csv": "".join(("member;question;case;topic;leads\n", *rows)),
    }
    files |= {"answers.csv": f"member;meeting;answer;plus;on\n{answers}"} if answers else {}
    return files | ({"availability/coaches-herfst.csv": POLL + poll} if poll else {})


def invented(seed):
    """Members with reasons, what they bring, rooms, and the problem that follows from it, worked out here."""
    draw = random.Random(seed)
    reasons = {id: draw.choice([*REASONS, "nothing", "nothing", "nothing"]) for id in ASKING}
    comes = {id for id, reason in reasons.items() if REASONS[reason][3]}
    rows, asked, leaders = [], set(), {}
    for _at in range(draw.randint(3, 9)):
        id, topic = draw.choice(ASKING), draw.choice(TOPICS)
        question, case = draw.choice([("Hoe?", ""), ("", "Een geval"), ("", "")])
        leads = draw.choice(["", "ja", "nee", draw.choice(ASKING)])
        rows.append(f"{id};{question};{case};{topic};{leads}\n")
        if (question or case) and id in comes:
            asked.add((id, topic))
        leader = {"ja": id}.get(leads, leads)
        if leader in comes:
            leaders.setdefault(topic, set()).add(leader)
    led_before = {id: draw.randint(0, 1) if REASONS[reasons[id]][0] == "" else 0 for id in ASKING}
    rooms = draw.randint(1, 2)
    offered = {topic: frozenset(members) for topic, members in leaders.items()}
    problem = RoundsProblem(frozenset(asked), offered, 2, rooms, led_before)
    return files_of(reasons, rows, rooms, led_before), problem


def proposed(folder, files):
    """What the command proposes; None where nobody can lead anything."""
    project(folder, files)
    common = ["-C", str(folder), "--lang", "en", "--today", "2026-09-28", "--json"]
    planned = CliRunner().invoke(app, [*common, "plan"])
    assert planned.exit_code == 0, planned.stdout
    result = CliRunner().invoke(app, [*common, "inventory", "coaches/herfst", "--propose"])
    if result.exit_code == 1:
        assert "Nobody who will be at coaches/herfst offers to lead a workshop." in result.stderr
        return None
    return [ProposedSession(**one) for one in json.loads(result.stdout)["proposal"]["sessions"]]


def holds(folder, seed):
    """Whether no other choice of leaders who come, topics and rounds is better than the proposed one."""
    files, problem = invented(seed)
    sessions = proposed(folder, files)
    if not problem.leaders:
        return sessions is None
    best = max(worth(problem, choice) for choice in every_choice(problem))
    return worth(problem, sessions) == best and all(
        one.leader in problem.leaders.get(one.topic, ()) for one in sessions
    )


@pytest.mark.parametrize("seed", range(1900, 1908))
def test_the_best_there_is_with_those_who_come(tmp_path, seed):
    assert holds(tmp_path, seed)


@pytest.mark.hours
@pytest.mark.parametrize("seed", range(2000, 2200))
def test_two_hundred_more_days_have_the_best_there_is(tmp_path, seed):
    assert holds(tmp_path, seed)


@pytest.mark.parametrize("reason", REASONS)
def test_who_does_not_come_leads_nothing(tmp_path, reason):
    rows = ["b.jansen;Hoe?;;Feedback;\n", "a.bakker;;;Feedback;ja\n"]
    sessions = proposed(
        tmp_path, files_of({"a.bakker": reason, "b.jansen": "nothing", "c.smit": "nothing"}, rows, 1, {})
    )

    assert sessions == ([ProposedSession(1, "Feedback", "a.bakker")] if REASONS[reason][3] else None)


@pytest.mark.parametrize(
    ("people", "rounds", "seats"),
    [
        # Everybody has a seat in each round, and all who asked about the best known topic at once.
        (9, (1, 1, 2, 2), 5),
        (9, (1, 1, 2), 9),
        (2, (1, 1, 2, 2), 3),
        (0, (1,), 3),
    ],
)
def test_a_proposed_workshop_has_seats_for_its_share_of_the_people(people, rounds, seats):
    asked = [("a", "x"), ("b", "x"), ("c", "x"), ("c", "y")]
    day = SimpleNamespace(
        people=people, asked=asked, leaders={"x": (), "y": ()}, meeting=SimpleNamespace(id="m")
    )
    sessions = tuple(ProposedSession(at, "xy"[number % 2], "d") for number, at in enumerate(rounds))

    assert {workshop["seats"] for _id, workshop in _workshops(day, "s", sessions)} == {f"1-{seats}"}

"""The site: whole, the same each time, and without anything of anybody who is not public."""

import email
import email.policy
import html
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.values import Point
from leernet.model.year import School
from leernet.read.icalendar_text import unfolded
from leernet.write.projects import example_files
from leernet.write.site.check import site_findings
from leernet.write.site.hosts import MAP_WIDTH, _apart, _dots

PROJECT = {
    "leernet.yaml": """year:
  school_year: 2026-2027
  title: Partnerschap De Proef
  organiser: {name: Planning, email: planning@pos.example}
  holiday_region: zuid
  page: {url: https://pos.example/proef/}
boards: {kiem: {name: Stichting Kiem}}
schools:
  els: {name: Basisschool De Els, board: kiem, place: Best, location: [51.65, 5.29], host_seats: 30, rooms: 2}
  iep: {name: Basisschool De Iep, board: kiem, place: Goirle, host_seats: 30}
members:
  m.post: {name: Mieke Post, email: m.post@pos.example, roles: [begeleider]}
  q.een: {name: Qeen Qachter, email: q.een@kiem.example, school: els, roles: [coach, student]}
  q.twee: {name: Qtwee Qachter, email: q.twee@kiem.example, school: iep, roles: [coach, student],
           away: [2026-11-10..2026-11-20]}
  q.drie: {name: Qdrie Qachter, email: q.drie@kiem.example, school: iep, roles: [coach, student]}
  q.vier: {name: Qvier Qachter, email: q.vier@kiem.example, school: iep, roles: [coach]}
  l.public: {name: Lotte Open, email: l.open@kiem.example, school: els, roles: [leider]}
  q.leider: {name: Qleider Qachter, email: q.leider@kiem.example, school: els, roles: [leider], public: no}
networks:
  coaches:
    title: Netwerk coaches
    facilitator: m.post
    thread: Samen leren
    members: {roles: [coach]}
    required: [q.een]
    weekdays: [di]
    time: 9.00-12.00
    hosts: {rotate: schools}
    programme:
      - {title: Inloop, minutes: 30, lead: [q.twee, Qdrie Qachter, Gast Spreker]}
      - {title: Gesprek, for: {members: [q.drie]}}
    meetings:
      - {id: herfst, title: Herfstdag, window: 2026-11-09..2026-11-13}
      - {id: lente, title: Lentedag, window: 2027-03-08..2027-03-12}
    groups: {size: 1-2, meetings: [lente], apart: [[q.een, q.twee]], rotate: [chair]}
    pairs: {rounds: 1, window: 2026-11-02..2027-03-28, wishes: {q.een: [q.drie]}}
series:
  werk:
    title: Werkplaats
    network: coaches
    for: {roles: [student]}
    choose: 1
    moments: {herfst: {date: 2026-10-06, time: 9.00-12.00}}
workshops:
  taal: {series: werk, title: Taal, presenter: [l.public, q.leider], school: els, seats: 2}
  rek: {series: werk, title: Rekenen, presenter: Gast, school: els, seats: 1, open_to: {members: [q.twee]}}
""",
    "choices/werk.csv": "member;1;leerdoel\nq.een;taal;Qdoel\nq.twee;rek;Qdoel\nq.drie;taal;Qdoel\n",
    "inventory/coaches-herfst.csv": "member;question\nq.een;Qvraag\n",
}
MARKS = (
    "Qeen",
    "Qtwee",
    "Qdrie",
    "Qvier",
    "Qleider",
    "Qachter",
    "Qdoel",
    "Qvraag",
    "q.een",
    "q.twee",
    "q.drie",
    "q.vier",
)


def run(folder, *arguments, today="2026-09-28"):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", today, *arguments])
    return result.exit_code, result.stdout, result.stderr


def project(folder, files=PROJECT):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def site_of(folder):
    root = folder / "out" / "site"
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("published"))
    assert [run(folder, verb)[0] for verb in ("plan", "allocate", "invite", "publish")] == [0, 0, 0, 0]
    return folder


def test_a_site_has_a_page_for_everything_and_nothing_is_broken(published):
    assert sorted(site_of(published)) == [
        "changes.html",
        "data.json",
        "feeds/coaches.ics",
        "feeds/werk.ics",
        "hosts.html",
        "index.html",
        "meetings/coaches/herfst.html",
        "meetings/coaches/herfst.ics",
        "meetings/coaches/lente.html",
        "meetings/coaches/lente.ics",
        "networks/coaches.html",
        "print.html",
        "series/werk.html",
        "style.css",
        "subscribe.html",
        "year.html",
    ]
    assert run(published, "publish", "--check") == (
        0,
        "10 pagina's: elke link komt ergens uit, elke agenda is te lezen.\n",
        "",
    )


def test_nobody_who_is_not_public_is_anywhere_on_the_site(published):
    for path, content in site_of(published).items():
        lines = [line for _, line in unfolded(content)] if path.endswith(".ics") else [content.decode()]
        text = html.unescape(unquote("\n".join(lines)))
        found = [mark for mark in (*MARKS, "ATTENDEE", "ORGANIZER") if mark.casefold() in text.casefold()]
        assert (path, found) == (path, [])
    whole = b"".join(site_of(published).values()).decode()
    assert {name: name in whole for name in ("Mieke Post", "Lotte Open", "een collega", "Gast Spreker")} == {
        "Mieke Post": True,
        "Lotte Open": True,
        "een collega": True,
        "Gast Spreker": True,
    }
    assert "l.open@" not in whole


def test_a_workshop_says_how_full_it_is_and_one_that_does_not_run_is_left_out(published, tmp_path):
    page = site_of(published)["series/werk.html"].decode()
    assert "2 van 2 plaatsen bezet" in page
    assert "1 van 1 plaats bezet" in page
    folder = project(
        tmp_path, {**PROJECT, "leernet.yaml": PROJECT["leernet.yaml"].replace("seats: 2}", "seats: 3-4}")}
    )
    assert [run(folder, verb)[0] for verb in ("plan", "allocate", "publish")] == [0, 0, 0]
    page = site_of(folder)["series/werk.html"].decode()
    assert ("Rekenen" in page, "Taal" in page) == (False, True)


def test_the_same_project_gives_the_same_bytes(published, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(published, again)
    shutil.rmtree(again / "out")
    environment = {**os.environ, "PYTHONHASHSEED": "4242"}
    command = [sys.executable, "-m", "leernet", "-C", str(again), "--lang", "nl", "--today", "2026-09-28"]

    subprocess.run([*command, "publish"], env=environment, capture_output=True, check=True)

    assert site_of(again) == site_of(published)


def test_a_meeting_that_moved_keeps_its_page_and_its_entry(tmp_path):
    folder = project(tmp_path)
    assert [run(folder, verb)[0] for verb in ("plan", "publish")] == [0, 0]
    before = site_of(folder)
    moved = PROJECT["leernet.yaml"].replace("2026-11-09..2026-11-13", "2026-11-23..2026-11-27")
    (folder / "leernet.yaml").write_text(moved, encoding="utf-8")
    assert [run(folder, verb)[0] for verb in ("plan", "publish")] == [0, 0]
    after = site_of(folder)

    def uid(site):
        return [line for _, line in unfolded(site["feeds/coaches.ics"]) if line.startswith("UID")]

    assert uid(before) == uid(after)
    assert set(before) == set(after)
    assert '<time datetime="2026-11-24">' in after["meetings/coaches/herfst.html"].decode()
    assert "dinsdag 10 november 2026" in after["changes.html"].decode()


def test_without_an_address_links_are_relative_and_with_one_calendars_can_subscribe(published, tmp_path):
    page = site_of(published)["subscribe.html"].decode()
    assert "webcal://pos.example/proef/feeds/coaches.ics" in page
    assert "cid=webcal%3A%2F%2Fpos.example%2Fproef%2Ffeeds%2Fcoaches.ics" in page
    folder = project(
        tmp_path,
        {"leernet.yaml": PROJECT["leernet.yaml"].replace("  page: {url: https://pos.example/proef/}\n", "")},
    )
    assert [run(folder, verb)[0] for verb in ("plan", "publish")] == [0, 0]
    assert b"webcal:" not in site_of(folder)["subscribe.html"]


def test_where_letters_say_to_subscribe_the_site_has_the_calendar(tmp_path):
    folder = project(tmp_path)
    assert [run(folder, *words)[0] for words in (("plan",), ("publish",), ("invite", "--all"))] == [0, 0, 0]

    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
        for path in sorted(folder.glob("out/invitations/*/*.eml"))
    ]
    told = re.findall(r"webcal://pos\.example/proef/(\S+)", "\n".join(one.get_content() for one in letters))

    assert told
    assert set(told) <= set(site_of(folder))


@pytest.mark.parametrize(
    "url", ["pos.example", "ftp://pos.example", "https://", "https://a b", 'https://x"onload']
)
def test_an_address_that_is_none_is_wrong_usage_and_nothing_is_written(published, tmp_path, url):
    folder = project(tmp_path)
    run(folder, "plan")
    code, stdout, stderr = run(folder, "publish", "--base-url", url)
    assert (code, stdout, (folder / "out" / "site").exists()) == (2, "", False)
    assert "https://pos.example/leernetwerken" in " ".join(stderr.replace("│", " ").split())


def test_what_is_half_written_is_told_and_written_again(published, tmp_path):
    folder = tmp_path / "half"
    shutil.copytree(published, folder)
    site = folder / "out" / "site"
    (site / "year.html").unlink()
    (site / "style.css").write_text("cut", encoding="utf-8")
    code, _, stderr = run(folder, "publish", "--check")
    assert (code, "out/site/year.html: fout" in stderr, "out/site/style.css: fout" in stderr) == (
        1,
        True,
        True,
    )
    (site / "data.json").unlink()
    assert run(folder, "publish")[0] == 0
    assert site_of(folder) == site_of(published)


def test_somebody_elses_site_stays_and_so_do_files_beside_ours(published, tmp_path):
    folder = project(tmp_path)
    run(folder, "plan")
    site = folder / "out" / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>van de school</p>", encoding="utf-8")
    assert run(folder, "publish")[0] == 1
    assert site_of(folder) == {"index.html": b"<p>van de school</p>"}
    (site / "index.html").unlink()
    (site / "CNAME").write_text("pos.example", encoding="utf-8")
    assert run(folder, "publish")[0] == 0
    renamed = PROJECT["leernet.yaml"].replace("id: lente", "id: voorjaar").replace("[lente]", "[voorjaar]")
    (folder / "leernet.yaml").write_text(renamed, encoding="utf-8")
    assert [run(folder, verb)[0] for verb in ("plan", "publish")] == [0, 0]
    site = site_of(folder)
    assert ("CNAME" in site, "meetings/coaches/voorjaar.html" in site) == (True, True)
    assert "meetings/coaches/lente.html" not in site


def test_check_without_a_site_and_publish_without_a_plan_say_what_to_do(tmp_path):
    folder = project(tmp_path)
    for arguments, command in ((("publish",), "leernet plan"), (("publish", "--check"), "leernet publish")):
        code, stdout, stderr = run(folder, *arguments)
        assert (code, stdout, command in stderr) == (1, "", True)


def manifest(**pages):
    content = {f"{name}.html": text.encode() for name, text in pages.items()}
    listed = {"schema": 1, "made_by": "leernet", "meetings": [], "files": {}}
    return {**content, "data.json": json.dumps(listed).encode()}


@pytest.mark.parametrize(
    ("page", "rules"),
    [
        ('<a href="b.html#x">b</a><p id="x">', []),
        ('<a href="b.html#y">b</a>', ["site-link"]),
        ('<a href="c.html">c</a>', ["site-link"]),
        ('<a href="">c</a>', ["site-link"]),
        ('<a href="https://elders.example/">c</a><a href="mailto:a@b.example">', []),
        ('<img src="https://elders.example/x.png">', ["site-from-elsewhere"]),
        ('<script src="//elders.example/x.js"></script>', ["site-from-elsewhere"]),
        ("x" * 60_001, ["site-page-size"]),
    ],
)
def test_each_rule_of_the_check(page, rules):
    found = site_findings(manifest(a=page, b='<p id="x">'), "out/site")
    assert [finding.rule for finding in found] == rules


@given(st.lists(st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.3)), max_size=60))
def test_no_school_on_the_map_covers_another_and_all_are_on_it(places):
    schools = [
        (at, School.model_construct(id=str(at), name=str(at), location=Point(*place)))
        for at, place in enumerate(places, 1)
    ]
    dots, height = _dots(schools)
    assert [dot.number for dot in dots] == [number for number, _ in schools]
    assert all(0 <= dot.x <= MAP_WIDTH and 0 <= dot.y <= height for dot in dots)
    assert len({(dot.x, dot.y) for dot in dots}) == len(dots)


def test_steps_aside_only_where_it_must():
    assert _apart([(50, 50), (200, 50), (50, 50)]) == [(50, 50), (200, 50), (68, 50)]


def test_a_school_without_a_place_is_named_and_not_drawn(published):
    page = site_of(published)["hosts.html"].decode()
    assert "want hun plek is niet bekend: Basisschool De Iep." in page
    assert page.count("<circle") == 1


@pytest.mark.parametrize("example", ["starterscoaches", "bsc-slb", "collegiale-coaching"])
def test_every_example_has_a_site_without_a_fault(tmp_path, example):
    folder = project(tmp_path, dict(example_files(example)))
    assert [run(folder, verb, today="2026-06-01")[0] for verb in ("plan", "publish")] == [0, 0]
    assert run(folder, "publish", "--check")[0] == 0
    files = {Path(path).suffix for path in site_of(folder)}
    assert files <= {".html", ".ics", ".css", ".json"}


def test_the_first_page_tells_what_is_still_to_come_and_what_was_cancelled_is_not(published, tmp_path):
    def told(today, definitions=PROJECT["leernet.yaml"]):
        folder = shutil.copytree(published, tmp_path / f"{today}-{len(definitions)}")
        (folder / "leernet.yaml").write_text(definitions, encoding="utf-8")
        assert run(folder, "publish", today=today)[0] == 0
        index = site_of(folder)["index.html"].decode()
        return [id for id in ("herfst", "lente") if f"meetings/coaches/{id}.html" in index]

    plan = yaml.safe_load((published / "plan.yaml").read_text(encoding="utf-8"))
    day = plan["meetings"]["coaches/herfst"]["date"]
    off = PROJECT["leernet.yaml"].replace("title: Herfstdag,", "title: Herfstdag, cancelled: true,")

    assert told(f"{day}") == ["herfst", "lente"]
    assert told(f"{day + timedelta(days=1)}") == ["lente"]
    assert told(f"{day}", off) == ["lente"]

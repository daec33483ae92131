"""Every page in a browser: no barrier axe knows, no sideways scrolling, nothing of a network; valid HTML."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.agenda import agenda_html, agenda_of
from leernet.write.projects import example_files
from tests.test_agenda import PLAN, YEAR

pytestmark = pytest.mark.browser
LOOK = Path(__file__).parent / "browser" / "look.mjs"


def written_pages(folder):
    """Every page that a year writes, and agendas that are out of the ordinary."""
    run(folder, "demo")
    pages = sorted((folder / "leernet-demo" / "out").rglob("*.html"))
    for meeting, language in (
        ("so/herfst", "nl"),
        ("so/herfst", "en"),
        ("so/lente", "nl"),
        ("so/zomer", "nl"),
    ):
        page = folder / f"{meeting.replace('/', '-')}-{language}.html"
        page.write_text(agenda_html(agenda_of(YEAR, PLAN, meeting, language)), encoding="utf-8")
        pages.append(page)
    return pages


def run(folder, *arguments):
    assert CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", *arguments]).exit_code == 0


def published_pages(folder):
    """The site of a year with networks, workshops, earlier years and hosts on a map."""
    for path, content in example_files("schoolopleiders").items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    for verb in ("plan", "allocate", "publish"):
        run(folder, "--today", "2026-09-01", verb)
    return sorted((folder / "out" / "site").rglob("*.html"))


def seen_in_a_browser(files):
    chromium = os.environ.get("LEERNET_CHROMIUM", "/usr/bin/chromium")
    modules = os.environ["LEERNET_NODE_MODULES"]

    command = ["node", str(LOOK), chromium, modules, *map(str, files)]
    seen = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert len(seen) == 6 * len(files)
    return seen


# A page of the site asks for its style sheet as well.
@pytest.mark.parametrize(("pages", "requests"), [(written_pages, 1), (published_pages, 2)])
def test_a_browser_finds_nothing_to_mend(tmp_path, pages, requests):
    files = pages(tmp_path)
    seen = seen_in_a_browser(files)

    assert len(files) > 7
    assert [one for one in seen if one["violations"]] == []
    assert {one["overflow"] for one in seen} == {0}
    assert {one["requests"] for one in seen} == {requests}
    assert {one["skip_link_comes_first"] for one in seen} == {True}
    assert min(one["passes"] for one in seen) > 20


def test_the_validator_of_the_w3c_finds_nothing_wrong_with_the_site(tmp_path):
    files = published_pages(tmp_path)
    validator = Path(os.environ["LEERNET_NODE_MODULES"]) / "vnu-jar" / "build" / "dist" / "vnu.jar"

    command = ["java", "-jar", validator, "--format", "gnu", *files]
    found = subprocess.run(command, capture_output=True, text=True)

    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


@pytest.mark.parametrize("example", ["schoolopleiders", "pos"])
def test_the_year_prints_on_one_a4(tmp_path, example):
    for path, content in example_files(example).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    for verb in ("plan", "publish"):
        run(tmp_path, "--today", "2026-09-01", verb)
    chromium = os.environ.get("LEERNET_CHROMIUM", "/usr/bin/chromium")
    options = ("--headless", "--no-sandbox", "--no-pdf-header-footer", "--print-to-pdf=year.pdf")
    page = (tmp_path / "out" / "site" / "print.html").as_uri()
    subprocess.run([chromium, *options, page], cwd=tmp_path, capture_output=True, check=True)

    printed = (tmp_path / "year.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed


MANUAL = Path(__file__).parent.parent / "build" / "manual"


@pytest.mark.skipif(not MANUAL.exists(), reason=".ci/docs has not built the manual")
def test_a_browser_and_the_validator_find_nothing_to_mend_in_the_manual():
    names = ("first-year", "reference/keys", "background/fair", "how-to/forms", "index")
    pages = [MANUAL / language / f"{name}.html" for language in ("nl", "en") for name in names]
    pages += [MANUAL / "index.html", MANUAL / "en" / "background" / "allocation.html"]
    seen = seen_in_a_browser(pages)
    validator = Path(os.environ["LEERNET_NODE_MODULES"]) / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", validator, "--errors-only", "--format", "gnu", *pages]
    found = subprocess.run(command, capture_output=True, text=True)

    assert [one for one in seen if one["violations"]] == []
    assert {one["overflow"] for one in seen} == {0}
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")

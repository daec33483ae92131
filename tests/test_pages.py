"""Every page in a browser: no barrier that axe knows, no sideways scrolling, nothing asked of a network."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.agenda import agenda_html, agenda_of
from tests.test_agenda import PLAN, YEAR

pytestmark = pytest.mark.browser
LOOK = Path(__file__).parent / "browser" / "look.mjs"


def written_pages(folder):
    """Every page that a year writes, and agendas that are out of the ordinary."""
    assert CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "demo"]).exit_code == 0
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


def test_a_browser_finds_nothing_to_mend(tmp_path):
    files = written_pages(tmp_path)
    chromium = os.environ.get("LEERNET_CHROMIUM", "/usr/bin/chromium")
    modules = os.environ["LEERNET_NODE_MODULES"]

    run = subprocess.run(
        ["node", str(LOOK), chromium, modules, *map(str, files)], capture_output=True, text=True, check=True
    )
    seen = json.loads(run.stdout)

    assert (len(files) > 7, len(seen)) == (True, 6 * len(files))
    assert [one for one in seen if one["violations"]] == []
    assert {one["overflow"] for one in seen} == {0}
    assert {one["requests"] for one in seen} == {1}
    assert {one["skip_link_comes_first"] for one in seen} == {True}
    assert min(one["passes"] for one in seen) > 20

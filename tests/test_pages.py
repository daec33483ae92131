"""Every page in a browser: no barrier that axe knows, no sideways scrolling, nothing asked of a network."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from leernet.model.plan import Plan
from leernet.read.definitions import read_definitions
from leernet.write.agenda import agenda_html, agenda_of
from leernet.write.projects import demo_files
from tests.test_agenda import PLAN, YEAR

pytestmark = pytest.mark.browser
LOOK = Path(__file__).parent / "browser" / "look.mjs"

DEMO_PLAN = Plan.model_validate(
    {
        "school_year": "2026-2027",
        "meetings": {
            "starterscoaches/herfst": {
                "date": "2026-11-10",
                "start": "13.30",
                "end": "16.30",
                "host": "de-vuurvogel",
            },
            "starterscoaches/lente": {
                "date": "2027-03-09",
                "start": "13.30",
                "end": "16.30",
                "host": "de-wilgenhof",
            },
        },
    }
)


def pages():
    demo = read_definitions(demo_files())[0].year
    yield "agenda-nl", agenda_html(agenda_of(YEAR, PLAN, "so/herfst", "nl"))
    yield "agenda-en", agenda_html(agenda_of(YEAR, PLAN, "so/herfst", "en"))
    yield "agenda-empty", agenda_html(agenda_of(YEAR, PLAN, "so/lente", "nl"))
    yield "agenda-cancelled", agenda_html(agenda_of(YEAR, PLAN, "so/zomer", "nl"))
    for meeting in ("herfst", "lente"):
        agenda = agenda_of(demo, DEMO_PLAN, f"starterscoaches/{meeting}", "nl")
        yield f"agenda-starterscoaches-{meeting}", agenda_html(agenda)


def test_a_browser_finds_nothing_to_mend(tmp_path):
    files = []
    for name, text in pages():
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(text, encoding="utf-8")
    chromium = os.environ.get("LEERNET_CHROMIUM", "/usr/bin/chromium")
    modules = os.environ["LEERNET_NODE_MODULES"]

    run = subprocess.run(
        ["node", str(LOOK), chromium, modules, *map(str, files)], capture_output=True, text=True, check=True
    )
    seen = json.loads(run.stdout)

    assert len(seen) == 6 * len(files)
    assert [one for one in seen if one["violations"]] == []
    assert {one["overflow"] for one in seen} == {0}
    assert {one["requests"] for one in seen} == {1}
    assert {one["skip_link_comes_first"] for one in seen} == {True}
    assert min(one["passes"] for one in seen) > 20

"""What a whole run needs again and again is worked out once."""

import gettext
from collections import Counter

from typer.testing import CliRunner

from leernet import words as spoken
from leernet.cli import app
from leernet.days import calendar
from leernet.files import write_whole
from leernet.model.values import Region
from leernet.write.projects import example_files


def test_a_plan_reads_its_words_once_and_works_out_each_calendar_once(tmp_path, monkeypatch):
    write_whole(tmp_path, example_files("schoolopleiders"))
    opened = Counter()

    class Counted(gettext.GNUTranslations):
        def _parse(self, catalogue):
            opened[catalogue.name.rpartition("/")[2]] += 1
            super()._parse(catalogue)

    monkeypatch.setattr(gettext, "GNUTranslations", Counted)
    for made in (spoken.words, calendar._region_days, calendar._own_days):
        made.cache_clear()

    done = CliRunner().invoke(app, ["-C", str(tmp_path), "--lang", "nl", "--today", "2026-08-20", "plan"])

    assert (done.exit_code, done.stderr) == (0, "")
    assert opened["leernet.mo"] == 1
    assert calendar._region_days.cache_info().misses == 1 + len(Region)
    schools = (tmp_path / "schools.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert calendar._own_days.cache_info().misses <= len(schools)

"""What a facilitator reads of a plan: five sentences at most, no weights, every goal where asked for."""

import re
from itertools import cycle

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import write_whole
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.words import words
from leernet.write.plan_summary import plan_summary
from leernet.write.projects import example_files, example_names

from .plan_projects import PROJECT, year_of


def summary(text, language="en"):
    year = year_of(text)
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    return [words(language).say(line) for line in plan_summary(year, outcome.plan)]


def test_the_year_is_told_in_a_few_sentences():
    assert summary(PROJECT) == [
        "2 meetings have a date and a host school.",
        "People are expected 8 times in all, and cannot come 2 of those times; fewer than 2 is not possible.",
        "Everybody can come to at least one meeting of each of their networks.",
    ]


def test_who_can_never_come_is_named_in_dutch():
    text = PROJECT.replace("working_days: [do, vr]", "working_days: [wo]")

    assert "Dirk kan bij geen bijeenkomst van Coaches zijn." in summary(text, "nl")


NAMES = [name for name in example_names() if name != "pos"]


@pytest.mark.parametrize(("name", "language"), [*zip(NAMES, cycle(["nl", "en"]), strict=False)])
def test_no_weight_and_no_more_than_five_sentences_are_printed(name, language, tmp_path):
    write_whole(tmp_path, example_files(name))

    def plan(*options):
        arguments = ["-C", str(tmp_path), "--lang", language, "--today", "2026-06-01", "plan", *options]
        return CliRunner().invoke(app, arguments)

    shown, with_goals = plan(), plan("--goals", "--dry-run")

    assert (shown.exit_code, with_goals.exit_code) == (0, 0)
    sentences = [line for line in shown.stdout.splitlines() if re.fullmatch(r"\S.*\.", line)]
    assert 1 <= len(sentences) <= 6
    assert re.search(r"\d{5}", with_goals.stdout.replace(str(tmp_path), "")) is None
    assert len(with_goals.stdout.splitlines()) > len(sentences)


def test_groups_that_stay_together_are_counted_once():
    text = PROJECT.replace("    meetings:", "    groups: {size: 2}\n    meetings:")

    assert "The plan has 2 groups." in summary(text)

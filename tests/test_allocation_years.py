"""Random years in which people are placed, told, come late and go, and workshops change.

What has been stays, nobody has a workshop twice, who was told and moves is told so by the command and in one
message, the record is proven each time, and the same command again, with rows of choices in another order,
writes the same bytes.
"""

import random
import re
from collections import defaultdict
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from leernet.cli import app
from tests.oracle.asked import asked
from tests.oracle.made import change_project, write_project

STEPS = 7


def leernet(folder, day, *words):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", str(day), *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def loaded(path):
    return yaml.safe_load(path.read_text()) if path.exists() else {}


def places(folder):
    """Who is in which workshop: by person and moment."""
    kept = loaded(folder / "allocation" / "s.yaml").get("placements", {})
    return {(id, moment): workshop for id, has in kept.items() for moment, workshop in has.items()}


def records(folder):
    """Record and proof, to the byte."""
    return {file.name: file.read_bytes() for file in sorted((folder / "allocation").iterdir())}


def told(folder):
    """The same as people were last told, each in an invitation of its own."""
    newest = {line["uid"]: line for line in loaded(folder / "sent.yaml").get("messages", ())}
    invited = (
        (line["member"], line["occasion"].split("/"))
        for line in newest.values()
        if line["kind"] == "session" and line["method"] == "REQUEST"
    )
    return {(id, moment): workshop for id, (_series, moment, workshop) in invited}


def letters(folder):
    """Who gets a message, about which session, and what it says."""
    for file in sorted((folder / "out" / "drafts").glob("*/*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        yield (file.stem, file.parent.name, message.get_body(("plain",)).get_content().casefold())


class Year:
    """A year played through; ``wrong`` is what should not have been, ``moved`` how many told people moved."""

    def __init__(self, folder: Path, seed: int):
        self.folder, self.rng, self.day = folder, random.Random(f"year {seed}"), date(2026, 9, 12)
        self.moved = 0
        self.wrong: list[str] = []
        self.been: dict[tuple[str, str], str] = {}
        write_project(folder, seed)
        self.people = {id: about["name"] for id, about in loaded(folder / "leernet.yaml")["members"].items()}
        for step in range(STEPS):
            if step:
                self.day += timedelta(days=self.rng.randint(1, 30))
                change_project(folder, f"{seed} {step}")
            if step == 0 or self.rng.random() < 0.6:
                leernet(folder, self.day, "plan")
            self.allocate()
            if self.rng.random() < 0.6:
                self.tell()

    def allocate(self):
        before, known = places(self.folder), told(self.folder)
        over = {name for name, each in asked(self.folder, self.day).sessions.items() if each.been}
        keep = self.rng.choice(((), (), (), ("--keep", "fewest"), ("--keep", "improve")))
        result = leernet(self.folder, self.day, "allocate", *keep)
        now = places(self.folder)
        if result.exit_code:
            self.hold("a refused allocation changes nothing", now == before)
            return
        for id in {id for id, _moment in now}:
            had = [workshop for (other, _moment), workshop in now.items() if other == id]
            self.hold(f"{id} has no workshop twice", len(had) == len({*had}))
        been = {place: workshop for place, workshop in now.items() if f"{place[1]}/{workshop}" in over}
        self.hold("what has been stays", self.been.items() <= now.items())
        self.hold("nobody is placed in the past", been.items() <= before.items())
        self.been = been
        for (id, moment), workshop in known.items() - been.items():
            if before.get((id, moment)) == workshop != now.get((id, moment)):
                self.moved += 1
                said = [
                    line for line in result.stdout.splitlines() if line.startswith((f"{id}:", self.name(id)))
                ]
                self.hold(f"{id} is said to move", any(f"'{workshop}'" in line.casefold() for line in said))
        self.hold("proven", leernet(self.folder, self.day, "allocate", "--verify").exit_code == 0)
        kept = records(self.folder)
        self.shuffle_choices()
        leernet(self.folder, self.day, "allocate", *keep)
        self.hold(f"again it is the same {keep}", records(self.folder) == kept)

    def shuffle_choices(self):
        """Rows in another order; of one who answered twice the later stays the later."""
        file = self.folder / "choices" / "s.csv"
        heading, *rows = file.read_text().splitlines()
        turn = defaultdict(self.rng.random)
        rows.sort(key=lambda row: turn[re.split("[,;]", row)[0]])
        file.write_text("\n".join((heading, *rows)) + "\n")

    def tell(self):
        """Write drafts, look at them and say that they were sent."""
        known, now = told(self.folder), places(self.folder)
        result = leernet(self.folder, self.day, "invite", "--all", "--drafts")
        if result.exit_code:
            return
        written = (
            [*letters(self.folder)] if "messages to" in result.stdout or "message to" in result.stdout else []
        )
        for (id, moment), workshop in known.items():
            then = now.get((id, moment))
            if (id, moment) in self.been or then in (None, workshop):
                continue
            sentence = f"van '{workshop}' in '{then}', omdat"
            about = [(session, " ".join(text.split())) for who, session, text in written if who == id]
            told_so = [session for session, text in about if sentence in text]
            called_off = [session for session, _text in about if session == f"s-{moment}-{workshop}"]
            self.hold(
                f"{id} is told once of {workshop} and {then}",
                (told_so, called_off) == ([f"s-{moment}-{then}"], []),
            )
        leernet(self.folder, self.day, "invite", "--mark-sent")

    def name(self, id):
        return self.people.get(id, f"Student {id.upper()}")

    def hold(self, what, holds):
        if not holds:
            self.wrong.append(f"{self.day}: {what}")


@pytest.mark.slow
def test_through_a_year_what_has_been_stays_and_who_was_told_is_told_what_changes(tmp_path_factory):
    years = [Year(tmp_path_factory.mktemp("year"), seed) for seed in range(4)]

    assert [(seed, year.wrong) for seed, year in enumerate(years) if year.wrong] == []
    assert sum(year.moved for year in years)


@pytest.mark.hours
@pytest.mark.parametrize("seed", range(100, 200))
def test_through_many_years_what_has_been_stays(tmp_path, seed):
    assert Year(tmp_path, seed).wrong == []

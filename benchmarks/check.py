"""CPU seconds of ``leernet check``, beside the bounds of one second for a partnership and four for choices.

Run with the Python that leernet is installed in: ``python benchmarks/check.py [ROUNDS]``. The partnership has
95 schools and 600 members, made anew, the same every time: 38 boards and 12 networks in YAML, the schools in
CSV, the members in one workbook. A second project holds the same members in YAML, a third has a mistake in
every row. Interpreter, command line and all imports are counted.

``python benchmarks/check.py --choices [ROUNDS]`` reads 100,000 rows of a form with five choices: the whole
command where 600 people filled it in again and again, and where 100,000 people filled it in once; of the
latter also without the form, as their 100,000 rows in the table of members take time as well.
"""

import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from command import project as workshop_project

BOARDS, SCHOOLS, MEMBERS, NETWORKS = 38, 95, 600, 12
BOUND_SECONDS = 1.0
CHOICES, CHOICES_BOUND_SECONDS = 100_000, 4.0
ROLES = [f"rol-{number}" for number in range(NETWORKS)]
AREAS = ["oost", "west", "noord", "zuid", "midden"]
HEADINGS = ["id", "naam", "e-mail", "school", "rollen", "werkdagen", "afwezig", "lichting"]

YEAR = """\
year:
  school_year: 2026-2027
  holiday_region: zuid
  organiser: {name: Planning, email: planning@pos.example}
  closed: [{from: 2026-12-03, until: 2026-12-04, reason: Sinterklaas}]
"""

NETWORK = """\
  netwerk-{number}:
    title: Netwerk {number}
    facilitator: m{number:03}
    members: {{roles: [rol-{number}]}}
    weekdays: [di, do]
    time: 9.00-12.00
    spacing: {{min_weeks: 6}}
    hosts: {{rotate: schools, among: {{areas: [oost, west]}}, not_same_board_in_a_row: true}}
    meetings:
      - {{id: herfst, window: 2026-09-14..2026-11-27}}
      - {{id: winter, window: 2027-01-11..2027-02-05}}
      - {{id: lente, window: 2027-03-22..2027-04-23}}
    groups: {{size: 4-6}}
"""


def member_rows() -> Iterator[list[str]]:
    """A row of text for each member."""
    draw = random.Random(95600)
    for number in range(MEMBERS):
        days = sorted(draw.sample(["ma", "di", "wo", "do", "vr"], draw.randint(3, 5)))
        yield [
            f"m{number:03}",
            f"Lid {number}",
            f"m{number:03}@pos.example",
            f"school-{draw.randrange(SCHOOLS)}",
            ROLES[number % NETWORKS],
            "; ".join(days),
            "12-11-2026; 2027-03-01..2027-03-05" if number % 7 == 0 else "",
            str(2022 + number % 5),
        ]


def workbook(path: Path, rows: list[list[str]]) -> None:
    """The members as a school's administration sends them."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Leden")
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)


def in_yaml(rows: list[list[str]]) -> str:
    """The members as somebody types them."""
    lines = ["members:"]
    for id, name, email, school, role, days, away, cohort in rows:
        lines += [f"  {id}:", f"    name: {name}", f"    email: {email}", f"    school: {school}"]
        lines += [
            f"    roles: [{role}]",
            f"    working_days: [{days.replace(';', ',')}]",
            f"    cohort: {cohort}",
        ]
        if away:
            lines.append("    away: [2026-11-12, 2027-03-01..2027-03-05]")
    return "\n".join(lines) + "\n"


def project(folder: Path) -> None:
    """Everything but the members."""
    folder.mkdir()
    boards = "".join(f"  bestuur-{number}: {{name: Stichting {number}}}\n" for number in range(BOARDS))
    networks = "".join(NETWORK.format(number=number) for number in range(NETWORKS))
    (folder / "leernet.yaml").write_text(f"{YEAR}boards:\n{boards}networks:\n{networks}", encoding="utf-8")
    schools = [
        f"school-{number};School {number};bestuur-{number % BOARDS};{AREAS[number % 5]};{60 + number % 30}"
        for number in range(SCHOOLS)
    ]
    heading = "id;naam;bestuur;gebied;plaatsen"
    (folder / "schools.csv").write_text("\n".join([heading, *schools]) + "\n", encoding="utf-8")


def projects(folder: Path) -> dict[str, Path]:
    """The three projects."""
    rows = list(member_rows())
    wrong = [[id, name, email, f"{school}x", *rest] for id, name, email, school, *rest in rows]
    made = {name: folder / name for name in ("workbook", "yaml", "mistakes")}
    for path in made.values():
        project(path)
    workbook(made["workbook"] / "members.xlsx", rows)
    workbook(made["mistakes"] / "members.xlsx", wrong)
    (made["yaml"] / "members.yaml").write_text(in_yaml(rows), encoding="utf-8")
    return made


def cpu_seconds(command: list[str], expected: int) -> float:
    """User and system seconds of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != expected:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode} and not {expected}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def choice_projects(folder: Path) -> dict[str, Path]:
    """The three projects of choices: few people, many people, and many people without the form."""
    made = {name: folder / name for name in ("600 people", "100,000 people", "no form")}
    workshop_project(made["100,000 people"], CHOICES)
    for name in ("600 people", "no form"):
        shutil.copytree(made["100,000 people"], made[name])
    (made["no form"] / "choices" / "workshops.csv").unlink()
    members = made["600 people"] / "members.csv"
    members.write_text("".join(members.read_text().splitlines(keepends=True)[: MEMBERS + 1]))
    form = made["600 people"] / "choices" / "workshops.csv"
    heading, *rows = form.read_text().splitlines(keepends=True)
    again = (re.sub(r"s\d{7}@", f"s{at % MEMBERS:07}@", row) for at, row in enumerate(rows))
    form.write_text("".join([heading, *again]))
    return made


def choices_main(rounds: int) -> None:
    """Print for each project of choices the median, the least and the most."""
    leernet = os.fspath(Path(sys.executable).with_name("leernet"))
    print(f"leernet check, {CHOICES} rows of choices: CPU s, median of {rounds} (least to most)")
    with tempfile.TemporaryDirectory() as folder:
        middle = {}
        for name, path in choice_projects(Path(folder)).items():
            command = [leernet, "-C", os.fspath(path), "check"]
            seconds = [cpu_seconds(command, 0) for _ in range(rounds)]
            middle[name] = statistics.median(seconds)
            print(f"{name:15} {middle[name]:5.2f} ({min(seconds):.2f} to {max(seconds):.2f})", flush=True)
    rows = middle["100,000 people"] - middle["no form"]
    print(f"the rows alone  {rows:5.2f}  {rows / CHOICES_BOUND_SECONDS:.0%} of {CHOICES_BOUND_SECONDS:.0f} s")
    share = middle["600 people"] / CHOICES_BOUND_SECONDS
    print(f"of 600 people, all of it: {share:.0%} of {CHOICES_BOUND_SECONDS:.0f} s")


def main(rounds: int) -> None:
    """Print for each project the median, the least and the most, and how much of the bound it takes."""
    leernet = os.fspath(Path(sys.executable).with_name("leernet"))
    with tempfile.TemporaryDirectory() as folder:
        made = projects(Path(folder))
        runs = [
            [
                cpu_seconds([leernet, "-C", os.fspath(path), "check"], int(name == "mistakes"))
                for name, path in made.items()
            ]
            for _ in range(rounds + 1)
        ]
    print(f"leernet check, {SCHOOLS} schools, {MEMBERS} members: CPU s, median of {rounds} (least to most)")
    for at, name in enumerate(made):
        # The first round fills the caches of the disk and compiles what was not compiled.
        seconds = [run[at] for run in runs[1:]]
        middle = statistics.median(seconds)
        spread = f"({min(seconds):.2f} to {max(seconds):.2f})"
        print(f"{name:10} {middle:.2f} {spread}  {middle / BOUND_SECONDS:.0%} of {BOUND_SECONDS:.0f} s")


if __name__ == "__main__":
    of_choices = sys.argv[1:2] == ["--choices"]
    given = sys.argv[2:] if of_choices else sys.argv[1:]
    if of_choices:
        choices_main(int(given[0]) if given else 3)
    else:
        main(int(given[0]) if given else 15)

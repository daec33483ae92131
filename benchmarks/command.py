"""CPU seconds of the whole ``leernet allocate``, beside ``leernet check`` of the same project as the bound.

``python benchmarks/command.py [--students 60,1000,10000] [--rounds 3] [--compare 60] [--examples pos]
[--beside /old/bin/leernet]`` with the Python that leernet is installed in; ``--examples`` times what is typed
most, on examples, beside ``--version``; ``--beside`` times ``allocate`` of another installation in turn with
this one. Every project is made anew, the same every time: students in CSV, a Microsoft Forms export with five
ranked choices, nine workshops at three moments with a minimum that is decided on. Nothing can place people
without reading them, so ``check`` is the least that any such command takes. Interpreter, imports, the three
improvements, report, lists and records are counted; memory is that of the largest process. Bytecode is there,
as it is where leernet is installed: the first run of a command is not counted.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

MOMENTS, WORKSHOPS, CHOSEN = ("herfst", "winter", "lente"), 9, 5

YEAR = """\
year: {school_year: 2026-2027, holiday_region: zuid, organiser: {name: P, email: p@pos.example}}
boards: {kiem: {name: Kiem}}
schools:
"""
SCHOOL = "  school-{at}: {{name: School {at}, board: kiem, host_seats: {seats}, rooms: 3}}\n"
SERIES = """\
series:
  workshops:
    for: {roles: [student]}
    choose: 3
    rank: 5
    moments:
      herfst: {date: 2026-10-08, time: 9.00-12.00}
      winter: {date: 2027-01-14, time: 9.00-12.00}
      lente: {date: 2027-04-08, time: 9.00-12.00}
    evidence_first: false
workshops:
"""
WORKSHOP = """\
  w{at}:
    series: workshops
    title: Workshop {at}
    presenter: Gast {at}
    school: school-{at}
    moments: [{moment}]
    seats: {least}-{most}
"""
NUMBERS = ("eerste", "tweede", "derde", "vierde", "vijfde")


def project(folder: Path, students: int) -> Path:
    """A project with so many students, who share three tastes."""
    folder.mkdir()
    draw = random.Random(students)
    seats = -(-students * len(MOMENTS) * 115 // (WORKSHOPS * 100))
    schools = "".join(SCHOOL.format(at=at, seats=seats) for at in range(WORKSHOPS))
    workshops = "".join(
        WORKSHOP.format(at=at, moment=MOMENTS[at % 3], least=max(seats // 4, 1), most=seats)
        for at in range(WORKSHOPS)
    )
    (folder / "leernet.yaml").write_text(YEAR + schools + SERIES + workshops, encoding="utf-8")
    members = [
        f"s{at:07};Student {at};s{at:07}@pos.example;school-{at % 9};student" for at in range(students)
    ]
    (folder / "members.csv").write_text(
        "\n".join(["id;naam;e-mail;school;rol", *members, ""]), encoding="utf-8"
    )
    tastes = [[draw.gauss(0, 1.5) for _ in range(WORKSHOPS)] for _ in range(3)]
    asked = ";".join(f"Wat is je {number} keuze?" for number in NUMBERS)
    rows = [f"ID;Begintijd;Tijd van voltooien;E-mail;Naam;{asked}"]
    for at in range(students):
        taste = draw.choice(tastes)
        order = sorted(range(WORKSHOPS), key=lambda one: draw.expovariate(1) * 2.718 ** -taste[one])
        wishes = ";".join(f"Workshop {one}" for one in order[:CHOSEN])
        rows.append(f"{at};7-9-2026 08:26;7-9-2026 08:32;s{at:07}@pos.example;Student {at};{wishes}")
    (folder / "choices").mkdir()
    (folder / "choices" / "workshops.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    return folder


OWN = Path(sys.executable).with_name("leernet")


def spent(folder: Path, *words: str, leernet: Path = OWN) -> tuple[float, int]:
    """CPU seconds and megabytes of one run."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", os.fspath(leernet), "-C", os.fspath(folder), *words],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), int(megabytes)


def child(command: list[str]) -> None:
    """Run a command and print its CPU seconds and megabytes."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=kept)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}{done.stdout}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def show(folder: Path, commands: list[tuple[str, ...]], rounds: int) -> None:
    """A line for every command, the first is the bound."""
    bound = None
    for words in commands:
        runs = [spent(folder, *words) for _ in range(rounds + 1)][1:]
        seconds = statistics.median(second for second, _ in runs)
        bound = bound or seconds
        most = max(megabytes for _, megabytes in runs)
        print(
            f"  leernet {' '.join(words):40}{seconds:8.2f} {seconds / bound:7.1f} x {most:6} MB", flush=True
        )


def beside(other: Path, students: int, rounds: int) -> None:
    """``allocate`` of another installation and of this one, in turn, each on a project of its own."""
    print(f"{students} students, allocate: CPU s, median of {rounds}, and times the other")
    with tempfile.TemporaryDirectory() as place:
        folders = {
            leernet: project(Path(place) / str(at), students) for at, leernet in enumerate((other, OWN))
        }
        runs: dict[Path, list[tuple[float, int]]] = {leernet: [] for leernet in folders}
        for _round in range(rounds + 1):
            for leernet, folder in folders.items():
                runs[leernet].append(spent(folder, "allocate", leernet=leernet))
    bound = statistics.median(seconds for seconds, _ in runs[other][1:])
    for leernet, all_runs in runs.items():
        seconds = statistics.median(each for each, _ in all_runs[1:])
        most = max(megabytes for _, megabytes in all_runs)
        print(f"  {leernet!s:48}{seconds:8.2f} {seconds / bound:7.2f} x {most:6} MB", flush=True)


# What is typed most; ``plan`` a second time, as everything is planned by then.
DAILY = ("--version", "check", "status", "plan", "invite", "agenda", "undo --list")


def daily(example: str, rounds: int) -> None:
    """The daily commands on an example that is planned and, where it has a series, allocated."""
    print(f"{example}: CPU s, median of {rounds}, and times starting alone")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "project"
        for words in (("init", "--from", example), ("plan",), ("allocate",)):
            subprocess.run([OWN, "-C", folder, *words], check=True, capture_output=True)
        allocated = list((folder / "allocation").glob("*.yaml"))
        commands = (*DAILY, *(("allocate", "allocate --verify") if allocated else ()))
        show(folder, [tuple(each.split()) for each in commands], rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", default="60,1000,10000")
    parser.add_argument("--compare", type=int, default=60, help="most students for --compare")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--examples", default="", help="examples to time daily commands on")
    parser.add_argument("--beside", type=Path, help="the leernet of another installation")
    arguments = parser.parse_args()
    if arguments.beside:
        for students in map(int, arguments.students.split(",")):
            beside(arguments.beside, students, arguments.rounds)
        return
    for example in filter(None, arguments.examples.split(",")):
        daily(example, arguments.rounds)
    for students in () if arguments.examples else map(int, arguments.students.split(",")):
        print(f"{students} students: CPU s, median of {arguments.rounds}, and times the reading alone")
        with tempfile.TemporaryDirectory() as place:
            folder = project(Path(place) / "project", students)
            subprocess.run([OWN, "-C", folder, "plan"], check=True, capture_output=True)
            commands = [("check",), ("allocate",), ("allocate", "--policy", "leximin")]
            commands += [("allocate", "--policy", "lottery"), ("allocate", "--verify")]
            if students <= arguments.compare:
                commands.append(("allocate", "--compare"))
            show(folder, commands, arguments.rounds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
    else:
        main()

"""Random projects, small enough for every way of placing everybody to be looked at."""

import random
import re
from pathlib import Path

from tests.oracle.missing import REASONS

POLICIES = ("floor-first", "leximin", "most-first-choices", "best-sum", "lottery", "draft")
DAYS = ("2026-10-06", "2026-11-05", "2026-12-10")
LATER = {"2026-10-06": "2026-10-13", "2026-11-05": "2026-11-12", "2026-12-10": "2026-12-17"}


def write_project(folder: Path, seed: int) -> None:
    """A project with one series, with everything in it that an allocation looks at."""
    rng = random.Random(seed)
    moments = [f"m{at}" for at in range(1, rng.choice((1, 2, 2, 3)) + 1)]
    workshops = [f"w{at}" for at in range(1, rng.choice((2, 3, 3, 4)) + 1)]
    students = [f"p{at}" for at in range(1, rng.choice((2, 3, 4, 4, 5)) + 1)]
    lines = [
        "year:",
        "  {school_year: 2026-2027, holiday_region: zuid, organiser: {name: Org, email: org@x.example}}",
        "schools: {sch: {name: School, place: Ede, host_seats: 99, rooms: 9}}",
        "members:",
    ]
    lines += [f"  {student}: {{{', '.join(_about(rng, student))}}}" for student in students]
    lines += ["series:", "  s:", "    title: Reeks", "    for: {roles: [student]}"]
    if rng.random() < 0.9:
        lines.append(f"    choose: {rng.randint(1, min(len(moments), len(workshops)))}")
    lines += [f"    policy: {rng.choice(POLICIES)}", "    closes: 2026-09-20"]
    if rng.random() < 0.4:
        lines += ["    evidence_first: yes", f"    evidence_at_most: {rng.choice((1, 1, 2))}"]
    if rng.random() < 0.3:
        lines.append("    credit: history")
    lines.append("    moments:")
    dates = _dates(random.Random(f"dates {seed}"), moments)
    lines += [f"      {moment}: {{{dates[moment]}, time: 9.00-12.00}}" for moment in moments]
    lines.append("workshops:")
    held = {
        id: sorted(rng.sample(moments, min(len(moments), rng.choice((1, 1, 1, 2, 3))))) for id in workshops
    }
    lines += [_workshop(rng, id, held[id], students) for id in workshops]
    lines = _in_other_places(random.Random(f"places {seed}"), lines, "".join(dates.values()))
    (folder / "leernet.yaml").write_text("\n".join(lines) + "\n")
    (folder / "choices").mkdir(exist_ok=True)
    rows = ["member,1,2,3,4,never,evidence,absent,placed,reason,tour,answered_at"]
    rows += [_answer(rng, student, held, moments) for student in students if rng.random() < 0.85]
    rows += [_answer(rng, student, held, moments) for student in students if rng.random() < 0.1]
    (folder / "choices" / "s.csv").write_text("\n".join(rows) + "\n")
    for year in ("2024-2025", "2025-2026"):
        if rng.random() < 0.3:
            _write_history(rng, folder / "history" / year / "allocation", students)


def _dates(rng: random.Random, moments: list[str]) -> dict[str, str]:
    """When each moment is: on a date, on one of two for each workshop, or within a meeting."""
    kinds = [rng.choice(("date", "date", "dates", "meeting")) for _ in moments] if rng.random() < 0.5 else []
    found = {}
    for at, (moment, day) in enumerate(zip(moments, DAYS, strict=False)):
        kind = kinds[at] if kinds else "date"
        if kind == "dates":
            found[moment] = f"dates: [{day}, {LATER[day]}]"
        else:
            found[moment] = f"meeting: n/{day}" if kind == "meeting" else f"date: {day}"
    return found


def _in_other_places(rng: random.Random, lines: list[str], dates: str) -> list[str]:
    """The lines with a network whose meetings have moments in them, and a school that is closed at first."""
    if "dates" in dates:
        at = lines.index("schools: {sch: {name: School, place: Ede, host_seats: 99, rooms: 9}}")
        closed = ", ".join(DAYS)
        other = f"closed: {{name: Other, place: Ede, host_seats: 99, rooms: 9, closed: [{closed}]}}"
        lines[at] = lines[at][:-1] + f", {other}}}"
        held = lines.index("workshops:")
        for line in range(held + 1, len(lines)):
            moments = re.findall(r"moments: \[(.*?)\]", lines[line])[0].split(", ")
            several = all(f"{moment}: {{dates" in "\n".join(lines) for moment in moments)
            if several and rng.random() < 0.5:
                lines[line] = lines[line].replace("school: sch,", "school: closed,")
    if "meeting" in dates:
        meetings = ", ".join(f"{{id: {day}, date: {day}}}" for day in DAYS if f"n/{day}" in dates)
        network = "facilitator: fac, members: {roles: [student]}, time: 9.00-16.00, hosts: {school: sch}"
        at = lines.index("series:")
        lines[at:at] = [
            "  fac: {name: Fac, email: fac@x.example, roles: [other]}",
            f"networks: {{n: {{title: Net, {network}, meetings: [{meetings}]}}}}",
        ]
    return lines


def _write_history(rng: random.Random, folder: Path, students: list[str]) -> None:
    """A result of an earlier year: who was unlucky then."""
    folder.mkdir(parents=True)
    text = "schema: 1\nseries: old\npolicy: lottery\ndraw: {seed: old, members_sha256: none, order: []}\n"
    text += "inputs_sha256: none\nsessions: {}\nplacements: {}\ngoals: []\n"
    missing = {student: rng.choice(tuple(REASONS.values())) for student in students if rng.random() < 0.3}
    if missing:
        text += "missing:\n" + "".join(f'  {student}: {{m1: "{why}"}}\n' for student, why in missing.items())
    text += f"floor: [{', '.join(student for student in students if rng.random() < 0.3)}]\n"
    (folder / "old.yaml").write_text(text)


def _about(rng: random.Random, student: str) -> list[str]:
    about = [f"name: Student {student.upper()}", f"email: {student}@x.example", "roles: [student]"]
    if rng.random() < 0.1:
        about.append(f"away: [{rng.choice(DAYS)}]")
    if rng.random() < 0.1:
        about.append(f"working_days: [{rng.choice(('di', 'do', 'di, do', 'wo'))}]")
    if rng.random() < 0.3:
        about.append(f'cohort: "{rng.choice((2025, 2026))}"')
    if rng.random() < 0.05:
        about.append(rng.choice(("from: 2026-11-01", "until: 2026-11-20")))
    return about


def _workshop(rng: random.Random, id: str, moments: list[str], students: list[str]) -> str:
    most = rng.choice((1, 1, 2, 2, 3, 4))
    least = rng.choice((0, 0, 1, 2, 3))
    seats = f"{least}-{most}" if 0 < least <= most else f"{most}"
    about = [f"series: s, school: sch, title: {id.upper()}, moments: [{', '.join(moments)}], seats: {seats}"]
    if rng.random() < 0.25:
        about.append(f"runs: {rng.choice(('yes', 'no', 'decide'))}")
    if rng.random() < 0.1:
        about.append('open_to: {cohorts: ["2026"]}')
    if rng.random() < 0.3:
        about.append(f"tour: {rng.choice((1, 1, 2))}")
    if rng.random() < 0.05:
        about.append(f"presenter: [{rng.choice(students)}]")
    return f"  {id}: {{{', '.join(about)}}}"


def _answer(rng: random.Random, student: str, held: dict[str, list[str]], moments: list[str]) -> str:
    workshops = list(held)
    listed = rng.sample(workshops, rng.randint(0, len(workshops)))
    rest = [id for id in workshops if id not in listed]
    never = [id for id in rest if rng.random() < 0.25]
    groups: list[str] = []
    for id in listed:
        if groups and rng.random() < 0.2:
            groups[-1] += f" = {id}"
        else:
            groups.append(id)
    groups += [""] * (4 - len(groups))
    evidence = [id for id in workshops if rng.random() < 0.2]
    absent = [moment for moment in moments if rng.random() < 0.08]
    tour = "yes" if rng.random() < 0.4 else "no"
    day = f"2026-09-{rng.choice((10, 11, 12, 22))}"
    wanted = rng.choice([id for id in workshops if id not in never] or workshops)
    placed = f"{rng.choice(held[wanted])}:{wanted}" if rng.random() < 0.1 and not absent else ""
    why = "afspraak" if placed else ""
    cells = [student, *groups, ";".join(never), ";".join(evidence), ";".join(absent), placed, why, tour, day]
    return ",".join(cells)


def change_project(folder: Path, seed: str) -> None:
    """Something happens: answers come, sessions are cancelled or get other seats, people come and go."""
    rng = random.Random(f"changed {seed}")
    definitions = _changed(rng, (folder / "leernet.yaml").read_text().splitlines())
    gone = _withdrawn(random.Random(f"withdrawn {seed}"), definitions)
    (folder / "leernet.yaml").write_text("\n".join(definitions) + "\n")
    people = definitions[: definitions.index("series:")]
    known = [line.split(":")[0].strip() for line in people if line.startswith("  p")]
    held = {
        line.split(":")[0].strip(): re.findall(r"moments: \[(.*?)\]", line)[0].split(", ")
        for line in definitions[definitions.index("workshops:") + 1 :]
    }
    moments = sorted({moment for at in held.values() for moment in at})
    answers = folder / "choices" / "s.csv"
    rows = [row for row in answers.read_text().splitlines() if row.split(",")[0] in (*known, "member")]
    rows = [_without(row, gone) for row in rows]
    rows += [_answer(rng, student, held, moments) for student in known if rng.random() < 0.3]
    answers.write_text("\n".join(rows) + "\n")


def _withdrawn(rng: random.Random, definitions: list[str]) -> str:
    """The workshop that is taken out of the file, if any, whether it has been or not."""
    first = definitions.index("workshops:") + 1
    if rng.random() < 0.8 or first + 1 == len(definitions):
        return ""
    return definitions.pop(rng.randrange(first, len(definitions))).split(":")[0].strip()


def _without(row: str, workshop: str) -> str:
    """An answer without a workshop that is gone; who was placed in it by hand is so no more."""
    if not workshop:
        return row
    cells = row.split(",")
    for at, cell in enumerate(cells):
        apart = " = " if " = " in cell else ";"
        named = (each for each in cell.split(apart) if each != workshop and not each.endswith(f":{workshop}"))
        cells[at] = apart.join(named)
    return ",".join(cells)


def _changed(rng: random.Random, definitions: list[str]) -> list[str]:
    at = definitions.index("workshops:")
    for line in range(at + 1, len(definitions)):
        if rng.random() < 0.25 and "runs:" not in definitions[line]:
            definitions[line] = definitions[line].replace("title:", "runs: no, title:")
        elif rng.random() < 0.2:
            definitions[line] = re.sub(r"seats: [\d-]+", f"seats: {rng.choice((1, 2, 3))}", definitions[line])
    students = [line for line in range(at) if definitions[line].startswith("  p")]
    if rng.random() < 0.2 and len(students) > 1:
        del definitions[rng.choice(students)]
    if rng.random() < 0.3 and len(students) < 5 and not any(line.startswith("  p9") for line in definitions):
        definitions.insert(students[0], "  p9: {name: Student P9, email: p9@x.example, roles: [student]}")
    return definitions

"""Partnerships of the size of the example ``pos`` that are made otherwise; ``benchmarks/plan.py`` plans both.

Windows three weeks wider on both sides; people who work blocks of days (the start or the end of a week, half
days) and have many single days away; schools in three holiday regions, each with its whole year in writing.
"""

import csv
import io
import random
import re
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

_POS = run_path(str(Path(__file__).parent.parent / "examples" / "make_pos.py"))
FIRST_DAY, LAST_DAY = _POS["FIRST_DAY"], _POS["LAST_DAY"]
WIDER = timedelta(weeks=3)
# How people who work so many days divide them, and how many in a hundred do.
BLOCKS = (
    ("ma, di, wo-ochtend", 16),
    ("wo-middag, do, vr", 16),
    ("ma, di, do", 12),
    ("di, do, vr", 10),
    ("ma, wo, do", 8),
    ("ma-ochtend, di-ochtend, wo-ochtend, do-ochtend, vr-ochtend", 8),
    ("ma, di, wo, do", 14),
    ("", 16),
)
SINGLE_DAYS = (3, 9)
REGIONS = {"den-bosch": "zuid", "veghel": "zuid", "tilburg": "zuid", "eindhoven": "midden", "venlo": "noord"}
# Each region's holidays of 2026-2027 in writing, as a school copies them from its own site.
HOLIDAYS = {
    "noord": ("2026-10-10..2026-10-18", "2027-02-20..2027-02-28", "2027-04-24..2027-05-09"),
    "midden": ("2026-10-17..2026-10-25", "2027-02-20..2027-02-28", "2027-04-24..2027-05-09"),
    "zuid": ("2026-10-17..2026-10-25", "2027-02-13..2027-02-21", "2027-04-24..2027-05-09"),
}
EVERYWHERE = ("2026-12-19..2027-01-03", "2027-03-26..2027-03-29", "2027-05-17..2027-05-17")
STUDY_DAYS = (8, 15)


def partnership(seed: int, times: int = 1) -> dict[str, str]:
    """The files of one partnership, or of several planned together, by path in the project folder."""
    files: dict[str, str] = _POS["partnership"](seed, times)
    chance = random.Random(f"second {seed}")
    members, schools = _rows(files["members.csv"]), _rows(files["schools.csv"])
    for row in members:
        row["werkdagen"] = chance.choices([days for days, _ in BLOCKS], [share for _, share in BLOCKS])[0]
        if "begeleider" in row["rollen"]:
            row["werkdagen"] = "ma, di, do, vr"
        row["afwezig"] = ", ".join(_days(chance, chance.randint(*SINGLE_DAYS)))
    for row in schools:
        region = REGIONS[re.sub(r"-\d+$", "", row["gebied"])]
        row["vakantieregio"] = region
        study_days = _days(chance, chance.randint(*STUDY_DAYS))
        row["gesloten"] = ", ".join((*study_days, *HOLIDAYS[region], *EVERYWHERE))
    return {
        **files,
        "members.csv": _POS["_table"](members),
        "schools.csv": _POS["_table"](schools),
        "networks.yaml": re.sub(r"window: (\S+?)\.\.([\d-]+)", _wider, files["networks.yaml"]),
    }


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _days(chance: random.Random, how_many: int) -> list[str]:
    days = {
        FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days)) for _ in range(how_many)
    }
    return [str(day) for day in sorted(days) if day.weekday() < 5]


def _wider(window: re.Match[str]) -> str:
    first = max(FIRST_DAY, date.fromisoformat(window[1]) - WIDER)
    last = min(LAST_DAY, date.fromisoformat(window[2]) + WIDER)
    return f"window: {first}..{last}"

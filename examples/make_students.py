"""Sixty invented students and what they chose; writes the two tables of the example ``studentworkshops``.

Run ``python examples/make_students.py``, then ``python data/build_examples.py``. The same seed gives the same
files; a test holds the two together.
"""

import random
from datetime import datetime, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent / "studentworkshops"
SEED = 2026

NAMES = """
Aisha Benali, Anouk van Dam, Bas Kuijpers, Bente Roelofs, Boris Achten, Britt Snoeks, Çağla Demir,
Celine Wouters, Daan Michielsen, Daphne Claes, Dewi Pattiwael, Dirk-Jan Louwers, Eline Maas, Emre
Kaya, Esmée Donkers, Evi Brouwers, Fatima Ouali, Fenna Rovers, Floor Verhagen, Guus Leijten, Hajar
Amrani, Hidde Steenbakkers, Ilja Novak, Imke Swinkels, Indy Cuppen, Isa Vromans, Jamal Haddad, Jesse
Verbruggen, Jet van Erp, Jip Spierings, Joep Coenen, Julia Wagemakers, Kaoutar Azzouz, Kees
Bouwmans, Lara Heuvelmans, Lieke Peijnenburg, Lotte Aarts, Luuk Dielissen, Maartje Kemps, Mees van
Gestel, Merel Sanders, Mila Petrovic, Milan Geerts, Nadia Rahimi, Niek Hoevenaars, Noor
Schoenmakers, Omar Saleh, Pien Kastelijn, Pleun van Rooij, Quinten Bax, Rens Vissers, Roos
Teurlings, Sanne Boelen, Sem Driessen, Siem Huijbregts, Suze Martens, Thijs van Oirschot, Veerle
Loos, Yusuf Arslan, Zoë Franken
"""
SCHOOLS = (
    "de-vuurvogel",
    "de-zandkorrel",
    "de-waterlelie",
    "het-mozaiek",
    "de-wilgenhof",
    "de-spoorzoeker",
    "het-kompas",
    "de-lichtbaak",
    "de-klimboom",
    "de-ploegschaar",
    "de-hoge-akker",
    "de-boomgaard",
)
# How much each workshop draws: two favourites, a middle, and some that few think of first.
DRAW = {
    "gedrag": 10,
    "klassenmanagement": 9,
    "gesprek-met-ouders": 7,
    "buiten-rekenen": 5,
    "muziek": 4,
    "portfolio": 4,
    "meertaligheid": 3,
    "formatief-evalueren": 2,
    "onderzoekend-leren": 2,
}
SILENT = ("s007", "s023", "s041", "s056")
SHORT = {"s003": 2, "s015": 3, "s022": 3, "s029": 1, "s038": 3, "s047": 2, "s052": 3, "s060": 3}
TIES = {"s005": 0, "s011": 1, "s018": 2, "s026": 0, "s033": 3, "s044": 1, "s058": 2}
NEVER = {"s009": "muziek", "s031": "gedrag", "s050": "muziek, buiten-rekenen"}
EVIDENCE = ("s002", "s014", "s025", "s036", "s049")
ABSENT = {"s034": "winter"}
PLACED = {"s012": ("lente:onderzoekend-leren", "doet zijn onderzoek op deze school")}
# A form made with Microsoft Forms, as its export comes; the last five columns are the facilitator's own.
COLUMNS = (
    "ID;Begintijd;Tijd van voltooien;E-mail;Naam;Wat is je eerste keuze?;Wat is je tweede keuze?"
    ";Wat is je derde keuze?;Wat is je vierde keuze?;Wat is je vijfde keuze?;Wil je een rondleiding?"
    ";nooit;bewijs;afwezig;geplaatst;reden"
)
# What the form calls the workshops: by their titles.
TITLES = {
    "buiten-rekenen": "Buiten rekenen",
    "formatief-evalueren": "Kijken wat kinderen al kunnen",
    "gedrag": "Gedrag dat je raakt",
    "gesprek-met-ouders": "In gesprek met ouders",
    "klassenmanagement": "Rust in de klas",
    "meertaligheid": "Meer talen in één klas",
    "muziek": "Muziek, ook als je niet kunt zingen",
    "onderzoekend-leren": "Onderzoekend leren met jonge kinderen",
    "portfolio": "Een portfolio dat van jou is",
}


def students() -> list[dict[str, str]]:
    """The students in the order of their names: one in two started in 2025, and schools take turns."""
    names = [name.strip() for name in NAMES.replace("\n", " ").split(",")]
    return [
        {
            "id": f"s{number:03d}",
            "naam": name,
            "e-mail": f"l{26000 + 37 * number}@student.pabozuid.example",
            "school": SCHOOLS[number * 5 % len(SCHOOLS)],
            "rol": "student",
            "lichting": "2025" if number % 2 else "2026",
        }
        for number, name in enumerate(names, start=1)
    ]


def ranked(student: dict[str, str], chance: random.Random) -> list[str]:
    """Five workshops, the dearest first, drawn by how much they draw; some take the last as they come."""
    barred = NEVER.get(student["id"], "").split(", ")
    left = {
        workshop: weight
        for workshop, weight in DRAW.items()
        if workshop not in barred and (workshop != "portfolio" or student["lichting"] == "2025")
    }
    chosen = []
    for _ in range(SHORT.get(student["id"], 5)):
        workshop = chance.choices(list(left), weights=list(left.values()))[0]
        chosen.append(workshop)
        del left[workshop]
    return [*chosen, *left][:5]


def answer(student: dict[str, str], chance: random.Random) -> tuple[datetime, list[str]]:
    """When a student answered, and the row but for its number; a tie puts two workshops in one cell."""
    id = student["id"]
    wishes = [TITLES[workshop] for workshop in ranked(student, chance)]
    evidence = wishes[1] if id in EVIDENCE else ""
    if (at := TIES.get(id)) is not None:
        wishes[at : at + 2] = [" = ".join(wishes[at : at + 2])]
    wishes += [""] * (5 - len(wishes))
    tour = "Ja" if chance.random() < 0.4 else "Nee"
    minutes = chance.randrange(8 * 60, 22 * 60)
    started = datetime(2026, 9, 7) + timedelta(days=chance.randrange(19), minutes=minutes)  # noqa: DTZ001
    completed = started + timedelta(minutes=chance.randrange(2, 9))
    times = [f"{moment.day}-{moment.month}-{moment:%Y %H:%M}" for moment in (started, completed)]
    own = [NEVER.get(id, ""), evidence, ABSENT.get(id, ""), *PLACED.get(id, ("", ""))]
    return completed, [*times, student["e-mail"], student["naam"], *wishes, tour, *own]


def files() -> dict[str, str]:
    """Both files by path in the folder of the example."""
    everybody = students()
    chance = random.Random(SEED)  # noqa: S311
    answers = [answer(student, chance) for student in everybody if student["id"] not in SILENT]
    answers.sort()
    members = [";".join(everybody[0]), *(";".join(student.values()) for student in everybody)]
    rows = (";".join([str(number), *row]) for number, (_, row) in enumerate(answers, start=1))
    choices = [COLUMNS, *rows]
    return {
        "members.csv": "\n".join(members) + "\n",
        "choices/studentworkshops.csv": "\n".join(choices) + "\n",
    }


if __name__ == "__main__":
    for path, text in files().items():
        (FOLDER / path).write_bytes(text.encode())

"""An invented partnership of 38 boards, 95 schools and some 600 people; writes the example ``pos``.

Run ``python examples/make_pos.py``. The same seed gives the same files; a test holds the two together. The
towns are real, the people, schools and boards are not. ``partnership(seed, times)`` also makes other
partnerships of this kind, and larger ones, for the benchmarks.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent / "pos"
SEED = 38
# Who could come to no meeting on the dates that suit the others best, and what they agreed with their school.
AGREED = {"ellen.timmers": "do", "imane.schellekens": "di", "koen.goossens": "di"}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Latitude and longitude of real towns; a school lies within a kilometre or two of one.
TOWNS = {
    "den-bosch": {
        "Den Bosch": (51.697, 5.304),
        "Vught": (51.653, 5.290),
        "Rosmalen": (51.717, 5.365),
        "Drunen": (51.687, 5.133),
    },
    "veghel": {
        "Veghel": (51.617, 5.548),
        "Uden": (51.661, 5.619),
        "Schijndel": (51.621, 5.432),
        "Boekel": (51.603, 5.675),
    },
    "tilburg": {
        "Tilburg": (51.556, 5.091),
        "Goirle": (51.521, 5.067),
        "Oisterwijk": (51.579, 5.190),
        "Waalwijk": (51.683, 5.071),
    },
    "eindhoven": {
        "Eindhoven": (51.441, 5.470),
        "Best": (51.507, 5.391),
        "Helmond": (51.479, 5.662),
        "Veldhoven": (51.419, 5.404),
    },
    "venlo": {
        "Venlo": (51.370, 6.172),
        "Horst": (51.454, 6.052),
        "Panningen": (51.327, 5.980),
        "Tegelen": (51.342, 6.137),
    },
}
FIRST = _words("""
Amber Anouk Arjan Bart Bilal Bo Carlijn Cem Dana David Dewi Ellen Emma Erik Fadoua Femke Floris Gijs Hanneke
Hasan Ilse Imane Ivo Janneke Jasmijn Jeroen Joost Karin Kees Koen Laura Lieke Lotte Maaike Malika Marieke
Mark Mehmet Mieke Mirjam Nadia Niels Nienke Noor Paul Petra Pim Rianne Rob Roos Ruben Samira Sander Saskia
Sofie Stijn Suzan Tess Thijs Tineke Vera Willem Wouter Yara Yvonne Zeynep
""")
LAST = _words("""
Aarts Akkermans Baeten Beekmans Biemans Boelen Bogers Bouwens Brands Broeders Claassen Coppens Cornelissen
Daams Dekkers Dielen Donkers Driessen Elbers Engelen Fleuren Franken Geerts Geurts Goossens Haanen
Heesakkers Hendriks Hermans Heuvel Hoeks Hoppenbrouwers Huijbers Jacobs Janssens Jochems Kanters Kemps
Kerkhof Kluijtmans Koolen Kuijpers Lammers Leijten Loonen Maas Manders Martens Meeuwis Moonen Mulders Neefs
Nouwens Pauwels Peeters Poels Raaijmakers Reijnders Rovers Schellekens Schepers Simons Smulders Spapens
Strijbosch Swinkels Teunissen Timmers Tielemans Vaessen Verbakel Verhoeven Vermeulen Verschuren Vissers
Vogels Vromans Wagemakers Wijnen Willems
""")
THINGS = _words("""
Zilverspar Wilgentak Waterlelie Vuurtoren Vlinderhof Veldlinde Uitkijk Tuinfluiter Torenvalk Tamboerijn
Steltloper Sterrenwacht Springplank Speelakker Sleutelbloem Schelp Rozentuin Roerdomp Rietvink Regenboog
Pyramide Ploegschaar Pionier Palet Oversteek Oeverzwaluw Notenboom Nachtegaal Molenwiek Mirakel Merelhof
Meander Maretak Luchtballon Loofhut Lichtbaak Leeuwerik Lantaarn Kwikstaart Kompasroos Klimop Klaproos
Kiezelsteen Kersenboom Kastanje Kameleon Kajuit Juttersplek Ijsvogel Horizon Hoefslag Heidehof Hazelaar
Havikshof Haagwinde Grutto Goudvink Galjoen Fontein Flierefluit Fakkel Esdoorn Elzenhof Eikelaar Egelantier
Duizendpoot Driesprong Distelvink Dageraad Cirkel Bundeling Brug Braambos Boterbloem Boomgaard Blokhut
Bijenkorf Beukenlaan Berkenhof Baken Avonturier Appelgaard Anker Akkerwinde Aanloop Zonnehof Zandloper
Windwijzer Weidevogel Waaier Trekvogel Spoorzoeker Rivierkreeft Parel Krekelhof
""")
BOARD_NAMES = _words("""
Kiem Wijdezicht Lindeboom Samenspel Noordster Molenwiek Horizon Bronwater Vierklank Kompas Spirant Oever
Akkoord Sprank Elan Verbinding Mozaiek Wegwijs Leerkracht Zuiderlicht Groenhart Delta Raamwerk Vlechtwerk
Kleurrijk Veerkracht Aanzet Dynamiek Fundament Inspiratie Kansrijk Meerwaarde Nabij Opmaat Perspectief
Talentum Uniek Voortgang
""")

# Chance of each number of working days of five (about 0.7 of a full week on average), and of half a day more.
DAYS_A_WEEK = {2: 10, 3: 33, 4: 32, 5: 25}
HALF_DAY = 0.2
WEEKDAYS = ("ma", "di", "wo", "do", "vr")
STUDY_DAYS = (4, 7)
FIRST_DAY, LAST_DAY = date(2026, 9, 7), date(2027, 7, 9)
HOLIDAYS = (
    (date(2026, 10, 17), date(2026, 10, 25)),
    (date(2026, 12, 19), date(2027, 1, 3)),
    (date(2027, 2, 6), date(2027, 2, 21)),
    (date(2027, 4, 24), date(2027, 5, 9)),
)


def partnership(seed: int = SEED, times: int = 1) -> dict[str, str]:
    """The files of one partnership, or of several planned together, by path in the project folder."""
    chance = random.Random(seed)  # noqa: S311
    boards = _boards(times)
    schools = _schools(chance, boards, times)
    members = _swapped(_members(chance, schools, times), schools)
    for row in members if seed == SEED else ():
        if row["id"] in AGREED:
            row["werkdagen"] = _with(row["werkdagen"].split(", "), [AGREED[row["id"]]], "")
    return {
        "leernet.yaml": _settings(),
        "boards.csv": _table(boards),
        "schools.csv": _table(schools),
        "members.csv": _table(members),
        "networks.yaml": _networks_text(members, times),
    }


def _settings() -> str:
    return """\
# Een groot partnerschap: 38 besturen, 95 scholen, vijf regio's, twaalf leernetwerken, samen gepland.
# Besturen, scholen en mensen staan in tabellen, zoals ze uit een administratie komen; alles is verzonnen.

year:
  school_year: 2026-2027
  title: Partnerschap Opleiden in de School Brabant en Noord-Limburg
  language: nl
  organiser: {name: Planning POS, email: planning@pos-brabant.example}
  holiday_region: zuid
  closed:
    - {from: 2026-12-04, until: 2026-12-04, reason: Sinterklaas op de scholen}
  avoid:
    - {from: 2027-01-18, until: 2027-01-29, reason: toetsen en rapporten}
    - {from: 2027-06-21, until: 2027-07-02, reason: rapporten en overdracht}
"""


def _boards(times: int) -> list[dict[str, str]]:
    return [
        {"id": _id(name, copy), "naam": f"Stichting {name}"} for copy in range(times) for name in BOARD_NAMES
    ]


def _id(name: str, copy: int) -> str:
    return name.lower() if copy == 0 else f"{name.lower()}-{copy + 1}"


def _schools(chance: random.Random, boards: list[dict[str, str]], times: int) -> list[dict[str, str]]:
    return [
        _school(chance, thing, copy, number, boards)
        for copy in range(times)
        for number, thing in enumerate(THINGS)
    ]


def _school(
    chance: random.Random, thing: str, copy: int, number: int, boards: list[dict[str, str]]
) -> dict[str, str]:
    areas = list(TOWNS)
    area = areas[number % len(areas)]
    # A board has its schools in one area, or in two that lie beside each other.
    own = [
        at
        for at in range(len(BOARD_NAMES))
        if at % len(areas) in (number % len(areas), (number + 1) % len(areas))
    ]
    board = boards[copy * len(BOARD_NAMES) + chance.choice(own if chance.random() < 0.25 else own[::2])]
    town, (latitude, longitude) = chance.choice(list(TOWNS[area].items()))
    north, east = chance.randint(-15, 15) / 1000, chance.randint(-20, 20) / 1000
    seats = chance.choice(["", "", "", "25", "30", "35", "40", "40", "45", "50", "80"])
    return {
        "id": _id(f"de-{thing}", copy),
        "naam": f"Basisschool De {thing}",
        "bestuur": board["id"],
        "plaats": town,
        "gebied": area if copy == 0 else f"{area}-{copy + 1}",
        "coordinaten": f"{latitude + north:.3f}, {longitude + east:.3f}",
        "plaatsen": seats,
        "lokalen": str(chance.randint(2, 4)) if seats else "",
        "rondleiding": chance.choice(["ja", "nee"]),
        "gesloten": ", ".join(_closed(chance)),
    }


def _closed(chance: random.Random) -> list[str]:
    """Study days of a school; carnaval and the second week in May as nearly every school has them."""
    found: set[date] = set()
    while len(found) < chance.randint(*STUDY_DAYS):
        day = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days))
        if day.weekday() < 5 and not any(first <= day <= last for first, last in HOLIDAYS):
            found.add(day)
    return [*(str(day) for day in sorted(found)), "2027-02-08..2027-02-12", "2027-05-03..2027-05-07"]


def _members(chance: random.Random, schools: list[dict[str, str]], times: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    everybody = [(first, last) for first in FIRST for last in LAST]
    for copy in range(times):
        names = iter(chance.sample(everybody, len(everybody)))
        own = schools[copy * len(THINGS) : (copy + 1) * len(THINGS)]
        found += [_member(chance, *next(names), roles, school, copy) for roles, school in _staff(chance, own)]
        found += [_member(chance, *next(names), roles, None, copy) for roles in _others()]
    return found


def _staff(
    chance: random.Random, schools: list[dict[str, str]]
) -> Iterator[tuple[list[str], dict[str, str]]]:
    coordinated: set[str] = set()
    for school in schools:
        roles = [["schoolopleider"], ["starterscoach"], ["directeur"], ["starter"]]
        roles += [["basisschoolcoach"]] if chance.random() < 0.7 else []
        roles += [["starterscoach"]] if chance.random() < 0.3 else []
        roles += [["starter"]] if chance.random() < 0.7 else []
        # In small schools one person does two things; that is what makes networks share people.
        if chance.random() < 0.35:
            roles[0].append("basisschoolcoach")
        if chance.random() < 0.25:
            roles[1].append("schoolopleider")
        if school["bestuur"] not in coordinated:
            coordinated.add(school["bestuur"])
            roles[chance.randrange(2)].append("coordinator")
        yield from ((own, school) for own in roles)


def _others() -> Iterator[list[str]]:
    for role, how_many in (("instituutsopleider", 14), ("slb", 18), ("begeleider", 6)):
        yield from ([role] for _ in range(how_many))


def _member(
    chance: random.Random, first: str, last: str, roles: list[str], school: dict[str, str] | None, copy: int
) -> dict[str, str]:
    how_many = chance.choices(list(DAYS_A_WEEK), list(DAYS_A_WEEK.values()))[0]
    days = sorted(chance.sample(range(5), 4 if "begeleider" in roles else how_many))
    works = [WEEKDAYS[day] for day in days]
    if len(days) < 5 and chance.random() < HALF_DAY:
        works.append(WEEKDAYS[chance.choice(sorted(set(range(5)) - set(days)))] + "-ochtend")
    id = _id(f"{first}.{last}", copy)
    domain = f"{school['bestuur']}.example" if school else "pabo-brabant.example"
    return {
        "id": id,
        "naam": f"{first} {last}",
        "e-mail": f"{id}@{domain}",
        "school": school["id"] if school else "",
        "organisatie": "" if school else "Pabo Brabant",
        "rollen": ", ".join(roles),
        "werkdagen": ", ".join(works) if len(works) < 5 else "",
        "afwezig": _away(chance),
    }


def _swapped(members: list[dict[str, str]], schools: list[dict[str, str]]) -> list[dict[str, str]]:
    """The members after who works on none of the weekdays of their network swapped half a day for one.

    Who facilitates works on all of them, so that there is a choice.
    """
    area = {school["id"]: school["gebied"] for school in schools}
    leaders = [row["id"] for row in members if row["rollen"] == "begeleider"]
    for number, (_id, _title, role, areas, _times, _weeks, weekdays, hours) in enumerate(_KINDS):
        asked = weekdays.split(", ") if weekdays else []
        half = "-ochtend" if hours.endswith("12.00") else "-middag"
        for row in members:
            works = row["werkdagen"].split(", ")
            missing = [day for day in asked if day not in works and f"{day}{half}" not in works]
            own = role in row["rollen"].split(", ") and (not areas or area.get(row["school"], "") in areas)
            if row["werkdagen"] and row["id"] in leaders and leaders.index(row["id"]) % 6 == number % 6:
                row["werkdagen"] = _with(works, missing, half)
            elif row["werkdagen"] and own and missing == asked:
                row["werkdagen"] = _with(works, missing[-1:], half)
    return members


def _with(works: list[str], days: list[str], half: str) -> str:
    """Working days with these days, or a half of them, as well."""
    return ", ".join((*works, *(f"{day}{half}" for day in days)))


def _away(chance: random.Random) -> str:
    if chance.random() > 0.3:
        return ""
    day = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days))
    return f"{day}..{day + timedelta(days=chance.choice([0, 2, 11]))}"


def _networks_text(members: list[dict[str, str]], times: int) -> str:
    lines = ["# Twaalf leernetwerken; samen ongeveer zestig bijeenkomsten in een jaar.", "", "networks:"]
    for copy in range(times):
        leaders = [row["id"] for row in members if row["rollen"] == "begeleider"]
        own = leaders[copy * 6 : copy * 6 + 6]
        for number, network in enumerate(_networks(copy, times)):
            lines += [
                f"  {_id(network[0], copy)}:",
                f"    title: {network[1]}",
                f"    facilitator: {own[number % 6]}",
            ]
            lines += [f"    {line}" for line in network[2]]
    return "\n".join(lines) + "\n"


# Of each network: id, title, role, areas, times a year, weeks between, weekdays and hours.
_KINDS = (
    (
        "schoolopleiders-noord",
        "Schoolopleiders Noord",
        "schoolopleider",
        "den-bosch, veghel",
        3,
        8,
        "",
        "9.00-16.00",
    ),
    (
        "schoolopleiders-zuid",
        "Schoolopleiders Zuid",
        "schoolopleider",
        "tilburg, eindhoven, venlo",
        3,
        8,
        "",
        "9.00-16.00",
    ),
    (
        "starterscoaches-den-bosch",
        "Starterscoaches Den Bosch",
        "starterscoach",
        "den-bosch",
        5,
        4,
        "",
        "13.30-16.30",
    ),
    ("starterscoaches-veghel", "Starterscoaches Veghel", "starterscoach", "veghel", 5, 4, "", "13.30-16.30"),
    (
        "starterscoaches-tilburg",
        "Starterscoaches Tilburg",
        "starterscoach",
        "tilburg",
        5,
        4,
        "",
        "13.30-16.30",
    ),
    (
        "starterscoaches-eindhoven",
        "Starterscoaches Eindhoven",
        "starterscoach",
        "eindhoven",
        5,
        4,
        "",
        "13.30-16.30",
    ),
    ("starterscoaches-venlo", "Starterscoaches Venlo", "starterscoach", "venlo", 5, 4, "", "13.30-16.30"),
    (
        "bsc-noord",
        "Basisschoolcoaches Noord",
        "basisschoolcoach",
        "den-bosch, veghel",
        6,
        4,
        "di, do",
        "13.00-16.00",
    ),
    (
        "bsc-zuid",
        "Basisschoolcoaches Zuid",
        "basisschoolcoach",
        "tilburg, eindhoven, venlo",
        6,
        4,
        "di, do",
        "13.00-16.00",
    ),
    ("coordinatoren", "Opleidingscoördinatoren", "coordinator", "", 6, 4, "ma, di, do", "9.00-12.00"),
    (
        "starters-noord",
        "Startende leerkrachten Noord",
        "starter",
        "den-bosch, veghel, tilburg",
        5,
        5,
        "",
        "14.00-16.30",
    ),
    ("starters-zuid", "Startende leerkrachten Zuid", "starter", "eindhoven, venlo", 5, 5, "", "14.00-16.30"),
)


# What each kind of network is about in a year: its phase, its thread, and the theme of each meeting.
_CONTENT = {
    "schoolopleider": (
        "institutionalising",
        "Samen een leven lang leren als professional",
        (
            "Dialoog, verbinding en eigenaarschap: hoe zien studenten dat bij ons?",
            "Een doorgaande lijn van student naar starter",
            "Wat nemen we mee naar volgend jaar?",
        ),
    ),
    "starterscoach": (
        "maintaining",
        "Van startbekwaam naar basisbekwaam",
        (
            "Training: kijken en luisteren zonder oordeel",
            "Training: het gesprek na een lesbezoek",
            "Gevarieerde ondersteuning in de inductiefase",
            "Samen het bekwaamheidsdossier basisbekwaam beoordelen",
            "De starter die niet voor een schoolbestuur werkt",
        ),
    ),
    "basisschoolcoach": (
        "maintaining",
        "Kruisbestuiving van werkveld en opleiding",
        (
            "Nieuws uit het curriculum, en wat de school ermee doet",
            "Feedback geven als tandem",
            "Beroepsbeeld: wat zegt onderzoek, wat ziet de praktijk?",
            "Een student die vastloopt",
            "Samen beoordelen: één student, twee blikken",
            "Wat vraagt de opleiding volgend jaar van de scholen?",
        ),
    ),
    "coordinator": (
        "forming",
        "Samenwerken tussen besturen",
        (
            "Wat kiest elk bestuur in aanpak en intensiteit van begeleiding?",
            "De starter in het CAO-convenant en het competentieprofiel",
            "Coaches delen over besturen heen",
            "Hoe monitoren we de startende leerkracht?",
            "Duurzaam inbedden als de subsidie ophoudt",
            "Op welke termijn heeft elk bestuur een eigen aanpak?",
        ),
    ),
    "starter": (
        "forming",
        "Leren van de startende leerkracht staat centraal",
        (
            "Wie ben ik voor de klas?",
            "Traineeship: een dag meekijken op een andere school",
            "Gesprekken met ouders",
            "Werken aan je bekwaamheidsdossier",
            "Basisbekwaam: wat heb je laten zien?",
        ),
    ),
}


def _window(number: int, how_often: int) -> str:
    """The year in equal parts, each two weeks wider on both sides."""
    days = (LAST_DAY - FIRST_DAY).days
    first = FIRST_DAY + timedelta(days=max(0, days * number // how_often - 14))
    last = FIRST_DAY + timedelta(days=min(days - 7, days * (number + 1) // how_often + 14))
    return f"{first}..{last}"


def _networks(copy: int, times: int) -> Iterator[tuple[str, str, list[str]]]:
    for id, title, role, areas, how_often, weeks, weekdays, hours in _KINDS:
        own = [area if copy == 0 else f"{area}-{copy + 1}" for area in areas.split(", ") if area]
        who = f"roles: [{role}]" + (f", areas: [{', '.join(own)}]" if own else "")
        phase, thread, themes = _CONTENT[role]
        about = [f"phase: {phase}", f"thread: {thread}"]
        lines = [f"members: {{{who}}}"]
        if not own and times > 1:
            lines = [f"members: {{{who}, boards: [{', '.join(_id(name, copy) for name in BOARD_NAMES)}]}}"]
        if role in ("schoolopleider", "basisschoolcoach"):
            lines.append("required: [{any_of: {roles: [instituutsopleider]}, at_least: 1}]")
        lines += [f"weekdays: [{weekdays}]"] if weekdays else []
        lines += [f"time: {hours}", f"spacing: {{min_weeks: {weeks}}}"]
        if role == "starter":
            # No school has room for all of them.
            hosts = "location: 'Pabo Brabant, Onderwijsplein 1, Den Bosch'"
        among = f", among: {{areas: [{', '.join(own)}]}}" if own else ""
        areas_in_turn = ", alternate: areas" if len(own) != 1 else ""
        if role != "starter":
            hosts = f"rotate: schools, not_same_board_in_a_row: true{areas_in_turn}{among}"
        lines.append(f"hosts: {{{hosts}}}")
        lines.append("meetings:")
        for number in range(how_often):
            window = _window(number, how_often)
            lines.append(f"  - {{id: b{number + 1}, title: Bijeenkomst {number + 1}, window: {window},")
            lines.append(f'      theme: "{themes[number]}"}}')
        yield id, title, [*about, *lines]


def _table(rows: list[dict[str, str]]) -> str:
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path, text in partnership().items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(text.encode())

"""A small partnership to invite: a network, a series, four colleagues, two students, and their plan."""

from datetime import UTC, datetime
from typing import Any

from leernet.model.ledger import Ledger
from leernet.model.plan import Plan
from leernet.model.records import Records
from leernet.model.year import Year
from leernet.write.messages_due import MessagesAsked
from leernet.write.outbox import invitations

ALL = MessagesAsked()
SEPTEMBER = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)

DEFINITIONS: dict[str, dict[str, Any]] = {
    "settings": {
        "school_year": "2026-2027",
        "title": "Partnerschap Opleiden in de School",
        "organiser": {"name": "Planning POS", "email": "planning@pos.example"},
        "page": {"url": "https://pos.example/leernetwerken/"},
    },
    "schools": {
        "de-eik": {"name": "Basisschool De Eik", "address": "Bosweg 2, 5213 GA Den Bosch", "tour": "true"},
        "de-regenboog": {"name": "Basisschool De Regenboog", "address": "Schoolstraat 1, 5261 AB Vught"},
    },
    "members": {
        "a.bakker": {"name": "Anne Bakker", "email": "a.bakker@kiem.example", "roles": ["trainer"]},
        "b.smit": {"name": "Bo Smit", "email": "b.smit@kiem.example", "roles": ["trainer"], "language": "en"},
        "d.groot": {"name": "Dirk de Groot", "email": "d.groot@eik.example", "roles": ["directeur"]},
        "f.visser": {"name": "Femke Visser", "email": "f.visser@pos.example", "school": "de-eik"},
        "s001": {"name": "Sam Student", "email": "s001@pabo.example", "roles": ["student"]},
        "s002": {"name": "Saar Student", "email": "s002@pabo.example", "roles": ["student"]},
    },
    "networks": {
        "trainers": {
            "title": "Leernetwerk schoolopleiders",
            "facilitator": "f.visser",
            "thread": "Het goede gesprek",
            "members": {"roles": ["trainer"]},
            "optional": {"roles": ["directeur"]},
            "time": "9.00-16.00",
            "meetings": [
                {"id": "herfst", "title": "Herfstbijeenkomst", "bring": "een casus"},
                {"id": "lente", "title": "Lentebijeenkomst"},
            ],
        },
    },
    "series": {
        "workshops": {
            "title": "Workshops voor studenten",
            "network": "trainers",
            "for": {"roles": ["student"]},
            "moments": {"winter": {"time": "9.00-12.00"}},
        },
    },
    "workshops": {
        "buiten-rekenen": {
            "series": "workshops",
            "title": "Buiten rekenen",
            "presenter": ["a.bakker"],
            "seats": "12",
            "room": "aula",
        },
    },
}

PLANNED = {
    "school_year": "2026-2027",
    "revision": "1",
    "meetings": {
        "trainers/herfst": {"date": "2026-11-12", "start": "09:00", "end": "16:00", "host": "de-regenboog"},
        "trainers/lente": {"date": "2027-03-09", "start": "09:00", "end": "16:00", "host": "de-eik"},
    },
    "sessions": {
        "workshops/winter/buiten-rekenen": {
            "date": "2027-01-14",
            "start": "09:00",
            "end": "12:00",
            "school": "de-eik",
        },
    },
}

PLACEMENTS = {"workshops": {"s001": {"winter": "buiten-rekenen"}}}


def merged(base, changes):
    """The mapping with the changes laid over it; None takes a key away."""
    result = dict(base)
    for key, change in changes.items():
        if change is None:
            result.pop(key, None)
        elif isinstance(change, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], change)
        else:
            result[key] = change
    return result


def year_of(**changes):
    """The year, with changes."""
    written = merged(DEFINITIONS, changes)
    for part in ("schools", "members", "networks", "series", "workshops"):
        written[part] = {id: {"id": id, **keys} for id, keys in sorted(written.get(part, {}).items())}
    return Year.model_validate(written)


def plan_of(**changes):
    """The plan, with changes."""
    return Plan.model_validate(merged(PLANNED, changes))


def outbox(year=None, plan=None, ledger=None, now=SEPTEMBER, asked=ALL, placements=None, **others):
    """What there is to send."""
    records = Records(
        plan or plan_of(), PLACEMENTS if placements is None else placements, ledger or Ledger(), **others
    )
    return invitations(year or year_of(), records, asked, now)


def told(messages):
    """Of each message whom it goes to, what it is, and which revision."""
    return [
        (
            message.entry.occasion,
            message.entry.member,
            message.entry.method,
            message.revision.why,
            message.entry.sequence,
        )
        for message in messages
    ]

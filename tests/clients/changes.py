"""What changes around one invitation, as the files that one guest gets, and what a calendar is to show."""

from datetime import timedelta
from typing import Any, NamedTuple

from leernet.model.ledger import Ledger
from tests.clients.story import FIRST_START, HERFST, TITLE
from tests.invite_project import DEFINITIONS, PLANNED, SEPTEMBER, outbox, plan_of, year_of

PLACE = "Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught"
# 13.30 in Amsterdam in winter.
PART_START = "2026-11-12T12:30:00Z"
AS_IT_WAS = (TITLE, FIRST_START, PLACE)


class Change(NamedTuple):
    """What one guest gets while the project goes from state to state.

    Attributes:
        calendars: the calendar objects, in the order in which they come.
        addresses: of the guest, when each of them comes; all of one mailbox.
        plain: subjects of the mails without one.
        others: how many messages everybody else got after the first invitations.
        shown: after each object, title, start and place of the entry; None: there is none.
    """

    calendars: tuple[bytes, ...]
    addresses: tuple[str, ...]
    plain: tuple[str, ...]
    others: int
    shown: tuple[tuple[str, str, str] | None, ...]


def lived(guest, states, *shown, about=HERFST):
    """The messages of ``states``, each a year, a plan and placements if any, a day after another."""
    ledger, calendars, plain, others = Ledger(), [], [], 0
    uid, addresses = "", []
    for days, (year, plan, *placed) in enumerate(states):
        placements = {"workshops": placed[0]} if placed else {}
        box = outbox(year, plan, ledger, SEPTEMBER + timedelta(days=days), placements=placements)
        ledger = box.ledger
        uid = uid or next(
            one.entry.uid for one in box.messages if one.entry.occasion == about and one.entry.member == guest
        )
        for message in box.messages:
            if message.entry.member != guest:
                others += days > 0
            elif message.calendar is None:
                plain.append(message.subject)
            elif message.entry.uid == uid:
                calendars.append(message.calendar)
                addresses.append(message.entry.address)
    return Change(tuple(calendars), tuple(addresses), tuple(plain), others, shown)


# Nothing of workshops and students, so that a message to another person is one about a meeting.
BARE = {"series": None, "workshops": None}
PLAN = plan_of(sessions=None)
NETWORK: dict[str, Any] = DEFINITIONS["networks"]["trainers"]
IN_PARTS = [
    {"title": "Intervisie", "minutes": "270", "for": {"roles": ["trainer"]}},
    {"title": "Rode draad met de directies"},
]
RENAMED_TITLE = TITLE.replace("Leernetwerk", "Netwerk")


def year(**changes):
    return year_of(**BARE, **changes)


def renamed():
    """The network under another id and title, its meetings where they were."""
    planned: dict[str, Any] = PLANNED["meetings"]
    meetings = {f"opleiders/{id}": planned[f"trainers/{id}"] for id in ("herfst", "lente")}
    gone = dict.fromkeys(("trainers/herfst", "trainers/lente"))
    network = {**NETWORK, "title": "Netwerk schoolopleiders"}
    return (
        year(networks={"trainers": None, "opleiders": network}),
        plan_of(meetings={**gone, **meetings}, sessions=None),
    )


def meeting_renamed():
    meetings = [{"id": "najaar", "title": "Najaarsbijeenkomst", "bring": "een casus"}, NETWORK["meetings"][1]]
    planned = {"trainers/herfst": None, "trainers/najaar": PLANNED["meetings"]["trainers/herfst"]}
    return year(networks={"trainers": {"meetings": meetings}}), plan_of(meetings=planned, sessions=None)


EIK, WINTER_START = "Basisschool De Eik, Bosweg 2, 5213 GA Den Bosch", "2027-01-14T08:00:00Z"
WITH_WORKSHOPS = year_of(
    workshops={
        "toetsen": {"series": "workshops", "title": "Toetsen", "seats": "12"},
        "drama": {"series": "workshops", "title": "Drama", "seats": "12"},
    }
)


def sessions(day):
    hours = {"date": day, "start": "09:00", "end": "12:00"}
    return plan_of(
        sessions={
            "workshops/winter/buiten-rekenen": None,
            "workshops/winter/toetsen": {**hours, "school": "de-regenboog"},
            "workshops/winter/drama": {**hours, "school": "de-eik"},
        }
    )


SESSIONS, LATER = sessions("2027-01-14"), sessions("2027-01-21")
FIRST = (year(), PLAN)
OFF = (year(members={"a.bakker": {"until": "2026-10-01"}}), PLAN)

CHANGES = {
    "a new address": lived(
        "a.bakker",
        [FIRST, (year(members={"a.bakker": {"email": "anne@nieuw.example"}}), PLAN)],
        AS_IT_WAS,
        AS_IT_WAS,
    ),
    "a new organiser": lived(
        "a.bakker",
        [FIRST, (year(settings={"organiser": {"name": "Planning", "email": "netwerk@pos.example"}}), PLAN)],
        AS_IT_WAS,
        AS_IT_WAS,
    ),
    "a network renamed": lived(
        "a.bakker", [FIRST, renamed()], AS_IT_WAS, (RENAMED_TITLE, FIRST_START, PLACE)
    ),
    "a meeting renamed": lived(
        "a.bakker",
        [FIRST, meeting_renamed()],
        AS_IT_WAS,
        (TITLE.replace("Herfst", "Najaars"), FIRST_START, PLACE),
    ),
    "a part after the whole": lived(
        "d.groot",
        [FIRST, (year(networks={"trainers": {"programme": IN_PARTS}}), PLAN)],
        AS_IT_WAS,
        (f"GEWIJZIGD: {TITLE}", PART_START, PLACE),
    ),
    "taken off and put back": lived("a.bakker", [FIRST, OFF, FIRST], AS_IT_WAS, None, AS_IT_WAS),
    "withdrawn": lived("a.bakker", [FIRST, OFF], AS_IT_WAS, None),
    "another workshop, off, back, and a day later": lived(
        "s001",
        [
            (WITH_WORKSHOPS, SESSIONS, {"s001": {"winter": "toetsen"}}),
            (WITH_WORKSHOPS, SESSIONS, {"s001": {"winter": "drama"}}),
            (WITH_WORKSHOPS, SESSIONS, {}),
            (WITH_WORKSHOPS, SESSIONS, {"s001": {"winter": "toetsen"}}),
            (WITH_WORKSHOPS, LATER, {"s001": {"winter": "toetsen"}}),
        ],
        ("Workshop Toetsen", WINTER_START, PLACE),
        ("VERPLAATST: Workshop Drama", WINTER_START, EIK),
        None,
        ("Workshop Toetsen", WINTER_START, PLACE),
        ("VERPLAATST: Workshop Toetsen", "2027-01-21T08:00:00Z", PLACE),
        about="workshops/winter/toetsen",
    ),
}

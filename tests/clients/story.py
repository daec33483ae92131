"""One invitation's life as the files that one guest gets, for calendar programs to go through."""

from datetime import timedelta
from typing import NamedTuple

from leernet.model.ledger import Ledger
from tests.invite_project import SEPTEMBER, outbox, plan_of, year_of

HERFST = "trainers/herfst"
GUEST = "a.bakker"
TITLE = "Leernetwerk schoolopleiders: Herfstbijeenkomst"
MOVED = f"VERPLAATST: {TITLE}"
OFF = f"VERVALT: {TITLE}"
# 9.00 in Amsterdam in winter.
FIRST_START = "2026-11-12T08:00:00Z"
MOVED_START = "2026-11-19T08:00:00Z"
ADDRESS = "Schoolstraat 3, 5261 AB Vught"


class Step(NamedTuple):
    """A message as its calendar file and as its mail."""

    name: str
    calendar: bytes
    mail: bytes


def story() -> tuple[Step, ...]:
    """Request, minor update, move, cancel, revive; each made from what the ledger holds by then."""
    renumbered = year_of(schools={"de-regenboog": {"address": ADDRESS}})
    moved = plan_of(revision="2", meetings={HERFST: {"date": "2026-11-19"}})
    off = plan_of(revision="3", meetings={HERFST: None})
    back = plan_of(revision="4", meetings={HERFST: {"date": "2026-11-19"}})
    ledger = Ledger()
    steps = []
    for days, (name, year, plan) in enumerate(
        (
            ("request", year_of(), plan_of()),
            ("minor update", renumbered, plan_of()),
            ("move", renumbered, moved),
            ("cancel", renumbered, off),
            ("revive", renumbered, back),
        )
    ):
        box = outbox(year, plan, ledger, SEPTEMBER + timedelta(days=days))
        message = next(
            one for one in box.messages if (one.entry.occasion, one.entry.member) == (HERFST, GUEST)
        )
        steps.append(Step(name, message.calendar or b"", message.mail))
        ledger = box.ledger
    return tuple(steps)


STORY = {step.name: step for step in story()}

"""Small projects to plan, written as their users would write them."""

import re

from leernet.model.year import Year
from leernet.read.definitions import Definitions, read_definitions
from leernet.solve.conflicts import Conflict
from leernet.solve.partly import plan_what_fits
from leernet.solve.plan import Wishes

YEAR = """\
year: {school_year: 2026-2027, title: Proef, holiday_region: zuid}
"""

SCHOOLS = """\
schools:
  beuk: {name: De Beuk, board: kiem, area: oost, host_seats: 10, location: [51.70, 5.30]}
  eik: {name: De Eik, board: kiem, area: oost, host_seats: 10, location: [51.60, 5.30]}
  iep: {name: De Iep, board: zaad, area: west, host_seats: 10, location: [51.65, 5.10]}
  wilg: {name: De Wilg, board: tak, area: west, host_seats: 2}
boards: {kiem: {name: Kiem}, zaad: {name: Zaad}, tak: {name: Tak}}
"""

MEMBERS = """\
members:
  anna: {name: Anna, school: beuk, roles: [coach], working_days: [ma, di, do]}
  bas: {name: Bas, school: eik, roles: [coach], working_days: [di, do, vr]}
  cato: {name: Cato, school: iep, roles: [coach], working_days: [ma, di, wo]}
  dirk: {name: Dirk, school: wilg, roles: [coach, opleider], working_days: [do, vr]}
"""

NETWORK = """\
networks:
  coaches:
    title: Coaches
    facilitator: anna
    members: {roles: [coach]}
    weekdays: [di, do]
    time: 13.30-16.30
    spacing: {min_weeks: 6}
    hosts: {rotate: schools}
    meetings:
      - {id: herfst, window: 2026-09-14..2026-11-27}
      - {id: lente, window: 2027-02-22..2027-04-23}
"""

PROJECT = YEAR + SCHOOLS + MEMBERS + NETWORK


def with_addresses(text: str) -> str:
    """The project with an address for everybody, so that there is somebody to write to."""
    member = r"^  (\w+): \{name: (\w+)(?=[,}])"
    return re.sub(member, r"  \1: {name: \2, email: \1@kiem.example", text, flags=re.M)


def defined(text: str) -> Definitions:
    """The definitions of a project that has nothing wrong with it."""
    definitions, findings = read_definitions({"leernet.yaml": text})
    assert [str(finding) for finding in findings] == []
    return definitions


def year_of(text: str) -> Year:
    """The year of a project that has nothing wrong with it."""
    year = defined(text).year
    assert year is not None
    return year


def conflicts_of(year: Year) -> tuple[Conflict, ...]:
    """What clashes in a year, with ways out."""
    return plan_what_fits(year, Wishes()).conflicts

"""The files of a project as people who want places and sessions that have them."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml

from tests.oracle.told import bound_places, told_of

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")

# The columns of which one is needed for a row to count as an answer.
COUNTS = ("1", "2", "3", "4", "never", "evidence", "absent", "placed")

RULED_OUT = "all that was left at this moment was ruled out in the answer"

# Reasons for a missing place that are not a person's own.
UNLUCKY = (
    "no seat left in a session this member may attend",
    "a place in a session this member may attend would cost others",
    "the sessions this member may attend at this moment do not run",
)


@dataclass(frozen=True)
class Session:
    """A workshop at a moment. ``been``: its day has come; ``runs``: yes, no or decide."""

    moment: str
    workshop: str
    seats: int
    minimum: int
    runs: str
    tour: int
    been: bool

    @property
    def name(self) -> str:
        return f"{self.moment}/{self.workshop}"


@dataclass(frozen=True)
class Person:
    """Who wants places. All sets but ``never`` and ``evidence``, of workshops, hold names of sessions.

    Attributes:
        wants: how many places.
        wants_alone: the same before anything had been.
        may: what they can be placed in.
        must: what they are in whatever happens: by hand, and what has been.
        could: what they might have had alone, counted from the beginning; ``must_alone`` of it by hand.
        had: the earlier result that binds.
        had_tour: the session of their tour in it.
        blocked: moments at which they are not there, and why.
        ruled_out_then: moments that are over of which the result says that what was left was ruled out.
        left: whether they are no member of the series any more.
    """

    id: str
    in_time: bool
    wants: int
    wants_alone: int
    groups: tuple[frozenset[str], ...]
    never: frozenset[str]
    evidence: frozenset[str]
    tour: bool
    may: frozenset[str]
    must: frozenset[str]
    could: frozenset[str]
    must_alone: frozenset[str]
    had: frozenset[str]
    had_tour: str
    blocked: dict[str, str]
    left: bool
    ruled_out_then: frozenset[str] = frozenset()

    def level(self, workshop: str) -> int:
        """The level of a wish; what is not listed comes after the list."""
        return next((at for at, group in enumerate(self.groups) if workshop in group), len(self.groups))


@dataclass(frozen=True)
class Asked:
    """A series on a day; people in order of lots. ``over``: these moments are; ``before``: the result."""

    policy: str
    evidence_at_most: int
    choose: int
    moments: tuple[str, ...]
    over: frozenset[str]
    sessions: dict[str, Session]
    people: tuple[Person, ...]
    keep: str
    before: dict


def asked(folder: Path, today: date, keep: str = "") -> Asked:
    """The one series of a project, as on a day."""
    said = yaml.load((folder / "leernet.yaml").read_text(), yaml.BaseLoader)
    ((name, series),) = said["series"].items()
    before = _record(folder / "allocation" / f"{name}.yaml")
    plan = _record(folder / "plan.yaml")
    days = _Days(name, series, said["workshops"], plan, before, today)
    told = told_of(_record(folder / "sent.yaml"), name, said)
    bound = {
        id: places if keep else bound_places(before, id, told[id], days.been, days.over)
        for id, places in before.get("placements", {}).items()
        if keep or told.get(id)
    }
    reader = _People(said["workshops"], series, _sessions(said["workshops"], days, before), days, before)
    answers = _answers(folder / "choices" / f"{name}.csv")
    members = {id: about for id, about in said["members"].items() if "student" in about["roles"]}
    people = [
        reader.person(id, about, answers.get(id, {}), bound.get(id, {})) for id, about in members.items()
    ]
    people += [reader.who_left(id) for id in before.get("placements", {}) if id not in members]
    people = [person for person in people if person.must or not person.left]
    credit = credit_of(folder, name) if series.get("credit") == "history" else Counter()
    seed = before.get("draw", {}).get("seed", f"{said['year']['school_year']}/{name}")
    return Asked(
        policy=series.get("policy", "floor-first"),
        evidence_at_most=int(series.get("evidence_at_most", 1)) if "evidence_first" in series else 0,
        choose=reader.choose,
        moments=tuple(series["moments"]),
        over=days.over,
        sessions=reader.sessions,
        people=tuple(sorted(people, key=lambda person: _turn(person, credit, seed))),
        keep=keep or ("frozen" if any(bound.values()) else ""),
        before=before,
    )


def _turn(person: Person, credit: Counter, seed: str) -> tuple:
    """In time, credit (none for who left), lot, id."""
    drawn = sha256(f"{seed}\n{person.id}".encode()).hexdigest()
    return (not person.in_time, 0 if person.left else -credit[person.id], drawn, person.id)


def credit_of(folder: Path, series: str) -> Counter:
    """How often people were unlucky before: in other series, and in earlier years."""
    credit: Counter = Counter()
    files = [file for file in (folder / "allocation").glob("*.yaml") if file.stem != series]
    for file in [*files, *(folder / "history").glob("*/allocation/*.yaml")]:
        result = _record(file)
        missed = result.get("missing", {}).items()
        credit.update(
            {id for id, why in missed if set(why.values()) & set(UNLUCKY)} | {*result.get("floor", ())}
        )
    return credit


class _Days:
    """When sessions are, and what of them has been on a day.

    Attributes:
        of: date of each session that was planned or is defined; none where nobody knows.
        been: sessions whose day has come.
        over: moments of which no session is to come.
        away: who is absent from the meeting that a moment is part of, by moment.
    """

    def __init__(self, name: str, series: dict, workshops: dict, plan: dict, before: dict, today: date):
        self.moments = series["moments"]
        self.plan = {
            id.removeprefix(f"{name}/"): each["date"] for id, each in plan.get("sessions", {}).items()
        }
        self.meetings = plan.get("meetings", {})
        defined = {f"{moment}/{id}" for id, about in workshops.items() for moment in about["moments"]}
        recorded = {
            f"{moment}/{id}"
            for places in before.get("placements", {}).values()
            for moment, id in places.items()
        }
        known = defined | recorded | set(before.get("sessions", {}))
        self.of = {session: self._day(session) for session in sorted(known)}
        self.been = {session for session, day in self.of.items() if day is not None and day <= today}
        coming = {moment_of(session) for session in defined - self.been}
        alone = {moment for moment in self.moments if (self._day(f"{moment}/") or date.max) <= today}
        self.over = frozenset((alone | set(map(moment_of, self.been))) & set(self.moments) - coming)
        self.away = {
            moment: self.meetings.get(about.get("meeting"), {}).get("absent", ())
            for moment, about in self.moments.items()
        }

    def _day(self, session: str) -> date | None:
        planned = self.plan.get(session)
        dates = self.moments.get(moment_of(session), {}).get("dates", ())
        day = planned or max(dates, default="")
        return date.fromisoformat(day) if day else self.own(moment_of(session))

    def possible(self, name: str) -> tuple[date, ...]:
        """The day of a session, or of a moment; each of its moment's dates while it was given none."""
        planned = self.plan.get(name)
        dates = self.moments.get(moment_of(name), {}).get("dates", ())
        if planned or not dates:
            only = self.of.get(name) or self.own(moment_of(name))
            return (only,) if only else ()
        return tuple(map(date.fromisoformat, dates))

    def own(self, moment: str) -> date | None:
        """The one date of a moment, its own or that of its meeting."""
        about = self.moments.get(moment, {})
        day = self.meetings.get(about.get("meeting"), about).get("date")
        return date.fromisoformat(day) if day else None

    @property
    def last(self) -> date:
        """The last day on which a session has been."""
        return max((self.of[session] or date.min for session in self.been), default=date(2000, 1, 1))


def _record(file: Path) -> dict:
    return yaml.load(file.read_text(), yaml.BaseLoader) if file.exists() else {}


def _sessions(workshops: dict, days: _Days, before: dict) -> dict[str, Session]:
    """All sessions; of those that have been only what the result so far has of them."""
    sessions = {}
    for id, workshop in workshops.items():
        least, _dash, most = workshop["seats"].rpartition("-")
        runs, tour = workshop.get("runs", "decide"), int(workshop.get("tour", 0))
        for moment in workshop["moments"]:
            each = Session(moment, id, int(most), int(least or 0), runs, tour, f"{moment}/{id}" in days.been)
            sessions[each.name] = each
    for name in days.been:
        now = sessions.pop(name, None)
        was = before.get("sessions", {}).get(name)
        if was is not None:
            runs = "yes" if was["runs"] == "true" else now.runs if now else "no"
            moment, _stroke, id = name.partition("/")
            sessions[name] = Session(moment, id, int(was["seats"]), 0, runs, 0, been=True)
    return sessions


def _answers(file: Path) -> dict[str, dict[str, str]]:
    """The last answer of each member, of rows that count as one."""
    with file.open(newline="") as rows:
        usable = [row for row in csv.DictReader(rows) if any(row[heading] for heading in COUNTS)]
    return {row["member"]: row for row in sorted(usable, key=lambda row: row["answered_at"])}


class _People:
    """Makes people of members and their answers."""

    def __init__(self, workshops, series, sessions, days: _Days, before) -> None:
        self.workshops, self.series, self.sessions = workshops, series, sessions
        self.days, self.over, self.before = days, days.over, before
        self.choose = int(series.get("choose", len(series["moments"])))

    def person(self, id: str, about: dict, answer: dict[str, str], bound: dict[str, str]) -> Person:
        had = self._places(id)
        was = had & self.days.been
        hindered = self._hindered(id, about, answer)
        blocked = self._blocked(hindered, was)
        open_to = {
            name
            for name, session in self.sessions.items()
            if name not in hindered and _open(self.workshops.get(session.workshop, {}), id, about)
        }
        # Where they were, they could be, whatever is said of that day since.
        could = frozenset(
            name for name in open_to | was if (self.days.of[name] or date.max) > self._joined(id)
        )
        by_hand = frozenset(place.replace(":", "/") for place in _several(answer.get("placed", "")))
        by_hand = frozenset(
            name
            for name in by_hand
            if name in was or not (name in self.days.been or moment_of(name) in self.over)
        )
        wanted = min(self.choose, len(self._there(blocked, could, was)))
        had_before = frozenset(map("/".join, bound.items()))
        toured = next(
            (name for name in sorted(had) if id in self.before["sessions"][name].get("tour", ())), ""
        )
        return Person(
            id=id,
            in_time=bool(answer) and answer["answered_at"][:10] <= self.series.get("closes", "9999-12-31"),
            wants=max(wanted, len(by_hand | was)),
            wants_alone=max(wanted, len(by_hand)),
            groups=_groups(answer),
            never=frozenset(_several(answer.get("never", ""))) - {name.split("/")[1] for name in was},
            evidence=frozenset(_several(answer.get("evidence", ""))),
            tour=answer.get("tour") == "yes" and toured not in was,
            may=frozenset(name for name in open_to if not self.sessions[name].been),
            must=by_hand | was,
            could=could,
            must_alone=by_hand,
            had=had_before,
            had_tour=toured if toured in had_before - was and moment_of(toured) not in blocked else "",
            blocked=blocked,
            left=False,
            ruled_out_then=frozenset(
                moment
                for moment, why in said_before(self.before, id).items()
                if why == RULED_OUT and moment in self.over - set(map(moment_of, was))
            ),
        )

    def who_left(self, id: str) -> Person:
        """Somebody of the result so far who is no member any more: only what has been is theirs."""
        was = self._places(id) & self.days.been
        nothing: frozenset[str] = frozenset()
        return Person(
            id=id,
            in_time=True,
            wants=len(was),
            wants_alone=len(was),
            groups=(),
            never=nothing,
            evidence=nothing,
            tour=False,
            may=nothing,
            must=was,
            could=was,
            must_alone=nothing,
            had=nothing,
            had_tour="",
            blocked={},
            left=True,
        )

    def _places(self, id: str) -> frozenset[str]:
        places = self.before.get("placements", {}).get(id, {})
        return frozenset(f"{moment}/{workshop}" for moment, workshop in places.items())

    def _hindered(self, id: str, about: dict, answer: dict[str, str]) -> dict[str, str]:
        """Sessions at which somebody cannot be, and moments without any, and why."""
        led = {
            (session.moment, day)
            for name, session in self.sessions.items()
            if id in self.workshops.get(session.workshop, {}).get("presenter", ()) and session.runs != "no"
            for day in self.days.possible(name)
        }
        absent, hindered = set(_several(answer.get("absent", ""))), {}
        without_any = set(self.series["moments"]) - set(map(moment_of, self.sessions))
        for name in (*self.sessions, *without_any):
            moment, days = moment_of(name), self.days.possible(name)
            if moment in absent:
                hindered[name] = "absent"
            elif id in self.days.away.get(moment, ()):
                hindered[name] = "meeting"
            elif days and all((moment, day) in led for day in days):
                hindered[name] = "leads"
            elif days and all((moment, day) in led or _away(about, day) for day in days):
                hindered[name] = "away"
        return hindered

    def _blocked(self, hindered: dict[str, str], was: frozenset[str]) -> dict[str, str]:
        """Moments at which somebody is not there; where they were, they were."""
        blocked = {}
        for moment in set(self.series["moments"]) - set(map(moment_of, was)):
            here = [name for name in self.sessions if moment_of(name) == moment]
            coming = [name for name in here if not self.sessions[name].been] or here or [moment]
            reasons = {hindered.get(name, "") for name in coming}
            if "" not in reasons:
                in_order = ("absent", "meeting", "leads", "away")
                blocked[moment] = next(why for why in in_order if why in reasons)
        return blocked

    def _joined(self, id: str) -> date:
        """The last day on which a session had been when somebody came."""
        if id in self.before.get("placements", {}):
            return date.fromisoformat(self.before.get("joined", {}).get(id, "2000-01-01"))
        return self.days.last

    def _there(self, blocked: dict[str, str], could: frozenset[str], was: frozenset[str]) -> set[str]:
        """Moments to come that have sessions; those that are over with something that was to be had."""
        once = {name for name in could if self.sessions[name].been and self.sessions[name].runs != "no"}
        coming = {each.moment for each in self.sessions.values() if not each.been} - set(blocked)
        return coming | set(map(moment_of, once | was))


def said_before(before: dict, id: str) -> dict[str, str]:
    """Why a result says that somebody had no place, by moment."""
    return {**before.get("lacked", {}).get(id, {}), **before.get("missing", {}).get(id, {})}


def moment_of(session: str) -> str:
    return session.partition("/")[0]


def _groups(answer: dict[str, str]) -> tuple[frozenset[str], ...]:
    cells = (answer[heading] for heading in sorted(answer) if heading.isdigit())
    return tuple(frozenset(cell.split(" = ")) for cell in cells if cell)


def _away(about: dict, day: date) -> bool:
    """Whether somebody is away, does not work or is no member on a day."""
    works = WEEKDAYS[day.weekday()] in _several(about["working_days"]) if "working_days" in about else True
    member = about.get("from", "") <= day.isoformat() <= about.get("until", "9999")
    return not works or not member or day.isoformat() in about.get("away", ())


def _open(workshop: dict, id: str, about: dict) -> bool:
    to = workshop.get("open_to")
    return to is None or about.get("cohort") in to["cohorts"]


def _several(cell) -> list[str]:
    return [word for word in re.split(r"[;,]\s*", cell) if word] if isinstance(cell, str) else list(cell)

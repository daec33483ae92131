"""A project's files and a day in; what personal data goes by which term, and what stays and why, out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from leernet.model.keeping import Name, Term
from leernet.model.plan import Plan, file_name
from leernet.model.year import Year
from leernet.read.ledger import year_of_line
from leernet.read.made_ids import KEPT_IDS, kept_ids, text_of_kept
from leernet.read.records import read_record
from leernet.write.records import record_text

# Documents that say nothing of people beyond what is public; all others under out/ are personal.
_PUBLIC = ("out/site/", "out/schedule.md", "out/schedule.csv", "out/schedule.xlsx")
_PERSONAL = ("out/", ".leernet/undo/")
_OF_PEOPLE: Mapping[str, Name] = {
    "answers.csv": "answers",
    ".leernet/sending.json": "sent",
    ".leernet/drafts.json": "sent",
    ".leernet/feeds.json": "sent",
}
_COLLECTED: tuple[Name, ...] = ("choices", "availability", "inventory")


class DuePurge(Struct, frozen=True):
    """A file whose term is over, or will be.

    Attributes:
        last: the last day it was for.
        until: the last day on which it is kept.
        goes: whether it goes now.
        instead: what is left of it; None: the file goes.
    """

    path: str
    term: Name
    kept_for: Term
    last: date
    until: date
    goes: bool
    instead: bytes | None = None


class Clock(Struct, frozen=True):
    """What decides whether a term is over.

    Attributes:
        before: everything for days before this one goes, whatever its term; None: terms decide.
    """

    today: date
    before: date | None = None

    def is_over(self, last: date, until: date) -> bool:
        """Whether what was for a day, and is kept until another, goes."""
        return last < self.before if self.before is not None else until < self.today


def purgeable(
    year: Year, plan: Plan, files: Mapping[str, bytes], paths: Iterable[str], clock: Clock
) -> tuple[DuePurge, ...]:
    """Every file with personal data that leernet or a form wrote, and when it goes; by path.

    Args:
        files: of the project, by path.
        paths: of everything that is in the folder, also what is not read.
    """
    end = year.school_year.days.last
    found = [*_records(year, files, clock)]
    for path in sorted(paths):
        folder, stroke, _rest = path.partition("/")
        stem = PurePosixPath(path).stem
        series = stem.removeprefix("report-")
        collected = next((name for name in _COLLECTED if stroke and folder == name), None)
        if collected is not None:
            found.append(_due(year, path, collected, _last_day(year, plan, stem), clock))
        elif path in _OF_PEOPLE:
            found.append(_due(year, path, _OF_PEOPLE[path], end, clock))
        elif path.startswith("out/report-") and series in year.series:
            found.append(_due(year, path, "choices", _last_day(year, plan, series), clock))
        elif path.startswith(_PERSONAL) and not _is_public(year, path):
            found.append(_due(year, path, "out", end, clock))
    return tuple(found)


def _due(
    year: Year, path: str, name: Name, last: date, clock: Clock, instead: bytes | None = None
) -> DuePurge:
    term: Term = getattr(year.settings.keep, name)
    until = term.after(last)
    return DuePurge(path, name, term, last, until, clock.is_over(last, until), instead)


def _last_day(year: Year, plan: Plan, stem: str) -> date:
    """The last day that a collected file is for, by its name; of an unknown one the end of the year."""
    circle = next(
        (id for id in sorted((*year.series, *year.networks), key=len, reverse=True) if _names(stem, id)), ""
    )
    planned_days = (
        *((reference, meeting.day) for reference, meeting in plan.meetings.items()),
        *((reference, session.day) for reference, session in plan.sessions.items()),
    )
    days = [
        day
        for reference, day in planned_days
        if reference.partition("/")[0] == circle
        and (stem.casefold() == circle or _names(stem, file_name(reference)))
    ]
    return max(days, default=year.school_year.days.last)


def _names(stem: str, id: str) -> bool:
    return stem.casefold() == id or stem.casefold().startswith(f"{id}-")


def _is_public(year: Year, path: str) -> bool:
    feeds = {f"out/calendars/{circle}.ics" for circle in (*year.networks, *year.series)}
    return path.startswith(_PUBLIC) or path in feeds


def _records(year: Year, files: Mapping[str, bytes], clock: Clock) -> Iterator[DuePurge]:
    yield from _ledger(year, files, clock)
    yield from _kept_ids(year, files, clock)
    for path, content in sorted(files.items()):
        if path == "plan.yaml" or (path.startswith("history/") and path.endswith(".yaml")):
            yield from _absences(year, path, content, clock)


def _ledger(year: Year, files: Mapping[str, bytes], clock: Clock) -> Iterator[DuePurge]:
    """``sent.yaml``: the lines about years whose term is over go."""
    if "sent.yaml" not in files:
        return
    kept, years = [], set()
    for line in files["sent.yaml"].decode("utf-8", "replace").splitlines(keepends=True):
        of = year_of_line(line)
        if of is not None and _due(year, "", "sent", of.days.last, clock).goes:
            years.add(of)
        else:
            kept.append(line)
    oldest = min(years, default=year.school_year)
    # A reply does not say which year it is about; without messages it answers nothing.
    left = any(year_of_line(line) is not None for line in kept)
    instead = "".join(kept).encode() if left else None
    yield _due(year, "sent.yaml", "sent", oldest.days.last, clock, instead)


def _kept_ids(year: Year, files: Mapping[str, bytes], clock: Clock) -> Iterator[DuePurge]:
    """``.leernet/ids.yaml``: what is kept of members who are in no table any more."""
    kept = kept_ids(files)
    members = kept.get("members", {})
    left = {id: about for id, about in members.items() if id in year.members}
    if len(left) < len(members):
        instead = text_of_kept({**kept, "members": left}).encode() or None
        yield _due(year, KEPT_IDS, "sent", year.school_year.days.last, clock, instead)


def _absences(year: Year, path: str, content: bytes, clock: Clock) -> Iterator[DuePurge]:
    plan = read_record(Plan, path, content)[0]
    if plan is None:
        return
    named = any(meeting.absent for meeting in plan.meetings.values())
    if named or any(change.reason for change in plan.changes):
        yield _due(
            year, path, "absent", plan.school_year.days.last, clock, without_absences(plan, clock.today)
        )


def without_absences(plan: Plan, today: date) -> bytes:
    """The record of a plan without who could not come and without reasons, which may name people."""
    meetings = {
        reference: meeting.model_copy(update={"absent": ()}) for reference, meeting in plan.meetings.items()
    }
    changes = tuple(change.model_copy(update={"reason": ""}) for change in plan.changes)
    cleaned = plan.model_copy(update={"meetings": meetings, "changes": changes, "purged": today})
    return record_text(cleaned)


def written_by_the_user(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Files with personal data that somebody wrote: they are named and never rewritten."""
    named = []
    for path, content in sorted(files.items()):
        top = "/" not in path and path not in ("plan.yaml", "sent.yaml", "answers.csv")
        text = content.decode("utf-8-sig", "replace")
        is_table = PurePosixPath(path).suffix.lower() not in (".yaml", ".yml")
        has_people = top and (is_table or any(line.startswith("members:") for line in text.splitlines()))
        if path.startswith("attendance/") or has_people:
            named.append(path)
    return tuple(named)

"""A project and its terms in; what personal data goes, and with ``--yes`` the project without it, out."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from leernet.commands.project import Opened, alone, open_project
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.files import others_below, write_whole
from leernet.finding import LeernetError
from leernet.model.keeping import REGISTER
from leernet.read.json_record import TOPICS_FILE, read_topics
from leernet.words import _, _n
from leernet.write.purge import Clock, DuePurge, purgeable, written_by_the_user


@alone
def purge(run: Run, *, before: str | None = None, yes: bool = False) -> None:
    """Say which personal data is past its term; take it away where that is asked for."""
    clock = Clock(run.today, _day(run, before))
    project = open_project(run)
    due = purgeable(project.year, project.recorded, project.files, personal_paths(run.folder), clock)
    going = [one for one in due if one.goes]
    if going:
        # What can be undone holds what is taken away.
        going += [one for one in due if one.path.startswith(".leernet/undo/") and not one.goes]
    _tell(run, project, due, going)
    if yes and going:
        _take_away(run, project, going)
    elif going:
        run.remark(_("Nothing was changed. To delete it: leernet purge --yes"))
    run.finish(
        project.findings,
        purged=yes,
        goes=[_record(one) for one in going],
        later=[_record(one) for one in due if one not in going],
        named=list(written_by_the_user(project.files)),
    )


def _day(run: Run, before: str | None) -> date | None:
    if before is None:
        return None
    try:
        day = date.fromisoformat(before)
    except ValueError:
        raise WrongUsage(
            _("'{text}' is not a date; write it as 2026-11-12.", text=before), "--before"
        ) from None
    if day > run.today:
        raise WrongUsage(
            _("{day} is still to come; what is for later days is needed.", day=before), "--before"
        )
    return day


_FOLDERS = ("out", ".leernet", "choices", "availability", "inventory")


def personal_paths(folder: Path) -> Iterable[str]:
    """Everything that may be personal and that leernet or a form wrote, by path.

    Raises:
        LeernetError: a folder cannot be looked at; what is in it would stay, and nobody would know.
    """
    below = [path for name in _FOLDERS for path in others_below(folder, name, ())]
    return [path for path in (*below, "answers.csv") if (folder / path).is_file()]


def _tell(run: Run, project: Opened, due: Iterable[DuePurge], going: list[DuePurge]) -> None:
    """What goes and why, what goes later, what is only named, and what is out of reach."""
    about = {one.term: run.words.say(one.what) for one in reversed(REGISTER) if one.term is not None}
    if not going:
        run.say(_("Nothing is past its term."))
    for term, count, paths, last in _groups(going):
        run.say(
            _n(
                "{count} file with {what}, for days up to {last}, kept for {kept_for}:",
                "{count} files with {what}, for days up to {last}, kept for {kept_for}:",
                count,
                what=about[term.term],
                last=last,
                kept_for=_term(run, term),
            )
        )
        for path in paths:
            run.say(f"    {path}")
    later = [one for one in due if one not in going]
    for one in sorted({(one.until, one.term): one for one in later}.values(), key=lambda one: one.until):
        count = sum((other.until, other.term) == (one.until, one.term) for other in later)
        run.say(
            _n(
                "Kept until {until}: {count} file with {what}.",
                "Kept until {until}: {count} files with {what}.",
                count,
                until=one.until,
                what=about[one.term],
            )
        )
    if named := written_by_the_user(project.files):
        run.say(_("You wrote these yourself; check who no longer needs to be in them: {files}", files=named))
    run.say(_("What git and mailboxes keep, leernet cannot reach: old versions, and mails that were sent."))


def _groups(going: list[DuePurge]) -> Iterable[tuple[DuePurge, int, list[str], date]]:
    """By term what goes; of many files in a folder the folder."""
    for term in dict.fromkeys(one.term for one in going):
        own = [one for one in going if one.term == term]
        yield own[0], len(own), _shown([one.path for one in own]), max(one.last for one in own)


def _shown(paths: list[str]) -> list[str]:
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault("/".join(path.split("/")[:2]) if path.count("/") > 1 else path, []).append(path)
    return [folder if inner == [folder] else f"{folder}/ ({len(inner)})" for folder, inner in folders.items()]


def _term(run: Run, due: DuePurge) -> str:
    count = due.kept_for.count
    said = {
        "days": _n("{count} day", "{count} days", count),
        "weeks": _n("{count} week", "{count} weeks", count),
        "months": _n("{count} month", "{count} months", count),
        "years": _n("{count} year", "{count} years", count),
    }
    return run.words.say(said[due.kept_for.unit])


def _record(due: DuePurge) -> Mapping[str, object]:
    return {
        "path": due.path,
        "term": due.term,
        "last": due.last.isoformat(),
        "until": due.until.isoformat(),
        "emptied": due.instead is not None,
    }


def _take_away(run: Run, project: Opened, going: list[DuePurge]) -> None:
    """Write what is left, then take the files away."""
    left = {one.path: one.instead for one in going if one.instead is not None}
    if any(one.term == "inventory" for one in going):
        left[TOPICS_FILE] = _topics(project)
    write_whole(run.folder, left, [one.path for one in going if one.instead is None])
    run.say(_n("{count} file was deleted or emptied.", "{count} files were deleted or emptied.", len(going)))


def _topics(project: Opened) -> bytes:
    """How often each topic was named before each meeting; nobody's words, nobody's name."""
    counts, damaged = read_topics(project.files)
    if damaged:
        raise LeernetError(damaged[0].sentence, damaged[0].hint)
    for meeting, contributions in project.came_in.inventories[0].items():
        topics = counts.setdefault(meeting, {})
        for one in contributions:
            if one.topic:
                topics[one.topic] = topics.get(one.topic, 0) + 1
    return (json.dumps(counts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

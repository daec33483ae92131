"""How far the year of a project is, and what is due when; for ``leernet`` alone the next step."""

from collections.abc import Mapping
from datetime import date

from leernet.commands.follow import messages_that_follow
from leernet.commands.project import Opened, open_project, placements_of, plan_rules, told_rules, tours_of
from leernet.commands.purge import personal_paths
from leernet.commands.run import Run
from leernet.explain.due import DueTask
from leernet.explain.status import status as what_is_due
from leernet.explain.status_year import Circle, news, year_status
from leernet.files import bytes_of, project_files, settle
from leernet.model.attended import without_a_sheet
from leernet.read.json_record import MANIFEST, read_site_list
from leernet.words import _, _n
from leernet.write.next_year.name import beside
from leernet.write.purge import Clock, purgeable
from leernet.write.status_text import due_lines, due_record, status_lines

_SITE = f"out/site/{MANIFEST}"


def status(run: Run) -> None:
    """Show how far the year is and what is due when."""
    project = open_project(run, plan_rules, told_rules)
    due = everything_due(run, project)
    for line in status_lines(due, run.words):
        run.say(line)
    finish_with(run, project, due)


def finish_with(run: Run, project: Opened, due: tuple[DueTask, ...]) -> None:
    """End with what is due, also for programs."""
    run.finish(project.findings, due=[due_record(one, run.words) for one in due])


def everything_due(run: Run, project: Opened) -> tuple[DueTask, ...]:
    """What is due for the meetings and series of the year and for the year itself, by day."""
    answered = {id: len(choices.answers) for id, (choices, _findings) in project.came_in.choices.items()}
    placements = placements_of(project)
    due = what_is_due(
        project.year,
        project.plan,
        placements,
        project.ledger,
        answered,
        project.came_in.inventories[0].keys(),
        project.came_in.answers[0],
        run.today,
        tours_of(project),
    )
    of_year = year_status(project.year, project.plan, placements, _circle(run, project), run.today)
    follow = messages_that_follow(run, project, project.plan)
    told = () if follow is None else news(project.year, follow.messages, project.ledger, run.today)
    return tuple(sorted((*due, *told, *of_year), key=lambda one: one.day or date.min))


def _circle(run: Run, project: Opened) -> Circle:
    """What surrounds the year: the site, the folder of the next one, what is past its term."""
    paths = personal_paths(run.folder)
    due = purgeable(project.year, project.recorded, project.files, paths, Clock(run.today))
    held = project.attended.occasions
    return Circle(
        _published(run),
        beside(run.folder, project.year.school_year).exists(),
        sum(one.goes for one in due),
        without_a_sheet(project.year, project.everything_planned, held, run.today),
    )


def _published(run: Run) -> Mapping[str, str | None] | None:
    """The day of each meeting and session on the site, by reference."""
    path = run.folder / _SITE
    if not path.is_file():
        return None
    listed, _damaged = read_site_list(_SITE, bytes_of(path))
    return {line.reference: line.day for line in listed.meetings} if listed else {}


def first_page(run: Run) -> None:
    """Show where the year stands and what to do next, or how to begin."""
    settle(run.folder)
    files = project_files(run.folder)
    if not any("/" not in path and path.lower().endswith((".yaml", ".yml")) for path in files):
        _how_to_begin(run)
        return
    project = open_project(run, plan_rules)
    year, due = project.year, everything_due(run, project)
    title = year.settings.title
    run.say(f"{title}, {year.school_year}" if title else str(year.school_year))
    late = [one for one in due if one.state == "late"]
    # What is late comes first, then what has a day, then what may be done at any time.
    order = {"late": 0, "today": 1, "coming": 2}
    open_tasks = sorted(
        (one for one in due if one.state != "done"),
        key=lambda one: (order[one.state], one.day is None, one.day or run.today),
    )
    following = next(iter(open_tasks), None)
    if following is None:
        run.say(_("All tasks are done."))
    else:
        run.say(_("Next:"))
        for line in due_lines(following, run.words):
            run.say(line)
    if len(late) > 1:
        run.say(_n("{count} task is late.", "{count} tasks are late.", len(late)))
    run.say(_("The whole list: leernet status. Everything else: leernet --help"))
    run.finish(project.findings, next=due_record(following, run.words) if following else None, late=len(late))


_BEGINNINGS = (
    ("leernet init ons-netwerk", _("a small project with comments")),
    ("leernet demo", _("a whole example year, to look at")),
    ("leernet --help", _("everything else")),
)


def _how_to_begin(run: Run) -> None:
    run.say(_("There is no project in this folder yet. To begin:"))
    for command, what in _BEGINNINGS:
        run.say(f"    {command:30} {run.words.say(what)}")
    run.finish(project=False)

"""How far the year of a project is, and what is due when."""

from collections.abc import Mapping
from datetime import date

from leernet.commands.follow import messages_that_follow
from leernet.commands.project import Opened, open_project, placements_of, plan_rules, told_rules, tours_of
from leernet.commands.purge import personal_paths
from leernet.commands.run import Run
from leernet.explain.due import DueTask
from leernet.explain.status import status as what_is_due
from leernet.explain.status_news import news
from leernet.explain.status_year import Circle, year_status
from leernet.files import bytes_of
from leernet.model.attended import without_a_sheet
from leernet.read.site import MANIFEST, read_site_list
from leernet.write.next_year.name import beside
from leernet.write.purge import Clock, purgeable
from leernet.write.status_text import due_record, status_lines

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

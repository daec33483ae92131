"""``leernet`` and nothing else: where the year stands and the next step; in an empty folder, how to begin."""

from leernet.commands.project import open_project, plan_rules
from leernet.commands.run import Run
from leernet.commands.status import everything_due
from leernet.files import project_files, settle
from leernet.words import _, _n
from leernet.write.status_text import due_lines, due_record


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

"""A project and a plan of it in; the messages that ``invite`` would make of that plan out."""

from msgspec.structs import replace

from leernet.commands.project import Opened, records_of
from leernet.commands.run import Run
from leernet.explain.difference import Follow
from leernet.model.plan import Plan
from leernet.write.messages_due import MessagesAsked, due_messages, due_now, situation


def messages_that_follow(run: Run, project: Opened, plan: Plan) -> Follow | None:
    """What ``leernet invite --all`` would make, were this the plan; None where nobody organises."""
    if project.year.settings.organiser is None:
        return None
    planned = replace(project, came_in=replace(project.came_in, recorded=plan))
    told = situation(project.year, records_of(planned), run.start_of_today)
    messages = due_messages(told, MessagesAsked())
    return Follow(messages, len(due_now(told, messages)))

"""Topics of an inventory in; the same as a table for the terminal, and as ``--json`` prints it, out."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from leernet.model.inventory import Topic
from leernet.model.year import Year
from leernet.words import Words, _


def inventory_table(year: Year, topics: Iterable[Topic], words: Words) -> Table:
    """A row for each topic: how often it was named, with what, and who would lead it."""
    headings = (_("Topic"), _("Named"), _("Questions"), _("Cases"), _("Practices"), _("Would lead it"))
    table = Table(*(words.say(heading) for heading in headings), box=None, padding=(0, 2, 0, 0))
    for column in table.columns[1:5]:
        column.justify = "right"
    for topic in topics:
        counts = (topic.named, topic.questions, topic.cases, topic.practices)
        leaders = ", ".join(year.members[id].name for id in topic.leads)
        table.add_row(Text(topic.name), *(str(number) for number in counts), Text(leaders))
    return table


def topic_record(topic: Topic) -> dict[str, object]:
    """A topic as ``--json`` prints it."""
    return {
        "topic": topic.name,
        "count": topic.named,
        "questions": topic.questions,
        "cases": topic.cases,
        "practices": topic.practices,
        "leads": list(topic.leads),
    }

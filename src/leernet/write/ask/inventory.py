"""A meeting in; the question what is on the minds of those who come, out."""

from collections.abc import Iterator

from leernet.model.selection import meeting_title, selected_members
from leernet.model.year import Meeting, Network, Year
from leernet.words import Words, _
from leernet.write.ask.question import Column, Question

# As read/inventory.py knows them.
_HEADINGS = {
    "nl": ("lid", "naam", "vraag", "casus", "good practice", "onderwerp", "leidt", "genoemd", ("ja", "nee")),
    "en": ("member", "name", "question", "case", "practice", "topic", "leads", "named", ("yes", "no")),
}


def inventory_question(year: Year, network: Network, meeting: Meeting, words: Words) -> Question:
    """What each member asks, brings and would lead, in the language of the documents."""
    member, name, question, case, practice, topic, leads, named, yes_or_no = _HEADINGS[words.language]
    people = selected_members(year, network.members)
    texts = (member, name, question, case, practice, topic)
    return Question(
        f"inventory-{network.id}-{meeting.id}",
        meeting_title(network, meeting),
        tuple(_text(network, meeting, words)),
        (*map(Column, texts), Column(leads, yes_or_no), Column(named, yes_or_no)),
        tuple((one.id, one.name) for one in people),
    )


def _text(network: Network, meeting: Meeting, words: Words) -> Iterator[str]:
    say = words.say
    yield meeting_title(network, meeting)
    yield ""
    yield say(_("What do you take with you, and what do you bring in? Fill in whatever fits."))
    if network.thread:
        yield say(_("Thread of this year: {thread}", thread=network.thread))
    yield ""
    yield say(_("Questions for the form:"))
    yield ""
    yield say(_("Which question do you bring?"))
    yield say(_("Which case do you bring?"))
    yield say(_("Which good practice do you bring?"))
    yield say(_("About which topic is it?"))
    yield say(_("Would you lead a workshop on it? (yes, no)"))
    yield say(_("May we name you with it? (yes, no)"))
    yield ""
    yield say(
        _(
            "Let the form record name and address. Download the answers as Excel and save them as "
            "inventory/{name}.xlsx.",
            name=f"{network.id}-{meeting.id}",
        )
    )

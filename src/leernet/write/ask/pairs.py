"""A network that coaches in pairs in; the question with whom people would like to be paired, out."""

from collections.abc import Iterator

from leernet.model.selection import selected_members
from leernet.model.year import Network, Year
from leernet.words import Words, _
from leernet.write.ask.question import Column, Question

# How many partners somebody may name.
_WISHES = 2
_HEADINGS = {"nl": ("lid", "naam", "wens"), "en": ("member", "name", "wish")}


def pairs_question(year: Year, network: Network, words: Words) -> Question:
    """With whom each member would like to be paired, in the language of the documents."""
    member, name, wish = _HEADINGS[words.language]
    people = selected_members(year, network.members)
    ids = tuple(one.id for one in people)
    wishes = (Column(f"{wish} {number}", ids) for number in range(1, _WISHES + 1))
    return Question(
        f"{network.id}-pairs",
        network.title or network.id,
        tuple(_text(network, words)),
        (Column(member), Column(name), *wishes),
        tuple((one.id, one.name) for one in people),
    )


def _text(network: Network, words: Words) -> Iterator[str]:
    say = words.say
    yield network.title or network.id
    yield ""
    yield say(
        _(
            "With whom would you like to visit one another's lessons? Name at most {count}; wishes that are "
            "mutual go first. You are never paired with your manager.",
            count=_WISHES,
        )
    )
    yield ""
    yield say(_("Write the answers under 'pairs' of the network, as wishes: {{a.bakker: [e.vos]}}."))

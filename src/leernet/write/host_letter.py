"""What a host school is to be told in; the letter, in the language of the reader, out."""

from collections.abc import Iterator

from leernet.model.view import View, clean
from leernet.words import Sentence, Words, _, _n
from leernet.write.facts import Fact, day_text, facts, labelled, programme_lines, when_text
from leernet.write.letter import Letter, Signed, signature
from leernet.write.told import Told, spoken_in


def host_letter(told: Told, signed: Signed) -> Letter:
    """The letter to the school that receives a meeting, or no longer does."""
    spoken = spoken_in(told.language)
    off = told.why == "host-off"
    return Letter(
        language=told.language,
        subject=spoken.say(_subject(told, spoken)),
        summary="",
        opening=tuple(spoken.say(sentence) for sentence in _opening(told, spoken)),
        changes=tuple(_changes(told, spoken)),
        facts=() if off else tuple(_host_facts(told.view, spoken)),
        programme=() if off else programme_lines(told.view, spoken),
        closing=tuple(spoken.say(sentence) for sentence in _closing(told, signed)),
        signature=signature(signed, spoken),
    )


def _subject(told: Told, spoken: Words) -> Sentence:
    title, when = told.view.title, day_text(told.view, spoken)
    match told.why:
        case "host-off":
            return _("No longer at your school: {title}, {when}", title=title, when=when)
        case "host-changed":
            return _("Changed: {title} at your school, now {when}", title=title, when=when)
    return _("{title} at your school on {when}: is that all right?", title=title, when=when)


def _opening(told: Told, spoken: Words) -> Iterator[Sentence]:
    view = told.view
    fields = {"title": view.title, "school": view.venue.name, "when": when_text(view, spoken)}
    match told.why:
        case "host-off":
            yield _("{title} on {when} does not take place at {school} after all.", **fields)
        case "host-changed":
            yield _("{title} at {school} is at another time. Is that all right too?", **fields)
        case _:
            yield _("We would like to hold {title} at {school}. Is that all right?", **fields)


def _changes(told: Told, spoken: Words) -> Iterator[Fact]:
    if told.before is None or told.why != "host-changed":
        return
    pairs = zip(labelled(told.view, spoken), labelled(told.before, spoken), strict=True)
    yield from (
        Fact(spoken.say(label), now, before)
        for (label, now), (_same, before) in pairs
        if now != before and now and before
    )


def _host_facts(view: View, spoken: Words) -> Iterator[Fact]:
    yield from facts(view, spoken)
    rooms = spoken.say(_n("{count} room", "{count} rooms", view.rooms))
    yield Fact(spoken.say(_("Space for")), rooms)


def _closing(told: Told, signed: Signed) -> Iterator[Sentence]:
    contact = {"contact": clean(signed.contact.name), "address": signed.contact.email}
    if told.why == "host-off":
        yield _("Questions? {contact} ({address}) is happy to help.", **contact)
        return
    yield _("Could you see to coffee and tea?")
    if told.view.tour:
        yield _("If you like, you can be shown around the school.")
    yield _(
        "Does this suit you? Please let {contact} know ({address}); if not, we will ask another school.",
        **contact,
    )

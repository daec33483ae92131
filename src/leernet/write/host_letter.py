"""What a host school is to be told in; the letter, in the language of the reader, out."""

from __future__ import annotations

from collections.abc import Iterator

from leernet.model.revision import Revision
from leernet.model.view import View, clean
from leernet.words import Sentence, Words, _, _n, words
from leernet.write.facts import Fact, day_text, facts, labelled, programme_lines, when_text
from leernet.write.letter import Letter, Signed, first_name


def host_letter(revision: Revision, signed: Signed) -> Letter:
    """The letter to the school that receives a meeting, or no longer does."""
    entry, view = revision.entry, revision.view
    spoken = words(entry.language)
    say = spoken.say
    off = revision.why == "host-off"
    names = dict.fromkeys((clean(signed.contact.name), signed.organiser.name))
    return Letter(
        language=entry.language,
        subject=say(_subject(revision, spoken)),
        summary="",
        greeting=say(_("Dear {name},", name=first_name(entry.name))),
        opening=tuple(say(sentence) for sentence in _opening(revision, spoken)),
        changes=tuple(_changes(revision, spoken)),
        facts=() if off else tuple(_host_facts(view, spoken)),
        programme=() if off else programme_lines(view, spoken),
        closing=tuple(say(sentence) for sentence in _closing(revision, signed)),
        signature=(say(_("Kind regards,")), *filter(None, names)),
    )


def _subject(revision: Revision, spoken: Words) -> Sentence:
    title, when = revision.view.title, day_text(revision.view, spoken)
    match revision.why:
        case "host-off":
            return _("No longer at your school: {title}, {when}", title=title, when=when)
        case "host-changed":
            return _("Changed: {title} at your school, now {when}", title=title, when=when)
    return _("{title} at your school on {when}: is it all right?", title=title, when=when)


def _opening(revision: Revision, spoken: Words) -> Iterator[Sentence]:
    view = revision.view
    fields = {"title": view.title, "school": view.venue.name, "when": when_text(view, spoken)}
    match revision.why:
        case "host-off":
            yield _("{title} on {when} does not take place at {school} after all.", **fields)
        case "host-changed":
            yield _("{title} at {school} is at another time. Is that all right too?", **fields)
        case _:
            yield _("We would like to hold {title} at {school}. Is it all right?", **fields)


def _changes(revision: Revision, spoken: Words) -> Iterator[Fact]:
    if revision.before is None or revision.why != "host-changed":
        return
    pairs = zip(labelled(revision.view, spoken), labelled(revision.before, spoken), strict=True)
    yield from (
        Fact(spoken.say(label), now, before)
        for (label, now), (_same, before) in pairs
        if now != before and now and before
    )


def _host_facts(view: View, spoken: Words) -> Iterator[Fact]:
    yield from facts(view, spoken)
    rooms = spoken.say(_n("{count} room", "{count} rooms", view.rooms))
    yield Fact(spoken.say(_("Space for")), rooms)


def _closing(revision: Revision, signed: Signed) -> Iterator[Sentence]:
    contact = {"contact": clean(signed.contact.name), "address": signed.contact.email}
    if revision.why == "host-off":
        yield _("Questions? {contact} ({address}) is happy to help.", **contact)
        return
    yield _("Could you see to coffee and tea?")
    if revision.view.tour:
        yield _("Who likes to can be shown around the school.")
    yield _("Does it suit? Let {contact} know ({address}); if not, we ask another school.", **contact)

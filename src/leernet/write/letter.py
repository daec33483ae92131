"""What is told in; what mail and calendar say about it, in the language of the reader, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.timezone import ZONE
from leernet.model.view import View, clean
from leernet.model.year import Organiser
from leernet.words import Field, Language, Sentence, Words, _, _n
from leernet.write.facts import Fact, day_text, facts, labelled, programme_lines, said_elsewhere, when_text
from leernet.write.letter_subject import same_place, subject, summary
from leernet.write.told import Told, spoken_in


class Letter(Struct, frozen=True):
    """What is said about an occasion, in one language, below the greeting.

    Attributes:
        opening: what this is about, a paragraph each.
        changes: what became different, old and new.
        facts: when, where and what else there is to know.
        programme: a heading and a line for each block; empty where none is known.
        closing: paragraphs below the facts.
        signature: lines.
        link: address of a page, on a line of its own everywhere; may be empty.
    """

    language: Language
    subject: str
    summary: str
    opening: tuple[str, ...]
    changes: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    programme: tuple[str, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]
    link: str = ""

    @property
    def changes_heading(self) -> str:
        """What is above the changes."""
        return spoken_in(self.language).say(_("This changes:"))

    @property
    def link_heading(self) -> str:
        """What is above the link."""
        return spoken_in(self.language).say(_("More information:"))


class Signed(Struct, frozen=True):
    """By whom a letter is written, and where there is more to read.

    Attributes:
        organiser: who sends.
        contact: whom to turn to, with an address of their own; the organiser where nobody is named.
        page: address of the published pages; empty: there are none.
        feed: address of the calendar to subscribe to; empty: there is none.
        by_file: whether the calendar part comes as a file to open, as the mail is sent from a mail program.
        to_oneself: whether the reader is whom to turn to.
    """

    organiser: Organiser
    contact: Organiser
    page: str = ""
    feed: str = ""
    by_file: bool = False
    to_oneself: bool = False

    def read_by(self, address: str) -> Signed:
        """As it is for one reader: nobody is told to turn to themselves."""
        if address.casefold() != self.contact.email.casefold():
            return self
        return replace(self, contact=self.organiser, to_oneself=self.organiser.email == self.contact.email)


@lru_cache(maxsize=1024)
def letter(told: Told, signed: Signed) -> Letter:
    """The letter about what is told."""
    spoken = spoken_in(told.language)
    say = spoken.say
    gone = told.method in ("CANCEL", "NOTE")
    return Letter(
        language=told.language,
        subject=say(subject(told, spoken)),
        summary=summary(told, spoken),
        opening=(
            *((told.view.welcome,) if told.view.welcome and told.method == "REQUEST" else ()),
            say(_news(told, spoken)),
            *((told.view.round,) if told.view.round and not gone else ()),
            *(say(sentence) for sentence in _remark(told)),
        ),
        changes=tuple(_changes(told, spoken)),
        facts=tuple(facts(told.view, spoken)) if not gone else (),
        programme=programme_lines(told.view, spoken) if not gone else (),
        closing=tuple(say(sentence) for sentence in _closing(told, signed)),
        signature=signature(signed, spoken),
        link="" if gone else told.view.link or signed.page,
    )


def signature(signed: Signed, spoken: Words) -> tuple[str, ...]:
    """Who greets."""
    names = dict.fromkeys((clean(signed.contact.name), signed.organiser.name))
    return (spoken.say(_("Kind regards,")), *filter(None, names))


@lru_cache(maxsize=8192)
def greeting(name: str, language: Language, *, is_school: bool = False) -> str:
    """``Beste Anne,``; a school that named nobody is greeted as a whole."""
    if is_school:
        return spoken_in(language).say(_("Dear colleagues of {school},", school=name))
    return spoken_in(language).say(_("Dear {name},", name=first_name(name)))


def first_name(name: str) -> str:
    """``Anne`` of Anne Bakker; the whole name where it begins with an initial or a title."""
    first = name.split(" ", 1)[0]
    return first if len(first) > 1 and "." not in first and not first.isupper() else name


def _news(told: Told, spoken: Words) -> Sentence:
    view = told.view
    match told.why:
        case "moved":
            return _what_moved(told)
        case "exchanged":
            return _from_to(told, spoken)
        case "new":
            return _invitation(told.kind, view)
        case "reminder":
            return _n(
                "In {count} day it is time for {title}.",
                "In {count} days it is time for {title}.",
                (view.day - told.dtstamp.astimezone(ZONE).date()).days,
                title=view.title,
            )
    return _NEWS[told.why].saying(title=view.title, when=when_text(view, spoken))


def _from_to(told: Told, spoken: Words) -> Sentence:
    """From which place to which, and why."""
    view, before = told.view, told.before
    if before is None or told.because is None:
        return _invitation(told.kind, view)
    now, was = _bare(view.title), _bare(before.title)
    if now != was:
        return _(
            "Your workshop changes from '{before}' to '{now}', because {reason}.",
            before=was,
            now=now,
            reason=told.because,
        )
    return _(
        "Your place in '{workshop}' moves from {before} to {now}, because {reason}.",
        workshop=now,
        before=day_text(before, spoken),
        now=day_text(view, spoken),
        reason=told.because,
    )


_NEWS: Mapping[str, Sentence] = {
    "cancelled": _("{title} on {when} is cancelled."),
    "removed": _("You are no longer on the list for {title}, {when}. It does take place, without you."),
    "within": _("You still have your place in {title}: it is in your entry of the meeting from now on."),
    "changed": _("Something about {title} has changed. Day, time and place stay the same."),
    "revived": _("{title} takes place after all. We look forward to seeing you there."),
    "back": _("You are on the list for {title} again. We look forward to seeing you there."),
    "address": _("From now on your invitations to {title} come to this address."),
    "organiser": _("From now on the invitations to {title} come from this address."),
    "left": _("From now on your invitations go to the new e-mail address that we have of you."),
}


def _what_moved(told: Told) -> Sentence:
    view, before = told.view, told.before or told.view
    if (view.day, view.until) != (before.day, before.until):
        return _("{title} has moved. Below is what it was and what it is now.", title=view.title)
    if not same_place(view, before):
        return _(
            "{title} has moved to another place. Below is what it was and what it is now.", title=view.title
        )
    if told.kind == "part":
        return _("Your times at {title} have changed. The day and the place stay the same.", title=view.title)
    return _("{title} is now at another time. The day and the place stay the same.", title=view.title)


def _remark(told: Told) -> Iterator[Sentence]:
    view = told.view
    if told.method == "NOTE":
        yield _("You need not do anything: the entry in your calendar stays as it is.")
    elif told.method == "CANCEL":
        if told.because is not None:
            yield _("This is because {reason}.", reason=told.because)
        yield _("Does the entry stay in your calendar? Then you can delete it.")
    elif told.why in ("address", "organiser"):
        yield _("This entry takes the place of the one you have.")
        if told.answered:
            yield _("Your answer is kept.")
    elif told.kind == "visit":
        yield _("Agree on the day and the time together. Until then this entry covers the whole period.")
    elif view.presence == "off":
        yield _("As far as we know you cannot be there that day. If you can after all, you are most welcome.")
    elif told.kind == "part":
        yield _("You come for a part of the day; the times below are yours.")
    if view.took_home and told.method in ("REQUEST", "REMINDER"):
        yield _("Last time you took home: {text}", text=view.took_home)


def _invitation(kind: str, view: View) -> Sentence:
    others = tuple(view.company)
    if kind == "session" and "presenter" in view.duties:
        return _("You lead the workshop {title}. Thank you for that!", title=_bare(view.title))
    if kind == "session":
        return _("You have a place in the workshop {title}.", title=_bare(view.title))
    if "visitor" in view.duties:
        return _("For {title} you visit {others}.", title=view.title, others=others)
    if "visited" in view.duties:
        return _("For {title} {others} comes to visit you.", title=view.title, others=others)
    return _("We would like to invite you to {title}.", title=view.title)


def _bare(title: str) -> str:
    """The title of a workshop without the word before it, for use within a sentence."""
    return title.removeprefix("Workshop ")


def _closing(told: Told, signed: Signed) -> Iterator[Sentence]:
    view = told.view
    contact: dict[str, Field] = {"contact": clean(signed.contact.name), "address": signed.contact.email}
    if told.method in ("CANCEL", "NOTE"):
        if told.method == "NOTE":
            yield _("Is this not right? Let {contact} know ({address}).", **contact)
        elif not signed.to_oneself:
            yield _("Questions? {contact} ({address}) is happy to help.", **contact)
        return
    yield from _offers(view)
    if signed.by_file:
        yield _("Open the file uitnodiging.ics to put it in your calendar; a change comes as a new file.")
    if told.kind == "visit":
        yield _(
            "Does that week not suit you? Agree on another one together, and tell {contact} ({address}).",
            **contact,
        )
        return
    if signed.by_file:
        yield _("Answer this mail to let us know whether you are coming.")
    elif told.why != "reminder":
        yield _("Let us know in your calendar whether you are coming.")
    if not signed.to_oneself:
        yield _("Can't you make it? Then let {contact} know ({address}).", **contact)
    if signed.feed:
        yield _("All dates in your own calendar: subscribe to {feed}", feed=signed.feed)


def _offers(view: View) -> Iterator[Sentence]:
    if view.tour and "presenter" not in view.duties:
        yield _("If you like, you get a tour of the school.")
    if view.bring_colleague:
        yield _("Feel free to bring a colleague.")


def _changes(told: Told, spoken: Words) -> Iterator[Fact]:
    if told.before is None or told.method != "REQUEST" or told.why in ("revived", "back"):
        return
    compared = (*labelled(told.view, spoken), *said_elsewhere(told.view, spoken))
    earlier = (*labelled(told.before, spoken), *said_elsewhere(told.before, spoken))
    for (label, now), (_same_label, before) in zip(compared, earlier, strict=True):
        if now != before:
            nothing = spoken.say(_("nothing"))
            yield Fact(spoken.say(label), now or nothing, before or nothing)
    if told.view.programme != told.before.programme:
        news = _("changed, see below") if told.view.programme else _("nothing")
        yield Fact(spoken.say(_("Programme")), spoken.say(news))


@lru_cache(maxsize=1024)
def description(letter: Letter) -> str:
    """The letter as the description of a calendar entry: plain text, the link on a line of its own."""
    blocks = (
        "\n".join(letter.opening),
        changes_text(letter),
        "\n".join(fact.text for fact in letter.facts),
        "\n".join(letter.programme),
        "\n".join(letter.closing),
        letter.link and f"{letter.link_heading}\n{letter.link}",
    )
    return "\n\n".join(block for block in blocks if block)


def changes_text(letter: Letter) -> str:
    """What became different, a line each, old and new."""
    if not letter.changes:
        return ""
    return "\n".join((letter.changes_heading, *(fact.text for fact in letter.changes)))

"""A revision in; what mail and calendar say about it, in the language of the reader, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from leernet.model.revision import Revision
from leernet.model.view import Piece, Venue, View
from leernet.model.year import Organiser
from leernet.words import Language, Sentence, Words, _, _n, words
from leernet.write.dates import clock_time, half_day_words, long_date, time_span, week_number


@dataclass(frozen=True, slots=True)
class Fact:
    """A line such as ``Waar: Basisschool De Regenboog``; ``before`` is what it said, where that changed."""

    label: str
    now: str
    before: str = ""

    @property
    def text(self) -> str:
        """The line."""
        told = f"{self.before} → {self.now}" if self.before else self.now
        return f"{self.label}: {told}"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said about an occasion, in one language.

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
    greeting: str
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
        return _spoken(self.language).say(_("This changes:"))

    @property
    def link_heading(self) -> str:
        """What is above the link."""
        return _spoken(self.language).say(_("More information:"))


@lru_cache(maxsize=2)
def _spoken(language: Language) -> Words:
    return words(language)


def letter(revision: Revision, organiser: Organiser, page: str) -> Letter:
    """The letter about a revision.

    Args:
        page: address of the published pages; empty: there are none.
    """
    entry, view = revision.entry, revision.view
    spoken = _spoken(entry.language)
    say = spoken.say
    when = when_text(view, spoken)
    gone = entry.method == "CANCEL"
    return Letter(
        language=entry.language,
        subject=say(_SUBJECTS[revision.why](title=view.title, when=_day_text(view, spoken))),
        summary=summary(revision, spoken),
        greeting=say(_("Dear student,") if entry.student else _("Dear colleague,")),
        opening=tuple(say(sentence) for sentence in (*_news(revision, when), *_remark(revision))),
        changes=tuple(_changes(revision, spoken)),
        facts=tuple(facts(view, spoken)) if not gone else (),
        programme=programme_lines(view, spoken) if not gone else (),
        closing=tuple(say(sentence) for sentence in _closing(revision, organiser)),
        # Where the facilitator is the organiser, one name.
        signature=tuple(dict.fromkeys(filter(None, (say(_("Kind regards,")), view.contact, organiser.name)))),
        link="" if gone else view.link or page,
    )


_SUBJECTS = {
    "new": lambda **fields: _("Invitation: {title}, {when}", **fields),
    "revived": lambda **fields: _("Invitation: {title}, {when}, takes place after all", **fields),
    "changed": lambda **fields: _("Changed: {title}, {when}", **fields),
    "moved": lambda **fields: _("Changed: {title}, now {when}", **fields),
    "cancelled": lambda **fields: _("Cancelled: {title}, {when}", **fields),
    "removed": lambda **fields: _("Cancelled: {title}, {when}", **fields),
    "reminder": lambda **fields: _("Reminder: {title}, {when}", **fields),
}


def summary(revision: Revision, spoken: Words) -> str:
    """The title in a calendar; programs that ignore METHOD and SEQUENCE still show what happened."""
    title = revision.view.title
    if revision.entry.method == "CANCEL":
        return cancelled_title(title, spoken)
    return moved_title(title, spoken) if revision.why == "moved" else title


def cancelled_title(title: str, spoken: Words) -> str:
    """``VERVALT: …``."""
    return spoken.say(_("CANCELLED: {title}", title=title))


def moved_title(title: str, spoken: Words) -> str:
    """``VERPLAATST: …``."""
    return spoken.say(_("MOVED: {title}", title=title))


def _news(revision: Revision, when: str) -> Iterator[Sentence]:
    entry, view = revision.entry, revision.view
    match revision.why:
        case "cancelled":
            yield _("{title} on {when} is cancelled.", title=view.title, when=when)
        case "removed":
            yield _(
                "This invitation is withdrawn: you are no longer on the list for {title}, {when}.",
                title=view.title,
                when=when,
            )
        case "moved":
            yield _("{title} is moved. Below you find what was and what is now.", title=view.title)
        case "changed":
            yield _("Something changes about {title}. Day, time and place stay the same.", title=view.title)
        case "revived":
            yield _("{title} takes place after all. We are glad to see you there.", title=view.title)
        case "reminder":
            yield _n(
                "In {count} day it is time for {title}.",
                "In {count} days it is time for {title}.",
                (view.day - entry.dtstamp.date()).days,
                title=view.title,
            )
        case "new":
            yield _invitation(entry.kind, view)


def _remark(revision: Revision) -> Iterator[Sentence]:
    entry, view = revision.entry, revision.view
    if entry.method == "CANCEL":
        yield _("Does the entry stay in your calendar? Then you can delete it.")
    elif entry.kind == "visit":
        yield _("Agree together on the day and the time. Until then this entry stands for the whole period.")
    elif view.presence == "off":
        yield _("As far as we know you cannot be there that day. If you can after all, you are most welcome.")
    elif entry.kind == "part":
        yield _("You come for a part of the day; the times below are yours.")


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
    return _("We gladly invite you to {title}.", title=view.title)


def _bare(title: str) -> str:
    """The title of a workshop without the word before it, for use within a sentence."""
    return title.removeprefix("Workshop ")


def _closing(revision: Revision, organiser: Organiser) -> Iterator[Sentence]:
    view = revision.view
    if revision.entry.method == "CANCEL":
        yield _("Questions? {contact} ({address}) is happy to help.", **_contact(view, organiser))
        return
    if view.tour and "presenter" not in view.duties:
        yield _("If you like, you get a tour of the school.")
    if view.bring_colleague:
        yield _("Feel free to bring a colleague.")
    if revision.entry.kind == "visit":
        yield _(
            "Does it not suit in that week? Agree on another one together, and tell {contact} ({address}).",
            **_contact(view, organiser),
        )
        return
    if revision.why != "reminder":
        yield _("Let us know in your calendar whether you come.")
    yield _("Can't you make it? Then let {contact} know ({address}).", **_contact(view, organiser))


def _contact(view: View, organiser: Organiser) -> dict[str, str]:
    return {"contact": view.contact or organiser.name, "address": organiser.email}


def facts(view: View, spoken: Words) -> Iterator[Fact]:
    """When, where and what else there is to know; only what is known."""
    for label, now in _labelled(view, spoken):
        if now:
            yield Fact(spoken.say(label), now)


def _changes(revision: Revision, spoken: Words) -> Iterator[Fact]:
    if revision.before is None or revision.entry.method != "REQUEST" or revision.why == "revived":
        return
    compared = (*_labelled(revision.view, spoken), *_said_elsewhere(revision.view, spoken))
    earlier = (*_labelled(revision.before, spoken), *_said_elsewhere(revision.before, spoken))
    for (label, now), (_same_label, before) in zip(compared, earlier, strict=True):
        if now != before:
            nothing = spoken.say(_("nothing"))
            yield Fact(spoken.say(label), now or nothing, before or nothing)
    if revision.view.programme != revision.before.programme:
        news = _("changed, see below") if revision.view.programme else _("nothing")
        yield Fact(spoken.say(_("Programme")), spoken.say(news))


def _said_elsewhere(view: View, spoken: Words) -> tuple[tuple[Sentence, str], ...]:
    """What is no fact of its own, as the title and the closing say it, but can change too."""
    yes, no = spoken.say(_("yes")), spoken.say(_("no"))
    return (
        (_("Title"), view.title),
        (_("Contact"), view.contact),
        (_("More information"), view.link),
        (_("A tour of the school"), yes if view.tour else no),
        (_("Bring a colleague"), yes if view.bring_colleague else no),
        (_("We count on you"), yes if view.presence == "required" else spoken.say(_("only if you can"))),
    )


def _labelled(view: View, spoken: Words) -> tuple[tuple[Sentence, str], ...]:
    """Every fact with its label, in the order of reading."""
    return (
        (_("When"), when_text(view, spoken)),
        (_("Days on which you both can"), _half_days_text(view, spoken)),
        (_("What you do"), spoken.listing(tuple(_step(*step) for step in view.steps))),
        (_("Where"), venue_text(view.venue)),
        (_("Room"), view.room),
        (_("Theme"), view.theme),
        (_("Common thread"), view.thread),
        (_("Your workshop"), "; ".join(_piece_text(piece, spoken) for piece in view.workshops)),
        (_("Your group"), _group_text(view, spoken)),
        (_("Your role"), spoken.listing(tuple(_DUTIES[duty] for duty in view.duties if duty in _DUTIES))),
        (_("Led by"), _leaders(view, spoken)),
        (_("Please bring"), view.bring),
    )


_DUTIES = {
    "case_owner": _("case owner"),
    "chair": _("chair"),
    "note_taker": _("note-taker"),
    "timekeeper": _("timekeeper"),
    "presenter": _("workshop leader"),
}


def _group_text(view: View, spoken: Words) -> str:
    if not view.group:
        return ""
    if not view.company:
        return spoken.say(_("group {group}", group=view.group))
    return spoken.say(_("group {group}, with {others}", group=view.group, others=view.company))


def _half_days_text(view: View, spoken: Words) -> str:
    """``dinsdag en donderdagochtend``: in its week a visit may be on some days only."""
    return spoken.listing(tuple(half_day_words(view.half_days, spoken)))


def _step(title: str, minutes: int) -> Sentence:
    return _n("{title} ({count} minute)", "{title} ({count} minutes)", minutes, title=title)


def _leaders(view: View, spoken: Words) -> str:
    """Who gives a workshop; in a group and in a pair the company is something else."""
    if view.group or {"presenter", "visitor", "visited"} & set(view.duties):
        return ""
    return spoken.listing(view.company)


def _piece_text(piece: Piece, spoken: Words) -> str:
    text = f"{time_span(piece.span, spoken.language)} {piece.title}"
    return f"{text} ({piece.room})" if piece.room else text


def programme_lines(view: View, spoken: Words) -> tuple[str, ...]:
    """A heading and a line for each block; nothing where there is no programme."""
    if not view.programme:
        return ()
    language = spoken.language
    return (
        spoken.say(_("Programme:")),
        *(f"{clock_time(piece.span.start, language)} {piece.title}" for piece in view.programme),
    )


def venue_text(venue: Venue) -> str:
    """``Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught``."""
    return ", ".join(filter(None, (venue.name, venue.address)))


def when_text(view: View, spoken: Words) -> str:
    """Day and time as people write them; of a period its first and last day and its week."""
    if view.span is None and view.until != view.day:
        return spoken.say(
            _(
                "{first} until {last} (week {week})",
                first=long_date(view.day, spoken.language),
                last=long_date(view.until, spoken.language),
                week=week_number(view.day),
            )
        )
    day = long_date(view.day, spoken.language)
    return day if view.span is None else f"{day}, {time_span(view.span, spoken.language)}"


def _day_text(view: View, spoken: Words) -> str:
    if view.until != view.day:
        return spoken.say(_("week {week}", week=week_number(view.day)))
    return long_date(view.day, spoken.language)


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

"""What somebody is to see of an occasion in; its facts, each with a label in a language, out."""

from collections.abc import Iterator

from msgspec import Struct

from leernet.model.view import Piece, Venue, View
from leernet.words import Sentence, Words, _, _n
from leernet.write.dates import clock_time, half_day_words, long_date, time_span, week_number


class Fact(Struct, frozen=True):
    """A line such as ``Waar: Basisschool De Regenboog``; ``before`` is what it said, where that changed."""

    label: str
    now: str
    before: str = ""

    @property
    def text(self) -> str:
        """The line."""
        told = f"{self.before} → {self.now}" if self.before else self.now
        return f"{self.label}: {told}"


def facts(view: View, spoken: Words) -> Iterator[Fact]:
    """When, where and what else there is to know; only what is known."""
    for label, now in labelled(view, spoken):
        if now:
            yield Fact(spoken.say(label), now)


def said_elsewhere(view: View, spoken: Words) -> tuple[tuple[Sentence, str], ...]:
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


def labelled(view: View, spoken: Words) -> tuple[tuple[Sentence, str], ...]:
    """Every fact with its label, in the order of reading."""
    return (
        (_("When"), when_text(view, spoken)),
        (_("Days on which you are both available"), _half_days_text(view, spoken)),
        (_("What you do"), spoken.listing(tuple(_step(*step) for step in view.steps))),
        (_("Where"), venue_text(view.venue)),
        (_("Room"), view.room),
        (_("Theme"), view.theme),
        (_("Common thread"), view.thread),
        (_("Your workshop"), "; ".join(_piece_text(piece, spoken) for piece in view.workshops)),
        (_("You lead"), "; ".join(_piece_text(piece, spoken) for piece in view.leads)),
        (_("Your group"), _group_text(view, spoken)),
        (_("Your role"), spoken.listing(tuple(_DUTIES[duty] for duty in view.duties if duty in _DUTIES))),
        (_("Led by"), _leaders(view, spoken)),
        (_("Participants"), _participants(view, spoken)),
        (_("What they hope to learn"), "; ".join(view.learning_goals)),
        (_("How to reach each other"), ", ".join(view.reach)),
        (_("Please bring"), view.bring),
    )


def _participants(view: View, spoken: Words) -> str:
    """``37 deelnemers, van wie 33 met de rondleiding meegaan``."""
    if not view.people:
        return ""
    people = _n("{count} person", "{count} people", view.people)
    if not view.tour or "presenter" not in view.duties:
        return spoken.say(people)
    return spoken.say(_("{people}, of whom {tour} go on the tour", people=people, tour=view.on_tour))


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
    people = spoken.say(_n("{count} person", "{count} people", piece.people)) if piece.people else ""
    more = ", ".join(filter(None, (piece.room, people)))
    return f"{text} ({more})" if more else text


def programme_lines(view: View, spoken: Words) -> tuple[str, ...]:
    """A heading and a line for each block, with those without this person; nothing where none is known."""
    if not view.programme:
        return ()
    without_you = spoken.say(_("without you"))
    lines = [(piece, "") for piece in view.programme]
    lines += [(piece, f" ({without_you})") for piece in view.other_parts]
    return (
        spoken.say(_("Programme:")),
        *(
            f"{_from_until(piece, spoken)} {piece.title}{without}"
            for piece, without in sorted(lines, key=lambda one: (one[0].span.start, one[0].span.end))
        ),
    )


def _from_until(piece: Piece, spoken: Words) -> str:
    """``9.00 – 9.15``."""
    start, end = (clock_time(one, spoken.language) for one in (piece.span.start, piece.span.end))
    return f"{start} – {end}"


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


def day_text(view: View, spoken: Words) -> str:
    """The day, or of a period its week."""
    if view.until != view.day:
        return spoken.say(_("week {week}", week=week_number(view.day)))
    return long_date(view.day, spoken.language)

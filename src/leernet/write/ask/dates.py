"""Dates worth asking about in; the poll of them out: text, a workbook to fill in, and what each costs."""

from collections.abc import Iterator

from leernet.explain.poll_dates import PollDate
from leernet.model.selection import needed_members, wanted_members
from leernet.model.year import Network, Year
from leernet.words import Sentence, Words, _, _n
from leernet.write.ask.question import Column, Question
from leernet.write.dates import poll_date, short_date, time_span
from leernet.write.tables import Sheet

# As read/poll_grid.py and read/poll_marks.py know them.
_HEADINGS = {
    "nl": ("lid", "naam", ("ja", "als het moet", "nee")),
    "en": ("member", "name", ("yes", "if need be", "no")),
}
_COSTS = {
    "nl": ("datum", "bijeenkomst", "afwezig", "wie kan niet", "kan ontvangen"),
    "en": ("date", "meeting", "absent", "who cannot come", "can receive"),
}


def dates_question(
    year: Year, network: Network, title: str, name: str, dates: tuple[PollDate, ...], words: Words
) -> Question:
    """Whether each member can come on each date, in the language of the documents."""
    member, called, answers = _HEADINGS[words.language]
    people = {one.id: one.name for one in (*wanted_members(year, network), *needed_members(year, network))}
    options = _options(dates, words)
    return Question(
        name,
        title,
        tuple(_text(title, name, options, answers, words)),
        (Column(member), Column(called), *(Column(option, answers) for option in options)),
        tuple(sorted(people.items())),
    )


def _options(dates: tuple[PollDate, ...], words: Words) -> tuple[str, ...]:
    """Each date at each of its times once, as the headings have it."""
    asked = dict.fromkeys((one.day, span) for one in dates for span in one.spans)
    return tuple(poll_date(day, span, words.language) for day, span in asked)


def _text(
    title: str, name: str, options: tuple[str, ...], answers: tuple[str, ...], words: Words
) -> Iterator[str]:
    say = words.say
    yield title
    yield ""
    yield say(
        _("On which of these dates can you come? Answer each with: {answers}.", answers=" / ".join(answers))
    )
    yield say(_("'If need be' means that you would have to make an effort for it, and will."))
    yield ""
    yield from options
    yield ""
    yield say(
        _(
            "Make these dates the options of a date poll, or copy each as it is into a form as a question. "
            "Let it record name and address. Export the answers and save them as availability/{name}.xlsx, "
            "or .csv.",
            name=name,
        )
    )


def dates_table(title: str, dates: tuple[PollDate, ...], words: Words) -> Sheet:
    """What each date costs, by what is known now; for the facilitator."""
    rows = tuple(
        (
            poll_date(one.day, span, words.language),
            one.meeting,
            len(one.absent),
            ", ".join(one.absent),
            ", ".join(one.hosts),
        )
        for one in dates
        for span in one.spans
    )
    return Sheet(title, _COSTS[words.language], rows)


# More names than these are counted.
_SHOWN = 4


def date_line(one: PollDate, words: Words) -> Sentence:
    """What a date costs, in a line of the terminal."""
    when = f"{short_date(one.day, words.language)} {time_span(one.spans[0], words.language)}"
    everybody = _("everybody can come")
    cannot = _n("{names} cannot come", "{names} cannot come", len(one.absent), names=_few(one.absent))
    who = cannot if one.absent else everybody
    if not one.hosts:
        return _("{when}: {who}", when=when, who=who)
    return _("{when}: {who}; it could be at {schools}", when=when, who=who, schools=_few(one.hosts))


def _few(names: tuple[str, ...]) -> tuple[str | Sentence, ...]:
    if len(names) <= _SHOWN:
        return names
    more = len(names) - _SHOWN
    return (*names[:_SHOWN], _n("{count} more", "{count} more", more))

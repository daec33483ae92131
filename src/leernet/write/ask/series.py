"""A series in; the question which workshops people choose out."""

from __future__ import annotations

from collections.abc import Iterator

from leernet.model.selection import series_members, series_workshops
from leernet.model.year import Series, Workshop, Year
from leernet.read.titles import titles_of
from leernet.words import Words, _, _n
from leernet.write.ask.question import Column, Question
from leernet.write.dates import long_date

# How many choices are asked for where the series does not say.
_RANKS = 3
_HEADINGS = {
    "nl": ("lid", "naam", "nooit", "bewijs", "afwezig", "rondleiding", ("ja", "nee")),
    "en": ("member", "name", "never", "evidence", "absent", "tour", ("yes", "no")),
}


def series_question(year: Year, series: Series, words: Words) -> Question:
    """Which workshops somebody chooses, in the language of the documents."""
    member, name, never, evidence, absent, tour, yes_or_no = _HEADINGS[words.language]
    workshops = tuple(one for one in series_workshops(year, series.id) if one.runs != "no")
    options = tuple(_option(workshops, one) for one in workshops)
    ranks = min(series.rank or _RANKS, len(options))
    columns = [Column(member), Column(name), *(Column(str(rank), options) for rank in range(1, ranks + 1))]
    columns.append(Column(never, options))
    if series.evidence_first:
        columns.append(Column(evidence, options))
    if len(series.moments) > 1:
        columns.append(Column(absent, tuple(series.moments)))
    if any(one.tour for one in workshops):
        columns.append(Column(tour, yes_or_no))
    people = series_members(year, series)
    return Question(
        series.id,
        series.title or series.id,
        tuple(_text(series, workshops, options, ranks, words)),
        tuple(columns),
        tuple((one.id, one.name) for one in people),
    )


def _option(workshops: tuple[Workshop, ...], workshop: Workshop) -> str:
    """The title; the id where a title could be taken for another."""
    title = workshop.title or workshop.id
    return title if titles_of(workshops).named(title).groups == ((workshop.id,),) else workshop.id


def _text(
    series: Series, workshops: tuple[Workshop, ...], options: tuple[str, ...], ranks: int, words: Words
) -> Iterator[str]:
    say = words.say
    yield series.title or series.id
    yield ""
    if series.choose:
        yield say(
            _n("You will attend {count} workshop.", "You will attend {count} workshops.", series.choose)
        )
    yield say(
        _n(
            "Choose a workshop. Places are given after the form has closed: answering first is no advantage.",
            "Choose {count} workshops in order, the one you want most first. Places are given after the "
            "form has closed: answering first is no advantage.",
            ranks,
        )
    )
    if series.closes is not None:
        yield say(_("The form closes on {day}.", day=long_date(series.closes, words.language)))
    yield ""
    yield say(_("Questions for the form: copy each heading as it is, and paste the options under it."))
    yield ""
    for rank in range(1, ranks + 1):
        yield say(_("Choice {rank}", rank=rank))
    yield ""
    yield say(_("Options:"))
    yield from options
    if any(one.tour for one in workshops):
        yield ""
        yield say(_("Tour"))
        yield say(_("Options: yes, no"))
    yield ""
    yield say(
        _(
            "Let the form record name and address, and allow one answer for each person. Download the "
            "answers as Excel and save them as choices/{series}.xlsx.",
            series=series.id,
        )
    )

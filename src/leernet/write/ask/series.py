"""A series and the plan in; the question which workshops people choose, and when those are, out."""

from collections.abc import Iterator

from leernet.model.plan import Plan, PlannedSession
from leernet.model.selection import series_members, series_workshops
from leernet.model.year import Moment, Series, Workshop, Year
from leernet.read.titles import titles_of
from leernet.words import Sentence, Words, _, _n
from leernet.write.ask.question import Column, Question
from leernet.write.dates import long_date, short_date, time_span

# How many choices are asked for where the series does not say.
_RANKS = 3
_HEADINGS = {
    "nl": ("lid", "naam", "nooit", "bewijs", "afwezig", "rondleiding", ("ja", "nee")),
    "en": ("member", "name", "never", "evidence", "absent", "tour", ("yes", "no")),
}


def series_question(year: Year, series: Series, plan: Plan, words: Words) -> Question:
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
        tuple(_text(series, plan, workshops, options, ranks, words)),
        tuple(columns),
        tuple((one.id, one.name) for one in people),
    )


def _option(workshops: tuple[Workshop, ...], workshop: Workshop) -> str:
    """The title; the id where a title could be taken for another."""
    title = workshop.title or workshop.id
    return title if titles_of(workshops).named(title).groups == ((workshop.id,),) else workshop.id


def _when(series: Series, plan: Plan, workshops: tuple[Workshop, ...], words: Words) -> Iterator[str]:
    """On which days each moment is, and where that differs each workshop, as far as it is known."""
    planned = {ref: session for ref, session in plan.sessions.items() if ref.startswith(f"{series.id}/")}
    for id, moment in series.moments.items():
        yield f"- {id}: {words.say(_day_of(id, moment, plan, planned, words))}"
    days = {
        one.id: sorted({session.day for ref, session in planned.items() if ref.rpartition("/")[2] == one.id})
        for one in workshops
    }
    if len({day for own in days.values() for day in own}) > 1:
        yield ""
        for one in workshops:
            shown = tuple(short_date(day, words.language) for day in days[one.id])
            if shown:
                title = one.title or one.id
                yield "- " + words.say(_("{workshop}: {days}", workshop=title, days=shown))


def _day_of(
    id: str, moment: Moment, plan: Plan, planned: dict[str, PlannedSession], words: Words
) -> Sentence:
    """The days of a moment with its hours; the stretch it is within where no day is chosen yet."""
    own = [session for ref, session in planned.items() if ref.split("/")[1] == id]
    meeting = plan.meetings.get(moment.meeting)
    days = {meeting.day} if meeting else {*moment.days} or {session.day for session in own}
    span = moment.time or (meeting.span if meeting else None)
    shown = tuple(long_date(day, words.language) for day in sorted(days))
    if len(shown) > 1:
        said = _("each workshop on one of these days: {dates}", dates=shown)
    elif shown:
        said = _("{day}", day=shown[0])
    elif moment.window is not None:
        first, last = (long_date(day, words.language) for day in (moment.window.first, moment.window.last))
        said = _("between {first} and {last}; the day is still to be chosen", first=first, last=last)
    else:
        said = _("the day is still to be chosen")
    return said if span is None else _("{time}, {when}", when=said, time=time_span(span, words.language))


def _text(
    series: Series,
    plan: Plan,
    workshops: tuple[Workshop, ...],
    options: tuple[str, ...],
    ranks: int,
    words: Words,
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
    yield say(_("When:"))
    yield from _when(series, plan, workshops, words)
    yield ""
    yield from _questions(workshops, options, ranks, words)
    yield ""
    yield say(
        _(
            "Let the form record name and address, and allow one answer for each person. Download the "
            "answers as Excel and save them as choices/{series}.xlsx.",
            series=series.id,
        )
    )


def _questions(
    workshops: tuple[Workshop, ...], options: tuple[str, ...], ranks: int, words: Words
) -> Iterator[str]:
    say = words.say
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

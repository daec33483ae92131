"""The findings about a row of collected choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from leernet.catalogue.choices import (
    ADD_OR_REMOVE,
    ANONYMOUS_ANSWER,
    EMPTY_ANSWER,
    ITS_MOMENTS,
    NEITHER_YES_NOR_NO,
    NO_SUCH_MOMENT,
    NOT_A_PLACING,
    NOT_A_RANK,
    NOT_A_SCORE,
    NOT_A_TIME_OF_ANSWER,
    NOT_IN_SERIES,
    PLACED_IN_SHARED_TITLE,
    PLACED_IN_UNKNOWN_WORKSHOP,
    RANKED_TWICE,
    SHARED_NAME,
    SHARED_TITLE,
    TITLE_OR_ID,
    UNKNOWN_RESPONDENT,
    UNKNOWN_WORKSHOP,
    UNKNOWN_WORKSHOP_IN_GRID,
)
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.finding import Finding, Level, Place
from leernet.model.choices import Answer
from leernet.model.year import Series
from leernet.read.near import nearest
from leernet.read.respondents import Respondents
from leernet.read.titles import Titles
from leernet.words import Sentence


def unknown_workshop(place: Place, text: str, titles: Titles, level: Level) -> Finding:
    """A title or an id that is no workshop's, or of several; an error where somebody is placed by hand."""
    if shared := titles.shared.get(" ".join(text.casefold().split())):
        rule = SHARED_TITLE if level is Level.WARNING else PLACED_IN_SHARED_TITLE
        return rule.at(place, text=text, workshops=shared)
    rule = UNKNOWN_WORKSHOP if level is Level.WARNING else PLACED_IN_UNKNOWN_WORKSHOP
    both = "; ".join(titles.both(text))
    return rule.at(place, DID_YOU_MEAN(other=both) if both else _meant_title(text, titles), text=text)


def unknown_row_of_grid(place: Place, text: str, titles: Titles) -> Finding:
    return UNKNOWN_WORKSHOP_IN_GRID.at(place, _meant_title(text, titles), text=text)


def _meant_title(text: str, titles: Titles) -> Sentence:
    if meant := titles.meant(text):
        return DID_YOU_MEAN(other=meant)
    return TITLE_OR_ID()


def unknown_moment(place: Place, text: str, series: Series) -> Finding:
    meant = nearest(text, series.moments)
    mend = DID_YOU_MEAN(other=meant) if meant else ITS_MOMENTS(moments=tuple(sorted(series.moments)))
    return NO_SUCH_MOMENT.at(place, mend, text=text.strip())


def no_placing(place: Place, text: str) -> Finding:
    return NOT_A_PLACING.at(place, text=text)


def no_rank(place: Place, cell: str) -> Finding:
    return NOT_A_RANK.at(place, text=cell)


def no_score(place: Place, cell: str) -> Finding:
    return NOT_A_SCORE.at(place, text=cell)


def ranked_twice(place: Place, workshops: Sequence[str], best: Mapping[str, int]) -> Iterator[Finding]:
    for workshop in workshops:
        yield RANKED_TWICE.at(place, workshop=workshop, rank=best[workshop])


def no_time(place: Place, cell: str) -> Finding:
    return NOT_A_TIME_OF_ANSWER.at(place, text=cell)


def neither_yes_nor_no(place: Place, cell: str) -> Finding:
    return NEITHER_YES_NOR_NO.at(place, text=cell)


def anonymous(place: Place) -> Finding:
    return ANONYMOUS_ANSWER.at(place)


def not_in_series(place: Place, member: str, series: Series) -> Finding:
    return NOT_IN_SERIES.at(place, series=series.id, member=member)


def unknown_member(place: Place, text: str, people: Respondents) -> Finding:
    if people.shared(text):
        return SHARED_NAME.at(place, text=text)
    meant = people.meant(text)
    return UNKNOWN_RESPONDENT.at(place, DID_YOU_MEAN(other=meant) if meant else ADD_OR_REMOVE(), text=text)


def empty_answer(answer: Answer) -> Finding:
    return EMPTY_ANSWER.at(answer.place, member=answer.member)

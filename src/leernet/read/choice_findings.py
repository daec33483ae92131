"""The findings about a row of collected choices."""

from leernet.catalogue import choices as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.finding import Finding, Level, Place
from leernet.model.year import Series
from leernet.read.near import nearest
from leernet.read.respondents import Respondents
from leernet.read.titles import Titles
from leernet.words import Sentence


def unknown_workshop(place: Place, text: str, titles: Titles, level: Level) -> Finding:
    """A title or an id that is no workshop's, or of several; an error where somebody is placed by hand."""
    if shared := titles.shared.get(" ".join(text.casefold().split())):
        rule = rules.SHARED_TITLE if level is Level.WARNING else rules.PLACED_IN_SHARED_TITLE
        return rule.at(place, text=text, workshops=shared)
    rule = rules.UNKNOWN_WORKSHOP if level is Level.WARNING else rules.PLACED_IN_UNKNOWN_WORKSHOP
    both = "; ".join(titles.both(text))
    return rule.at(place, DID_YOU_MEAN(other=both) if both else _meant_title(text, titles), text=text)


def unknown_row_of_grid(place: Place, text: str, titles: Titles) -> Finding:
    return rules.UNKNOWN_WORKSHOP_IN_GRID.at(place, _meant_title(text, titles), text=text)


def _meant_title(text: str, titles: Titles) -> Sentence:
    if meant := titles.meant(text):
        return DID_YOU_MEAN(other=meant)
    return rules.TITLE_OR_ID()


def unknown_moment(place: Place, text: str, series: Series) -> Finding:
    meant = nearest(text, series.moments)
    mend = DID_YOU_MEAN(other=meant) if meant else rules.ITS_MOMENTS(moments=tuple(sorted(series.moments)))
    return rules.NO_SUCH_MOMENT.at(place, mend, text=text.strip())


def unknown_member(place: Place, text: str, people: Respondents) -> Finding:
    if people.shared(text):
        return rules.SHARED_NAME.at(place, text=text)
    meant = people.meant(text)
    return rules.UNKNOWN_RESPONDENT.at(
        place, DID_YOU_MEAN(other=meant) if meant else rules.ADD_OR_REMOVE(), text=text
    )

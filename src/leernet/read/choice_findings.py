"""What can be wrong with a row of collected choices in; the finding a person reads out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from leernet.catalogue.choices import EMPTY_ANSWER, NOT_A_PLACING, RANKED_TWICE
from leernet.finding import Finding, Level, Place
from leernet.model.choices import Answer
from leernet.model.year import Series
from leernet.read.near import nearest
from leernet.read.respondents import Respondents
from leernet.read.titles import Titles
from leernet.words import Sentence, _


def _warning(rule: str) -> Callable[[Place, Sentence, Sentence | None], Finding]:
    return lambda place, sentence, hint: Finding(place, Level.WARNING, rule, sentence, hint)


def unknown_workshop(place: Place, text: str, titles: Titles, level: Level) -> Finding:
    if shared := titles.shared.get(" ".join(text.casefold().split())):
        sentence = _("'{text}' is the title of {workshops}.", text=text, workshops=shared)
        return Finding(place, level, "shared-title", sentence, _("Write the id of the one that is meant."))
    sentence = _("There is no workshop '{text}' in this series; the rest of the row counts.", text=text)
    return Finding(place, level, "unknown-workshop", sentence, _meant_title(text, titles))


def unknown_row_of_grid(place: Place, text: str, titles: Titles) -> Finding:
    sentence = _(
        "There is no workshop '{text}' in this series, so nothing is taken from its column.", text=text
    )
    return _warning("unknown-workshop")(place, sentence, _meant_title(text, titles))


def _meant_title(text: str, titles: Titles) -> Sentence:
    if meant := titles.meant(text):
        return _("Did you mean '{other}'?", other=meant)
    return _("Write the title or the id of a workshop of this series, as it stands in workshops.yaml.")


def unknown_moment(place: Place, text: str, series: Series, level: Level = Level.WARNING) -> Finding:
    meant = nearest(text, series.moments)
    hint = (
        _("Did you mean '{other}'?", other=meant)
        if meant
        else _("Its moments are {moments}.", moments=tuple(sorted(series.moments)))
    )
    sentence = _("This series has no moment '{text}'.", text=text.strip())
    return Finding(place, level, "unknown-moment", sentence, hint)


def no_placing(place: Place, text: str) -> Finding:
    return NOT_A_PLACING.at(place, text=text)


def no_rank(place: Place, cell: str) -> Finding:
    return _warning("not-a-rank")(
        place,
        _("'{text}' does not say which choice this is; it is taken as not chosen.", text=cell),
        _("Write 1 for the first choice, 2 for the second, or leave the cell empty."),
    )


def ranked_twice(place: Place, workshops: Sequence[str], best: Mapping[str, int]) -> Iterator[Finding]:
    for workshop in workshops:
        yield RANKED_TWICE.at(place, workshop=workshop, rank=best[workshop])


def no_time(place: Place, cell: str) -> Finding:
    return _warning("not-a-time")(
        place,
        _("'{text}' is not a date with a time; the answer counts as one without.", text=cell),
        _("Write it as 2026-11-12 10:39."),
    )


def neither_yes_nor_no(place: Place, cell: str) -> Finding:
    return _warning("not-yes-or-no")(
        place,
        _("'{text}' is neither yes nor no; it is taken as no.", text=cell),
        _("Write yes or no."),
    )


def anonymous(place: Place) -> Finding:
    return _warning("anonymous-answer")(
        place,
        _("This row does not say who it is from, so it is not used."),
        _("Fill in an id or an address, or set the form to record names."),
    )


def not_in_series(place: Place, member: str, series: Series) -> Finding:
    return _warning("not-in-series")(
        place,
        _(
            "The series {series} is not for {member}, so the row is not used.",
            series=series.id,
            member=member,
        ),
        _("Look at the key 'for' of the series and at the roles of this member."),
    )


def unknown_member(place: Place, text: str, people: Respondents) -> Finding:
    if people.shared(text):
        return _warning("shared-name")(
            place,
            _("Several members are called '{text}', so the row is not used.", text=text),
            _("Fill in the id or the address of the one who answered."),
        )
    meant = people.meant(text)
    hint = (
        _("Did you mean '{other}'?", other=meant)
        if meant
        else _("Add this person to your members, or remove the row.")
    )
    sentence = _("There is no member '{text}', so the row is not used.", text=text)
    return _warning("unknown-member")(place, sentence, hint)


def empty_answer(answer: Answer) -> Finding:
    return EMPTY_ANSWER.at(answer.place, member=answer.member)

"""The reasons for a moment of a series in; sentences for the facilitator out."""

from collections.abc import Iterator

from leernet.explain.series import DayReason, MomentReasons, SessionReason
from leernet.words import Field, Sentence, _
from leernet.write.dates import long_date
from leernet.write.programme_names import SeriesNames


def moment_lines(found: MomentReasons, names: SeriesNames) -> Iterator[Sentence]:
    """Why a moment is when it is, then a sentence for each workshop there."""
    yield _day(found.moment, found.day, names)
    for session in found.sessions:
        yield _session(session, names)


def _day(moment: str, reason: DayReason, names: SeriesNames) -> Sentence:
    fields: dict[str, Field] = {"moment": moment.replace("-", " ").replace("_", " ").capitalize()}
    if reason.dates:
        return _on_several_dates(reason, names, fields)
    if reason.day is None:
        return _("{moment} has no date yet; run `leernet plan`.", **fields)
    fields |= {
        "day": long_date(reason.day, names.words.language),
        "able": reason.able,
        "people": reason.people,
    }
    if reason.why == "meeting":
        return _(
            "{moment} is part of {meeting}, on {day}; {able} of {people} people can be there.",
            meeting=names.series.moments[moment].meeting,
            **fields,
        )
    if reason.why == "given":
        return _(
            "{moment} is on {day}, as its definition says; {able} of {people} people can be there.", **fields
        )
    return _within_window(moment, reason, names, fields)


def _on_several_dates(reason: DayReason, names: SeriesNames, fields: dict[str, Field]) -> Sentence:
    dates = [
        _(
            "on {day} {able} of {people} people can be there",
            day=long_date(day, names.words.language),
            able=able,
            people=reason.people,
        )
        for day, able in reason.dates
    ]
    return _(
        "{moment} is on several dates, each workshop on one of them, everybody in one workshop: {dates}.",
        dates=tuple(dates),
        **fields,
    )


def _within_window(moment: str, reason: DayReason, names: SeriesNames, fields: dict[str, Field]) -> Sentence:
    window = names.series.moments[moment].window
    assert window is not None  # else its day was not chosen
    first, last = (long_date(day, names.words.language) for day in (window.first, window.last))
    fields = {**fields, "first": first, "last": last}
    if reason.better is None:
        return _(
            "{moment} is on {day}, chosen between {first} and {last}; {able} of {people} people can be there,"
            " and on no other day more.",
            **fields,
        )
    other, more = reason.better
    return _(
        "{moment} is on {day}, chosen between {first} and {last}; {able} of {people} people can be there."
        " On {other} {more} could, but other meetings, presenters or schools count as well.",
        other=long_date(other, names.words.language),
        more=more,
        **fields,
    )


def _session(found: SessionReason, names: SeriesNames) -> Sentence:
    session = found.session
    day = names.own_day(session.moment, session.workshop)
    title = names.workshop(session.workshop)
    fields: dict[str, Field] = {
        "workshop": f"{title} ({day})" if day else title,
        "wished": found.wished,
        "seats": session.seats_max,
    }
    if session.runs == "no":
        return _("'{workshop}' does not run: its definition says so.", **fields)
    if found.placed is None:
        return _("'{workshop}' has {seats} seats; listed by {wished} of those who can attend.", **fields)
    if not found.placed and session.runs == "decide" and session.seats_min > 1:
        return _(
            "'{workshop}' does not run: it needs {minimum} people; listed by {wished} of those who can"
            " attend.",
            minimum=session.seats_min,
            workshop=fields["workshop"],
            wished=found.wished,
        )
    if not found.placed and session.runs == "decide":
        return _(
            "'{workshop}' does not run: nobody was placed in it; listed by {wished} of those who can attend.",
            **fields,
        )
    if found.placed >= session.seats_max:
        return _(
            "'{workshop}' is full: {placed} of {seats} seats; listed by {wished} of those who can attend.",
            placed=found.placed,
            **fields,
        )
    return _(
        "'{workshop}' has {placed} of {seats} seats taken; listed by {wished} of those who can attend.",
        placed=found.placed,
        **fields,
    )

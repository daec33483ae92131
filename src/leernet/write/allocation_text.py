"""The reasons for somebody's places in; facts for the facilitator and a text without names for them out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from leernet.explain.reasons import NotGot, OneMoreSeat, Reasons, TourReason
from leernet.explain.standings import Got, Right
from leernet.model.allocation import EarlierAllocation, Participant, WhyMissing
from leernet.words import Field, Sentence, _, _n
from leernet.write.programme_names import SeriesNames

_ORDINALS = (_("first choice"), _("second choice"), _("third choice"), _("fourth choice"), _("fifth choice"))


def choice_words(rank: int) -> Sentence:
    """``first choice``, … ``6th choice``."""
    if rank <= len(_ORDINALS):
        return _ORDINALS[rank - 1]
    return _("choice number {rank}", rank=rank)


_RIGHTS: dict[Right, Sentence] = {
    "placed by hand": _("placed by hand"),
    "evidence": _("for the portfolio"),
    "not chosen": _("not chosen"),
}


def right_words(got_right: Right, rank: int | None) -> Sentence:
    """By what right somebody has a place, in a few words."""
    if got_right == "wish" and rank is not None:
        return choice_words(rank)
    if got_right == "evidence" and rank is not None:
        return _("{choice} for the portfolio", choice=choice_words(rank))
    return _RIGHTS.get(got_right, _RIGHTS["not chosen"])


def student_text(reasons: Reasons, names: SeriesNames) -> tuple[Sentence, ...]:
    """What somebody may know about their own places: what, where, when, own rank, reason; no other names."""
    return (*_places(reasons, names), *_own_reasons(reasons, names))


def _places(reasons: Reasons, names: SeriesNames) -> Iterator[Sentence]:
    """One sentence for each place, and one for places missing."""
    for got in names.in_time(reasons.standing.got):
        where = _where(got, names)
        yield _(
            "You are placed in '{workshop}', {where} ({right}).",
            workshop=names.workshop(got.workshop),
            where=where,
            right=right_words(got.right, got.rank),
        )
    yield from _missing(reasons, names)


_MISSING: Mapping[WhyMissing, Sentence] = {
    "no-seat": _("no seat was left"),
    "costs-others": _("a place there would have cost others theirs"),
    "closed": _("what could be attended does not run"),
    "never": _("all that was left was ruled out in the answer"),
    "elsewhere": _("what could be attended is attended at another moment"),
    "no-session": _("there is no workshop to attend"),
    "absent": _("absent, according to the answer"),
    "meeting": _("absent from the meeting that this moment is part of"),
    "away": _("away, not working or not a member on that day"),
    "leads": _("leads a workshop then"),
    "past": _("that moment was over"),
}


def missing_words(why: WhyMissing) -> Sentence:
    """Why somebody has no place at a moment; they may read it themselves."""
    return _MISSING[why]


def _where(got: Got, names: SeriesNames) -> str:
    parts = (names.day(got.moment, got.workshop), names.time(got.moment, got.workshop))
    when = " ".join(part for part in parts if part) or names.moment(got.moment)
    return ", ".join(part for part in (when, names.place(got.moment, got.workshop)) if part)


def _own_reasons(reasons: Reasons, names: SeriesNames) -> Iterator[Sentence]:
    for wish in reasons.not_got:
        yield _own_reason(wish, names)
    if reasons.not_got and reasons.exchange is None:
        yield _(
            "No exchange at any moment would give you something better without making someone else worse off."
        )
    if reasons.lots_decided:
        yield _(
            "Someone else had an equal claim, so lots decided. Your lot was number {lot} of {lots}.",
            lot=reasons.lot,
            lots=reasons.lots,
        )


# By why a wish did not come true, what the one who wished may read of it.
_OWN_REASONS: Mapping[str, Sentence] = {
    "no-session": _(
        "'{workshop}', your {choice}, is not open to you, or is not held at a moment when you can come."
    ),
    "over": _("'{workshop}', your {choice}, was at a moment that is over."),
    "closed": _("'{workshop}', your {choice}, does not run at {moment}: it needs {minimum} people."),
    "cancelled": _("'{workshop}', your {choice}, does not run at {moment}."),
    "kept": _("'{workshop}', your {choice}, has seats left at {moment}, but places given before were kept."),
    "other": _(
        "'{workshop}', your {choice}, has seats left at {moment}, but your places together would have"
        " been worse, or another workshop would not have run."
    ),
}


def _fields(wish: NotGot, names: SeriesNames) -> dict[str, Field]:
    return {
        "workshop": names.workshop(wish.workshop),
        "choice": choice_words(wish.rank),
        "moment": names.moment(wish.moment),
        "minimum": wish.minimum,
        "wished": wish.wished,
        "seats": wish.seats,
    }


def _own_reason(wish: NotGot, names: SeriesNames) -> Sentence:
    fields = _fields(wish, names)
    if wish.why in _OWN_REASONS:
        return _OWN_REASONS[wish.why].saying(**fields)
    return _n(
        "'{workshop}', your {choice}, is full at {moment}; on its {count} seat: {held}.",
        "'{workshop}', your {choice}, is full at {moment}; on its {count} seats: {held}.",
        wish.seats,
        **fields,
        held=_by_right(wish),
    )


def _by_right(wish: NotGot) -> tuple[Sentence, ...]:
    """``12× first choice``: by what right the seats of a session are taken."""
    counts = Counter((holder.right, holder.rank) for holder in wish.holders)
    return tuple(
        _("{people}× {right}", people=counts[each], right=right_words(*each))
        for each in _strongest_first(counts)
    )


def tour_words(reason: TourReason, names: SeriesNames) -> tuple[Sentence, ...]:
    """What became of the tour that somebody asked for; they may read it themselves."""
    if reason.with_session is not None:
        moment, workshop = reason.with_session
        fields = {"moment": names.moment(moment), "workshop": names.workshop(workshop)}
        return (_("A seat on the tour of the school: with '{workshop}', at {moment}.", **fields),)
    if not reason.full:
        return (_("A tour was asked for, but none of these workshops has one."),)
    return tuple(
        _n(
            "No seat on the tour with '{workshop}' at {moment}: {count} seat, given by lot.",
            "No seat on the tour with '{workshop}' at {moment}: {count} seats, given by lot.",
            seats,
            moment=names.moment(moment),
            workshop=names.workshop(workshop),
        )
        for (moment, workshop), seats in reason.full
    )


def credit_words(results: Iterable[EarlierAllocation], names: SeriesNames) -> tuple[Sentence, ...]:
    """Why somebody's lot came before those of others; they may read it themselves."""
    return tuple(
        _(
            "In {programme} nobody ended further below their best, so their lot was drawn first.",
            programme=_programme(result, names),
        )
        for result in results
    )


def waiting_words(person: Participant) -> tuple[Sentence, ...]:
    """Why somebody was placed after others; they may read it themselves."""
    if not person.answered:
        return (_("No choices came in; people who did not choose are placed last, where seats are left."),)
    if person.late:
        return (_("The choices came in late; people who are late are placed last, where seats are left."),)
    return ()


def _programme(result: EarlierAllocation, names: SeriesNames) -> str:
    series = names.year.series.get(result.record.series)
    title = (series.title if series else "") or result.record.series
    return f"{title} {result.school_year}" if result.school_year else title


def facilitator_facts(reasons: Reasons, names: SeriesNames) -> tuple[Sentence, ...]:
    """All that decided, with names; for the facilitator only."""
    facts: list[Sentence] = [_steps(reasons, names), *_missing(reasons, names)]
    for wish in reasons.not_got:
        facts.append(_wish_fact(wish, names))
        facts.extend(_more_about(wish, names))
    facts.extend(_exchange_facts(reasons, names))
    return tuple(facts)


def _steps(reasons: Reasons, names: SeriesNames) -> Sentence:
    member = names.member(reasons.standing.member)
    if not reasons.standing.level:
        return _("{member} has the best that was possible for anyone with these wishes.", member=member)
    return _n(
        "{member} is {count} step below the best that was possible with these wishes.",
        "{member} is {count} steps below the best that was possible with these wishes.",
        reasons.standing.level,
        member=member,
    )


def _missing(reasons: Reasons, names: SeriesNames) -> Iterator[Sentence]:
    for moment, why in reasons.missing:
        yield _("No place at {moment}: {reason}.", moment=names.moment(moment), reason=missing_words(why))


# The same for the facilitator.
_FACTS: Mapping[str, Sentence] = {
    "no-session": _(
        "'{workshop}' ({choice}) is not open to this member, or is not held at a moment when they can come."
    ),
    "over": _("'{workshop}' ({choice}) was at a moment that is over."),
    "closed": _(
        "'{workshop}' ({choice}) does not run at {moment}: it needs {minimum} people and {wished} chose it."
    ),
    "cancelled": _("'{workshop}' ({choice}) does not run at {moment}."),
    "kept": _(
        "'{workshop}' ({choice}) has {seats} seats at {moment} and {people} people; places given before"
        " were kept."
    ),
    "other": _(
        "'{workshop}' ({choice}) has {seats} seats at {moment} and {people} people; a place there"
        " would have cost more elsewhere."
    ),
}


def _wish_fact(wish: NotGot, names: SeriesNames) -> Sentence:
    fields = _fields(wish, names)
    if wish.why in _FACTS:
        return _FACTS[wish.why].saying(**fields, people=len(wish.holders))
    return _n(
        "'{workshop}' ({choice}) is full at {moment}, {count} seat: {people}.",
        "'{workshop}' ({choice}) is full at {moment}, {count} seats: {people}.",
        wish.seats,
        **fields,
        people=_holders(wish, names),
    )


# Nobody reads more names in one sentence.
_MOST_NAMES = 40


def _holders(wish: NotGot, names: SeriesNames) -> str:
    """Who has the seats, those with the same right together, the strongest first; of a crowd how many."""
    if len(wish.holders) > _MOST_NAMES:
        return names.words.listing(_by_right(wish))
    by_right: dict[tuple[Right, int | None], list[str]] = {}
    for holder in wish.holders:
        by_right.setdefault((holder.right, holder.rank), []).append(names.member(holder.member))
    return "; ".join(
        f"{names.words.say(right_words(*right))}: {', '.join(by_right[right])}"
        for right in _strongest_first(by_right)
    )


def _strongest_first(rights: Iterable[tuple[Right, int | None]]) -> list[tuple[Right, int | None]]:
    return sorted(rights, key=lambda each: (each[0] != "placed by hand", each[1] or 99, each[0]))


_ONE_MORE_SEAT: dict[OneMoreSeat, Sentence] = {
    "better": _("With one more seat there, at {moment}, this member would be better off."),
    "taken": _("One more seat there, at {moment}, would have gone to someone else."),
    "no help": _("One more seat there, at {moment}, would not have helped this member."),
}


def _more_about(wish: NotGot, names: SeriesNames) -> Iterator[Sentence]:
    if wish.one_more_seat is not None:
        yield _ONE_MORE_SEAT[wish.one_more_seat].saying(moment=names.moment(wish.moment))
    if equal := tuple(names.member(holder.member) for holder in wish.holders if holder.equal):
        yield _("This member and {members} had equal claims, so lots decided.", members=equal)


def _exchange_facts(reasons: Reasons, names: SeriesNames) -> Iterator[Sentence]:
    if reasons.exchange is not None:
        workshop, moment = reasons.exchange
        yield _(
            "An exchange at {moment} would give '{workshop}' without making anyone worse off.",
            moment=names.moment(moment),
            workshop=names.workshop(workshop),
        )
    elif reasons.not_got:
        yield _("No exchange at any moment helps this member without making someone else worse off.")
    if reasons.lot:
        yield _("Lot {lot} of {lots}.", lot=reasons.lot, lots=reasons.lots)

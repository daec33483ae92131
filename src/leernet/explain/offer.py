"""An offer of one change more in; what it would change, what that gains and how to take it, out."""

from collections.abc import Iterator
from datetime import date

from leernet.explain.dates import differences
from leernet.model.plan import record_of
from leernet.model.selection import school_name
from leernet.model.year import Year
from leernet.solve.dates.problem import Weights
from leernet.solve.dates_and_hosts import OneMoreChange
from leernet.words import Sentence, _, _n


def offer_line(year: Year, offer: OneMoreChange, moves: int) -> Sentence:
    """The offer in a sentence.

    Args:
        moves: with how many moves it is taken, counted from the resulting plan.
    """
    return _n(
        "One more change saves {percent} %: {changes}; then {gains}. To take it: --max-moves {moves}.",
        "{count} more changes save {percent} %: {changes}; then {gains}. To take them: --max-moves {moves}.",
        len(offer.changes),
        percent=offer.gain_permille / 10,
        changes=tuple(_changes(year, offer)),
        gains=tuple(_gains(offer)),
        moves=moves,
    )


def _changes(year: Year, offer: OneMoreChange) -> Iterator[Sentence]:
    for change in offer.changes:
        was, now = next(iter(change.was.values())), next(iter(change.now.values()))
        if change.what == "host":
            was, now = school_name(year, was), school_name(year, now)
            yield _("{meeting} at {now} instead of {was}", meeting=change.meeting, now=now, was=was)
        else:
            yield _(
                "{meeting} on {now} instead of {was}",
                meeting=change.meeting,
                now=date.fromisoformat(now),
                was=date.fromisoformat(was),
            )


def _gains(offer: OneMoreChange) -> Iterator[Sentence]:
    if offer.now is None or offer.then is None:
        if offer.travel_km is None:
            yield _("turns are fairer")
            return
        before, after = offer.travel_km
        yield _(
            "turns are fairer and people travel {after} km instead of {before}", after=after, before=before
        )
        return
    if offer.now.absent != offer.then.absent:
        now, then = offer.now.absent, offer.then.absent
        yield _("expected members who cannot come: {now} becomes {then}", now=now, then=then)
    yield from (term.said for term in differences(Weights(), offer.now, offer.then))


def offer_record(offer: OneMoreChange, moves: int) -> dict[str, object]:
    """The offer as ``--json`` prints it."""
    return {
        "changes": [record_of(change) for change in offer.changes],
        "gain_percent": offer.gain_permille / 10,
        "max_moves": moves,
    }

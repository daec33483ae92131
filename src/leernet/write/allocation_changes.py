"""The result before and the result now in; what changes for whom, as sentences, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from leernet.explain.standings import Placements
from leernet.words import Sentence, _
from leernet.write.programme_names import Names


def change_sentences(
    names: Names,
    before: Placements,
    now: Placements,
    tours_before: Mapping[str, str] = MappingProxyType({}),
    tours: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Sentence, ...]:
    """One sentence for each person for whom something changes, by id.

    Args:
        tours_before: session of everybody's tour, by id.
        tours: as they are now.
    """
    return tuple(
        _("{member}: {changes}.", member=names.member(member), changes=changes)
        for member in sorted({*before, *now})
        if (
            changes := (
                *_changes(names, before.get(member, {}), now.get(member, {})),
                *_tour_changes(names, tours_before.get(member), tours.get(member)),
            )
        )
    )


def _tour_changes(names: Names, before: str | None, now: str | None) -> Iterator[Sentence]:
    if before == now:
        return
    if now is None:
        yield _("no tour any more")
    else:
        moment, _stroke, workshop = now.partition("/")
        yield _(
            "a tour with '{workshop}' at {moment}",
            workshop=names.workshop(workshop),
            moment=names.moment(moment),
        )


def _changes(names: Names, before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Sentence, ...]:
    return tuple(
        _change(names, moment, before.get(moment), now.get(moment))
        for moment in names.moments
        if before.get(moment) != now.get(moment)
    )


def _change(names: Names, moment: str, before: str | None, now: str | None) -> Sentence:
    said = names.moment(moment)
    if before is None:
        return _("at {moment} now '{workshop}'", moment=said, workshop=names.workshop(now or ""))
    if now is None:
        return _("at {moment} no longer '{workshop}'", moment=said, workshop=names.workshop(before))
    return _(
        "at {moment} '{workshop}' instead of '{before}'",
        moment=said,
        workshop=names.workshop(now),
        before=names.workshop(before),
    )

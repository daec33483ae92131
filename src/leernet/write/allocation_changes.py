"""The result before and the result now in; what changes for whom, as sentences, out."""

from __future__ import annotations

from collections.abc import Mapping

from leernet.explain.standings import Placements
from leernet.words import Sentence, _
from leernet.write.programme_names import Names


def change_sentences(names: Names, before: Placements, now: Placements) -> tuple[Sentence, ...]:
    """One sentence for each person for whom something changes, by id."""
    return tuple(
        _("{member}: {changes}.", member=names.member(member), changes=changes)
        for member in sorted({*before, *now})
        if (changes := _changes(names, before.get(member, {}), now.get(member, {})))
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

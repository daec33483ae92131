"""Occasions in; the same out, each guest with what is in their letter alone and is no news by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from leernet.model.borders import borders
from leernet.model.ledger import Ledger
from leernet.model.selection import wanted_members
from leernet.model.view import Guest, Occasion, clean
from leernet.model.year import Member, Network, Year
from leernet.words import Sentence, _, _n, words


def with_taken_home(
    occasions: Iterable[Occasion], texts: Mapping[str, Mapping[str, str]]
) -> tuple[Occasion, ...]:
    """Each guest is reminded of what they took home from the meeting before.

    Args:
        texts: by meeting and member.
    """
    return tuple(
        replace(
            one,
            guests=tuple(
                replace(guest, view=replace(guest.view, took_home=clean(own.get(guest.member, ""))))
                for guest in one.guests
            ),
        )
        if (own := texts.get(one.reference))
        else one
        for one in occasions
    )


def with_rounds(year: Year, occasions: tuple[Occasion, ...]) -> tuple[Occasion, ...]:
    """Who visits or is visited reads in which round, and between which meetings that lies."""
    return tuple(
        replace(
            one,
            guests=tuple(
                replace(guest, view=replace(guest.view, round=clean(words(guest.language).say(said))))
                for guest in one.guests
            ),
        )
        if (said := _round(year, one)) is not None
        else one
        for one in occasions
    )


def _round(year: Year, occasion: Occasion) -> Sentence | None:
    """Which round a visit belongs to; None for what is no visit, or belongs to the only one."""
    pairs = year.networks[occasion.circle].pairs if occasion.kind == "visit" else None
    if pairs is None:
        return None
    number = int(occasion.reference.split("/")[1])
    found = borders(pairs.asked)
    between = found[number - 1] if number <= len(found) else None
    titles = {one.id: one.title or one.id for one in year.networks[occasion.circle].meetings}
    count, fields = len(found), {"number": number}
    if between is not None and between.after and between.before:
        return _n(
            "This visit is between {after} and {before}.",
            "Round {number} of {count}, between {after} and {before}.",
            count,
            after=titles[between.after],
            before=titles[between.before],
            **fields,
        )
    if between is not None and between.after:
        return _n(
            "This visit is after {after}.",
            "Round {number} of {count}, after {after}.",
            count,
            after=titles[between.after],
            **fields,
        )
    if between is not None and between.before:
        return _n(
            "This visit is before {before}.",
            "Round {number} of {count}, before {before}.",
            count,
            before=titles[between.before],
            **fields,
        )
    return _("Round {number} of {count}.", count=count, **fields) if count > 1 else None


def with_welcome(year: Year, occasions: tuple[Occasion, ...], ledger: Ledger) -> tuple[Occasion, ...]:
    """Who is new this year is welcomed in the first letter that they get from a network."""
    told = {(sent.circle, sent.member) for sent in ledger.sent}
    first: dict[tuple[str, str], tuple[date, str]] = {}
    for one in occasions:
        for guest in one.guests if one.kind == "meeting" else ():
            at, known = (one.circle, guest.member), (one.view.day, one.reference)
            first[at] = min(first.get(at, known), known)
    new = {
        id: {member.id for member in wanted_members(year, network) if _is_new(year, member)}
        for id, network in year.networks.items()
    }
    return tuple(
        replace(
            one,
            guests=tuple(
                _welcomed(year, year.networks[one.circle], new[one.circle], guest)
                if guest.member in new[one.circle]
                and (one.circle, guest.member) not in told
                and first[one.circle, guest.member][1] == one.reference
                else guest
                for guest in one.guests
            ),
        )
        if one.kind == "meeting"
        else one
        for one in occasions
    )


def _is_new(year: Year, member: Member) -> bool:
    """Whether somebody begins this year, as their first year or day says, or else their cohort."""
    this_year = year.school_year
    if member.starts_at is not None:
        return member.starts_at == this_year
    if member.joined is not None:
        return member.joined in this_year.days
    return str(this_year.starts_in) in re.findall(r"\d{4}", member.cohort or "")[:1]


def _welcomed(year: Year, network: Network, new: set[str], guest: Guest) -> Guest:
    """The guest with what the network is and who else is new, as far as they may be named."""
    say = words(guest.language).say
    count = sum(not meeting.cancelled for meeting in network.meetings)
    what = _n(
        "Welcome to {network}, which meets {count} time this year.",
        "Welcome to {network}, which meets {count} times this year.",
        count,
        network=network.title or network.id,
    )
    others = tuple(year.members[id].name for id in sorted(new - {guest.member}) if year.members[id].public)
    with_whom = _("New like you: {names}.", names=others)
    text = " ".join((say(what), *((say(with_whom),) if others else ())))
    return replace(guest, view=replace(guest.view, welcome=clean(text)))

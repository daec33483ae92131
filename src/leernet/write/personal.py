"""Occasions in; the same out, each guest with what is in their letter alone and is no news by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from leernet.model.ledger import Ledger
from leernet.model.selection import wanted_members
from leernet.model.view import Guest, Occasion, clean
from leernet.model.year import Member, Network, Year
from leernet.words import _, _n, words


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
    this_year = year.school_year
    return member.starts_at == this_year or (member.joined is not None and member.joined in this_year.days)


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

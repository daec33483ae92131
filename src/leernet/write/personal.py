"""Occasions in; the same out, each guest with what is in their letter alone and is no news by itself."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from leernet.model.borders import borders
from leernet.model.ledger import Ledger
from leernet.model.plan import session_reference
from leernet.model.records import Records
from leernet.model.selection import wanted_members
from leernet.model.view import Guest, Occasion, View, clean
from leernet.model.year import Member, Network, Series, Year
from leernet.words import Sentence, _, _n, words


def each_guest_sees(occasion: Occasion, sees: Callable[[Guest], View]) -> Occasion:
    """The occasion, each guest with another view."""
    return replace(occasion, guests=tuple(replace(guest, view=sees(guest)) for guest in occasion.guests))


def with_taken_home(
    occasions: Iterable[Occasion], texts: Mapping[str, Mapping[str, str]]
) -> tuple[Occasion, ...]:
    """Each guest is reminded of what they took home from the meeting before.

    Args:
        texts: by meeting and member.
    """

    def reminded(one: Occasion, own: Mapping[str, str]) -> Occasion:
        return each_guest_sees(
            one, lambda guest: replace(guest.view, took_home=clean(own.get(guest.member, "")))
        )

    return tuple(reminded(one, own) if (own := texts.get(one.reference)) else one for one in occasions)


def with_rounds(year: Year, occasions: tuple[Occasion, ...]) -> tuple[Occasion, ...]:
    """Who visits or is visited reads in which round, and between which meetings that lies."""

    def told(one: Occasion, said: Sentence) -> Occasion:
        return each_guest_sees(
            one, lambda guest: replace(guest.view, round=clean(words(guest.language).say(said)))
        )

    return tuple(one if (said := _round(year, one)) is None else told(one, said) for one in occasions)


def _round(year: Year, occasion: Occasion) -> Sentence | None:
    """Which round a visit belongs to; None for what is no visit, or belongs to the only one."""
    pairs = year.networks[occasion.circle].pairs if occasion.kind == "visit" else None
    if pairs is None:
        return None
    number = int(occasion.reference.split("/")[1])
    found = borders(pairs.asked)
    between = found[number - 1] if number <= len(found) else None
    titles = {one.id: one.title or one.id for one in year.networks[occasion.circle].meetings}
    count = len(found)
    after, before = (
        titles.get(id or "") for id in ((between.after, between.before) if between else ("", ""))
    )
    if after is not None and before is not None:
        return _n(
            "This visit is between {after} and {before}.",
            "Round {number} of {count}, between {after} and {before}.",
            count,
            number=number,
            after=after,
            before=before,
        )
    if after is not None:
        return _n(
            "This visit is after {after}.",
            "Round {number} of {count}, after {after}.",
            count,
            number=number,
            after=after,
        )
    if before is not None:
        return _n(
            "This visit is before {before}.",
            "Round {number} of {count}, before {before}.",
            count,
            number=number,
            before=before,
        )
    return _("Round {number} of {count}.", count=count, number=number) if count > 1 else None


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

    def welcomed(one: Occasion) -> Occasion:
        newcomers = new[one.circle]

        def sees(guest: Guest) -> View:
            at = (one.circle, guest.member)
            is_first = guest.member in newcomers and at not in told and first[at][1] == one.reference
            return _welcomed(year, year.networks[one.circle], newcomers, guest) if is_first else guest.view

        return each_guest_sees(one, sees)

    return tuple(welcomed(one) if one.kind == "meeting" and new[one.circle] else one for one in occasions)


def _is_new(year: Year, member: Member) -> bool:
    """Whether somebody begins this year, as their first year or day says, or else their cohort."""
    this_year = year.school_year
    if member.starts_at is not None:
        return member.starts_at == this_year
    if member.joined is not None:
        return member.joined in this_year.days
    return str(this_year.starts_in) in re.findall(r"\d{4}", member.cohort or "")[:1]


def _welcomed(year: Year, network: Network, new: set[str], guest: Guest) -> View:
    """What a guest sees, with what the network is and who else is new, as far as they may be named."""
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
    return replace(guest.view, welcome=clean(text))


def with_learning_goals(occasion: Occasion, year: Year, records: Records) -> Occasion:
    """The occasion, each presenter told what those in their workshops hope to learn, by name."""
    told: dict[str, list[str]] = {}
    for series_id, choices in records.choices.items():
        series, goals = year.series.get(series_id), choices.learning_goals
        for name, workshop in _placed(occasion, series, records) if series and goals else ():
            member, led = year.members.get(name), year.workshops.get(workshop)
            if member is None or led is None or name not in goals:
                continue
            for presenter in led.presenter:
                told.setdefault(presenter, []).append(f"{member.name}: {goals[name]}")
    if not told:
        return occasion

    def sees(guest: Guest) -> View:
        return replace(guest.view, learning_goals=tuple(map(clean, sorted(told.get(guest.member, ())))))

    return each_guest_sees(occasion, sees)


def _placed(occasion: Occasion, series: Series, records: Records) -> Iterator[tuple[str, str]]:
    """Members and their workshops in this session, or in rounds of this meeting."""
    for member, chosen in records.placements.get(series.id, {}).items():
        for moment, workshop in chosen.items():
            within = series.moments[moment].meeting if moment in series.moments else ""
            here = (session_reference(series.id, moment, workshop), within)
            if occasion.reference in here:
                yield member, workshop

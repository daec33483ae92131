"""A year and its records in; the letters to people who lack a place in a series that they never had out."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from leernet.model.allocation import MISSING, WhyMissing
from leernet.model.guests import guests_of
from leernet.model.ledger import Ledger, Sent, stamp_after
from leernet.model.occasion import series_invite
from leernet.model.records import Records
from leernet.model.revision import Issue, Revision, first_request
from leernet.model.view import Occasion, View, clean
from leernet.model.year import Series, Year
from leernet.words import Field, Sentence, _, words
from leernet.write.allocation_text import missing_words
from leernet.write.facts import Fact
from leernet.write.letter import Letter, Signed, signature
from leernet.write.programme_names import SeriesNames
from leernet.write.told import Told, spoken_in

_REASONS: Mapping[str, WhyMissing] = {said: why for why, said in MISSING.items()}
_WORDS = {str(why): missing_words(why) for why in MISSING}
# Nobody is told what they know: that they lead a workshop, or that something was before they came.
_KNOWN = ("leads", "past")
# Here somebody can do something about it.
_OWN = ("never", "absent", "meeting", "away")


def due_no_place_letters(year: Year, records: Records, moment: Issue) -> Iterator[Revision]:
    """A letter to each who lacks a place and was never told of one then, another when the reasons changed."""
    told = _last_letters(records.ledger)
    for id, series in sorted(year.series.items()):
        missing = records.missing.get(id, {})
        had = _told_of_a_place(records.ledger, series)
        for member_id, reasons in sorted(missing.items()):
            member = year.members.get(member_id)
            if member is None:
                continue
            new = {at: why for at, why in reasons.items() if (member_id, at) not in had}
            view = _view(year, records, series, new, moment)
            guests = guests_of(year, (member,), view) if view is not None else ()
            for guest in guests:
                last = told.get((id, member_id))
                if last is None or last.saw.lacking != guest.view.lacking:
                    before, first_id = (last.saw, last.message_id) if last else (None, "")
                    invite = series_invite(year, series)
                    occasion = Occasion(id, "no-place", id, guest.view, (guest,), invite)
                    letter = first_request(occasion, guest, f"no-place-{id}-{member_id}", moment)
                    entry = replace(letter, method="LETTER", dtstamp=stamp_after(last, moment.stamp))
                    yield Revision(entry, "no-place", invite, before, first_id)


def _view(
    year: Year, records: Records, series: Series, reasons: Mapping[str, str], moment: Issue
) -> View | None:
    """What is missing and why, at moments to come; None where they know that."""
    names = SeriesNames(year, records.plan, series, words(year.settings.language))
    days = {at: names.days(at) for at in names.moments}
    lacking = tuple(
        (at, _REASONS[reasons[at]])
        for at in names.moments
        if _REASONS.get(reasons.get(at, ""), "past") not in _KNOWN
        and max(days[at], default=moment.today) >= moment.today
    )
    if not lacking:
        return None
    to_come = sorted(day for at, _why in lacking for day in days[at] if day >= moment.today)
    return View(
        title=clean(names.title),
        day=to_come[0] if to_come else moment.today,
        until=to_come[-1] if to_come else moment.today,
        lacking=lacking,
    )


def _last_letters(ledger: Ledger) -> dict[tuple[str, str], Sent]:
    """By series and member the last letter."""
    letters = (entry for entry in ledger.sent if entry.kind == "no-place")
    in_time = sorted(letters, key=lambda one: (one.dtstamp, one.message_id))
    return {(entry.circle, entry.member): entry for entry in in_time}


def _told_of_a_place(ledger: Ledger, series: Series) -> frozenset[tuple[str, str]]:
    """Ids and moments of those who were told of a place then: that it is gone they are told otherwise."""
    moments = {f"{series.id}/{at}": at for at in series.moments}
    meetings = {moment.meeting: at for at, moment in series.moments.items() if moment.meeting}
    return frozenset(
        (entry.member, at)
        for entry in ledger.sent
        for at in (moments.get(entry.place), meetings.get(entry.occasion) if entry.saw.workshops else None)
        if at is not None
    )


def no_place_letter(told: Told, signed: Signed, names: SeriesNames) -> Letter:
    """That there is no place, why not at each moment, and what somebody can do."""
    spoken = spoken_in(told.language)
    lacking, title = told.view.lacking, told.view.title
    if len(lacking) < len(names.moments):
        title = f"{title}, {spoken.listing(tuple(names.moment(at) for at, _why in lacking))}"
    return Letter(
        language=told.language,
        subject=spoken.say(_("No place for you so far: {title}", title=title)),
        summary="",
        opening=(spoken.say(_("So far there is no place for you in {title}. This is why:", title=title)),),
        changes=(),
        facts=tuple(Fact(names.moment(at), spoken.say(_WORDS[why])) for at, why in lacking),
        programme=(),
        closing=tuple(spoken.say(sentence) for sentence in _closing(told, signed)),
        signature=signature(signed, spoken),
        link=signed.page,
    )


def _closing(told: Told, signed: Signed) -> Iterator[Sentence]:
    contact: dict[str, Field] = {"contact": clean(signed.contact.name), "address": signed.contact.email}
    reasons = {why for _moment, why in told.view.lacking}
    yield _("As soon as there is a place for you, you get an invitation.")
    if not reasons.isdisjoint(_OWN):
        yield _(
            "Can you come after all, or would you like what you ruled out? Let {contact} know ({address}).",
            **contact,
        )
    else:
        yield _("Questions? {contact} ({address}) is happy to help.", **contact)

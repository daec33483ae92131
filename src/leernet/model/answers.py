"""Occasions, what was sent, and answers by any road in; what each guest says of the date of now out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from leernet.model.appointments import Appointments
from leernet.model.ledger import Answer, Answered, Ledger, Sent, whom
from leernet.model.timezone import ZONE
from leernet.model.view import Occasion
from leernet.model.year import Member, Year


class ByHand(Struct, frozen=True):
    """An answer that came by telephone or in words: a row of ``answers.csv``.

    Attributes:
        member: id.
        meeting: reference.
        plus: how many more people they bring.
        on: the day of the answer.
        line: of the table it is on.
    """

    member: str
    meeting: str
    answer: Answer
    plus: int
    on: date
    line: int = 0


class Reply(NamedTuple):
    """What a guest says; ``plus`` is how many more people they bring."""

    answer: Answer | None = None
    plus: int = 0


def replies(
    occasions: Iterable[Occasion], uids: Mapping[str, str], ledger: Ledger, by_hand: Iterable[ByHand]
) -> Mapping[tuple[str, str], Reply]:
    """By key of the occasion and member, what was answered about the date it has now.

    The latest answer counts, whichever way it came; of one day the one by hand. An answer to an earlier date
    does not count; a new address or organiser is no new date.
    """
    appointments = Appointments(ledger, uids)
    mailed = _mailed(ledger)
    told = _by_member(by_hand)
    found: dict[tuple[str, str], Reply] = {}
    for occasion in occasions:
        for guest in occasion.guests:
            last = appointments.of(occasion, guest)
            history = appointments.same_appointment(last) if last is not None else ()
            answer = _last_of(mailed, history)
            hand = told.get((occasion.reference, guest.member))
            if hand is not None and last is not None and hand.on < _known_since(appointments, last, history):
                hand = None
            if hand is not None and (answer is None or hand.on >= answer.dtstamp.astimezone(ZONE).date()):
                found[occasion.key, guest.member] = Reply(hand.answer, hand.plus)
            elif answer is not None:
                found[occasion.key, guest.member] = Reply(answer.answer)
    return found


def _mailed(ledger: Ledger) -> Mapping[tuple[str, str], tuple[Answered, ...]]:
    found: dict[tuple[str, str], tuple[Answered, ...]] = {}
    for answer in ledger.answers:
        found[whom(answer)] = (*found.get(whom(answer), ()), answer)
    return found


def _by_member(by_hand: Iterable[ByHand]) -> Mapping[tuple[str, str], ByHand]:
    return {(one.meeting, one.member): one for one in sorted(by_hand, key=lambda one: (one.on, one.line))}


def _last_of(
    mailed: Mapping[tuple[str, str], tuple[Answered, ...]], history: tuple[Sent, ...]
) -> Answered | None:
    """The last answer to one of these revisions, from any of the addresses they went to."""
    since = min((one.sequence for one in history), default=0)
    answers = (
        answer
        for at in dict.fromkeys(whom(one) for one in history)
        for answer in mailed.get(at, ())
        if answer.sequence >= since
    )
    return max(answers, key=lambda one: (one.dtstamp, one.answer), default=None)


def _known_since(appointments: Appointments, last: Sent, history: tuple[Sent, ...]) -> date:
    """The day on which the date of now was told, where there was another before; else long ago."""
    if not history or len(history) == len(appointments.chain(last)):
        return date.min
    return min(one.dtstamp for one in history).astimezone(ZONE).date()


def own_addresses(year: Year) -> Mapping[str, frozenset[str]]:
    """For each member the addresses that are theirs, in small letters."""
    return {id: frozenset(_own(member)) for id, member in year.members.items()}


def answering_addresses(year: Year) -> Mapping[str, frozenset[str]]:
    """For each member the addresses that may answer for them: their own, and those of their deputies."""
    own = own_addresses(year)
    return {
        id: own[id].union(*(own.get(one, frozenset((one.casefold(),))) for one in member.deputy))
        for id, member in year.members.items()
    }


def _own(member: Member) -> Iterator[str]:
    for address in (member.email, *member.also):
        if address:
            yield address.casefold()

"""Two plans of one year and the messages that follow in; what differs per meeting and per person out."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from leernet.model.plan import Change, Plan
from leernet.model.revision import Revision
from leernet.model.selection import member_name, takes_part_on
from leernet.model.year import Year
from leernet.words import Sentence, _, _n

# So many people are named on the screen; --json names all.
_SHOWN = 20


class PersonDifference(Struct, frozen=True):
    """What the difference means to somebody.

    Attributes:
        member: id.
        misses: meetings they could come to before and cannot now.
        gains: meetings they could not come to before and can now.
        messages: meetings of which they would get a message, one of two messages twice.
    """

    member: str
    misses: tuple[str, ...]
    gains: tuple[str, ...]
    messages: tuple[str, ...]


class Follow(Struct, frozen=True):
    """The messages that ``leernet invite --all`` makes of a plan, and how many of them are due now."""

    messages: tuple[Revision, ...] = ()
    due: int = 0

    @property
    def addresses(self) -> int:
        """To how many people they go."""
        return len({one.entry.address.casefold() for one in self.messages})


class PlanDifference(Struct, frozen=True):
    """What a plan changes in the one before.

    Attributes:
        changes: per meeting and session, with the reason.
        people: everybody whom one of them or a message touches, by id.
        follow: None where nobody organises and so nobody is invited.
    """

    changes: tuple[Change, ...]
    people: tuple[PersonDifference, ...]
    follow: Follow | None

    @property
    def is_news(self) -> bool:
        """Whether the plan changes, or somebody who was told something is to be told something else."""
        return bool(self.changes) or any(
            one.is_change for one in (self.follow.messages if self.follow else ())
        )


def plan_difference(year: Year, before: Plan | None, now: Plan, follow: Follow | None) -> PlanDifference:
    """What ``now``, planned with ``before`` as the plan before, changes in it; a first plan nothing."""
    if before is None or now.revision == before.revision:
        return PlanDifference((), (), follow)
    told: dict[str, list[str]] = {}
    for one in follow.messages if follow else ():
        told.setdefault(one.entry.member, []).append(one.entry.occasion)
    absent = {id for plan in (before, now) for meeting in plan.meetings.values() for id in meeting.absent}
    people = (_person(year, id, before, now, told.get(id, ())) for id in sorted({*told, *absent}))
    touched = tuple(person for person in people if person.misses or person.gains or person.messages)
    return PlanDifference(now.changes, touched, follow)


def _person(year: Year, id: str, before: Plan, now: Plan, messages: Sequence[str]) -> PersonDifference:
    missed = {reference for reference, meeting in before.meetings.items() if id in meeting.absent}
    misses = {reference for reference, meeting in now.meetings.items() if id in meeting.absent}
    member = year.members.get(id)
    gains = (
        reference
        for reference in (missed - misses) & now.meetings.keys()
        # Who left is absent no longer, and does not come either.
        if member is not None and takes_part_on(member, now.meetings[reference].day)
    )
    return PersonDifference(
        id,
        tuple(sorted((misses - missed) & before.meetings.keys())),
        tuple(sorted(gains)),
        tuple(sorted(messages)),
    )


def difference_lines(year: Year, difference: PlanDifference) -> tuple[Sentence, ...]:
    """What the difference means to people, one line each; the changes themselves are not repeated."""
    lines = [] if difference.follow is None else list(_follow_lines(difference.follow))
    concerned = [person for person in difference.people if person.misses or person.gains]
    for person in concerned[:_SHOWN]:
        name = member_name(year, person.member)
        if person.misses:
            lines.append(_("{name} would miss {meetings}.", name=name, meetings=person.misses))
        if person.gains:
            lines.append(_("{name} could come to {meetings}.", name=name, meetings=person.gains))
    if len(concerned) > _SHOWN:
        more = len(concerned) - _SHOWN
        lines.append(_n("And {count} more person.", "And {count} more people.", more))
    return tuple(lines)


def _follow_lines(follow: Follow) -> Iterator[Sentence]:
    if not follow.messages:
        yield _("Nobody needs a message about this.")
        return
    yield _n(
        "{count} message would follow, to {people} (`leernet invite --all`).",
        "{count} messages would follow, to {people} (`leernet invite --all`).",
        len(follow.messages),
        people=_n("{count} person", "{count} people", follow.addresses),
    )
    if not follow.due:
        yield _("None of them is due now (`leernet invite` says when).")
    elif follow.due < len(follow.messages):
        yield _n(
            "{count} of them is due now (`leernet invite`).",
            "{count} of them are due now (`leernet invite`).",
            follow.due,
        )


def people_record(people: Iterable[PersonDifference]) -> list[dict[str, object]]:
    """The people as ``--json`` prints them."""
    return [
        {
            "member": person.member,
            "misses": list(person.misses),
            "gains": list(person.gains),
            "messages": list(person.messages),
        }
        for person in people
    ]

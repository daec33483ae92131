"""The result before and the result now in; what changes for whom, and who is worse off why, out."""

from collections.abc import Iterator, Mapping

from leernet.explain.standings import Placements
from leernet.model.allocation import (
    AllocationOutcome,
    AllocationProblem,
    AllocationRecord,
    Impossible,
    Participant,
    Session,
)
from leernet.verify.allocation.reckoning import Reckoning
from leernet.words import Sentence, _, _n, first_of
from leernet.write.programme_names import SeriesNames


def change_sentences(
    names: SeriesNames,
    before: AllocationRecord,
    outcome: AllocationOutcome,
    losses: Mapping[str, Mapping[str, Sentence]],
) -> Iterator[Sentence]:
    """One sentence for each person for whom something changes, by id.

    Args:
        losses: of those who are worse off, why each place was lost, by moment.
    """
    for member in sorted({*before.placements, *outcome.placements}):
        was, now = before.placements.get(member, {}), outcome.placements.get(member, {})
        changes = (
            *_changes(names, was, now, losses.get(member, {})),
            *_tour_changes(names, before.tours.get(member), outcome.tours.get(member)),
        )
        if changes and member in losses:
            yield _(
                "{member} is worse off than before: {reasons}.", member=names.member(member), reasons=changes
            )
        elif changes:
            yield _("{member}: {changes}.", member=names.member(member), changes=changes)


def _tour_changes(names: SeriesNames, before: str | None, now: str | None) -> Iterator[Sentence]:
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


def _changes(
    names: SeriesNames, before: Mapping[str, str], now: Mapping[str, str], lost: Mapping[str, Sentence]
) -> tuple[Sentence, ...]:
    return tuple(
        _loss(names, lost[moment], now.get(moment))
        if moment in lost
        else _change(names, moment, before.get(moment), now.get(moment))
        # What was there at a moment that is gone is gone as well.
        for moment in (*names.moments, *sorted({*before, *now} - {*names.moments}))
        if before.get(moment) != now.get(moment)
    )


def _change(names: SeriesNames, moment: str, before: str | None, now: str | None) -> Sentence:
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


def _loss(names: SeriesNames, why: Sentence, now: str | None) -> Sentence:
    return _("{why} (now '{workshop}')", why=why, workshop=names.workshop(now)) if now else why


def reasons_of_losses(
    names: SeriesNames, problem: AllocationProblem, outcome: AllocationOutcome
) -> Mapping[str, Mapping[str, Sentence]]:
    """Of each person who is worse off than before why each place was lost, by moment."""
    reckoning = Reckoning(problem)
    people = {each.session: each.placed for each in outcome.sessions}
    sessions = {session.id: session for session in problem.sessions}
    found = {}
    for person in problem.participants:
        now, before = outcome.placements[person.id], dict(person.previous)
        if before and reckoning.points(person, now) > reckoning.points(person, before):
            found[person.id] = {
                moment: _why(names, person, sessions.get(f"{moment}/{workshop}"), people, moment, workshop)
                for moment, workshop in person.previous
                # At another moment it is no loss.
                if workshop not in now.values()
            }
    return found


def gain_sentences(
    names: SeriesNames,
    problem: AllocationProblem,
    placements: Placements,
    improved: AllocationOutcome | Impossible | None,
) -> Iterator[Sentence]:
    """One sentence about who would be better off if places that people were told could be exchanged.

    Args:
        placements: of now.
        improved: the best in which nobody is worse off than now; none where there was no time to find it.
    """
    if not isinstance(improved, AllocationOutcome):
        return
    reckoning = Reckoning(problem)
    better = tuple(
        names.member(person.id)
        for person in sorted(problem.participants, key=lambda person: person.id)
        if reckoning.points(person, improved.placements[person.id])
        < reckoning.points(person, placements[person.id])
    )
    if better:
        yield _n(
            "With --keep improve {count} person would be better off, and nobody worse: {members}.",
            "With --keep improve {count} people would be better off, and nobody worse: {members}.",
            len(better),
            members=first_of(better, _MOST_NAMES),
        )


# Nobody reads more names in one sentence.
_MOST_NAMES = 10


def _why(
    names: SeriesNames,
    person: Participant,
    session: Session | None,
    people: Mapping[str, tuple[str, ...]],
    moment: str,
    workshop: str,
) -> Sentence:
    """What became of a place that was lost."""
    fields: dict[str, str | int] = {"workshop": names.workshop(workshop), "moment": names.moment(moment)}
    if session is None:
        return _("'{workshop}' at {moment} no longer exists", **fields)
    if not session.can_run:
        return _("'{workshop}' at {moment} does not run any more", **fields)
    if workshop in person.never:
        return _("'{workshop}' was ruled out", **fields)
    if session.id not in person.sessions:
        return _("'{workshop}' at {moment} can no longer be attended", **fields)
    if any(place != (moment, workshop) and (moment in place or workshop in place) for place in person.placed):
        return _("a placement by hand took the place of '{workshop}' at {moment}", **fields)
    if not people[session.id]:
        return _("'{workshop}' at {moment} would have too few people", **fields)
    if len(people[session.id]) >= session.seats_max:
        return _n(
            "'{workshop}' at {moment} has {count} seat, and somebody else has it",
            "'{workshop}' at {moment} has {count} seats, and others have them",
            session.seats_max,
            **fields,
        )
    return _("to keep '{workshop}' at {moment} would have cost others more", **fields)

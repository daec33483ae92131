"""A place that somebody was told of and the year as it is now in; why the place is no longer theirs out."""

from collections.abc import Iterator

from leernet.days.attendance import attends_series
from leernet.model.choices import Answer
from leernet.model.ledger import Sent
from leernet.model.plan import PlannedSession, session_reference
from leernet.model.records import Records
from leernet.model.revision import Revision
from leernet.model.selection import selected_members, series_members
from leernet.model.view import clean
from leernet.model.year import Workshop, Year
from leernet.words import Sentence, _, _n


def why_other_place(year: Year, records: Records, revision: Revision) -> Sentence | None:
    """Why somebody has another place than they were told, or none any more; as a clause behind "because".

    The first fact that rules the earlier place out. Where nothing does, the places were divided again.
    None: the message is about something else, or says by itself what happened.
    """
    earlier = revision.place_before
    if earlier is None or revision.why not in ("exchanged", "removed"):
        return None
    return next(_facts(year, records, revision.entry, earlier))


def _facts(year: Year, records: Records, entry: Sent, earlier: Sent) -> Iterator[Sentence]:
    series_id, moment, workshop_id = earlier.occasion.split("/")
    title = clean(earlier.saw.title).removeprefix("Workshop ")
    series, workshop = year.series.get(series_id), year.workshops.get(workshop_id)
    planned = records.plan.sessions.get(earlier.occasion)
    if series is None or workshop is None or planned is None or workshop.runs == "no":
        yield _("'{workshop}' is no longer in the programme then", workshop=title)
        return
    answer = _answer(records, series_id, entry.member)
    if moment in (answer.absent if answer else ()) or not _is_there(year, entry.member, planned):
        yield _("you cannot be there then, as far as we know")
    if entry.member not in {member.id for member in series_members(year, series)}:
        yield _("you are no longer among those the workshops are for")
    if entry.member in _leaders_then(year, records, earlier.session_moment):
        yield _("you lead a workshop yourself then")
    people = _people(records, series_id, moment, workshop_id)
    if not people and workshop.runs != "yes":
        yield _("'{workshop}' does not go ahead", workshop=title)
    if not earlier.place:
        yield _("you do not lead '{workshop}' any more", workshop=title)
    if answer is not None:
        yield from _asked(answer, workshop.id, title, entry)
    yield from _of_workshop(year, workshop, title, entry.member, people)
    yield _("the places were divided again")


def _asked(answer: Answer, earlier: str, title: str, entry: Sent) -> Iterator[Sentence]:
    """What this person's own row says of the workshop they had and of the one they have."""
    if earlier in answer.never:
        yield _("you told us that you do not want '{workshop}'", workshop=title)
    moment, workshop = entry.occasion.split("/")[1:]
    if (moment, workshop) in [(each.moment, each.workshop) for each in answer.placed]:
        yield _("the organisers gave you this place")
    if workshop in answer.ranks and answer.ranks[workshop] < answer.ranks.get(earlier, len(answer.ranks)):
        yield _(
            "your list has '{workshop}' higher", workshop=clean(entry.saw.title).removeprefix("Workshop ")
        )


def _of_workshop(year: Year, workshop: Workshop, title: str, member: str, people: int) -> Iterator[Sentence]:
    """Whether the workshop they had is for others, or full."""
    open_to = workshop.open_to
    if open_to is not None and member not in {each.id for each in selected_members(year, open_to)}:
        yield _("'{workshop}' is for others", workshop=title)
    if people >= workshop.seats.largest:
        yield _n(
            "the only seat of '{workshop}' is taken by somebody else",
            "all {count} seats of '{workshop}' are taken by others",
            people,
            workshop=title,
        )


def _answer(records: Records, series: str, member: str) -> Answer | None:
    choices = records.choices.get(series)
    return next((one for one in choices.answers if one.member == member), None) if choices else None


def _is_there(year: Year, member: str, planned: PlannedSession) -> bool:
    known = year.members.get(member)
    return known is not None and attends_series(known, planned.day, planned.span.halves)


def _people(records: Records, series: str, moment: str, workshop: str) -> int:
    placed = records.placements.get(series, {})
    return sum(chosen.get(moment) == workshop for chosen in placed.values())


def _leaders_then(year: Year, records: Records, moment: str) -> set[str]:
    series_id, _stroke, id = moment.partition("/")
    return {
        leader
        for workshop in year.workshops.values()
        if _people(records, series_id, id, workshop.id)
        and session_reference(series_id, id, workshop.id) in records.plan.sessions
        for leader in workshop.presenter
    }

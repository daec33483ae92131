"""A problem and its record in; both with the rounds as one that the record says are alike, out.

What the proof shows of the problem with rounds as one holds for the rounds: whatever can be done in rounds
can be done with rounds as one, with the same goals and lots.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, AllocationRecord, Participant, Session, SessionRecord


def with_rounds_as_one(
    problem: AllocationProblem, record: AllocationRecord
) -> tuple[AllocationProblem, AllocationRecord] | None:
    """The problem and its record with these rounds as one; none where they are not alike."""
    name_of: dict[str, str] = {}
    for moments in record.rounds:
        if len(moments) < 2 or not _are_alike(problem, moments) or name_of.keys() & {*moments}:
            return None
        name_of |= dict.fromkeys(moments, "+".join(moments))
    many = {"+".join(moments): len(moments) for moments in record.rounds}

    def moment_of(moment: str, workshop: str) -> str:
        return f"{name_of[moment]}|{workshop}" if moment in name_of else moment

    sessions: dict[str, Session] = {}
    for each in problem.sessions:
        times = many[name_of[each.moment]] if each.moment in name_of else 1
        moment = moment_of(each.moment, each.workshop)
        name = f"{moment}/{each.workshop}"
        seats, tours = each.seats_max * times, each.tour_seats * times
        runs = each.runs if each.can_run else "no"
        together = replace(each, id=name, moment=moment, seats_max=seats, tour_seats=tours, runs=runs)
        sessions.setdefault(name, together)

    def as_one(session: str) -> str:
        moment, _stroke, workshop = session.partition("/")
        return f"{moment_of(moment, workshop)}/{workshop}"

    people = tuple(
        replace(person, sessions=tuple(dict.fromkeys(map(as_one, person.sessions))))
        for person in problem.participants
    )
    placements = {
        member: {moment_of(moment, workshop): workshop for moment, workshop in has.items()}
        for member, has in record.placements.items()
    }
    lines = _lines_as_one(record, as_one)
    return (
        replace(problem, sessions=tuple(sessions.values()), participants=people, moments=()),
        record.model_copy(update={"placements": placements, "sessions": lines, "rounds": ()}),
    )


def _lines_as_one(record: AllocationRecord, as_one: Callable[[str], str]) -> Mapping[str, SessionRecord]:
    """What the record says of sessions that count as one, together."""
    lines: dict[str, SessionRecord] = {}
    for name, line in record.sessions.items():
        known = lines.get(as_one(name), line.model_copy(update={"placed": (), "tour": ()}))
        placed, tour = (*known.placed, *line.placed), (*known.tour, *line.tour)
        together = {"placed": tuple(sorted(placed)), "tour": tuple(sorted(tour))}
        lines[as_one(name)] = known.model_copy(update=together)
    return lines


def _are_alike(problem: AllocationProblem, moments: tuple[str, ...]) -> bool:
    """Whether it makes no difference in which of these moments somebody attends what."""
    programmes = {
        moment: sorted(
            (each.workshop, each.seats_min, each.seats_max, each.runs, each.tour_seats, each.been)
            for each in problem.sessions
            if each.moment == moment
        )
        for moment in moments
    }
    first = programmes[moments[0]]
    same = all(
        programme == first and not any(each[-1] for each in programme) for programme in programmes.values()
    )
    return same and problem.keep is None and all(_fits(person, moments) for person in problem.participants)


def _fits(person: Participant, moments: tuple[str, ...]) -> bool:
    """Whether somebody has no place there yet, and can have all they want there, or nothing at all."""
    attended = {
        moment: sorted(name.partition("/")[2] for name in person.sessions if name.startswith(f"{moment}/"))
        for moment in moments
    }
    there = [workshops for workshops in attended.values() if workshops]
    free = not any(moment in moments for moment, _workshop in person.fixed)
    return free and (not there or (len(there) >= person.need and all(each == there[0] for each in there)))

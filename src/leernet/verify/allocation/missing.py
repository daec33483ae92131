"""A problem and placements in; why somebody has fewer places than everybody is to have out."""

from collections.abc import Mapping

from leernet.model.allocation import MISSING, AllocationProblem, Participant, Place, Session, WhyMissing
from leernet.verify.allocation.reckoning import runs_at_all


def missing_reasons(
    problem: AllocationProblem, person: Participant, has: Mapping[str, str], load: Mapping[Place, int]
) -> Mapping[str, WhyMissing]:
    """Why somebody has fewer places than everybody is to have: as many moments as places, with the reason.

    Args:
        has: their places, workshop by moment.
        load: people in each session that has any.
    """
    lacking = max(person.need, person.choose) - len(has)
    if lacking <= 0:
        return {}
    away, over = dict(person.not_there), dict(person.lacked)
    moments = {session.moment for session in problem.sessions}
    moments = moments.union(problem.moments, away, over).difference(has)
    why: dict[str, WhyMissing] = {}
    for moment in moments:
        if moment in over:
            why[moment] = over[moment]
        elif moment in away:
            why[moment] = away[moment]
        else:
            here = [each for each in problem.sessions if each.moment == moment and each.id in person.sessions]
            why[moment] = _reason(person, has, here, load)
    order = list(MISSING)
    listed = sorted(why, key=lambda moment: (order.index(why[moment]), moment))[:lacking]
    return {moment: why[moment] for moment in sorted(listed)}


def _reason(
    person: Participant, has: Mapping[str, str], here: list[Session], load: Mapping[Place, int]
) -> WhyMissing:
    """Why nothing came of the sessions that somebody may attend at a moment."""
    if not here:
        return "no-session"
    others = [each for each in here if each.workshop not in {*has.values()}]
    if not others:
        return "elsewhere"
    runs, room = {}, {}
    for each in others:
        people = load.get((each.moment, each.workshop), 0)
        runs[each.id] = runs_at_all(each) and (people > 0 or each.runs == "yes")
        room[each.id] = runs[each.id] and people < each.seats_max
    refused = {each.id for each in others if each.workshop in person.never}
    if any(room[name] for name in refused) or len(refused) == len(others):
        return "never"
    wanted = [each.id for each in others if each.id not in refused]
    if not any(runs[name] for name in wanted):
        return "closed"
    return "costs-others" if any(room[name] for name in wanted) else "no-seat"

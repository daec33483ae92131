"""A series, meeting or network and a member in; why this place, group or partner and not that out."""

from collections.abc import Iterator

from msgspec.structs import replace

from leernet.commands.answer import member_called
from leernet.commands.choices import asked_of, known_series
from leernet.commands.project import Opened, open_project, plan_rules
from leernet.commands.run import Run
from leernet.explain.allocation import reasons
from leernet.explain.groups import group_lines, group_reasons
from leernet.explain.one_more_seat import with_one_more_seat
from leernet.explain.pairs import pair_lines, pair_reasons
from leernet.explain.reasons import tour_reason
from leernet.finding import LeernetError
from leernet.model.known import known_allocation
from leernet.solve.allocation.asked import Asked
from leernet.solve.allocation.solver import allocate as solved
from leernet.words import Sentence, _, words
from leernet.write.allocation_text import (
    credit_words,
    facilitator_facts,
    student_text,
    tour_words,
    waiting_words,
)
from leernet.write.programme_names import SeriesNames


def explain(run: Run, what: str, who: str) -> None:
    """Tell why somebody has these places, this group or this partner and not others."""
    project = open_project(run, plan_rules)
    if is_together(project, what):
        explain_together(run, project, what, member_called(project.came_in.people, who))
        return
    (series,) = known_series(project.year, what)
    asked = asked_of(project, series, None)
    member = member_called(project.came_in.people, who)
    if asked.previous is not None:
        sessions = {session.id for session in asked.problem.sessions}
        people = {person.id for person in asked.problem.participants}
        asked = replace(asked, previous=known_allocation(asked.previous, sessions, people))
    if asked.previous is None or member not in asked.previous.placements:
        raise LeernetError(
            _("There is no allocation of '{series}' with {member} in it.", series=series.id, member=member),
            _("Run `leernet allocate` first."),
        )
    found = reasons(asked.problem, asked.previous.placements, asked.previous.draw.order, member)
    if not asked.previous.rounds:
        # With one seat more rounds would not be alike any more, and that takes far longer to solve.
        found = with_one_more_seat(asked.problem, found, solved)
    names = SeriesNames(project.year, project.plan, series, run.words)
    known = (*facilitator_facts(found, names), *_about(asked, member, names))
    facts = [run.words.say(fact) for fact in known]
    own_words = words(project.year.members[member].language or project.year.settings.language)
    in_own_words = SeriesNames(project.year, project.plan, series, own_words)
    own = (*student_text(found, in_own_words), *_about(asked, member, in_own_words))
    text = [own_words.say(sentence) for sentence in own]
    for fact in facts:
        run.say(fact)
    run.say("")
    run.say(_("Text for {member}, without other names:", member=names.member(member)))
    for sentence in text:
        run.say(f"    {sentence}")
    run.finish(project.findings, facts=facts, text=text)


def _about(asked: Asked, member: str, names: SeriesNames) -> Iterator[Sentence]:
    """What besides places is to be told: being placed last, bad luck before, and the tour asked for."""
    assert asked.previous is not None  # there is nothing to explain without
    yield from waiting_words(next(person for person in asked.problem.participants if person.id == member))
    yield from credit_words(asked.short_straws.get(member, ()), names)
    tour = tour_reason(asked.problem, asked.previous.placements, asked.previous.tours, member)
    if tour is not None:
        yield from tour_words(tour, names)


def is_together(project: Opened, what: str) -> bool:
    """Whether this is a meeting, a network whose members coach one another, or a round of pairs."""
    network = project.year.networks.get(what.partition("/")[0])
    if what in project.plan.meetings or network is None or network.pairs is None:
        return what in project.plan.meetings
    return what == network.id or what in project.plan.pairs


def explain_together(run: Run, project: Opened, what: str, member: str) -> None:
    """Tell why somebody is in a group of a meeting, or has this partner in a network."""
    lines = _lines(project, what, member)
    if not lines:
        raise LeernetError(
            _(
                "{member} is in no group or pair of '{what}'.",
                member=project.year.members[member].name,
                what=what,
            ),
            _("Run `leernet plan` first."),
        )
    texts = [run.words.say(line) for line in lines]
    for text in texts:
        run.say(_("{reason}", reason=text))
    run.finish(project.findings, reasons=texts)


def _lines(project: Opened, what: str, member: str) -> tuple[Sentence, ...]:
    history = tuple(project.history.values())
    if what in project.plan.meetings:
        found = group_reasons(project.year, project.plan, what, member, history)
        return () if found is None else group_lines(found)
    network = project.year.networks[what.partition("/")[0]]
    rounds = pair_reasons(project.year, project.plan, network, member, history, project.today)
    by_reference = {f"{network.id}/{one.round}": one for one in rounds}
    return tuple(
        line
        for reference, one in by_reference.items()
        if reference in project.plan.pairs and what in (network.id, reference)
        for line in pair_lines(one)
    )

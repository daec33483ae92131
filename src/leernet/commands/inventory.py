"""A meeting and what was collected for it in; its topics, or workshops proposed to answer them, out."""

from collections.abc import Sequence

from leernet.commands.choices import known_meeting
from leernet.commands.project import (
    Opened,
    alone,
    inventory_rules,
    open_project,
    plan_rules,
    records_of,
    tell_documents,
    write_documents,
)
from leernet.commands.run import Run
from leernet.commands.terminal import bar, draw
from leernet.explain.possible_topics import PossibleTopic, possible_topics
from leernet.explain.rounds import Day, day_of_workshops
from leernet.explain.unanswered import rows_before
from leernet.finding import LeernetError
from leernet.model.inventory import Contribution, topics_of
from leernet.model.year import Meeting, Network
from leernet.solve.limits import within
from leernet.solve.rounds.proposal import RoundsProblem, RoundsProposal, proposed_rounds
from leernet.verify.rounds import broken_sessions, questions_answered
from leernet.words import Sentence, _, _n, words
from leernet.write.inventory_table import inventory_table, topic_record
from leernet.write.papers.people import gathered
from leernet.write.proposal import proposal_path, proposal_yaml

_SECONDS = 150.0


def inventory(run: Run, meeting: str, *, propose: bool = False) -> None:
    """Show what is on people's minds before a meeting, or propose workshops that answer it."""
    if propose:
        alone(_inventory)(run, meeting, propose=True)
    else:
        _inventory(run, meeting, propose=False)


def _inventory(run: Run, meeting: str, *, propose: bool) -> None:
    project = open_project(run, plan_rules, inventory_rules)
    network, found = known_meeting(project.year, meeting)
    reference = f"{network.id}/{found.id}"
    own, waiting = rows_before(project.year, project.plan, project.came_in.inventories[0], network, found)
    rows = (*own, *waiting)
    if propose:
        _propose(run, project, network, found, rows)
        return
    topics = topics_of(rows)
    unanswered = tuple(topic.name for topic in topics_of(waiting))
    without = sum(not row.topic and (row.asks or bool(row.practice)) for row in own)
    possible = possible_topics(own)
    if topics:
        draw(run, inventory_table(project.year, topics, run.words))
    if not rows:
        run.say(_("Nothing was collected for {meeting} yet.", meeting=reference))
    if unanswered:
        run.say(_("Not answered at an earlier meeting: {topics}.", topics=unanswered))
    _tell_rows_without_topic(run, without, possible)
    run.finish(
        project.findings,
        inventory={
            "meeting": reference,
            "people": len({row.member for row in rows}),
            "topics": [topic_record(topic) for topic in topics],
            "without_topic": without,
            "unanswered": list(unanswered),
            "perhaps": [
                {"topic": one.name, "rows": [str(row.place) for row in one.rows]} for one in possible
            ],
        },
    )


def _tell_rows_without_topic(run: Run, without: int, possible: Sequence[PossibleTopic]) -> None:
    """How many rows name no topic, and which they may be about."""
    if without:
        run.say(
            _n(
                "{count} row has no topic yet; fill in the column 'topic'.",
                "{count} rows have no topic yet; fill in the column 'topic'.",
                without,
            )
        )
    for one in possible:
        run.say(
            _("Perhaps '{topic}': {rows}", topic=one.name, rows=tuple(str(row.place) for row in one.rows))
        )


def _propose(
    run: Run, project: Opened, network: Network, meeting: Meeting, rows: tuple[Contribution, ...]
) -> None:
    declined = _declined(project, f"{network.id}/{meeting.id}")
    day = day_of_workshops(project.year, project.plan, network, meeting, rows, declined)
    path = proposal_path(day)
    if (run.folder / path).exists():
        raise LeernetError(
            _("'{file}' exists already and is yours, so nothing is proposed again.", file=path),
            _("Edit it, or remove it for a new proposal."),
        )
    with bar(run, _("Looking for workshops that answer the most questions")):
        proposal = proposed_rounds(
            RoundsProblem(day.asked, day.leaders, len(day.rounds), day.rooms, day.led_before),
            limits=within(_SECONDS),
        )
    _must_hold(day, proposal)
    documents = {path: proposal_yaml(day, proposal.sessions, words(project.year.settings.language))}
    write_documents(run, documents)
    run.say(_answered(day, proposal))
    for one in proposal.sessions:
        leader = project.year.members[one.leader].name
        run.say(_("Round {round}: {topic}, led by {leader}", round=one.round, topic=one.topic, leader=leader))
    offered = {one.topic for one in proposal.sessions}
    left = tuple(topic.name for topic in day.topics if topic.asked_by and topic.name not in offered)
    if left:
        run.say(_("For the next meeting: {topics}.", topics=left))
    tell_documents(run, documents)
    record = _proposal_record(day, proposal, left)
    run.finish(project.findings, proposal=record, written=sorted(documents))


def _proposal_record(day: Day, proposal: RoundsProposal, left: tuple[str, ...]) -> dict[str, object]:
    return {
        "sessions": [one._asdict() for one in proposal.sessions],
        "questions": len(day.asked),
        "answered": proposal.answered,
        "bound": proposal.bound,
        "proven": proposal.proven,
        "left": list(left),
    }


def _declined(project: Opened, meeting: str) -> frozenset[str]:
    """Who answered that they do not come to a meeting."""
    return frozenset(
        one.member.id
        for each in gathered(project.year, records_of(project))
        if each.occasion.reference == meeting
        for one in each.people
        if one.answer == "declined"
    )


def _answered(day: Day, proposal: RoundsProposal) -> Sentence:
    known = (
        _("more is not possible")
        if proposal.proven
        else _("more than {bound} is not possible", bound=proposal.bound)
    )
    return _(
        "{answered} of {asked} questions can be answered in these workshops; {known}.",
        answered=proposal.answered,
        asked=len(day.asked),
        known=known,
    )


def _must_hold(day: Day, proposal: RoundsProposal) -> None:
    """Hold a proposal against the rules, by code that did not make it.

    Raises:
        RuntimeError: it breaks one or counts wrongly, which is a mistake in the solver.
    """
    rounds = len(day.rounds)
    broken = [*broken_sessions(proposal.sessions, day.leaders, rounds, day.rooms)]
    counted = questions_answered(proposal.sessions, day.asked, rounds)
    if counted != proposal.answered:
        broken.append(f"{counted} questions are answered, not {proposal.answered}.")
    if broken:
        raise RuntimeError("\n".join(("The proposal breaks rules:", *broken)))

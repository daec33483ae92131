"""A meeting in groups or a network with pairs, and a member, in; why this group or this partner out."""

from leernet.commands.project import Opened
from leernet.commands.run import Run
from leernet.explain.groups import group_lines, group_reasons
from leernet.explain.pairs import pair_lines, pair_reasons
from leernet.finding import LeernetError
from leernet.words import Sentence, _


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

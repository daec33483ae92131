"""A problem and its outcome in; what every document asks of them, each worked out once, out."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from leernet.explain.figures import Figures, figures
from leernet.explain.standings import Standing, standings
from leernet.model.allocation import AllocationOutcome, AllocationProblem
from leernet.verify.allocation.inputs import inputs_sha256
from leernet.verify.allocation.reckoning import runs_at_all


class Allocated(Struct, frozen=True, dict=True):
    """An allocation."""

    problem: AllocationProblem
    outcome: AllocationOutcome

    @cached_property
    def everybody(self) -> Mapping[str, Standing]:
        """What became of every participant, by id."""
        return standings(self.problem, self.outcome.placements)

    @cached_property
    def inputs_sha256(self) -> str:
        """By which anyone sees whether the result is about these inputs."""
        return inputs_sha256(self.problem)

    @cached_property
    def figures(self) -> Figures:
        """Its figures; who leads a workshop at every moment is not among its people."""
        problem, outcome = self.problem, self.outcome
        could_run = {session.id for session in problem.sessions if runs_at_all(session)}
        closed = sum(not each.runs for each in outcome.sessions if each.session in could_run)
        due = {each.id: problem.due(each) for each in problem.participants}
        short = sum(len(outcome.placements[member]) < places for member, places in due.items())
        leading = {each.id for each in problem.participants if each.choose and not due[each.id]}
        taking_part = (each for each in self.everybody.values() if each.member not in leading)
        return figures(taking_part, closed, short)

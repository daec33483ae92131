"""A choice of hosts in; what the cheapest possible cost, all tried one after the other, out."""

from leernet.verify.plan.host_bound import NEVER
from leernet.verify.plan.possible_hosts import PossibleHosts

_MOST_TRIED = 2_000


def least_tried(possible: PossibleHosts) -> int:
    """What possible hosts cost at least, as far as can be tried; NEVER where there are none.

    What is shared only forbids here: what it costs is not counted.
    """
    search = _Search(possible)
    search.go_on(0, 0)
    return search.best if search.tried <= _MOST_TRIED else 0


class _Search:
    """Hosts for one meeting after the other; those with least choice first."""

    def __init__(self, possible: PossibleHosts) -> None:
        self.costs = possible.costs
        self.order = sorted(possible.costs, key=lambda meeting: (len(possible.costs[meeting]), meeting))
        self.least = [min(possible.costs[meeting].values(), default=NEVER) for meeting in self.order]
        self.rules_of: dict[tuple[str, str], list[int]] = {}
        self.rules = [shared for shared in possible.shared.values() if not shared.steps]
        for number, rule in enumerate(self.rules):
            for place in rule.places:
                self.rules_of.setdefault(place, []).append(number)
        self.counts = [0] * len(self.rules)
        self.best, self.tried = NEVER, 0

    def go_on(self, at: int, cost: int) -> None:
        """Try all schools for the next meeting.

        Args:
            at: so many meetings have a host.
            cost: what these cost.
        """
        self.tried += 1
        if cost + sum(self.least[at:]) >= self.best or self.tried > _MOST_TRIED:
            return
        if at == len(self.order):
            self.best = cost
            return
        meeting = self.order[at]
        for more, school in sorted((more, school) for school, more in self.costs[meeting].items()):
            own = self.rules_of.get((meeting, school), ())
            for number in own:
                self.counts[number] += 1
            if all(self.counts[number] <= self.rules[number].most for number in own):
                self.go_on(at + 1, cost + more)
            for number in own:
                self.counts[number] -= 1

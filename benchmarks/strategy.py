"""What somebody gains or loses by not answering as they like, under each policy and beside lots and turns.

    python benchmarks/strategy.py                        # 24 students, nine workshops at three moments
    python benchmarks/strategy.py --populations 20 --each 24
    python benchmarks/strategy.py --agh FILE.soc         # the rankings of AGH 2003, from preflib.org

Points are the places of what somebody got in their true list, the best 0, the next 1, added up: fewer is
better. A trick is played by one student while all others answer as they like, and then by all at once.
Figures go into docs/en/background/draw.md.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean

from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Participant, Session
from leernet.solve.allocation.draw import order_of_lots
from leernet.solve.allocation.solver import allocate

POLICIES = ("floor-first", "leximin", "most-first-choices", "best-sum", "lottery", "draft")
SEATS_SPARE = 1.1


@dataclass(frozen=True)
class Population:
    """Students with what they truly like.

    Attributes:
        moment: of each workshop.
        lists: of each student, the workshops, the best first.
        need: places that each wants.
    """

    moment: dict[str, str]
    lists: tuple[tuple[str, ...], ...]
    need: int = 3

    @property
    def seats(self):
        return int(-(-len(self.lists) * self.need * SEATS_SPARE // len(self.moment)))

    def popular(self):
        """Workshops, the most wanted first."""
        points = {name: sum(true.index(name) for true in self.lists) for name in self.moment}
        return sorted(points, key=lambda name: (points[name], name))


def population(number, students=24, workshops=9, moments=3):
    """Three tastes, and everybody's own noise around one of them."""
    draw = Random(number)
    names = [f"w{at}" for at in range(workshops)]
    tastes = [{name: draw.gauss(0, 1.5) for name in names} for _ in range(3)]
    lists = []
    for _ in range(students):
        taste = draw.choice(tastes)
        lists.append(tuple(sorted(names, key=lambda name: -(taste[name] + draw.gauss(0, 1)))))
    return Population({name: f"m{at % moments}" for at, name in enumerate(names)}, tuple(lists))


def agh(path):
    """The rankings of a preflib file of strict orders, its alternatives at three moments in turn."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    count, lists = int(lines[0]), []
    for line in lines[count + 2 :]:
        times, *order = line.split(",")
        lists += [tuple(f"w{name}" for name in order)] * int(times)
    names = [f"w{at}" for at in range(1, count + 1)]
    return Population({name: f"m{at % 3}" for at, name in enumerate(names)}, tuple(lists))


# --- tricks: the true list and the population in, the wishes and what else is answered out


def best_of_each_moment(true, people):
    return [
        next(name for name in true if people.moment[name] == at) for at in sorted({*people.moment.values()})
    ]


def in_order(names, true):
    return [name for name in true if name in names]


def honest(true, _people):
    return {"wishes": true}


def truncate(true, people):
    return {"wishes": true[: people.need]}


def one_short(true, _people):
    return {"wishes": true[:-1]}


def best_only(true, people):
    return {"wishes": in_order(best_of_each_moment(true, people), true)}


def best_first(true, people):
    best = in_order(best_of_each_moment(true, people), true)
    return {"wishes": [*best, *(name for name in true if name not in best)]}


def never(true, people):
    best = best_of_each_moment(true, people)
    return {"wishes": in_order(best, true), "never": tuple(name for name in true if name not in best)}


def evidence(true, people):
    return {"wishes": true, "evidence": tuple(best_of_each_moment(true, people))}


def tie(true, people):
    return {"wishes": true, "tied": people.need}


def pad(true, people):
    """After the best three what fewest want, so that the list is long and what others want is far down."""
    best = list(true[: people.need])
    return {"wishes": [*best, *(name for name in reversed(people.popular()) if name not in best)]}


def bury(true, people):
    """The most wanted workshop that is not among the best three goes to the end."""
    worst = next(name for name in people.popular() if name not in true[: people.need])
    return {"wishes": [*(name for name in true if name != worst), worst]}


def swap(true, _people):
    return {"wishes": [true[1], true[0], *true[2:]]}


TRICKS = (truncate, one_short, best_only, best_first, never, evidence, tie, pad, bury, swap)


def participant(at, answer, people):
    wishes, tied = [(name,) for name in answer["wishes"]], answer.get("tied", 1)
    groups = (tuple(name for (name,) in wishes[:tied]), *wishes[tied:])
    sessions = tuple(f"{moment}/{name}" for name, moment in people.moment.items())
    return Participant(
        f"s{at:03}",
        people.need,
        groups,
        sessions,
        never=answer.get("never", ()),
        evidence=answer.get("evidence", ()),
    )


def problem(people, answers, policy, seed, evidence_first):
    sessions = tuple(
        Session(f"{moment}/{name}", moment, name, 0, people.seats) for name, moment in people.moment.items()
    )
    everybody = tuple(participant(at, answer, people) for at, answer in enumerate(answers))
    return AllocationProblem("s", sessions, everybody, policy, evidence_first, seed)


def solved(asked, people):
    """Points of everybody by their true list; a missing place is worth more than any."""
    if asked.policy in ALONE:
        placements = ALONE[asked.policy](replace(asked, policy="lottery"))
    else:
        placements = allocate(asked).placements
    points = []
    for true, (_name, has) in zip(people.lists, sorted(placements.items()), strict=True):
        missing = (people.need - len(has)) * len(true)
        points.append(sum(true.index(name) for name in has.values()) + missing)
    return points


def one_after_the_other(asked, turns):
    """In order of lots each takes the best that is left; all at once, or a place a turn, there and back."""
    people = sorted(asked.participants, key=lambda each: each.id)
    left = {each.id: each.seats_max for each in asked.sessions}
    has = {each.id: {} for each in people}
    order = [people[at] for at in order_of_lots(asked.seed, people).tolist()]
    rounds = max(each.need for each in people) if turns else 1
    for turn in range(rounds):
        for person in order[::-1] if turn % 2 else order:
            listed = [name for group in person.wishes for name in sorted(group)]
            others = [name.split("/")[1] for name in person.sessions if name.split("/")[1] not in listed]
            for name in [*listed, *others]:
                at = next(each.moment for each in asked.sessions if each.workshop == name)
                mine = has[person.id]
                if name in person.never or at in mine or not left[f"{at}/{name}"] or len(mine) == person.need:
                    continue
                mine[at] = name
                left[f"{at}/{name}"] -= 1
                if turns:
                    break
    return has


ALONE = {
    "serial dictatorship": lambda asked: one_after_the_other(asked, turns=False),
    "round robin": lambda asked: one_after_the_other(asked, turns=True),
}


def compare(populations, each, policies):
    for policy in policies:
        print(f"\n{policy}")
        print(f"{'':22} one: gain  gain %  lose %   all: mean")
        rows = {trick: ([], []) for trick in TRICKS}
        honestly = []
        for number, people in enumerate(populations):
            true = [honest(list(mine), people) for mine in people.lists]
            base = {
                first: solved(problem(people, true, policy, str(number), first), people)
                for first in (False, True)
            }
            honestly += base[False]
            chosen = Random(number).sample(range(len(true)), min(each, len(true)))
            for trick, (gains, together) in rows.items():
                first = trick is evidence
                for at in chosen:
                    played = [*true[:at], trick(list(people.lists[at]), people), *true[at + 1 :]]
                    points = solved(problem(people, played, policy, str(number), first), people)
                    gains.append(base[first][at] - points[at])
                everybody = [trick(list(mine), people) for mine in people.lists]
                together.extend(solved(problem(people, everybody, policy, str(number), first), people))
        print(f"{'as they like':22} {'':24} {mean(honestly):10.2f}")
        for trick, (gains, together) in rows.items():
            gain, lose = (100 * mean(sign * each > 0 for each in gains) for sign in (1, -1))
            name = trick.__name__.replace("_", " ")
            print(f"{name:22} {mean(gains):+9.2f} {gain:7.0f} {lose:7.0f} {mean(together):10.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--populations", type=int, default=4)
    parser.add_argument("--each", type=int, default=6, help="students of a population who try every trick")
    parser.add_argument("--policies", default=",".join((*POLICIES, *ALONE)))
    parser.add_argument("--agh", help="file of strict orders")
    asked = parser.parse_args()
    made = [agh(asked.agh)] if asked.agh else [population(number) for number in range(asked.populations)]
    compare(made, asked.each, asked.policies.split(","))


if __name__ == "__main__":
    main()

"""Repeats of groups beside the least possible, and coaching pairs beside networkx; CPU seconds of both.

Run with the Python that leernet is installed in: ``python benchmarks/groups.py``. With networkx installed too
(``pip install networkx``) its blossom algorithm pairs the same people, and both must agree on the weight.
"""

import importlib.util
import random
import time

from leernet.solve.groups.division import grouping
from leernet.solve.groups.problem import GroupPerson, GroupProblem, NoGrouping
from leernet.solve.pairs.choice import pairing
from leernet.solve.pairs.problem import PairPerson, PairProblem
from leernet.verify.plan.pair_proof import proof_flaws

# Groups, people in each, rounds; the seconds within which nobody must meet twice, where that is asked.
GOLFERS = [
    (5, 3, 7, 2.0),
    (5, 4, 5, None),
    (6, 4, 5, 2.0),
    (7, 7, 8, 2.0),
    (8, 4, 8, 2.0),
    (8, 4, 9, None),
    (8, 4, 10, None),
    (11, 6, 8, 2.0),
    (16, 6, 16, None),
    (4, 6, 4, None),
]
# People, boards: four meetings in groups of 5 to 7, boards mixed.
NETWORKS = [(24, 5), (30, 7), (55, 9), (87, 12), (109, 14), (300, 38)]
PAIRED = [96, 337, 600]


def golfers() -> None:
    """Everybody alike: only repeats count."""
    print("groups-size-rounds   repeats  least  CPU s  asked within")
    for groups, size, rounds, asked in GOLFERS:
        people = tuple(GroupPerson(f"p{number:03}", "") for number in range(groups * size))
        goal, seconds = repeats_of(GroupProblem(people, size, size, rounds))
        within = f"{asked:.0f} s" if asked else "-"
        print(f"{f'{groups}-{size}-{rounds}':20} {goal.value:8} {goal.bound:6} {seconds:6.2f}  {within}")


def networks() -> None:
    """Networks as they are: people of boards of different sizes."""
    print("\npeople boards   colleagues  least  repeats  least  CPU s")
    for number, boards in NETWORKS:
        draw = random.Random(number)
        people = tuple(
            GroupPerson(f"p{one:03}", "", board=f"b{min(draw.randrange(boards), draw.randrange(boards))}")
            for one in range(number)
        )
        problem = GroupProblem(people, 5, 7, 4, mix=("boards",))
        start = time.process_time()
        found = grouping(problem)
        seconds = time.process_time() - start
        assert not isinstance(found, NoGrouping)
        _half_days, colleagues, repeats = found.goals
        print(
            f"{number:6} {boards:6} {colleagues.value:12} {colleagues.bound:6}"
            f" {repeats.value:8} {repeats.bound:6} {seconds:6.2f}"
        )


def repeats_of(problem):
    """The goal of repeats and the CPU seconds it took."""
    start = time.process_time()
    found = grouping(problem)
    seconds = time.process_time() - start
    assert not isinstance(found, NoGrouping)
    return found.goals[-1], seconds


def pairs() -> None:
    """Coaching pairs at other schools within 25 km."""
    print("\npeople  possible  pairs  alone  CPU s  proof  networkx s  same weight")
    for number in PAIRED:
        problem = coaching(number)
        start = time.process_time()
        (found,) = pairing(problem)
        seconds = time.process_time() - start
        proof = found.proof
        flaws = proof_flaws(proof)
        peer_seconds, peer_weight = networkx_weight(proof.weights)
        weight = sum(proof.weights[pair] for pair in proof.pairs)
        same = "-" if peer_weight is None else str(peer_weight == weight)
        print(
            f"{number:6} {len(proof.weights):9} {len(proof.pairs):6} {len(found.unpaired):6} {seconds:6.2f}"
            f"  {'holds' if not flaws else 'fails'}  {peer_seconds:10} {same:>12}"
        )


def coaching(number: int) -> PairProblem:
    """People of schools of about six over 60 by 55 km, each with some working days, a quarter with a wish."""
    draw = random.Random(number)
    schools = [(51.4 + draw.random() / 2, 5 + draw.random() * 0.8) for _ in range(max(number // 6, 3))]
    people = []
    for one in range(number):
        school = draw.randrange(len(schools))
        days = [day for day in range(5) if draw.random() < 0.7] or [one % 5]
        half_days = sum(0b11 << 2 * day for day in days)
        people.append(PairPerson(f"p{one:03}", f"s{school}", location=schools[school], half_days=half_days))
    ids = [person.id for person in people]
    wishes = {id: tuple(draw.sample(ids, 2)) for id in draw.sample(ids, number // 4)}
    return PairProblem(tuple(people), other=("school",), max_km=25, wishes=wishes)


def networkx_weight(weights) -> tuple[str, int | None]:
    """CPU seconds and total weight of networkx's matching, if networkx is there."""
    if importlib.util.find_spec("networkx") is None:
        return "-", None
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in weights.items())
    start = time.process_time()
    chosen = networkx.max_weight_matching(graph)
    seconds = time.process_time() - start
    return f"{seconds:.1f}", sum(weights[min(pair), max(pair)] for pair in chosen)


if __name__ == "__main__":
    golfers()
    networks()
    pairs()

"""Maximum-weight matching: weights of pairs in; the best pairs and the dual values that prove it out.

Edmonds' primal-dual method. Everybody has a price and some odd sets of people have one; both are at least 0.
For every possible pair, the prices of the two and of the odd sets that hold both come to at least twice its
weight. Then no pairs at all can weigh more than half of

    sum of people's prices  +  sum over odd sets of (people in the set - 1) / 2 * price of the set

and the pairs found weigh exactly that. Anybody can check this by adding whole numbers, as
`verify.plan.pair_proof` does.

The search grows alternating trees from those without a partner. A person in a tree is outer (at an even
distance from the root) or inner. An odd cycle within a tree shrinks to one node, a blossom.

Source: Edmonds (1965), doi:10.6028/jres.069B.013; Galil (1986), doi:10.1145/6462.6502.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Link = tuple[int, int]

_FREE, _OUTER, _INNER = 0, 1, 2
_FAR = np.iinfo(np.int64).max // 4


class Matching(Struct, frozen=True):
    """The pairs of greatest total weight, and their proof.

    Attributes:
        mate: for each person the partner, or -1.
        prices: of each person, twice over, so that all are whole numbers.
        odd_sets: people of a set, ascending, and its price; only those with a price.
    """

    mate: tuple[int, ...]
    prices: tuple[int, ...]
    odd_sets: tuple[tuple[tuple[int, ...], int], ...]


class _Blossom(Struct):
    """An odd cycle of nodes that counts as one node.

    Attributes:
        nodes: round the cycle; the first holds the base, the member whose partner is outside.
        links: from a member of each node to one of the next, the last back to the first.
        price: twice over.
    """

    nodes: list[int]
    links: list[Link]
    price: int = 0


class _Search(Struct):
    """The pairs so far and the forest; a node is a person or, from ``len(mate)`` on, a blossom.

    Attributes:
        weight: (n, n) symmetric; 0 or less where a pair is impossible.
        mate: of each person, or -1.
        price: (n,) twice over.
        node: (n,) the outermost node that holds each person.
        side: (n,) free of any tree, outer or inner.
        slack: (n,) least excess of prices over weight, with an outer person of another node.
        nearest: (n,) that outer person.
        base: of each node, the one whose partner is outside the node.
        entry: of each node in a tree but its root, the link it came in by: person of parent, own person.
        blossoms: by node.
    """

    weight: Numbers
    mate: list[int]
    price: Numbers
    node: Numbers
    side: Numbers
    slack: Numbers
    nearest: Numbers
    base: dict[int, int]
    entry: dict[int, Link] = {}
    blossoms: dict[int, _Blossom] = {}


def heaviest_matching(weight: Numbers) -> Matching:
    """The pairs of greatest total weight among those with a weight above 0.

    Args:
        weight: (n, n) symmetric whole numbers below 2 ** 59. Not changed.
    """
    people = len(weight)
    search = _Search(
        weight=weight,
        mate=[-1] * people,
        price=np.full(people, max(int(weight.max(initial=0)), 0), dtype=np.int64),
        node=np.arange(people),
        side=np.zeros(people, dtype=np.int64),
        slack=np.full(people, _FAR),
        nearest=np.zeros(people, dtype=np.int64),
        base={person: person for person in range(people)},
    )
    while people and _found_more(search):
        pass
    odd_sets = sorted(
        (tuple(sorted(_members(search, node))), blossom.price)
        for node, blossom in search.blossoms.items()
        if blossom.price
    )
    return Matching(tuple(search.mate), tuple(search.price.tolist()), tuple(odd_sets))


def _found_more(search: _Search) -> bool:
    """Grows a forest until one more pair is found or the pairs are proven to be the best."""
    _plant(search)
    while (search.side == _OUTER).any():
        steps = _steps(search)
        step = min(steps)
        _lower_prices(search, step)
        to_zero, to_free, to_outer, to_open = steps
        if step == to_zero:
            return False
        if step == to_free:
            _grow(search, int(np.argmin(np.where(search.side == _FREE, search.slack, _FAR))))
        elif step == to_outer:
            person = int(np.argmin(np.where(search.side == _OUTER, search.slack, _FAR)))
            if _joined(search, (int(search.nearest[person]), person)):
                return True
        elif step == to_open:
            _open_inner_blossom(search)
    return False


def _plant(search: _Search) -> None:
    """Makes everybody without a partner the root of a tree, with all of the node around them."""
    search.side[:] = _FREE
    search.slack[:] = _FAR
    search.entry.clear()
    while free := [
        node for node in search.blossoms if _is_outermost(search, node) and not search.blossoms[node].price
    ]:
        for node in free:
            _dissolve(search, node)
    roots = np.unique(search.node[np.array(search.mate) < 0])
    search.side[np.isin(search.node, roots)] = _OUTER
    _look_around(search, np.flatnonzero(search.side == _OUTER))


def _steps(search: _Search) -> tuple[int, int, int, int]:
    """How far outer prices can fall until: zero, a free person, another outer one, an inner blossom at 0."""
    outer, free = search.side == _OUTER, search.side == _FREE
    inner_blossoms = (
        blossom.price // 2 for node, blossom in search.blossoms.items() if _side_of(search, node) == _INNER
    )
    return (
        int(search.price[outer].min(initial=_FAR)),
        int(search.slack[free].min(initial=_FAR)),
        # Even: outer prices are all odd or all even, as they started equal and fell together.
        int(search.slack[outer].min(initial=_FAR)) // 2,
        min(inner_blossoms, default=_FAR),
    )


def _lower_prices(search: _Search, step: int) -> None:
    outer, inner = search.side == _OUTER, search.side == _INNER
    search.price[outer] -= step
    search.price[inner] += step
    reached = search.slack < _FAR
    search.slack[reached & (search.side == _FREE)] -= step
    search.slack[reached & outer] -= 2 * step
    for node, blossom in search.blossoms.items():
        side = _side_of(search, node)
        blossom.price += 2 * step * ((side == _OUTER) - (side == _INNER))


def _look_around(search: _Search, outer: Numbers) -> None:
    """Lets people who became outer tell everybody in other nodes how near they are."""
    if not len(outer):
        return
    slack = _slack(search, outer)
    nearest = slack.argmin(axis=0)
    least = slack[nearest, np.arange(len(search.price))]
    nearer = least < search.slack
    search.slack[nearer] = least[nearer]
    search.nearest[nearer] = outer[nearest[nearer]]


def _slack(search: _Search, people: Numbers) -> Numbers:
    """(len(people), n) what two prices exceed the weight of the pair by; far for those who cannot pair."""
    weight = search.weight[people]
    slack = search.price[people][:, None] + search.price[None, :] - 2 * weight
    apart = search.node[people][:, None] != search.node[None, :]
    return np.where((weight > 0) & apart, slack, _FAR)


def _grow(search: _Search, person: int) -> None:
    """Adds the node of a free person to the tree of the nearest outer one, and the node of its partner."""
    inner = int(search.node[person])
    search.entry[inner] = (int(search.nearest[person]), person)
    search.side[search.node == inner] = _INNER
    base = search.base[inner]
    outer = int(search.node[search.mate[base]])
    search.entry[outer] = (base, search.mate[base])
    search.side[search.node == outer] = _OUTER
    _look_around(search, np.flatnonzero(search.node == outer))


def _joined(search: _Search, link: Link) -> bool:
    """Pairs along the path between two roots; or shrinks the cycle in one tree. Whether a pair was won."""
    first, second = (_path(search, int(search.node[person])) for person in link)
    if first[-1] == second[-1]:
        _shrink(search, link, first, second)
        return False
    _flip(search, link[0], link[1])
    _flip(search, link[1], link[0])
    return True


def _path(search: _Search, node: int) -> list[int]:
    """The nodes from one up to its root."""
    path = [node]
    while path[-1] in search.entry:
        path.append(int(search.node[search.entry[path[-1]][0]]))
    return path


def _flip(search: _Search, person: int, mate: int) -> None:
    """Pairs an outer person anew and exchanges pairs and non-pairs from there to the root."""
    while True:
        outer = int(search.node[person])
        _make_base(search, outer, person)
        search.mate[person] = mate
        if outer not in search.entry:
            return
        inner = int(search.node[search.entry[outer][0]])
        person, mate = search.entry[inner]
        _make_base(search, inner, mate)
        search.mate[mate] = person


def _make_base(search: _Search, node: int, person: int) -> None:
    """Pairs the members of a node among themselves so that the one left over is this person."""
    if node == person:
        return
    blossom = search.blossoms[node]
    at = _place_of(search, blossom, person)
    _make_base(search, blossom.nodes[at], person)
    nodes = len(blossom.nodes)
    # The side of the cycle with an even number of nodes between the person and the former base changes pairs.
    changed = range(0, at, 2) if at % 2 == 0 else range(at + 1, nodes, 2)
    for place in changed:
        here, there = blossom.links[place]
        _make_base(search, blossom.nodes[place], here)
        _make_base(search, blossom.nodes[(place + 1) % nodes], there)
        search.mate[here], search.mate[there] = there, here
    blossom.nodes = blossom.nodes[at:] + blossom.nodes[:at]
    blossom.links = blossom.links[at:] + blossom.links[:at]
    search.base[node] = person


def _shrink(search: _Search, link: Link, first: list[int], second: list[int]) -> None:
    """Makes one outer node of the cycle that a link closes between two paths to one root."""
    shared = set(first) & set(second)
    down = [node for node in reversed(first) if node not in shared]
    up = [node for node in second if node not in shared]
    top = next(node for node in first if node in shared)
    links = [search.entry[node] for node in down]
    links += [link]
    links += [(own, parent) for parent, own in (search.entry[node] for node in up)]
    node = max(search.base) + 1
    search.blossoms[node] = _Blossom([top, *down, *up], links)
    search.base[node] = search.base[top]
    if top in search.entry:
        search.entry[node] = search.entry[top]
    members = np.array(_members(search, node))
    became_outer = members[search.side[members] == _INNER]
    search.node[members] = node
    search.side[members] = _OUTER
    _look_around(search, became_outer)
    _forget_inside(search, members)


def _forget_inside(search: _Search, members: Numbers) -> None:
    """Finds the nearest outer person anew for members of one node: the former may now be inside it."""
    slack = np.where(search.side == _OUTER, _slack(search, members), _FAR)
    nearest = slack.argmin(axis=1)
    search.slack[members] = slack[np.arange(len(members)), nearest]
    search.nearest[members] = nearest


def _open_inner_blossom(search: _Search) -> None:
    """Replaces an inner blossom without price by its nodes; the path to its base stays in the tree."""
    node = next(
        node
        for node, blossom in search.blossoms.items()
        if not blossom.price and _side_of(search, node) == _INNER
    )
    entry = search.entry.pop(node)
    blossom = search.blossoms[node]
    at = _place_of(search, blossom, entry[1])
    _dissolve(search, node)
    nodes = len(blossom.nodes)
    places = range(at, -1, -1) if at % 2 == 0 else range(at, nodes + 1)
    for inner in blossom.nodes:
        search.side[search.node == inner] = _FREE
    became_outer = []
    for step, place in enumerate(places):
        inner = blossom.nodes[place % nodes]
        search.side[search.node == inner] = _OUTER if step % 2 else _INNER
        search.entry[inner] = entry
        if step % 2:
            became_outer.extend(_members(search, inner))
        here, there = blossom.links[place % nodes] if at % 2 else reversed(blossom.links[place - 1])
        entry = (here, there)
    _look_around(search, np.array(became_outer, dtype=np.int64))


def _dissolve(search: _Search, node: int) -> None:
    """Takes an outermost blossom apart into its nodes."""
    for inner in search.blossoms[node].nodes:
        search.node[_members(search, inner)] = inner
    del search.blossoms[node], search.base[node]


def _place_of(search: _Search, blossom: _Blossom, person: int) -> int:
    """Which node of a blossom holds a person."""
    return next(place for place, node in enumerate(blossom.nodes) if person in _members(search, node))


def _members(search: _Search, node: int) -> list[int]:
    if node < len(search.mate):
        return [node]
    return [person for inner in search.blossoms[node].nodes for person in _members(search, inner)]


def _is_outermost(search: _Search, node: int) -> bool:
    return bool(search.node[search.base[node]] == node)


def _side_of(search: _Search, node: int) -> int:
    """The side of an outermost node; free for one inside another, which has no side of its own."""
    return int(search.side[search.base[node]]) if _is_outermost(search, node) else _FREE

"""An allocation problem in; where there are too few seats for whom, whatever is wished for, out.

A largest flow of people to seats, and of what it cannot bring the smallest sets of people who are short. A
flow knows either that nobody is in two places at once or that nobody attends a workshop twice: both are
looked at, and the larger shortage counts. What is short then is short in every allocation.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Participant, Place, Session


class Shortage(Struct, frozen=True):
    """People who together need more seats than there are for them.

    Attributes:
        people: ids, sorted.
        sessions: ids of the only sessions they can have these places in, sorted.
        wanted: places they need there.
        seats: that these sessions have.
        spare: sessions at the same moments that somebody of them may not attend, with seats left over.
        closed: sessions at the same moments that do not run and that all of them could attend.
    """

    people: tuple[str, ...]
    sessions: tuple[str, ...]
    wanted: int
    seats: int
    spare: tuple[tuple[str, int], ...] = ()
    closed: tuple[str, ...] = ()

    @property
    def short(self) -> int:
        """Seats too few."""
        return self.wanted - self.seats


class NotEnough(Struct, frozen=True):
    """Somebody who can have fewer places than wanted, however many seats there are."""

    person: str
    wanted: int
    most: int


class _Kind(Struct, frozen=True):
    """People who may attend the same.

    Attributes:
        count: of people.
        need: places that each can have, if there are seats.
    """

    count: int
    sessions: tuple[str, ...]
    need: int


# Ends the name of a session for those who ruled it out.
RULED_OUT = "/never"


class _Crowd:
    """People counted by what they may attend; who they are is looked up for the few it matters for."""

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem
        counts = Counter(map(told_apart, problem.participants))
        one = {told_apart(person): person for person in problem.participants}
        able: Counter[str] = Counter()
        for asked, count in counts.items():
            able.update(dict.fromkeys(one[asked].sessions, count))
        self.sessions = {each.id: each for each in problem.sessions if _can_fill(each, able[each.id])}
        # What somebody ruled out is no seat that is short: they get nothing there, and are in nobody's way.
        room = len(problem.participants) + 1
        self.sessions |= {
            each.id + RULED_OUT: replace(each, id=each.id + RULED_OUT, seats_max=room)
            for each in problem.sessions
            if each.can_run and not each.been
        }
        possible = {asked: _possible(person, self.sessions) for asked, person in one.items()}
        most = {
            names: most_places([self.sessions[name] for name in names]) for names in set(possible.values())
        }
        self.most = {asked: most[names] for asked, names in possible.items()}
        self.key = {
            asked: (names, min(one[asked].need_now, self.most[asked])) for asked, names in possible.items()
        }
        together: Counter[tuple[tuple[str, ...], int]] = Counter()
        for asked, count in counts.items():
            together[self.key[asked]] += count
        self.kinds = [_Kind(count, *key) for key, count in sorted(together.items()) if key[1]]

    def not_enough(self) -> tuple[NotEnough, ...]:
        """Who can have too few places by themselves, sorted."""
        lacking = {asked for asked, most in self.most.items() if most < asked[-1]}
        found = [
            NotEnough(person.id, person.need_now, self.most[told_apart(person)])
            for person in (self.problem.participants if lacking else ())
            if told_apart(person) in lacking
        ]
        return tuple(sorted(found, key=lambda each: each.person))

    def people(self, kinds: Iterable[int]) -> list[Participant]:
        """Those of some kinds."""
        meant = {(self.kinds[number].sessions, self.kinds[number].need) for number in kinds}
        return [person for person in self.problem.participants if self.key[told_apart(person)] in meant]


_Asked: TypeAlias = tuple[int, tuple[str, ...], tuple[Place, ...], int]


def told_apart(person: Participant) -> _Asked:
    """What tells people apart."""
    # Sessions by identity: many share one long list, and to compare it takes time.
    return (id(person.sessions), person.never, person.fixed, person.need_now)


def shortages(problem: AllocationProblem) -> tuple[tuple[Shortage, ...], tuple[NotEnough, ...]]:
    """Where seats are short, and who can have too few places by themselves; both sorted."""
    crowd = _Crowd(problem)
    by_moment = _found(crowd, lambda session: session.moment)
    by_workshop = _found(crowd, lambda session: session.workshop)
    larger = max((by_moment, by_workshop), key=lambda found: sum(each.short for each in found))
    return larger, crowd.not_enough()


def _can_fill(session: Session, able: int) -> bool:
    """Whether a session can run: at all, and with as many as its minimum."""
    if session.runs == "no" or not session.seats_max:
        return False
    return session.runs == "yes" or session.seats_min <= min(session.seats_max, able)


def _possible(person: Participant, sessions: Mapping[str, Session]) -> tuple[str, ...]:
    """The sessions a person can be in, placements by hand kept."""
    placed = set(person.fixed)
    both = (*person.sessions, *(name + RULED_OUT for name in person.sessions if person.never))
    moments = {moment for moment, _workshop in placed}
    workshops = {workshop for _moment, workshop in placed}
    return tuple(
        name
        for name in sorted(both)
        if name in sessions
        for session in (sessions[name],)
        if ((session.moment, session.workshop) in placed and not name.endswith(RULED_OUT))
        or (
            (session.workshop in person.never) == name.endswith(RULED_OUT)
            and session.moment not in moments
            and session.workshop not in workshops
        )
    )


def most_places(sessions: Sequence[Session]) -> int:
    """The most places somebody can have in these, at different moments in different workshops."""
    return len(places_in(sessions))


def places_in(sessions: Sequence[Session]) -> Mapping[str, str]:
    """Moments and workshops of as many places as somebody can have in these."""
    moments: defaultdict[str, list[str]] = defaultdict(list)
    for session in sessions:
        moments[session.workshop].append(session.moment)
    workshop_at: dict[str, str] = {}

    def seated(workshop: str, tried: set[str]) -> bool:
        for moment in moments[workshop]:
            if moment not in tried:
                tried.add(moment)
                if moment not in workshop_at or seated(workshop_at[moment], tried):
                    workshop_at[moment] = workshop
                    return True
        return False

    for workshop in moments:
        seated(workshop, set())
    return workshop_at


def _found(crowd: _Crowd, once: Callable[[Session], str]) -> tuple[Shortage, ...]:
    """The smallest sets of people who are short when everybody has one place a moment, or a workshop.

    Args:
        once: what of a session nobody can have twice.
    """
    flow, sessions = _Flow(), crowd.sessions
    for number, kind in enumerate(crowd.kinds):
        parts = {once(sessions[name]) for name in kind.sessions}
        # Who needs a place in each has a shortage in each, and not one over all.
        everywhere = kind.need == len(parts)
        for part in sorted(parts):
            flow.add(_SOURCE if everywhere else ("kind", number), ("part", number, part), kind.count)
        if not everywhere:
            flow.add(_SOURCE, ("kind", number), kind.count * kind.need)
        for name in kind.sessions:
            flow.add(("part", number, once(sessions[name])), ("session", name), kind.count)
    for name, session in sorted(sessions.items()):
        flow.add(("session", name), _SINK, session.seats_max)
    flow.fill()
    return tuple(_shortage(crowd, flow, part) for part in flow.short_of_supply())


_Node: TypeAlias = tuple[str | int, ...]
_SOURCE: _Node = ("source",)
_SINK: _Node = ("sink",)


class _Flow:
    """A largest flow, by shortest ways that still have room.

    Attributes:
        left: what can still pass from node to node, backwards what can be taken back.
        first: capacity of each edge.
    """

    def __init__(self) -> None:
        self.left: defaultdict[_Node, dict[_Node, int]] = defaultdict(dict)
        self.first: dict[tuple[_Node, _Node], int] = {}

    def add(self, origin: _Node, target: _Node, capacity: int) -> None:
        """An edge; there is one at most between two nodes."""
        self.left[origin][target] = capacity
        self.left[target].setdefault(origin, 0)
        self.first[origin, target] = capacity

    def fill(self) -> None:
        """Let as much flow as can be (Dinic)."""
        while _SINK in (depth := self._depths()):
            ahead = {node: [*self.left[node]] for node in depth}
            while self._push(depth, ahead):
                pass

    def _depths(self) -> dict[_Node, int]:
        depth = {_SOURCE: 0}
        queue = deque([_SOURCE])
        while queue:
            node = queue.popleft()
            for target, room in self.left[node].items():
                if room and target not in depth:
                    depth[target] = depth[node] + 1
                    queue.append(target)
        return depth

    def _push(self, depth: Mapping[_Node, int], ahead: Mapping[_Node, list[_Node]]) -> bool:
        """Send as much as fits along one way; false when there is none left.

        Args:
            ahead: where each node can still lead; what leads nowhere is taken out.
        """
        way = [_SOURCE]
        while way and way[-1] != _SINK:
            node = way[-1]
            targets = ahead.get(node, [])
            while targets and not (
                self.left[node][targets[-1]] and depth.get(targets[-1]) == depth[node] + 1
            ):
                targets.pop()
            if targets:
                way.append(targets[-1])
            else:
                way.pop()
                if way:
                    ahead[way[-1]].pop()
        if not way:
            return False
        steps = list(pairwise(way))
        room = min(self.left[origin][target] for origin, target in steps)
        for origin, target in steps:
            self.left[origin][target] -= room
            self.left[target][origin] += room
        return True

    def short_of_supply(self) -> list[set[_Node]]:
        """Nodes that what could not flow can still reach, in connected parts; in order of their names."""
        reached = set(self._depths()) - {_SOURCE}
        parts = []
        while reached:
            start = min(reached, key=str)
            part, queue = {start}, deque([start])
            while queue:
                node = queue.popleft()
                for other in self.left[node]:
                    if other in reached and other not in part:
                        part.add(other)
                        queue.append(other)
            reached -= part
            parts.append(part)
        return parts


def _shortage(crowd: _Crowd, flow: _Flow, part: set[_Node]) -> Shortage:
    """What is short in a part of the flow: what comes in, less what can leave elsewhere, less the seats."""
    sessions = crowd.sessions
    wanted = sum(flow.first.get((_SOURCE, node), 0) for node in part)
    elsewhere = sum(
        capacity
        for (origin, target), capacity in flow.first.items()
        if origin in part and target not in part and target != _SINK
    )
    names = sorted(str(node[1]) for node in part if node[0] == "session")
    people = crowd.people({int(node[1]) for node in part if node[0] in ("kind", "part")})
    moments = {sessions[name].moment for name in names}
    left = {name: flow.left["session", name].get(_SINK, 0) for name in sorted(sessions)}
    attended = frozenset.intersection(*map(frozenset, {person.sessions for person in people}))
    spare = [
        (name, room)
        for name, room in left.items()
        if room and sessions[name].moment in moments and name not in attended and not name.endswith(RULED_OUT)
    ]
    closed = [
        session.id
        for session in sorted(crowd.problem.sessions, key=lambda each: each.id)
        if session.runs == "no" and session.seats_max and session.moment in moments
    ]
    return Shortage(
        tuple(sorted(person.id for person in people)),
        tuple(names),
        wanted - elsewhere,
        sum(sessions[name].seats_max for name in names),
        tuple(spare),
        tuple(name for name in closed if name in attended),
    )

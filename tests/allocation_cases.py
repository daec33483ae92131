"""Tiny nasty allocation problems, and their answers by plain enumeration; shares nothing with the solver."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from itertools import combinations, product
from random import Random

from msgspec.structs import replace

from leernet.model.allocation import (
    AllocationProblem,
    AllocationRecord,
    DrawRecord,
    Participant,
    Session,
    SessionRecord,
)
from leernet.model.plan import Goal as GoalRecord

POLICIES = ("floor-first", "leximin", "most-first-choices", "best-sum", "lottery", "draft")


def tiny(number, policy="floor-first", keep=None, *, minima=True):
    """A random problem of a few people, full of repeats, pins, ruled out workshops, minima and gaps."""
    draw = Random(number)
    moments = ["m1", "m2", "m3"][: draw.randint(1, 3)]
    workshops = ["a", "b", "c", "d"][: draw.randint(1, 4)]
    places = [(moment, workshop) for moment in moments for workshop in workshops if draw.random() < 0.6]
    sessions = tuple(
        Session(
            f"{moment}/{workshop}",
            moment,
            workshop,
            draw.choice([0, 0, 1, 2, 2, 3]) if minima else 0,
            draw.choice([0, 1, 1, 2, 2, 3]),
            draw.choice(["decide", "decide", "decide", "yes", "no"]) if minima else "yes",
        )
        for moment, workshop in places
    )
    people = tuple(_person(draw, at, sessions, moments, workshops, keep) for at in range(draw.randint(1, 4)))
    first, most = draw.random() < 0.5, draw.choice([1, 1, 2, 9])
    return AllocationProblem("s", sessions, people, policy, first, str(number), keep, evidence_at_most=most)


def with_tours(problem, number):
    """The problem, with seats for a tour at some sessions and people who would like one."""
    draw = Random(-number)
    sessions = tuple(replace(each, tour_seats=draw.choice([0, 1, 1, 2])) for each in problem.sessions)

    def asking(person):
        held = [f"{moment}/{workshop}" for moment, workshop in person.previous]
        before = draw.choice(held) if problem.keep and held and draw.random() < 0.7 else ""
        return replace(person, tour=person.answered and draw.random() < 0.7, previous_tour=before)

    return replace(problem, sessions=sessions, participants=tuple(map(asking, problem.participants)))


def with_past(problem, number):
    """The problem on a day after the first moment: some were there, others came later or had no place."""
    draw = Random(f"past {number}")
    been = [each for each in problem.sessions if each.moment == "m1"]
    people = tuple(_later(draw, person, been) for person in problem.participants)
    there = Counter("/".join(place) for person in people for place in person.had)
    sessions = tuple(
        replace(each, seats_min=0, seats_max=max(each.seats_max, there[each.id]), runs="yes", been=True)
        if each in been
        else each
        for each in problem.sessions
    )
    return replace(problem, sessions=sessions, participants=people, past=date(2026, 10, 8))


def _later(draw, person, been):
    """The person after the first moment."""
    pinned = {workshop for _moment, workshop in person.placed}
    open_to = [each for each in been if each.id in person.sessions]
    fresh = [each for each in open_to if each.workshop not in pinned]
    had = ()
    if person.need and fresh and draw.random() < 0.6:
        session = draw.choice(fresh)
        had = ((session.moment, session.workshop),)
    came_later = not had and draw.random() < 0.3
    placed = tuple(place for place in person.placed if place[0] != "m1")
    coming = tuple(name for name in person.sessions if not name.startswith("m1/"))
    return replace(
        person,
        need=max(person.need, len(placed) + len(had)),
        sessions=(*coming, *map("/".join, had)),
        placed=placed,
        never=tuple(each for each in person.never if (("m1", each),) != had),
        previous=(*had, *(place for place in person.previous if place[0] != "m1")) if person.previous else (),
        had=had,
        once=()
        if came_later
        else tuple(each.id for each in open_to if (each.moment, each.workshop) not in had),
        lacked=() if had else (("m1", "past" if came_later else draw.choice(("no-seat", "never"))),),
    )


def _person(draw, at, sessions, moments, workshops, keep):
    asked = [workshop for workshop in workshops if draw.random() < 0.7]
    draw.shuffle(asked)
    wishes = []
    for workshop in asked:
        if wishes and draw.random() < 0.3:
            wishes[-1].append(workshop)
        else:
            wishes.append([workshop])
    answered = draw.random() < 0.85
    may = [session for session in sessions if draw.random() < 0.85]
    placed = ()
    if may and draw.random() < 0.15:
        pin = draw.choice(may)
        placed = ((pin.moment, pin.workshop),)
    previous = ()
    if keep and draw.random() < 0.8:
        shuffled = draw.sample(sessions, len(sessions))
        previous = _bundle_from(shuffled, draw.randint(0, 2))
        if draw.random() < 0.2:
            previous = (*[place for place in previous if place[0] != "m1"], ("m1", "gone"))
    return Participant(
        f"p{at}",
        draw.randint(0, len(moments)),
        tuple(tuple(sorted(group)) for group in wishes) if answered else (),
        tuple(sorted(session.id for session in may)),
        evidence=tuple(workshop for workshop in asked if draw.random() < 0.3) if answered else (),
        never=tuple(workshop for workshop in workshops if draw.random() < 0.1),
        placed=placed,
        previous=tuple(sorted(previous)),
        answered=answered,
        late=draw.random() < 0.15,
        credit=draw.choice([0, 0, 0, 1]),
    )


def _bundle_from(sessions, most):
    chosen = []
    for session in sessions:
        free = all(session.moment != moment and session.workshop != workshop for moment, workshop in chosen)
        if free and len(chosen) < most:
            chosen.append((session.moment, session.workshop))
    return tuple(chosen)


class Enumeration:
    """Every allocation that keeps the hard rules, and the best of them."""

    def __init__(self, problem):
        self.problem = problem
        self.sessions = {(each.moment, each.workshop): each for each in problem.sessions if runs_at_all(each)}
        self.people = sorted(
            problem.participants,
            key=lambda each: (
                each.late or not each.answered,
                -each.credit,
                sha256(f"{problem.seed}\n{each.id}".encode()).hexdigest(),
            ),
        )
        self.rank = [
            {name: level for level, group in enumerate(each.wishes) for name in group if self.known(name)}
            for each in self.people
        ]
        known = {workshop for _, workshop in self.sessions}
        longest = max((len(each.wishes) for each in self.people), default=0)
        self.absent = max(len(known), longest) + 2

    def known(self, workshop):
        return any(workshop == name for _, name in self.sessions)

    def bundles(self, at):
        return self.bundles_of(self.people[at])

    def bundles_of(self, person):
        may = [
            place
            for place, session in sorted(self.sessions.items())
            if session.id in person.sessions and place[1] not in person.never
        ]
        for size in range(person.need + 1):
            for bundle in combinations(may, size):
                moments, workshops = {place[0] for place in bundle}, {place[1] for place in bundle}
                if len(moments) == size == len(workshops) and set(person.fixed) <= set(bundle):
                    yield bundle

    def allocations(self):
        for allocation in product(*(list(self.bundles(at)) for at in range(len(self.people)))):
            load = Counter(place for bundle in allocation for place in bundle)
            if all(self.holds(self.sessions[place], people) for place, people in load.items()):
                yield allocation

    def holds(self, session, people):
        least = session.seats_min if session.runs == "decide" else 0
        return least <= people <= session.seats_max

    def points(self, at, bundle):
        return self.cost(self.people[at], self.rank[at], bundle)

    def cost(self, person, rank, places):
        """Levels; one more than for what is not listed for what was ruled out; most for what is missing."""
        unlisted, lacking = len(person.wishes), max(person.need - len(places), 0)
        ruled_out = self.ruled_out(person, places)
        wished = sum(rank.get(workshop, unlisted) for _, workshop in places)
        return wished + ruled_out * (unlisted + 1) + (lacking - ruled_out) * self.absent

    def ruled_out(self, person, places):
        """How many places more there would be if nothing had been ruled out, for this person alone."""
        could = [
            place
            for place, session in self.sessions.items()
            if session.id in person.sessions and place[1] in person.never
        ]
        could += [(moment, f"what was ruled out at {moment}") for moment in person.ruled_out_then]
        for size in range(max(person.need - len(places), 0), 0, -1):
            for more in combinations(could, size):
                both = (*places, *more)
                if len({at for at, _ in both}) == len(both) == len({name for _, name in both}):
                    return size
        return 0

    def points_before(self, at, places):
        person = self.people[at]
        if not person.previous:
            return 10**9
        rank = {name: level for level, group in enumerate(person.wishes) for name in group}
        return self.cost(person, rank, places)

    def left_of_before(self, at):
        """Places of before that can still be had, other people aside."""
        person, run = self.people[at], {each.id for each in self.problem.sessions if each.can_run}
        return [
            (moment, workshop)
            for moment, workshop in person.previous
            if f"{moment}/{workshop}" in run.intersection(person.sessions) and workshop not in person.never
        ]

    def level(self, at, bundle):
        if not hasattr(self, "own"):
            self.own = [
                min(
                    self.cost(person.at_first, self.rank[p], each)
                    for each in self.bundles_of(person.at_first)
                )
                for p, person in enumerate(self.people)
            ]
        return self.points(at, bundle) - self.own[at]

    def ranks(self, at, bundle):
        person = self.people[at]
        unlisted, ruled_out = len(person.wishes), self.ruled_out(person, bundle)
        missing = [self.absent] * (person.need - len(bundle) - ruled_out) + [unlisted + 1] * ruled_out
        return sorted([self.rank[at].get(workshop, unlisted) for _, workshop in bundle] + missing)

    def positions(self, at, bundle):
        """Places in the list; of equal wishes each counts as the last of them."""
        found, before = [], 0
        for group in self.people[at].wishes:
            before += len(group)
            found += [before - 1 for _, workshop in bundle if workshop in group]
        return found

    def group(self, late):
        return [at for at, each in enumerate(self.people) if (each.late or not each.answered) == late]

    def goals(self, allocation, late):
        """Costs in order, smaller is better."""
        group, policy, keep = self.group(late), self.problem.policy, self.problem.keep
        of = [(at, allocation[at]) for at in group]
        levels = [self.level(at, bundle) for at, bundle in of]
        missing = [
            self.people[at].need - len(bundle) - self.ruled_out(self.people[at], bundle) for at, bundle in of
        ]
        first = [sum(missing)]
        wanted = []
        if policy not in ("lottery", "draft") and self.problem.evidence_first:
            wanted.append(sum(self.evidence_missed(at, bundle) for at, bundle in of))
        if policy == "floor-first":
            worst = max(levels, default=0)
            wanted += [worst, sum(level == worst for level in levels), sum(levels)]
        elif policy == "leximin":
            wanted += [sum(level == each for level in levels) for each in range(60, 0, -1)]
        elif policy == "best-sum":
            wanted += [sum(levels)]
        elif policy == "most-first-choices":
            places = [place for at, bundle in of for place in self.positions(at, bundle)]
            wanted += [-places.count(each) for each in range(self.absent)]
        if late or keep is None:
            return first + wanted
        everyone = list(enumerate(allocation))
        changed = [sum(place not in bundle for at, bundle in everyone for place in self.people[at].previous)]
        before = [each.previous for each in self.people]
        left = [self.left_of_before(at) for at in range(len(self.people))]
        worse = [
            sum(self.points(at, bundle) > self.points_before(at, places[at]) for at, bundle in everyone)
            for places in (before, left)
        ]
        return {
            "frozen": changed + first + wanted,
            "improve": worse + first + wanted + changed,
            "fewest": first + changed + wanted,
        }[keep]

    def evidence_missed(self, at, bundle):
        person = self.people[at]
        got = {workshop for _, workshop in bundle}
        marked = {name for name in person.evidence if self.known(name) and name not in person.never}
        return max(min(len(marked), self.problem.evidence_at_most) - len(marked & got), 0)

    def best(self):
        """What is left after goals and lots, and the keys that decided; none when nothing keeps the rules."""
        left, key = list(self.allocations()), []
        if not left:
            return None
        for late in (False, True):
            if late and not self.group(late):
                break
            left = smallest(left, lambda each, late=late: self.goals(each, late), key)
            if self.problem.policy == "draft":
                left = self.drafted(left, self.group(late), key)
            else:
                for at in self.group(late):
                    left = smallest(left, lambda each, at=at: self.level(at, each[at]), key)
        return left, key

    def drafted(self, left, group, key):
        done = {at: [] for at in group}
        turn = list(group)
        while turn:
            again = []
            for at in turn:
                if len(done[at]) == self.people[at].need:
                    continue

                def next_rank(each, at=at):
                    ranks = self.ranks(at, each[at])
                    for taken in done[at]:
                        ranks.remove(taken)
                    return ranks[0]

                left = smallest(left, next_rank, key)
                done[at].append(key[-1])
                again.append(at)
            turn = again[::-1]
        return left

    def toured(self, left, key):
        """Of these allocations, those with tours that goals and lots leave; each a pair with the tours."""
        pairs = [(each, tours) for each in left for tours in self.tours(each)]
        for late in (False, True):
            if late and not self.group(late):
                break
            pairs = smallest(pairs, lambda each, late=late: self.tour_goals(each[1], late), key)
            for at in self.group(late):
                pairs = smallest(pairs, lambda each, at=at: self.misses(at, each[1]), key)
        return pairs

    def tours(self, allocation):
        """For everybody the session of their tour, or none."""
        choices = [
            [None, *(self.sessions[place].id for place in bundle if person.tour)]
            for person, bundle in zip(self.people, allocation, strict=True)
        ]
        seats = {each.id: each.tour_seats for each in self.sessions.values()}
        for tours in product(*choices):
            if all(tours.count(session) <= seats[session] for session in set(tours) - {None}):
                yield tours

    def misses(self, at, tours):
        return int(self.people[at].tour and tours[at] is None)

    def tour_goals(self, tours, late):
        missed = sum(self.misses(at, tours) for at in self.group(late))
        if late or self.problem.keep is None:
            return [missed]
        had = [at for at, each in enumerate(self.people) if each.tour and each.previous_tour]
        changed = sum(tours[at] != self.people[at].previous_tour for at in had)
        lost = sum(tours[at] is None for at in had)
        return {
            "frozen": [changed, missed],
            "improve": [lost, missed, changed],
            "fewest": [missed, changed],
        }[self.problem.keep]


def runs_at_all(session):
    return (
        session.runs != "no"
        and session.seats_max > 0
        and (session.runs == "yes" or session.seats_min <= session.seats_max)
    )


def smallest(left, value, key):
    best = min(value(each) for each in left)
    key.append(best)
    return [each for each in left if value(each) == best]


def nine(people, seed=0, policy="floor-first", *, slack=1.1, late=0.0):
    """Nine workshops at three moments; everybody ranks some, three tastes, a few ties and absences."""
    draw = Random(seed)
    tastes = [[draw.gauss(0, 1.5) for _ in range(9)] for _ in range(3)]
    seats = -(-people * 3 * slack // 9)
    sessions = tuple(
        Session(f"m{at % 3}/w{at}", f"m{at % 3}", f"w{at}", int(seats // 4), int(seats)) for at in range(9)
    )
    ids = tuple(session.id for session in sessions)
    return AllocationProblem(
        "s", sessions, tuple(_student(draw, at, tastes, ids, late) for at in range(people)), policy, seed="s"
    )


def _student(draw, at, tastes, ids, late):
    taste = draw.choice(tastes)
    order = sorted(range(9), key=lambda each: -(taste[each] - draw.expovariate(1)))
    listed = [(f"w{each}",) for each in order[: draw.choice([9, 9, 9, 5, 3])]]
    if draw.random() < 0.05 and len(listed) > 3:
        listed[1:3] = [tuple(sorted(listed[1] + listed[2]))]
    absent = draw.choice("012") if draw.random() < 0.02 else "-"
    may = tuple(name for name in ids if name[1] != absent)
    return Participant(f"s{at:04}", 3, tuple(listed), may, late=draw.random() < late)


def wide(people, policy="floor-first", *, late=0):
    """Thirty workshops, each at two of five moments, so that bundles are too many to make them all."""
    draw = Random(people)
    moments = [(at % 5, (at * 7 + 1 + at % 4) % 5) for at in range(30)]
    places = sorted({(f"m{moment}", f"w{at:02}") for at, both in enumerate(moments) for moment in both})
    seats = -(-people * 5 * 11 // (10 * len(places)))
    sessions = tuple(Session(f"{at}/{name}", at, name, seats // 2, seats) for at, name in places)
    ids = tuple(session.id for session in sessions)
    listed = [draw.sample(range(30), draw.choice([30, 30, 8])) for _ in range(people)]
    students = tuple(
        Participant(f"s{at:03}", 5, tuple((f"w{name:02}",) for name in wishes), ids, late=at < late)
        for at, wishes in enumerate(listed)
    )
    return AllocationProblem("s", sessions, students, policy, seed="s")


def record_of(outcome):
    """The record as it is kept in a file."""
    return AllocationRecord(
        series="s",
        policy=outcome.policy,
        draw=DrawRecord(
            seed=outcome.draw.seed, members_sha256=outcome.draw.members_sha256, order=outcome.draw.order
        ),
        sessions={
            each.session: SessionRecord.model_construct(
                runs=each.runs, seats=each.seats, placed=each.placed, tour=each.tour
            )
            for each in outcome.sessions
        },
        placements=outcome.placements,
        rounds=outcome.rounds,
        goals=tuple(
            GoalRecord(name=goal.name, value=goal.value, bound=goal.bound, proven=goal.proven)
            for goal in outcome.goals
        ),
    )

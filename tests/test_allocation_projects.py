"""Tiny whole projects in the user's own files; what comes of them is what plain enumeration says."""

from collections import Counter
from datetime import date
from math import prod
from random import Random

from leernet.commands.choices import asked_of
from leernet.commands.project import read_project
from leernet.explain.allocated import Allocated
from leernet.model.allocation import MISSING, AllocationProblem, Impossible, Participant, Session
from leernet.solve.allocation.asked import Wanted
from leernet.solve.allocation.solver import allocate
from leernet.write.allocation_record import allocation_record
from tests.allocation_cases import POLICIES, Enumeration

DATES = {"herfst": "2026-11-12", "winter": "2027-01-14", "lente": "2027-03-11"}  # Thursdays
TIMES = {
    "9.00-12.00": {"do-ochtend"},
    "13.00-15.00": {"do-middag"},
    "11.00-14.00": {"do-ochtend", "do-middag"},
}
WEEKS = {
    "ma": set(),
    "ma, do-ochtend": {"do-ochtend"},
    "do-middag, vr": {"do-middag"},
    "do": {"do-ochtend", "do-middag"},
}
TITLES = {"rekenen": "Buiten rekenen, groep 3", "muziek": "Muziek", "drama": "Drama & spel"}


class Project:
    """A random project: what is in it, its files, and the problem that the manual says they make."""

    def __init__(self, number):
        self.draw = draw = Random(number)
        self.seed = str(number)
        self.moments = {name: draw.choice(list(TIMES)) for name in list(DATES)[: draw.randint(1, 3)]}
        self.members = {f"s{at}": self._member() for at in range(draw.randint(1, 4))}
        self.workshops = {}
        for name in list(TITLES)[: draw.randint(1, 3)]:
            self.workshops[name] = self._workshop()
        most = min(len(self.moments), sum(each["runs"] != "no" for each in self.workshops.values()))
        self.choose = draw.randint(1, most) if most and draw.random() < 0.5 else None
        self.policy = draw.choice(POLICIES)
        self.evidence_first, self.credit = draw.random() < 0.5, draw.random() < 0.5
        self.unlucky = [self._some(self.members, 0.4), self._some(self.members, 0.4)]
        self.answers = {member: self._answer() for member in self.members if draw.random() < 0.85}

    def _some(self, names, chance):
        return [name for name in names if self.draw.random() < chance]

    def _member(self):
        draw = self.draw
        return {
            "away": DATES[draw.choice(list(self.moments))] if draw.random() < 0.15 else None,
            "working_days": draw.choice(list(WEEKS)) if draw.random() < 0.15 else None,
            "until": draw.choice(["2026-11-12", "2027-01-13"]) if draw.random() < 0.1 else None,
        }

    def _workshop(self):
        draw = self.draw
        most = draw.randint(1, 3)
        held = self._some(self.moments, 0.7) or [draw.choice(list(self.moments))]
        taken = {
            (one, at) for each in self.workshops.values() for one in each["presenter"] for at in each["at"]
        }
        presenter = [
            each for each in self._some(self.members, 0.1) if not taken & {(each, at) for at in held}
        ]
        return {
            "at": held,
            "seats": (min(most, draw.choice([0, 1, 2, 2, 3])), most),
            "runs": draw.choice(["decide", "decide", "decide", "yes", "no"]),
            "tour": draw.choice([0, 1, 2]),
            "closed_to": self._some(list(self.members)[1:], 0.15),
            "presenter": presenter,
        }

    def _answer(self):
        draw = self.draw
        asked = draw.sample(list(self.workshops), draw.randint(0, len(self.workshops)))
        wishes = []
        for name in asked:
            if wishes and draw.random() < 0.25:
                wishes[-1].append(name)
            else:
                wishes.append([name])
        return {
            "wishes": wishes,
            "never": self._some(self.workshops, 0.1),
            "evidence": self._some(asked, 0.3),
            # An answer that asks for nothing is none.
            "absent": self._some(self.moments, 0.1) or ([] if wishes else list(self.moments)[:1]),
            "placed": [
                f"{at}:{name}"
                for name, each in self.workshops.items()
                for at in each["at"]
                if draw.random() < 0.15
            ],
            "tour": draw.random() < 0.5,
            "late": draw.random() < 0.2,
        }

    def files(self):
        members = "".join(
            f"  {id}: {{name: Naam {id}, email: {id}@pabo.example, roles: [student]"
            + (f", away: [{one['away']}]" if one["away"] else "")
            + (f", working_days: [{one['working_days']}]" if one["working_days"] else "")
            + (f", until: {one['until']}" if one["until"] else "")
            + "}\n"
            for id, one in self.members.items()
        )
        moments = "".join(
            f"      {id}: {{date: {DATES[id]}, time: {time}}}\n" for id, time in self.moments.items()
        )
        workshops = "".join(
            f"  {id}: {{series: ws, title: '{TITLES[id]}', moments: [{', '.join(one['at'])}], "
            f"seats: {'-'.join(map(str, one['seats']))}, runs: {one['runs']}, tour: {one['tour']}"
            + (f", open_to: {{except: [{', '.join(one['closed_to'])}]}}" if one["closed_to"] else "")
            + (f", presenter: [{', '.join(one['presenter'])}]" if one["presenter"] else "")
            + "}\n"
            for id, one in self.workshops.items()
        )
        definitions = (
            f"year: {{school_year: 2026-2027}}\nmembers:\n{members}"
            "series:\n  ws:\n    for: {roles: [student]}\n"
            + (f"    choose: {self.choose}\n" if self.choose else "")
            + f"    policy: {self.policy}\n    evidence_first: {'yes' if self.evidence_first else 'no'}\n"
            + f"    credit: {'history' if self.credit else 'none'}\n    closes: 2026-10-01\n"
            + f"    moments:\n{moments}workshops:\n{workshops}"
        )
        record = "schema: 1\nseries: {}\npolicy: floor-first\ndraw: {{members_sha256: '0'}}\nfloor: [{}]\n"
        found = {
            "leernet.yaml": definitions,
            "choices/ws.csv": "".join(self._rows()),
            "history/2025-2026/allocation/ws.yaml": record.format("ws", ", ".join(self.unlucky[0])),
            "allocation/andere.yaml": record.format("andere", ", ".join(self.unlucky[1])),
        }
        return {path: text.encode() for path, text in found.items()}

    def _rows(self):
        yield "member;1;2;3;never;evidence;absent;placed;tour;answered_at\n"
        for member, answer in self.draw.sample(list(self.answers.items()), len(self.answers)):
            groups = [
                " = ".join(self.draw.choice([name, TITLES[name]]) for name in group)
                for group in answer["wishes"]
            ]
            cells = [
                member,
                *[*groups, "", "", ""][:3],
                *(",".join(answer[key]) for key in ("never", "evidence", "absent", "placed")),
                "ja" if answer["tour"] else "",
                "2026-10-02 9:00" if answer["late"] else "2026-10-01 23:00",
            ]
            yield ";".join(f'"{cell}"' for cell in cells) + "\n"

    def problem(self):
        sessions = tuple(
            Session(f"{at}/{id}", at, id, *one["seats"], one["runs"], one["tour"])
            for id, one in self.workshops.items()
            for at in one["at"]
        )
        people = tuple(self._participant(id, sessions) for id in self.members)
        return AllocationProblem("ws", sessions, people, self.policy, self.evidence_first, self.seed)

    def _participant(self, id, sessions):
        answer = self.answers.get(id, {})
        leads = {
            at
            for one in self.workshops.values()
            if id in one["presenter"] and one["runs"] != "no"
            for at in one["at"]
        }
        there = {
            at
            for at in self.moments
            if at not in leads and at not in answer.get("absent", ()) and self._is_in(id, at)
        }
        placed = tuple(tuple(place.split(":")) for place in answer.get("placed", ()))
        need = min(self.choose or 3, len({each.moment for each in sessions if each.moment in there}))
        return Participant(
            id,
            max(need, len(placed)),
            tuple(tuple(group) for group in answer.get("wishes", ())),
            tuple(
                each.id
                for each in sessions
                if each.moment in there and id not in self.workshops[each.workshop]["closed_to"]
            ),
            evidence=tuple(answer.get("evidence", ())),
            never=tuple(answer.get("never", ())),
            placed=placed,
            answered=bool(answer),
            late=answer.get("late", False),
            credit=sum(id in unlucky for unlucky in self.unlucky) if self.credit else 0,
            tour=answer.get("tour", False),
        )

    def _is_in(self, id, moment):
        one = self.members[id]
        works = one["working_days"] is None or TIMES[self.moments[moment]] <= WEEKS[one["working_days"]]
        return works and one["away"] != DATES[moment] and (one["until"] or "9") >= DATES[moment]


def allocated(project):
    """What the files of a project come to, read as the command reads them: outcome, errors and record."""
    opened, _, findings = read_project(project.files(), date(2026, 9, 1))
    assert [each for each in findings if each.level == "error"] == []
    asked = asked_of(opened, opened.year.series["ws"], Wanted(seed=project.seed))
    outcome = allocate(asked.problem)
    errors = [each.rule for each in asked.findings if each.level == "error"]
    return (
        outcome,
        errors,
        None if isinstance(outcome, Impossible) else allocation_record(Allocated(asked.problem, outcome)),
    )


def expected(project):
    """All that is equally right by enumeration, places and tours; none where nothing fits."""
    enumeration = Enumeration(project.problem())
    best = enumeration.best()
    if best is None:
        return None
    return [
        (
            {one.id: dict(bundle) for one, bundle in zip(enumeration.people, allocation, strict=True)},
            {one.id: tour for one, tour in zip(enumeration.people, tours, strict=True) if tour},
        )
        for allocation, tours in enumeration.toured(*best)
    ]


# Of more moments than places missing those are listed whose reason comes first.
REASONS = (
    "no-seat",
    "costs-others",
    "closed",
    "never",
    "elsewhere",
    "no-session",
    "absent",
    "away",
    "leads",
)


def reason(project, person, moment, record):
    """Why a moment brought somebody nothing, as the page on allocation tells it."""
    has = set(record.placements[person.id].values())
    held = {name: one for name, one in project.workshops.items() if moment in one["at"]}
    if moment in project.answers.get(person.id, {}).get("absent", ()):
        return "absent"
    if any(person.id in one["presenter"] and one["runs"] != "no" for one in held.values()):
        return "leads"
    if not project._is_in(person.id, moment):
        return "away"
    may = [name for name, one in held.items() if person.id not in one["closed_to"]]
    others = [name for name in may if name not in has]
    if not others:
        return "elsewhere" if may else "no-session"
    session = {name: record.sessions[f"{moment}/{name}"] for name in others}
    running = {name for name in others if session[name].runs}
    room = {name for name in running if len(session[name].placed) < session[name].seats}
    ruled_out = set(person.never).intersection(others)
    if room & ruled_out or len(ruled_out) == len(others):
        return "never"
    if not running - ruled_out:
        return "closed"
    return "costs-others" if room - ruled_out else "no-seat"


def missing(project, person, record):
    """The reasons of the places that somebody lacks: as many as places, those that weigh most."""
    has = record.placements[person.id]
    wanted = max(person.need, project.choose or len(project.moments))
    why = [reason(project, person, moment, record) for moment in project.moments if moment not in has]
    return sorted(why, key=REASONS.index)[: wanted - len(has)]


def is_small(project):
    problem = Enumeration(project.problem())
    return prod(sum(1 for _ in problem.bundles(at)) for at in range(len(problem.people))) <= 3000


def test_what_comes_of_the_files_is_the_best_there_is():
    placed, reasons, impossible = Counter(), Counter(), 0
    for project in filter(is_small, map(Project, range(250))):
        outcome, errors, record = allocated(project)
        right = expected(project)
        if record is None:
            impossible += 1
            assert right is None, project.seed
            assert outcome.clashes, project.seed
            continue
        placed[project.policy] += 1
        assert errors == ([] if project.answers else ["no-usable-answer"]), project.seed
        assert (record.placements, record.tours) in right, project.seed
        people = Enumeration(project.problem()).people
        assert record.draw.order == tuple(one.id for one in people), project.seed
        for one in people:
            told = record.missing.get(one.id, {})
            right = {moment: MISSING[reason(project, one, moment, record)] for moment in told}
            assert told == right, (project.seed, one.id)
            most = [MISSING[why] for why in missing(project, one, record)]
            assert sorted(told.values()) == sorted(most), (project.seed, one.id)
            reasons.update(told.values())
        assert all(goal.proven for goal in record.goals), project.seed
    assert min(placed[policy] for policy in POLICIES) > 12
    assert impossible > 15
    # With nothing that bound before, a seat left over for who lacks a place costs nobody anything.
    assert set(reasons) == {MISSING[why] for why in REASONS if why != "costs-others"}

"""Whoever gets another partner is told the one fact that is new, whatever it is."""

import random

import pytest

from leernet.solve.plan import Planned, Wishes, plan_year

from .plan_projects import year_of

PEOPLE = ("Anna", "Bas", "Cato", "Dirk", "Eva", "Fien")
WORK = ("[ma, di]", "[di, wo]", "[wo, do]", "[do, vr, ma]", "[ma, wo, vr]")
FACTS = ("gone", "from now on elsewhere", "other days", "wish", "manager", "new")


def a_project(seed):
    """What is known of each member, who wishes for whom, and how many rounds there are."""
    chance = random.Random(seed)
    members = {name: {"school": chance.choice("abc"), "working_days": chance.choice(WORK)} for name in PEOPLE}
    wishes = {chance.choice(PEOPLE): chance.choice(PEOPLE)} if chance.random() < 0.5 else {}
    return members, wishes, chance.choice([1, 2])


def with_a_fact(seed, members, wishes):
    """The same with one fact that is new, and whom it is about."""
    chance = random.Random(f"fact {seed}")
    members, wishes = {name: dict(known) for name, known in members.items()}, dict(wishes)
    kind, (one, other) = chance.choice(FACTS), chance.sample(PEOPLE, 2)
    if kind == "gone":
        del members[one]
        wishes = {asks: asked for asks, asked in wishes.items() if one not in (asks, asked)}
    elif kind == "from now on elsewhere":
        members[one]["school"] = chance.choice("abc")
    elif kind == "other days":
        members[one]["working_days"] = chance.choice(WORK)
    elif kind == "wish":
        wishes[one] = other
    elif kind == "manager":
        members[one]["manager"] = other.lower()
    else:
        one = "Gijs"
        members[one] = {"school": chance.choice("abc"), "working_days": chance.choice(WORK)}
    return members, wishes, one


def the_year(members, wishes, rounds):
    of_members = "\n".join(
        f"  {name.lower()}: {{name: {name}, roles: [coach], "
        + ", ".join(f"{key}: {value}" for key, value in known.items())
        + "}"
        for name, known in members.items()
    )
    asked = ", ".join(f"{one.lower()}: [{other.lower()}]" for one, other in wishes.items() if one != other)
    return year_of(
        f"""
year: {{school_year: 2026-2027, holiday_region: zuid, language: en}}
boards: {{x: {{name: X}}, y: {{name: Y}}}}
schools: {{a: {{name: A, board: x}}, b: {{name: B, board: x}}, c: {{name: C, board: y}}}}
members:
{of_members}
  ina: {{name: Ina, organisation: Pabo}}
networks:
  maatjes:
    facilitator: ina
    members: {{roles: [coach]}}
    pairs: {{rounds: {rounds}, window: 2026-11-02..2027-03-04, cycle: [{{title: Bezoek, minutes: 60}}],
      other: [school], wishes: {{{asked}}}}}
"""
    )


@pytest.mark.parametrize("seed", range(40))
def test_each_round_of_other_pairs_names_whom_the_new_fact_is_about(seed):
    members, wishes, rounds = a_project(seed)
    first = plan_year(the_year(members, wishes, rounds), Wishes())
    members, wishes, about = with_a_fact(seed, members, wishes)

    again = plan_year(the_year(members, wishes, rounds), Wishes(previous=first.plan))

    assert isinstance(again, Planned)
    for change in again.plan.changes[:1]:
        # Where three come together, who joins whom may be the only thing that is otherwise.
        of_three = any(len(one) > 2 for one in again.plan.pairs[change.meeting])
        suits = of_three and change.reason == "of the pairs that are possible now, these suit best"
        assert suits or about.lower() in change.reason.lower()


def test_partners_who_are_kept_apart_are_told_by_what():
    members, _wishes, _rounds = a_project(0)
    members = {name: {"school": "abc"[at % 3], "working_days": "[ma]"} for at, name in enumerate(members)}
    first = plan_year(the_year(members, {}, 1), Wishes())
    one, other = (id.capitalize() for id in first.plan.pairs["maatjes/1"][0])
    told = set()
    for change in (
        {"school": members[other]["school"]},
        {"working_days": "[di]"},
        {"manager": other.lower()},
    ):
        others = {name: dict(known) for name, known in members.items()}
        others[one] |= change
        again = plan_year(the_year(others, {}, 1), Wishes(previous=first.plan))
        (changed,) = (change for change in again.plan.changes if change.what == "pairs")
        told.add(changed.reason.replace(one, "A").replace(other, "B"))

    assert told == {
        "A and B work at the same school",
        "A and B have no working half day in common",
        "one of A and B leads the other",
    }

"""Pairs and visits in a plan, solved or edited, are held against every rule; proofs are about all pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.plan import Plan
from leernet.solve.pairs.matching import heaviest_matching
from leernet.solve.pairs.plan import planned_pairs
from leernet.verify.plan.pair_proof import unproven_pairs
from leernet.verify.plan.pair_rules import broken_pair_rules

from .plan_projects import with_addresses, year_of
from .test_pairs_of_a_year import PROJECT, TUESDAY, plan_with, visit

YEAR = year_of(PROJECT)
PAIRS = (("anna", "dirk"), ("bas", "cato"))
EARLIER = Plan(school_year="2025-2026", pairs={"maatjes/1": (("bas", "cato"),)})


def said(pairs=PAIRS, visits=(), year=YEAR, history=()):
    plan = Plan(school_year="2026-2027", pairs={"maatjes/1": pairs}, visits=visits)
    return [(found.rule, str(found.sentence)) for found in broken_pair_rules(year, plan, Places(), history)]


def test_pairs_and_visits_that_were_solved_break_no_rule():
    found = planned_pairs(YEAR, YEAR.networks["maatjes"], calendar_of(YEAR), {})

    assert broken_pair_rules(YEAR, plan_with(found), Places()) == ()
    assert said() == []


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            (("bas", "dirk"), ("anna", "cato")),
            [("plan-pair-manager", "Bas and Dirk cannot be partners: one is the manager of the other.")],
        ),
        (
            (("anna", "bas"), ("cato", "dirk")),
            [
                ("plan-pair-same", "Anna and Bas cannot be partners: they work at the same school."),
                ("plan-pair-same", "Cato and Dirk cannot be partners: they work at the same school."),
            ],
        ),
        (
            (("anna", "dirk"), ("dirk", "anna")),
            [
                ("plan-pair-twice", "Anna is listed twice in pairs maatjes/1."),
                ("plan-pair-twice", "Dirk is listed twice in pairs maatjes/1."),
            ],
        ),
        (
            (("anna", "ina"),),
            [("plan-pair-stranger", "Ina is in pairs maatjes/1 and is not a member of the network.")],
        ),
        ((("anna",),), [("plan-pair-size", "A pair has two or three people, and this one has 1.")]),
        # Cato can be the partner of both; Anna and Bas, of one school, need not be one another's.
        ((("anna", "bas", "cato"),), []),
        (
            (("anna", "bas", "dirk"),),
            [
                ("plan-pair-same", "Anna and Bas cannot be partners: they work at the same school."),
                ("plan-pair-manager", "Bas and Dirk cannot be partners: one is the manager of the other."),
            ],
        ),
    ],
)
def test_edited_pairs_are_held_against_the_rules(pairs, expected):
    assert sorted(said(pairs)) == sorted(expected)


def test_partners_of_an_earlier_year_or_round_are_not_partners_again():
    again = [("plan-pair-again", "Bas and Cato cannot be partners: they were partners before.")]
    two_rounds = Plan(school_year="2026-2027", pairs={"maatjes/1": PAIRS, "maatjes/2": (PAIRS[1],)})

    assert said(history=[EARLIER]) == again
    assert [
        (found.rule, str(found.sentence)) for found in broken_pair_rules(YEAR, two_rounds, Places())
    ] == again


def test_partners_too_far_apart_or_never_at_work_together_are_named():
    far = PROJECT.replace("board: zaad}", "board: zaad, location: [52.0858, 5.6208]}")
    text = far.replace("      other: [school]", "      other: [school]\n      max_km: 25").replace(
        "[wo, do]", "[ma]"
    )

    assert said((("anna", "dirk"),), year=year_of(text)) == [
        ("plan-pair-too-far", "Anna and Dirk cannot be partners: they work 70 km apart by road.")
    ]
    assert said((("bas", "cato"),), year=year_of(PROJECT.replace("[wo, do]", "[ma]"))) == [
        ("plan-pair-no-half-day", "Bas and Cato cannot be partners: they share no working half day.")
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            visit("anna", "cato", "2026-W45", TUESDAY),
            ("plan-visit-without-pair", "Anna visits Cato, who is not their partner in round 1."),
        ),
        (
            # Tuesday 17 November, when De Beuk is closed.
            visit("anna", "dirk", "2026-W47", TUESDAY),
            (
                "plan-visit-impossible",
                "Anna cannot visit Dirk in week 2026-W47: there is no day on which both can.",
            ),
        ),
        (
            visit("anna", "dirk", "week 45", TUESDAY),
            ("plan-visit-week", "'week 45' is not a week; a week is written as 2026-W47."),
        ),
    ],
)
def test_edited_visits_are_held_against_pairs_work_and_schools(one, expected):
    assert said(visits=(one,)) == [expected]


@given(
    st.lists(st.sampled_from(["beuk", "iep", "wilg"]), min_size=2, max_size=9),
    st.lists(st.sampled_from(["[ma]", "[di, wo]", "[ma, do-ochtend]", "[do, vr]"]), min_size=9, max_size=9),
    st.dictionaries(st.integers(0, 8), st.integers(0, 8), max_size=3),
    st.sampled_from(["", "other: [school], ", "max_km: 20, ", "other: [board], max_km: 30, "]),
    st.integers(1, 3),
)
def test_generated_pairs_break_no_rule_and_proofs_are_about_all_that_are_possible(
    schools, days, managers, rules, rounds
):
    members = "".join(
        f"  p{number}: {{name: P{number}, roles: [coach], school: {school}, working_days: {days[number]}"
        + (f", manager: p{managers[number]}" if managers.get(number, number) < number else "")
        + "}\n"
        for number, school in enumerate(schools)
    )
    year = year_of(
        "year: {school_year: 2026-2027, holiday_region: zuid}\nboards: {kiem: {name: Kiem}}\nschools:\n"
        + "  beuk: {name: De Beuk, board: kiem, location: [51.65, 5.29]}\n"
        + "  iep: {name: De Iep, board: kiem, location: [51.85, 5.29]}\n  wilg: {name: De Wilg}\n"
        + "members:\n  ina: {name: Ina}\n"
        + members
        + "networks:\n  maatjes:\n    facilitator: ina\n    members: {roles: [coach]}\n"
        + f"    pairs: {{{rules}rounds: {rounds}, window: 2026-11-02..2027-02-05}}\n"
    )
    network = year.networks["maatjes"]

    found = planned_pairs(year, network, calendar_of(year), {})

    assert broken_pair_rules(year, plan_with(found), Places()) == ()
    proofs = tuple(made.proof for made in found.rounds)
    assert tuple(unproven_pairs(year, (), {"maatjes": proofs}, plan_with(found))) == ()
    for number, proof in enumerate(proofs):
        for pair in proof.weights:
            less = replace(proof, weights={one: proof.weights[one] for one in proof.weights if one != pair})
            changed = (*proofs[:number], less, *proofs[number + 1 :])
            flaws = tuple(unproven_pairs(year, (), {"maatjes": changed}, plan_with(found)))
            assert f"maatjes, round {number + 1}: {pair} is left out" in flaws


def test_partners_of_an_earlier_year_are_no_pair_that_a_proof_must_be_about():
    network = YEAR.networks["maatjes"]
    found = planned_pairs(YEAR, network, calendar_of(YEAR), {}, history=[EARLIER])
    proofs = {"maatjes": tuple(made.proof for made in found.rounds)}

    assert tuple(unproven_pairs(YEAR, (EARLIER,), proofs, plan_with(found))) == ()
    assert tuple(unproven_pairs(YEAR, (), proofs, plan_with(found))) == (
        "maatjes, round 1: ('bas', 'cato') is left out",
    )


def test_a_plan_whose_pairs_are_not_proven_is_not_written(tmp_path, monkeypatch):
    (tmp_path / "leernet.yaml").write_text(with_addresses(PROJECT), encoding="utf-8")
    solved = heaviest_matching(np.zeros((0, 0), np.int64))

    def nobody(weight):
        return replace(solved, mate=(-1,) * len(weight), prices=(0,) * len(weight))

    monkeypatch.setattr("leernet.solve.pairs.choice.heaviest_matching", nobody)
    shown = CliRunner().invoke(app, ["-C", str(tmp_path), "--today", "2026-08-03", "plan"])

    assert shown.exit_code == 3
    assert not (tmp_path / "plan.yaml").exists()

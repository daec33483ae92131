"""Coaching pairs: rules always hold, wishes come first, every round is proven, who is left is told why."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leernet.solve.pairs.choice import pairing
from leernet.solve.pairs.problem import PairPerson, PairProblem, Unpaired, distance_hectometres
from leernet.verify.plan.pair_proof import proof_flaws

MONDAY, TUESDAY = 0b11, 0b1100


def people(count, **each):
    """``each`` gives a field for everybody in turn: schools="ab" puts them at a, b, a, b …"""
    return tuple(
        PairPerson(
            f"p{number:0{len(str(count - 1))}}",
            **{name: values[number % len(values)] for name, values in each.items()},
        )
        for number in range(count)
    )


def pairs_of(problem):
    return [found.pairs for found in pairing(problem)]


def goals(found):
    return {goal.name: goal.value for goal in found.goals}


# -- rules --------------------------------------------------------------------------------------------------


def test_partners_work_at_other_schools_when_that_is_asked():
    assert pairs_of(PairProblem(people(4, school="aabb"), other=("school",))) == [
        (("p0", "p2"), ("p1", "p3"))
    ]


def test_an_unknown_grade_band_differs_from_all():
    assert pairs_of(PairProblem(people(2, grade_band=["", ""]), other=("grade_band",))) == [(("p0", "p1"),)]


def test_a_manager_is_never_paired_with_their_staff():
    found = pairing(PairProblem(people(2), managers=frozenset({("p0", "p1")})))

    assert found[0].pairs == ()
    assert found[0].unpaired == (Unpaired("p0", (("manager", 1),)), Unpaired("p1", (("manager", 1),)))


def test_partners_of_last_year_are_not_paired_again():
    earlier = frozenset({("p0", "p1"), ("p2", "p3")})

    assert pairs_of(PairProblem(people(4), earlier=earlier)) == [(("p0", "p2"), ("p1", "p3"))]


def test_partners_work_within_the_distance():
    vught, den_bosch, lunteren = (51.6530, 5.2900), (51.6978, 5.3037), (52.0858, 5.6208)
    where = [vught, lunteren, den_bosch, lunteren]

    found = pairing(PairProblem(people(4, location=where), max_km=25))

    assert found[0].pairs == (("p0", "p2"), ("p1", "p3"))
    assert distance_hectometres(vught, lunteren) == 532
    assert distance_hectometres(vught, None) is None


def test_partners_share_a_half_day():
    found = pairing(PairProblem(people(4, half_days=[MONDAY, TUESDAY, TUESDAY, MONDAY])))

    assert found[0].pairs == (("p0", "p3"), ("p1", "p2"))


def test_who_is_left_is_told_how_many_each_rule_excludes():
    who = (
        PairPerson("a", school="x", half_days=MONDAY),
        PairPerson("b", school="x", half_days=MONDAY),
        PairPerson("c", school="y", half_days=TUESDAY),
        PairPerson("d", school="z", half_days=MONDAY),
        PairPerson("e", school="z", half_days=MONDAY),
        PairPerson("f", school="z", half_days=MONDAY),
    )

    (found,) = pairing(PairProblem(who, other=("school",), managers=frozenset({("a", "d")})))

    assert found.unpaired == (Unpaired("c", (("half_days", 5),)),)
    assert goals(found) == {"pairs": 2, "ease of pairs": 2040, "people without a partner": 1}


# -- wishes -------------------------------------------------------------------------------------------------


def test_a_mutual_wish_goes_before_one_sided_wishes():
    # a and b wish for each other; c and d wish for a and b, in vain.
    wishes = {"p0": ("p1",), "p1": ("p0",), "p2": ("p0",), "p3": ("p1",)}

    (found,) = pairing(PairProblem(people(4), wishes=wishes))

    assert found.pairs == (("p0", "p1"), ("p2", "p3"))
    assert goals(found) == {
        "pairs": 2,
        "mutual wishes granted": 1,
        "one-sided wishes granted": 0,
        "ease of pairs": 2120,
        "people without a partner": 0,
    }


def test_a_one_sided_wish_goes_before_nearness():
    near, far = (51.65, 5.29), (51.75, 5.29)

    problem = PairProblem(people(4, location=[near, near, far, far]), wishes={"p0": ("p2",)})

    assert pairs_of(problem) == [(("p0", "p2"), ("p1", "p3"))]


def test_nobody_is_left_over_for_the_sake_of_a_wish():
    # Were the wish granted, p2 and p3 would be left: they are at one school.
    who = people(4, school="xyzz", location=[(51.6, 5.2), (51.6, 5.2), (51.6, 5.2), (51.7, 5.2)])

    problem = PairProblem(who, other=("school",), wishes={"p0": ("p1",), "p1": ("p0",), "p2": ("p0",)})

    assert pairs_of(problem) == [(("p0", "p2"), ("p1", "p3"))]


# -- rounds, trios, what was announced ----------------------------------------------------------------------


def test_every_round_has_other_partners():
    rounds = pairs_of(PairProblem(people(4), rounds=3))

    assert sorted(pair for pairs in rounds for pair in pairs) == list(
        combinations(("p0", "p1", "p2", "p3"), 2)
    )


def test_an_odd_number_makes_one_trio_of_partners():
    (found,) = pairing(PairProblem(people(5)))

    assert sorted(len(members) for members in found.pairs) == [2, 3]
    assert found.unpaired == ()


def test_a_third_who_can_be_partner_of_one_joins_by_that_link():
    (found,) = pairing(PairProblem(people(3, school="xxy"), other=("school",)))

    assert found.pairs == (("p0", "p1", "p2"),)
    assert found.links == ((("p0", "p2"), ("p1", "p2")),)


def test_a_third_never_joins_their_manager():
    problem = PairProblem(people(3), managers=frozenset({("p0", "p1"), ("p1", "p2")}))

    (found,) = pairing(problem)

    assert found.pairs == (("p0", "p2"),)
    assert found.unpaired == (Unpaired("p1", (("manager", 2),)),)


def test_pairs_that_were_announced_stay_when_somebody_leaves():
    announced = ((("p0", "p5"), ("p1", "p4"), ("p2", "p3")),)
    left = tuple(person for person in people(6) if person.id != "p5")

    (found,) = pairing(PairProblem(left, announced=announced))

    assert [set(members) >= {"p1", "p4"} or set(members) >= {"p2", "p3"} for members in found.pairs] == [
        True,
        True,
    ]
    assert found.unpaired == ()
    assert goals(found)["announced pairs kept"] == 2


# -- proofs -------------------------------------------------------------------------------------------------

IDS = tuple(f"p{number}" for number in range(8))
PAIRS = st.sampled_from(tuple(combinations(IDS, 2)))


@st.composite
def small_problems(draw):
    count = draw(st.integers(2, 8))
    who = people(
        count,
        school=draw(st.sampled_from(["abc", "aab", "abcdefgh"])),
        half_days=draw(
            st.lists(st.sampled_from([MONDAY, TUESDAY, MONDAY | TUESDAY]), min_size=1, max_size=3)
        ),
        location=draw(st.lists(st.sampled_from([(51.6, 5.2), (51.7, 5.3), None]), min_size=1, max_size=3)),
    )
    return PairProblem(
        who,
        rounds=draw(st.integers(1, 2)),
        other=draw(st.sampled_from([(), ("school",)])),
        max_km=draw(st.sampled_from([None, 10])),
        wishes=draw(
            st.dictionaries(st.sampled_from(IDS), st.lists(st.sampled_from(IDS), max_size=2).map(tuple))
        ),
        managers=draw(st.frozensets(PAIRS, max_size=3)),
        earlier=draw(st.frozensets(PAIRS, max_size=5)),
    )


def every_matching(ids, possible):
    if not ids:
        yield ()
        return
    yield from every_matching(ids[1:], possible)
    for partner in ids[1:]:
        if (ids[0], partner) in possible:
            rest = tuple(id for id in ids[1:] if id != partner)
            yield from (((ids[0], partner), *pairs) for pairs in every_matching(rest, possible))


@settings(max_examples=150, deadline=None)
@given(small_problems(), st.frozensets(PAIRS, max_size=6))
def test_no_pairs_of_all_there_are_are_better(problem, before):
    ids = tuple(person.id for person in problem.people)
    (found, *_) = pairing(replace(problem, kept=(tuple(sorted(before)),)))
    value = tuple(goal.value for goal in found.goals[:-1])

    def worth(pairs):
        wished = [(b in problem.wishes.get(a, ())) + (a in problem.wishes.get(b, ())) for a, b in pairs]
        return (len(pairs), wished.count(2), wished.count(1), len(before.intersection(pairs)))

    best = max(worth(pairs) for pairs in every_matching(ids, found.proof.weights))

    assert worth(found.proof.pairs) == best
    told = best[:3] if problem.wishes else best[:1]
    assert value[: len(told)] == told


@settings(max_examples=150, deadline=None)
@given(small_problems())
def test_every_round_is_proven_and_everybody_is_somewhere_once(problem):
    for found in pairing(problem):
        proof = found.proof
        placed = [person for members in found.pairs for person in members]

        assert proof_flaws(proof) == ()
        assert sorted((*placed, *(one.id for one in found.unpaired))) == [one.id for one in problem.people]
        assert all(links and set(links) <= set(proof.weights) for links in found.links)


@pytest.mark.parametrize("rounds", [1, 2])
def test_equal_problems_give_equal_pairs(rounds):
    problem = PairProblem(people(31, school="abcdefg"), rounds, ("school",))

    assert pairing(problem) == pairing(problem)


def test_a_pair_that_has_met_stays_whatever_others_would_gain():
    four = tuple(PairPerson(id) for id in "abcd")
    wished = PairProblem(four, wishes={"a": ("b",), "b": ("a",)})

    (best,) = pairing(wished)
    (stays,) = pairing(replace(wished, held=((("a", "c"),),)))

    assert best.pairs == (("a", "b"), ("c", "d"))
    assert stays.pairs == (("a", "c"), ("b", "d"))
    assert [goal.value for goal in stays.goals if goal.name == "pairs"] == [2]


def test_a_pair_that_has_met_goes_when_one_becomes_the_manager_of_the_other():
    four = tuple(PairPerson(id) for id in "abcd")

    (found,) = pairing(PairProblem(four, held=((("a", "c"),),), managers=frozenset({("a", "c")})))

    assert not {("a", "c")} & set(found.pairs)
    assert len(found.pairs) == 2


def test_a_pair_that_has_met_goes_when_they_may_no_longer_be_partners():
    four = tuple(PairPerson(id, school=school) for id, school in zip("abcd", "ssts", strict=True))

    (found,) = pairing(PairProblem(four, other=("school",), held=((("a", "b"), ("c", "d")),)))

    assert found.pairs == (("a", "b"), ("c", "d"))[1:]
    assert [one.id for one in found.unpaired] == ["a", "b"]


def test_a_trio_that_has_met_goes_when_one_of_them_becomes_the_manager_of_another():
    five = tuple(PairPerson(id) for id in "abcde")
    trio = PairProblem(five, held=((("a", "b", "c"),),))

    (stays,) = pairing(trio)
    (found,) = pairing(replace(trio, managers=frozenset({("a", "c")})))

    assert stays.pairs == (("a", "b", "c"), ("d", "e"))
    assert not any({"a", "c"} <= set(group) for group in found.pairs)
    assert found.unpaired == ()


def every_join(left, pairs):
    """Every way to let some who are left join a pair, one each."""
    if not left:
        yield ()
        return
    yield from every_join(left[1:], pairs)
    for pair in pairs:
        others = tuple(other for other in pairs if other != pair)
        yield from (((left[0], pair), *rest) for rest in every_join(left[1:], others))


@settings(max_examples=150, deadline=None)
@given(small_problems(), st.frozensets(PAIRS, max_size=6))
def test_no_way_to_join_as_a_third_is_better(problem, announced):
    people = {person.id for person in problem.people}
    known = tuple(pair for pair in sorted(announced) if set(pair) <= people)
    (found, *_) = pairing(replace(problem, rounds=1, announced=(known,)))
    pairs, possible = found.proof.pairs, found.proof.weights
    placed = {id for pair in pairs for id in pair}
    left = tuple(sorted(people - placed))

    def worth(joined):
        links = [[tuple(sorted((id, one))) for one in pair] for id, pair in joined]
        if any(not set(each) & set(possible) or set(each) & problem.managers for each in links):
            return (-1,)
        return (
            len(joined),
            sum(any(link in known and link in possible for link in each) for each in links),
            sum(set(each) <= set(possible) for each in links),
        )

    thirds = [group for group in found.pairs if len(group) == 3]
    taken = tuple(
        (id, tuple(other for other in group if other != id)) for group in thirds for id in group if id in left
    )
    assert worth(taken) == max(worth(joined) for joined in every_join(left, pairs))


def test_a_third_joins_two_possible_partners_before_one_who_is_nearer():
    near, far = (51.6, 5.2), (51.7, 5.3)
    five = tuple(
        PairPerson(id, location=place)
        for id, place in zip("abcde", (near, near, far, far, near), strict=True)
    )
    wishes = {"a": ("b",), "b": ("a",), "c": ("d",), "d": ("c",)}

    (found,) = pairing(PairProblem(five, wishes=wishes, earlier=frozenset({("b", "e")})))
    (nearest,) = pairing(PairProblem(five, wishes=wishes))

    assert found.pairs == (("a", "b"), ("c", "d", "e"))
    assert nearest.pairs == (("a", "b", "e"), ("c", "d"))

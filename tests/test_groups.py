"""Groups: sizes and wishes always hold, repeats reach their bound, and what cannot be is said in words."""

from collections import Counter
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.solve.groups.division import crowded_pairs, grouping, history_bound, repeat_bound
from leernet.solve.groups.problem import GroupPerson, GroupProblem, NoGrouping
from leernet.solve.groups.repair import mended_grouping
from leernet.solve.groups.start import constructed_rounds

MONDAY, TUESDAY = 0b11, 0b1100


def people(count, *, boards="", half_days=None):
    return tuple(
        GroupPerson(
            id=f"p{number:02}",
            name=f"Person {number}",
            board=boards[number % len(boards)] if boards else "",
            half_days=half_days[number] if half_days else 2**10 - 1,
        )
        for number in range(count)
    )


def repeats(rounds):
    met = Counter(pair for groups in rounds for group in groups for pair in combinations(group, 2))
    return sum(comb(times, 2) for times in met.values())


def goals(found):
    return {goal.name: (goal.value, goal.bound, goal.proven) for goal in found.goals}


def reasons(found):
    return [str(reason) for reason in found.reasons]


# -- sizes --------------------------------------------------------------------------------------------------


def test_twelve_people_in_fours_to_sixes_make_groups_of_four():
    # The middle of the range, 5, is as near to 4 as to 6; fewer groups mean more people in each.
    found = grouping(GroupProblem(people(12), 4, 6))

    assert [len(group) for group in found.rounds[0]] == [6, 6]


def test_sizes_differ_by_one_at_most():
    found = grouping(GroupProblem(people(23), 4, 6))

    assert sorted(len(group) for group in found.rounds[0]) == [4, 4, 5, 5, 5]


def test_seven_people_do_not_go_into_fours_to_sixes():
    found = grouping(GroupProblem(people(7), 4, 6))

    assert reasons(found) == ["7 people cannot be divided into groups of 4 to 6."]


# -- repeats ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "size", "rounds"),
    [(5, 3, 7), (5, 4, 5), (6, 4, 5), (7, 7, 8), (8, 4, 8), (8, 4, 9), (11, 6, 8), (16, 6, 16)],
)
def test_nobody_meets_anybody_twice_in_the_golfers_that_can(groups, size, rounds):
    found = grouping(GroupProblem(people(groups * size), size, size, rounds))

    assert repeats(found.rounds) == 0
    assert goals(found)["repeated encounters"] == (0, 0, True)


@pytest.mark.parametrize("groups", [2, 3, 4, 5, 7, 8, 9, 11, 16, 25, 27, 32, 49])
def test_in_squares_of_prime_powers_everybody_meets_everybody_once(groups):
    rounds = constructed_rounds(groups**2, groups, groups + 1).tolist()

    # Two rounds share no pair when no two people are in the same group in both.
    for one, other in combinations(rounds, 2):
        assert len(set(zip(one, other, strict=True))) == groups**2


def test_repeats_that_cannot_be_avoided_are_proven_to_be_so():
    # Four groups of six, four times: 48 at least (``docs/en/background/groups-and-pairs.md``).
    found = grouping(GroupProblem(people(24), 6, 6, 4))

    assert goals(found)["repeated encounters"] == (48, 48, True)
    assert repeats(found.rounds) == 48


def test_last_year_counts():
    last_year = [tuple(f"p{number:02}" for number in range(first, first + 4)) for first in range(0, 16, 4)]
    earlier = {pair: 1 for group in last_year for pair in combinations(group, 2)}

    found = grouping(GroupProblem(people(16), 4, 4, earlier=earlier))

    assert goals(found)["repeated encounters"] == (0, 0, True)
    assert all(len(set(old) & set(new)) == 1 for old in last_year for new in found.rounds[0])


def test_the_bound_on_history_counts_each_former_group():
    clique = dict.fromkeys(combinations(range(6), 2), 1)

    assert crowded_pairs(6, 2) == 6
    assert history_bound(6, 2, clique) == 6
    assert repeat_bound(24, 4, 4) == 48


# -- wishes -------------------------------------------------------------------------------------------------


def test_tandems_stay_together_and_meet_as_few_others_twice_as_can_be():
    tandems = tuple((f"p{number:02}", f"p{number + 1:02}") for number in range(0, 18, 2))

    found = grouping(GroupProblem(people(18), 6, 6, 4, together=tandems))

    assert all(
        any(set(pair) <= set(group) for group in groups) for groups in found.rounds for pair in tandems
    )
    # Nine tandems in threes, four times: the square of order three, where no two tandems meet twice.
    assert goals(found)["repeated encounters"] == (0, 0, True)


def test_a_manager_and_their_staff_are_in_different_groups():
    apart = tuple(("p00", f"p{number:02}") for number in range(1, 9))

    found = grouping(GroupProblem(people(16), 4, 4, 3, apart=apart))

    assert not any(set(pair) <= set(group) for groups in found.rounds for group in groups for pair in apart)


def test_colleagues_of_one_board_are_spread_as_evenly_as_can_be():
    found = grouping(GroupProblem(people(12, boards="aab"), 4, 4, mix=("boards",)))

    # Eight of board a and four of board b over three groups.
    assert goals(found)["pairs of one board in a group"] == (8, 8, True)


def test_people_in_a_group_share_a_half_day():
    half_days = [MONDAY if number % 2 else TUESDAY for number in range(12)]

    found = grouping(GroupProblem(people(12, half_days=half_days), 6, 6))

    assert goals(found)["groups without a common half day"] == (0, 0, True)
    assert found.rounds[0] == (
        ("p00", "p02", "p04", "p06", "p08", "p10"),
        ("p01", "p03", "p05", "p07", "p09", "p11"),
    )


# -- what cannot be -----------------------------------------------------------------------------------------


def test_a_cluster_larger_than_a_group_is_named():
    found = grouping(GroupProblem(people(8), 2, 2, together=(("p00", "p01"), ("p01", "p02"))))

    assert reasons(found) == [
        "Person 0, Person 1 and Person 2 must be together: that is 3 people, and a group has 2 at most."
    ]


def test_a_wish_to_be_together_and_apart_is_named():
    found = grouping(GroupProblem(people(8), 4, 4, together=(("p00", "p01"),), apart=(("p00", "p01"),)))

    assert reasons(found) == [
        "Person 0 and Person 1 must be apart, but wishes to be together join them: Person 0 and Person 1."
    ]


def test_more_people_apart_than_there_are_groups_is_named():
    apart = tuple(combinations(("p00", "p01", "p02"), 2))

    found = grouping(GroupProblem(people(8), 4, 4, apart=apart))

    assert reasons(found) == [
        "Person 0, Person 1 and Person 2 must all be in different groups: "
        "that takes 3 groups, and 8 people fill 2 at most."
    ]


def test_clusters_that_do_not_fill_groups_are_named():
    found = grouping(GroupProblem(people(4), 2, 2, together=(("p00", "p01", "p02"),)))
    uneven = grouping(
        GroupProblem(people(6), 3, 3, together=(("p00", "p01"), ("p02", "p03"), ("p04", "p05")))
    )

    assert isinstance(found, NoGrouping)
    assert reasons(uneven) == [
        "The wishes of Person 0, Person 1, Person 2, Person 3, Person 4 and Person 5 to be together "
        "do not fit into groups of 3 to 3, however the others are spread."
    ]


# -- held against every grouping there is -------------------------------------------------------------------


def every_round(ids, sizes):
    """Every way to put people into groups of these sizes."""
    if not sizes:
        yield ()
        return
    for others in combinations(ids[1:], sizes[0] - 1):
        group = (ids[0], *others)
        rest = tuple(person for person in ids if person not in group)
        for groups in every_round(rest, sizes[1:]):
            yield tuple(sorted((group, *groups)))


def round_cost(groups, problem):
    cost = 0
    boards = {person.id: person.board for person in problem.people}
    for pair in (pair for group in groups for pair in combinations(group, 2)):
        if any(set(pair) <= set(wish) for wish in problem.together):
            continue
        same = boards[pair[0]] == boards[pair[1]] != ""
        cost += 6 * (same and "boards" in problem.mix) + problem.earlier.get(pair, 0)
    masks = {person.id: person.half_days for person in problem.people}
    for group in groups:
        common = 2**10 - 1
        for person in group:
            common &= masks[person]
        cost += 60 * (common == 0)
    return cost


def allowed(groups, problem):
    def shared(pair):
        return any(set(pair) <= set(group) for group in groups)

    return not any(map(shared, problem.apart)) and all(map(shared, problem.together))


IDS = tuple(f"p{number:02}" for number in range(8))
PAIRS = st.sampled_from(tuple(combinations(IDS, 2)))


@st.composite
def small_problems(draw):
    count = draw(st.sampled_from([6, 8]))
    half_days = draw(st.lists(st.integers(1, 15), min_size=count, max_size=count))
    who = people(count, boards=draw(st.sampled_from(["", "ab", "aab"])), half_days=half_days)
    present = {person.id for person in who}
    pairs = st.lists(PAIRS.filter(lambda pair: set(pair) <= present), max_size=3, unique=True).map(tuple)
    return GroupProblem(
        who,
        count // 2,
        count // 2,
        mix=draw(st.sampled_from([(), ("boards",)])),
        together=draw(pairs),
        apart=draw(pairs),
        earlier=draw(st.dictionaries(PAIRS, st.integers(1, 3), max_size=8)),
    )


@settings(max_examples=30, deadline=None)
@given(small_problems())
def test_one_round_costs_what_the_best_of_all_rounds_costs(problem):
    ids = tuple(person.id for person in problem.people)
    size = problem.size_min
    costs = [
        round_cost(groups, problem) for groups in every_round(ids, [size, size]) if allowed(groups, problem)
    ]

    found = grouping(problem)

    if costs:
        assert allowed(found.rounds[0], problem)
        assert round_cost(found.rounds[0], problem) == min(costs)
    else:
        assert isinstance(found, NoGrouping)


@settings(max_examples=10, deadline=None)
@given(small_problems())
def test_two_rounds_have_as_few_repeats_as_any_two(problem):
    ids = tuple(person.id for person in problem.people)
    size = problem.size_min
    possible = [groups for groups in every_round(ids, [size, size]) if allowed(groups, problem)]
    if not possible:
        return
    found = grouping(GroupProblem(people(len(ids)), size, size, 2, earlier=problem.earlier))
    best = min(
        repeats((first, second))
        + sum(problem.earlier.get(pair, 0) for pair in shared(first) + shared(second))
        for first in every_round(ids, [size, size])
        for second in every_round(ids, [size, size])
    )

    value, bound, _proven = goals(found)["repeated encounters"]
    assert bound <= value == best


def shared(groups):
    return [pair for group in groups for pair in combinations(group, 2)]


# -- the same again -----------------------------------------------------------------------------------------


def test_equal_problems_give_equal_groups():
    problem = GroupProblem(people(23, boards="abcd"), 4, 6, 4, mix=("boards",))

    assert grouping(problem) == grouping(problem)


# -- somebody leaves or comes -------------------------------------------------------------------------------

FOURS = (tuple(IDS[:4]), tuple(IDS[4:8]), ("p08", "p09", "p10", "p11", "p12"))


def test_a_group_that_is_still_large_enough_stays_as_it_is():
    left = tuple(person for person in people(13) if person.id != "p12")

    found = mended_grouping(GroupProblem(left, 4, 6), (FOURS,))

    assert found.rounds == ((IDS[:4], IDS[4:8], ("p08", "p09", "p10", "p11")),)
    assert goals(found)["groups changed"] == (0, 0, True)


def test_a_group_that_became_too_small_takes_somebody_from_the_roomiest_group():
    left = tuple(person for person in people(13) if person.id != "p00")

    found = mended_grouping(GroupProblem(left, 4, 6), (FOURS,))

    assert [len(group) for group in found.rounds[0]] == [4, 4, 4]
    assert IDS[4:8] in found.rounds[0]
    assert goals(found)["groups changed"] == (2, 2, True)


def test_a_newcomer_changes_one_group():
    found = mended_grouping(GroupProblem(people(14), 4, 6), (FOURS,))

    assert goals(found)["groups changed"] == (1, 1, True)
    assert sum(len(group) for group in found.rounds[0]) == 14


def test_a_group_is_dissolved_when_nobody_can_be_spared():
    fours = (IDS[:4], IDS[4:8])
    left = tuple(person for person in people(8) if person.id not in ("p00", "p01"))

    found = mended_grouping(GroupProblem(left, 4, 6), (fours,))

    assert found.rounds == ((IDS[2:8],),)


def test_two_who_now_must_be_apart_open_as_few_groups_as_can_be():
    found = mended_grouping(GroupProblem(people(13), 4, 6, apart=(("p00", "p01"),)), (FOURS,))

    assert not any({"p00", "p01"} <= set(group) for group in found.rounds[0])
    assert goals(found)["groups changed"][0] == 2


def fewest_changed(groups, present, newcomers, least, most):
    """The fewest groups that must change so that all sizes hold, by trying every set of groups."""
    left = [tuple(person for person in group if person in present) for group in groups]
    left = [group for group in left if group]
    for changed in range(len(left) + 1):
        for opened in combinations(range(len(left)), changed):
            rest = [group for number, group in enumerate(left) if number not in opened]
            people_in = sum(len(left[number]) for number in opened) + newcomers
            counts = range(max(changed - 1, 0), changed + 2)
            fits = any(count * least <= people_in <= count * most for count in counts)
            if fits and all(least <= len(group) <= most for group in rest):
                return changed
    return None


@settings(max_examples=30, deadline=None)
@given(st.frozensets(st.integers(0, 12), max_size=5), st.integers(0, 2), st.integers(3, 4), st.integers(5, 6))
def test_no_fewer_groups_change_than_sizes_make_necessary(left, newcomers, least, most):
    who = tuple(
        person for number, person in enumerate(people(13 + newcomers)) if number not in left or number > 12
    )
    present = {person.id for person in who}

    found = mended_grouping(GroupProblem(who, least, most), (FOURS,))

    fewest = fewest_changed(FOURS, present, newcomers, least, most)
    if isinstance(found, NoGrouping):
        assert fewest is None
    else:
        sizes = [len(group) for group in found.rounds[0]]
        assert sorted(person for group in found.rounds[0] for person in group) == sorted(present)
        assert all(least <= size <= most for size in sizes)
        if fewest is not None:
            assert goals(found)["groups changed"][0] == fewest

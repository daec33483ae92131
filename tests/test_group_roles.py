"""Roles in turn: nobody two at once, everybody equally often, the absent skipped, who got no turn named."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.solve.groups.roles import RoleProblem, role_turns

GROUP = ("ans", "bas", "cor", "dik")
THREE_ROLES = ("case_owner", "chair", "note_taker")


def test_four_meetings_give_four_people_each_role_once():
    found = role_turns(RoleProblem(((GROUP,),) * 4, THREE_ROLES))

    turns = Counter((role, person) for (roles,) in found.meetings for role, person in roles.items())
    assert turns == Counter(product(THREE_ROLES, GROUP))
    assert all(len(set(roles.values())) == 3 for (roles,) in found.meetings)
    assert found.without_turn == {"case_owner": (), "chair": (), "note_taker": ()}


def test_who_gets_no_turn_is_named():
    six = (*GROUP, "eva", "fem")

    found = role_turns(RoleProblem(((six,),) * 4, ("case_owner",)))

    assert found.without_turn == {"case_owner": ("eva", "fem")}


def test_who_is_there_once_has_the_turn_then():
    # In order of names ans would have brought the case at the first meeting, and dik could never.
    meetings = ((("ans", "bas", "cor", "dik"),), (("ans", "bas", "cor"),), (("ans", "bas", "cor"),))

    found = role_turns(RoleProblem(meetings, ("case_owner",), before={("case_owner", "ans"): 1}))

    assert [roles["case_owner"] for (roles,) in found.meetings] == ["dik", "cor", "bas"]


def test_earlier_years_decide_between_equals():
    found = role_turns(
        RoleProblem(((GROUP,),), ("chair",), before={("chair", "ans"): 2, ("chair", "bas"): 1})
    )

    assert found.meetings == (({"chair": "cor"},),)
    assert found.without_turn == {"chair": ("ans", "bas", "dik")}


def test_earlier_years_do_not_make_a_newcomer_do_it_all():
    before = {("chair", "ans"): 9, ("chair", "bas"): 9}

    found = role_turns(RoleProblem(((("ans", "bas", "new"),),) * 3, ("chair",), before=before))

    assert sorted(roles["chair"] for (roles,) in found.meetings) == ["ans", "bas", "new"]


def test_roles_that_were_announced_stand_and_those_of_the_absent_go_to_others():
    given_roles = (({"case_owner": "cor", "chair": "dik"},), ({"case_owner": "bas", "chair": "ans"},))

    found = role_turns(
        RoleProblem(((("ans", "bas", "cor"),), (GROUP,)), ("case_owner", "chair"), given=given_roles)
    )

    assert found.meetings == (
        ({"case_owner": "cor", "chair": "bas"},),
        ({"case_owner": "bas", "chair": "ans"},),
    )


def test_more_roles_than_people_leave_the_last_roles_open():
    found = role_turns(RoleProblem(((("ans", "bas"),),), THREE_ROLES))

    assert found.meetings == (({"case_owner": "ans", "chair": "bas"},),)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True).map(sorted).map(tuple),
        min_size=1,
        max_size=5,
    ),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)),
)
def test_no_way_of_all_there_are_shares_a_role_out_more_evenly(groups, before):
    def unevenness(holders):
        turns = Counter(holders)
        return (sum(times**2 for times in turns.values()), sum(before.get(person, 0) for person in holders))

    history = {("chair", person): times for person, times in before.items()}

    found = role_turns(RoleProblem(tuple((group,) for group in groups), ("chair",), before=history))

    holders = [roles["chair"] for (roles,) in found.meetings]
    assert unevenness(holders) == min(unevenness(chosen) for chosen in product(*groups))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=3, max_size=6, unique=True), min_size=1, max_size=5)
)
def test_nobody_ever_has_two_roles_at_once(groups):
    found = role_turns(RoleProblem(tuple((tuple(sorted(group)),) for group in groups), THREE_ROLES))

    for (roles,), group in zip(found.meetings, groups, strict=True):
        assert len(set(roles.values())) == len(roles) == 3
        assert set(roles.values()) <= set(group)

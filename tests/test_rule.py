"""A finding is made from its rule in the catalogue, with exactly the fields that its sentences have."""

import pytest

from leernet.catalogue.rule import Rule, _, _n
from leernet.finding import Level, Place

PLACE = Place("members.yaml", 3)
DID_YOU_MEAN = _("Did you mean '{other}'?")
ADD_IT = _("Add it.")
WORKS_NOWHERE = Rule("unknown-school", Level.ERROR, _("There is no '{id}'."), (DID_YOU_MEAN, ADD_IT))
TOO_MANY = Rule(
    "too-many-rounds", Level.WARNING, _n("{count} member.", "{count} members."), _("Write {rounds}.")
)


def test_a_finding_has_the_name_level_sentence_and_mend_of_its_rule():
    assert str(TOO_MANY.at(PLACE, count=4, rounds=3)) == (
        "members.yaml:3: warning: 4 members. [too-many-rounds]\n    Write 3."
    )
    assert str(TOO_MANY.at(PLACE, count=1, rounds=3)).startswith("members.yaml:3: warning: 1 member. [")


def test_of_several_mends_the_call_says_which():
    assert str(WORKS_NOWHERE.at(PLACE, DID_YOU_MEAN(other="eik"), id="ek")) == (
        "members.yaml:3: error: There is no 'ek'. [unknown-school]\n    Did you mean 'eik'?"
    )


def test_the_place_may_come_later():
    assert TOO_MANY.broken(count=4, rounds=3).at(PLACE) == TOO_MANY.at(PLACE, count=4, rounds=3)


@pytest.mark.parametrize(
    "make",
    [
        lambda: TOO_MANY.at(PLACE, count=4),
        lambda: TOO_MANY.at(PLACE, count=4, rounds=3, member="anne"),
        lambda: TOO_MANY.at(PLACE, ADD_IT(), count=4, rounds=3),
        lambda: WORKS_NOWHERE.at(PLACE, id="ek"),
        lambda: WORKS_NOWHERE.at(PLACE, _("Ask.")(), id="ek"),
        DID_YOU_MEAN,
    ],
)
def test_other_fields_or_another_mend_are_a_mistake_of_the_code(make):
    with pytest.raises(ValueError, match="needs"):
        make()

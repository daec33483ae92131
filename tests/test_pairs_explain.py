"""Why this partner: wishes, distance and days; why a wish was not granted, and whom each rule excludes."""

from datetime import date

from leernet.explain.pairs import pair_lines, pair_reasons
from leernet.model.plan import Plan
from leernet.words import words

from .plan_projects import year_of
from .test_pairs_of_a_year import PROJECT, TUESDAY, visit

YEAR = year_of(PROJECT)
VISITS = (visit("anna", "dirk", "2026-W45", TUESDAY), visit("bas", "cato", "2026-W45", TUESDAY))
PLAN = Plan(school_year="2026-2027", pairs={"maatjes/1": (("anna", "dirk"), ("bas", "cato"))}, visits=VISITS)


def explained(member, language="en", plan=PLAN, history=()):
    found = pair_reasons(YEAR, plan, YEAR.networks["maatjes"], member, history)
    return [words(language).say(line) for one in found for line in pair_lines(one)]


def test_a_pair_a_wish_in_vain_and_the_rules_are_told():
    assert explained("anna") == [
        "Round 1: Anna is paired with Dirk (1 weekday on which both work).",
        "Wished for Cato: has another partner.",
        "No partner can be: 1 person: the same school.",
        "Week 45: Anna visits Dirk.",
    ]


def test_who_has_no_partner_is_told_whom_each_rule_excludes():
    plan = PLAN.model_copy(update={"pairs": {"maatjes/1": (("anna", "cato"),)}, "visits": ()})
    before = Plan(school_year="2025-2026", pairs={"maatjes/1": (("anna", "dirk"),)})

    assert explained("dirk", plan=plan, history=[before]) == [
        "Round 1: Dirk has no partner.",
        "No partner can be: 1 person: one is the manager of the other, 1 person: partners before and "
        "1 person: the same school.",
    ]
    assert explained("anna", plan=plan)[0] == (
        "Round 1: Anna is paired with Cato (Anna asked for it and 1 weekday on which both work)."
    )


def test_the_reasons_read_in_dutch():
    assert explained("anna", "nl") == [
        "Ronde 1: Anna vormt een koppel met Dirk (1 werkdag samen).",
        "Gewenst was Cato: heeft een andere partner.",
        "Partner kan niet zijn: 1 persoon: dezelfde school.",
        "Week 45: Anna gaat op bezoek bij Dirk.",
    ]


def test_a_trio_and_who_else_could_have_been_a_partner_are_told():
    everybody = PROJECT.replace("      other: [school]\n      wishes: {anna: [cato]}\n", "")
    year = year_of(everybody.replace("manager: bas", "grade_band: upper"))
    trio = Plan(school_year="2026-2027", pairs={"maatjes/1": (("anna", "bas", "cato"), ("dirk",))})

    (found,) = pair_reasons(year, trio, year.networks["maatjes"], "bas")

    assert [words("en").say(line) for line in pair_lines(found)] == [
        "Round 1: Bas is in a trio with Anna (0 km apart by road and 1 weekday on which both work) and "
        "Cato (1 weekday on which both work).",
        "Also possible: Dirk (1 weekday on which both work).",
    ]


def test_who_has_left_before_a_round_could_not_have_been_a_partner_in_it():
    rounds = PROJECT.replace("rounds: 1", "rounds: 2")
    year = year_of(rounds.replace("      other: [school]\n      wishes: {anna: [cato]}\n", ""))
    left = year.members["dirk"].model_copy(update={"until": date(2026, 8, 31)})
    gone = year.model_copy(update={"members": {**year.members, "dirk": left}})
    plan = Plan(school_year="2026-2027", pairs={"maatjes/1": (("anna", "bas"),), "maatjes/2": ()})

    for known, expected in ((year, True), (gone, False)):
        for member in ("anna", "dirk"):
            for found in pair_reasons(known, plan, known.networks["maatjes"], member):
                said = " ".join(words("en").say(line) for line in pair_lines(found))
                assert ("not both there in this round" in said) is not expected, said
                if member == "anna" and not expected:
                    assert "Dirk" not in said

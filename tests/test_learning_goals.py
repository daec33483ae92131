"""What students hope to learn reaches whoever leads their workshop, and nobody else."""

from leernet.finding import Place
from leernet.model.choices import Answer, Choices
from leernet.model.occasion import occasions
from leernet.model.plan import Plan
from leernet.model.records import Records
from leernet.model.view import view_record
from leernet.words import words
from leernet.write.facts import facts
from leernet.write.personal import with_learning_goals
from tests.projects import student_year

YEAR = student_year(workshops={"drama": {"title": "Drama", "presenter": ["coach"]}}, students=3)
SESSION = {"date": "2026-10-08", "start": "9.00", "end": "12.00"}
PLAN = Plan.model_validate({"school_year": "2026-2027", "sessions": {"workshops/herfst/drama": SESSION}})
PLACED = {"workshops": {"s1": {"herfst": "drama"}, "s2": {"herfst": "drama"}, "s9": {"herfst": "drama"}}}
GOALS = {"workshops": {"s1": "durven\nspelen", "s3": "zingen", "s9": "weg"}, "gone": {"s1": "niets"}}
CHOSEN = {
    series: Choices(
        series,
        tuple(
            Answer(
                member, {}, (), (), (), (), tour=False, answered_at=None, place=Place("x"), learning_goal=goal
            )
            for member, goal in goals.items()
        ),
    )
    for series, goals in GOALS.items()
}


def test_learning_goals_reach_the_presenter_alone_and_are_not_kept():
    records = Records(PLAN, PLACED, choices=CHOSEN)
    (occasion,) = occasions(YEAR, PLAN, PLACED)

    told = {guest.member: guest.view for guest in with_learning_goals(occasion, YEAR, records).guests}

    assert {member: view.learning_goals for member, view in told.items()} == {
        "coach": ("Anne Bakker: durven spelen",),
        "s1": (),
        "s2": (),
    }
    said = [fact.text for fact in facts(told["coach"], words("nl"))]
    assert said[-1] == "Wat zij hopen te leren: Anne Bakker: durven spelen"
    assert "durven" not in str(view_record(told["coach"]))
    before = {guest.member: guest.view for guest in occasion.guests}
    assert told["coach"].news == before["coach"].news

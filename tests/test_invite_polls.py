"""Nobody is invited to a date that a poll is to give, before there is one; but where a meeting is named."""

from datetime import date, timedelta

from leernet.finding import Places
from leernet.model.ledger import Ledger
from leernet.model.poll import Poll, PollOption, Stance
from leernet.verify.invite import poll_findings
from leernet.write.messages_due import MessagesAsked
from tests.invite_project import outbox, plan_of, year_of

ASKED = year_of(
    networks={"trainers": {"meetings": [{"id": "herfst", "title": "H", "dates": "poll"}, {"id": "lente"}]}}
)
OPTIONS = (PollOption(date(2026, 11, 12)),)


def answered_by(*members):
    poll = Poll("availability/x.csv", "trainers", "herfst", OPTIONS, dict.fromkeys(members, (Stance.YES,)))
    return ASKED.model_copy(update={"polls": (poll,)})


def invited(year, **others):
    return {one.entry.occasion for one in outbox(year, placements={}, **others).messages}


def test_a_meeting_waits_for_its_poll_unless_it_is_named():
    assert invited(ASKED) == {"trainers/lente"}
    assert invited(ASKED, asked=MessagesAsked(("trainers",))) == {"trainers/lente"}
    assert invited(ASKED, asked=MessagesAsked(("trainers/herfst",))) == {"trainers/herfst"}
    assert invited(answered_by("a.bakker")) == {"trainers/herfst", "trainers/lente"}


def test_who_was_invited_hears_of_a_change_whatever_poll_comes_after():
    moved = plan_of(meetings={"trainers/herfst": {"date": "2026-11-19"}})

    known = outbox(answered_by("a.bakker"), placements={}).ledger
    assert invited(ASKED, plan=moved, ledger=known) == {"trainers/herfst"}


def findings(year, ledger=None, today=date(2026, 9, 1)):
    return [one.rule for one in poll_findings(year, Places(), plan_of(), ledger or Ledger(), today)]


def test_it_is_told_how_many_did_not_answer_as_long_as_that_matters():
    assert findings(answered_by("a.bakker")) == ["poll-unanswered"]
    assert findings(answered_by("a.bakker", "b.smit", "f.visser")) == []
    assert findings(answered_by("a.bakker"), outbox().ledger) == []
    # As long as the day has not passed.
    day = plan_of().meetings["trainers/herfst"].day
    assert findings(answered_by("a.bakker"), today=day) == ["poll-unanswered"]
    assert findings(answered_by("a.bakker"), today=day + timedelta(days=1)) == []
    assert findings(answered_by("a.bakker"), today=date(2026, 12, 1)) == []
    assert findings(year_of()) == []

"""A place at a moment of a series is one appointment; one message says what changes."""

import email
import random
from collections import Counter
from datetime import timedelta
from email.policy import default

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from leernet.finding import Place
from leernet.model.choices import Answer, Choices, Placing
from leernet.model.identity import identified
from leernet.model.ledger import Ledger, ledger_line
from leernet.model.occasion import occasions
from leernet.model.places import _last_lines
from leernet.model.revision import Issue, due_revisions
from leernet.read.ledger import read_ledger
from leernet.words import words
from leernet.write.feeds import feeds, personal_feeds
from leernet.write.outbox_table import replaced
from tests.invite_project import SEPTEMBER, merged, outbox, plan_of, told, year_of

WINTER, LENTE = "2027-01-14", "2027-03-11"
WORKSHOPS = {
    "buiten-rekenen": {"seats": "2"},
    "toetsen": {"series": "workshops", "title": "Toetsen", "seats": "1-12"},
    "drama": {"series": "workshops", "title": "Drama", "seats": "1-12", "school": "de-eik"},
}
SCHOOLS = {"buiten-rekenen": "de-eik", "toetsen": "de-regenboog", "drama": "de-eik"}
MOMENTS = {"winter": {"time": "9.00-12.00"}, "lente": {"time": "9.00-12.00"}}
SERIES = {"workshops": {"choose": "1", "moments": MOMENTS}}
STUDENTS = ("s001", "s002", "s003")
THIRD = {"s003": {"name": "Sef Student", "email": "s003@pabo.example", "roles": ["student"]}}


def year(**changes):
    return year_of(**merged({"series": SERIES, "workshops": WORKSHOPS, "members": THIRD}, changes))


def plan(winter=WINTER, lente=LENTE, without=()):
    sessions = {
        f"workshops/{moment}/{workshop}": {"date": day, "start": "09:00", "end": "12:00", "school": school}
        for moment, day in (("winter", winter), ("lente", lente))
        for workshop, school in SCHOOLS.items()
        if f"{moment}/{workshop}" not in without
    }
    return plan_of(sessions={**sessions, **{f"workshops/{one}": None for one in without}})


@pytest.mark.parametrize(
    ("sent", "doubtful", "last"), [(0, 1, 1), (1, 0, 1), (2, 1, 2), (1, None, 1), (None, 2, 2)]
)
def test_of_what_was_sent_and_what_perhaps_arrived_the_later_was_told_last(sent, doubtful, last):
    (first,) = [one for one in outbox().ledger.sent if one.member == "s001"]
    told = [() if at is None else (replace(first, sequence=at),) for at in (sent, doubtful)]

    (found,) = _last_lines(Ledger(told[0], doubtful=told[1])).values()
    assert found.sequence == last


def sent(placements, ledger=None, days=0, the_year=None, the_plan=None, **others):
    return outbox(
        the_year or year(),
        the_plan or plan(),
        ledger,
        SEPTEMBER + timedelta(days=days),
        placements={"workshops": placements},
        **others,
    )


def of_session(ledger):
    """The ledger as it was written when places had the UID of their session."""
    old = {
        one.occasion: f"{one.occasion.replace('/', '-')}@pos.example"
        for one in ledger.sent
        if one.kind == "session"
    }
    return replace(
        ledger, sent=tuple(replace(one, uid=old.get(one.occasion, one.uid), moment="") for one in ledger.sent)
    )


def text(message):
    mail = email.message_from_bytes(message.mail, policy=default)
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def to(messages, member):
    return [one for one in messages if one.entry.member == member]


def chosen(member="s001", **keys):
    asked = {"ranks": {}, "never": (), "evidence": (), "absent": (), "placed": (), **keys}
    answer = Answer(member, **asked, tour=False, answered_at=None, place=Place("choices/workshops.csv"))
    return {"workshops": Choices("workshops", (answer,))}


MOVED = {"s001": {"winter": "drama"}, "s002": {"winter": "toetsen"}}
BEFORE = {"s001": {"winter": "toetsen"}, "s002": {"winter": "toetsen"}}


@pytest.mark.parametrize("made", [lambda ledger: ledger, of_session], ids=["now", "as it was"])
def test_who_is_moved_gets_one_message_from_a_to_b_because(made):
    first = made(sent(BEFORE).ledger)

    box = sent(MOVED, first, 1)

    assert told(to(box.messages, "s001")) == [("workshops/winter/drama", "s001", "REQUEST", "exchanged", 1)]
    assert to(box.messages, "s002") == []
    (message,) = to(box.messages, "s001")
    assert message.entry.uid == next(one.uid for one in first.sent if one.member == "s001")
    assert message.subject == "Gewijzigd: nu Workshop Drama, donderdag 14 januari 2027"
    event = Calendar.from_ical(message.calendar).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), event["SEQUENCE"]) == ("VERPLAATST: Workshop Drama", 1)
    assert text(message).splitlines()[2:8] == [
        "Je workshop verandert van 'Toetsen' in 'Drama', omdat de plaatsen opnieuw zijn verdeeld.",
        "",
        "Dit verandert er:",
        "Waar: Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught"
        " → Basisschool De Eik, Bosweg 2, 5213 GA Den Bosch",
        "Titel: Workshop Toetsen → Workshop Drama",
        "Rondleiding door de school: nee → ja",
    ]


@pytest.mark.parametrize(
    ("reason", "others"),
    [
        ("'Toetsen' niet doorgaat", {"placements": {"s001": {"winter": "drama"}}}),
        ("'Toetsen' dan niet meer op het programma staat", {"the_plan": plan(without=["winter/toetsen"])}),
        (
            "'Toetsen' dan niet meer op het programma staat",
            {"the_year": year(workshops={"toetsen": {"runs": "no"}})},
        ),
        ("je hebt laten weten dat je 'Toetsen' niet wilt", {"choices": chosen(never=("toetsen",))}),
        ("'Drama' hoger op je lijst staat", {"choices": chosen(ranks={"drama": 0, "toetsen": 1})}),
        (
            "'Toetsen' voor anderen is",
            {"the_year": year(workshops={"toetsen": {"open_to": {"members": ["s002"]}}})},
        ),
        (
            "de organisatie je deze plaats heeft gegeven",
            {"choices": chosen(placed=(Placing("winter", "drama", "besproken"),))},
        ),
        (
            "de enige plaats van 'Toetsen' nu van iemand anders is",
            {"the_year": year(workshops={"toetsen": {"seats": "1"}})},
        ),
    ],
)
def test_the_reason_is_the_fact_that_rules_the_earlier_place_out(reason, others):
    box = sent(ledger=sent(BEFORE).ledger, days=1, **{"placements": MOVED, **others})

    (message,) = to(box.messages, "s001")
    assert f"Je workshop verandert van 'Toetsen' in 'Drama', omdat {reason}." in text(message)


def test_a_place_that_is_withdrawn_says_so_and_why_and_comes_back_as_the_same_appointment():
    first = sent(BEFORE).ledger
    absent = chosen(absent=("winter",))

    gone = sent({"s002": BEFORE["s002"]}, first, 1, choices=absent)
    again = sent(BEFORE, gone.ledger, 2)
    elsewhere = sent(MOVED, gone.ledger, 2)

    assert told(gone.messages) == [("workshops/winter/toetsen", "s001", "CANCEL", "removed", 1)]
    assert "Dat is omdat je er dan niet kunt zijn, voor zover wij weten." in text(gone.messages[0])
    assert told(again.messages) == [("workshops/winter/toetsen", "s001", "REQUEST", "back", 2)]
    assert told(elsewhere.messages) == [("workshops/winter/drama", "s001", "REQUEST", "exchanged", 2)]
    assert elsewhere.messages[0].subject == "Uitnodiging: Workshop Drama, donderdag 14 januari 2027"
    assert "Je bent ingedeeld bij de workshop Drama." in text(elsewhere.messages[0])
    uids = {one.messages[0].entry.uid for one in (gone, again, elsewhere)}
    assert uids == {next(one.uid for one in first.sent if one.member == "s001")}


def test_a_session_without_anybody_is_cancelled_for_who_led_it_and_not_told_to_go_on():
    first = sent({"s001": {"winter": "buiten-rekenen"}}).ledger

    box = sent({}, first, 1)

    assert told(box.messages) == [
        ("workshops/winter/buiten-rekenen", "a.bakker", "CANCEL", "cancelled", 1),
        ("workshops/winter/buiten-rekenen", "s001", "CANCEL", "cancelled", 1),
    ]


@pytest.mark.parametrize(
    ("reason", "others", "about"),
    [
        ("'Toetsen' niet doorgaat", "drama", {}),
        ("'Toetsen' dan niet meer op het programma staat", "drama", {"runs": "no"}),
        ("je 'Toetsen' niet meer geeft", "toetsen", {"presenter": []}),
    ],
)
def test_who_led_a_workshop_and_gets_a_place_instead_gets_one_message(reason, others, about):
    leads = year(workshops={"toetsen": {"presenter": ["s001"]}})
    then = year(workshops={"toetsen": {"presenter": ["s001"], **about}})
    led = {"s002": {"winter": "toetsen"}}
    instead = {"s001": {"winter": "drama"}, "s002": {"winter": others}}
    first = sent(led, the_year=leads).ledger

    box = sent(instead, first, 1, the_year=then)
    again = sent(led, box.ledger, 2, the_year=leads)

    (message,) = to(box.messages, "s001")
    assert told([message]) == [("workshops/winter/drama", "s001", "REQUEST", "exchanged", 1)]
    assert f"Je workshop verandert van 'Toetsen' in 'Drama', omdat {reason}." in text(message)
    assert sent(instead, box.ledger, 2, the_year=then).messages == ()
    (back,) = to(again.messages, "s001")
    assert told([back]) == [("workshops/winter/toetsen", "s001", "REQUEST", "exchanged", 2)]
    assert back.entry.uid == message.entry.uid
    assert "van 'Drama' in 'Toetsen', omdat je dan zelf een workshop geeft." in text(back)


@pytest.mark.parametrize(
    ("members", "english", "dutch"),
    [
        (
            ("s001",),
            "1 person loses 1 appointment and gets 1 new one,",
            "1 persoon verliest 1 afspraak en krijgt 1 nieuwe;",
        ),
        (
            ("s001", "s002"),
            "2 people lose 2 appointments and get 2 new ones,",
            "2 mensen verliezen 2 afspraken en krijgen 2 nieuwe;",
        ),
    ],
)
def test_how_many_lose_one_appointment_and_get_another_is_said_of_one_and_of_more(members, english, dutch):
    lost = sent({}, sent({one: {"winter": "toetsen"} for one in members}).ledger, 1).messages
    new = sent({one: {"lente": "toetsen"} for one in members}).messages

    said = replaced([*lost, *new])

    assert words("en").say(said).startswith(english)
    assert words("nl").say(said).startswith(dutch)


def test_moved_and_back_before_anything_is_sent_is_no_news():
    first = sent(BEFORE).ledger
    assert sent(BEFORE, first, 2).messages == ()


def test_a_place_goes_along_to_another_moment_and_not_from_what_is_over():
    first = sent({"s001": {"winter": "drama"}}).ledger

    moved = sent({"s001": {"lente": "drama"}}, first, 1)
    later = sent({"s001": {"lente": "drama"}}, first, 140)

    assert told(moved.messages) == [("workshops/lente/drama", "s001", "REQUEST", "exchanged", 1)]
    assert (
        "Je plaats in 'Drama' gaat van donderdag 14 januari 2027 naar donderdag 11 maart 2027, omdat 'Drama'"
        " niet doorgaat." in text(moved.messages[0])
    )
    assert told(later.messages) == [("workshops/lente/drama", "s001", "REQUEST", "new", 0)]


def test_an_answer_for_another_workshop_is_none_for_this_one():
    first = sent(BEFORE)
    box = sent(MOVED, first.ledger, 1)

    assert next(one.entry.sequence for one in box.messages if one.entry.member == "s001") == 1


def test_two_who_share_an_address_each_have_their_own_place():
    shared = year(members={"s002": {"email": "s001@pabo.example"}})

    box = sent(BEFORE, the_year=shared)

    own = [one.entry for one in box.messages if one.entry.kind == "session"]
    assert len({one.uid for one in own}) == 2


def test_a_workshop_that_is_only_called_otherwise_is_no_other_place():
    first = sent(BEFORE).ledger
    renamed = year(workshops={"toetsen": {"title": "Toetsen maken"}})

    box = sent(BEFORE, first, 1, the_year=renamed)

    assert {what[3:] for what in told(box.messages)} == {("changed", 0)}


def test_whose_meeting_it_becomes_part_of_keeps_the_place_in_the_entry_of_the_meeting():
    at_meeting = {"workshops": {"moments": {"winter": {"meeting": "trainers/lente", "time": "9.00-12.00"}}}}
    first = sent(BEFORE, the_year=year(series=at_meeting), the_plan=plan(winter="2027-03-09")).ledger
    trainer = year(series=at_meeting, members={"s001": {"roles": ["trainer"]}})

    box = sent(BEFORE, first, 1, the_year=trainer, the_plan=plan(winter="2027-03-09"))

    news = [what[3] for what in told(to(box.messages, "s001"))]
    assert sorted(news) == ["new", "new", "within"]
    within = next(one for one in box.messages if one.revision.why == "within")
    assert "Je houdt je plaats in Workshop Toetsen: die staat voortaan in de afspraak" in text(within)


def test_a_feed_of_a_member_keeps_the_entry_it_showed_for_a_place_and_feeds_of_series_show_no_places():
    ledger = of_session(sent(BEFORE).ledger)
    found = occasions(year(), plan(), {"workshops": BEFORE})
    old = personal_feeds(year(), plan(), {"workshops": BEFORE}, ledger, b"x", SEPTEMBER.date())
    moved = occasions(year(), plan(), {"workshops": MOVED})

    uids = identified(year(), moved, Ledger(), old.book)
    public = feeds(year(), plan(), found, ledger, identified(year(), found, ledger, {}), {})

    assert uids["workshops/winter#s001"] == "workshops-winter-toetsen@pos.example"
    assert len(public.book["workshops"]) == 1 == len({one.uid for one in ledger.sent if one.member == "s001"})


def test_a_line_of_a_place_is_read_as_it_was_written():
    ledger = sent(MOVED, sent(BEFORE).ledger, 1).ledger
    written = "schema: 1\nmessages:\n" + "".join(map(ledger_line, ledger.sent))

    read, findings = read_ledger({"sent.yaml": written.encode()}, year().school_year)

    assert (sorted(read.sent, key=str), findings) == (sorted(ledger.sent, key=str), ())


class Mailbox:
    """A calendar that does what RFC 5546 asks; who has a new address goes on with the same one."""

    def __init__(self):
        self.entries = {}
        self.ages = {}

    def take(self, entry):
        age = (entry.sequence, entry.dtstamp)
        assert age > self.ages.get(entry.uid, (-1, entry.dtstamp)), "older than what the calendar has"
        self.ages[entry.uid] = age
        if entry.method == "CANCEL":
            assert entry.uid in self.entries, "cancels what nobody has"
            del self.entries[entry.uid]
        else:
            self.entries[entry.uid] = (entry.saw.title, str(entry.saw.day))


def happens(rng, state):
    """One thing that changes."""
    what = rng.randrange(9)
    member, moment = rng.choice(STUDENTS), rng.choice(("winter", "lente"))
    places = {name: dict(own) for name, own in state["placements"].items()}
    if what < 4:
        workshop = rng.choice((*SCHOOLS, None))
        places[member] = {**places.get(member, {}), moment: workshop}
        places[member] = {at: one for at, one in places[member].items() if one}
    elif what == 4:
        gone = rng.choice(tuple(SCHOOLS))
        others = [one for one in SCHOOLS if one != gone]
        places = {
            name: {at: rng.choice(others) if (at, one) == (moment, gone) else one for at, one in own.items()}
            for name, own in places.items()
        }
    elif what == 5:
        state[moment] = rng.choice((WINTER, LENTE, "2027-02-04", "2027-04-08"))
    elif what == 6:
        state["addresses"] = {**state["addresses"], member: f"{member}.{rng.randrange(10**6)}@nieuw.example"}
    elif what == 7:
        one, other = rng.sample(STUDENTS, 2)
        places[one], places[other] = places.get(other, {}), places.get(one, {})
    else:
        state["leads"] = {rng.choice(("toetsen", "drama")): rng.choice((*STUDENTS, "b.smit"))}
    state["placements"] = without_leaders(places, state["leads"])


def without_leaders(places, leads):
    """The places without those in a workshop of one's own, or at a moment at which one leads another."""
    places = {
        name: {at: one for at, one in own.items() if leads.get(one) != name} for name, own in places.items()
    }
    for name in STUDENTS:
        busy = led_by(name, places, leads)
        places[name] = {at: one for at, one in places.get(name, {}).items() if at not in busy}
    return places


def led_by(member, placements, leads):
    """By moment what somebody leads that people come to."""
    return {
        at: workshop
        for workshop, leader in leads.items()
        if leader == member
        for own in placements.values()
        for at, one in own.items()
        if one == workshop
    }


def lived(seed):
    """A year of places: whatever happens, who has which mailbox with what in it, and what was said."""
    rng = random.Random(seed)
    state = {"placements": {}, "winter": WINTER, "lente": LENTE, "addresses": {}, "leads": {}}
    mailboxes, ledger = {one: Mailbox() for one in (*STUDENTS, "a.bakker", "b.smit")}, Ledger()
    was = {"placements": {}, "leads": {}}
    for days in range(12):
        for _ in range(rng.randrange(1, 4)):
            happens(rng, state)
        now = year(
            members={name: {"email": address} for name, address in state["addresses"].items()},
            workshops={workshop: {"presenter": [leader]} for workshop, leader in state["leads"].items()},
        )
        dated = plan(state["winter"], state["lente"])
        news, ledger = told_of(now, dated, state["placements"], ledger, days)
        for one in news:
            mailboxes[one.entry.member].take(one.entry)
        yield state, mailboxes, news, was
        assert told_of(now, dated, state["placements"], ledger, days)[0] == ()
        if days == 0 and seed % 2:
            ledger = of_session(ledger)
            mailboxes = {one: Mailbox() for one in mailboxes}
            for line in ledger.sent:
                mailboxes[line.member].take(line)
        was = {"placements": state["placements"], "leads": state["leads"]}


def told_of(now, dated, placements, ledger, days):
    """What people are told of sessions, and the ledger then."""
    found = tuple(one for one in occasions(now, dated, {"workshops": placements}) if one.kind == "session")
    moment = Issue(SEPTEMBER + timedelta(days=days), "planning@pos.example", 1)
    uids = identified(now, found, ledger, {}, moment.today)
    news = due_revisions(found, ledger, uids, moment)
    lines = (replace(one.entry, message_id=f"<{days}-{at}@x>") for at, one in enumerate(news))
    told_too = tuple(one for one in news if one.entry.method != "NOTE")
    return told_too, replace(ledger, sent=(*ledger.sent, *lines))


TITLES = {
    "buiten-rekenen": "Workshop Buiten rekenen",
    "toetsen": "Workshop Toetsen",
    "drama": "Workshop Drama",
}


def holds(seed):
    for state, mailboxes, messages, was in lived(seed):
        for member in STUDENTS:
            own = state["placements"].get(member, {})
            led = led_by(member, state["placements"], state["leads"])
            shown = Counter((TITLES[one], state[moment]) for moment, one in (*own.items(), *led.items()))
            assert Counter(mailboxes[member].entries.values()) == shown, member
            news = [one for one in messages if one.entry.member == member]
            # So many messages as places, no more; who has as many places as before, or one at each moment at
            # which they led a workshop, loses no appointment.
            assert len({one.entry.uid for one in news}) == len(news)
            had, has_led = was["placements"].get(member, {}), led_by(member, **was)
            if not led and (own.keys() >= {*had, *has_led} or (not has_led and len(own) >= len(had))):
                assert {one.entry.method for one in news} <= {"REQUEST"}, member
            moved = [one for one in news if one.why == "exchanged" and one.before is not None]
            assert all(one.place_before.occasion != one.entry.occasion for one in moved)


@pytest.mark.parametrize("seed", range(20))
def test_every_calendar_shows_what_is_so_and_nobody_loses_an_appointment_to_get_another(seed):
    holds(seed)


@pytest.mark.slow
def test_whatever_happens_to_places_calendars_follow():
    for seed in range(20, 120):
        holds(seed)


@pytest.mark.parametrize(("choose", "why"), [(1, ["exchanged"]), (2, ["cancelled", "new"])])
def test_who_has_fewer_places_than_they_are_to_have_has_lost_the_one_that_is_gone(choose, why):
    """The place at the other moment may be one that they had all along."""
    two = year(series={"workshops": {"choose": str(choose)}})
    first = sent({"s001": {"winter": "drama"}}, the_year=two).ledger

    told_now = sent({"s001": {"lente": "toetsen"}}, first, 1, the_year=two).messages

    assert [one.revision.why for one in to(told_now, "s001")] == why

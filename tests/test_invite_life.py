"""The life of an invitation: who gets which message when something changes, and who gets none."""

import email
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.ledger import Answered, Ledger
from tests.invite_project import DEFINITIONS, PLANNED, SEPTEMBER, outbox, plan_of, told, year_of

HERFST = "trainers/herfst"
LATER = SEPTEMBER + timedelta(days=1)
NEWCOMER = {"name": "Nora Nieuw", "email": "n.nieuw@kiem.example", "roles": ["trainer"]}


def sent():
    """The ledger after the first invitations went out."""
    return outbox().ledger


def texts(messages):
    """The plain text of each mail."""
    parsed = (email.message_from_bytes(message.mail, policy=default) for message in messages)
    return [mail.get_body(("plain",)).get_content().replace("\r\n", "\n") for mail in parsed]


def event(message):
    return Calendar.from_ical(message.calendar).walk("VEVENT")[0]


def identity(message):
    entry = message.entry
    return (entry.uid, entry.sequence, entry.dtstamp)


def test_what_did_not_change_is_not_sent_again():
    assert outbox(ledger=sent(), now=LATER).messages == ()


def test_a_change_of_text_keeps_sequence_and_goes_to_those_who_see_it():
    first = outbox()
    year = year_of(schools={"de-regenboog": {"address": "Schoolstraat 3, 5261 AB Vught"}})

    second = outbox(year, ledger=first.ledger, now=LATER)

    assert told(second.messages) == [
        (HERFST, member, "REQUEST", "changed", 0) for member in ("a.bakker", "b.smit", "d.groot", "f.visser")
    ]
    assert [identity(message)[0] for message in second.messages] == [
        identity(message)[0] for message in first.messages[:4]
    ]
    assert {message.entry.dtstamp for message in second.messages} == {LATER}


@pytest.mark.parametrize(
    ("network", "line"),
    [
        ({"title": "Leernetwerk opleiders"}, "Titel: Leernetwerk schoolopleiders: Herfstbijeenkomst → "),
        ({"facilitator": "a.bakker"}, "Contact: Femke Visser → Anne Bakker"),
        ({"invite": {"bring_colleague": "true"}}, "Neem een collega mee: nee → ja"),
        ({"thread": "Anders"}, "Rode draad: Het goede gesprek → Anders"),
        ({"programme": [{"title": "Inloop"}]}, "Programma: aangepast, zie hieronder"),
    ],
)
def test_whatever_changes_is_named(network, line):
    box = outbox(year_of(networks={"trainers": network}), ledger=sent(), now=LATER)

    first = next(message for message in box.messages if message.revision.why == "changed")
    lines = texts([first])[0].splitlines()
    assert lines[2].startswith("Er is iets veranderd aan ")
    assert lines[4] == "Dit verandert er:"
    assert lines[5].startswith(line)


def test_a_second_change_in_the_same_second_still_has_a_later_dtstamp():
    year = year_of(schools={"de-regenboog": {"address": "Schoolstraat 3, 5261 AB Vught"}})

    second = outbox(year, ledger=sent())

    assert {message.entry.dtstamp for message in second.messages} == {SEPTEMBER + timedelta(seconds=1)}


TITLE = "Leernetwerk schoolopleiders: Herfstbijeenkomst"


@pytest.mark.parametrize(
    ("change", "summary", "now"),
    [
        ({"date": "2026-11-19"}, "VERPLAATST", "nu donderdag 19 november 2026"),
        ({"start": "09:30"}, "GEWIJZIGD", "nu 9.30 – 16.00 uur (donderdag 12 november 2026)"),
        ({"end": "15:30"}, "GEWIJZIGD", "nu 9.00 – 15.30 uur (donderdag 12 november 2026)"),
        ({"host": "de-eik"}, "VERPLAATST", "nu bij Basisschool De Eik (donderdag 12 november 2026)"),
        (
            {"host": None, "location": "Kerkstraat 4, Ede"},
            "VERPLAATST",
            "nu Kerkstraat 4, Ede (donderdag 12 november 2026)",
        ),
        (
            {"date": "2026-11-19", "host": "de-eik"},
            "VERPLAATST",
            "nu donderdag 19 november 2026, bij Basisschool De Eik",
        ),
    ],
)
def test_another_day_time_or_place_raises_sequence_for_everybody_and_is_called_by_its_name(
    change, summary, now
):
    box = outbox(plan=plan_of(meetings={HERFST: change}), ledger=sent(), now=LATER)

    assert told(box.messages) == [
        (HERFST, member, "REQUEST", "moved", 1) for member in ("a.bakker", "b.smit", "d.groot", "f.visser")
    ]
    assert str(event(box.messages[0])["SUMMARY"]) == f"{summary}: {TITLE}"
    assert box.messages[0].subject == f"Gewijzigd: {TITLE}, {now}"


@pytest.mark.parametrize("ahead", ["a.bakker", "b.smit", "d.groot", "f.visser"])
@pytest.mark.parametrize("turned", [1, -1])
def test_the_sequence_goes_by_whichever_guest_is_furthest(ahead, turned):
    lines = [
        replace(entry, sequence=3) if (entry.occasion, entry.member) == (HERFST, ahead) else entry
        for entry in sent().sent
    ]
    ledger = Ledger(sent=tuple(lines[::turned]))

    moved = outbox(plan=plan_of(meetings={HERFST: {"date": "2026-11-19"}}), ledger=ledger, now=LATER)
    joined = outbox(year_of(members={"n.nieuw": NEWCOMER}), ledger=ledger, now=LATER)

    assert {sequence for *_who, sequence in told(moved.messages)} == {4}
    assert (HERFST, "n.nieuw", "REQUEST", "new", 3) in told(joined.messages)


def test_a_move_says_old_and_new():
    box = outbox(
        plan=plan_of(meetings={HERFST: {"date": "2026-11-19", "host": "de-eik"}}), ledger=sent(), now=LATER
    )

    assert texts(box.messages)[0] == (
        "Beste Anne,\n\n"
        "Leernetwerk schoolopleiders: Herfstbijeenkomst is verplaatst."
        " Hieronder zie je wat het was en wat het nu is.\n\n"
        "Dit verandert er:\n"
        "Wanneer: donderdag 12 november 2026, 9.00 – 16.00 uur"
        " → donderdag 19 november 2026, 9.00 – 16.00 uur\n"
        "Waar: Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught"
        " → Basisschool De Eik, Bosweg 2, 5213 GA Den Bosch\n\n"
        "Wanneer: donderdag 19 november 2026, 9.00 – 16.00 uur\n"
        "Waar: Basisschool De Eik, Bosweg 2, 5213 GA Den Bosch\n"
        "Rode draad: Het goede gesprek\n"
        "Meenemen: een casus\n\n"
        "Laat via je agenda weten of je komt.\n"
        "Kun je er niet bij zijn? Meld je dan af bij Femke Visser (f.visser@pos.example).\n"
        "Alle data in je eigen agenda?"
        " Abonneer je op webcal://pos.example/leernetwerken/feeds/trainers.ics\n\n"
        "Meer informatie:\nhttps://pos.example/leernetwerken/\n\n"
        "Met vriendelijke groet,\nFemke Visser\nPlanning POS\n"
    )


def test_who_missed_the_news_of_a_move_gets_the_same_revision_later():
    moved = plan_of(meetings={HERFST: {"date": "2026-11-19"}})
    box = outbox(plan=moved, ledger=sent(), now=LATER)
    only_the_first = Ledger((*sent().sent, box.messages[0].entry))

    rest = outbox(plan=moved, ledger=only_the_first, now=LATER)

    assert told(rest.messages) == told(box.messages)[1:]


def test_a_newcomer_gets_the_current_revision_and_the_others_nothing():
    moved = plan_of(meetings={HERFST: {"date": "2026-11-19"}})
    ledger = outbox(plan=moved, ledger=sent()).ledger

    box = outbox(year_of(members={"n.nieuw": NEWCOMER}), moved, ledger)

    assert told(box.messages) == [
        (HERFST, "n.nieuw", "REQUEST", "new", 1),
        ("trainers/lente", "n.nieuw", "REQUEST", "new", 0),
    ]


def test_who_leaves_gets_a_cancellation_without_status_and_the_others_nothing():
    box = outbox(year_of(members={"b.smit": {"until": "2026-12-31"}}), ledger=sent())

    assert told(box.messages) == [("trainers/lente", "b.smit", "CANCEL", "removed", 1)]
    assert "STATUS" not in event(box.messages[0])


def test_who_is_taken_from_the_files_is_told_in_their_own_language():
    box = outbox(year_of(members={"b.smit": None}), ledger=sent())

    assert told(box.messages) == [
        (HERFST, "b.smit", "CANCEL", "removed", 1),
        ("trainers/lente", "b.smit", "CANCEL", "removed", 1),
    ]
    assert texts(box.messages)[0] == (
        "Dear Bo,\n\n"
        "You are no longer on the list for"
        " Leernetwerk schoolopleiders: Herfstbijeenkomst, Thursday 12 November 2026, 9:00 – 16:00."
        " It does take place, without you.\n\n"
        "Does the entry stay in your calendar? Then you can delete it.\n\n"
        "Questions? Femke Visser (f.visser@pos.example) is happy to help.\n\n"
        "Kind regards,\nFemke Visser\nPlanning POS\n"
    )


CANCELLED = {"id": "herfst", "title": "Herfstbijeenkomst", "bring": "een casus", "cancelled": "true"}
SPRING = {"id": "lente", "title": "Lentebijeenkomst"}


@pytest.mark.parametrize(
    ("year", "plan"),
    [
        (year_of(networks={"trainers": {"meetings": [CANCELLED, SPRING]}}), plan_of()),
        (year_of(networks={"trainers": {"meetings": [SPRING]}}), plan_of()),
        (year_of(), plan_of(meetings={HERFST: None})),
    ],
    ids=["marked as cancelled", "removed from the definitions", "removed from the plan"],
)
def test_a_meeting_that_is_off_is_cancelled_for_everybody(year, plan):
    box = outbox(year, plan, sent())

    assert told(box.messages) == [
        (HERFST, member, "CANCEL", "cancelled", 1) for member in ("a.bakker", "b.smit", "d.groot", "f.visser")
    ]
    entry = event(box.messages[0])
    assert (str(entry["STATUS"]), str(entry["SUMMARY"])) == (
        "CANCELLED",
        "VERVALT: Leernetwerk schoolopleiders: Herfstbijeenkomst",
    )
    assert [part.name for part in entry.subcomponents] == []


def test_a_meeting_that_is_on_again_keeps_its_identity():
    first = outbox()
    off = outbox(plan=plan_of(meetings={HERFST: None}), ledger=first.ledger)

    on = outbox(ledger=off.ledger)

    assert told(on.messages) == [
        (HERFST, member, "REQUEST", "revived", 2) for member in ("a.bakker", "b.smit", "d.groot", "f.visser")
    ]
    assert {message.entry.uid for message in on.messages} == {first.messages[0].entry.uid}


NEW_ADDRESS = year_of(members={"a.bakker": {"email": "anne@nieuw.example"}})


def test_a_new_address_takes_the_same_entry_along_and_the_old_one_gets_a_plain_mail():
    first = outbox()
    box = outbox(NEW_ADDRESS, ledger=first.ledger, now=LATER)

    assert [(message.entry.address, *told([message])[0][2:]) for message in box.messages] == [
        ("a.bakker@kiem.example", "NOTE", "left", 0),
        ("anne@nieuw.example", "REQUEST", "address", 1),
        ("anne@nieuw.example", "REQUEST", "address", 1),
        ("anne@nieuw.example", "REQUEST", "address", 1),
    ]
    had = {one.entry.uid for one in first.messages if one.entry.member == "a.bakker"}
    assert {message.entry.uid for message in box.messages[1:]} == had
    assert box.messages[0].calendar is None
    assert b"nieuw.example" not in box.messages[0].mail
    assert outbox(NEW_ADDRESS, ledger=box.ledger, now=LATER).messages == ()


def test_a_forwarded_mailbox_shows_the_entry_whatever_order_its_mails_come_in():
    first = outbox()
    moved = plan_of(meetings={HERFST: {"date": "2026-11-19"}})
    box = outbox(NEW_ADDRESS, moved, first.ledger, LATER)
    to_anne = [
        one.entry
        for one in (*first.messages, *box.messages)
        if one.entry.member == "a.bakker" and one.entry.occasion == HERFST and one.calendar
    ]
    others = [one.entry.sequence for one in box.messages if one.entry.member != "a.bakker"]

    newest = max(to_anne, key=lambda entry: entry.age)
    assert (newest.method, newest.address, str(newest.saw.day)) == (
        "REQUEST",
        "anne@nieuw.example",
        "2026-11-19",
    )
    assert newest.sequence > max(others)


def test_who_goes_back_to_an_old_address_is_told_there_again():
    there = outbox(NEW_ADDRESS, ledger=sent(), now=LATER)
    back = outbox(ledger=there.ledger, now=LATER + timedelta(days=1))

    assert {(one.entry.address, one.entry.method, one.revision.why) for one in back.messages} == {
        ("anne@nieuw.example", "NOTE", "left"),
        ("a.bakker@kiem.example", "REQUEST", "address"),
    }
    assert outbox(ledger=back.ledger, now=LATER + timedelta(days=2)).messages == ()


def test_a_successor_under_the_same_id_is_somebody_else():
    year = year_of(members={"a.bakker": {"name": "Piet Jansen", "email": "piet@kiem.example"}})
    box = outbox(year, ledger=sent(), now=LATER)

    assert {
        (one.entry.address, one.entry.method, one.revision.why)
        for one in box.messages
        if one.entry.circle == "trainers"
    } == {
        ("a.bakker@kiem.example", "CANCEL", "removed"),
        ("piet@kiem.example", "REQUEST", "new"),
    }


def test_another_organiser_raises_sequence_for_everybody_once():
    year = year_of(settings={"organiser": {"name": "Planning POS", "email": "netwerk@pos.example"}})
    first = outbox()
    box = outbox(year, ledger=first.ledger, now=LATER)

    assert {(one.entry.method, one.revision.why, one.entry.sequence) for one in box.messages} == {
        ("REQUEST", "organiser", 1)
    }
    assert [one.entry.uid for one in box.messages] == [one.entry.uid for one in first.messages]
    assert outbox(year, ledger=box.ledger, now=LATER).messages == ()


def test_a_network_under_a_new_id_is_the_same_network():
    network = DEFINITIONS["networks"]["trainers"]
    renamed = {"networks": {"trainers": None, "opleiders": network}, "series": None, "workshops": None}
    meetings = {
        **dict.fromkeys(("trainers/herfst", "trainers/lente")),
        "opleiders/herfst": PLANNED["meetings"]["trainers/herfst"],
        "opleiders/lente": PLANNED["meetings"]["trainers/lente"],
    }
    first = outbox(year_of(series=None, workshops=None), plan_of(sessions=None), placements={})

    box = outbox(year_of(**renamed), plan_of(meetings=meetings, sessions=None), first.ledger, placements={})

    assert box.messages == ()
    feeds = [name for name in box.documents if name.startswith("calendars/")]
    assert feeds == ["calendars/opleiders.ics", "calendars/trainers.ics"]


def test_who_was_taken_off_and_is_put_back_is_on_the_list_again():
    off = outbox(year_of(members={"b.smit": None}), ledger=sent(), now=LATER)
    on = outbox(ledger=off.ledger, now=LATER + timedelta(days=1))

    assert told(on.messages) == [
        (HERFST, "b.smit", "REQUEST", "back", 2),
        ("trainers/lente", "b.smit", "REQUEST", "back", 2),
    ]
    assert on.messages[0].subject == (
        f"Invitation: {TITLE}, Thursday 12 November 2026, you are on the list again"
    )


def test_nobody_is_told_that_they_themselves_are_away():
    away = plan_of(meetings={HERFST: {"absent": ["a.bakker"]}})

    assert outbox(plan=away, ledger=sent(), now=LATER).messages == ()
    assert outbox(ledger=outbox(plan=away).ledger, now=LATER).messages == ()


def test_a_new_name_or_id_of_a_member_is_no_news_to_anybody():
    year = year_of(
        members={
            "b.smit": None,
            "bo.smit-jansen": {
                "name": "Bo Smit-Jansen",
                "email": "B.Smit@kiem.example",
                "roles": ["trainer"],
                "language": "en",
            },
        }
    )

    assert outbox(year, ledger=sent()).messages == ()


def test_a_meeting_under_a_new_id_is_the_same_meeting():
    year = year_of(
        networks={
            "trainers": {
                "meetings": [{"id": "najaar", "title": "Herfstbijeenkomst", "bring": "een casus"}, SPRING]
            }
        }
    )
    planned = plan_of().meetings[HERFST]
    plan = plan_of(meetings={HERFST: None})
    plan = plan.model_copy(update={"meetings": {**plan.meetings, "trainers/najaar": planned}})

    assert outbox(year, plan, sent()).messages == ()


def test_students_who_change_places_get_one_message_each():
    year = year_of(
        workshops={"toetsen": {"series": "workshops", "title": "Toetsen", "seats": "12"}},
    )
    plan = plan_of(
        sessions={
            "workshops/winter/toetsen": {
                "date": "2027-01-14",
                "start": "09:00",
                "end": "12:00",
                "school": "de-regenboog",
            }
        }
    )
    both = {"s001": {"winter": "buiten-rekenen"}, "s002": {"winter": "toetsen"}}
    first = outbox(year, plan, placements={"workshops": both})
    swapped = {"s001": {"winter": "toetsen"}, "s002": {"winter": "buiten-rekenen"}}

    second = outbox(year, plan, first.ledger, placements={"workshops": swapped})

    assert told(second.messages) == [
        ("workshops/winter/buiten-rekenen", "s002", "REQUEST", "exchanged", 1),
        ("workshops/winter/toetsen", "s001", "REQUEST", "exchanged", 1),
    ]


def test_a_workshop_within_a_meeting_stands_in_the_entry_of_that_meeting():
    rounds = {"for": {"roles": ["trainer"]}, "moments": {"ochtend": {"meeting": HERFST}}}
    talk = {"series": "rondes", "title": "Het goede gesprek", "seats": "12", "room": "lokaal 3"}
    year = year_of(series={"rondes": rounds}, workshops={"gesprek": talk})
    held = {"date": "2026-11-12", "start": "10:15", "end": "12:15", "school": "de-regenboog"}
    placed = {"rondes": {"a.bakker": {"ochtend": "gesprek"}}}

    box = outbox(year, plan_of(sessions={"rondes/ochtend/gesprek": held}), placements=placed)

    own = [message for message in box.messages if message.entry.member == "a.bakker"]
    assert [message.entry.occasion for message in own] == [HERFST, "trainers/lente"]
    assert texts(own)[0].splitlines()[7] == ("Jouw workshop: 10.15 – 12.15 uur Het goede gesprek (lokaal 3)")


GROUPS = {"1": ["a.bakker", "f.visser"], "2": ["b.smit", "d.groot"]}
SWAPPED = {"1": ["b.smit", "f.visser"], "2": ["a.bakker", "d.groot"]}
ROLES = {"1": {"chair": "a.bakker"}}


def test_everybody_sees_their_own_group_and_role():
    box = outbox(plan=plan_of(meetings={HERFST: {"groups": GROUPS, "roles": ROLES}}))

    assert texts(box.messages)[0].splitlines()[4:10] == [
        "Wanneer: donderdag 12 november 2026, 9.00 – 16.00 uur",
        "Waar: Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught",
        "Rode draad: Het goede gesprek",
        "Jouw groep: groep 1, met Femke Visser",
        "Jouw rol: gespreksleider",
        "Meenemen: een casus",
    ]


def test_a_swap_of_groups_within_a_meeting_changes_the_text_of_the_same_entry():
    first = outbox(plan=plan_of(meetings={HERFST: {"groups": GROUPS}}))
    trio = {"1": ["a.bakker", "f.visser"], "2": ["b.smit", "d.groot"]}

    same = outbox(plan=plan_of(meetings={HERFST: {"groups": trio}}), ledger=first.ledger)
    swapped = outbox(plan=plan_of(meetings={HERFST: {"groups": SWAPPED}}), ledger=first.ledger)

    assert same.messages == ()
    assert told(swapped.messages) == [
        (HERFST, member, "REQUEST", "changed", 0) for member in ("a.bakker", "b.smit", "d.groot", "f.visser")
    ]
    assert texts(swapped.messages)[0].splitlines()[4:6] == [
        "Dit verandert er:",
        "Jouw groep: groep 1, met Femke Visser → groep 2, met Dirk de Groot",
    ]


PROGRAMME = [
    {"title": "Inloop", "minutes": "30"},
    {"title": "Intervisie", "minutes": "240", "for": {"roles": ["trainer"]}},
    {"title": "Rode draad met de directies"},
]


def test_who_comes_for_a_part_has_an_entry_with_their_own_times():
    only_later = [{**PROGRAMME[0], "for": {"roles": ["trainer"]}}, *PROGRAMME[1:]]
    year = year_of(networks={"trainers": {"programme": only_later}})

    box = outbox(year)

    parts = [message for message in box.messages if message.entry.kind == "part"]
    # The facilitator is there from start to end.
    assert [(message.entry.occasion, message.entry.member) for message in parts] == [
        (HERFST, "d.groot"),
        ("trainers/lente", "d.groot"),
    ]
    whole = next(message for message in box.messages if message.entry.occasion == HERFST)
    assert parts[0].entry.uid == whole.entry.uid
    assert str(parts[0].entry.saw.span) == "13:30-16:00"
    assert texts(parts)[0].splitlines()[2:12] == [
        "We nodigen je graag uit voor Leernetwerk schoolopleiders: Herfstbijeenkomst.",
        "",
        "Je komt voor een deel van de dag; hieronder staan jouw tijden.",
        "",
        "Wanneer: donderdag 12 november 2026, 13.30 – 16.00 uur",
        "Waar: Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught",
        "Rode draad: Het goede gesprek",
        "Meenemen: een casus",
        "",
        "Programma:",
    ]


def test_a_programme_that_is_made_later_changes_the_entry_that_everybody_has():
    first = outbox()
    only_later = [{**PROGRAMME[0], "for": {"roles": ["trainer"]}}, *PROGRAMME[1:]]

    box = outbox(year_of(networks={"trainers": {"programme": only_later}}), ledger=first.ledger, now=LATER)

    had = {(one.entry.occasion, one.entry.member): one.entry.uid for one in first.messages}
    assert {(one.entry.occasion, one.entry.member): one.entry.uid for one in box.messages} == {
        at: uid for at, uid in had.items() if at[0].startswith("trainers/")
    }
    own = next(one for one in box.messages if one.entry.member == "d.groot")
    assert told([own]) == [(HERFST, "d.groot", "REQUEST", "moved", 1)]
    assert (
        texts([own])[0].splitlines()[-12:-6]
        == [
            "Programma:",
            "9.00 – 9.30 Inloop (zonder jou)",
            "9.30 – 13.30 Intervisie (zonder jou)",
            "13.30 – 16.00 Rode draad met de directies",
            "",
            "Laat via je agenda weten of je komt.",
        ]
        or texts([own])[0]
    )


def test_groups_that_meet_on_dates_of_their_own_are_invited_by_their_own_name():
    own = {
        "size": "4-6",
        "meetings": {"times": "2", "time": "15.30-17.00", "window": "2026-09-01..2027-06-01"},
    }
    year = year_of(networks={"trainers": {"groups": own, "meetings": []}})
    day = {"date": "2026-11-12", "start": "15:30", "end": "17:00", "host": "de-eik", "groups": GROUPS}
    box = outbox(year, plan_of(meetings={HERFST: None, "trainers/lente": None, "trainers/intervisie-1": day}))

    first = box.messages[0]
    assert told([first]) == [("trainers/intervisie-1", "a.bakker", "REQUEST", "new", 0)]
    assert first.entry.saw.title == "Leernetwerk schoolopleiders: Intervisie 1"
    assert "Jouw groep: groep 1, met Femke Visser" in texts([first])[0].splitlines()


def test_a_coaching_visit_is_an_entry_for_both_that_keeps_nobody_busy():
    visit = {
        "network": "trainers",
        "round": "1",
        "visitor": "a.bakker",
        "visited": "f.visser",
        "week": "2026-W47",
        "days": ["ma", "do"],
    }
    box = outbox(plan=plan_of(visits=[visit], meetings={HERFST: None, "trainers/lente": None}, sessions=None))

    assert told(box.messages) == [
        ("trainers/1/a.bakker--f.visser", "a.bakker", "REQUEST", "new", 0),
        ("trainers/1/a.bakker--f.visser", "f.visser", "REQUEST", "new", 0),
    ]
    entry = event(box.messages[0])
    assert (entry.DTSTART, entry.DTEND, str(entry["TRANSP"])) == (
        date(2026, 11, 16),
        date(2026, 11, 20),
        "TRANSPARENT",
    )
    assert texts(box.messages)[0].splitlines()[2:7] == [
        "Voor Leernetwerk schoolopleiders ga je op bezoek bij Femke Visser.",
        "",
        "Spreek samen dag en tijd af. Tot die tijd staat deze afspraak voor de hele periode in je agenda.",
        "",
        "Wanneer: maandag 16 november 2026 tot en met donderdag 19 november 2026 (week 47)",
    ]


def test_who_is_known_to_be_away_is_welcome_but_not_counted_on():
    box = outbox(plan=plan_of(meetings={HERFST: {"absent": ["a.bakker"]}}))

    assert event(box.messages[0])["ATTENDEE"].params["ROLE"] == "OPT-PARTICIPANT"
    assert texts(box.messages)[0].splitlines()[4] == (
        "Volgens onze gegevens kun je er die dag niet bij zijn. Lukt het toch, dan ben je van harte welkom."
    )


def test_an_alarm_only_where_it_is_asked_for():
    year = year_of(networks={"trainers": {"invite": {"alarm": "true"}}})

    alarms = [[part.name for part in event(message).subcomponents] for message in outbox(year).messages]

    assert alarms == [["VALARM"]] * 8 + [[]] * 2


REMIND = year_of(networks={"trainers": {"invite": {"remind_days_before": ["14", "3"]}}})


def reminded(ledger, day, plan=None):
    now = SEPTEMBER.replace(year=day.year, month=day.month, day=day.day)
    return outbox(REMIND, plan or plan_of(), ledger, now)


def test_nobody_is_reminded_who_is_known_to_be_away():
    away = plan_of(meetings={HERFST: {"absent": ["a.bakker"]}})
    two_weeks = reminded(outbox(REMIND, away).ledger, date(2026, 10, 30), away)

    assert [one.entry.member for one in two_weeks.messages] == ["b.smit", "d.groot", "f.visser"]


def test_reminders_go_out_when_their_day_has_come_and_once():
    ledger = outbox(REMIND).ledger

    assert told(reminded(ledger, date(2026, 10, 28)).messages) == []
    two_weeks = reminded(ledger, date(2026, 10, 30))
    assert told(two_weeks.messages) == [
        (HERFST, member, "REMINDER", "reminder", 0)
        for member in ("a.bakker", "b.smit", "d.groot", "f.visser")
    ]
    assert two_weeks.messages[0].calendar is None
    assert texts(two_weeks.messages)[0].splitlines()[2] == (
        "Nog 13 dagen tot Leernetwerk schoolopleiders: Herfstbijeenkomst."
    )
    assert reminded(two_weeks.ledger, date(2026, 11, 8)).messages == ()
    assert len(reminded(two_weeks.ledger, date(2026, 11, 9)).messages) == 4
    assert reminded(ledger, date(2026, 11, 12)).messages == ()


def test_later_mails_hang_below_the_first_and_say_what_they_are():
    first = outbox(REMIND)
    moved = outbox(REMIND, plan_of(meetings={HERFST: {"date": "2026-11-19"}}), first.ledger)
    off = outbox(REMIND, plan_of(meetings={HERFST: None}), moved.ledger)
    late = reminded(first.ledger, date(2026, 11, 9))
    mails = [
        email.message_from_bytes(box.messages[0].mail, policy=default) for box in (first, moved, off, late)
    ]

    assert [mail["Subject"].partition(":")[0] for mail in mails] == [
        "Uitnodiging",
        "Gewijzigd",
        "Vervalt",
        "Herinnering",
    ]
    ids = [mail["Message-ID"] for mail in mails]
    assert len(set(ids)) == 4
    assert [mail["In-Reply-To"] for mail in mails] == [None, ids[0], ids[0], ids[0]]
    assert [mail["References"] for mail in mails] == [None, ids[0], ids[0], ids[0]]


def test_nobody_is_reminded_who_declined():
    ledger = outbox(REMIND).ledger
    entry = ledger.sent[0]
    no = Answered(
        occasion=entry.occasion,
        member=entry.member,
        address=entry.address,
        answer="declined",
        uid=entry.uid,
        sequence=0,
        dtstamp=LATER,
    )

    box = reminded(Ledger(ledger.sent, (no,)), date(2026, 10, 30))

    assert [message.entry.member for message in box.messages] == ["b.smit", "d.groot", "f.visser"]


def test_a_feed_stays_the_same_bytes_until_the_plan_changes():
    name = "calendars/trainers.ics"

    assert outbox(now=LATER).documents[name] == outbox().documents[name]
    assert outbox(ledger=sent(), now=LATER).documents[name] == outbox(ledger=sent()).documents[name]


def feed_events(box):
    entries = Calendar.from_ical(box.documents["calendars/trainers.ics"]).walk("VEVENT")
    return [
        (str(entry["SUMMARY"]), str(entry["STATUS"]), entry["SEQUENCE"], entry["DTSTAMP"].dt)
        for entry in entries
    ]


def test_a_feed_shows_moves_and_cancellations_and_counts_them():
    moved = outbox(plan=plan_of(meetings={HERFST: {"date": "2026-11-19"}}), ledger=sent(), now=LATER)
    off = outbox(plan=plan_of(meetings={HERFST: None}), ledger=moved.ledger, now=LATER)

    title = "Leernetwerk schoolopleiders: Herfstbijeenkomst"
    assert [feed_events(box)[0] for box in (outbox(ledger=sent()), moved, off)] == [
        (title, "CONFIRMED", 0, SEPTEMBER),
        (f"VERPLAATST: {title}", "CONFIRMED", 1, SEPTEMBER + timedelta(seconds=1)),
        (f"VERVALT: {title}", "CANCELLED", 2, LATER + timedelta(seconds=1)),
    ]


def test_a_feed_and_its_invitations_speak_of_the_same_entries():
    box = outbox()
    entries = Calendar.from_ical(box.documents["calendars/trainers.ics"]).walk("VEVENT")

    assert {str(entry["UID"]) for entry in entries} == {
        message.entry.uid for message in box.messages if message.entry.circle == "trainers"
    }


def test_a_feed_names_no_guest_and_no_address():
    written = outbox().documents["calendars/trainers.ics"]

    assert [
        word for word in (b"mailto:", b"@kiem", b"Bakker", b"ATTENDEE", b"ORGANIZER") if word in written
    ] == []


def test_who_leads_a_part_of_the_programme_reads_which_one():
    blocks = [
        {"title": "Inloop", "minutes": "30"},
        {"title": "Verdieping", "lead": ["b.smit"], "room": "aula"},
    ]
    box = outbox(year_of(networks={"trainers": {"programme": blocks}}))

    lead = {one.entry.member: one.entry.saw.leads for one in box.messages if one.entry.occasion == HERFST}
    assert [
        (member, [(str(one.span), one.title, one.room) for one in leads]) for member, leads in lead.items()
    ] == [
        ("a.bakker", []),
        ("b.smit", [("09:30-16:00", "Verdieping", "aula")]),
        ("d.groot", []),
        ("f.visser", []),
    ]
    letter = next(text for text in texts(box.messages) if text.startswith("Dear Bo"))
    assert "You lead: 9:30 – 16:00 Verdieping (aula)" in letter.splitlines()


def test_who_leads_a_round_and_is_no_member_of_the_network_is_invited_to_it():
    rounds = {"for": {"roles": ["trainer"]}, "moments": {"ochtend": {"meeting": HERFST}}}
    talk = {"series": "rondes", "title": "Het goede gesprek", "seats": "12", "presenter": ["g.gast"]}
    guest = {"name": "Gijs Gast", "email": "gijs@elders.example"}
    year = year_of(series={"rondes": rounds}, workshops={"gesprek": talk}, members={"g.gast": guest})
    held = {"date": "2026-11-12", "start": "10:15", "end": "12:15", "school": "de-regenboog"}
    placed = {"rondes": {"a.bakker": {"ochtend": "gesprek"}}}

    box = outbox(year, plan_of(sessions={"rondes/ochtend/gesprek": held}), placements=placed)

    own = [message for message in box.messages if message.entry.member == "g.gast"]
    assert told(own) == [("rondes/ochtend/gesprek", "g.gast", "REQUEST", "new", 0)]
    assert "Deelnemers: 1 persoon" in texts(own)[0].splitlines()


@pytest.mark.parametrize(
    ("runs", "placed", "led"),
    [
        ("", {}, [0]),
        ("", {"rondes": {"a.bakker": {"ochtend": "gesprek"}}}, [1]),
        ("", {"rondes": {"a.bakker": {}}}, []),
        ("yes", {"rondes": {"a.bakker": {}}}, [0]),
    ],
)
def test_a_round_that_nobody_was_placed_in_is_not_led_unless_it_is_said_to_run(runs, placed, led):
    rounds = {"for": {"roles": ["trainer"]}, "moments": {"ochtend": {"meeting": HERFST}}}
    talk = {"series": "rondes", "title": "Het goede gesprek", "seats": "12", "presenter": ["b.smit"]}
    year = year_of(series={"rondes": rounds}, workshops={"gesprek": talk | ({"runs": runs} if runs else {})})
    held = {"date": "2026-11-12", "start": "10:15", "end": "12:15", "school": "de-regenboog"}

    box = outbox(year, plan_of(sessions={"rondes/ochtend/gesprek": held}), placements=placed)

    (entry,) = (
        one.entry for one in box.messages if (one.entry.occasion, one.entry.member) == (HERFST, "b.smit")
    )
    assert [piece.people for piece in entry.saw.leads] == led


def test_who_is_new_is_welcomed_once_in_the_first_letter_of_a_network(tmp_path):
    text = """year: {school_year: 2026-2027, holiday_region: zuid,
  organiser: {name: Planning, email: planning@rivier.example}}
members:
  f: {name: Fenna Post, email: f@rivier.example}
  a: {name: Anne Bakker, email: a@rivier.example, roles: [coach], starts_at: 2026-2027}
  b: {name: Bram Jansen, email: b@rivier.example, roles: [coach], from: 2026-08-15}
  c: {name: Cas Vos, email: c@rivier.example, roles: [coach], starts_at: 2026-2027, public: no}
  d: {name: Deniz Kaya, email: d@rivier.example, roles: [coach], cohort: "2025"}
  e: {name: Ellen Vos, email: e@rivier.example, roles: [coach], cohort: lichting 2026}
  g: {name: Gijs Mol, email: g@rivier.example, roles: [coach], cohort: "2026", from: 2024-08-01}
networks:
  coaches:
    title: Leernetwerk coaches
    facilitator: f
    members: {roles: [coach]}
    time: 9.00-12.00
    hosts: {location: Kerkstraat 4}
    meetings: [{id: herfst, date: 2026-11-10}, {id: lente, date: 2027-03-11}]
"""
    folder = tmp_path
    (folder / "leernet.yaml").write_text(text, encoding="utf-8")
    run = ["-C", str(folder), "--lang", "nl", "--today", "2026-09-01"]
    assert CliRunner().invoke(app, [*run, "plan"]).exit_code == 0
    assert CliRunner().invoke(app, [*run, "invite", "--all"]).exit_code == 0

    def welcome(meeting, member):
        content = (folder / "out" / "invitations" / f"coaches-{meeting}" / f"{member}.eml").read_bytes()
        body = message_from_bytes(content, policy=default).get_body(("plain",)).get_content()
        return [line for line in body.splitlines() if "Welkom" in line]

    what = "Welkom bij Leernetwerk coaches, dat dit jaar 2 keer bijeenkomt."
    # Cas is welcome too, and is named to nobody.
    assert {member: welcome("herfst", member) for member in "abcdeg"} == {
        "a": [f"{what} Net als jij nieuw: Bram Jansen en Ellen Vos."],
        "b": [f"{what} Net als jij nieuw: Anne Bakker en Ellen Vos."],
        "c": [f"{what} Net als jij nieuw: Anne Bakker, Bram Jansen en Ellen Vos."],
        "d": [],
        "e": [f"{what} Net als jij nieuw: Anne Bakker en Bram Jansen."],
        "g": [],
    }
    assert [welcome("lente", member) for member in "abcdeg"] == [[]] * 6

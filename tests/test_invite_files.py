"""The first invitations: what arrives, byte for byte, and that the same input gives the same bytes."""

import email
import mailbox
from datetime import datetime, timedelta
from email.policy import default

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from leernet.model.year import Organiser
from leernet.write.messages_due import MessagesAsked
from leernet.write.outbox import signed_by
from leernet.write.timezone import ZONE, ZONE_BLOCK
from tests.invite_project import SEPTEMBER, outbox, plan_of, told, year_of

REQUEST = f"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//leernet//leernet//NL
CALSCALE:GREGORIAN
METHOD:REQUEST
{ZONE_BLOCK}BEGIN:VEVENT
SUMMARY:Leernetwerk schoolopleiders: Herfstbijeenkomst
DTSTART;TZID=Europe/Amsterdam:20261112T090000
DTEND;TZID=Europe/Amsterdam:20261112T160000
DTSTAMP:20260901T060000Z
UID:dbed55f4a98b1dce860465d52d50b606@pos.example
SEQUENCE:0
ATTENDEE;CN="Anne Bakker";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ
 -PARTICIPANT;RSVP=TRUE:mailto:a.bakker@kiem.example
DESCRIPTION:We nodigen je graag uit voor Leernetwerk schoolopleiders: Herf
 stbijeenkomst.\\n\\nWanneer: donderdag 12 november 2026\\, 9.00 – 16.00 uur
 \\nWaar: Basisschool De Regenboog\\, Schoolstraat 1\\, 5261 AB Vught\\nRode dr
 aad: Het goede gesprek\\nMeenemen: een casus\\n\\nLaat via je agenda weten of
  je komt.\\nKun je er niet bij zijn? Meld je dan af bij Femke Visser (f.vis
 ser@pos.example).\\nAlle data in je eigen agenda? Abonneer je op webcal://p
 os.example/leernetwerken/feeds/trainers.ics\\n\\nMeer informatie:\\nhttps://p
 os.example/leernetwerken/
LAST-MODIFIED:20260901T060000Z
LOCATION:Basisschool De Regenboog\\, Schoolstraat 1\\, 5261 AB Vught
ORGANIZER;CN="Planning POS":mailto:planning@pos.example
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://pos.example/leernetwerken/
END:VEVENT
END:VCALENDAR
"""

LETTER = """\
Beste Anne,

We nodigen je graag uit voor Leernetwerk schoolopleiders: Herfstbijeenkomst.

Wanneer: donderdag 12 november 2026, 9.00 – 16.00 uur
Waar: Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught
Rode draad: Het goede gesprek
Meenemen: een casus

Laat via je agenda weten of je komt.
Kun je er niet bij zijn? Meld je dan af bij Femke Visser (f.visser@pos.example).
Alle data in je eigen agenda? Abonneer je op webcal://pos.example/leernetwerken/feeds/trainers.ics

Meer informatie:
https://pos.example/leernetwerken/

Met vriendelijke groet,
Femke Visser
Planning POS
"""


def read_mail(message):
    return email.message_from_bytes(message.mail, policy=default)


def test_who_is_gone_has_no_calendar_to_subscribe_to():
    year, organiser = (
        year_of(series={"workshops": {"network": None}}),
        Organiser(name="Planning", email="p@pos.example"),
    )
    feeds = {circle: signed_by(year, organiser, circle).feed for circle in ("trainers", "workshops", "weg")}

    page = "webcal://pos.example/leernetwerken/feeds/"
    assert feeds == {"trainers": f"{page}trainers.ics", "workshops": f"{page}workshops.ics", "weg": ""}


def test_everybody_who_takes_part_gets_one_request_for_each_meeting_and_session():
    assert told(outbox().messages) == [
        ("trainers/herfst", "a.bakker", "REQUEST", "new", 0),
        ("trainers/herfst", "b.smit", "REQUEST", "new", 0),
        ("trainers/herfst", "d.groot", "REQUEST", "new", 0),
        ("trainers/herfst", "f.visser", "REQUEST", "new", 0),
        ("trainers/lente", "a.bakker", "REQUEST", "new", 0),
        ("trainers/lente", "b.smit", "REQUEST", "new", 0),
        ("trainers/lente", "d.groot", "REQUEST", "new", 0),
        ("trainers/lente", "f.visser", "REQUEST", "new", 0),
        ("workshops/winter/buiten-rekenen", "a.bakker", "REQUEST", "new", 0),
        ("workshops/winter/buiten-rekenen", "s001", "REQUEST", "new", 0),
    ]


@pytest.mark.parametrize(
    ("tours", "offered"),
    [
        ({}, {"s001", "s002"}),
        ({"workshops": {"s002": "winter/buiten-rekenen"}}, {"s002"}),
    ],
)
def test_once_seats_on_tours_were_given_out_only_who_has_one_is_told_of_it(tours, offered):
    placed = {"workshops": {name: {"winter": "buiten-rekenen"} for name in ("s001", "s002")}}
    messages = outbox(placements=placed, tours=tours, asked=MessagesAsked(("workshops",))).messages
    texts = {
        message.entry.member: read_mail(message).get_body(("plain",)).get_content() for message in messages
    }

    del texts["a.bakker"]  # the presenter, who reads how many go on the tour
    assert {member for member, text in texts.items() if "rondleiding" in text} == offered


def test_a_request_byte_for_byte():
    documents = outbox().documents

    written = documents["invitations/trainers-herfst/a.bakker.ics"]

    assert written.decode() == REQUEST.replace("\r\n", "\n").replace("\n", "\r\n")


def test_the_mail_says_the_same_in_the_words_of_a_colleague():
    message = read_mail(outbox().messages[0])

    assert message.get_body(("plain",)).get_content() == LETTER.replace("\n", "\r\n")
    assert message["Subject"] == (
        "Uitnodiging: Leernetwerk schoolopleiders: Herfstbijeenkomst, donderdag 12 november 2026"
    )
    assert (message["From"], message["To"]) == (
        "Planning POS <planning@pos.example>",
        "Anne Bakker <a.bakker@kiem.example>",
    )


def test_a_mail_is_text_then_html_then_the_calendar_object_without_disposition():
    box = outbox()
    message = read_mail(box.messages[0])
    parts = list(message.iter_parts())

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert dict(parts[2].get_params()[1:]) == {"charset": "utf-8", "method": "REQUEST", "component": "VEVENT"}
    assert parts[2]["Content-Disposition"] is None
    assert parts[2].get_payload(decode=True) == box.messages[0].calendar


def test_nobody_sees_the_address_of_another_guest():
    # The facilitator is whom people turn to.
    addresses = {"a.bakker@kiem", "b.smit@kiem", "d.groot@eik", "s001@pabo"}
    for message in outbox().messages:
        own = message.entry.address.removesuffix(".example")
        whole = message.calendar.replace(b"\r\n ", b"") + read_mail(message).as_bytes()
        assert [other for other in sorted(addresses - {own}) if other.encode() in whole] == []


def test_a_network_that_wants_it_shows_all_guests_to_all():
    year = year_of(networks={"trainers": {"invite": {"attendees": "all"}}})

    event = Calendar.from_ical(outbox(year).messages[0].calendar).walk("VEVENT")[0]

    assert [str(attendee) for attendee in event["ATTENDEE"]] == [
        "mailto:a.bakker@kiem.example",
        "mailto:b.smit@kiem.example",
        "mailto:d.groot@eik.example",
        "mailto:f.visser@pos.example",
    ]


def test_the_same_files_and_day_give_the_same_bytes():
    assert outbox().documents == outbox().documents


def test_identifiers_do_not_depend_on_date_title_host_or_order():
    plan = plan_of(
        meetings={"trainers/herfst": {"date": "2026-11-19", "start": "10:00", "host": "de-eik"}},
    )
    year = year_of(
        networks={
            "trainers": {
                "title": "Anders",
                "meetings": [{"id": "lente", "title": "Nieuw"}, {"id": "herfst", "title": "Nieuw"}],
            }
        }
    )

    def identifiers(box):
        return [(message.entry.occasion, message.entry.uid) for message in box.messages]

    assert identifiers(outbox(year, plan)) == identifiers(outbox())


def test_each_mail_is_one_entry_of_the_mbox(tmp_path):
    box = outbox(year_of(networks={"trainers": {"thread": "From hier verder"}}))
    (tmp_path / "all.mbox").write_bytes(box.documents["invitations/all.mbox"])

    stored = mailbox.mbox(tmp_path / "all.mbox")
    try:
        assert [message["Message-ID"] for message in stored] == [
            message.entry.message_id for message in box.messages
        ]
    finally:
        stored.close()


def test_the_overview_opens_in_dutch_excel_and_runs_no_cell():
    year = year_of(members={"a.bakker": {"name": "=cmd|' /C calc'!A0"}})

    rows = outbox(year).documents["invitations/overview.csv"].decode("utf-8-sig").splitlines()

    assert rows[:2] == [
        "Wat;Wanneer;Waar;Bijeenkomst;Lid;Naam;Adres;Onderwerp;Bestand",
        "nieuw;donderdag 12 november 2026, 9.00 – 16.00 uur;"
        "Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught;trainers/herfst;a.bakker;"
        "'=cmd|' /C calc'!A0;a.bakker@kiem.example;"
        "Uitnodiging: Leernetwerk schoolopleiders: Herfstbijeenkomst, donderdag 12 november 2026;"
        "invitations/trainers-herfst/a.bakker.eml",
    ]


def test_only_the_networks_asked_for():
    box = outbox(asked=MessagesAsked(("workshops",)))

    assert {message.entry.circle for message in box.messages} == {"workshops"}
    assert [name for name in box.documents if name.startswith("calendars/")] == ["calendars/workshops.ics"]


def test_a_meeting_that_is_past_invites_nobody():
    box = outbox(now=SEPTEMBER + timedelta(days=100))

    assert {message.entry.occasion for message in box.messages} == {
        "trainers/lente",
        "workshops/winter/buiten-rekenen",
    }


def test_a_year_without_an_organiser_cannot_invite():
    with pytest.raises(ValueError, match="invitations need an organiser"):
        outbox(year_of(settings={"organiser": None}))


def test_the_time_zone_block_turns_when_dutch_clocks_turn_from_1996_to_2037():
    zone = Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{ZONE_BLOCK}END:VCALENDAR\r\n").walk("VTIMEZONE")[0]
    for rule in zone.subcomponents:
        start, before, after = rule.DTSTART, rule["TZOFFSETFROM"].td, rule["TZOFFSETTO"].td
        turns = rrulestr(rule["RRULE"].to_ical().decode(), dtstart=start)
        for turn in turns.between(datetime(1996, 1, 1), datetime(2038, 1, 1)):  # noqa: DTZ001
            moment = (turn - before).replace(tzinfo=SEPTEMBER.tzinfo)
            assert moment.astimezone(ZONE).utcoffset() == after
            assert (moment - timedelta(seconds=1)).astimezone(ZONE).utcoffset() == before

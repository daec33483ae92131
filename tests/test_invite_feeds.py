"""A feed of one's own: what one is invited to, with one's own group, under a name nobody can guess."""

from datetime import date

from icalendar import Calendar

from leernet.files import project_secret, write_whole
from leernet.model.ledger import Ledger
from leernet.read.feeds import FEEDS_KEY
from leernet.write.calendar_check import lint
from leernet.write.feeds import personal_feeds
from tests.invite_project import PLACEMENTS, outbox, plan_of, year_of

HERFST = "trainers/herfst"


def feeds(plan=None, ledger=None, secret=b"geheim"):
    return personal_feeds(
        year_of(), plan or plan_of(), PLACEMENTS, ledger or Ledger(), secret, date(2026, 9, 1)
    ).documents


def of(member, documents):
    (path,) = (path for path in documents if path.startswith(f"calendars/{member}-"))
    return path, documents[path]


def entries(content):
    return [
        (str(entry["SUMMARY"]), entry["SEQUENCE"], f"{entry.DTSTART:%Y-%m-%d}")
        for entry in Calendar.from_ical(content).walk("VEVENT")
    ]


def test_everybody_has_a_feed_of_what_they_are_invited_to():
    documents = feeds()

    assert entries(of("a.bakker", documents)[1]) == [
        ("Leernetwerk schoolopleiders: Herfstbijeenkomst", 0, "2026-11-12"),
        ("Workshop Buiten rekenen", 0, "2027-01-14"),
        ("Leernetwerk schoolopleiders: Lentebijeenkomst", 0, "2027-03-09"),
    ]
    assert entries(of("s001", documents)[1]) == [("Workshop Buiten rekenen", 0, "2027-01-14")]
    assert len(documents) == 6
    assert lint(documents) == ()


def test_its_name_follows_from_the_secret_and_from_nothing_else():
    path, _content = of("a.bakker", feeds())

    assert path == of("a.bakker", feeds(plan_of(revision="2")))[0]
    assert path != of("a.bakker", feeds(secret=b"anders"))[0]
    token = path.removeprefix("calendars/a.bakker-").removesuffix(".ics")
    assert (len(token), set(token) <= set("0123456789abcdef")) == (32, True)


def test_the_list_of_names_is_not_in_the_folder_that_is_published():
    documents = feeds()
    rows = documents["invitations/personal-feeds.csv"].decode("utf-8-sig").splitlines()

    assert rows[:2] == ["Lid;Naam;Bestand", f"a.bakker;Anne Bakker;{of('a.bakker', documents)[0]}"]


def test_a_feed_of_ones_own_moves_with_the_plan():
    ledger = outbox().ledger
    moved = feeds(plan_of(meetings={HERFST: {"date": "2026-11-19"}}), ledger)

    assert entries(of("a.bakker", moved)[1])[0] == (
        "VERPLAATST: Leernetwerk schoolopleiders: Herfstbijeenkomst",
        1,
        "2026-11-19",
    )
    assert feeds(ledger=ledger) == feeds(ledger=ledger)


def test_the_secret_is_kept_and_only_its_owner_can_read_it(tmp_path):
    secret = project_secret(tmp_path)
    write_whole(tmp_path, {FEEDS_KEY: secret})

    assert project_secret(tmp_path) == secret
    assert (tmp_path / ".leernet" / "feeds.key").stat().st_mode & 0o777 == 0o600


def test_a_workshop_that_nobody_comes_to_is_in_the_feed_only_until_people_are_placed():
    year = year_of(workshops={"toetsen": {"series": "workshops", "title": "Toetsen", "seats": "12"}})
    other = {"date": "2027-01-14", "start": "09:00", "end": "12:00", "school": "de-eik"}
    plan = plan_of(sessions={"workshops/winter/toetsen": other})

    def titles(placements):
        content = outbox(year, plan, placements=placements).documents["calendars/workshops.ics"]
        return sorted(title for title, _sequence, _day in entries(content))

    assert titles({}) == ["Workshop Buiten rekenen", "Workshop Toetsen"]
    assert titles(PLACEMENTS) == ["Workshop Buiten rekenen"]


def test_a_network_without_meetings_has_no_feed():
    documents = outbox(plan=plan_of(meetings=None)).documents

    assert [name for name in documents if name.startswith("calendars/")] == ["calendars/workshops.ics"]

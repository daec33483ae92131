"""Two people send from two copies of a project that git puts together: nobody hears twice or too little."""

import subprocess
from datetime import timedelta

import pytest

from leernet.files import project_files, write_whole
from leernet.model.feeds import FEED_BOOK_FILE, feed_book_bytes
from leernet.model.values import SchoolYear
from leernet.read.feeds import feed_book_from_bytes
from leernet.read.ledger import read_ledger
from leernet.send import World, send_messages
from leernet.write.messages_due import MessagesAsked
from leernet.write.projects import GIT_FILES
from tests.invite_project import SEPTEMBER, outbox, plan_of, told, year_of
from tests.steps import serving
from tests.test_invite_send import AT_ONCE, Mailbox, at_port

RENUMBERED = year_of(schools={"de-regenboog": {"address": "Schoolstraat 3, 5261 AB Vught"}})
MOVED = plan_of(revision="2", meetings={"trainers/herfst": {"date": "2026-11-19"}})


def git(folder, *arguments):
    named = ("-c", "user.name=x", "-c", "user.email=x@pos.example")
    done = subprocess.run(
        ["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {arguments}\n{done.stdout}{done.stderr}"


def state(folder):
    ledger, findings = read_ledger(project_files(folder), SchoolYear(2026))
    book = folder / FEED_BOOK_FILE
    return ledger, findings, feed_book_from_bytes(book.read_bytes()) if book.exists() else {}


def sent_from(folder, year, plan, names, days):
    """Send what is new of these networks and meetings, and keep what feeds show."""
    ledger, _findings, book = state(folder)
    now = SEPTEMBER + timedelta(days=days)
    box = outbox(year, plan, ledger, now, MessagesAsked(names=names), book=book)
    mailbox = Mailbox()
    with serving(mailbox) as port:
        world = World(folder, lambda _seconds: None, lambda: now, lambda _entry: None)
        send_messages(box.messages, ledger, at_port(port), AT_ONCE, world)
    write_whole(folder, {FEED_BOOK_FILE: feed_book_bytes(box.book)})
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "sent")
    return told(box.messages)


@pytest.fixture
def two(tmp_path):
    """Two clones of a project in which the autumn meeting is known."""
    first = tmp_path / "first"
    first.mkdir()
    git(first, "init", "-q", "-b", "main")
    write_whole(first, GIT_FILES)
    sent_from(first, year_of(), plan_of(), ("trainers/herfst",), 0)
    git(tmp_path, "clone", "-q", "first", "second")
    return first, tmp_path / "second"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((year_of(), plan_of(), ("trainers",)), (year_of(), plan_of(), ("workshops",))),
        ((year_of(), plan_of(), ()), (year_of(), plan_of(), ())),
        ((year_of(), MOVED, ("trainers/herfst",)), (RENUMBERED, plan_of(), ())),
        ((RENUMBERED, MOVED, ()), (year_of(), plan_of(), ("trainers/lente",))),
    ],
    ids=["different people", "the same", "a move and an address", "all and a part"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_two_people_sent_is_put_together_by_git_without_a_conflict(two, one, other, turned):
    first, second = reversed(two) if turned else two
    sent_from(first, *one, 1)
    sent_from(second, *other, 2)

    git(first, "pull", "-q", "--no-rebase", "--no-edit", str(second), "main")

    ledger, findings, book = state(first)
    assert findings == ()
    last = outbox(RENUMBERED, MOVED, ledger, SEPTEMBER + timedelta(days=3), book=book)
    assert {
        entry.sequence for entry in last.ledger.newest.values() if entry.occasion == "trainers/herfst"
    } == {1}
    again = outbox(RENUMBERED, MOVED, last.ledger, SEPTEMBER + timedelta(days=4), book=last.book)
    assert again.messages == ()

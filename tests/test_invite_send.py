"""Each person ends with exactly one right message, whatever the server and the machine do meanwhile."""

import asyncio
import json
import ssl
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
import yaml
from aiosmtpd.smtp import AuthResult
from msgspec.structs import replace

from leernet.files import project_files
from leernet.finding import LeernetError, Places
from leernet.model.kept import record_of
from leernet.model.ledger import LEDGER_HEADER, Ledger, ledger_line
from leernet.model.values import SchoolYear
from leernet.read.ledger import read_ledger
from leernet.send import (
    Pace,
    Server,
    World,
    failed_before,
    pace_from_environment,
    rehearsal,
    send_messages,
    send_rehearsal,
    server_from_environment,
)
from leernet.verify.invite import invite_findings
from tests.invite_project import SEPTEMBER, outbox, plan_of, year_of
from tests.steps import serving

AT_ONCE = Pace(seconds_between=0, waits=(0.001, 0.001, 0.001, 0.001, 0.001, 0.001))


class Mailbox:
    """What a server took, and how it behaves: one word for each message that comes in, then it is good."""

    def __init__(self, behaviour=()):
        self.behaviour = list(behaviour)
        self.taken = defaultdict(list)

    def copies(self):
        """For each address the different messages that arrived."""
        return {address: set(contents) for address, contents in self.taken.items()}

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        word = self.behaviour.pop(0) if self.behaviour else "take"
        if word not in ("refuse for now", "refuse", "drop"):
            self.taken[envelope.rcpt_tos[0]].append(envelope.original_content)
        match word:
            case "refuse for now":
                return "451 4.3.0 try again later"
            case "refuse":
                return "550 5.1.1 no such mailbox"
            case "drop" | "take and drop":
                server.transport.abort()
            case "take and stall":
                # Until the client gives up and goes away.
                await asyncio.sleep(600)
            case "take and close":
                server.transport.close()
        return "250 taken"


def at_port(port, seconds=60.0):
    return Server("127.0.0.1", port, "none", seconds=seconds)


def clock():
    return SEPTEMBER + timedelta(minutes=1)


def world_of(folder, told=None):
    return World(folder, lambda seconds: None, clock, lambda entry: told.append(entry) if told else None)


def ledger_in(folder):
    ledger, findings = read_ledger(project_files(folder), SchoolYear(2026))
    assert findings == ()
    return ledger


def many_members(count):
    return year_of(
        members={
            f"m{number}": {"name": f"Lid {number}", "email": f"m{number}@kiem.example", "roles": ["trainer"]}
            for number in range(count)
        },
        networks={"trainers": {"meetings": [{"id": "herfst"}]}},
        series=None,
        workshops=None,
    )


def plan_of_one():
    return plan_of(meetings={"trainers/lente": None}, sessions=None)


@pytest.mark.slow
def test_five_hundred_people_end_with_one_right_message_each_through_a_server_that_misbehaves(tmp_path):
    year = many_members(496)
    box = outbox(year, plan_of_one(), placements={})
    words = ("take", "refuse for now", "take", "drop", "take and drop", "take", "take and close")
    behaviour = [words[number % len(words)] for number in range(700)]
    behaviour[::97] = ["take and stall"] * len(behaviour[::97])
    mailbox = Mailbox(behaviour)

    with serving(mailbox) as port:
        delivery = send_messages(box.messages, Ledger(), at_port(port, 0.5), AT_ONCE, world_of(tmp_path))

    assert len(box.messages) == 500
    assert mailbox.copies() == {message.entry.address: {message.mail} for message in box.messages}
    assert delivery.refused == ()
    ledger = ledger_in(tmp_path)
    assert sorted(entry.message_id for entry in ledger.sent) == sorted(
        message.entry.message_id for message in box.messages
    )
    assert (ledger.doubtful, ledger.failed) == ((), ())
    assert outbox(year, plan_of_one(), ledger, placements={}).messages == ()


def test_what_was_sent_stands_in_the_ledger_a_line_each(tmp_path):
    box = outbox(many_members(1), plan_of_one(), placements={})

    with serving(Mailbox()) as port:
        send_messages(box.messages[:1], Ledger(), at_port(port), AT_ONCE, world_of(tmp_path))

    assert (tmp_path / "sent.yaml").read_text().splitlines() == [
        "schema: 1",
        "messages:",
        '- {"occasion": "trainers/herfst", "circle": "trainers", "kind": "meeting", "member": "a.bakker",'
        ' "name": "Anne Bakker", "address": "a.bakker@kiem.example", "language": "nl", "method": "REQUEST",'
        ' "uid": "dbed55f4a98b1dce860465d52d50b606@pos.example", "sequence": 0,'
        ' "dtstamp": "2026-09-01T06:00:00Z", "sent_at": "2026-09-01T06:01:00Z",'
        f' "message_id": "{box.messages[0].entry.message_id}", "revision": 1,'
        ' "organiser": "planning@pos.example",'
        ' "saw": {"title": "Leernetwerk schoolopleiders", "thread": "Het goede gesprek",'
        ' "contact": "Femke Visser", "presence": "required", "day": "2026-11-12", "span": "09:00-16:00",'
        ' "venue": {"host": "de-regenboog", "name": "Basisschool De Regenboog",'
        ' "address": "Schoolstraat 1, 5261 AB Vught"}}}',
    ]
    assert yaml.safe_load((tmp_path / "sent.yaml").read_text())["messages"][0]["saw"]["day"] == "2026-11-12"


def test_who_is_refused_for_good_is_reported_and_only_they_are_tried_again(tmp_path):
    box = outbox(many_members(0), plan_of_one(), placements={})
    mailbox = Mailbox(["take", "refuse"])

    with serving(mailbox) as port:
        delivery = send_messages(box.messages, Ledger(), at_port(port), AT_ONCE, world_of(tmp_path))
        ledger = ledger_in(tmp_path)
        (refusal,) = delivery.refused
        again = failed_before(outbox(many_members(1), plan_of_one(), ledger, placements={}).messages, ledger)
        assert (refusal.entry.member, refusal.code, refusal.reason) == (
            "b.smit",
            550,
            "5.1.1 no such mailbox",
        )
        assert [message.entry.member for message in again] == ["b.smit"]
        send_messages(again, ledger, at_port(port), AT_ONCE, world_of(tmp_path))

    assert ledger_in(tmp_path).failed == ()
    assert {address: len(copies) for address, copies in mailbox.taken.items()} == {
        "a.bakker@kiem.example": 1,
        "b.smit@kiem.example": 1,
        "d.groot@eik.example": 1,
        "f.visser@pos.example": 1,
    }


def test_a_message_whose_fate_is_unknown_is_sent_again_to_the_byte(tmp_path):
    year = many_members(0)
    box = outbox(year, plan_of_one(), placements={})
    mailbox = Mailbox(["take and drop"])
    once = Pace(seconds_between=0, waits=(), tries=1)

    with serving(mailbox) as port:
        send_messages(box.messages[:1], Ledger(), at_port(port), once, world_of(tmp_path))
        doubtful = ledger_in(tmp_path)
        next_day = outbox(year, plan_of_one(), doubtful, SEPTEMBER + timedelta(days=1), placements={})
        send_messages(next_day.messages[:1], doubtful, at_port(port), once, world_of(tmp_path))

    assert [entry.member for entry in doubtful.doubtful] == ["a.bakker"]
    assert len(mailbox.taken["a.bakker@kiem.example"]) == 2
    assert mailbox.copies() == {"a.bakker@kiem.example": {box.messages[0].mail}}


@pytest.mark.parametrize(
    ("behaviour", "doubtful"),
    [
        (["refuse"], []),
        (["take and drop", "refuse"], ["a.bakker"]),
        (["drop", "refuse"], ["a.bakker"]),
        (["take and drop", "refuse for now"], ["a.bakker"]),
        (["take and drop", "take"], []),
    ],
)
def test_what_was_perhaps_taken_and_then_refused_stays_of_unknown_fate(tmp_path, behaviour, doubtful):
    box = outbox(many_members(0), plan_of_one(), placements={})
    twice = Pace(seconds_between=0, waits=(), tries=2)

    with serving(Mailbox(behaviour)) as port:
        send_messages(box.messages[:1], Ledger(), at_port(port), twice, world_of(tmp_path))

    assert [entry.member for entry in ledger_in(tmp_path).doubtful] == doubtful


def test_a_plan_that_changed_after_a_message_of_unknown_fate_makes_a_later_revision():
    box = outbox()
    doubtful = Ledger(box.ledger.sent[1:], doubtful=box.ledger.sent[:1])
    moved = plan_of(meetings={"trainers/herfst": {"date": "2026-11-19"}})

    (first, *_others) = outbox(plan=moved, ledger=doubtful).messages

    assert (first.entry.member, first.entry.sequence) == ("a.bakker", 1)
    assert first.entry.dtstamp == SEPTEMBER + timedelta(seconds=1)


KILLED = """
import sys, time
from datetime import timedelta
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.test_invite_send import AT_ONCE, at_port, ledger_in, many_members, outbox, plan_of_one, world_of
from tests.test_invite_send import SEPTEMBER, send_messages
folder, day = Path({folder!r}), int(sys.argv[1])
ledger = ledger_in(folder)
now = SEPTEMBER + timedelta(days=day)
box = outbox(many_members(4), plan_of_one(), ledger, now, placements={{}})
send_messages(box.messages, ledger, at_port({port}), AT_ONCE, world_of(folder))
"""


class Killer(Mailbox):
    """A server that kills the sender, before or after it has taken a message, and once it has answered."""

    child = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        word = self.behaviour.pop(0) if self.behaviour else "take"
        if word == "kill before":
            self.child.kill()
            return "451 gone"
        self.taken[envelope.rcpt_tos[0]].append(envelope.original_content)
        if word == "kill after":
            self.child.kill()
        elif word == "answer and kill":
            asyncio.get_running_loop().call_later(0.002, self.child.kill)
        return "250 taken"


def test_a_run_that_is_killed_at_any_moment_goes_on_where_it_was(tmp_path):
    killer = Killer(["take", "kill before", "take", "kill after", "answer and kill", "answer and kill"])
    with serving(killer) as port:
        script = KILLED.format(root=str(Path.cwd()), folder=str(tmp_path), port=port)
        codes = []
        for day in range(8):
            with subprocess.Popen([sys.executable, "-c", script, str(day)], cwd=Path.cwd()) as killer.child:
                codes.append(killer.child.wait())
            if codes[-1] == 0:
                break

    assert codes[-1] == 0
    assert set(codes[:-1]) == {-9}
    ledger = ledger_in(tmp_path)
    assert sorted(entry.address for entry in ledger.sent) == sorted(killer.taken)
    assert len(killer.taken) == 8
    assert {len(copies) for copies in killer.copies().values()} == {1}
    assert ledger.doubtful == ()


def test_a_line_that_was_half_written_is_taken_off_before_the_next_is_added(tmp_path):
    box = outbox()
    (tmp_path / "sent.yaml").write_text(
        LEDGER_HEADER + ledger_line(box.ledger.sent[0]) + '- {"occasion": "tr'
    )
    note = {"messages": 1, "last": box.ledger.sent[0].message_id, "failed": []}
    (tmp_path / ".leernet").mkdir()
    (tmp_path / ".leernet" / "sending.json").write_text(
        json.dumps({**note, "doubtful": [record_of(box.ledger.sent[1])]})
    )

    assert ledger_in(tmp_path).sent == box.ledger.sent[:1]
    with serving(Mailbox()) as port:
        send_messages(box.messages[1:2], ledger_in(tmp_path), at_port(port), AT_ONCE, world_of(tmp_path))

    assert [entry.member for entry in ledger_in(tmp_path).sent] == ["a.bakker", "b.smit"]


def findings_in(folder):
    _ledger, findings = read_ledger(project_files(folder), SchoolYear(2026))
    return [str(finding) for finding in findings]


def test_an_older_ledger_that_was_put_back_is_noticed(tmp_path):
    box = outbox()
    with serving(Mailbox()) as port:
        send_messages(box.messages[:2], Ledger(), at_port(port), AT_ONCE, world_of(tmp_path))
        older = (tmp_path / "sent.yaml").read_bytes()
        send_messages(box.messages[2:4], ledger_in(tmp_path), at_port(port), AT_ONCE, world_of(tmp_path))
    refused = (
        "sent.yaml: error: 4 messages were sent from here, and sent.yaml knows of {known}:"
        " it is older or cut off. [ledger-behind]\n"
        "    Restore the newest sent.yaml. Inviting from an older one would send old dates after newer ones."
    )

    assert findings_in(tmp_path) == []
    (tmp_path / "sent.yaml").write_bytes(older)
    assert findings_in(tmp_path) == [refused.format(known=2)]
    (tmp_path / "sent.yaml").unlink()
    assert findings_in(tmp_path) == [refused.format(known=0)]


def test_an_older_plan_is_not_sent_after_a_newer_one():
    newer = outbox(plan=plan_of(revision="3")).ledger

    assert [str(finding) for finding in invite_findings(year_of(), Places(), plan_of(), newer)] == [
        "plan.yaml: error: This is revision 1 of the plan, and people were invited from revision 3."
        " [plan-behind]\n"
        "    Restore the newest plan.yaml. If this one really is newer, give it revision 4."
    ]
    assert list(invite_findings(year_of(), Places(), plan_of(revision="3"), newer)) == []


def test_a_line_that_says_nothing_is_found_where_it_stands():
    files = {"sent.yaml": (LEDGER_HEADER + "- {}\n- hallo\n").encode()}

    _ledger, findings = read_ledger(files, SchoolYear(2026))

    assert [(str(finding.place), finding.rule) for finding in findings] == [
        ("sent.yaml:3", "ledger-line"),
        ("sent.yaml:4", "ledger-line"),
    ]


def test_a_ledger_of_another_version_is_not_guessed_at():
    _ledger, findings = read_ledger({"sent.yaml": b"schema: 2\nmessages:\n"}, SchoolYear(2026))

    assert [(str(finding.place), finding.rule) for finding in findings] == [("sent.yaml:1", "newer-record")]


def test_a_ledger_reads_back_as_it_was_written():
    box = outbox(plan=plan_of(meetings={"trainers/herfst": {"groups": {"1": ["a.bakker", "b.smit"]}}}))
    written = LEDGER_HEADER + "".join(map(ledger_line, box.ledger.sent))

    ledger, findings = read_ledger({"sent.yaml": written.encode()}, SchoolYear(2026))

    assert (set(ledger.sent), findings) == (set(box.ledger.sent), ())


def test_what_a_visit_consists_of_reads_back_too():
    sent = outbox().ledger.sent[0]
    visit = replace(sent, kind="visit", saw=replace(sent.saw, steps=(("Voorgesprek", 20), ("Nagesprek", 30))))
    written = LEDGER_HEADER + ledger_line(visit)

    assert read_ledger({"sent.yaml": written.encode()}, SchoolYear(2026)) == (Ledger((visit,)), ())


def test_the_ledger_of_last_year_says_nothing_about_this_year():
    written = LEDGER_HEADER + "".join(map(ledger_line, outbox().ledger.sent))

    ledger, _findings = read_ledger({"sent.yaml": written.encode()}, SchoolYear(2027))

    assert ledger == Ledger()


def test_a_rehearsal_goes_to_one_address_and_leaves_no_trace(tmp_path):
    box = outbox()
    mailbox = Mailbox()

    with serving(mailbox) as port:
        rehearsed = rehearsal(box.messages, "planning@pos.example")
        send_rehearsal(rehearsed, at_port(port), AT_ONCE, world_of(tmp_path))

    assert {address: len(copies) for address, copies in mailbox.taken.items()} == {
        "planning@pos.example": len(box.messages)
    }
    assert list(tmp_path.iterdir()) == []
    first = message_from_bytes(mailbox.taken["planning@pos.example"][0])
    assert first["Message-ID"] == box.messages[0].entry.message_id.replace("<", "<rehearsal-")


def test_messages_keep_their_distance(tmp_path):
    pauses = []
    world = World(tmp_path, pauses.append, clock, lambda entry: None)

    with serving(Mailbox(["take", "refuse for now", "take"])) as port:
        pace = Pace(seconds_between=2, waits=(30,))
        send_messages(outbox().messages[:3], Ledger(), at_port(port), pace, world)

    assert pauses == [2, 2, 30, 2]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine, as a server of a school has one for its name."""
    folder = tmp_path_factory.mktemp("certificate")
    names = ["-out", str(folder / "cert.pem"), "-keyout", str(folder / "key.pem")]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *names]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def encryption(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def welcome(server, session, envelope, mechanism, credentials):
    good = (credentials.login, credentials.password) == (b"planning", b"geheim")
    return AuthResult(success=good, handled=good)


def test_a_message_goes_encrypted_and_logged_in(tmp_path, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    mailbox = Mailbox()
    options = {"tls_context": encryption(certificate), "require_starttls": True, "authenticator": welcome}

    with serving(mailbox, auth_required=True, **options) as port:
        server = Server("127.0.0.1", port, "starttls", "planning", "geheim", seconds=60)
        send_messages(outbox().messages[:1], Ledger(), server, AT_ONCE, world_of(tmp_path))
        wrong = Server("127.0.0.1", port, "starttls", "planning", "geraden", seconds=60)
        with pytest.raises(LeernetError, match=r"127.0.0.1 does not let planning in\."):
            send_messages(outbox().messages[:1], Ledger(), wrong, AT_ONCE, world_of(tmp_path))

    assert list(mailbox.taken) == ["a.bakker@kiem.example"]


def test_a_server_with_another_name_on_its_certificate_gets_nothing(tmp_path, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    mailbox = Mailbox()

    with serving(mailbox, tls_context=encryption(certificate)) as port:
        server = Server("127.0.0.1", port, "starttls", "planning", "geheim", seconds=60)
        with pytest.raises(LeernetError, match=r"127.0.0.1 cannot be reached: .*CERTIFICATE_VERIFY_FAILED"):
            send_messages(outbox().messages[:1], Ledger(), server, AT_ONCE, world_of(tmp_path))

    assert mailbox.taken == {}


def test_a_server_that_is_not_there_stops_the_run(tmp_path):
    with serving(Mailbox()) as port:
        pass

    with pytest.raises(LeernetError, match=r"127.0.0.1 cannot be reached: .*refused"):
        send_messages(outbox().messages, Ledger(), at_port(port), AT_ONCE, world_of(tmp_path))

    assert len(ledger_in(tmp_path).failed) == len(outbox().messages)


@pytest.mark.parametrize(
    ("environment", "server"),
    [
        (
            {"LEERNET_SMTP_HOST": "smtp.pos.example", "LEERNET_SMTP_USER": "p", "LEERNET_SMTP_PASSWORD": "g"},
            Server("smtp.pos.example", 587, "starttls", "p", "g"),
        ),
        (
            {
                "LEERNET_SMTP_HOST": "smtp.pos.example",
                "LEERNET_SMTP_SECURITY": "tls",
                "LEERNET_SMTP_USER": "p",
                "LEERNET_SMTP_PASSWORD_COMMAND": f"{sys.executable} -c \"print('uit de kluis')\"",
            },
            Server("smtp.pos.example", 465, "tls", "p", "uit de kluis"),
        ),
        (
            {"LEERNET_SMTP_HOST": "localhost", "LEERNET_SMTP_SECURITY": "none", "LEERNET_SMTP_PORT": "1025"},
            Server("localhost", 1025, "none"),
        ),
    ],
)
def test_the_server_and_its_password_come_from_the_environment(environment, server):
    assert server_from_environment(environment) == server


def test_the_pace_comes_from_the_environment_too():
    assert pace_from_environment({"LEERNET_SMTP_PER_MINUTE": "60"}).seconds_between == 1
    with pytest.raises(LeernetError, match="LEERNET_SMTP_PER_MINUTE is 'snel'"):
        pace_from_environment({"LEERNET_SMTP_PER_MINUTE": "snel"})


def test_a_password_is_never_shown():
    assert "geheim" not in repr(Server("smtp.pos.example", 587, "starttls", "p", "geheim"))


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "No mail server is set, so nothing can be sent."),
        (
            {"LEERNET_SMTP_HOST": "smtp.pos.example", "LEERNET_SMTP_SECURITY": "none"},
            "Sending to 'smtp.pos.example' without encryption would show every invitation on the way.",
        ),
        ({"LEERNET_SMTP_HOST": "a", "LEERNET_SMTP_SECURITY": "ssl"}, "LEERNET_SMTP_SECURITY is 'ssl'."),
        ({"LEERNET_SMTP_HOST": "a", "LEERNET_SMTP_PORT": "x"}, "LEERNET_SMTP_PORT is 'x'."),
        (
            {"LEERNET_SMTP_HOST": "a.example", "LEERNET_SMTP_USER": "p"},
            "There is no password for p at a.example.",
        ),
        (
            {
                "LEERNET_SMTP_HOST": "a.example",
                "LEERNET_SMTP_USER": "p",
                "LEERNET_SMTP_PASSWORD_COMMAND": f'{sys.executable} -c "exit(3)"',
            },
            "The command for the password gave no password.",
        ),
    ],
)
def test_what_is_missing_to_send_is_said(environment, sentence):
    with pytest.raises(LeernetError) as stopped:
        server_from_environment(environment)

    assert str(stopped.value.sentence) == sentence

"""Messages in; drafts for a mail program, a mail merge, and what to note when they were sent, out."""

import json
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable, Iterator
from functools import partial

from leernet.model.kept import record_of
from leernet.model.ledger import Sent
from leernet.words import Words, _
from leernet.write.document import Document
from leernet.write.facts import venue_text
from leernet.write.mail import NO_AUTOMATIC_ANSWER, header_lines
from leernet.write.outbox import Message, mbox_entry
from leernet.write.tables import Sheet
from leernet.write.workbook import xlsx_bytes

ATTACHED = "uitnodiging.ics"


def draft_documents(messages: tuple[Message, ...], spoken: Words) -> dict[str, Document]:
    """By path under ``out/``: a draft and a calendar file a message, all drafts in one, a mail merge."""
    documents: dict[str, Document] = {}
    for message in messages:
        path = message.path.replace("invitations/", "drafts/", 1)
        documents[f"{path}.eml"] = partial(_draft_pieces, message)
        if message.has_calendar:
            documents[f"{path}.ics"] = message.calendar_pieces
    if messages:
        documents["drafts/drafts.mbox"] = lambda: map(_mbox_entry, messages)
        documents["drafts/merge.xlsx"] = lambda: (merge_table(messages, spoken),)
    return documents


def _draft_pieces(message: Message) -> tuple[bytes]:
    return (draft(message),)


def draft(message: Message) -> bytes:
    """A mail that Outlook opens to be sent: text, and the calendar object as one named attachment.

    A part of ``multipart/alternative`` would lose its method when it is sent; within the file it stays.
    """
    boundary = f"=_draft_{message.entry.message_id.strip('<>').partition('@')[0]}"
    head = header_lines(
        {
            "To": message.to,
            "Subject": message.subject,
            "X-Unsent": "1",
            **NO_AUTOMATIC_ANSWER,
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/mixed;\r\n boundary="{boundary}"',
        }
    )
    text = b2a_qp(message.text.replace("\n", "\r\n").encode(), istext=True)
    parts = [_part('text/plain; charset="utf-8"', "quoted-printable", text)]
    if calendar := b"".join(message.calendar_pieces()):
        kind = f'text/calendar; charset="utf-8"; method={message.entry.method};\r\n name="{ATTACHED}"'
        disposition = f'Content-Disposition: attachment; filename="{ATTACHED}"\r\n'
        parts.append(_part(kind, "base64", _base64(calendar), disposition))
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
    return b"%s\r\n%s--%s--\r\n" % (head, body, boundary.encode())


def _part(kind: str, encoding: str, content: bytes, more: str = "") -> bytes:
    headers = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n"
    return headers.encode() + content


def _base64(content: bytes) -> bytes:
    return b"".join(
        b2a_base64(content[at : at + 57], newline=False) + b"\r\n" for at in range(0, len(content), 57)
    )


def _mbox_entry(message: Message) -> bytes:
    """A draft as Thunderbird's Drafts folder has it, from where it is sent."""
    mail = draft(message).replace(b"X-Unsent: 1\r\n", b"X-Mozilla-Draft-Info: internal/draft\r\n")
    return mbox_entry(f"From - {message.entry.dtstamp:%a %b %d %H:%M:%S %Y}\nX-Mozilla-Status: 0000\n", mail)


def merge_table(messages: tuple[Message, ...], spoken: Words) -> bytes:
    """A row for each message, for the mail merge of Word or another program."""
    headings = (_("Address"), _("Name"), _("Subject"), _("Day"), _("Where"), _("Text"), _("File"))
    rows = tuple(
        (
            message.entry.address,
            message.entry.name,
            message.subject,
            message.entry.saw.day.isoformat(),
            venue_text(message.entry.saw.venue),
            message.text,
            f"{message.path.removeprefix('invitations/')}.ics" if message.has_calendar else "",
        )
        for message in messages
    )
    heading = tuple(spoken.say(one) for one in headings)
    return xlsx_bytes((Sheet("merge", heading, rows, for_a_program=True),))


def drafts_pieces(entries: Iterable[Sent]) -> Iterator[bytes]:
    """What was written as a draft, to be noted as sent later: JSON, a line each."""
    between = b'{"schema": 1, "drafts": [\n'
    for entry in entries:
        yield between + json.dumps(record_of(entry), ensure_ascii=False).encode()
        between = b",\n"
    yield b"\n]}\n" if between == b",\n" else between + b"]}\n"

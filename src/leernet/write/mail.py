"""A revision, its letter and its calendar object in; the bytes of one mail to one person out."""

from binascii import b2a_qp
from collections.abc import Mapping
from email.header import Header
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from hashlib import sha256
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import escape

from leernet.model.ledger import Sent
from leernet.model.revision import Revision
from leernet.model.year import Organiser
from leernet.write.letter import Letter, Signed, changes_text, greeting


def message_id(entry: Sent, organiser: Organiser) -> str:
    """The same for the same revision to the same person, so that a mail sent again counts once."""
    parts = (
        entry.uid,
        entry.sequence,
        entry.dtstamp,
        entry.method,
        entry.days_before,
        entry.address.casefold(),
    )
    digest = sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f"<{digest[:40]}@{organiser.email.rpartition('@')[2].lower()}>"


def mail(
    revision: Revision,
    letter: Letter,
    signed: Signed,
    calendar: tuple[bytes, ...],
    *,
    unattended: bool = False,
) -> bytes:
    """A ``multipart/alternative`` mail: text, HTML and, last, the calendar object (RFC 6047, 2.4 and 4.2).

    Put together by hand from what the library folds and encodes, and from what other mails of the run have
    in common with it: most differ in the name and the address only.

    Args:
        calendar: pieces of whole lines; of a reminder there are none.
        unattended: nobody started the run, and so no programme is to answer (RFC 3834).
    """
    entry = revision.entry
    # Python's own boundary is random; the same revision must be the same bytes.
    boundary = f"=_{sha256(entry.message_id.encode()).hexdigest()[:32]}"
    head = header_lines(_headers(revision, letter, signed, boundary, unattended=unattended))
    said = greeting(entry.name, entry.language, is_school=entry.name == entry.saw.venue.name)
    html_head, html_tail = _html_around_greeting(letter)
    parts = [
        _part('text/plain; charset="utf-8"', _text_greeting(said), _text_below(letter)),
        _part('text/html; charset="utf-8"', html_head, _html_greeting(said), html_tail),
    ]
    if calendar:
        kind = f'text/calendar; charset="utf-8"; method={entry.method}; component=VEVENT'
        parts.append(_part(kind, *calendar))
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
    return b"%s\r\n%s--%s--\r\n" % (head, body, boundary.encode())


def _headers(
    revision: Revision, letter: Letter, signed: Signed, boundary: str, *, unattended: bool
) -> dict[str, str]:
    entry, organiser, contact = revision.entry, signed.organiser, signed.contact
    references = {"In-Reply-To": revision.first_id, "References": revision.first_id}
    return {
        "From": mail_to(organiser.name, organiser.email),
        # Without a receiver somebody is to fill one in.
        **({"To": mail_to(entry.name, entry.address)} if entry.address else {}),
        **({"Reply-To": mail_to(contact.name, contact.email)} if contact.email != organiser.email else {}),
        "Subject": letter.subject,
        "Date": format_datetime(entry.dtstamp),
        "Message-ID": entry.message_id,
        **(references if revision.first_id else {}),
        **({"Auto-Submitted": "auto-generated"} if unattended else {}),
        **NO_AUTOMATIC_ANSWER,
        "MIME-Version": "1.0",
        "Content-Language": letter.language,
        "Content-Type": f'multipart/alternative;\r\n boundary="{boundary}"',
    }


# No answer from a machine; "All" would keep back reports of mail that did not arrive too.
NO_AUTOMATIC_ANSWER = MappingProxyType({"X-Auto-Response-Suppress": "OOF, AutoReply"})


def header_lines(headers: Mapping[str, str]) -> bytes:
    """Headers, each folded and encoded, in the order given."""
    return "".join(_header(name, value) for name, value in headers.items()).encode()


@lru_cache(maxsize=8192)
def _header(name: str, value: str) -> str:
    """A header within 78 characters a line and with something on its first line; ASCII.

    There are servers that refuse a header whose first line is empty, as the library folds a long word.
    """
    if name in ("Message-ID", "In-Reply-To", "References", "Content-Type"):
        return f"{name}: {value}\r\n"
    if name == "Subject":
        plain = value.isascii() and all(len(word) < _LONGEST_WORD for word in value.split(" "))
        charset = "us-ascii" if plain else "utf-8"
        text = Header(value, charset, maxlinelen=76, header_name=name, continuation_ws=" ")
        folded: str = text.encode(linesep="\r\n", splitchars=" ")
        return f"{name}: {folded}\r\n"
    if name in ("From", "To", "Reply-To"):
        return f"{name}: {_folded_address(name, value)}\r\n"
    folded = SMTP.fold(*SMTP.header_store_parse(name, value))
    return folded.replace(f"{name}:\r\n ", f"{name}: ", 1)


def _folded_address(header: str, value: str) -> str:
    """A name and an address; the library loses quotes of a long name as it folds, or never ends."""
    if value.isascii() and len(value) <= _LONGEST_WORD:
        return value
    name, address = parseaddr(value)
    words = Header(name, "utf-8", maxlinelen=76, header_name=header, continuation_ws=" ").encode(
        linesep="\r\n"
    )
    return f"{words}\r\n <{address}>"


# A longer word leaves no room on the first line.
_LONGEST_WORD = 60


@lru_cache(maxsize=8192)
def mail_to(name: str, address: str) -> str:
    """``Anne Bakker <a.bakker@kiem.example>``."""
    user, _, domain = address.rpartition("@")
    return str(Address(name, user, domain))


def _part(kind: str, *pieces: bytes) -> bytes:
    """A part in quoted-printable, which people can read and which decodes to the same bytes.

    Args:
        pieces: whole lines each.
    """
    headers = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return headers.encode() + b"".join(map(_quoted_printable, pieces))


@lru_cache(maxsize=8192)
def _quoted_printable(lines: bytes) -> bytes:
    return b2a_qp(lines, istext=True)


def text_part(letter: Letter, entry: Sent) -> str:
    """The letter as plain text, to somebody by name."""
    said = greeting(entry.name, letter.language, is_school=entry.name == entry.saw.venue.name)
    return f"{_text_greeting(said).decode()}{_text_below(letter).decode()}".replace("\r\n", "\n")


@lru_cache(maxsize=8192)
def _text_greeting(said: str) -> bytes:
    return f"{said}\r\n\r\n".encode()


@lru_cache(maxsize=1024)
def _text_below(letter: Letter) -> bytes:
    text: str = _templates().get_template("mail.txt").render(letter=letter, changes=changes_text(letter))
    return text.replace("\n", "\r\n").encode()


@lru_cache(maxsize=8192)
def _html_greeting(said: str) -> bytes:
    return f"<p>{escape(said)}</p>\r\n".encode()


# In the place of the greeting: no text has a control character.
_GREETING_LINE = "\0"


@lru_cache(maxsize=1024)
def _html_around_greeting(letter: Letter) -> tuple[bytes, bytes]:
    html: str = _templates().get_template("mail.html").render(letter=letter, greeting_line=_GREETING_LINE)
    head, _line, tail = html.replace("\n", "\r\n").partition(f"{_GREETING_LINE}\r\n")
    return head.encode(), tail.encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("leernet.write"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

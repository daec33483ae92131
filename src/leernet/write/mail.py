"""A revision, its letter and its calendar object in; the bytes of one mail to one person out."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from leernet.model.ledger import Sent
from leernet.model.revision import Revision
from leernet.model.year import Organiser
from leernet.write.letter import Letter, changes_text

# Lines of text stay as written up to the limit of RFC 5322; headers are folded at 78.
_POLICY = SMTP.clone(cte_type="7bit")


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


def mail(revision: Revision, letter: Letter, organiser: Organiser, calendar: bytes | None) -> bytes:
    """A ``multipart/alternative`` mail: text, HTML and, last, the calendar object (RFC 6047, 2.4 and 4.2).

    Args:
        calendar: of a reminder there is none.
    """
    entry = revision.entry
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(organiser.name, organiser.email)
    message["To"] = _address(entry.name, entry.address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(entry.dtstamp)
    message["Message-ID"] = entry.message_id
    if revision.first_id:
        message["In-Reply-To"] = revision.first_id
        message["References"] = revision.first_id
    message.set_content(text_part(letter), cte="quoted-printable")
    message.add_alternative(_html_part(letter), subtype="html", cte="quoted-printable")
    if calendar is not None:
        message.add_alternative(
            calendar.decode(),
            subtype="calendar",
            cte="quoted-printable",
            params={"method": entry.method, "component": "VEVENT"},
        )
    # Not earlier: the library moves what begins with Content- into the parts.
    message["Content-Language"] = letter.language
    for part in message.iter_parts():
        del part["MIME-Version"]
    # Python's own boundary is random; the same revision must be the same bytes.
    message.set_boundary(f"=_{sha256(entry.message_id.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)


def text_part(letter: Letter) -> str:
    """The letter as plain text."""
    return _templates().get_template("mail.txt").render(letter=letter, changes=changes_text(letter))


def _html_part(letter: Letter) -> str:
    return _templates().get_template("mail.html").render(letter=letter)


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

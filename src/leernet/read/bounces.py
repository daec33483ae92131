"""A mail in; whether it reports that another did not arrive, or was written by a machine, out."""

import re
from collections.abc import Iterator
from email.message import Message

from msgspec import Struct

from leernet.read.mailbox import Arrived


class Returned(Struct, frozen=True):
    """A report about a message that did not arrive.

    Attributes:
        ids: ids that occur in it; one of them may be ours.
        addresses: that could not be reached, in small letters; in words any that are there, in order.
        reason: what the server said.
        failed: False where the server will try again.
        text: the whole report.
    """

    ids: tuple[str, ...]
    addresses: tuple[str, ...]
    reason: str
    failed: bool
    text: str

    @property
    def address(self) -> str:
        """The first of the addresses; empty: it does not say."""
        return self.addresses[0] if self.addresses else ""


_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_SENDERS = ("mailer-daemon", "postmaster", "mail-daemon", "microsoftexchange")
_SUBJECT = re.compile(
    r"undeliver|delivery (status notification|failure|has failed|incomplete)|mail delivery (failed|system)"
    r"|returned mail|failure notice|not delivered|delayed|onbestelbaar|niet (te )?bestel"
    r"|niet (kunnen |kon |kan )?(worden )?(be|af)(zorgd|geleverd)|bezorging mislukt|non ?remis|unzustellbar",
    re.IGNORECASE,
)
_TRIES_AGAIN = re.compile(
    r"delayed|will (continue|keep) (to try|trying)|not? yet been delivered|vertraagd", re.IGNORECASE
)
_REASON = re.compile(r"(?:\b[45]\d\d[ -](?:#?\d\.\d{1,3}\.\d{1,3})?|\b[45]\.\d{1,3}\.\d{1,3}\b)[^\r\n]*")


def returned_in(mail: Arrived) -> Returned | None:
    """The report in a mail, as RFC 3464 has it or in words; None when it is none."""
    if mail.mail is None:
        return None
    report = tuple(_recipients(mail.mail))
    text = mail.text
    ids = tuple(dict.fromkeys(_ID.findall(text)))
    if report:
        failed = [one for one in report if one["action"] == "failed"]
        if not failed and not any(one["action"] == "delayed" for one in report):
            return None
        told = (failed or report)[0]
        return Returned(ids, (told["address"],), told["reason"], bool(failed), text)
    local = mail.sender.partition("@")[0]
    refused = mail.header("X-Failed-Recipients")
    if not refused and not (local.startswith(_SENDERS) and (_SUBJECT.search(mail.header("Subject")) or ids)):
        return None
    reason = _REASON.search(text)
    return Returned(
        ids,
        tuple(dict.fromkeys(one.casefold() for one in _ADDRESS.findall(f"{refused} {text}"))),
        reason[0] if reason else "",
        not _TRIES_AGAIN.search(mail.header("Subject")),
        f"{mail.header('Subject')}\n{text}",
    )


def _recipients(mail: Message) -> Iterator[dict[str, str]]:
    """Of each address in a delivery report what became of it."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and (action := block.get("Action")):
                address = block.get("Final-Recipient") or block.get("Original-Recipient") or ""
                reason = block.get("Diagnostic-Code") or block.get("Status") or ""
                yield {
                    "action": str(action).strip().casefold().partition(" ")[0],
                    "address": str(address).partition(";")[2].strip().strip("<>").casefold(),
                    "reason": " ".join(str(reason).partition(";")[2].split() or str(reason).split()),
                }


_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"'=]+@[^\s<>()\[\]:;,\"']+\.\w+")


# "Afwezig op 12 november" is what somebody writes who cannot come.
_AUTOMATIC = re.compile(
    r"^(automatisch antwoord|auto(matic)?[- ]?reply|out of (the )?office( auto-?reply)?:"
    r"|afwezigheids(bericht|assistent)|automatische antwort|abwesenheitsnotiz|r[ée]ponse automatique)",
    re.IGNORECASE,
)


def is_automatic(mail: Arrived) -> bool:
    """Whether a machine wrote it (RFC 3834), such as an answer of somebody on holiday."""
    submitted = mail.header("Auto-Submitted").casefold()
    by_header = (submitted and not submitted.startswith("no")) or any(
        mail.header(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")
    )
    bulk = mail.header("Precedence").casefold() in ("auto_reply", "auto-reply")
    return bool(by_header or bulk or _AUTOMATIC.match(mail.header("Subject")))

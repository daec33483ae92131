"""The shape of an e-mail address, and the address that was probably meant by a text that is none."""

import re

_ATOM = r"[^@\s<>()\[\]\\,;:\".]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_COMMA = re.compile(r",(?=[a-z]{2,}[>\s.]*$)")
_AT = re.compile(r"\s*(?:\(at\)|\[at\]|@+)\s*", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text has the shape of one address: words with dots between them, ``@`` and a domain.

    Source: dot-atom and domain of RFC 5322, 3.4.1.
    """
    return text.isprintable() and _ADDRESS.fullmatch(text) is not None


def meant_address(text: str) -> str | None:
    """The one address in a text, with the slips taken out that nobody means; None where there is not one.

    >>> meant_address("Anne <anne(at)kiem,example>")
    'anne@kiem.example'
    """
    local, at, domain = _AT.sub("@", text).partition("@")
    if not at or "@" in domain:
        return None
    mended = re.sub(r"\.+", ".", f"{local}@{_COMMA.sub('.', domain)}").replace(".@", "@")
    found = _ADDRESS.findall(mended)
    return found[0] if len(found) == 1 and found[0].isascii() else None

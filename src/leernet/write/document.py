"""What a document is made of: its bytes, or a function that makes them piece by piece when it is written."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

# A year of invitations is 300 MB: those are made when they are written, and then forgotten.
Document: TypeAlias = "bytes | Callable[[], Iterable[bytes]]"


def pieces(document: Document) -> Iterable[bytes]:
    """The bytes of a document, in order."""
    return (document,) if isinstance(document, bytes) else document()


def whole(document: Document) -> bytes:
    """All bytes of a document."""
    return b"".join(pieces(document))

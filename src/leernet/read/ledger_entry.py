"""A line of ``sent.yaml``, parsed, in; what was sent or answered out, where every value is of its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from leernet.model.kept import value_of
from leernet.model.ledger import Answered, Bounced, NewName, Sent
from leernet.model.view import View

# What an entry raises that holds something else than it should.
NOT_WHAT_IT_SAYS = (ValueError, LookupError, TypeError, OverflowError, RecursionError)

_OTHERS = {"REPLY": Answered, "BOUNCE": Bounced, "NAME": NewName}


def entry_from_record(record: Any) -> Sent | Answered | Bounced | NewName:
    """What a line says.

    Raises:
        NOT_WHAT_IT_SAYS: something is missing, or is not of its type.
    """
    return value_of(_OTHERS.get(record["method"], Sent), record)


def keys_passed_over(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What a message, an answer or what a feed has shown says that this leernet does not know."""
    return (
        *(key for key in record if key not in _KEYS),
        *(key for key in record.get("saw", {}) if key not in _SEEN),
    )


_KEYS = frozenset(key.name for kind in (Sent, *_OTHERS.values()) for key in fields(kind))
_SEEN = frozenset(key.name for key in fields(View)) - {"learning_goals"}

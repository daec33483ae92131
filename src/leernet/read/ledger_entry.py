"""A line of ``sent.yaml``, parsed, in; what was sent or answered out, where every value is of its type."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from leernet.model.kept import value_of
from leernet.model.ledger import Answered, Bounced, NewName, Sent
from leernet.model.view import View

# What an entry raises that holds something else than it should.
NOT_WHAT_IT_SAYS = (ValueError, LookupError, TypeError, OverflowError, RecursionError)

Entry: TypeAlias = Sent | Answered | Bounced | NewName

_OTHERS: dict[str, type[Entry]] = {
    "REPLY": Answered,
    "BOUNCE": Bounced,
    "NAME": NewName,
}


def entry_from_record(record: Any) -> Entry:
    """What a line says.

    Raises:
        NOT_WHAT_IT_SAYS: something is missing, or is not of its type.
    """
    kind: type[Entry] = _OTHERS.get(record["method"], Sent)
    return value_of(kind, record)


def keys_passed_over(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What a message, an answer or what a feed has shown says that this leernet does not know."""
    return (
        *(key for key in record if key not in _KEYS),
        *(key for key in record.get("saw", {}) if key not in _SEEN),
    )


_KEYS = frozenset(key for kind in (Sent, *_OTHERS.values()) for key in kind.__struct_fields__)
_SEEN = frozenset(View.__struct_fields__) - {"learning_goals"}

"""How many of so many people: ``60 %``, ``85 %`` or a number, as the user writes it."""

import re
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema

from leernet.catalogue.values import NOT_A_SHARE
from leernet.model.mistake import wrong
from leernet.model.values import number_from_text, truth_from_text

# Of those who may bring a colleague this share is expected to, where the user gives no number.
COLLEAGUES_PERCENT = 10
_PERCENT = re.compile(r"(\d{1,3})\s*(?:%|procent|percent)")
_PERCENT_SCHEMA = {"type": "string", "pattern": r"^\d{1,3}\s*%$"}


class Share(NamedTuple):
    """A part of a group of people.

    Attributes:
        number: how many, or how many in a hundred.
        percent: whether it is in a hundred.
    """

    number: int
    percent: bool

    def of(self, people: int) -> int:
        """How many of so many people that is, rounded up."""
        return -(-people * self.number // 100) if self.percent else self.number


EVERYBODY = Share(100, percent=True)


def share_from_text(text: str) -> Share:
    """``60 %``.

    Raises:
        PydanticCustomError: not a share of a hundred.
    """
    match = _PERCENT.fullmatch(text.strip())
    if match is None or int(match[1]) > 100:
        raise wrong(NOT_A_SHARE.broken(text=text))
    return Share(int(match[1]), percent=True)


def quorum_from_text(text: str) -> Share:
    """``60 %``, or a number of people.

    Raises:
        PydanticCustomError: neither.
    """
    return Share(int(text.strip()), percent=False) if text.strip().isdecimal() else share_from_text(text)


def colleagues_from_text(text: str) -> bool | int:
    """How many colleagues are expected; yes or no where nobody knows.

    Raises:
        PydanticCustomError: neither a number nor yes or no.
    """
    return number_from_text(text) if text.strip().isdecimal() else truth_from_text(text)


def _share(value: Any) -> Share:
    return value if isinstance(value, Share) else share_from_text(str(value))


def _quorum(value: Any) -> Share:
    return value if isinstance(value, Share) else quorum_from_text(str(value))


def _colleagues(value: Any) -> bool | int:
    return value if isinstance(value, bool | int) else colleagues_from_text(str(value))


Percentage = Annotated[Share, BeforeValidator(_share), WithJsonSchema(_PERCENT_SCHEMA)]
Quorum = Annotated[
    Share,
    BeforeValidator(_quorum),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, _PERCENT_SCHEMA]}),
]
Colleagues = Annotated[
    bool | int,
    BeforeValidator(_colleagues),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "integer", "minimum": 0}]}),
]

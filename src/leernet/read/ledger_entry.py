"""A line of ``sent.yaml``, parsed, in; what was sent or answered out, where every value is of its type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from leernet.model.ledger import Answer, Answered, Bounced, Method, NewName, Sent
from leernet.model.limits import FIRST_YEAR, LAST_YEAR
from leernet.model.view import Kind, Presence, View, view_from_record
from leernet.words import Language

# What an entry raises that holds something else than it should.
NOT_WHAT_IT_SAYS = (ValueError, LookupError, TypeError, OverflowError, RecursionError)


def _moment(text: object) -> datetime:
    if not isinstance(text, str):
        raise ValueError(text)  # noqa: TRY004 - pydantic reports no TypeError
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment


def _is_day(text: str) -> str:
    if not FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR:
        raise ValueError(text)
    return text


Moment = Annotated[datetime, BeforeValidator(_moment)]
_Day = Annotated[str, AfterValidator(_is_day)]
Text = Annotated[str, Field(min_length=1)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class LedgerPart(BaseModel):
    """Part of an entry: no value passes for one of another type; what a newer leernet adds is left out."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", defer_build=True)


class _Saw(LedgerPart):
    title: Text
    day: _Day
    until: _Day | None = None
    span: str = ""
    venue: dict[Literal["host", "name", "address"], str] = {}
    room: str = ""
    theme: str = ""
    thread: str = ""
    bring: str = ""
    link: str = ""
    group: str = ""
    contact: str = ""
    presence: Presence = "required"
    workshops: list[list[str]] = []
    leads: list[list[str]] = []
    programme: list[list[str]] = []
    other_parts: list[list[str]] = []
    half_days: list[str] = []
    # In JSON a pair is a list.
    steps: list[Annotated[tuple[str, int], Field(strict=False)]] = []
    duties: list[str] = []
    company: list[str] = []
    tour: bool = False
    bring_colleague: bool = False
    reach: list[str] = []
    people: int = 0
    on_tour: int = 0
    rooms: int = 0
    took_home: str = ""
    welcome: str = ""
    round: str = ""


class _Sent(LedgerPart):
    occasion: Text
    circle: Text
    kind: Kind
    member: Text
    name: str
    address: Text
    language: Language
    method: Method
    uid: Text
    sequence: Number
    dtstamp: Moment
    sent_at: Moment
    message_id: Text
    revision: Number
    saw: dict[str, Any]
    days_before: int = 0
    student: bool = False
    organiser: str = ""
    formerly: str = ""
    withdrawn: bool = False
    moment: str = ""


class _Bounced(LedgerPart):
    occasion: Text
    member: Text
    address: Text
    uid: Text
    message_id: Text
    dtstamp: Moment
    reason: str = ""


class _Answered(LedgerPart):
    occasion: Text
    member: Text
    address: Text
    uid: Text
    answer: Answer
    sequence: Number
    dtstamp: Moment
    comment: str = ""


class _NewName(LedgerPart):
    occasion: Text
    uid: Text
    dtstamp: Moment


def entry_from_record(record: Any) -> Sent | Answered | Bounced | NewName:
    """What a line says.

    Raises:
        NOT_WHAT_IT_SAYS: something is missing, or is not of its type.
    """
    if record["method"] == "REPLY":
        return Answered(**dict(_Answered.model_validate(record)))
    if record["method"] == "BOUNCE":
        return Bounced(**dict(_Bounced.model_validate(record)))
    if record["method"] == "NAME":
        return NewName(**dict(_NewName.model_validate(record)))
    return sent_from_record(record)


def sent_from_record(record: Any) -> Sent:
    """A message from its record.

    Raises:
        NOT_WHAT_IT_SAYS: something is missing, or is not of its type.
    """
    entry = dict(_Sent.model_validate(record))
    return Sent(**{**entry, "saw": view_as_kept(entry["saw"])})


def keys_passed_over(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What a message, an answer or what a feed has shown says that this leernet does not know."""
    known = {"method", *(key for model in _ENTRIES for key in model.model_fields)}
    unknown = [key for key in record.get("saw", {}) if key not in _Saw.model_fields]
    return (*(key for key in record if key not in known), *unknown)


_ENTRIES = (_Sent, _Answered, _Bounced, _NewName)


def view_as_kept(record: Any) -> View:
    """What somebody was shown, from its record.

    Raises:
        NOT_WHAT_IT_SAYS: something is missing, or is not of its type.
    """
    _Saw.model_validate(record)
    return view_from_record(record)

"""A record in JSON in; what it holds, or where it is not what leernet wrote, out.

What is cut off is no JSON, so that nothing has to say where such a record ends.
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from leernet.catalogue.records import (
    DAMAGED,
    NEWER_RECORD,
    ONLY_COUNTS,
    PUBLISH_AGAIN,
    STEP_GONE,
    WRITE_DRAFTS,
)
from leernet.finding import Finding, Place, Places
from leernet.model.kept import value_of
from leernet.model.ledger import Sent
from leernet.model.undo import FOLDER, Step
from leernet.read.ledger_entry import NOT_WHAT_IT_SAYS, keys_passed_over
from leernet.read.records import SCHEMA
from leernet.read.yamltext import read_yaml
from leernet.words import Sentence

M = TypeVar("M", bound=BaseModel)


class JsonPart(BaseModel):
    """Part of such a record: no value passes for one of another type, and no key is unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


def read_json(model: type[M], file: str, content: bytes) -> tuple[M | None, tuple[Place, ...]]:
    """The record; None, and every place where it is wrong."""
    try:
        return model.model_validate(json.loads(content, object_pairs_hook=_each_once)), ()
    except json.JSONDecodeError as error:
        return None, (Place(file, error.lineno, error.colno),)
    except ValidationError as error:
        places = places_in_json(file, content)
        return None, tuple(dict.fromkeys(places.of(*wrong["loc"]) for wrong in error.errors()))
    except (ValueError, RecursionError):
        _tree, found = read_yaml(file, content)
        return None, (found[0].place if found else Place(file),)


def unreadable(
    file: str, content: bytes, wrong: Iterable[Place], broken: Callable[[Place], Finding]
) -> tuple[Finding, ...]:
    """Why a record is not read: a newer leernet wrote it, or it is broken at these places."""
    wrong, version = tuple(wrong), _schema_of(content)
    if wrong and version > SCHEMA:
        return (NEWER_RECORD.at(places_in_json(file, content).of("schema"), version=version, schema=SCHEMA),)
    return tuple(map(broken, wrong))


def damaged(file: str, mend: Sentence) -> Callable[[Place], Finding]:
    """What is said of a record that is broken and that leernet can do without, or can make again."""
    return lambda place: DAMAGED.at(place, mend, file=file)


def _schema_of(content: bytes) -> int:
    """The version that a record says it has; 0: it says none."""
    try:
        version = json.loads(content)["schema"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return 0
    return version if type(version) is int else 0


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    block = dict(pairs)
    if len(block) < len(pairs):
        raise ValueError("a key that is there twice")
    return block


def places_in_json(file: str, content: bytes) -> Places:
    """Where the values are."""
    # JSON is YAML, and our reader of YAML knows where things are.
    tree, _findings = read_yaml(file, content)
    return tree.places if tree else Places({(): Place(file)})


TOPICS_FILE = ".leernet/topics.json"


class _Topics(RootModel[dict[str, dict[str, Annotated[int, Field(ge=0)]]]]):
    model_config = ConfigDict(strict=True, frozen=True)


def read_topics(files: Mapping[str, bytes]) -> tuple[dict[str, dict[str, int]], tuple[Finding, ...]]:
    """Of each meeting its topics with their counts, as ``purge`` kept them."""
    if TOPICS_FILE not in files:
        return {}, ()
    kept, wrong = read_json(_Topics, TOPICS_FILE, files[TOPICS_FILE])
    return kept.root if kept else {}, tuple(map(damaged(TOPICS_FILE, ONLY_COUNTS()), wrong))


DRAFTS_FILE = ".leernet/drafts.json"


class _Drafts(JsonPart):
    schema_version: Literal[1] = Field(alias="schema")
    drafts: list[dict[str, Any]]


def read_drafts(files: Mapping[str, bytes]) -> tuple[tuple[Sent, ...], tuple[Finding, ...]]:
    """The drafts; none where something is wrong with one, as the others would be taken for all there are."""
    if DRAFTS_FILE not in files:
        return (), ()
    kept, wrong = read_json(_Drafts, DRAFTS_FILE, files[DRAFTS_FILE])
    drafts: list[Sent] = []
    for at, record in enumerate(kept.drafts if kept else ()):
        try:
            drafts.append(value_of(Sent, record))
            is_known = not keys_passed_over(record)
        except NOT_WHAT_IT_SAYS:
            is_known = False
        if not is_known:
            wrong = (*wrong, places_in_json(DRAFTS_FILE, files[DRAFTS_FILE]).of("drafts", at))
    told = unreadable(DRAFTS_FILE, files[DRAFTS_FILE], wrong, damaged(DRAFTS_FILE, WRITE_DRAFTS()))
    return () if wrong else tuple(drafts), told


class _Step(JsonPart):
    schema_version: Literal[1] = Field(alias="schema")
    command: str
    day: str
    told: Annotated[int, Field(ge=0)]
    after: dict[str, str]
    before: dict[str, str | None]


def read_step(number: int, content: bytes) -> Step | Finding:
    """A step as :func:`~leernet.model.undo.step_bytes` wrote it."""
    file = f"{FOLDER}/{number:04d}.json"
    kept, wrong = read_json(_Step, file, content)
    if kept is not None and kept.before.keys() == kept.after.keys():
        try:
            before = {path: _unpacked(text) for path, text in kept.before.items()}
        except (ValueError, zlib.error):
            wrong = (Place(file),)
        else:
            return Step(number, kept.command, kept.day, before, kept.after, kept.told)
    return unreadable(file, content, wrong or (Place(file),), damaged(file, STEP_GONE()))[0]


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else zlib.decompress(base64.b64decode(text, validate=True))


MANIFEST = "data.json"


class _Shown(JsonPart):
    # What is only for readers elsewhere may be anything.
    model_config = ConfigDict(extra="ignore")

    reference: str
    day: str | None


class SiteList(JsonPart):
    """What leernet published.

    Attributes:
        meetings: what is announced, with its day.
        files: by path from the root of the site the SHA-256 of each.
    """

    model_config = ConfigDict(extra="ignore")

    schema_version: Literal[1] = Field(alias="schema")
    made_by: Literal["leernet"]
    meetings: list[_Shown]
    files: dict[str, str]


def read_site_list(file: str, content: bytes) -> tuple[SiteList | None, tuple[Finding, ...]]:
    """The list; None where it is not as leernet wrote it.

    Args:
        file: its path, as findings name it.
    """
    found, wrong = read_json(SiteList, file, content)
    return found, unreadable(file, content, wrong, damaged(file, PUBLISH_AGAIN()))

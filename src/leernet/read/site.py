"""The list of a published site in; its files and days, and where the list is wrong, out."""

from typing import Literal

from pydantic import ConfigDict, Field

from leernet.catalogue.records import PUBLISH_AGAIN
from leernet.finding import Finding
from leernet.read.json_record import JsonPart, damaged, read_json, unreadable

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

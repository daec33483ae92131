"""``.leernet/topics.json`` in; how often each topic was named before a meeting, and findings, out."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field, RootModel

from leernet.catalogue.records import ONLY_COUNTS
from leernet.finding import Finding
from leernet.read.json_record import damaged, read_json

TOPICS_FILE = ".leernet/topics.json"


class _Topics(RootModel[dict[str, dict[str, Annotated[int, Field(ge=0)]]]]):
    model_config = ConfigDict(strict=True, frozen=True)


def read_topics(files: Mapping[str, bytes]) -> tuple[dict[str, dict[str, int]], tuple[Finding, ...]]:
    """Of each meeting its topics with their counts, as ``purge`` kept them."""
    if TOPICS_FILE not in files:
        return {}, ()
    kept, wrong = read_json(_Topics, TOPICS_FILE, files[TOPICS_FILE])
    return kept.root if kept else {}, tuple(map(damaged(TOPICS_FILE, ONLY_COUNTS()), wrong))

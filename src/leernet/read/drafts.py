"""``.leernet/drafts.json`` in; what was written as a draft, to be noted as sent later, and findings out."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from leernet.catalogue.records import WRITE_DRAFTS
from leernet.finding import Finding
from leernet.model.kept import value_of
from leernet.model.ledger import Sent
from leernet.read.json_record import JsonPart, damaged, places_in_json, read_json, unreadable
from leernet.read.ledger_entry import NOT_WHAT_IT_SAYS, keys_passed_over

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

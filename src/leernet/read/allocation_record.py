"""The record and the proof of an allocation, as files, in; the values they hold and findings out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast, get_args

from leernet.finding import Finding, Level, Place, Places
from leernet.model.allocation import AllocationRecord, Certificate, ProofNode, Refusal, Verdict
from leernet.read.records import SCHEMA, read_record
from leernet.read.yamltext import read_yaml
from leernet.words import _


def record_file(series: str) -> str:
    """Path of the record of a series, relative to the project folder."""
    return f"allocation/{series}.yaml"


def proof_file(series: str) -> str:
    """Path of the proof beside the record."""
    return f"allocation/{series}.proof.json"


def read_allocation(
    files: Mapping[str, bytes], series: str
) -> tuple[AllocationRecord | None, Places, tuple[Finding, ...]]:
    """The record of a series; None, without findings, when there is none yet."""
    file = record_file(series)
    if file not in files:
        return None, Places(), ()
    return read_record(AllocationRecord, file, files[file])


def read_other_allocations(
    files: Mapping[str, bytes], series: str
) -> tuple[tuple[AllocationRecord, ...], tuple[Finding, ...]]:
    """The records of other series in ``allocation/``."""
    records = []
    findings: list[Finding] = []
    for file in sorted(files):
        if file.startswith("allocation/") and file.endswith(".yaml") and file != record_file(series):
            record, _places, found = read_record(AllocationRecord, file, files[file])
            findings.extend(found)
            if record is not None:
                records.append(record)
    return tuple(records), tuple(findings)


def read_proof(files: Mapping[str, bytes], series: str) -> tuple[tuple[ProofNode, ...], tuple[Finding, ...]]:
    """The proof of a series; a file that is gone or changed into something else is a finding."""
    file = proof_file(series)
    try:
        document = json.loads(files[file])
        if _number(document["schema"]) != SCHEMA:
            return (), (_no_proof(file),)
        return tuple(_node(node) for node in document["nodes"]), ()
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return (), (_no_proof(file),)


def proof_places(files: Mapping[str, bytes], series: str) -> Places:
    """Where the values of the proof stand."""
    file = proof_file(series)
    # JSON is YAML, and our reader of YAML knows where things stand.
    tree, _findings = read_yaml(file, files.get(file, b""))
    return tree.places if tree else Places({(): Place(file)})


def _node(node: Mapping[str, Any]) -> ProofNode:
    verdict, searched = node["verdict"], node["searched"]
    if verdict not in get_args(Verdict) or not isinstance(searched, bool):
        raise ValueError(verdict)
    return ProofNode(
        _texts(node["closed"]),
        _texts(node["filled"]),
        tuple(_certificate(each) for each in node["certificates"]),
        cast("Verdict", verdict),
        _text(node["session"]),
        searched,
        # Proofs written before lots were proven have none.
        tuple(tuple(_refusal(each) for each in refused) for refused in node.get("lots", ())),
    )


def _certificate(certificate: Mapping[str, Any]) -> Certificate:
    return Certificate(
        _text(certificate["goal"]),
        _number(certificate["value"]),
        _number(certificate["scale"]),
        tuple((_text(session), _number(price)) for session, price in certificate["prices"].items()),
        tuple(_number(each) for each in certificate["multipliers"]),
    )


def _refusal(refusal: Mapping[str, Any]) -> Refusal:
    return Refusal(
        _number(refusal["turn"]),
        tuple((_text(session), _number(price)) for session, price in refusal["prices"].items()),
        tuple(_number(each) for each in refusal["multipliers"]),
    )


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(_text(value) for value in values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    """A whole number; a price with a fraction would prove nothing."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _no_proof(file: str) -> Finding:
    return Finding(
        Place(file),
        Level.ERROR,
        "no-proof",
        _("There is no proof here that can be replayed."),
        _("Run leernet allocate again; it writes the proof beside the record."),
    )

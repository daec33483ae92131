"""The proof of an allocation, as a file, in; its branches, or each line that is no proof, out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leernet.catalogue.records import NO_PROOF
from leernet.finding import Finding, Place, Places, in_file_order
from leernet.model.allocation import Certificate, ProofNode, Refusal, Verdict
from leernet.read.records import SCHEMA
from leernet.read.yamltext import read_yaml


class _Written(BaseModel):
    """Part of a proof as it is in the file; whole numbers only, as a fraction would prove nothing."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class _Prices(_Written):
    prices: dict[str, int]
    multipliers: list[int]


class _Certificate(_Prices):
    goal: str
    value: int
    scale: int


class _Refusal(_Prices):
    turn: int = Field(ge=0)


class _Node(_Written):
    closed: list[str]
    filled: list[str]
    verdict: Verdict
    session: str
    searched: bool
    certificates: list[_Certificate]
    # Proofs written before lots were proven have none.
    lots: list[list[_Refusal]] = []


class _Proof(_Written):
    schema_version: int = Field(alias="schema", ge=SCHEMA, le=SCHEMA)
    # Of people, sessions and options the first digits of a hash, by name; proofs of before have none.
    inputs: dict[str, dict[str, str]] = {}
    nodes: list[_Node]


def proof_file(series: str) -> str:
    """Path of the proof, beside the record."""
    return f"allocation/{series}.proof.json"


def read_proof(files: Mapping[str, bytes], series: str) -> tuple[tuple[ProofNode, ...], tuple[Finding, ...]]:
    """The proof of a series; a file that is gone, and every line that is no proof, is a finding."""
    file = proof_file(series)
    try:
        written = _Proof.model_validate(json.loads(files[file]))
    except json.JSONDecodeError as error:
        return (), (_no_proof(Place(file, error.lineno, error.colno)),)
    except ValidationError as error:
        places = proof_places(files, series)
        return (), in_file_order(_no_proof(places.of(*wrong["loc"])) for wrong in error.errors())
    except (KeyError, ValueError, RecursionError):
        _tree, found = read_yaml(file, files.get(file, b""))
        return (), (_no_proof(found[0].place if found else Place(file)),)
    return tuple(map(_node, written.nodes)), ()


def read_inputs(files: Mapping[str, bytes], series: str) -> Mapping[str, Mapping[str, str]]:
    """What the proof keeps of its inputs, to tell what changed; nothing where it cannot be read."""
    try:
        return _Proof.model_validate(json.loads(files[proof_file(series)])).inputs
    except (KeyError, ValueError, RecursionError):
        return {}


def proof_places(files: Mapping[str, bytes], series: str) -> Places:
    """Where the values of the proof are."""
    file = proof_file(series)
    # JSON is YAML, and our reader of YAML knows where things are.
    tree, _findings = read_yaml(file, files.get(file, b""))
    return tree.places if tree else Places({(): Place(file)})


def _node(node: _Node) -> ProofNode:
    return ProofNode(
        tuple(node.closed),
        tuple(node.filled),
        tuple(
            Certificate(each.goal, each.value, each.scale, _prices(each), tuple(each.multipliers))
            for each in node.certificates
        ),
        node.verdict,
        node.session,
        node.searched,
        tuple(
            tuple(Refusal(each.turn, _prices(each), tuple(each.multipliers)) for each in refused)
            for refused in node.lots
        ),
    )


def _prices(written: _Prices) -> tuple[tuple[str, int], ...]:
    return tuple(written.prices.items())


def _no_proof(place: Place) -> Finding:
    return NO_PROOF.at(place)

"""The proof of an allocation, as a file, in; its branches, or each line that is no proof, out."""

from collections.abc import Mapping

from pydantic import Field

from leernet.catalogue.records import NO_PROOF
from leernet.finding import Finding, Place, Places, in_file_order
from leernet.model.allocation import Certificate, ProofNode, Refusal, Verdict
from leernet.read.json_record import JsonPart, places_in_json, read_json, unreadable
from leernet.read.records import SCHEMA


class _Prices(JsonPart):
    prices: dict[str, int]
    multipliers: list[int]


class _Certificate(_Prices):
    goal: str
    value: int
    scale: int


class _Refusal(_Prices):
    turn: int = Field(ge=0)


class _Node(JsonPart):
    closed: list[str]
    filled: list[str]
    verdict: Verdict
    session: str
    searched: bool
    certificates: list[_Certificate]
    # Proofs written before lots were proven have none.
    lots: list[list[_Refusal]] = Field(default_factory=list)


class _Proof(JsonPart):
    schema_version: int = Field(alias="schema", ge=SCHEMA, le=SCHEMA)
    # Of people, sessions and options the first digits of a hash, by name; proofs of before have none.
    inputs: dict[str, dict[str, str]] = Field(default_factory=dict)
    nodes: list[_Node]


def proof_file(series: str) -> str:
    """Path of the proof, beside the record."""
    return f"allocation/{series}.proof.json"


def read_proof(files: Mapping[str, bytes], series: str) -> tuple[tuple[ProofNode, ...], tuple[Finding, ...]]:
    """The proof of a series; a file that is gone, and every line that is no proof, is a finding."""
    file = proof_file(series)
    if file not in files:
        return (), (_no_proof(Place(file)),)
    written, wrong = read_json(_Proof, file, files[file])
    return tuple(map(_node, written.nodes)) if written else (), in_file_order(
        unreadable(file, files[file], wrong, _no_proof)
    )


def read_inputs(files: Mapping[str, bytes], series: str) -> Mapping[str, Mapping[str, str]]:
    """What the proof keeps of its inputs, to tell what changed; nothing where it cannot be read."""
    file = proof_file(series)
    written, _wrong = read_json(_Proof, file, files.get(file, b""))
    return written.inputs if written else {}


def proof_places(files: Mapping[str, bytes], series: str) -> Places:
    """Where the values of the proof are."""
    file = proof_file(series)
    return places_in_json(file, files.get(file, b""))


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

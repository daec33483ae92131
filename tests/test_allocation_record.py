"""What is kept of an allocation reads back as it was written, and says when it is about other inputs."""

import json

import pytest
from msgspec.structs import replace

from leernet.explain.allocated import Allocated
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible, Participant, Session
from leernet.read.allocation_proof import proof_file, read_proof
from leernet.read.allocation_record import read_allocations, record_file
from leernet.solve.allocation.solver import allocate
from leernet.verify.allocation.inputs import inputs_sha256
from leernet.verify.allocation.replay import wrong_facts
from leernet.write.allocation_record import allocation_record, proof_bytes
from leernet.write.records import record_text
from tests.allocation_cases import POLICIES, tiny, with_tours

SESSIONS = (
    Session("herfst/drama", "herfst", "drama", 0, 1),
    Session("herfst/muziek", "herfst", "muziek", 2, 2),
    Session("lente/drama", "lente", "drama", 0, 2),
)
NAMES = tuple(each.id for each in SESSIONS)
PROBLEM = AllocationProblem(
    "workshops",
    SESSIONS,
    (
        Participant("s1", 2, (("muziek",), ("drama",)), NAMES),
        Participant("s2", 2, (("muziek", "drama"),), NAMES),
        Participant("s3", 2, (("drama",),), ("herfst/drama", "lente/drama")),
    ),
    seed="x",
)
OUTCOME = allocate(PROBLEM)
assert isinstance(OUTCOME, AllocationOutcome)
RECORD = allocation_record(Allocated(PROBLEM, OUTCOME))


AS_WRITTEN = """\
schema: 1  # complete if it ends with the line "# end"
series: workshops
policy: floor-first
draw: {seed: x, members_sha256: b76a937ad266926bf5c1dd1599e92f755372025211f5d55d4a06c94790e253e8, order: [s2, s1, s3]}
inputs_sha256: af7f01979591a76fc0dd840644a6e4681ed416669ae0644401f40569c3605ced
sessions:
  herfst/drama: {runs: true, seats: 1, placed: [s3]}
  herfst/muziek: {runs: true, seats: 2, placed: [s1, s2]}
  lente/drama: {runs: true, seats: 2, placed: [s1, s2]}
placements:
  s1: {herfst: muziek, lente: drama}
  s2: {herfst: muziek, lente: drama}
  s3: {herfst: drama}
missing:
  s3: {lente: what this member may attend at this moment is attended at another moment}
goals:
  - {name: seats missing, value: 1, bound: 1, proven: true}
  - {name: worst level, value: 0, bound: 0, proven: true}
  - {name: sum of levels, value: 0, bound: 0, proven: true}
# end
"""  # noqa: E501 - a record breaks its lines where it does


def test_a_record_is_readable_and_reads_back():
    text = record_text(RECORD)
    kept, findings = read_allocations({record_file("workshops"): text}, ("workshops",))

    assert text.decode() == AS_WRITTEN
    assert (kept["workshops"].record, findings) == (RECORD, ())


def test_the_proof_reads_back():
    assert read_proof({proof_file("workshops"): proof_bytes(OUTCOME, {})}, "workshops") == (
        OUTCOME.proof,
        (),
    )


def test_a_node_that_was_searched_stays_so():
    searched = replace(OUTCOME, proof=tuple(replace(node, searched=True) for node in OUTCOME.proof))

    assert read_proof({proof_file("workshops"): proof_bytes(searched, {})}, "workshops") == (
        searched.proof,
        (),
    )


def set_price(document, price):
    document["nodes"][0]["certificates"][0]["prices"]["herfst/drama"] = price


def line_of(text, begin):
    return next(at for at, line in enumerate(text.decode().splitlines(), 1) if line.strip().startswith(begin))


@pytest.mark.parametrize(
    ("change", "begin"),
    [
        (lambda document: document.update(schema=0), '"schema"'),
        (lambda document: document.update(schema=True), '"schema"'),
        (lambda document: document.update(nodes=3), '"nodes"'),
        (lambda document: set_price(document, 0.5), '"herfst/drama"'),
        (lambda document: set_price(document, True), '"herfst/drama"'),
        (lambda document: set_price(document, float("nan")), '"herfst/drama"'),
        (lambda document: document["nodes"][0].update(verdict="sure"), '"verdict"'),
        (lambda document: document["nodes"][0].update(closed="herfst"), '"closed"'),
        (lambda document: document["nodes"][0].update(searched="no"), '"searched"'),
        (lambda document: document["nodes"][0].update(certificates={}), '"certificates"'),
        (lambda document: document["nodes"][0].update(sure=1), '"sure"'),
        (lambda document: document["nodes"][0].pop("session"), "{"),
    ],
)
def test_a_proof_that_was_changed_into_something_else_is_a_finding_at_its_line(change, begin):
    document = json.loads(proof_bytes(OUTCOME, {}))
    change(document)
    text = json.dumps(document, indent=1).encode()
    proof, findings = read_proof({proof_file("workshops"): text}, "workshops")

    # The first brace is that of the document, the second that of the branch.
    line = line_of(text, '"nodes"') + 1 if begin == "{" else line_of(text, begin)
    assert proof == ()
    assert [(found.place.file, found.place.line, found.rule) for found in findings] == [
        ("allocation/workshops.proof.json", line, "no-proof")
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", ":1:1"),
        (b"[]", ":1:1"),
        (b'{"schema": 1,\n "nodes": [', ":2:12"),
        (b'{"schema": 1, "nodes": ' + b"9" * 9999 + b"}", ""),
        (b"[" * 100_000, ":1"),
        (b"\xff\xfe\xff", ":1"),
    ],
)
def test_what_is_no_proof_at_all_is_a_finding(content, place):
    proof, findings = read_proof({proof_file("workshops"): content}, "workshops")

    assert proof == ()
    (found,) = findings
    assert str(found.place).startswith(f"allocation/workshops.proof.json{place}")
    assert str(found).removeprefix(str(found.place)) == (
        ": error: There is no proof here to replay. [no-proof]\n"
        "    Run `leernet allocate` again; it writes the proof beside the record."
    )


def test_a_proof_may_be_laid_out_otherwise():
    text = json.dumps(json.loads(proof_bytes(OUTCOME, {})), indent="\t", sort_keys=True).encode()

    assert read_proof({proof_file("workshops"): text}, "workshops") == (OUTCOME.proof, ())


def test_without_a_record_there_is_nothing_to_read():
    assert read_allocations({"plan.yaml": b""}, ("workshops",)) == ({}, ())


def test_the_record_of_a_series_that_there_is_not_is_told():
    _kept, findings = read_allocations({"allocation/w.yaml": record_text(RECORD)}, ("workshops",))

    assert [str(finding).partition("\n")[0] for finding in findings] == [
        "allocation/w.yaml: warning: 'allocation/w.yaml' holds the allocation of 'w', "
        "and there is no such series. [record-of-no-series]"
    ]


def test_the_floor_is_who_ended_worst_and_nobody_when_all_have_their_best():
    one_seat = replace(
        PROBLEM,
        sessions=(SESSIONS[0], replace(SESSIONS[1], seats_min=0)),
        participants=tuple(Participant(f"s{n}", 1, (("drama",), ("muziek",)), NAMES[:2]) for n in (1, 2)),
    )
    outcome = allocate(one_seat)
    loser = next(member for member, places in outcome.placements.items() if places == {"herfst": "muziek"})

    assert allocation_record(Allocated(one_seat, outcome)).floor == (loser,)
    assert RECORD.floor == ()


def test_the_hash_of_the_inputs_looks_at_content_and_not_at_order():
    turned = replace(
        PROBLEM,
        sessions=PROBLEM.sessions[::-1],
        participants=PROBLEM.participants[::-1],
        seed="y",
        policy="lottery",
    )
    roomier = replace(PROBLEM, sessions=(replace(SESSIONS[0], seats_max=2), *SESSIONS[1:]))

    assert inputs_sha256(turned) == inputs_sha256(PROBLEM)
    assert inputs_sha256(roomier) != inputs_sha256(PROBLEM)


@pytest.mark.parametrize("keep", [None, "frozen", "improve", "fewest"])
def test_what_an_honest_record_says_follows_from_its_placements(keep):
    broken = []
    for number in range(60):
        problem = with_tours(tiny(number, POLICIES[number % 6], keep), number)
        outcome = allocate(problem)
        if not isinstance(outcome, Impossible) and [
            *wrong_facts(problem, allocation_record(Allocated(problem, outcome)))
        ]:
            broken.append(number)

    assert broken == []

"""What the tests ran in; changes of one place in the code that no test notices, out.

``.ci/mutants`` runs this. A mutant is a module with one operator, number or name changed. It is tried with
the tests that ran its line, those first that are quick and run little else (``tests/mutants_tried.py``).
Which tests ran which line is recorded by one run of the suite (``--record``). What is drawn is drawn by a
seed, so that a run can be repeated. Survivors that nobody can see are listed in ``tests/mutants-argued.txt``,
each with the reason.
``tests/mutants-named.yaml`` holds changes made by hand, which ``--named`` tries: each must be noticed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import yaml

from tests.mutants_tried import RECORD, SOURCES, Mutant, Trial, failing_of, noticed, record, recorded

ARGUED = Path(__file__).parent / "mutants-argued.txt"
NAMED = Path(__file__).parent / "mutants-named.yaml"
# Sentences and how things look are read by people; a number there is a width or a colour.
LOOKS = ("catalogue/", "write/")
_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


def modules() -> list[str]:
    """The modules that are changed, sorted."""
    paths = (path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py"))
    return sorted(path for path in paths if not path.startswith("catalogue/"))


def places(tree: ast.AST, module: str) -> Iterator[ast.AST]:
    """The nodes that can be changed, in order."""
    return (node for node in ast.walk(tree) if _can_change(node, module))


def _can_change(node: ast.AST, module: str) -> bool:
    match node:
        case ast.Compare():
            return type(node.ops[0]) in _COMPARISONS
        case ast.BinOp():
            in_text = any(isinstance(side, ast.JoinedStr) for side in (node.left, node.right))
            return type(node.op) in _OPERATORS and not in_text
        case ast.BoolOp():
            return True
        case ast.UnaryOp():
            return isinstance(node.op, ast.Not)
        case ast.Constant():
            return type(node.value) is int and not module.startswith(LOOKS)
        case ast.Call():
            return isinstance(node.func, ast.Name) and node.func.id in _CALLS
    return False


def change(node: ast.AST) -> None:
    """Change a node to something else."""
    match node:
        case ast.Compare():
            node.ops[0] = _COMPARISONS[type(node.ops[0])]()
        case ast.BinOp():
            node.op = _OPERATORS[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        case ast.Constant():
            node.value += 1  # type: ignore[operator]
        case ast.Call():
            node.func = ast.Name(_CALLS[node.func.id], ast.Load())  # type: ignore[attr-defined]


def mutant(module: str, at: int) -> Mutant:
    """The mutant of a module that has the place of this number changed."""
    source = (SOURCES / module).read_text(encoding="utf-8")
    tree = ast.parse(source)
    node = next(islice(places(tree, module), at, None))
    line, was = getattr(node, "lineno", 1), ast.unparse(node)
    text = source.splitlines()[line - 1].strip()
    change(node)
    return Mutant(module, line, text, was, ast.unparse(node), ast.unparse(ast.fix_missing_locations(tree)))


def all_places() -> list[tuple[str, int]]:
    """Each module with the number of each place in it that can be changed."""
    return [
        (module, at)
        for module in modules()
        for at, _node in enumerate(places(ast.parse((SOURCES / module).read_text(encoding="utf-8")), module))
    ]


def named() -> tuple[Mutant, ...]:
    """The changes made by hand.

    Raises:
        ValueError: when the text of one is not in its module, or more than once.
    """
    return tuple(
        _by_hand(one["module"], one["was"], one["now"])
        for one in yaml.safe_load(NAMED.read_text(encoding="utf-8"))
    )


def _by_hand(module: str, was: str, now: str) -> Mutant:
    source = (SOURCES / module).read_text(encoding="utf-8")
    before, *after = source.split(was)
    if len(after) != 1:
        raise ValueError(f"{module} has {was!r} {len(after)} times")
    return Mutant(module, before.count("\n") + 1, was, was, now, source.replace(was, now))


def argued() -> frozenset[str]:
    """The survivors of which it is written down why nobody can see them."""
    lines = ARGUED.read_text(encoding="utf-8").splitlines() if ARGUED.exists() else []
    return frozenset(line for line in lines if line and not line.startswith(("#", " ")))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many mutants survived, and the tests that noticed the others."""

    survived: int
    noticing: frozenset[str]


def outcome(trials: Sequence[Trial], workers: int) -> Outcome:
    """Try the mutants and print what becomes of each."""
    verdicts = []
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        for trial, failed in zip(trials, pool.map(noticed, trials), strict=True):
            verdicts.append(failed)
            print(f"{f'noticed by {failed}' if failed else 'survived'}: {trial.mutant.place}", flush=True)
    return Outcome(verdicts.count(""), frozenset(verdicts))


def main() -> int:
    """Try mutants; 1 when a larger part of them survives than may, 2 when nothing can be said."""
    options = _asked()
    if options.record and record():
        return 2
    every = [one for one in all_places() if one[0].startswith(tuple(options.modules) or "")]
    drawn: Sequence[Mutant] = [
        mutant(*one) for one in random.Random(options.seed).sample(every, min(options.sample, len(every)))
    ]
    if options.named:
        drawn = named()
    known = argued()
    tried = [one for one in drawn if one.key not in known]
    seen = recorded(options.coverage, options.times)
    found = outcome([Trial(one, seen.tests_of(one, options.seconds)) for one in tried], options.workers)
    broken = failing_of(
        None, sorted((test, seen.seconds[test]) for test in found.noticing & seen.seconds.keys())
    )
    if broken:
        print(f"{broken} fails without any change")
        return 2
    told = (
        f"{len(tried) - found.survived} noticed, {len(drawn) - len(tried)} argued, {found.survived} survived"
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    minutes = round((used.ru_utime + used.ru_stime) / 60)
    print(f"{len(every)} places; {len(drawn)} drawn: {told}; {minutes} minutes of CPU")
    unnoticed = len(drawn) - len(tried) + found.survived
    return int(unnoticed > (0 if options.named else options.part * len(drawn)))


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("modules", nargs="*", help="beginnings of paths below src/leernet")
    asked.add_argument("--record", action="store_true", help="run the suite first and record it")
    asked.add_argument("--coverage", type=Path, default=RECORD / "coverage")
    asked.add_argument("--times", type=Path, default=RECORD / "times.xml")
    asked.add_argument("--sample", type=int, default=300)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--named", action="store_true", help="the changes made by hand, instead of a sample")
    asked.add_argument("--part", type=float, default=0.1, help="the part of the sample that may survive")
    asked.add_argument(
        "--seconds", type=float, default=300, help="of tests that a mutant is tried with at most"
    )
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())

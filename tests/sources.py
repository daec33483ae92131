"""The modules of leernet as trees, each parsed once."""

import ast
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "src" / "leernet"


@cache
def parsed(module: Path) -> ast.Module:
    """The tree of a module of leernet or of its tests; nobody changes it."""
    return ast.parse(module.read_text(encoding="utf-8"))

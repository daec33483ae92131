"""A value that cannot be what its text says."""

from typing import Any

from pydantic_core import PydanticCustomError

from leernet.catalogue.rule import Broken


def wrong(broken: Broken) -> PydanticCustomError:
    """A wrong value; read/ takes what is broken out again and adds the place."""
    return PydanticCustomError("broken", "{broken}", {"broken": broken})


def broken_in(mistake: PydanticCustomError) -> Broken:
    """What :func:`wrong` put into it."""
    context: Any = mistake.context
    broken: Broken = context["broken"]
    return broken

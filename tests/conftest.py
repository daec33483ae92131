"""How tests run: generated cases are the same every time, and what all tests need is made once."""

import gc
import os
from functools import cache

import typer.main
from hypothesis import HealthCheck, settings
from typer.utils import get_params_from_function

settings.register_profile(
    "leernet", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("leernet")

# Otherwise each process that a test starts compiles all of leernet.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Otherwise each run of a command in a test reads the signatures of every command twice.
typer.main.get_params_from_function = cache(get_params_from_function)  # type: ignore[attr-defined]


def pytest_collection_finish():
    """What is there by now stays to the end: a search for garbage leaves it alone, and is made less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)

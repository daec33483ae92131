"""What ``.ci/faults`` counted of each command, as it is kept and as a page shows it."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from leernet.words import Language

KEPT = Path(__file__).parent / "faults.yaml"
_HEADINGS: Mapping[Language, tuple[str, ...]] = {
    "en": ("command", "operations", "killed", "refused", "wrong", "tracebacks", "most memory", "longest"),
    "nl": ("opdracht", "handelingen", "afgebroken", "geweigerd", "mis", "tracebacks", "geheugen", "langste"),
}

Figures = Mapping[str, float]


def kept() -> dict[str, Figures]:
    """By command: operations, kills and refusals, how many of these went wrong, and what they took."""
    figures: dict[str, Figures] = yaml.safe_load(KEPT.read_text(encoding="utf-8"))
    return figures


def keep(figures: Mapping[str, Figures]) -> None:
    """Those of other commands stay as they are."""
    text = yaml.safe_dump({**kept(), **figures}, sort_keys=True, width=200, default_flow_style=None)
    KEPT.write_text(text, encoding="utf-8", newline="\n")


def faults(language: Language) -> str:
    """One row for each command."""
    headings = _HEADINGS[language]
    lines = [headings, ("---",) * len(headings), *(_row(name, one, language) for name, one in kept().items())]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(name: str, one: Figures, language: Language) -> tuple[str, ...]:
    seconds = f"{one['seconds']:.2f}"
    return (
        f"`{name}`",
        *(f"{one[key]}" for key in ("operations", "killed", "refused", "wrong", "tracebacks")),
        f"{one['megabytes']} MB",
        f"{seconds if language == 'en' else seconds.replace('.', ',')} s",
    )

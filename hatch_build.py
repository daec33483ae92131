"""Compiles the catalogues of src/leernet/locale from .po to .mo when leernet is built or installed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(locale: Path) -> None:
    """Write a ``.mo`` beside every ``.po`` below ``locale``."""
    for source in sorted(locale.rglob("*.po")):
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parent.parent.name)
        with source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, catalogue)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs :func:`compile_catalogues` before a wheel, an sdist or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root) / "src" / "leernet" / "locale")

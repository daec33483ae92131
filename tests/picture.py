"""The picture of a real run in the README, in each language: ``python -m tests.picture`` makes it again."""

import re
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from leernet.words import Language
from tests.manual import DOCS, LANGUAGES, Reader

WIDTH = 80
STORY = (
    "leernet plan",
    "leernet allocate",
    "leernet explain studentworkshops t.peeters",
    "leernet invite --all",
)
# Left out: files written, how choices were read, and what is only to know.
_LEFT_OUT = re.compile(
    r"^(out|allocation|choices)/|^plan\.yaml|loca|^Nu verder|^Next|^\d  |^Kolom|^Column|^.keuzes.$|rijen|rows"
    r"|^Er is niets|^Nothing was"
)


def picture(language: Language) -> str:
    """A terminal in which the story is typed, as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), highlight=False, legacy_windows=False)
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve(), language)
        reader.note("example: init workshops")
        for command in STORY:
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            for line in reader.run(command).splitlines():
                if not _LEFT_OUT.search(line):
                    console.print(Text(line))
            console.print()
    drawn = console.export_svg(title="leernet", theme=DIMMED_MONOKAI, unique_id="leernet")
    # Rich takes its font from another computer; any of the reader's own will do.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def place(language: Language) -> Path:
    """Where the picture of a language is."""
    return DOCS / f"run-{language}.svg"


if __name__ == "__main__":
    for language in LANGUAGES:
        place(language).write_text(picture(language), encoding="utf-8", newline="\n")

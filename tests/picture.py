"""The picture of a real run in the README, in each language: ``python -m tests.picture`` makes it again."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from leernet.words import Language
from tests.manual import DOCS, LANGUAGES, Reader

WIDTH = 80
# What is typed, and which lines of the answer are in the picture: all, or those with one of these words.
STORY = {
    "nl": (
        ("leernet plan", ("okt", "mrt", "Herfst", "herfst", "lente", "Iedereen", "aan de beurt")),
        ("leernet allocate", ("Alle 3", "persoon kon", "Ingevulde", "Eerste keuzes")),
        ("leernet explain studentworkshops t.peeters", ()),
        ("leernet invite --all", ("schoolopleiders", "studentworkshops", "berichten aan")),
    ),
    "en": (
        ("leernet plan", ("Oct", "Mar", "Everybody", "next in turn")),
        ("leernet allocate", ("All 3", "could have", "Places filled", "First choices")),
        ("leernet explain studentworkshops t.peeters", ()),
        ("leernet invite --all", ("schoolopleiders", "studentworkshops", "messages to")),
    ),
}


def picture(language: Language) -> str:
    """A terminal in which the story is typed, as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), highlight=False, legacy_windows=False)
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve(), language)
        reader.note("example: init workshops")
        for command, wanted in STORY[language]:
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            for line in reader.run(command).splitlines():
                if not wanted or any(word in line for word in wanted):
                    console.print(Text(line))
            console.print()
    return console.export_svg(title="leernet", theme=DIMMED_MONOKAI, unique_id="leernet")


def place(language: Language) -> Path:
    """Where the picture of a language is."""
    return DOCS / f"run-{language}.svg"


if __name__ == "__main__":
    for language in LANGUAGES:
        place(language).write_text(picture(language), encoding="utf-8", newline="\n")

"""What every command shows on a terminal of 80 and of 120 columns, in both languages: kept in ``captures/``.

``python -m tests.captures`` writes them again; read the difference as a facilitator would. Kept are
the texts, and the Dutch one of 80 columns as a picture, light and dark; ``python -m tests.captures FOLDER``
draws all of them there.
"""

import re
import sys
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, DIMMED_MONOKAI
from rich.text import Text

from leernet.words import Language
from tests.manual import LANGUAGES, Reader

FOLDER = Path(__file__).parent / "captures"
WIDTHS = (80, 120)
THEMES = {"light": DEFAULT_TERMINAL_THEME, "dark": DIMMED_MONOKAI}
# A year with a shortage of seats, an absence, and an answer, so that every column has something in it.
STORY = (
    "example: init workshops",
    "edit members.yaml: working_days: [di, wo, do] -> working_days: [wo]",
    "leernet",
    "leernet check",
    "leernet ask studentworkshops",
    "leernet ask {network}",
    "leernet plan --goals",
    "leernet plan --dry-run",
    "leernet explain {meeting}",
    "leernet explain {network}",
    "leernet agenda",
    "leernet agenda {meeting}",
    "leernet status --ics",
    "today: 2026-09-26",
    "leernet allocate --compare",
    "leernet allocate --goals",
    "leernet allocate --verify",
    "leernet explain studentworkshops",
    "leernet explain studentworkshops s.jansen",
    "leernet invite --all",
    "leernet invite --all --drafts",
    "leernet invite --mark-sent",
    "leernet answer e.vos {meeting} no",
    "leernet inventory {meeting}",
    "leernet status",
    "leernet attendance",
    "leernet publish",
    "leernet undo --list",
    "leernet undo",
    "leernet next-year next",
    "leernet purge --before 2028-01-01",
)


def story(language: Language) -> list[str]:
    """The commands with the names they have in the project of this language."""
    meeting = {"nl": "herfst", "en": "autumn"}[language]
    days = {"nl": "[di, wo, do] -> working_days: [wo]", "en": "[tue, wed, thu] -> working_days: [wed]"}
    return [
        line.format(network="schoolopleiders", meeting=f"schoolopleiders/{meeting}").replace(
            days["nl"], days[language]
        )
        for line in STORY
    ]


def recorded(language: Language, width: int) -> str:
    """Everything that is shown, each command above what it says, with the codes of colours and bold."""
    parts = []
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve(), language, width)
        reader.console = partial(reader.console, force_terminal=True, color_system="standard")
        for line in story(language):
            if line.startswith("leernet"):
                parts.append(f"$ {line}\n{reader.run(line, None)}\n")
            else:
                reader.note(line)
    return "".join(parts)


def plain(recording: str) -> str:
    """The text of a recording."""
    return "".join(f"{Text.from_ansi(line).plain.rstrip()}\n" for line in recording.split("\n")[:-1])


def drawn(recording: str, width: int, theme: str) -> str:
    """A terminal with the recording in it, as SVG."""
    console = Console(record=True, width=width, file=StringIO(), highlight=False, legacy_windows=False)
    for line in recording.split("\n")[:-1]:
        # Outside tables a terminal breaks what is too long for it where it ends.
        console.print(Text.from_ansi(line), overflow="fold", no_wrap=False)
    picture = console.export_svg(title="leernet", theme=THEMES[theme], unique_id="leernet")
    # Rich takes its font from another computer; any of the reader's own will do.
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)


def kept(language: Language, width: int) -> Path:
    """Where a capture is kept."""
    return FOLDER / f"{language}-{width}.txt"


def picture_of(theme: str) -> Path:
    """Where the picture that is kept is."""
    return FOLDER / f"nl-80-{theme}.svg"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for spoken in LANGUAGES:
        for columns in WIDTHS:
            shown = recorded(spoken, columns)
            kept(spoken, columns).write_text(plain(shown), encoding="utf-8", newline="\n")
            for name in THEMES:
                path = picture_of(name) if (spoken, columns) == ("nl", 80) else None
                path = Path(sys.argv[1], f"{spoken}-{columns}-{name}.svg") if sys.argv[1:] else path
                if path is not None:
                    path.write_text(drawn(shown, columns, name), encoding="utf-8", newline="\n")

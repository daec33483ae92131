"""What every command shows on a terminal of 80 and of 120 columns, in both languages: kept in ``captures/``.

``python -m tests.captures`` writes them again; read the difference as a facilitator would.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from leernet.words import Language
from tests.manual import LANGUAGES, Reader

FOLDER = Path(__file__).parent / "captures"
WIDTHS = (80, 120)
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


def captured(language: Language, width: int) -> str:
    """Everything that is shown, each command above what it says."""
    parts = []
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve(), language, width)
        for line in story(language):
            if line.startswith("leernet"):
                parts.append(f"$ {line}\n{reader.run(line, None)}\n")
            else:
                reader.note(line)
    return "".join(parts)


def kept(language: Language, width: int) -> Path:
    """Where a capture is kept."""
    return FOLDER / f"{language}-{width}.txt"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for spoken in LANGUAGES:
        for columns in WIDTHS:
            kept(spoken, columns).write_text(captured(spoken, columns), encoding="utf-8", newline="\n")

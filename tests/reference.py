"""The reference of the manual, from the code: ``python -m tests.reference`` writes it under ``docs/``."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from typer.main import get_command
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.year import Settings
from leernet.read.keys import KINDS, blocks_of, keys_of
from leernet.read.schema import dutch_headings, meanings
from leernet.words import Language
from leernet.write.readers import DOCUMENTS
from tests import findings_page

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]

_TITLES = {
    "index": {"en": "Reference", "nl": "Naslag"},
    "keys": {"en": "Keys", "nl": "Sleutels"},
    "commands": {"en": "Commands", "nl": "Opdrachten"},
    "files": {"en": "Files", "nl": "Bestanden"},
    "findings": {"en": "Findings", "nl": "Bevindingen"},
    "records": {"en": "Records", "nl": "Wat leernet bewaart"},
    "endings": {"en": "Exit codes", "nl": "Afloop van een opdracht"},
    "words": {"en": "Words", "nl": "Woorden"},
}
_TEXTS = {
    "index": {
        "en": "Built from leernet itself, so it says what this version does.",
        "nl": "Deze pagina's komen uit leernet zelf: ze zeggen wat deze versie doet.",
    },
    "keys": {
        "en": "Everything you may write in the `.yaml` files, and in a table under an English or a Dutch "
        "heading. A key in **bold** must be there. Your editor knows all of this too: "
        "see [the editor](../how-to/editor.md).",
        "nl": "Alles wat je in de `.yaml`-bestanden kunt schrijven, en in een tabel onder een Engelse of "
        "Nederlandse kop. Een **vette** sleutel is verplicht. Je editor weet dit ook allemaal: zie "
        "[de editor](../how-to/editor.md).",
    },
    "commands": {
        "en": "Every command with what `--help` says, and examples.",
        "nl": "Elke opdracht met wat `--help` erover zegt, en voorbeelden.",
    },
    "files": {
        "en": "What is yours, what leernet keeps, and what it makes. Whatever is in `out/` may be thrown "
        "away: the next command makes it again.",
        "nl": "Wat van jou is, wat leernet bewaart, en wat het maakt. Alles in `out/` mag weg: de volgende "
        "opdracht maakt het weer.",
    },
    "records": {
        "en": "leernet keeps three records. They can be read, belong in version control, and are written "
        "only when something changes.",
        "nl": "leernet houdt drie bestanden bij. Je kunt ze lezen, ze horen bij het project (ook in "
        "versiebeheer), en ze worden alleen geschreven als er iets verandert.",
    },
    "endings": {
        "en": "For scripts: a command ends with one of these numbers.",
        "nl": "Voor scripts: een opdracht eindigt met een van deze getallen.",
    },
    "words": {
        "en": "The words of the field as leernet uses them, and the Dutch name of every key.",
        "nl": "De woorden van het vak zoals leernet ze gebruikt, en de Nederlandse naam van elke sleutel.",
    },
}
_ENDINGS = (
    ("0", "done", "gelukt"),
    (
        "1",
        "something for you to fix, or no plan fits",
        "er is iets voor jou te verbeteren, of er past geen plan",
    ),
    ("2", "the command was typed wrongly", "de opdracht was verkeerd getypt"),
    ("3", "a mistake in leernet", "een fout in leernet"),
    (
        "130",
        "interrupted with Ctrl-C; every file is as it was",
        "afgebroken met Ctrl-C; elk bestand is zoals het was",
    ),
)
_YOURS = (
    ("*.yaml", "definitions: one file or ten", "wat je vastlegt: één bestand of tien"),
    (
        "members.csv, schools.xlsx, …",
        "the same as tables; a sheet called Leden or Scholen counts in any workbook",
        "hetzelfde als tabel; een blad dat Leden of Scholen heet telt in elke werkmap",
    ),
    ("choices/<series>.*", "choices, as a form exports them", "keuzes, zoals een formulier ze exporteert"),
    ("inventory/<network>-<meeting>.*", "what is on people's minds", "wat er leeft"),
    ("calendars/<school>.ics", "a school's own calendar", "de eigen jaarkalender van een school"),
    ("answers.csv", "answers by telephone", "antwoorden per telefoon"),
    ("history/", "earlier years", "eerdere jaren"),
)
_READERS = {
    "everybody": {"en": "everybody", "nl": "iedereen"},
    "together": {"en": "who takes part", "nl": "wie meedoet"},
    "own": {"en": "that one person", "nl": "alleen die persoon"},
    "facilitator": {"en": "you", "nl": "jij"},
}


def data(name: str) -> Any:
    """One of the small tables beside the pages."""
    return yaml.safe_load((DOCS / f"{name}.yaml").read_text(encoding="utf-8"))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")


def table(*rows: tuple[str, ...]) -> str:
    """A table of Markdown; the first row is its heading."""
    heading, *rest = rows
    lines = [heading, tuple("---" for _ in heading), *rest]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def models() -> Iterator[tuple[str, type[BaseModel]]]:
    """Each model with the key it is first met under, the large ones first."""
    seen: dict[type[BaseModel], str] = {Settings: "year"} | {model: kind for kind, model in KINDS.items()}
    left = list(seen)
    while left:
        for key, inner in blocks_of(left.pop(0)).items():
            if inner not in seen:
                seen[inner] = key
                left.append(inner)
    return ((key, model) for model, key in seen.items())


def keys_page(language: Language) -> str:
    """Every key with its meaning, an example and its names in a table."""
    heading = {
        "en": ("key", "means", "example", "in a table"),
        "nl": ("sleutel", "betekenis", "voorbeeld", "in een tabel"),
    }[language]
    parts = []
    for name, model in models():
        meaning = meanings()[model.__name__]
        parts.append(f"## {name}\n\n{meaning[language]}\n")
        rows = [heading]
        for key, one in meaning["keys"].items():
            field = keys_of(model)[key]
            shown = f"**`{key}`**" if field.is_required() else f"`{key}`"
            rows.append(
                (
                    shown,
                    _cell(one[language]) + _values(model, key, language),
                    f"`{key}: {one['example']}`",
                    ", ".join(dutch_headings(model, key)),
                )
            )
        parts.append(table(*rows))
    return "\n".join(parts)


def _values(model: type[BaseModel], key: str, language: Language) -> str:
    """What a key may be where that is a short list, and what it is when nothing is written."""
    field = keys_of(model)[key]
    words = re.findall(r"'([^']+)'", " ".join(re.findall(r"Literal\[([^\]]*)\]", str(field.annotation))))
    listed = f" {', '.join(f'`{word}`' for word in dict.fromkeys(words))}." if words else ""
    if field.default in (None, "", (), PydanticUndefined) or isinstance(field.default, BaseModel):
        return listed
    default = (
        {True: "yes", False: "no"}.get(field.default, field.default)
        if isinstance(field.default, bool)
        else field.default
    )
    return f"{listed} {'Without it' if language == 'en' else 'Zonder'}: `{default}`."


def commands_page(language: Language) -> str:
    """The help of every command, with examples."""
    parts = [f"```text\n{_help(language)}```\n"]
    for name in COMMANDS:
        parts.append(f"## leernet {name}\n\n```text\n{_help(language, name)}```\n")
        parts.append(
            table(("", ""), *((f"`leernet {one['type']}`", one[language]) for one in data("commands")[name]))
        )
    return "\n".join(parts)


def _help(language: Language, *command: str) -> str:
    environment = {"COLUMNS": "80", "TERMINAL_WIDTH": "80"}
    result = CliRunner().invoke(
        app, ["--lang", language, *command, "--help"], prog_name="leernet", env=environment
    )
    return result.stdout


def files_page(language: Language) -> str:
    """The files of a project: yours, kept, made."""
    dutch = language == "nl"
    yours = table(
        ("bestand", "is") if dutch else ("file", "is"),
        *((f"`{path}`", nl if dutch else en) for path, en, nl in _YOURS),
    )
    made = table(
        ("bestand", "voor wie", "anderen op deze computer kunnen het lezen")
        if dutch
        else ("file", "for whom", "others on this machine can read it"),
        *(
            (
                f"`{one.pattern.replace('[0-9a-f]' * 32, '<32>')}`",
                _READERS[one.reader][language],
                ("nee" if dutch else "no") if one.private else ("ja" if dutch else "yes"),
            )
            for one in DOCUMENTS
        ),
    )
    titles = ("Van jou", "Van leernet") if dutch else ("Yours", "From leernet")
    return f"## {titles[0]}\n\n{yours}\n## {titles[1]}\n\n{made}"


def records_page(language: Language) -> str:
    """The keys of the records."""
    parts = []
    for file, record in data("records").items():
        heading = ("key", "is") if language == "en" else ("sleutel", "is")
        rows = ((f"`{key}`", _cell(one[language])) for key, one in record["keys"].items())
        parts.append(f"## {_cell(file)}\n\n{table(heading, *rows)}")
    return "\n".join(parts)


def endings_page(language: Language) -> str:
    """The exit codes."""
    dutch = language == "nl"
    return table(("", ""), *((f"`{code}`", nl if dutch else en) for code, en, nl in _ENDINGS))


def words_page(language: Language) -> str:
    """Words of the field, then the Dutch names of keys, by Dutch word."""
    heading = {"en": ("Dutch", "English"), "nl": ("Nederlands", "Engels")}[language]
    field = table(heading, *((one["nl"], one["en"]) for one in data("words")))
    keys = sorted(
        {
            (heading, key)
            for _name, model in models()
            for key in keys_of(model)
            for heading in dutch_headings(model, key)
        }
    )
    title = {"en": "Keys by their Dutch names", "nl": "Sleutels op hun Nederlandse naam"}[language]
    return f"{field}\n## {title}\n\n{table(heading, *((word, f'`{key}`') for word, key in keys))}"


def findings(language: Language) -> str:
    """Every mistake with the smallest project that has it; its own heading is the page's."""
    return findings_page.page(language).partition("\n")[2]


PAGES = {
    "keys": keys_page,
    "commands": commands_page,
    "files": files_page,
    "findings": findings,
    "records": records_page,
    "endings": endings_page,
    "words": words_page,
}


def page(name: str, language: Language) -> str:
    """One page of the reference."""
    if name == "index":
        listed = "\n".join(PAGES)
        body = f"```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    else:
        body = PAGES[name](language)
    introduction = _TEXTS[name][language] if name in _TEXTS else ""
    return f"# {_TITLES[name][language]}\n\n{introduction}\n\n{body}"


def main() -> None:
    """Write the reference in both languages."""
    for language in ("nl", "en"):
        folder = DOCS / language / "reference"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("index", *PAGES):
            (folder / f"{name}.md").write_text(page(name, language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""What was counted of faults and of hostile files, as it is kept and as a page shows it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from leernet.words import Language

KEPT = Path(__file__).parent / "faults.yaml"
_SENDS = "invite --send"
_COUNTED = ("tried", "lost", "doubled", "other", "tracebacks")
# Of the version before 0.2.0, from reports: no command counted these.
_BEFORE: Mapping[str, Mapping[Language, str]] = {
    "killed": {
        "en": "1,030 with those while sending: no record torn, no mail lost; `init` could not go on",
        "nl": "1.030 met die tijdens het versturen: niets kapot of kwijt; `init` kon niet verder",
    },
    "refused": {
        "en": "not counted; after one refused rename 9 of 10 documents were new and the plan old",
        "nl": "niet geteld; na één geweigerde hernoeming 9 van 10 documenten nieuw, de planning oud",
    },
    "killed while sending": {
        "en": "no mail lost; a `plan` beside it made 30 messages of 15",
        "nl": "geen mail kwijt; een `plan` ernaast maakte van 15 mails 30",
    },
    "refused while sending": {"en": "not counted", "nl": "niet geteld"},
    "fuzz": {
        "en": "not counted; 14 of 14 values of another type in two records were a traceback",
        "nl": "niet geteld; 14 van 14 waarden van een ander soort gaven een traceback",
    },
    "hostile": {
        "en": "workbooks of a few MB took 1.8 GB, or no end came in 40 s; one of 5 KiB aborted",
        "nl": "werkboeken van een paar MB kostten 1,8 GB, of waren na 40 s niet klaar; een van 5 KiB brak af",
    },
}
_NAMES: Mapping[str, Mapping[Language, str]] = {
    "killed": {"en": "killed at an operation", "nl": "afgebroken bij een handeling"},
    "refused": {"en": "refused by the disk", "nl": "geweigerd door de schijf"},
    "killed while sending": {"en": "killed while sending", "nl": "afgebroken tijdens het versturen"},
    "refused while sending": {
        "en": "disk or network failed while sending",
        "nl": "schijf of netwerk faalt tijdens het versturen",
    },
    "fuzz": {
        "en": "a file with something wrong (`.ci/fuzz`)",
        "nl": "een bestand met een fout erin (`.ci/fuzz`)",
    },
    "hostile": {
        "en": "files at and beyond limits (`tests.hostile`)",
        "nl": "bestanden op en over grenzen (`tests.hostile`)",
    },
}
_ALL: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "what",
        "tried",
        "lost",
        "doubled",
        "otherwise wrong",
        "tracebacks",
        "most memory",
        "longest",
        "before 0.2.0",
    ),
    "nl": (
        "wat",
        "geprobeerd",
        "kwijt",
        "dubbel",
        "anders mis",
        "tracebacks",
        "geheugen",
        "langste",
        "vóór 0.2.0",
    ),
}
_EACH: Mapping[Language, tuple[str, ...]] = {
    "en": ("command", "operations", "killed", "refused", "wrong", "tracebacks", "most memory", "longest"),
    "nl": ("opdracht", "handelingen", "afgebroken", "geweigerd", "mis", "tracebacks", "geheugen", "langste"),
}


def kept() -> dict[str, Any]:
    """By part of the tests what was counted; of ``faults`` by command."""
    figures: dict[str, Any] = yaml.safe_load(KEPT.read_text(encoding="utf-8"))
    return figures


def keep(part: str, figures: Mapping[str, Any]) -> None:
    """Those of other parts, and of other commands, stay as they are."""
    now = kept()
    now[part] = {**now.get(part, {}), **figures}
    text = yaml.safe_dump(now, sort_keys=True, width=200, default_flow_style=None)
    KEPT.write_text(text, encoding="utf-8", newline="\n")


def faults(language: Language) -> str:
    """One row for each command."""
    return _table(
        _EACH[language], (_of_command(name, one, language) for name, one in kept()["faults"].items())
    )


def _of_command(name: str, one: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    killed, refused = one["killed"], one["refused"]
    wrong = sum(killed[kind] + refused[kind] for kind in ("lost", "doubled", "other"))
    counted = (killed["tried"], refused["tried"], wrong, killed["tracebacks"] + refused["tracebacks"])
    return (
        f"`{name}`",
        *(_number(count, language) for count in (one["operations"], *counted)),
        *_took(one, language),
    )


def everything(language: Language) -> str:
    """One row for each kind of test, with what was before beside it."""
    return _table(_ALL[language], _rows(language))


def _rows(language: Language) -> Iterator[tuple[str, ...]]:
    now = kept()
    sends: dict[bool, list[Mapping[str, Any]]] = {False: [], True: []}
    for name, one in now["faults"].items():
        sends[name == _SENDS].append(one)
    parts = {
        f"{way}{' while sending' * is_sent}": _summed(commands, way)
        for is_sent, commands in sends.items()
        for way in ("killed", "refused")
    }
    parts |= {part: now[part] for part in ("fuzz", "hostile") if part in now}
    for part, one in parts.items():
        counted = (_number(one[kind], language) if kind in one else "–" for kind in _COUNTED)
        yield (_NAMES[part][language], *counted, *_took(one, language), _BEFORE[part][language])


def _summed(commands: Iterable[Mapping[str, Any]], way: str) -> dict[str, float]:
    commands = tuple(commands)
    summed: dict[str, float] = {kind: sum(one[way][kind] for one in commands) for kind in _COUNTED}
    return summed | {took: max(one[took] for one in commands) for took in ("megabytes", "seconds")}


def _took(one: Mapping[str, Any], language: Language) -> tuple[str, str]:
    seconds = f"{one['seconds']:.2f}" if one["seconds"] < 1 else f"{one['seconds']:.1f}"
    return f"{one['megabytes']} MB", f"{seconds if language == 'en' else seconds.replace('.', ',')} s"


def _number(count: float, language: Language) -> str:
    text = f"{count:,}"
    return text if language == "en" else text.replace(",", ".")


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)

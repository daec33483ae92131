"""A cell of a poll of dates in; what it says out.

Rallly writes the words of its language ("Yes", "If need be", "No"), Doodle "OK", "(OK)" and nothing,
Framadate "Yes", "Under reserve" and "No", Nextcloud Polls ✔ ❔ ❌ in a workbook and ``yes``, ``maybe``,
``no`` in CSV, tables from the interface of Doodle 1, 2 and 0.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from leernet.model.plain import without_accents
from leernet.model.poll import Stance

_WORDS: Mapping[Stance, tuple[str, ...]] = {
    Stance.YES: (
        *("yes", "ja", "oui", "si", "ok", "oke", "ok.", "true", "waar", "can", "i can", "kan", "ik kan"),
        *("beschikbaar", "available", "disponible", "✔", "✓", "✅", "☑", "👍", "1", "jazeker"),
    ),
    Stance.IF_NEED_BE: (
        *(
            "(ok)",
            "(yes)",
            "(ja)",
            "(oui)",
            "(✔)",
            "(✓)",
            "if need be",
            "ifneedbe",
            "if needed",
            "if necessary",
        ),
        *(
            "indien nodig",
            "zo nodig",
            "als het moet",
            "als het echt moet",
            "eventueel",
            "onder voorbehoud",
        ),
        *(
            "onder voorbehoud",
            "misschien",
            "maybe",
            "perhaps",
            "under reserve",
            "sous reserve",
            "si necessaire",
            "peut-etre",
        ),
        *("unter vorbehalt", "vielleicht", "wenn es sein muss", "notfalls", "?", "❔", "❓", "~", "2"),
    ),
    Stance.NO: (
        *(
            "no",
            "nee",
            "neen",
            "non",
            "nein",
            "false",
            "onwaar",
            "cannot",
            "can't",
            "kan niet",
            "ik kan niet",
        ),
        *("niet beschikbaar", "not available", "unavailable", "verhinderd", "indisponible"),
        *("❌", "✗", "✘", "✖", "✕", "👎", "0"),
    ),
}
_MEANT = MappingProxyType({word: stance for stance, words in _WORDS.items() for word in words})
# What a tool writes where nothing was answered.
_NOTHING = frozenset(("", "pending", "unknown", "geen antwoord", "no answer", "n/a", "nvt", "n.v.t.", "#n/b"))
_NEGATED = re.compile(r"\b(?:niet|not|cannot|can't|cant|verhinderd|unable|geen|unavailable|afwezig|absent)\b")
_IF_NEED_BE = re.compile(
    r"\b(?:als het (?:echt )?moet|zo nodig|indien nodig|if need|if necessary|eventueel)\b"
)


def stance_of(cell: str) -> Stance | None:
    """What a cell says; None where it says nothing that is known."""
    return _MEANT.get(_tidy(cell))


def says_nothing(cell: str) -> bool:
    """Whether nobody answered in a cell."""
    return _tidy(cell) in _NOTHING


def is_negated(question: str) -> bool:
    """Whether a question asks when people cannot come, so that yes may mean no."""
    return bool(_NEGATED.search(_tidy(question)))


def asks_if_need_be(question: str) -> bool:
    """Whether a question asks when people could come if they had to."""
    return bool(_IF_NEED_BE.search(_tidy(question)))


def _tidy(text: str) -> str:
    # The mark that makes an emoji of a sign is no part of it.
    return " ".join(without_accents(text.replace("\ufe0f", "")).split()).strip(" .!,;:")

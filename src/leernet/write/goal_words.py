"""Goals and policies of an allocation, in words that people read."""

import re

from leernet.model.allocation import Goal
from leernet.model.year import Policy
from leernet.words import Sentence, _, _n

_GOALS = {
    "seats missing": _("Places missing"),
    "evidence choices missed": _("Portfolio choices missed"),
    "worst level": _("Most steps below their best for anyone"),
    "sum of levels": _("Steps below their best, in total"),
    "placements changed": _("Placements changed"),
    "members worse off than before": _("People worse off than before"),
    "members worse off than with what is left of before": _(
        "People worse off than before, apart from places that are gone"
    ),
    "tours missed": _("People who would like a tour and have none"),
    "tours changed": _("Tours changed"),
    "tours lost": _("People who had a tour and have none now"),
}
_AT_LEVEL = re.compile(r"members at level (\d+)")
_AT_WISH = re.compile(r"places at wish (\d+)")
_LATE = " (late)"


def goal_words(name: str) -> Sentence:
    """A goal in words; of those who answered late or not at all it says so."""
    kind = name.removesuffix(_LATE)
    said = _GOALS.get(kind) or _numbered(kind)
    if said is None:
        return _("{goal}", goal=name)
    return _("{goal}, among those late or without an answer", goal=said) if name.endswith(_LATE) else said


def _numbered(kind: str) -> Sentence | None:
    if match := _AT_LEVEL.fullmatch(kind):
        return _n(
            "People {count} step below their best", "People {count} steps below their best", int(match[1])
        )
    if match := _AT_WISH.fullmatch(kind):
        return _("Places in a workshop of choice number {number}", number=int(match[1]))
    return None


def bound_text(goal: Goal) -> str:
    """What is possible at best; a question mark where there was no time to find out."""
    return "?" if goal.bound is None else str(goal.bound)


_POLICIES: dict[Policy, Sentence] = {
    "floor-first": _(
        "First nobody far below what they could have had, then as many good places as possible overall."
    ),
    "leximin": _("As few people as possible worst off, then as few as possible next to worst, and so on."),
    "most-first-choices": _("As many first choices as possible, then as many second choices, and so on."),
    "best-sum": _("As many good places as possible overall."),
    "lottery": _("In the order of lots each takes the best places still left."),
    "draft": _("By turns in the order of lots, there and back, one place a turn."),
}


def policy_words(policy: Policy) -> Sentence:
    """What a policy aims at, in one sentence."""
    return _POLICIES[policy]

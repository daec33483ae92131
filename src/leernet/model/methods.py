"""Methods of intervisie: their steps, each with its time."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Literal

from msgspec import Struct

from leernet.model.programme import TimedBlock, clock_at, minute_of
from leernet.model.values import Range, Span
from leernet.model.year import Meeting, Network, OwnDates, OwnMethod
from leernet.words import Language


class MethodStep(Struct, frozen=True):
    """One step of a method.

    Attributes:
        text: what the group does, where the title does not say it all.
    """

    title: str
    minutes: int
    text: str = ""


class Method(Struct, frozen=True):
    """What a group does with one case, in one language.

    Attributes:
        people: for how many.
        trust: low, fit for a new group; high, for people who know one another.
        experience: of the group and of who chairs it.
        needs: what else it takes.
    """

    title: str
    people: Range
    trust: Literal["low", "high"]
    experience: Literal["none", "some", "practised"]
    needs: str
    steps: tuple[MethodStep, ...]

    @property
    def minutes(self) -> int:
        """How long one case takes."""
        return sum(step.minutes for step in self.steps)


def method_names() -> tuple[str, ...]:
    """The methods that ``method`` may name, sorted."""
    return tuple(sorted(_shipped()))


def method_of(asked: str | OwnMethod, language: Language) -> Method | None:
    """A method that leernet knows or that the user wrote down; None for a name that it does not know."""
    if isinstance(asked, OwnMethod):
        steps = tuple(MethodStep(step.title, step.minutes, step.text) for step in asked.steps)
        return Method(asked.title, asked.people, "low", "none", "", steps)
    written = _shipped().get(asked)
    if written is None:
        return None
    return Method(
        title=written["title"][language],
        people=Range(*written["people"]),
        trust=written["trust"],
        experience=written["experience"],
        needs=written.get("needs", {}).get(language, ""),
        steps=tuple(
            MethodStep(step["title"][language], step["minutes"], step.get("text", {}).get(language, ""))
            for step in written["steps"]
        ),
    )


def works_by(network: Network, meeting: Meeting) -> str | OwnMethod | None:
    """The method, or its name, by which groups work in a meeting; None where they have none."""
    groups = network.groups
    if groups is None:
        return None
    defined = meeting in network.meetings
    if isinstance(groups.meetings, OwnDates):
        within = not defined
    else:
        within = meeting.id in groups.meetings or (defined and not groups.meetings)
    return groups.method if within else None


def timed_steps(method: Method, span: Span) -> tuple[TimedBlock, ...]:
    """The steps of one case in the time there is, to the minute.

    With more time than the method takes, the rest is left: for another case, or for what else there is to
    say. With less, every step is shortened alike; rounding goes to the steps that lose most by it, the first
    of them where they lose the same.
    """
    minutes = _shortened([step.minutes for step in method.steps], span.minutes)
    ends = list(accumulate(minutes, initial=minute_of(span.start)))
    return tuple(
        TimedBlock(clock_at(begin), clock_at(end), step.title, text=step.text, kind="groups")
        for step, begin, end in zip(method.steps, ends, ends[1:], strict=False)
    )


def _shortened(minutes: list[int], available: int) -> list[int]:
    total = sum(minutes)
    if total <= available:
        return minutes
    parts = [each * available // total for each in minutes]
    losers = sorted(range(len(minutes)), key=lambda step: (-(minutes[step] * available % total), step))
    for step in losers[: available - sum(parts)]:
        parts[step] += 1
    return parts


@cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    shipped = (files("leernet") / "data" / "methods.json").read_text(encoding="utf-8")
    methods: dict[str, Mapping[str, Any]] = json.loads(shipped)
    return methods

"""A meeting and its span in; the blocks of its programme with the time of each out."""

import json
from collections.abc import Iterator, Mapping
from datetime import time
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple

from msgspec import Struct

from leernet.finding import Path
from leernet.model.selection import audience_of
from leernet.model.values import Span
from leernet.model.year import (
    Block,
    BlockKind,
    BlockOverlay,
    Meeting,
    Network,
    OverlaidTemplate,
    Phase,
    Programme,
    School,
    Selector,
    Series,
    Year,
)
from leernet.words import Language


class TimedBlock(Struct, frozen=True):
    """A part of a meeting with its times.

    Attributes:
        lead: ids of members, or names of guests.
        audience: who comes for it; None: everybody.
    """

    start: time
    end: time
    title: str
    lead: tuple[str, ...] = ()
    audience: Selector | None = None
    text: str = ""
    kind: BlockKind = "plenary"
    room: str = ""

    @property
    def span(self) -> Span:
        """From start to end."""
        return Span(self.start, self.end)


class Part(NamedTuple):
    """A block before it has a time.

    Attributes:
        place: in the programme as it is written.
        least_minutes: how short it may become when it takes what the others leave.
    """

    block: Block
    place: int
    least_minutes: int = 1


class Stretch(NamedTuple):
    """Blocks in a row between two times that are fixed, in minutes since midnight."""

    parts: tuple[Part, ...]
    begin: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.begin

    @property
    def taken(self) -> int:
        """Minutes of the blocks that say how long they take."""
        return sum(part.block.minutes or 0 for part in self.parts)

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """Those that do not say how long they take."""
        return tuple(part for part in self.parts if part.block.minutes is None)


def programme_names() -> tuple[str, ...]:
    """The day templates that ``programme`` may name, sorted."""
    return tuple(sorted(_templates()))


def programme_of(
    year: Year, network: Network, meeting: Meeting, span: Span, host: str | None, language: Language
) -> tuple[TimedBlock, ...]:
    """The programme of a meeting, block after block.

    A block starts where the one before ends, or at its own ``start``. A block without ``minutes`` takes what
    the others leave up to the next fixed start or the end. Where ``broken_programme`` finds nothing, the
    blocks fill the span to the minute; where it finds something, no block passes the next fixed start.

    Args:
        host: id of the school that receives the group; without a tour there, such blocks are left out.
        language: of a day template; blocks that the user wrote stay as they are.

    Returns:
        In order of time; empty when the meeting has no programme.
    """
    parts = parts_of(year, network, meeting, span, host, language)
    return tuple(block for stretch in stretches_of(parts, span) for block in _timed(stretch))


def moment_as_meeting(year: Year, series: Series, moment: str) -> tuple[Network, Meeting]:
    """A moment of a series as a meeting of a network, so that a series' programme is one like any other."""
    organiser = year.networks.get(series.network or "")
    network = Network(
        id=series.id,
        title=series.title or series.id,
        facilitation=organiser.facilitation if organiser else series.id,
        members=audience_of(year, series),
        thread=organiser.thread if organiser else "",
        programme=series.programme,
    )
    return network, Meeting(id=moment)


def parts_of(
    year: Year, network: Network, meeting: Meeting, span: Span, host: str | None, language: Language
) -> tuple[Part, ...]:
    """The blocks of a meeting before they have times; arguments as for ``programme_of``."""
    programme = meeting.programme if meeting.programme is not None else network.programme
    if programme is None:
        programme = default_programme(network, span)
    if programme is None:
        return ()
    school = year.schools.get(host or "")
    if isinstance(programme, tuple):
        shown = (one for one in enumerate(programme) if one[1].kind != "tour" or _gives_tour(school))
        return tuple(Part(block, at) for at, block in shown)
    fields = {
        "theme": meeting.theme,
        "thread": thread_of(network, meeting),
        "host": school.name if school else "",
    }
    templates = _templates().get(template_of(programme) or "", ())
    with_tour, without_tour = (
        tuple(
            _template_part(written, at, network, fields, language, _overlay_of(programme, written))
            for at, written in enumerate(one for one in templates if one.get("tour") in (None, tour))
        )
        for tour in (True, False)
    )
    # Whoever hosts decides on the tour; a meeting too short for it is still a meeting.
    return with_tour if _gives_tour(school) and least_minutes(with_tour) <= span.minutes else without_tour


# While a network is young the facilitator steers; later what members seek and offer fills the meeting.
_BY_PHASE: Mapping[Phase, str] = {
    "forming": "morning",
    "maintaining": "exchange",
    "institutionalising": "exchange",
}


def default_programme(network: Network, span: Span) -> str | None:
    """The day template of a network that has a phase and no programme; None where it does not fit."""
    if network.phase is None:
        return None
    name = _BY_PHASE[network.phase]
    blocks = [block for block in _templates()[name] if not block.get("tour")]
    least = sum(block.get("minutes") or block.get("least_minutes", 1) for block in blocks)
    return name if least <= span.minutes else None


def thread_of(network: Network, meeting: Meeting) -> str:
    """The thread of the year, and what this meeting takes up of it."""
    return " – ".join(part for part in (network.thread, meeting.thread) if part)


def template_of(programme: Programme | None) -> str | None:
    """The day template that a programme names; None where blocks are written out."""
    if isinstance(programme, OverlaidTemplate):
        return programme.template
    return programme if isinstance(programme, str) else None


def written_blocks(programme: Programme | None) -> Iterator[tuple[Path, Block | BlockOverlay]]:
    """The blocks that the user wrote, and where in the programme each is."""
    if isinstance(programme, OverlaidTemplate):
        yield from ((("blocks", title), block) for title, block in programme.blocks.items())
    elif isinstance(programme, tuple):
        yield from (((at,), block) for at, block in enumerate(programme))


def block_titles(template: str) -> tuple[str, ...]:
    """The titles by which blocks of a day template may be named, Dutch and English, each once."""
    written = _templates().get(template, ())
    return tuple(dict.fromkeys(title for block in written for title in block["title"].values()))


def _overlay_of(programme: Programme, written: Mapping[str, Any]) -> BlockOverlay | None:
    """What the user says of a block of the template, named by its title in either language."""
    if not isinstance(programme, OverlaidTemplate):
        return None
    titles = {title.casefold() for title in written["title"].values()}
    return next((said for title, said in programme.blocks.items() if title.casefold() in titles), None)


def least_minutes(parts: tuple[Part, ...]) -> int:
    """How long these parts take when what takes the rest is as short as it may be."""
    return sum(part.least_minutes if part.block.minutes is None else part.block.minutes for part in parts)


def _gives_tour(school: School | None) -> bool:
    return school is not None and school.tour


def _template_part(
    written: Mapping[str, Any],
    place: int,
    network: Network,
    fields: Mapping[str, str],
    language: Language,
    overlay: BlockOverlay | None,
) -> Part:
    # Welcome but not counted: only then does "those the network is for" leave somebody out.
    only_network = written.get("for") == "network" and network.optional is not None
    block = Block(
        title=written["title"][language],
        text=written.get("text", {}).get(language, "").format(**fields),
        minutes=written.get("minutes"),
        kind=written.get("kind", "plenary"),
        audience=network.members if only_network else None,
    )
    if overlay is not None:
        said = {name: getattr(overlay, name) for name in overlay.model_fields_set}
        block = block.model_copy(update=said)
    return Part(block, place, written.get("least_minutes", 1))


@cache
def _templates() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    shipped = (files("leernet") / "data" / "programmes.json").read_text(encoding="utf-8")
    return {name: tuple(blocks) for name, blocks in json.loads(shipped).items()}


def stretches_of(parts: tuple[Part, ...], span: Span) -> tuple[Stretch, ...]:
    """The parts cut where one has a start of its own; a start before the one above counts as that one."""
    firsts = [at for at, part in enumerate(parts) if at == 0 or part.block.start is not None]
    starts = [minute_of(parts[at].block.start or span.start) for at in firsts]
    begins = list(accumulate(starts, max))
    afters = [*firsts[1:], len(parts)]
    ends = [*begins[1:], max(minute_of(span.end), *begins[-1:])] if begins else []
    return tuple(
        Stretch(parts[first:after], begin, end)
        for first, after, begin, end in zip(firsts, afters, begins, ends, strict=False)
    )


def _timed(stretch: Stretch) -> Iterator[TimedBlock]:
    rest = stretch.minutes - stretch.taken
    at = stretch.begin
    for part in stretch.parts:
        minutes = part.block.minutes
        if minutes is None:
            minutes, rest = max(rest, 0), 0
        until = min(at + minutes, stretch.end)
        yield _timed_block(part.block, at, until)
        at = until


def _timed_block(block: Block, start: int, end: int) -> TimedBlock:
    return TimedBlock(
        clock_at(start),
        clock_at(end),
        block.title,
        block.lead,
        block.audience,
        block.text,
        block.kind,
        block.room,
    )


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def clock_at(minute: int) -> time:
    return time(*divmod(minute, 60))

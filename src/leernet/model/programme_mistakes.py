"""What does not add up in the programme of a meeting, with the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leernet.catalogue.programmes import (
    BLOCK_OUTSIDE_MEETING,
    BLOCKS_OUT_OF_ORDER,
    NO_ROOM_FOR_OPEN_BLOCK,
    PROGRAMME_GAP,
    PROGRAMME_TOO_LONG,
    ROUND_OUTSIDE_PROGRAMME,
    ROUND_OVER_SEVERAL_BLOCKS,
    TWO_OPEN_BLOCKS,
    UNKNOWN_BLOCK,
    UNKNOWN_PROGRAMME,
)
from leernet.catalogue.rule import Broken
from leernet.finding import Path
from leernet.model.plan import meeting_reference
from leernet.model.programme import (
    Part,
    Stretch,
    TimedBlock,
    block_titles,
    clock_at,
    minute_of,
    moment_as_meeting,
    parts_of,
    programme_names,
    programme_of,
    stretches_of,
    template_of,
)
from leernet.model.selection import meeting_title
from leernet.model.values import Span
from leernet.model.year import Block, Meeting, Network, OverlaidTemplate, Programme, Series, Year


@dataclass(frozen=True, slots=True)
class ProgrammeMistake:
    """Something in a programme that a person should look at.

    Attributes:
        path: of the value in the definitions.
    """

    path: Path
    broken: Broken


def broken_programme(
    year: Year, network: Network, meeting: Meeting, span: Span, host: str | None
) -> tuple[ProgrammeMistake, ...]:
    """What does not add up in the programme of a meeting; arguments as for ``programme_of``."""
    path = _programme_path(network, meeting)
    own = _broken(path, year, network, meeting, span, host)
    return own or tuple(_rounds_outside_workshops(year, network, meeting, span, host))


def broken_series_programme(
    year: Year, series: Series, moment: str, span: Span, host: str | None
) -> tuple[ProgrammeMistake, ...]:
    """The same for a moment of a series that has a programme."""
    network, meeting = moment_as_meeting(year, series, moment)
    return _broken(("series", series.id, "programme"), year, network, meeting, span, host)


def _broken(
    path: Path, year: Year, network: Network, meeting: Meeting, span: Span, host: str | None
) -> tuple[ProgrammeMistake, ...]:
    programme = meeting.programme if meeting.programme is not None else network.programme
    template = template_of(programme)
    if template is not None and template not in programme_names():
        return (ProgrammeMistake(path, UNKNOWN_PROGRAMME.broken(name=template, names=programme_names())),)
    if unknown := tuple(_unknown_blocks(path, programme)):
        return unknown
    parts = parts_of(year, network, meeting, span, host, year.settings.language)
    name = meeting_title(network, meeting)
    wrong_starts = tuple(_wrong_starts(path, name, parts, span))
    if wrong_starts:
        # What the times of the others come to means something only once these are right.
        return wrong_starts
    stretches = stretches_of(parts, span)
    return (
        *_late_first_block(path, name, stretches, span),
        *(mistake for stretch in stretches for mistake in _broken_stretch(path, name, stretch)),
    )


def _programme_path(network: Network, meeting: Meeting) -> Path:
    if meeting.programme is None or meeting not in network.meetings:
        return ("networks", network.id, "programme")
    return ("networks", network.id, "meetings", network.meetings.index(meeting), "programme")


def _unknown_blocks(path: Path, programme: Programme | None) -> Iterator[ProgrammeMistake]:
    """Overlaid blocks that the template does not have."""
    if not isinstance(programme, OverlaidTemplate):
        return
    titles = block_titles(programme.template)
    known = {title.casefold() for title in titles}
    for title in programme.blocks:
        if title.casefold() not in known:
            broken = UNKNOWN_BLOCK.broken(template=programme.template, title=title, titles=titles)
            yield ProgrammeMistake((*path, "blocks", title), broken)


def _wrong_starts(path: Path, name: str, parts: tuple[Part, ...], span: Span) -> Iterator[ProgrammeMistake]:
    latest = span.start
    for block, at, _least_minutes in parts:
        if block.start is None:
            continue
        if not span.start <= block.start < span.end:
            yield _outside_meeting((*path, at, "start"), name, block, span)
        elif block.start < latest:
            yield _out_of_order((*path, at, "start"), block, f"{latest:%H:%M}")
        latest = max(latest, block.start)


def _outside_meeting(path: Path, name: str, block: Block, span: Span) -> ProgrammeMistake:
    return ProgrammeMistake(
        path,
        BLOCK_OUTSIDE_MEETING.broken(
            block=block.title,
            start=f"{block.start:%H:%M}",
            meeting=name,
            begin=f"{span.start:%H:%M}",
            end=f"{span.end:%H:%M}",
        ),
    )


def _out_of_order(path: Path, block: Block, latest: str) -> ProgrammeMistake:
    return ProgrammeMistake(
        path, BLOCKS_OUT_OF_ORDER.broken(block=block.title, start=f"{block.start:%H:%M}", latest=latest)
    )


def _broken_stretch(path: Path, name: str, stretch: Stretch) -> Iterator[ProgrammeMistake]:
    open_parts = stretch.open_parts
    rest = stretch.minutes - stretch.taken
    if len(open_parts) > 1:
        yield _two_open_blocks(path, name, stretch)
    elif open_parts and rest < open_parts[0].least_minutes:
        yield _no_room(path, name, stretch)
    elif not open_parts and rest < 0:
        yield _too_long(path, name, stretch)
    elif not open_parts and rest > 0:
        yield _gap((*path, stretch.parts[-1].place), name, stretch.begin + stretch.taken, stretch.end)


def _two_open_blocks(path: Path, name: str, stretch: Stretch) -> ProgrammeMistake:
    one, other = stretch.open_parts[:2]
    return ProgrammeMistake(
        (*path, other.place),
        TWO_OPEN_BLOCKS.broken(one=one.block.title, other=other.block.title, meeting=name),
    )


def _no_room(path: Path, name: str, stretch: Stretch) -> ProgrammeMistake:
    open_part = stretch.open_parts[0]
    return ProgrammeMistake(
        (*path, open_part.place),
        NO_ROOM_FOR_OPEN_BLOCK.broken(
            meeting=name,
            available=stretch.minutes,
            begin=f"{clock_at(stretch.begin):%H:%M}",
            end=f"{clock_at(stretch.end):%H:%M}",
            taken=stretch.taken,
            block=open_part.block.title,
            least=open_part.least_minutes,
        ),
    )


def _too_long(path: Path, name: str, stretch: Stretch) -> ProgrammeMistake:
    return ProgrammeMistake(
        (*path, stretch.parts[0].place),
        PROGRAMME_TOO_LONG.broken(
            meeting=name,
            available=stretch.minutes,
            begin=f"{clock_at(stretch.begin):%H:%M}",
            end=f"{clock_at(stretch.end):%H:%M}",
            taken=stretch.taken,
        ),
    )


def _late_first_block(
    path: Path, name: str, stretches: tuple[Stretch, ...], span: Span
) -> Iterator[ProgrammeMistake]:
    if stretches and minute_of(span.start) < stretches[0].begin < minute_of(span.end):
        yield _gap((*path, 0), name, minute_of(span.start), stretches[0].begin)


def _gap(path: Path, name: str, begin: int, end: int) -> ProgrammeMistake:
    return ProgrammeMistake(
        path,
        PROGRAMME_GAP.broken(
            meeting=name, begin=f"{clock_at(begin):%H:%M}", end=f"{clock_at(end):%H:%M}", minutes=end - begin
        ),
    )


def _rounds_outside_workshops(
    year: Year, network: Network, meeting: Meeting, span: Span, host: str | None
) -> Iterator[ProgrammeMistake]:
    """Rounds of workshops inside this meeting that are at another time than the programme says."""
    blocks = programme_of(year, network, meeting, span, host, year.settings.language)
    reference = meeting_reference(network.id, meeting.id)
    for _id, series in sorted(year.series.items()):
        for id, moment in sorted(series.moments.items()):
            if moment.meeting != reference or moment.time is None or not blocks:
                continue
            if _in_workshops(blocks, moment.time):
                continue
            name = meeting_title(network, meeting)
            over = tuple(block.title for block in blocks if moment.time.overlaps(block.span))
            if any(block.kind == "workshops" and moment.time.overlaps(block.span) for block in blocks):
                yield _round_over_several_blocks(series, id, moment.time, name, over)
            else:
                yield _round_outside(series, id, moment.time, name)


def _in_workshops(blocks: tuple[TimedBlock, ...], span: Span) -> bool:
    """Whether a round lies in one block of workshops."""
    return any(
        block.kind == "workshops" and block.start <= span.start and span.end <= block.end for block in blocks
    )


def _round_over_several_blocks(
    series: Series, id: str, span: Span, meeting: str, blocks: tuple[str, ...]
) -> ProgrammeMistake:
    broken = ROUND_OVER_SEVERAL_BLOCKS.broken(
        series=series.title or series.id,
        moment=id,
        begin=f"{span.start:%H:%M}",
        end=f"{span.end:%H:%M}",
        meeting=meeting,
        blocks=blocks,
    )
    return ProgrammeMistake(("series", series.id, "moments", id, "time"), broken)


def _round_outside(series: Series, id: str, span: Span, meeting: str) -> ProgrammeMistake:
    return ProgrammeMistake(
        ("series", series.id, "moments", id, "time"),
        ROUND_OUTSIDE_PROGRAMME.broken(
            series=series.title or series.id,
            moment=id,
            begin=f"{span.start:%H:%M}",
            end=f"{span.end:%H:%M}",
            meeting=meeting,
        ),
    )

"""What does not add up in the programme of a meeting, with the minutes."""

from collections.abc import Iterator

from msgspec import Struct

from leernet.catalogue import programmes as rules
from leernet.catalogue.rule import Broken, Rule
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
from leernet.model.year import Meeting, Network, OverlaidTemplate, Programme, Series, Year
from leernet.words import Field


class ProgrammeMistake(Struct, frozen=True):
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
        return (
            ProgrammeMistake(path, rules.UNKNOWN_PROGRAMME.broken(name=template, names=programme_names())),
        )
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
            broken = rules.UNKNOWN_BLOCK.broken(template=programme.template, title=title, titles=titles)
            yield ProgrammeMistake((*path, "blocks", title), broken)


def _wrong_starts(path: Path, name: str, parts: tuple[Part, ...], span: Span) -> Iterator[ProgrammeMistake]:
    latest = span.start
    for block, at, _least_minutes in parts:
        if block.start is None:
            continue
        fields = {"block": block.title, "start": f"{block.start:%H:%M}"}
        where = (*path, at, "start")
        if not span.start <= block.start < span.end:
            end = {"begin": f"{span.start:%H:%M}", "end": f"{span.end:%H:%M}"}
            yield ProgrammeMistake(where, rules.BLOCK_OUTSIDE_MEETING.broken(**fields, **end, meeting=name))
        elif block.start < latest:
            yield ProgrammeMistake(
                where, rules.BLOCKS_OUT_OF_ORDER.broken(**fields, latest=f"{latest:%H:%M}")
            )
        latest = max(latest, block.start)


def _broken_stretch(path: Path, name: str, stretch: Stretch) -> Iterator[ProgrammeMistake]:
    open_parts = stretch.open_parts
    rest = stretch.minutes - stretch.taken
    times = {**_times(stretch.begin, stretch.end), "available": stretch.minutes, "taken": stretch.taken}
    if len(open_parts) > 1:
        one, other = (part.block.title for part in open_parts[:2])
        broken = rules.TWO_OPEN_BLOCKS.broken(one=one, other=other, meeting=name)
        yield ProgrammeMistake((*path, open_parts[1].place), broken)
    elif open_parts and rest < open_parts[0].least_minutes:
        block, place, least = open_parts[0]
        broken = rules.NO_ROOM_FOR_OPEN_BLOCK.broken(meeting=name, **times, block=block.title, least=least)
        yield ProgrammeMistake((*path, place), broken)
    elif not open_parts and rest < 0:
        broken = rules.PROGRAMME_TOO_LONG.broken(meeting=name, **times)
        yield ProgrammeMistake((*path, stretch.parts[0].place), broken)
    elif not open_parts and rest > 0:
        yield _gap((*path, stretch.parts[-1].place), name, stretch.begin + stretch.taken, stretch.end)


def _times(begin: int, end: int) -> dict[str, Field]:
    return {"begin": f"{clock_at(begin):%H:%M}", "end": f"{clock_at(end):%H:%M}"}


def _late_first_block(
    path: Path, name: str, stretches: tuple[Stretch, ...], span: Span
) -> Iterator[ProgrammeMistake]:
    if stretches and minute_of(span.start) < stretches[0].begin < minute_of(span.end):
        yield _gap((*path, 0), name, minute_of(span.start), stretches[0].begin)


def _gap(path: Path, name: str, begin: int, end: int) -> ProgrammeMistake:
    return ProgrammeMistake(
        path, rules.PROGRAMME_GAP.broken(meeting=name, **_times(begin, end), minutes=end - begin)
    )


def _rounds_outside_workshops(
    year: Year, network: Network, meeting: Meeting, span: Span, host: str | None
) -> Iterator[ProgrammeMistake]:
    """Rounds of workshops inside this meeting that are at another time than the programme says."""
    blocks = programme_of(year, network, meeting, span, host, year.settings.language)
    reference = meeting_reference(network.id, meeting.id)
    for _id, series in sorted(year.series.items()):
        for id, moment in sorted(series.moments.items()):
            if moment.meeting == reference and moment.time is not None and blocks:
                broken = _round_outside(blocks, moment.time)
                if broken is not None:
                    rule, more = broken
                    fields: dict[str, Field] = {"series": series.title or series.id, "moment": id}
                    fields |= {"meeting": meeting_title(network, meeting), **more}
                    where = ("series", series.id, "moments", id, "time")
                    yield ProgrammeMistake(where, rule.broken(**fields))


def _round_outside(blocks: tuple[TimedBlock, ...], span: Span) -> tuple[Rule, dict[str, Field]] | None:
    """What is wrong with the time of a round; None where it lies in one block of workshops."""
    workshops = [block for block in blocks if block.kind == "workshops"]
    if any(block.start <= span.start and span.end <= block.end for block in workshops):
        return None
    times: dict[str, Field] = {"begin": f"{span.start:%H:%M}", "end": f"{span.end:%H:%M}"}
    if not any(span.overlaps(block.span) for block in workshops):
        return rules.ROUND_OUTSIDE_PROGRAMME, times
    over = tuple(block.title for block in blocks if span.overlaps(block.span))
    return rules.ROUND_OVER_SEVERAL_BLOCKS, {**times, "blocks": over}

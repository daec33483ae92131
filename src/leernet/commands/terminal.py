"""Drawings on stdout and progress on stderr; both only where somebody sees them."""

import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from leernet.commands.run import Run
from leernet.solve.limits import Limits
from leernet.words import Sentence, _
from leernet.write.goal_words import goal_words


def draw(run: Run, drawing: RenderableType) -> None:
    """A table or another drawing, on stdout."""
    if not run.json:
        # Behind a pipe nobody knows how wide it is; as wide as our own lines then.
        width = None if sys.stdout.isatty() else 110
        console = Console(highlight=False, width=width)
        if isinstance(drawing, Table):
            _keep_words_whole(drawing, console.width)
        console.print(drawing)


def _keep_words_whole(table: Table, width: int) -> None:
    """Let no column be narrower than its longest word, which may have to be typed; where all of them fit."""
    if not table.row_count:
        return
    texts = [[str(text) for text in (column.header, *column.cells)] for column in table.columns]
    whole = [max(map(cell_len, lines)) for lines in texts]
    widths = [
        most
        if column.no_wrap
        else max(cell_len(word) for line in lines[1:] for word in (lines[0], *line.split()))
        for column, lines, most in zip(table.columns, texts, whole, strict=True)
    ]
    spare = width - sum(widths) - len(widths) * (table.padding[1] + table.padding[3])
    if spare < 0 or spare >= sum(whole) - sum(widths):
        return
    for column, letters in zip(table.columns, widths_with_fewest_folds(texts, widths, spare), strict=True):
        column.width = letters


@contextmanager
def bar(run: Run, what: Sentence) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal's stderr for what takes over a second; nothing elsewhere."""
    if run.json or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(run.words.say(what), total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


@contextmanager
def goal_bar(run: Run) -> Iterator[Callable[[str, int | None, int | None], None]]:
    """The goal being solved, its value and its bound, on the terminal's stderr; nothing elsewhere."""
    if run.json or not sys.stderr.isatty():
        yield lambda _goal, _value, _bound: None
        return

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def told(goal: str, value: int | None, bound: int | None) -> None:
            said = goal_words(goal)
            if value is not None and bound is not None:
                said = _("{goal}: {value} (bound {bound})", goal=said, value=value, bound=bound)
            progress.update(task, description=run.words.say(said))

        yield told


@contextmanager
def interruptible(limits: Limits) -> Iterator[Limits]:
    """The same limits, reached too when somebody presses ^C; a second ^C ends the run."""
    asked: list[int] = []

    def pressed(signal_number: int, _frame: object) -> None:
        asked.append(signal_number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, pressed)
    try:
        yield replace(limits, interrupted=lambda: bool(asked))
    finally:
        signal.signal(signal.SIGINT, before)


# More rows than anybody reads say no more about how wide a column had best be.
_LOOKED_AT = 200


def widths_with_fewest_folds(
    columns: Sequence[Sequence[str]], least: Sequence[int], spare: int
) -> tuple[int, ...]:
    """The least widths, and the spare letters where each saves most lines: short names stay whole first."""
    lines = [_lines_by_width(texts, width, spare) for texts, width in zip(columns, least, strict=True)]
    more = [0] * len(columns)
    while True:
        wider = [
            ((taken[now] - taken[then]) / (then - now), -then, -at)
            for at, (taken, now) in enumerate(zip(lines, more, strict=True))
            for then in range(now + 1, min(now + spare - sum(more), len(taken) - 1) + 1)
        ]
        saving, then, at = max(wider, default=(0, 0, 0))
        if saving <= 0:
            return tuple(width + extra for width, extra in zip(least, more, strict=True))
        more[-at] = -then


def _lines_by_width(texts: Sequence[str], least: int, spare: int) -> tuple[int, ...]:
    """How many lines a column takes at its least width, and at each letter more until it is whole."""
    cells = [
        (tuple(map(cell_len, text.split())), count) for text, count in Counter(texts[:_LOOKED_AT]).items()
    ]
    widest = max(map(cell_len, texts))
    return tuple(
        sum(_lines(words, width) * count for words, count in cells)
        for width in range(least, min(widest, least + spare) + 1)
    )


def _lines(words: tuple[int, ...], width: int) -> int:
    lines, used = 1, 0
    for word in words:
        if used and used + 1 + word > width:
            lines, used = lines + 1, word
        else:
            used += word + (used > 0)
    return lines

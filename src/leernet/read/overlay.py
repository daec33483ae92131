"""The definitions of a project and those of a what-if in; the project as if the what-if held, out."""

from msgspec.structs import replace

from leernet.finding import Path
from leernet.read.entries import Entry, Gathered
from leernet.read.yamltext import Value


def laid_over(base: Gathered, top: Gathered) -> Gathered:
    """What is in ``top`` goes before what is in ``base``, key by key; all else stays as it is.

    Blocks are laid over blocks. Of lists of things with an id, as meetings are, those with the same id are
    laid over one another and others are added; any other list takes the place of the one there was.
    """
    moved: dict[Path, Path] = {}
    settings = _over(base.settings, top.settings, ("year",), ("year",), moved)
    entries = dict(base.entries)
    for key, entry in top.entries.items():
        entries[key] = _entry_over(base.entries.get(key), entry, moved)
    return replace(
        base,
        settings=settings if isinstance(settings, dict) else base.settings,
        has_settings=base.has_settings or top.has_settings,
        entries=entries,
        values=base.values | {_moved(path, moved): place for path, place in top.values.items()},
        keys=base.keys | {_moved(path, moved): place for path, place in top.keys.items()},
        findings=[*base.findings, *top.findings],
    )


def _entry_over(base: Entry | None, top: Entry, moved: dict[Path, Path]) -> Entry:
    if base is None:
        return top
    path: Path = (top.kind, top.id)
    return replace(base, tree=_over(base.tree, top.tree, path, path, moved))


def _over(base: Value, top: Value, at: Path, came_from: Path, moved: dict[Path, Path]) -> Value:
    """``top`` laid over ``base``; notes in ``moved`` where in the result the parts of ``top`` are."""
    moved[came_from] = at
    if isinstance(base, dict) and isinstance(top, dict):
        laid = dict(base)
        for key, value in top.items():
            laid[key] = _over(base.get(key, ""), value, (*at, key), (*came_from, key), moved)
        return laid
    if isinstance(base, list) and isinstance(top, list) and _ids(base) and _ids(top):
        return _lists_over(base, top, at, came_from, moved)
    return top


def _ids(things: list[Value]) -> dict[str, int]:
    """Place of each thing by its id; nothing when one of them has none."""
    ids = [thing.get("id") if isinstance(thing, dict) else None for thing in things]
    return {str(id): at for at, id in enumerate(ids)} if all(ids) else {}


def _lists_over(
    base: list[Value], top: list[Value], at: Path, came_from: Path, moved: dict[Path, Path]
) -> list[Value]:
    laid, places = list(base), _ids(base)
    for number, (id, _place) in enumerate(_ids(top).items()):
        place = places.get(id, len(laid))
        if place == len(laid):
            laid.append("")
        laid[place] = _over(laid[place], top[number], (*at, place), (*came_from, number), moved)
    return laid


def _moved(path: Path, moved: dict[Path, Path]) -> Path:
    """Where a value of the what-if is in the result."""
    for length in range(len(path), 0, -1):
        if path[:length] in moved:
            return (*moved[path[:length]], *path[length:])
    return path

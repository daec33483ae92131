"""The files of a project to start from: an example, or a new one."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from leernet.model.values import SchoolYear
from leernet.words import Language

# The school year that the project of `init` is written for; for another one its years move along.
_WRITTEN_FOR = SchoolYear(2026)
# The examples that together are the partnership of the demo.
_PARTNERSHIP = ("starterscoaches", "studentworkshops")

# What a project carries in version control is everything but these: .leernet/ belongs to it otherwise.
_GITIGNORE = b"out/\n.leernet/lock\n.leernet/undo/\n.leernet/*.log\n"
# Where two people both sent or noted answers, the lines of both are right, in any order.
_BOTH_ARE_RIGHT = ("sent.yaml", "answers.csv", ".leernet/feeds.json", ".leernet/sending.json")
GIT_FILES: Mapping[str, bytes] = {
    ".gitattributes": "".join(f"{path} merge=union\n" for path in _BOTH_ARE_RIGHT).encode(),
    ".gitignore": _GITIGNORE,
}


def example_names() -> tuple[str, ...]:
    """The examples that are installed with leernet, sorted."""
    return tuple(sorted(folder.name for folder in (files("leernet") / "data" / "examples").iterdir()))


def example_files(name: str) -> Mapping[str, bytes]:
    """The files of one example, a project that is complete on its own, by path.

    Raises:
        ValueError: there is no such example.
    """
    if name not in example_names():
        raise ValueError(name)
    return dict(_below(files("leernet") / "data" / "examples" / name, ""))


def demo_files() -> Mapping[str, bytes]:
    """Two examples as one partnership, by path: what they share is in files that are the same in each."""
    merged: dict[str, bytes] = {}
    for name in _PARTNERSHIP:
        for path, content in example_files(name).items():
            if merged.setdefault(path, content) != content:
                raise ValueError(f"The examples disagree about {path}.")
    return dict(sorted(merged.items()))


def init_files(
    language: Language, school_year: SchoolYear, *, workshops: bool = False
) -> Mapping[str, bytes]:
    """A small project for a school year, with comments in a language that tell what to change, by path.

    Args:
        workshops: whether there is a series of workshops in it too, with a few choices.
    """
    data = files("leernet") / "data"
    folders = [data / "init" / language, *([data / "init-workshops" / language] if workshops else [])]
    written, asked = _WRITTEN_FOR.starts_in, school_year.starts_in
    moved = dict(GIT_FILES)
    for path, content in (found for folder in folders for found in _below(folder, "")):
        text = content.decode().replace(str(written + 1), "{second}").replace(str(written), "{first}")
        moved[path] = text.replace("{second}", str(asked + 1)).replace("{first}", str(asked)).encode()
    return moved


def _below(folder: Traversable, before: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _below(entry, f"{before}{entry.name}/")
        else:
            yield f"{before}{entry.name}", entry.read_bytes()

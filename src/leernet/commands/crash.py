"""A mistake of leernet in; a report of it, without anything of the project, in the project's folder, out."""

import platform
import re
import sys
import traceback
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path, PurePath

from leernet.commands.run import Run
from leernet.files import project_files, write_whole
from leernet.finding import LeernetError
from leernet.words import Sentence, _

REPORT = ".leernet/crash.log"
WHOSE = _("This is a mistake in leernet, not in your files; no file was left half written.")


def crash_report(error: BaseException, command: str) -> str:
    """Versions, platform, and where in the code it went wrong.

    Of the traceback only places in the code and its own lines: what an error says, and the values it met,
    may be names or addresses of people.

    Args:
        command: the verb; what was typed behind it is not told.
    """
    lines = (
        f"leernet {version('leernet')}, command: {command}",
        f"Python {platform.python_version()} ({platform.python_implementation()}), {platform.platform()}",
        f"locale {sys.getfilesystemencoding()}, stdout {getattr(sys.stdout, 'encoding', None)}",
        f"with {', '.join(_libraries())}",
        "",
        *_traceback(error),
    )
    return "".join(f"{line}\n" for line in lines)


def keep_report(run: Run | None, report: str) -> Sentence | None:
    """Write the report into the project; None where there is no project or it cannot be written."""
    try:
        if run is None or not any(path.endswith((".yaml", ".yml")) for path in project_files(run.folder)):
            return None
        write_whole(run.folder, {REPORT: report.encode()})
    except (LeernetError, OSError):
        return None
    return _(
        "Please send {file} to {address}: it says which versions and where in the program, and nothing about "
        "people.",
        file=(run.folder / REPORT).as_posix(),
        address=_address(),
    )


def _address() -> str | Sentence:
    """Where reports go: what the package's own description calls Issues, if whoever built it named that."""
    named = (url.partition(", ") for url in metadata("leernet").get_all("Project-URL", ()))
    known = next((url for name, _comma, url in named if name == "Issues"), None)
    return known or _("whoever gave you leernet")


def _libraries() -> Iterator[str]:
    for line in requires("leernet") or ():
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        if "extra ==" not in line:
            try:
                yield f"{name} {version(name)}"
            except PackageNotFoundError:
                yield f"{name} missing"


def _traceback(error: BaseException) -> Iterator[str]:
    """Each error of the chain, the first cause first: its kind, and the lines of code it came through."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _traceback(cause)
        yield "which led to"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_in_the_code(frame.filename)}:{frame.lineno} in {frame.name}: {frame.line}"
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def _in_the_code(file: str) -> str:
    """The path inside the package: what lies before it may hold the name of a user."""
    parts = PurePath(file).parts
    roots = [at for at, part in enumerate(parts) if part in ("site-packages", "src")]
    return PurePath(*parts[roots[-1] + 1 :]).as_posix() if roots else Path(file).name

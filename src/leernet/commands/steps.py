"""A command's documents in; the same with what they are about to replace, so that it can be undone, out."""

import re
from collections.abc import Mapping
from pathlib import Path

from leernet.commands.run import Run
from leernet.files import bytes_of, write_whole
from leernet.finding import Finding
from leernet.model.undo import FOLDER, KEPT, Step, digest, is_record, step_bytes
from leernet.read.json_record import read_step

_NAME = re.compile(r"[0-9]{4}\.json")


def with_step(run: Run, documents: Mapping[str, bytes], command: str) -> Mapping[str, bytes]:
    """The documents, and a file with what they replace; the same documents where no record changes.

    Args:
        command: that makes them, as it is typed.
    """
    before = {path: current(run.folder, path) for path in documents}
    if not any(is_record(path) and before[path] != documents[path] for path in documents):
        return documents
    changed = [path for path in documents if before[path] != documents[path]]
    ledger = current(run.folder, "sent.yaml")
    step = Step(
        number=1 + max((int(path.stem) for path in _kept(run.folder)), default=0),
        command=command,
        day=run.today.isoformat(),
        before={path: before[path] for path in changed},
        after={path: digest(documents[path]) for path in changed},
        told=len(ledger or b""),
    )
    return {step.path: step_bytes(step), **documents}


def forget_old_steps(folder: Path) -> None:
    """Keep the newest steps only."""
    write_whole(folder, {}, [f"{FOLDER}/{path.name}" for path in _kept(folder)[:-KEPT]])


def kept_steps(folder: Path) -> list[Step | Finding]:
    """The steps that can be taken back, in the order in which they were made, and those that are damaged.

    Raises:
        OSError: they cannot be looked at; as if there were none, the next would be written over the first.
    """
    return [read_step(int(path.stem), bytes_of(path)) for path in _kept(folder)]


def damaged_steps(folder: Path) -> list[Finding]:
    """What cannot be undone because what is kept of it is damaged."""
    return [step for step in kept_steps(folder) if isinstance(step, Finding)]


def _kept(folder: Path) -> list[Path]:
    kept = folder / FOLDER
    return sorted(path for path in kept.iterdir() if _NAME.fullmatch(path.name)) if kept.is_dir() else []


def current(folder: Path, path: str) -> bytes | None:
    """What a file holds now; None: it is not there."""
    file = folder / path
    return bytes_of(file) if file.is_file() else None

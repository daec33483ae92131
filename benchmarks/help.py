"""CPU seconds of ``leernet --help`` beside an empty Typer app, ``pre-commit --help`` and ``khal --help``.

Run with the Python that leernet is installed in: ``python benchmarks/help.py [ROUNDS]``. The peers are
installed into a folder of their own, which is thrown away. The commands take turns, so that a machine that
slows down slows all of them.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

EMPTY_APP = """\
import typer
app = typer.Typer(rich_markup_mode=None)
@app.command()
def main() -> None: ...
app()
"""


def cpu_seconds(command: list[str]) -> float:
    """User and system seconds of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peers(folder: Path) -> dict[str, list[str]]:
    """The peers' commands, installed below a folder."""
    venv.create(folder / "peers", with_pip=True)
    scripts = folder / "peers" / "bin"
    subprocess.run(
        [scripts / "pip", "install", "-q", "--disable-pip-version-check", "pre-commit", "khal"],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    empty = folder / "empty.py"
    empty.write_text(EMPTY_APP, encoding="utf-8")
    return {
        "empty Typer app": [sys.executable, os.fspath(empty), "--help"],
        "pre-commit --help": [os.fspath(scripts / "pre-commit"), "--help"],
        "khal --help": [os.fspath(scripts / "khal"), "--help"],
    }


def main(rounds: int) -> None:
    """Print the median of each command, and what multiple of it leernet takes."""
    with tempfile.TemporaryDirectory() as folder:
        leernet = os.fspath(Path(sys.executable).with_name("leernet"))
        commands = {"leernet --help": [leernet, "--help"], **peers(Path(folder))}
        for command in commands.values():
            cpu_seconds(command)
        runs = [[cpu_seconds(command) for command in commands.values()] for _ in range(rounds)]
    print(f"CPU ms, median of {rounds} (least to most), and leernet as a multiple of it, paired by round")
    for at, name in enumerate(commands):
        seconds = [run[at] for run in runs]
        multiple = statistics.median(run[0] / run[at] for run in runs)
        least, middle, most = (
            1000 * value for value in (min(seconds), statistics.median(seconds), max(seconds))
        )
        print(f"{name:20} {middle:6.0f} ({least:.0f} to {most:.0f})  {multiple:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)

"""A new project, small and with comments, or one of the examples."""

from datetime import date
from pathlib import Path

from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.files import new_folder, project_lock, write_whole
from leernet.model.values import SchoolYear
from leernet.words import _
from leernet.write.projects import GIT_FILES, example_files, example_names, init_files


def init(run: Run, folder: Path | None, example: str | None, *, workshops: bool = False) -> None:
    """Write a small project with comments that passes check; never over what is there."""
    if example is not None and example not in example_names():
        raise WrongUsage(
            _(
                "There is no example '{named}'; choose from {known}.",
                named=example,
                known=", ".join(example_names()),
            )
        )
    target = run.folder / folder if folder else run.folder
    documents = dict(
        example_files(example)
        if example
        else init_files(run.language or run.words.language, _coming_year(run.today), workshops=workshops)
    )
    new_folder(target)
    with project_lock(target):
        # Whoever keeps projects in git has their own.
        own = [path for path in GIT_FILES if (target / path).exists()]
        documents = {path: one for path, one in {**GIT_FILES, **documents}.items() if path not in own}
        write_whole(target, documents)
    for path in documents:
        run.say(str(target / path))
    run.remark(
        _(
            "Open the files, change what you like, and run: leernet -C {folder} check",
            folder=str(target),
        )
    )
    run.finish(written=[str(target / path) for path in documents])


def _coming_year(today: date) -> SchoolYear:
    """The school year that is planned on a day: from February on, the next one."""
    return SchoolYear(today.year if today.month >= 2 else today.year - 1)

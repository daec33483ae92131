"""The folder of a project in; where the folder of its next school year is, out."""

import re
from pathlib import Path

from leernet.model.values import SchoolYear


def beside(folder: Path, closing: SchoolYear) -> Path:
    """Beside the project, its own name with the year replaced or added."""
    project = folder.resolve()
    first, second = closing.starts_in, closing.starts_in + 1
    for old, new in (
        (f"{first}-{second}", f"{second}-{second + 1}"),
        (f"{first % 100:02d}-{second % 100:02d}", f"{second % 100:02d}-{(second + 1) % 100:02d}"),
        (f"{first}", f"{second}"),
    ):
        name, count = re.subn(rf"(?<!\d){old}(?!\d)", new, project.name)
        if count:
            return project.with_name(name)
    return project.with_name(f"{project.name}-{second}-{second + 1}")

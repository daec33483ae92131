"""The files of a project in; what was assumed when it was made from the year before, with its place, out."""

import re
from collections.abc import Iterator, Mapping

from leernet.catalogue.year import ASSUMED
from leernet.finding import Finding, Place

# A comment that begins so says what leernet assumed; who agrees takes it out.
MARK = "# next-year:"
_MARKED = re.compile(r"^(?P<before> *)# next-year: (?P<told>.+?)\s*$", re.MULTILINE)


def assumptions(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Each comment of ``leernet next-year`` that still is in a file, as a remark."""
    for file, content in sorted(files.items()):
        if "/" not in file and file.lower().endswith((".yaml", ".yml")) and MARK.encode() in content:
            text = content.decode("utf-8-sig", "replace")
            for found in _MARKED.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield ASSUMED.at(Place(file, line, len(found["before"]) + 1), told=found["told"])

"""The register of personal data in; the table of docs/privacy.md out, so that the two cannot differ."""

import sys
from pathlib import Path

from leernet.model.keeping import REGISTER
from leernet.model.year import Keep

PAGE = Path(__file__).parent.parent / "docs" / "privacy.md"
HEADING = "| where | what | why | kept | then |\n|---|---|---|---|---|\n"
SINCE = {"day": "after the last day it is for", "year": "after the school year"}


def table() -> str:
    """One row for each kind of personal data."""
    keep = Keep()
    rows = []
    for one in REGISTER:
        term = "" if one.term is None else f"`{one.term}`: {getattr(keep, one.term)} {SINCE[one.since]}"
        rows.append(f"| {one.where} | {one.what} | {one.why} | {term} | {one.goes} |\n")
    return HEADING + "".join(rows)


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(HEADING)
    after = "".join(line for line in rest.splitlines(keepends=True) if not line.startswith("|"))
    PAGE.write_text(before + table() + after, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")

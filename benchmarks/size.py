"""Megabytes on the disk of leernet and each library that it brings along, the largest first.

Run with the Python that leernet is installed in: ``python benchmarks/size.py``. Files are counted as they are
installed, with what Python compiled of them; pip and what only the tests need are left out.
"""

import re
from collections import Counter
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path

MB = 1e6


def brought_along(name: str, found: dict[str, Distribution]) -> dict[str, Distribution]:
    """A library and all that it needs, extras left out."""
    try:
        found[name] = distribution(name)
    except PackageNotFoundError:
        # Needed on other systems only.
        return found
    for line in requires(name) or ():
        needed = re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-")
        if "extra ==" not in line and needed not in found:
            brought_along(needed, found)
    return found


def sizes(library: Distribution) -> Counter[str]:
    """Bytes by folder, two deep; a library that is worked on in its own folder is counted there."""
    files = [Path(str(library.locate_file(file))) for file in library.files or ()]
    if any("__editable__" in file.name or file.suffix == ".pth" for file in files):
        root = Path(__file__).parent.parent / "src" / "leernet"
        return Counter({"leernet": sum(one.stat().st_size for one in root.rglob("*") if one.is_file())})
    top = Path(str(library.locate_file("")))
    counted: Counter[str] = Counter()
    for file in files:
        if file.is_file() and file.resolve().is_relative_to(top.resolve()):
            counted["/".join(file.relative_to(top).parts[:-1][:2]) or "."] += file.stat().st_size
    return counted


def main() -> None:
    """Print one line a library."""
    counted = {name: sizes(library) for name, library in brought_along("leernet", {}).items()}
    total = sum(map(Counter.total, counted.values()))
    for name, folders in sorted(counted.items(), key=lambda one: -one[1].total()):
        largest = ", ".join(
            f"{folder} {size / MB:.1f}" for folder, size in folders.most_common(3) if size > MB
        )
        print(
            f"{name}: {folders.total() / MB:.1f} MB ({largest})"
            if largest
            else f"{name}: {folders.total() / MB:.1f} MB"
        )
    print(f"together: {total / MB:.0f} MB in {len(counted)} libraries")


if __name__ == "__main__":
    main()

"""The examples in; the copies that are installed with leernet out.

Run ``python data/build_examples.py`` after a change below ``examples/``; a test holds the two together. The
copies stand in the repository, as those of a build step would stay behind in an editable install.
"""

import shutil
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
SHIPPED = Path(__file__).parent.parent / "src" / "leernet" / "data" / "examples"

if __name__ == "__main__":
    shutil.rmtree(SHIPPED, ignore_errors=True)
    for example in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
        shutil.copytree(example, SHIPPED / example.name)

"""``python -m leernet`` is ``leernet``."""

from leernet.cli import main

main()

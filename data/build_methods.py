"""The methods of intervisie with their provenance in; the part that leernet reads while it runs out, as JSON.

Run ``python data/build_methods.py`` after a change of ``methods.yaml``; a test holds the two together.
"""

import json
from pathlib import Path
from typing import Any

import yaml

METHODS = Path(__file__).parent / "methods.yaml"
SHIPPED = Path(__file__).parent.parent / "src" / "leernet" / "data" / "methods.json"
RUNS = ("title", "people", "trust", "experience", "needs", "steps")


def shipped_text(table: dict[str, Any]) -> str:
    """What runs: each method without where it comes from."""
    methods = {
        name: {key: method[key] for key in RUNS if key in method} for name, method in table["methods"].items()
    }
    return json.dumps(methods, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SHIPPED.write_bytes(shipped_text(yaml.safe_load(METHODS.read_text(encoding="utf-8"))).encode())

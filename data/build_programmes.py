"""The day templates with their provenance in; the part that leernet reads while it runs out, as JSON.

Run ``python data/build_programmes.py`` after a change of ``programmes.yaml``; a test holds the two together.
"""

import json
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).parent / "programmes.yaml"
SHIPPED = Path(__file__).parent.parent / "src" / "leernet" / "data" / "programmes.json"


def shipped_text(templates: dict[str, Any]) -> str:
    """What runs: the blocks of each template."""
    blocks = {name: template["blocks"] for name, template in templates["programmes"].items()}
    return json.dumps(blocks, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    templates = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    SHIPPED.write_bytes(shipped_text(templates).encode())

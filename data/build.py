"""The school-holiday table with its provenance in; the part that leernet reads while it runs out, as JSON.

Run ``python data/build.py`` after a change of ``school-holidays-nl.yaml``; a test holds the two together.
"""

import json
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parent / "school-holidays-nl.yaml"
SHIPPED = Path(__file__).parent.parent / "src" / "leernet" / "data" / "school-holidays-nl.json"


def shipped_text(table: dict[str, Any]) -> str:
    """What runs: per school year and region each holiday with status, confidence and its sources by name."""
    sources = {name: source["url"] for name, source in table["sources"].items()}
    years = {
        year: {
            **{region: holidays(of_region) for region, of_region in rows["regions"].items()},
            "extra_mei_week": row("meivakantie", rows["extra_mei_week"]),
        }
        for year, rows in table["school_years"].items()
    }
    return json.dumps({"schema": 1, "sources": sources, "school_years": years}, indent=0) + "\n"


def holidays(of_region: dict[str, Any]) -> list[dict[str, Any]]:
    """The holidays of one region in one school year, in the order of the table."""
    return [row(name, entry) for name, entry in of_region.items()]


def row(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    """One holiday; both days are empty where nobody knows them yet."""
    days = {end: str(entry[end]) if entry[end] else None for end in ("start", "end")}
    return {"name": name, **days, **{key: entry[key] for key in ("status", "confidence", "sources")}}


if __name__ == "__main__":
    SHIPPED.write_text(shipped_text(yaml.safe_load(TABLE.read_text(encoding="utf-8"))), encoding="utf-8")

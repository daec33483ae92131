"""The one time zone of all that is planned."""

from __future__ import annotations

from zoneinfo import ZoneInfo

ZONE_NAME = "Europe/Amsterdam"
ZONE = ZoneInfo(ZONE_NAME)

"""Run by the system's Python, which has libical through GObject: its own table of what iTIP allows."""

import sys
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - the version is asked for first

for name in sys.argv[1:]:
    component = ICalGLib.Component.new_from_string(Path(name).read_text(encoding="utf-8"))
    good = component is not None and component.check_restrictions() and component.count_errors() == 0
    print("good" if good else "bad")

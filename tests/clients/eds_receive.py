"""Run by the system's Python within its own session bus: Evolution's calendar server gets our messages."""

import json
import sys
from pathlib import Path

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402 - the versions are asked for first

registry = EDataServer.SourceRegistry.new_sync(None)
source = registry.ref_builtin_calendar()
client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)
for name in sys.argv[1:]:
    received = ICalGLib.Component.new_from_string(Path(name).read_text(encoding="utf-8"))
    client.receive_objects_sync(received, ECal.OperationFlags.NONE, None)
    found, objects = client.get_object_list_sync("#t", None)
    print(json.dumps([[one.get_summary(), one.get_dtstart().as_ical_string()] for one in objects]))

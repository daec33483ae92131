"""Run by the system's Python within its own session bus: Evolution's calendar server gets our messages."""

import json
import sys
from pathlib import Path

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402 - the versions are asked for first

DO_NOT_WAIT = 2**32 - 1  # A calendar on this machine never says that it is connected.

registry = EDataServer.SourceRegistry.new_sync(None)
source = registry.ref_builtin_calendar()
client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, DO_NOT_WAIT, None)


def entries():
    found, objects = client.get_object_list_sync("#t", None)
    return objects if found else []


for name in sys.argv[1:]:
    # Each folder is a mailbox of its own, with a calendar that begins empty.
    for entry in entries() if Path(name).is_dir() else ():
        client.remove_object_sync(entry.get_uid(), None, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, None)
    if Path(name).is_dir():
        continue
    received = ICalGLib.Component.new_from_string(Path(name).read_text(encoding="utf-8"))
    client.receive_objects_sync(received, ECal.OperationFlags.NONE, None)
    shown = [[one.get_summary(), one.get_dtstart().as_ical_string(), one.get_location()] for one in entries()]
    print(json.dumps(shown))

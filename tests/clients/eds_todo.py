"""Run by the system's Python within its own session bus: Evolution takes in the facilitator's calendar."""

import json
import sys
from pathlib import Path

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402 - the versions are asked for first

registry = EDataServer.SourceRegistry.new_sync(None)
calendar = ICalGLib.Component.new_from_string(Path(sys.argv[1]).read_text(encoding="utf-8"))
stores = (
    (ICalGLib.ComponentKind.VTODO_COMPONENT, registry.ref_builtin_task_list(), ECal.ClientSourceType.TASKS),
    (ICalGLib.ComponentKind.VEVENT_COMPONENT, registry.ref_builtin_calendar(), ECal.ClientSourceType.EVENTS),
)
for kind, source, type_ in stores:
    client = ECal.Client.connect_sync(source, type_, 1, None)
    one = calendar.get_first_component(kind)
    while one is not None:
        client.create_object_sync(one.clone(), ECal.OperationFlags.NONE, None)
        one = calendar.get_next_component(kind)
    found, objects = client.get_object_list_sync("#t", None)
    print(
        json.dumps(sorted([one.get_summary(), "STATUS:COMPLETED" in one.as_ical_string()] for one in objects))
    )

"""The dates of ``benchmarks/plan.py`` chosen by conference-scheduler; run by it, in a folder of its own.

``python conference_scheduler_dates.py asked.json``. It asks CBC through PuLP, and knows absences, but no
spacing and no people that meetings share: each day of the year is a slot with room for all meetings at once.
"""

import datetime
import json
import sys
from pathlib import Path

from conference_scheduler import scheduler
from conference_scheduler.resources import Event, Slot
from pulp import PULP_CBC_CMD, lpSum

asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["meetings"]
first = datetime.datetime(2026, 8, 1)  # noqa: DTZ001
slots = [
    Slot(venue="a", starts_at=first + datetime.timedelta(days=day), duration=60, session="s", capacity=999)
    for day in range(366)
]
events = [Event(name=str(number), duration=60, demand=1) for number in range(len(asked))]
for event, meeting in zip(events, asked, strict=True):
    possible = set(meeting["days"])
    event.add_unavailability(*(slot for day, slot in enumerate(slots) if day not in possible))


def absent(events, slots, X, **_more):  # noqa: ARG001, N803
    """What it is to keep small."""
    return lpSum(
        meeting["cost"][day] * X[at, day] for at, meeting in enumerate(asked) for day in meeting["days"]
    )


solver = PULP_CBC_CMD(msg=0, timeLimit=120)
found = scheduler.solution(events, slots, objective_function=absent, solver=solver)
dates = [int(slot) for _event, slot, *_more in sorted(found)]
print(json.dumps(dates))

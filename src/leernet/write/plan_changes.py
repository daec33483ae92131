"""The changes of a plan in; what people read of them out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time

from leernet.model.plan import Change
from leernet.model.selection import school_name
from leernet.model.values import Span
from leernet.model.year import Year
from leernet.words import Sentence, Words, _
from leernet.write.dates import clock_time, long_date, time_span


def change_lines(year: Year, changes: Iterable[Change], spoken: Words) -> tuple[str, ...]:
    """What became different since the plan before, one line a change."""
    return tuple(spoken.say(_change_sentence(year, change, spoken)) for change in changes)


def when_and_where(year: Year, facts: Mapping[str, str], spoken: Words) -> str:
    """The day, the times and the place that a change has of before or after; only what it has."""
    day, school = facts.get("date"), facts.get("host") or facts.get("school")
    texts = (
        long_date(date.fromisoformat(day), spoken.language) if day else "",
        _times(facts, spoken),
        school_name(year, school) if school else facts.get("location", ""),
    )
    return ", ".join(filter(None, texts))


def _times(facts: Mapping[str, str], spoken: Words) -> str:
    start, end = (time.fromisoformat(facts[key]) if key in facts else None for key in ("start", "end"))
    if start is not None and end is not None:
        return time_span(Span(start, end), spoken.language)
    if start is not None:
        return spoken.say(_("from {time}", time=clock_time(start, spoken.language)))
    if end is not None:
        return spoken.say(_("until {time}", time=clock_time(end, spoken.language)))
    return ""


_WHAT: dict[str, Sentence] = {
    "new": _("new"),
    "moved": _("moved"),
    "host": _("another host"),
    "cancelled": _("cancelled"),
    "removed": _("withdrawn"),
    "pairs": _("other pairs"),
    "revived": _("takes place after all"),
}


def _change_sentence(year: Year, change: Change, spoken: Words) -> Sentence:
    if change.what == "groups":
        return _("{meeting}: {groups}", meeting=change.meeting, groups=tuple(_regrouped(change)))
    if change.what == "pairs":
        was, now = change.was.get("pairs", ""), change.now.get("pairs", "")
    else:
        was, now = (when_and_where(year, facts, spoken) for facts in (change.was, change.now))
    if change.what == "pairs" and not now:
        return _("{meeting}: no longer {pairs}", meeting=change.meeting, pairs=was)
    facts = f"{was} → {now}" if was and now else was or now
    if change.reason:
        return _(
            "{meeting}: {what}, {facts} ({reason})",
            meeting=change.meeting,
            what=_WHAT[change.what],
            facts=facts,
            reason=change.reason,
        )
    return _("{meeting}: {what}, {facts}", meeting=change.meeting, what=_WHAT[change.what], facts=facts)


def _regrouped(change: Change) -> Iterator[Sentence]:
    """For each group who came and who went."""
    for group in sorted({**change.was, **change.now}):
        was, now = change.was.get(group, "").split(), change.now.get(group, "").split()
        came = tuple(member for member in now if member not in was)
        went = tuple(member for member in was if member not in now)
        if came and went:
            yield _("group {group} with {came} and without {went}", group=group, came=came, went=went)
        elif came:
            yield _("group {group} with {came}", group=group, came=came)
        else:
            yield _("group {group} without {went}", group=group, went=went)

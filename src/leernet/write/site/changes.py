"""A change of the plan in; what everybody may read of it out."""

from collections.abc import Mapping

from msgspec import Struct

from leernet.model.plan import Change
from leernet.words import Sentence, _
from leernet.write.plan_changes import when_and_where
from leernet.write.site.values import Site

_WHAT: Mapping[str, Sentence] = {
    "new": _("New"),
    "moved": _("Moved"),
    "host": _("At another place"),
    "cancelled": _("Cancelled"),
    "removed": _("No longer in the plan"),
    "revived": _("Takes place after all"),
}


class ChangeLine(Struct, frozen=True):
    """What became different since the release before.

    Attributes:
        page: of the meeting; empty where it has none any more.
    """

    title: str
    page: str
    what: str
    was: str
    now: str


def change_line(site: Site, change: Change) -> ChangeLine:
    """A change in words: what it is about, what it was and what it is."""
    line = next((line for line in site.lines if line.reference == change.meeting), None)
    title = f"{line.circle}: {line.title}" if line else change.meeting
    return ChangeLine(
        title,
        line.page if line else "",
        site.say(_WHAT[change.what]),
        when_and_where(site.year, change.was, site.words),
        when_and_where(site.year, change.now, site.words),
    )

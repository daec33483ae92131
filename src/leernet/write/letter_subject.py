"""What is told in; the subject of a letter, and the titles of entries in a calendar, out."""

from collections.abc import Mapping

from leernet.model.view import View
from leernet.words import Field, Sentence, Words, _
from leernet.write.dates import time_span
from leernet.write.facts import day_text
from leernet.write.told import Told

_SUBJECTS: Mapping[str, Sentence] = {
    "new": _("Invitation: {title}, {when}"),
    "revived": _("Invitation: {title}, {when}, takes place after all"),
    "back": _("Invitation: {title}, {when}, you are on the list again"),
    "address": _("Invitation: {title}, {when}, now at this address"),
    "organiser": _("Invitation: {title}, {when}, now from this address"),
    "changed": _("Changed: {title}, {when}"),
    "moved": _("Changed: {title}, {when}"),
    "exchanged": _("Changed: now {title}, {when}"),
    "cancelled": _("Cancelled: {title}, {when}"),
    "removed": _("No longer for you: {title}, {when}"),
    "within": _("Part of your meeting: {title}, {when}"),
    "reminder": _("Reminder: {title}, {when}"),
    "left": _("Your invitations go to another address: {title}"),
}


def subject(told: Told, spoken: Words) -> Sentence:
    """What it is about, and when."""
    fields: dict[str, Field] = {"title": told.view.title, "when": day_text(told.view, spoken)}
    if told.why == "moved" and told.before is not None:
        return _moved_subject(told.view, told.before, fields, spoken)
    why = "new" if told.why == "exchanged" and told.before is None else told.why
    return _SUBJECTS[why].saying(**fields)


def _moved_subject(view: View, before: View, fields: dict[str, Field], spoken: Words) -> Sentence:
    """What changed, by its name: the day comes first only where it is another day."""
    place = _place_phrase(view, spoken) if not same_place(view, before) else ""
    if (view.day, view.until) != (before.day, before.until):
        now = ", ".join(filter(None, (str(fields["when"]), place)))
        return _("Changed: {title}, now {now}", title=fields["title"], now=now)
    time = time_span(view.span, spoken.language) if view.span and view.span != before.span else ""
    now = ", ".join(filter(None, (time, place)))
    return _("Changed: {title}, now {now} ({when})", now=now, **fields)


def same_place(view: View, before: View) -> bool:
    """Whether both are at one place."""
    return view.appointment[3] == before.appointment[3]


def _place_phrase(view: View, spoken: Words) -> str:
    """``bij Basisschool De Eik``."""
    if not view.venue.name:
        return spoken.say(_("at another place"))
    return spoken.say(_("at {place}", place=view.venue.name)) if view.venue.host else view.venue.name


def summary(told: Told, spoken: Words) -> str:
    """The title in a calendar; programs that ignore METHOD and SEQUENCE still show what happened."""
    title = told.view.title
    if told.why == "within":
        return spoken.say(_("PART OF YOUR MEETING: {title}", title=title))
    if told.method == "CANCEL":
        return withdrawn_title(title, spoken) if told.withdrawn else cancelled_title(title, spoken)
    if told.why not in ("moved", "exchanged") or told.before is None:
        return title
    same_day = (told.view.day, told.view.until) == (told.before.day, told.before.until)
    if same_day and same_place(told.view, told.before):
        return spoken.say(_("CHANGED: {title}", title=title))
    return moved_title(title, spoken)


def cancelled_title(title: str, spoken: Words) -> str:
    """``VERVALT: …``."""
    return spoken.say(_("CANCELLED: {title}", title=title))


def withdrawn_title(title: str, spoken: Words) -> str:
    """``NIET MEER VOOR JOU: …``: for the others it goes on."""
    return spoken.say(_("NO LONGER FOR YOU: {title}", title=title))


def moved_title(title: str, spoken: Words) -> str:
    """``VERPLAATST: …``."""
    return spoken.say(_("MOVED: {title}", title=title))

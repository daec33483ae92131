"""The published site: whole, every link leads somewhere, nothing is asked of another server."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

_PUBLISH_AGAIN = _("Give the command: leernet publish")

HALF_WRITTEN = Rule(
    "site-half-written",
    Level.ERROR,
    _("This file belongs to the site and is not there."),
    _PUBLISH_AGAIN,
)
CHANGED = Rule(
    "site-half-written",
    Level.ERROR,
    _("This file is not as leernet wrote it."),
    _("To restore it, run: leernet publish"),
)
BROKEN_LINK = Rule(
    "site-link",
    Level.ERROR,
    _("The link '{link}' leads nowhere."),
    _("Check where it comes from: a 'link:' of a meeting, or a file that was removed from the site."),
)
FROM_ELSEWHERE = Rule(
    "site-from-elsewhere",
    Level.ERROR,
    _("The page loads '{address}' from another server, which sees who reads it."),
    _PUBLISH_AGAIN,
)
TOO_LARGE = Rule(
    "site-page-size",
    Level.WARNING,
    _("This page is {kilobytes} kB; up to {most} kB opens at once on a phone."),
    _("Shorten the texts of meetings and workshops, or divide the project."),
)

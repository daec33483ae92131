"""The published site: whole, every link leads somewhere, nothing is asked of another server."""

from leernet.catalogue.rule import _, error, warning

_PUBLISH_AGAIN = _("Run: leernet publish")

HALF_WRITTEN = error(
    "site-half-written", _("This file belongs to the site and is not there."), _PUBLISH_AGAIN
)
CHANGED = error(
    "site-half-written", _("This file is not as leernet wrote it."), _("To restore it, run: leernet publish")
)
BROKEN_LINK = error(
    "site-link",
    _("The link '{link}' leads nowhere."),
    _("Check where it comes from: a 'link:' of a meeting, or a file that was removed from the site."),
)
FROM_ELSEWHERE = error(
    "site-from-elsewhere",
    _("The page loads '{address}' from another server, which sees who reads it."),
    _PUBLISH_AGAIN,
)
TOO_LARGE = warning(
    "site-page-size",
    _("This page is {kilobytes} kB; up to {most} kB opens at once on a phone."),
    _("Shorten the texts of meetings and workshops, or divide the project."),
)

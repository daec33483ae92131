"""The one time zone of all that is planned."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leernet.finding import LeernetError
from leernet.words import _

ZONE_NAME = "Europe/Amsterdam"


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(ZONE_NAME)
    except ZoneInfoNotFoundError:
        # The package was left out, and the system has none, as Windows.
        raise LeernetError(
            _("Time zones are missing on this computer, and without them no time of a meeting is certain."),
            _("Install the package tzdata where leernet is installed: `python -m pip install tzdata`."),
        ) from None


ZONE = _zone()

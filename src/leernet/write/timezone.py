"""The one time zone of every document: Dutch time, as two rules a year that every program understands."""

from leernet.model.timezone import ZONE, ZONE_NAME

__all__ = ("ZONE", "ZONE_BLOCK", "ZONE_NAME")

# Written by hand: Outlook ignores lists of transition dates, which is what libraries write (iCalcreator 86,
# 106). The rules hold since 1996.
ZONE_BLOCK = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")

"""Calendars in; which days are possible for whom out."""

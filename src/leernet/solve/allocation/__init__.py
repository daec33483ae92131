"""Seats in workshops by what people chose."""

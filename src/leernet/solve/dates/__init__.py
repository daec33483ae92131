"""Dates of meetings and moments."""

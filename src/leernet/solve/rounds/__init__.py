"""Rounds of workshops that answer what members asked."""

"""Outcome in; documents out, as text or bytes. Nothing here writes a file."""

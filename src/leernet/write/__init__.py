"""Documents made from an outcome, as text or bytes. Nothing here writes a file."""

"""The folder of the next school year, made from the one that closes."""

"""A second program for allocation, from docs/en/background/allocation.md and the page of the draw alone.

It reads the files of very small projects, looks at every way of placing everybody, and shares nothing
with leernet.
"""

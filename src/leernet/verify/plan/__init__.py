"""A plan held against every rule."""

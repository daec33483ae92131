"""The pages and feeds of the site of a planned project."""

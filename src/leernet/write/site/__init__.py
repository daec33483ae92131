"""A planned project in; the pages and feeds of its site out."""

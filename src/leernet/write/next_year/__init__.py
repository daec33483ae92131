"""A closing school year in; the folder of the next one out."""

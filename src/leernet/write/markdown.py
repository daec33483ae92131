"""A value in; what reads as that value in Markdown out."""

import re

_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
_MANY_SPACES = re.compile(r"\s+")
# Most texts have neither.
_MARKDOWN_NEEDS = re.compile(r"[\\`*_\[\]<>#|~]|\s\s|[^\S ]")


def escaped_markdown(value: object) -> object:
    """A text on one line, its signs that mean something in Markdown or HTML taken as they are."""
    if not isinstance(value, str):
        return value
    if not _MARKDOWN_NEEDS.search(value):
        return value
    return _MARKDOWN_SIGNS.sub(r"\\\1", _MANY_SPACES.sub(" ", value))

"""The site of the manual, a language a build: ``LEERNET_MANUAL`` says which, ``.ci/docs`` builds both."""

import os
import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

project = "leernet"
language = os.environ["LEERNET_MANUAL"]
html_title = {"nl": "Handleiding van leernet", "en": "The leernet manual"}[language]

extensions = ["myst_parser", "mathml"]
myst_enable_extensions = ["dollarmath"]
# Links to a heading of a page, as GitHub makes them.
myst_heading_anchors = 4
suppress_warnings = ["myst.header", "misc.highlighting_failure"]
nitpicky = True
exclude_patterns: list[str] = []
smartquotes = False

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "language.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_math_renderer = "mathml"
templates_path = ["templates"]


def _without_comments(_app: Sphinx, _page: str, source: list[str]) -> None:
    """What stands in a page for the tests is not for its readers."""
    source[0] = re.sub(r"^<!-- .*? -->\n|<!-- .*? -->", "", source[0], flags=re.MULTILINE)


# What furo and docutils write, and what a reader with a keyboard or a screen reader needs of it.
_FOR_EVERYBODY = (
    ('role="heading">', 'role="heading" aria-level="2">'),
    ("<pre>", '<pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
    ('<div class="math-wrapper', '<div tabindex="0" class="math-wrapper'),
    ('<th class="head"><p></p></th>', "<td></td>"),
)


def _for_everybody(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Levels of headings, boxes that scroll by the keyboard, no empty headings of tables."""
    for part in ("body", "furo_navigation_tree"):
        for written, needed in _FOR_EVERYBODY if part in context else ():
            context[part] = context[part].replace(written, needed)


def _named_sidebar(app: Sphinx, error: Exception | None) -> None:
    """Furo has two sidebars without names; a screen reader tells them apart by one."""
    label = {"nl": "Pagina's", "en": "Pages"}[language]
    for page in [] if error else sorted(Path(app.outdir).rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        named = text.replace(
            '<aside class="sidebar-drawer">', f'<aside class="sidebar-drawer" aria-label="{label}">'
        )
        page.write_text(named, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Tell Sphinx of these; furo has made its tree by then."""
    app.connect("build-finished", _named_sidebar)
    app.connect("source-read", _without_comments)
    app.connect("html-page-context", _for_everybody, priority=900)

"""The site of the manual, a language a build: ``LEERNET_MANUAL`` says which, ``.ci/docs`` builds both."""

import os
import sys
from pathlib import Path

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
# Nothing of another computer: no fonts, no scripts.
html_theme_options = {
    "announcement": {
        "nl": '<a href="../en/index.html" lang="en" hreflang="en">This manual in English</a>',
        "en": '<a href="../nl/index.html" lang="nl" hreflang="nl">Deze handleiding in het Nederlands</a>',
    }[language]
}
html_math_renderer = "mathml"
templates_path = ["templates"]

"""The name of a template and its values in; a page that needs no other file, or Markdown, out."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from leernet.words import Field, Language, Sentence, Words, words
from leernet.write.tables import escaped_markdown


def html_page(template: str, language: Language, **values: object) -> str:
    """A template that extends ``page.html``, in a language; every value is escaped.

    The style sheet is in the page, so that it reads the same from a disk, a mail and a web server.
    """
    return _html(language).get_template(template).render(values)


def markdown_text(template: str, language: Language, **values: object) -> str:
    """A Markdown template, in a language; every value reads as the text it is."""
    return _markdown(language).get_template(template).render(values)


@cache
def _html(language: Language) -> Environment:
    environment = _environment(language, autoescape=True)
    # Ours, not a user's: the only text that goes in unescaped.
    style = Markup((files("leernet.write") / "templates" / "page.css").read_text(encoding="utf-8"))  # noqa: S704
    environment.globals.update(style=style, language=language)
    return environment


@cache
def _markdown(language: Language) -> Environment:
    return _environment(language, autoescape=False, finalize=escaped_markdown)


def _environment(language: Language, **options: Any) -> Environment:
    environment = Environment(  # noqa: S701
        loader=PackageLoader("leernet.write"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )
    environment.globals["_"] = _speaker(words(language))
    return environment


def _speaker(spoken: Words) -> Callable[..., str]:
    def say(template: str, **fields: Field) -> str:
        return spoken.say(Sentence(template, fields=tuple(fields.items())))

    return say

"""The commands in; the sentences of their help, each with its translation so far, out: ``help.po``.

Run by ``.ci/words`` after a change of a command or an option; a test holds that nothing is left untranslated.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from leernet.cli import app
from leernet.commands.usage import help_sentences

LOCALE = Path(__file__).parent.parent / "src" / "leernet" / "locale"


def renewed(catalogue: Catalog) -> Catalog:
    """The catalogue with the sentences of today, and the translations that are known."""
    kept = Catalog(
        locale=catalogue.locale,
        creation_date=catalogue.creation_date,
        header_comment="# Help of the command line.",
    )
    for sentence in sorted(help_sentences(get_command(app))):
        known = catalogue.get(sentence)
        kept.add(sentence, known.string if known else "")
    return kept


if __name__ == "__main__":
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/help.po")):
        with path.open("rb") as po:
            catalogue = read_po(po, locale=path.parent.parent.name)
        with path.open("wb") as po:
            write_po(po, renewed(catalogue), width=0, no_location=True, ignore_obsolete=True)

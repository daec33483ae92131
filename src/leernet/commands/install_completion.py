"""``--install-completion``: says which file of the terminal changes, asks, and changes it."""

import sys
from collections.abc import Callable
from typing import Any

import typer
from typer._completion_shared import install as install_in

from leernet.words import Language, _, words

_WHAT = _(
    "This adds a few lines to the start-up file of your terminal: ~/.bashrc, ~/.zshrc, the profile of "
    "PowerShell, or for fish a file of its own. --show-completion only shows them."
)


def installer(language: Language) -> Callable[[Any, Any, Any], Any]:
    """The callback of the option, in the reader's language."""
    say = words(language).say

    def install(ctx: Any, _parameter: Any, value: Any) -> Any:
        if not value or ctx.resilient_parsing:
            return value
        typer.echo(say(_WHAT), err=True)
        if sys.stdin.isatty() and not typer.confirm(say(_("Change it?")), err=True):
            raise typer.Exit
        shell, path = install_in(shell=value if isinstance(value, str) else None)
        typer.echo(say(_("{shell}: {path}. Open a new terminal.", shell=str(shell), path=str(path))))
        raise typer.Exit

    return install

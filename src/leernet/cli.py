"""Verbs, the clock, the terminal and the exit codes; a command is ten lines of wiring."""

import typer

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def leernet() -> None:
    """Plan a school year of learning networks, workshops and coaching."""


def main() -> None:
    """Run the command line."""
    app()

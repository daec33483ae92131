"""What every command knows, and how it speaks: results, remarks, findings, and one object with ``--json``."""

import json as json_text
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

import typer

from leernet.commands.exit_codes import TO_FIX
from leernet.commands.streams import print_line
from leernet.finding import Finding, has_errors, once_per_cause, summed_up
from leernet.model.timezone import ZONE
from leernet.visible import json_escaped
from leernet.words import Language, Sentence, Words


class Run(NamedTuple):
    """What every command knows.

    Attributes:
        folder: the project.
        language: asked for with ``--lang``; None leaves documents in the project's language.
        today: the clock.
        json: print one object on stdout and nothing else.
        words: what is printed.
        alone: whether no other leernet writes into the project until this run ends.
    """

    folder: Path
    language: Language | None
    today: date
    json: bool
    words: Words
    alone: bool = False

    @property
    def start_of_today(self) -> datetime:
        """The beginning of the day: the same day gives the same messages."""
        return datetime.combine(self.today, time(), ZONE)

    def say(self, result: Sentence | str) -> None:
        """A result, on stdout; with ``--json`` only the object is printed."""
        if not self.json:
            print_line(result if isinstance(result, str) else self.words.say(result))

    def remark(self, sentence: Sentence) -> None:
        """Something to know, on stderr."""
        print_line(self.words.say(sentence), err=True)

    def show(self, findings: Iterable[Finding]) -> None:
        """Findings, on stderr, many of a kind summed up; with ``--json`` all are in the object."""

        if not self.json:
            for finding in summed_up(once_per_cause(findings)):
                print_line(finding.text(self.words), err=True)

    def finish(self, findings: Sequence[Finding] = (), **result: object) -> None:
        """Print the object that ``--json`` asks for; exit with 1 when there is something to fix."""

        if self.json:
            records = [finding.record(self.words) for finding in once_per_cause(findings)]
            document: Mapping[str, object] = {"schema": 1, "findings": records, **result}
            echo_json(document)
        if has_errors(findings):
            raise typer.Exit(TO_FIX)


def echo_json(document: object) -> None:
    """JSON on stdout: in UTF-8 whatever the stream says, as that is what systems exchange (RFC 8259, 8.1)."""
    text = json_text.dumps(document, ensure_ascii=False, indent=2, default=str)
    typer.echo(json_escaped(text).encode("utf-8", "replace"))

"""Every kind of file that leernet writes, and who may read it."""

from enum import StrEnum
from fnmatch import fnmatchcase
from typing import NamedTuple


class Reader(StrEnum):
    """Who a document is for; it holds nothing that one of these may not know."""

    # Whoever gets it: it may be put on a site or a wall.
    EVERYBODY = "everybody"
    # Who takes part: groups are in it by name.
    TOGETHER = "together"
    # One person, and what they themselves may know.
    OWN = "own"
    # Who plans the year; everything about everybody may be in it.
    FACILITATOR = "facilitator"


class Document(NamedTuple):
    """A kind of file that leernet writes.

    Attributes:
        pattern: of its path; ``*`` is anything, folders too.
        private: whether other accounts of the machine cannot read it.
    """

    pattern: str
    reader: Reader
    private: bool


# The first that fits counts.
DOCUMENTS = (
    Document("plan.yaml", Reader.FACILITATOR, private=False),
    Document("sent.yaml", Reader.FACILITATOR, private=True),
    Document("answers.csv", Reader.FACILITATOR, private=True),
    Document(".leernet/*", Reader.FACILITATOR, private=True),
    Document("allocation/*", Reader.FACILITATOR, private=True),
    Document("history/*", Reader.FACILITATOR, private=True),
    Document("out/invitations/all.mbox", Reader.FACILITATOR, private=True),
    Document("out/invitations/*.csv", Reader.FACILITATOR, private=True),
    Document("out/invitations/*", Reader.OWN, private=True),
    Document("out/drafts/*", Reader.FACILITATOR, private=True),
    Document("out/lists/*", Reader.FACILITATOR, private=True),
    Document("out/ask/*", Reader.FACILITATOR, private=True),
    Document("out/away-by-school.xlsx", Reader.FACILITATOR, private=True),
    Document("out/certificates/*", Reader.OWN, private=True),
    Document("out/coverage.xlsx", Reader.FACILITATOR, private=True),
    Document("out/schedule-facilitator.*", Reader.FACILITATOR, private=True),
    Document("out/report-*.html", Reader.FACILITATOR, private=True),
    Document("out/fairness.md", Reader.FACILITATOR, private=True),
    Document("out/todo.ics", Reader.FACILITATOR, private=True),
    # Its name ends in what nobody can guess.
    Document(f"out/calendars/*-{'[0-9a-f]' * 32}.ics", Reader.OWN, private=True),
    Document("out/calendars/*.ics", Reader.EVERYBODY, private=False),
    Document("out/schedule.*", Reader.EVERYBODY, private=False),
    Document("out/agendas/*", Reader.TOGETHER, private=False),
    Document("out/site/*", Reader.EVERYBODY, private=False),
    # Where ``agenda --to`` was told to write.
    *(Document(f"*.{ending}", Reader.TOGETHER, private=False) for ending in ("html", "md", "ics", "docx")),
    # The files of a new project and of the next year, and what is proposed: they hold addresses.
    *(Document(f"*.{ending}", Reader.FACILITATOR, private=True) for ending in ("yaml", "yml", "csv", "xlsx")),
    Document(".git*", Reader.EVERYBODY, private=False),
)


def document_at(path: str) -> Document | None:
    """What is written at a path in the project; None for what is none of these, which a test forbids."""
    return next((kind for kind in DOCUMENTS if fnmatchcase(path, kind.pattern)), None)


def is_private(path: str) -> bool:
    """Whether other accounts of the machine may not read what is written at a path."""
    kind = document_at(path)
    return kind is not None and kind.private

"""How a column of a table was read: shown by ``check``, so that nobody has to guess it."""

from msgspec import Struct

from leernet.finding import Place

# What is said of a column from which nothing is taken.
NOTHING = "-"
# And of one of which it is not certain what was asked.
UNCLEAR = "?"


class Reading(Struct, frozen=True):
    """How one column was read.

    Attributes:
        place: of its heading.
        column: counted from 1.
        heading: as it is in the file.
        read_as: the key, the choice or what else it was taken for; ``-`` where nothing is
            taken from it, ``?`` where it is not certain.
        example: what is in the first row that is filled; empty where none is.
    """

    place: Place
    column: int
    heading: str
    read_as: str
    example: str

    def record(self) -> dict[str, object]:
        """The reading as ``--json`` prints it."""
        sheet = {} if self.place.sheet is None else {"sheet": self.place.sheet}
        return {
            "file": self.place.file,
            **sheet,
            "column": self.column,
            "heading": self.heading,
            "read_as": self.read_as,
            "example": self.example,
        }


class ReadTable(Struct, frozen=True):
    """A table and how its columns were read.

    Attributes:
        place: the file, and the sheet in a workbook.
        kind: of what it is a table: ``members``, or ``choices``.
        rows: how many rows were taken over.
        columns: each column with a heading or with something in it.
    """

    place: Place
    kind: str
    rows: int
    columns: tuple[Reading, ...]

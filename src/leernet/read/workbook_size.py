"""The bytes of a workbook in; whether it is more than a table of people, found before it is unpacked, out.

A workbook is a ZIP archive, in which a gigabyte of spaces is a megabyte. What reads it holds a sheet as one
block from its first cell to its last, so that a letter in the corner of an empty sheet asks for more memory
than there is. So all parts are unpacked piece by piece and counted, and each cell is looked at where the
reader sees it, however the XML is spelt.

Source: ECMA-376 part 1, 18.3.1.4 (a cell without a position follows the one before).
"""

import functools
import io
import re
import zlib
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from leernet.catalogue.tables import NOT_A_WORKBOOK, SHEET_TOO_LARGE, WORKBOOK_TOO_LARGE
from leernet.finding import Finding, Place
from leernet.model.limits import MOST_BYTES_OF_A_TREE, MOST_BYTES_OF_A_WORKBOOK, MOST_CELLS

_TREE = "content.xml"
_PIECE = 2**20
# What zipfile raises of an archive that is damaged, or packed in a way of its own.
DAMAGED = (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error)
_CELLS_BEGIN = re.compile(rb"<(?:\w+:)?sheetData")
_POSITION = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def too_large(file: str, content: bytes) -> Finding | None:
    """What is too large about a workbook; nothing where all of it can be held, or where it is no archive."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            total = 0
            for part in parts.infolist():
                limit = MOST_BYTES_OF_A_TREE if part.filename == _TREE else MOST_BYTES_OF_A_WORKBOOK
                cells = _Cells()
                with parts.open(part) as stream:
                    while piece := stream.read(_PIECE):
                        total += len(piece)
                        if total > limit:
                            return WORKBOOK_TOO_LARGE.at(Place(file), megabytes=limit // 2**20)
                        cells.feed(piece)
                        if cells.damaged:
                            return NOT_A_WORKBOOK.at(Place(file))
                        if cells.too_many:
                            return SHEET_TOO_LARGE.at(Place(file), corner=cells.corner)
                # What reads the values never ends on a tree that is cut off.
                if part.filename == _TREE and not _is_whole(parts.read(part)):
                    return NOT_A_WORKBOOK.at(Place(file))
    except DAMAGED:
        # An older or a damaged workbook; what reads it says what is wrong.
        return None
    return None


def _is_whole(tree: bytes) -> bool:
    """Whether every element of a part ends, and it declares nothing."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _stop
    try:
        parser.Parse(tree, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True


def _stop(*_declared: object) -> None:
    # No office program declares entities, which can grow without end.
    raise expat.ExpatError


class _Cells:
    """Where the last cell of a part is, as far as the part was fed; nothing for what is no sheet."""

    def __init__(self) -> None:
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartElementHandler = self._begun
        self._parser.StartDoctypeDeclHandler = _stop
        self._is_sheet = False
        # What reads the cells goes on where XML is broken, and then nobody has counted.
        self.damaged = False
        self._row = self._column = 0
        self._rows = self._columns = 0

    @property
    def too_many(self) -> bool:
        """Whether the block up to the last cell is too large to hold."""
        return self._rows * self._columns > MOST_CELLS

    @property
    def corner(self) -> str:
        """The last column and row, as ``XFD1048576``."""
        letters, left = "", self._columns
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self._rows}"

    def feed(self, piece: bytes) -> None:
        """Look at the next bytes of the part."""
        if self._parser is not None:
            try:
                self._parser.Parse(piece, False)
            except (expat.ExpatError, LookupError, ValueError):
                # Broken, or in an encoding that has no name here.
                self._parser = None
                self.damaged = self._is_sheet
        if self._parser is None and _CELLS_BEGIN.search(piece):
            self.damaged = True

    def _begun(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._is_sheet:
            self._is_sheet = local == "worksheet"
            if not self._is_sheet:
                raise expat.ExpatError
        elif local == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdecimal() else self._row + 1
            self._column = 0
        elif local == "c":
            self._at(attributes.get("r", ""))

    def _at(self, position: str) -> None:
        found = _POSITION.fullmatch(position)
        if found is None:
            self._column += 1
        else:
            self._column, self._row = _number(found[1]), int(found[2])
        self._rows = max(self._rows, self._row)
        self._columns = max(self._columns, self._column)


@functools.cache
def _number(letters: str) -> int:
    return functools.reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters, 0)

"""What every reader gives: physical rows of text cells, each at its place in the file."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 200_000  # of a workbook
MOST_LINES = 3_000_000  # of a text file
MOST_COLUMNS = 500
MOST_CELLS = 4_000_000
MOST_BYTES = 100 * 1024 * 1024  # of a workbook
MOST_TEXT_BYTES = 400 * 1024 * 1024
# signs that never stand in text; the text reader puts one at the head of a line that it could not read
WRONG_ENCODING, TOO_LONG, WRONG_QUOTES = "\ufdd0", "\ufdd1", "\ufdd2"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells: first and last physical row and column, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a whole text file (then `name` is empty). `rows[0]` is physical row 1, from column A.

    `formulas` are the cells, by (row, column) from 1, that hold a formula whose value was never stored; `encoding` is
    that of a text file.
    """

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False
    merged: tuple[Merge, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    encoding: str = ""


class UnreadableFileError(Exception):
    """A file that cannot be read as what it claims to be: the code of an input problem and its fields."""

    def __init__(self, code: str, *, row: int | None = None, **fields: object) -> None:
        self.code = code
        self.row = row
        self.fields = fields
        super().__init__(code)


def column_letter(position: int) -> str:
    """The letter of a column counted from 0: 0 -> "A", 25 -> "Z", 26 -> "AA"."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def check_size(rows: int, columns: int, most: int = MOST_ROWS) -> None:
    """Raise where a table is larger than evidence can sensibly be."""
    if rows > most or columns > MOST_COLUMNS or (most == MOST_ROWS and rows * columns > MOST_CELLS):
        raise UnreadableFileError("table.too-large", rows=rows, columns=columns, most=most)

"""What every reader gives: physical rows of text cells, each at its place in the file."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 4_000_000
MOST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file (then `name` is empty). `rows[0]` is physical row 1, from column A."""

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False


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


def check_size(rows: int, columns: int) -> None:
    """Raise where a table is larger than evidence can sensibly be."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise UnreadableFileError("table.too-large", rows=rows, columns=columns, most=MOST_ROWS)

"""The error of a table or a request that cannot be used."""

from collections.abc import Sequence


class TableError(ValueError):
    """A table or a request that cannot be used; `cells` names where, `code` what is wrong."""

    def __init__(self, code: str, message: str, cells: Sequence[str] = ()) -> None:
        self.code = code
        self.message = message
        self.cells = tuple(cells)
        named = ", ".join(self.cells[:8]) + (f" and {len(self.cells) - 8} more" if len(self.cells) > 8 else "")
        super().__init__(f"{message}: {named}" if named else message)

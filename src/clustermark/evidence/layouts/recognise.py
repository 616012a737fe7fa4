"""By which signs a sheet is recognised as a file of a known layout."""

from collections.abc import Mapping, Sequence

from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.model import Layout, layouts
from clustermark.evidence.readers.sheet import Sheet
from clustermark.evidence.specs import table_specs

_WITHIN = 30  # rows from the top in which a header is looked for
_MOST_OWN = 0.7  # share of the headers of an export that may be called as in the table


def find_layout(sheet: Sheet, table: str, wanted: str = "auto") -> tuple[Layout, int] | None:
    """The layout of a sheet and the position of its header; None where none is recognised.

    `wanted` is the id of a layout that the study names, or "auto". A layout of another table is never taken.
    """
    chosen = [item for item in layouts().values() if item.table == table and wanted in ("auto", item.id)]
    for layout in chosen:
        for position, cells in enumerate(sheet.rows[:_WITHIN]):
            if _fits(layout, cells) and not (wanted == "auto" and _is_own(table, cells)):
                return layout, position
    return None


def _is_own(table: str, cells: Sequence[str]) -> bool:
    """Whether a header is that of the table itself, as in a filled template."""
    own = {fold(text) for c in table_specs()[table].columns for text in (c.id, c.name.zh, c.name.en)}
    filled = [fold(cell) for cell in cells if cell.strip()]
    return len([cell for cell in filled if cell in own]) > _MOST_OWN * len(filled)


def header_places(cells: Sequence[str]) -> Mapping[str, int]:
    """Folded header -> its first position."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        if cell.strip():
            found.setdefault(fold(cell), position)
    return found


def _fits(layout: Layout, cells: Sequence[str]) -> bool:
    filled = [fold(cell) for cell in cells if cell.strip()]
    signs = [fold(sign) for sign in layout.signs]
    there = set(filled)
    if len(filled) < 2 or not signs or any(fold(sign) in there for sign in layout.without):
        return False
    if layout.any_sign and not any(fold(sign) in there for sign in layout.any_sign):
        return False
    if layout.exact:
        return filled == signs
    return filled[0] in signs if layout.first_sign else there.issuperset(signs)

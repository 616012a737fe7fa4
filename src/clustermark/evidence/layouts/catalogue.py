"""From the sheets of a file to the layout that it has, where it has a known one."""

from collections.abc import Sequence

from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.apply import apply_layout
from clustermark.evidence.layouts.laid import Laid
from clustermark.evidence.layouts.model import layouts
from clustermark.evidence.layouts.recognise import find_layout
from clustermark.evidence.readers.sheet import Sheet, UnreadableFileError
from clustermark.evidence.specs import table_specs
from clustermark.study.model import Source

NO_LAYOUT = "none"


def lay_out(sheets: Sequence[Sheet], source: Source) -> Laid | None:
    """The first sheet that has a known layout of the source's table (the sheet that it names, if it names one).

    None where there is none. Raises `UnreadableFileError` where the study names a layout that does not exist, is one
    of another table, or is not that of the file.
    """
    _check_named(source)
    if source.layout == NO_LAYOUT:
        return None
    named = [sheet for sheet in sheets if not source.sheet or fold(sheet.name) == fold(source.sheet)]
    for sheet in sorted(named, key=lambda item: item.hidden):
        found = find_layout(sheet, source.table, source.layout)
        if found is not None:
            layout, at = found
            return apply_layout(layout, sheet, at, source)
    if source.layout != "auto":
        raise UnreadableFileError("layout.not-found", layout=source.layout)
    return None


def _check_named(source: Source) -> None:
    columns = {column.id for column in table_specs()[source.table].columns}
    for name in source.defaults:
        if name not in columns:
            raise UnreadableFileError("defaults.column-unknown", column=name)
    known = [item.id for item in layouts().values() if item.table == source.table]
    if source.layout not in ("auto", NO_LAYOUT, *known):
        raise UnreadableFileError("layout.unknown", layout=source.layout, known=", ".join([*known, "auto", NO_LAYOUT]))

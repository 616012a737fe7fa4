"""Templates of earlier versions: recognised by the stamp in the workbook, read as today's.

The template carries, on its hidden sheet of choices, a column headed by `STAMP` with a line "table version" for each
table. A table that changed says in its specification, under `changes`, which headers and values were called otherwise
before each version; what people filled in keeps its meaning, and the file is left as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clustermark.evidence.fold import fold
from clustermark.evidence.heads import HEADER_WITHIN, find_head
from clustermark.evidence.readers.sheet import Sheet
from clustermark.evidence.specs import TableSpec

STAMP = "clustermark template"


@dataclass(frozen=True, slots=True)
class Migration:
    """A workbook's sheets as today's template would hold them, and the version that they were filled in."""

    sheets: Sequence[Sheet]
    version: int  # 0: no template


def stamped(sheets: Sequence[Sheet]) -> Mapping[str, int]:
    """The version of each table in a workbook made from a template; empty for any other workbook."""
    for sheet in sheets:
        head = sheet.rows[0] if len(sheet.rows) else []
        for position, cell in enumerate(head):
            if cell.strip() == STAMP:
                lines = (row[position].split() for row in sheet.rows[1:] if position < len(row))
                return {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[1].isdecimal()}
    return {}


def stamp_lines(specs: Mapping[str, TableSpec]) -> list[str]:
    """The lines below the stamp of a new template."""
    return [f"{name} {spec.version}" for name, spec in specs.items()]


def migrate(sheets: Sequence[Sheet], spec: TableSpec) -> Migration:
    """The sheets with headers and values of earlier versions of the table written as they are today."""
    version = stamped(sheets).get(spec.id, 0)
    if not 0 < version < spec.version:
        return Migration(sheets, version)
    return Migration([_migrated(sheet, spec, version) for sheet in sheets], version)


def _migrated(sheet: Sheet, spec: TableSpec, version: int) -> Sheet:
    later = [change for change in spec.changes if change.version > version]
    headers: dict[str, str] = {}
    for change in later:  # a header that was renamed twice ends as what it is called today
        headers |= {fold(old): new for old, new in change.headers.items()}
    top = [[headers.get(fold(cell), cell) for cell in row] for row in sheet.rows[:HEADER_WITHIN]]
    renamed = replace(sheet, rows=[*top, *sheet.rows[HEADER_WITHIN:]])
    head = find_head(renamed, spec)
    if head is None:
        return sheet
    rows = [list(row) for row in renamed.rows]
    rows[: head.start] = [list(row) for row in sheet.rows[: head.start]]
    rows[head.end : HEADER_WITHIN] = [list(row) for row in sheet.rows[head.end : HEADER_WITHIN]]
    for change in later:
        for position, column in head.columns.items():
            values = {fold(old): new for old, new in change.values.get(column.id, {}).items()}
            for row in rows[head.end :] if values else ():
                if position < len(row):
                    row[position] = values.get(fold(row[position]), row[position])
    return replace(sheet, rows=rows)

"""From a reference to the row that it names: the cells as they were read, the values made of them, the source."""

from collections.abc import Iterable, Mapping

import polars as pl

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.specs import private_columns

CONFIDENTIAL = "confidential"


def split_reference(reference: str) -> tuple[str, str, int]:
    """("firms/Sheet1:17") -> ("firms", "Sheet1", 17). Raises ValueError where it is no reference."""
    place, _, line = reference.rpartition(":")
    source, _, sheet = place.partition("/")
    if not source or not line.isdecimal():
        raise ValueError(f"no reference: {reference!r}")
    return source, sheet, int(line)


def may_show(evidence: Evidence, reference: str) -> bool:
    """Whether the content of an accepted row may appear in what others read."""
    return reference not in evidence.covered


def row(evidence: Evidence, reference: str) -> Mapping[str, object] | None:
    """The source row that a reference names; None where no accepted row has it.

    `reference`, `table`, `sheet`, `line`; `source` (a `Source`); `raw` (header -> cell as read); `values` (column id ->
    typed value, empty ones left out); `answer`, which is "open", or "confidential" for a row of a confidential source
    that is not cleared. Then `raw` and `values` are empty and `mark` holds the row's keyed hash and length.
    """
    try:
        source_id, sheet, line = split_reference(reference)
    except ValueError:
        return None
    source = evidence.sources.get(source_id)
    frame = None if source is None else evidence.tables.get(source.table)
    found = None if frame is None else frame.filter(pl.col(REFERENCE) == reference)
    if source is None or found is None or found.is_empty():
        return None
    values = {} if reference in evidence.covered else values_of(found.row(0, named=True), source.table)
    return {
        "reference": reference,
        "table": source.table,
        "sheet": sheet,
        "line": line,
        "source": source,
        "raw": {} if reference in evidence.covered else dict(evidence.raw.get(reference, {})),
        "values": values,
        "answer": CONFIDENTIAL if reference in evidence.covered else "open",
        "mark": evidence.covered.get(reference, ""),
    }


def values_of(cells: Mapping[str, object], table: str) -> dict[str, object]:
    """The columns of an accepted row that hold something, without private ones and those that tell its origin."""
    left_out = {REFERENCE, "source", "origin", *private_columns(table)}
    return {name: value for name, value in cells.items() if value is not None and name not in left_out}


def rows_of(evidence: Evidence, references: Iterable[str]) -> dict[str, tuple[str, dict[str, object]]]:
    """Reference -> (table, row) for those of the references that name an accepted row."""
    wanted = set(references)
    found: dict[str, tuple[str, dict[str, object]]] = {}
    for table, frame in evidence.tables.items():
        chosen = frame.filter(pl.col(REFERENCE).is_in(sorted(wanted)))
        found |= {str(cells[REFERENCE]): (table, cells) for cells in chosen.iter_rows(named=True)}
    return found

"""Cells of evidence rows as Python values, and origins of rows."""

from collections.abc import Mapping

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.study.model import ORIGINS, Origin

Row = Mapping[str, object]


def open_rows(evidence: Evidence, table: str) -> list[Row]:
    """The rows of a table that findings may rest on: not those of confidential sources that are not cleared.

    A finding on published figures, codes or prices prints what its rows say, so such a row would be written out.
    """
    return [row for row in evidence.rows(table) if text(row, REFERENCE) not in evidence.covered]


def covered_rows(evidence: Evidence, table: str) -> list[Row]:
    """The rows of a table that no finding may print."""
    return [row for row in evidence.rows(table) if text(row, REFERENCE) in evidence.covered]


def text(row: Row, column: str) -> str:
    """The cell as text; "" where empty or where the table has no such column."""
    value = row.get(column)
    return "" if value is None else str(value)


def number(row: Row, column: str) -> float | None:
    """The cell as a number, None where empty or not a number."""
    value = row.get(column)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    return float(value)


def year(row: Row, column: str = "year") -> int | None:
    """The cell as a year."""
    value = number(row, column)
    return None if value is None else int(value)


def yes(row: Row, column: str) -> bool:
    """Whether a yes/no cell says yes."""
    return row.get(column) is True


def origin_of(row: Row, judged: bool = False) -> Origin:
    """The origin of a row: that of its source, raised to official or lowered to judged.

    A published row is official when its reliability is A and its publisher is no party to it. A judgement is at best
    `judged`.
    """
    given = text(row, "origin")
    origin: Origin = next((known for known in ORIGINS if known == given), "published")
    if origin == "official" and (text(row, "reliability") != "A" or yes(row, "party")):
        origin = "published"
    elif origin == "published" and text(row, "reliability") == "A" and not yes(row, "party"):
        origin = "official"
    if judged and ORIGINS.index(origin) < ORIGINS.index("judged"):
        return "judged"
    return origin

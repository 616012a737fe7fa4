"""The seven rows and the measures that decide them, as data."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import Field

from clustermark.findings.catalogue import SEVEN_ROWS, Row, measures
from clustermark.study.model import Frozen


class ComparisonRow(Frozen):
    """A row of the comparison: its first measure decides it, or `otherwise` where that has no evidence."""

    id: Row
    measures: tuple[str, ...]
    otherwise: str = Field(default="", alias="else")

    def deciding(self) -> tuple[str, ...]:
        """The measures that may decide, in this order."""
        return (self.measures[0], self.otherwise) if self.otherwise else self.measures[:1]


@cache
def comparison_rows() -> tuple[ComparisonRow, ...]:
    """The rows in the order of the report. Raises ValueError for a row or measure that is not known."""
    raw = (files("clustermark.comparison") / "rows.toml").read_text(encoding="utf-8")
    found = tuple(ComparisonRow.model_validate(entry) for entry in tomllib.loads(raw)["row"])
    if tuple(row.id for row in found) != SEVEN_ROWS:
        raise ValueError("comparison/rows.toml: the seven rows, in their order")
    unknown = [name for row in found for name in (*row.measures, *row.deciding()) if name not in measures()]
    if unknown:
        raise ValueError(f"comparison/rows.toml: unknown measures {unknown}")
    return found

"""The seven rows and the measures that decide them, as data."""

import tomllib
from functools import cache
from importlib.resources import files

from clustermark.findings.catalogue import SEVEN_ROWS, Row, measures
from clustermark.study.model import Frozen


class ComparisonRow(Frozen):
    """A row of the comparison: the first of its measures with evidence on both sides decides it."""

    id: Row
    measures: tuple[str, ...]


@cache
def comparison_rows() -> tuple[ComparisonRow, ...]:
    """The rows in the order of the report. Raises ValueError for a row or measure that is not known."""
    raw = (files("clustermark.comparison") / "rows.toml").read_text(encoding="utf-8")
    found = tuple(ComparisonRow.model_validate(entry) for entry in tomllib.loads(raw)["row"])
    if tuple(row.id for row in found) != SEVEN_ROWS:
        raise ValueError("comparison/rows.toml: the seven rows, in their order")
    unknown = [name for row in found for name in row.measures if name not in measures()]
    if unknown:
        raise ValueError(f"comparison/rows.toml: unknown measures {unknown}")
    return found

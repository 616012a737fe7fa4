"""The catalogue of measures: what can be stated, in which unit, by which formula, from which literature."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from clustermark.study.model import Frozen, Text

Kind = Literal["share", "number", "money", "year", "category", "membership"]
Row = Literal[
    "situation",
    "status",
    "mechanism",
    "governance",
    "enterprises",
    "government",
    "associations",
    "audience",
    "environment",
    "channels",
    "message",
    "effect",
    "checks",
    "comparison",
    "industry",
    "interviews",
]
OF_PLACES_NOT = ("comparison", "industry")  # rows whose subjects are pairs, and industries of countries
SEVEN_ROWS: tuple[Row, ...] = (
    "situation",
    "status",
    "mechanism",
    "governance",
    "enterprises",
    "government",
    "associations",
)
FIVE_PARTS: tuple[Row, ...] = ("audience", "environment", "channels", "message", "effect")


class Measure(Frozen):
    """An entry of the catalogue.

    `unit` is what findings hold: "share" (0..1), "membership" (0..1), "code", "year", "currency" (an ISO code),
    "currency/item" (such as "USD/pair"), "item" (pairs, ties, ...), or a count such as "firms".
    `stage` keeps apart what was done (output), what people made of it (outcome) and what came of it (impact), as
    the Barcelona Principles ask. `codes` are the values that a category may take; `direction` says whether more is
    better for the cluster. `tables` are the evidence tables that a lens computes it from, where published claims
    are not enough: a study without the first of them is asked once, about its focus.
    """

    id: str
    kind: Kind
    unit: str
    row: Row
    stage: Literal["", "output", "outcome", "impact"] = ""
    direction: Literal["up", "down", "none"] = "none"
    name: Text
    definition: Text
    formula: str = ""
    codes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    literature: tuple[str, ...] = ()
    discipline: Literal["communication", "management", "economics", "sociology", "psychology"]


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by id, in the order of the files `measures/*.toml` and of the entries in them."""
    found: dict[str, Measure] = {}
    folder = files("clustermark.findings") / "measures"
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            for entry in tomllib.loads(path.read_text(encoding="utf-8"))["measure"]:
                measure = Measure.model_validate(entry)
                if measure.id in found:
                    raise ValueError(f"measure twice: {measure.id}")
                found[measure.id] = measure
    return found


_UNIT_PATTERNS = {"currency": r"[A-Z]{3}(/year)?", "currency/item": r"[A-Z]{3}/[a-z]+", "item": r"[a-z]+"}


def unit_fits(unit: str, measure: Measure) -> bool:
    """Whether a finding's unit is one that its measure allows."""
    pattern = _UNIT_PATTERNS.get(measure.unit)
    return unit == measure.unit if pattern is None else re.fullmatch(pattern, unit) is not None

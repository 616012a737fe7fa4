"""What a decomposition gives back: one array with four labelled axes, and the same as a frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustermark.methods.valuechain.frames import long_frame
from clustermark.methods.valuechain.table import Array

if TYPE_CHECKING:
    import polars as pl

TOTAL = "TOTAL"
WORLD = "WLD"


@dataclass(frozen=True)
class Decomposition:
    """`values[t, e, s, p]`: term, exporter, sector, partner, in the table's unit.

    An axis that is summed has length 1 and the label "TOTAL" (sectors) or "WLD" (partners). An exporter's flows to
    itself, and to the members of its group, are 0. `notes` name the cells whose exports no term can hold.
    """

    values: Array
    terms: tuple[str, ...]
    exporters: tuple[str, ...]
    sectors: tuple[str, ...]
    partners: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())
    method: str = ""
    level: str = ""
    year: int | None = None
    unit: str = ""

    def frame(self) -> pl.DataFrame:
        """Columns exporter, sector, partner, term (Enum), value; a row a value, in the order of term, exporter, sector,
        partner as the axes have them.
        """
        axes = {"term": self.terms, "exporter": self.exporters, "sector": self.sectors, "partner": self.partners}
        frame = long_frame(axes, {"value": self.values}, enum="term")
        return frame.select("exporter", "sector", "partner", "term", "value")

"""Reads a figure of another program out of ours: which method, level and place it is."""

from collections.abc import Callable

from clustermark.methods.valuechain import METHODS, Decomposition, System, decompose

OURS = {name.replace("-", "_"): name for name in METHODS}


class Figures:
    """Decompositions of one system, made when first asked for."""

    def __init__(self, system: System, exporters: list[str] | None = None) -> None:
        self.system, self.exporters = system, exporters
        self.made: dict[tuple[str, str], Decomposition] = {}

    def of(self, method: str, level: str) -> Decomposition:
        if (method, level) not in self.made:
            self.made[method, level] = decompose(self.system, method, exporters=self.exporters, level=level)
        return self.made[method, level]

    def value(self, method: str, row: dict[str, str], term: str | None = None) -> float:
        """The figure for exporter, sector ("TOTAL"), partner ("WLD") and term of a row."""
        level = {
            (True, True): "country",
            (False, True): "sector",
            (True, False): "bilateral",
            (False, False): "bilateral-sector",
        }[row["sector"] == "TOTAL", row["partner"] == "WLD"]
        got = self.of(method, level)
        return float(
            got.values[
                got.terms.index(term or row["term"]),
                got.exporters.index(row["exporter"]),
                got.sectors.index(row["sector"]),
                got.partners.index(row["partner"]),
            ]
        )


def misses(rows: list[dict[str, str]], value: Callable[[dict[str, str]], float], rtol: float, atol: float) -> list[str]:
    """The rows whose figure is not ours."""
    out = []
    for row in rows:
        want, got = float(row["value"]), value(row)
        if not abs(got - want) <= atol + rtol * abs(want):
            out.append(
                f"{row['method']} {row['exporter']} {row['sector']} {row['partner']} {row['term']}: {got} {want}"
            )
    return out

"""What the parts of the lens on position share: seeds, years, grades, and findings of figures that have an error."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.measured import Ground, measured
from clustermark.lenses.rows import Row, origin_of, text, year
from clustermark.methods.comparable import distance, within
from clustermark.study.model import Origin, first_and_last_year

DRAWS = 1000
ENDS = (0.05, 0.95)  # of intervals that come from draws of figures with an error
LEVEL = "90%"  # what lies between them
FEWEST_FIRMS = 5  # that an answer from a survey needs


def seed_of(seed: int, *names: str) -> int:
    """A seed for one thing of the study, from its seed and the names of the thing."""
    return int.from_bytes(sha256("\0".join((str(seed), *names)).encode()).digest()[:4], "big")


def origins_of(rows: Iterable[Row]) -> list[Origin]:
    """The origins of rows."""
    return [origin_of(row) for row in rows]


def grades_of(rows: Iterable[Row]) -> str:
    """The grades of rows, best first: "A/C"."""
    return "/".join(sorted({text(row, "reliability") for row in rows} - {""}))


def pages_of(rows: Iterable[Row]) -> int:
    """How many pages rows stand on: publisher and address together."""
    return len({(text(row, "publisher"), text(row, "url")) for row in rows})


def ground_of(rows: Sequence[Row], method: str, *, n: int | None = None, sample: str = "") -> Ground:
    """The ground of a finding on published rows; n counts their pages unless a sample is given."""
    return Ground(
        [text(row, "row") for row in rows], origins_of(rows), pages_of(rows) if n is None else n, sample, method
    )


def nearest_year(years: Iterable[int | None], period: str) -> int | None:
    """The year that serves the period: within three years of it, the nearest, of two equally near the later one."""
    first, last = first_and_last_year(period)
    near = {one for one in years if one is not None and within(one, first, last)}
    return min(near, key=lambda one: (distance(one, first, last), -one), default=None)


def of_year(rows: Iterable[Row], wanted: int) -> list[Row]:
    """The rows of one year."""
    return [row for row in rows if year(row) == wanted]


def steady(value: float) -> float:
    """The number with eight significant digits: what linear algebra gives on every machine alike."""
    return float(f"{value:.8g}") + 0.0


def drawn_finding(
    context: Context,
    measure: str,
    subject: str,
    value: float | None,
    ends: tuple[float, float] | None,
    ground: Ground,
    *,
    years: str,
    reliability: str = "",
    by: str = "draws",
    dimensions: Mapping[str, str] | None = None,
    parameters: Mapping[str, object] | None = None,
    unit: str = "",
    bound: bool = False,
) -> Finding:
    """A finding of figures with an error: the interval holds the point; `bound` says that only its ends are known."""
    kept = None if ends is None else (steady(ends[0]), steady(ends[1]))
    point = 0.0 if value is None else steady(value)
    inside = None if kept is None else (min(kept[0], point), max(kept[1], point)) if value is not None else kept
    made = measured(
        context,
        measure,
        subject,
        point,
        ground,
        interval=inside,
        by=by if ends is not None else "",
        dimensions=dimensions,
        parameters={"level": LEVEL if by == "draws" and ends is not None else "", **(parameters or {})},
        unit=unit,
        at_best="official",
    )
    made = replace(made, years=years, reliability=reliability)
    if value is None:
        made = replace(made, value=None)
    return replace(made, uncertainty="bound") if bound else made

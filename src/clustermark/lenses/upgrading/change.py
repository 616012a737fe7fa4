"""A change of one indicator between two years: what was read of it, or why nothing was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Pairs, pairs
from clustermark.lenses.governance.part import DOMINANT
from clustermark.lenses.upgrading.definitions import Ground, Indicator
from clustermark.methods.intervals import bootstrap_sums
from clustermark.methods.share_intervals import change_interval, widened
from clustermark.methods.surveys.weights import effective_size
from clustermark.methods.upgrading import LEANING, MOVES, annual_change, state
from clustermark.study.model import Origin

Array = NDArray[np.float64]
DRAWS = 1000
ENDS = (0.025, 0.975)
FEWEST = 5  # firms that a figure of a survey or a list needs: fewer would show single firms
METHOD = "upgrading.kinds/1"


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a ground tells no change: a code of `why`, and what fills its words."""

    code: str
    fields: Pairs = ()

    @classmethod
    def of(cls, code: str, **fields: object) -> "Lack":
        """A reason with its fields as text."""
        return cls(code, pairs(**fields))


@dataclass(frozen=True, slots=True)
class Change:
    """First and last value of an indicator, its change a year with an interval (None: not known), and its ground.

    sample  "firms" where n counts firms; "" where it counts independent origins
    leans   whether the change may only lean although an interval is known
    by      how the interval was made
    """

    indicator: Indicator
    ground: Ground
    years: tuple[int, int]
    first: float
    last: float
    unit: str
    value: float
    interval: tuple[float, float] | None
    n: int
    sample: str
    rows: tuple[str, ...]
    origins: tuple[Origin, ...]
    leans: bool = False
    by: str = ""
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """better, worse, standing, or what `methods.upgrading.state` calls the rest."""
        low, high = self.interval if self.interval else (None, None)
        found = state(self.value, low, high, self.indicator.least, self.indicator.better)
        return found + LEANING if self.leans and found in MOVES else found

    @property
    def span(self) -> str:
        """First and last year: "2019-2023"."""
        return f"{self.years[0]}-{self.years[1]}"


def yearly(indicator: Indicator, years: tuple[int, int], first: float, last: float) -> float:
    """The change a year of an indicator in its form; NaN where there is none."""
    return float(annual_change(first, last, years[1] - years[0], indicator.form))


def given_away(weights: Array, covered: Sequence[bool]) -> bool:
    """Whether a mean over firms would give away the answer of one whose rows may not be shown: it holds most weight."""
    if not weights.sum() > 0:
        return False
    heaviest = int(weights.argmax())
    return covered[heaviest] and float(weights[heaviest] / weights.sum()) >= DOMINANT


def drawn(indicator: Indicator, years: tuple[int, int], sums: Array, seed: int) -> tuple[float, float] | None:
    """Interval of the change a year of two quotients, by units drawn anew and widened where they are few.

    sums (units, 4): above and below the line in the first year, then in the last. None where most draws give none.
    """
    apart, totals = years[1] - years[0], bootstrap_sums(sums, DRAWS, seed)
    value = annual_change(*_quotients(sums.sum(axis=0)[None]), apart, indicator.form)[0]
    found = annual_change(*_quotients(totals), apart, indicator.form)
    known = found[np.isfinite(found)]
    if len(known) < DRAWS / 2:
        return None
    low, high = (float(end) for end in np.quantile(known, ENDS))
    weights = (sums[:, 1] / sums[:, 1].sum() + sums[:, 3] / sums[:, 3].sum()) / 2
    return widened(low, float(value), high, effective_size(weights[weights > 0]))


def _quotients(totals: Array) -> tuple[Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return totals[:, 0] / totals[:, 1], totals[:, 2] / totals[:, 3]


def moved(years: tuple[int, int], sums: Array) -> tuple[float, float]:
    """Interval of the change in points a year of a share, from what each unit gains and loses; `sums` as in `drawn`."""
    parts = [
        np.divide(sums[:, at], sums[:, at + 1], out=np.zeros(len(sums)), where=sums[:, at + 1] > 0) for at in (0, 2)
    ]
    _, low, high = change_interval(parts[0], parts[1], sums[:, 1], sums[:, 3])
    return low / (years[1] - years[0]), high / (years[1] - years[0])

"""A change of one indicator between two years: what was read of it, or why nothing was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Pairs, pairs
from clustermark.lenses.governance.part import DOMINANT
from clustermark.lenses.upgrading.definitions import Ground, Indicator
from clustermark.methods.intervals import bootstrap_sums
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
    """Interval of the change a year of two quotients over units drawn anew.

    sums (units, 4): above and below the line in the first year, then in the last. None where most draws give none.
    """
    totals = bootstrap_sums(sums, DRAWS, seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = annual_change(
            totals[:, 0] / totals[:, 1], totals[:, 2] / totals[:, 3], years[1] - years[0], indicator.form
        )
    known = found[np.isfinite(found)]
    if len(known) < DRAWS / 2:
        return None
    low, high = (float(end) for end in np.quantile(known, ENDS))
    return low, high

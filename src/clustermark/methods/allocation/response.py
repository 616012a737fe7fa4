"""What more spending brings: a saturating curve through two or three points."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize


@dataclass(frozen=True, slots=True)
class Response:
    """r(x) = ceiling (1 - exp(-x / scale)): reach as a share of the audience, x money; `error` is the largest miss."""

    ceiling: float
    scale: float
    error: float = 0.0

    def reach(self, spent: float) -> float:
        """Share reached by an amount of money."""
        return float(self.ceiling * -np.expm1(-spent / self.scale))

    def marginal(self, spent: float) -> float:
        """Share reached by the next unit of money."""
        return float(self.ceiling / self.scale * np.exp(-spent / self.scale))


def response(points: Sequence[tuple[float, float]]) -> Response:
    """The curve through points (money, share reached) of one channel: exact for two, least squares for more.

    Money 0 reaches nobody; the points must rise, and by less and less for each unit of money: else the data show no
    saturation and no ceiling can be told (ValueError "no-saturation"). One amount of money is no curve ("one-point"),
    shares lie between 0 and 1 ("not-a-share"). Near its points it is a description, beyond them a guess.
    """
    given = sorted({(float(x), float(r)) for x, r in points if x > 0})
    if any(not 0 <= r <= 1 for _, r in given):
        raise ValueError("not-a-share")
    if len({x for x, _ in given}) < 2:
        raise ValueError("one-point")
    x, r = np.array(given).T
    if np.any(np.diff(r) <= 0) or np.any(np.diff(r / x) >= 0):
        raise ValueError("no-saturation")

    # for a given scale the best ceiling is linear: a search in one number
    def ceiling(scale: float) -> float:
        shape = -np.expm1(-x / scale)
        return float(np.clip(shape @ r / (shape @ shape), r.max(), 1.0))

    def missed(log_scale: float) -> float:
        scale = float(np.exp(log_scale))
        return float(((ceiling(scale) * -np.expm1(-x / scale) - r) ** 2).sum())

    bounds = (float(np.log(x.min() / 50)), float(np.log(x.max() * 50)))
    grid = np.linspace(*bounds, 400)
    best = grid[int(np.argmin([missed(value) for value in grid]))]
    step = grid[1] - grid[0]
    found = optimize.minimize_scalar(
        missed, bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-13}
    )
    scale = float(np.exp(found.x))
    made = Response(ceiling(scale), scale)
    return Response(made.ceiling, made.scale, max(abs(made.reach(one) - share) for one, share in given))

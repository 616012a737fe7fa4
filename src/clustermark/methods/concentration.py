"""How concentrated a whole is in its parts."""

import numpy as np
from numpy.typing import ArrayLike


def herfindahl(amounts: ArrayLike, *, normalised: bool = False) -> float:
    """HHI = sum s^2 of the shares s of n parts, 1/n..1; normalised (HHI - 1/n) / (1 - 1/n), 0..1.

    Programs differ in which they print by default: name it. Raises ValueError for negative amounts or an empty total.
    """
    x = np.asarray(amounts, dtype=np.float64)
    if (x < 0).any() or not x.sum() > 0:
        raise ValueError("amounts")
    index = float(((x / x.sum()) ** 2).sum())
    n = len(x)
    if not normalised:
        return index
    return 1.0 if n == 1 else (index - 1 / n) / (1 - 1 / n)


def with_missing(amounts: ArrayLike, missing: int) -> tuple[float, float]:
    """(HHI, CR_4) if `missing` parts without a figure were each as large as the mean of the others.

    With shares s of n known parts and m missing ones, s' = s n / (n + m) and m parts of 1 / (n + m). The known figures
    alone overstate both; parts that go unmeasured are seldom larger than the mean. Raises ValueError as `herfindahl`.
    """
    if missing < 0:
        raise ValueError("missing")
    x = np.asarray(amounts, dtype=np.float64)
    n = len(x)
    kept = n / (n + missing)
    index = herfindahl(x) * kept**2 + missing / (n + missing) ** 2
    every = np.concatenate([x, np.full(missing, x.mean())]) if missing else x
    return index, top_share(every, 4)


def effective_number(amounts: ArrayLike) -> float:
    """1 / HHI: the number of equal parts that would be as concentrated."""
    return 1 / herfindahl(amounts)


def top_share(amounts: ArrayLike, k: int) -> float:
    """CR_k: share of the k largest parts, 0..1."""
    x = np.sort(np.asarray(amounts, dtype=np.float64))[::-1]
    if (x < 0).any() or not x.sum() > 0:
        raise ValueError("amounts")
    return float(x[:k].sum() / x.sum())


def gini(amounts: ArrayLike) -> float:
    """Gini's coefficient of n amounts, 0..(n - 1) / n."""
    x = np.sort(np.asarray(amounts, dtype=np.float64))
    if (x < 0).any() or not x.sum() > 0:
        raise ValueError("amounts")
    n = len(x)
    return float((2 * np.arange(1, n + 1) - n - 1) @ x / (n * x.sum()))

"""What a cluster does in its chain, by function: its income from design, production, marketing, management."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
FUNCTIONS = ("design", "production", "marketing", "management")


def function_shares(income: ArrayLike) -> Array:
    """Shares F_k / sum_k F_k along the last axis (..., K) of the income of K functions; NaN without any income.

    Income of a function: the pay of those who do it, and what is paid for it to others. Raises ValueError for negative
    income.
    """
    f = np.asarray(income, dtype=np.float64)
    if (f < 0).any():
        raise ValueError("negative income")
    total = f.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(f, total, out=np.full_like(f, np.nan), where=total > 0))


def specialisation_against(own: ArrayLike, whole: ArrayLike) -> Array:
    """FS_k = (F_k / sum_k F_k) of a place over the same of the whole that it belongs to, (..., K).

    Above 1 the place is specialised. Where the whole is the sum of all places this is `functional_specialisation` of
    the matrix. NaN for a function that the whole does not have.

    Source: Timmer, Miroudot and de Vries (2019), Journal of Economic Geography 19(1): 1-30.
    """
    part, all_ = function_shares(own), function_shares(whole)
    return np.asarray(np.divide(part, all_, out=np.full(np.broadcast(part, all_).shape, np.nan), where=all_ > 0))

"""What places are specialised in, and what that says."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def location_quotient(cluster: float, region: float, industry: float, whole: float) -> float:
    """LQ = (E_ir / E_r) / (E_i / E), 1 where the region has its share. Raises ValueError for totals that are not
    positive or parts above them."""
    if not (region > 0 and industry > 0 and whole > 0 and 0 <= cluster <= min(region, industry) <= whole):
        raise ValueError("employment of the cluster, region, industry and whole")
    return (cluster / region) / (industry / whole)


def location_quotient_interval(
    cluster: float, region: float, industry: float, whole: float, error: float = 0.0, z: float = 1.959963984540054
) -> tuple[float, float]:
    """Interval of LQ from the Wilson interval of the cluster's share in the region, the industry's share being known.

    It says how much a small region's LQ could move by chance. `error` is the coefficient of variation that the figures
    have beside it, all together; on a logarithmic scale its z-fold and the distance of each end add up as squares.
    """
    if error < 0:
        raise ValueError("error")
    quotient = location_quotient(cluster, region, industry, whole)
    share = quotient * industry / whole
    centre = (share + z**2 / (2 * region)) / (1 + z**2 / region)
    half = z * np.sqrt(share * (1 - share) / region + z**2 / (4 * region**2)) / (1 + z**2 / region)
    low, high = max(0.0, centre - half) * whole / industry, (centre + half) * whole / industry
    if not error or not quotient:
        return float(low) if quotient else 0.0, float(high)
    down = np.inf if low == 0 else np.log(quotient / low)
    return (
        float(quotient * np.exp(-np.hypot(down, z * error))),
        float(quotient * np.exp(np.hypot(np.log(high / quotient), z * error))),
    )


def cluster_strength(
    group: float, own: float, region: float, group_whole: float, own_whole: float, whole: float
) -> float:
    """LQ of a group of related industries in a region without the own industry i.

    ((E_cr - E_icr) / E_r) / ((E_c - E_ic) / E). Source: Delgado, Porter and Stern (2014), Research Policy 43(10):
    1785-1799.
    """
    return location_quotient(group - own, region, group_whole - own_whole, whole)


def rca(exports: ArrayLike) -> Array:
    """Balassa's revealed comparative advantage of a matrix (places, products): share over the world's share.

    NaN for places without exports and products that nobody exports.
    """
    x = np.asarray(exports, dtype=np.float64)
    own = np.divide(
        x, x.sum(axis=1, keepdims=True), out=np.full_like(x, np.nan), where=x.sum(axis=1, keepdims=True) > 0
    )
    world = x.sum(axis=0) / x.sum()
    return np.asarray(np.divide(own, world, out=np.full_like(x, np.nan), where=world > 0))


def prody(exports: ArrayLike, income: ArrayLike) -> Array:
    """PRODY_k = sum_j (s_jk / sum_j s_jk) Y_j: the income that goes with a product; exports (places, products).

    Source: Hausmann, Hwang and Rodrik (2007), Journal of Economic Growth 12(1): 1-25.
    """
    x = np.asarray(exports, dtype=np.float64)
    shares = x / x.sum(axis=1, keepdims=True)
    weights = np.divide(shares, shares.sum(axis=0), out=np.full_like(x, np.nan), where=shares.sum(axis=0) > 0)
    return np.asarray(weights.T @ np.asarray(income, dtype=np.float64))


def expy(exports: ArrayLike, product_income: ArrayLike) -> Array:
    """EXPY_j = sum_k s_jk PRODY_k: the income that goes with a place's exports. Processing trade overstates it: a place
    that assembles imported parts exports what rich places make."""
    x = np.asarray(exports, dtype=np.float64)
    return np.asarray((x / x.sum(axis=1, keepdims=True)) @ np.nan_to_num(np.asarray(product_income, dtype=np.float64)))


def upgraded(unit_value: tuple[float, float], market_share: tuple[float, float]) -> bool:
    """Whether trade shows upgrading: relative unit value and world market share both rose, (before, after).

    Source: Bernhardt and Pollak (2016), Environment and Planning A 48(7): 1220-1243.
    """
    return upgrading(unit_value, market_share) == "yes"


def upgrading(unit_value: tuple[float, float], market_share: tuple[float, float]) -> str:
    """yes where relative unit value and market share both rose, (before, after); mixed where one rose and the other
    fell; else no. "" where a number is missing. A rise of one with the other unchanged is no upgrading.

    Source: as `upgraded`; the word for the mixed case is ours.
    """
    moves = [np.sign(after - before) for before, after in (unit_value, market_share)]
    if any(np.isnan(move) for move in moves):
        return ""
    if moves == [1, 1]:
        return "yes"
    return "mixed" if moves[0] * moves[1] < 0 else "no"


def functional_specialisation(income: ArrayLike) -> Array:
    """FS of a matrix of income (places, functions): share of a function in the place over its share in all places.

    Functions: design and R&D, production, marketing and brand, management and services. NaN where a place or a
    function has no income.

    Source: Timmer, Miroudot and de Vries (2019), Journal of Economic Geography 19(1): 1-30.
    """
    return rca(income)


def ellison_glaeser(region: ArrayLike, employment: ArrayLike, shares: ArrayLike) -> float:
    """gamma: how much more an industry is concentrated than plants thrown at random would be.

    (G - (1 - sum x^2) H) / ((1 - sum x^2) (1 - H)), G = sum (s - x)^2; `region` (plants,) numbers the region of each
    plant, `employment` (plants,) its people, `shares` (regions,) the regions' shares x of all employment, s their
    shares of the industry's, H the Herfindahl index of plants. Below .02 is little, above .05 much; it may be negative.
    A list that leaves out small plants makes H too large and gamma too small. Raises ValueError for shares that do not
    sum to one, an empty industry, or one plant alone.

    Source: Ellison and Glaeser (1997), Journal of Political Economy 105(5): 889-927.
    """
    e, x = np.asarray(employment, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    if abs(x.sum() - 1) > 1e-9 or (e < 0).any() or not e.sum() > 0:
        raise ValueError("shares or employment")
    s = np.bincount(np.asarray(region, dtype=np.intp), weights=e, minlength=len(x)) / e.sum()
    herfindahl, spread = float(((e / e.sum()) ** 2).sum()), 1 - float((x**2).sum())
    if herfindahl >= 1 or spread <= 0:
        raise ValueError("one plant or one region")
    return float((((s - x) ** 2).sum() - spread * herfindahl) / (spread * (1 - herfindahl)))

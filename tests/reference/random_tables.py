"""Random world tables with all that real ones hold: idle cells, negative inventories and value added, splits."""

import numpy as np

from clustermark.methods.valuechain import WorldTable


def random_table(seed, *, split=None):
    """2 to 6 countries, 1 to 8 sectors, 1 to 3 categories of final demand; every third table has a split country."""
    rng = np.random.default_rng(seed)
    c, n_sectors, f = int(rng.integers(2, 7)), int(rng.integers(1, 9)), int(rng.integers(1, 4))
    split = seed % 3 == 0 if split is None else split
    labels = [f"C{i}" for i in range(c)]
    regions, country = list(labels), list(range(c))
    table_split = {}
    if split:
        regions = [f"R{int(i)}" if i == 0 else label for i, label in enumerate(labels)]
        at = int(rng.integers(1, c + 1))
        regions.insert(at, "R1")
        country.insert(at, 0)
        table_split = {"C0": ["R0", "R1"]}
    n = len(regions) * n_sectors
    z = rng.gamma(0.5, 10.0, (n, n)) * (rng.random((n, n)) < 0.8)
    y = rng.gamma(0.8, 30.0, (n, c * f)) * n_sectors
    if f > 1:  # inventories
        y[:, f - 1 :: f] = rng.normal(0.0, 15.0, (n, c))
    idle = np.flatnonzero(rng.random(n) < 0.08)[: max(1, n // 4)]
    z[idle], z[:, idle], y[idle] = 0.0, 0.0, 0.0
    if f > 1 and len(idle):  # exports without output: final deliveries that net to zero
        y[idle[0], f - 1], y[idle[0], 2 * f - 1] = 7.0, -7.0
    busy = np.setdiff1d(np.arange(n), idle)
    if len(busy) > 2:  # one cell uses more than it makes
        loser = int(rng.choice(busy))
        output = z[loser].sum() + y[loser].sum()
        others = np.setdiff1d(busy, [loser])
        z[others, loser] *= 1.05 * output / max(z[others, loser].sum(), 1e-9)
        if not np.isfinite(z).all():
            z[others, loser] = 1.05 * output / len(others)
    x = z.sum(1) + y.sum(1)
    y[np.ix_(np.flatnonzero((x <= 0) & ~np.isin(np.arange(n), idle)), [0])] += 500.0
    return WorldTable(z, y, regions, [f"s{i}" for i in range(n_sectors)], split=table_split or None, year=2000)


def exporters_of(table, seed):
    """All countries, and where there are three a group of two."""
    groups = {name: [name] for name in table.economies}
    if len(table.economies) > 2:
        rng = np.random.default_rng(seed + 10_000)
        first, second = rng.choice(len(table.economies), 2, replace=False)
        groups["group"] = [table.economies[first], table.economies[second]]
    return groups

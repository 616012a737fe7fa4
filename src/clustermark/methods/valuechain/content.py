"""Who adds the value: in exports, in final demand, along one product's chain; and what a country is specialised in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clustermark.methods.valuechain import positions
from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.frames import long_frame
from clustermark.methods.valuechain.system import System, as_system
from clustermark.methods.valuechain.table import Array, WorldTable

if TYPE_CHECKING:
    import polars as pl

AXES = ("origin", "origin_sector", "destination", "destination_sector")
Places = Sequence[str] | Mapping[str, Sequence[str]] | str
Weights = dict[str, Array]


def value_added_in_exports(table: WorldTable | System) -> pl.DataFrame:
    """Columns origin, origin_sector, exporter, sector, value: v_i B_ij E_j for every pair of cells.

    What each cell adds to the gross exports of every cell; the sum over origins is the exports of the exporting cell
    (where it has output). Over borders crossed twice it counts twice: it says who adds the value, not what is double.

    Source: Leontief; Hummels, Ishii and Yi (2001), Journal of International Economics 54(1): 75-96.
    """
    system = as_system(table)
    exports = system.exports.sum(axis=1)
    values = system.value_added_share[:, None] * system.inverse
    values *= exports
    n, g = len(system.table.sectors), len(system.table.countries)
    if system.table.split:
        by_origin = system.sum_regions(values.reshape(g, n * g * n))
        by_both = system.sum_regions(by_origin.reshape(-1, n, g, n).transpose(2, 0, 1, 3))
        values = by_both.transpose(1, 2, 0, 3)
    economies, sectors = system.table.economies, system.table.sectors
    axes = {"origin": economies, "origin_sector": sectors, "exporter": economies, "sector": sectors}
    return long_frame(axes, {"value": values})


def value_added(
    table: WorldTable | System,
    *,
    origin: Places | None = None,
    destination: Places | None = None,
    by: Sequence[str] = ("origin", "destination"),
) -> pl.DataFrame:
    """Value added by where it is made and where it is finally used: v_i B_ij Y_jd, with the columns of `by`, and value.

    origin, destination   None for all countries, labels, or {"EU": ["DEU", ...]}
    by                    any of origin, origin_sector (of the cell i that adds the value), destination (of final
                          demand d) and destination_sector (of the final product j); what is left out is summed
    Summed over destinations it is the value added of the origin; over origins, the final demand of the destination.

    Source: Johnson and Noguera (2012), Journal of International Economics 86(2): 224-236.
    """
    system = as_system(table)
    by = (by,) if isinstance(by, str) else tuple(by)
    wrong = [name for name in by if name not in AXES]
    if wrong or not by or len(set(by)) != len(by):
        raise TableError("by", f"`by` takes some of {', '.join(AXES)}, each once", wrong)
    makers, users = _weights(system.table, origin), _weights(system.table, destination)
    names = {
        "origin": tuple(makers),
        "origin_sector": system.table.sectors,
        "destination": tuple(users),
        "destination_sector": system.table.sectors,
    }
    left = _makers(system, makers, "origin" in by, "origin_sector" in by)
    right = _users(system, users, "destination" in by, "destination_sector" in by)
    values = _through(system, left, right)
    values = values.reshape([len(names[name]) if name in by else 1 for name in AXES])
    order = [AXES.index(name) for name in by] + [i for i, name in enumerate(AXES) if name not in by]
    return long_frame({name: names[name] for name in by}, {"value": values.transpose(order)})


def _weights(table: WorldTable, places: Places | None) -> Weights:
    """For each place or group asked for, 1 for the economies that belong to it."""
    if places is None:
        places = table.economies
    if isinstance(places, str):
        places = (places,)
    groups = places if isinstance(places, Mapping) else {label: (label,) for label in places}
    unknown = sorted({member for members in groups.values() for member in members if member not in table.economies})
    if unknown or not groups:
        raise TableError("labels", "countries that the table does not have", unknown)
    return {name: np.isin(table.economies, list(members)).astype(float) for name, members in groups.items()}


def _makers(system: System, makers: Weights, by_place: bool, by_sector: bool) -> Array:
    """Rows of weighted value-added shares (places x sectors, n), each summed where not asked for."""
    share = np.stack([weight[system.table.economy_of_row] for weight in makers.values()]) * system.value_added_share
    share = share if by_place else share.sum(axis=0, keepdims=True)
    return _spread(system, share) if by_sector else share


def _users(system: System, users: Weights, by_place: bool, by_sector: bool) -> Array:
    """Rows of final demand (places x sectors, n)."""
    demand = np.stack([system.table.final_by_country @ weight for weight in users.values()])
    demand = demand if by_place else demand.sum(axis=0, keepdims=True)
    return _spread(system, demand) if by_sector else demand


def _spread(system: System, rows: Array) -> Array:
    """(p, n) to (p * N, n): a row for each sector, 0 elsewhere."""
    sectors = np.eye(len(system.table.sectors))[:, system.table.sector_of_row]
    return np.asarray((rows[:, None, :] * sectors).reshape(-1, rows.shape[1]))


def _through(system: System, left: Array, right: Array) -> Array:
    """left B right' by the shorter way; the inverse only where both sides are long."""
    n = len(system.table.output)
    if not system.has_inverse and 3 * min(len(left), len(right)) > n:
        system.make_inverse()
    if len(left) <= len(right):
        return np.asarray(system.solve_left(left) @ right.T)
    return np.asarray(left @ system.solve(right.T))


def rca(table: WorldTable | System, basis: str = "gross") -> pl.DataFrame:
    """Revealed comparative advantage: columns country, sector, rca (1 = the world's share of the sector).

    basis  "gross"          gross exports of each sector (Balassa 1965)
           "vax"            value added of each sector that foreign final demand absorbs
           "dva-by-source"  value added of each sector in its own country's gross exports, whichever sector exports
    Both value-added bases credit the cloth in an exported car to textiles; they differ, so a figure names its basis.

    Source: Balassa (1965); Koopman, Wang and Wei (2014), American Economic Review 104(2), section IV.
    """
    system = as_system(table)
    if basis == "gross":
        cells = system.exports.sum(axis=1)
    elif basis == "vax":
        cells = positions.vax(system)
    elif basis == "dva-by-source":
        cells = system.value_added_share * system.own_blocks(system.exports.sum(axis=1)[:, None])[:, 0]
    else:
        raise TableError("basis", f"there is no basis {basis!r}; the bases are gross, vax, dva-by-source")
    values = system.sum_regions(cells.reshape(-1, len(system.table.sectors)))
    shares = values / values.sum(axis=1, keepdims=True)
    world = values.sum(axis=0) / values.sum()
    ratio = np.divide(shares, world, out=np.full_like(shares, np.nan), where=world != 0)
    return long_frame({"country": system.table.economies, "sector": system.table.sectors}, {"rca": ratio})


def smile_curve(table: WorldTable | System, country: str, sector: str) -> pl.DataFrame:
    """The chain of one final product: columns country, sector, gain, distance, a row for each cell of the world.

    gain      v_i B_ik f_k: what cell i adds to the final product k of value f; all gains sum to f
    distance  (B B)_ik / B_ik: mean number of stages from i to the product, 1 or more; NaN where i adds nothing
    At basic prices: trade and retail margins of the country of use are in no gain, so the right arm is missing.

    Source: Meng, Ye and Wei (2020), Oxford Bulletin of Economics and Statistics 82(5): 988-1016.
    """
    system = as_system(table)
    t = system.table
    if country not in t.economies or sector not in t.sectors:
        raise TableError("labels", "the table has no such product", [f"{country}:{sector}"])
    rows = system.rows_of[t.economies.index(country)]
    rows = rows[t.sector_of_row[rows] == t.sectors.index(sector)]
    product = np.zeros(len(t.output))
    product[rows] = t.final_by_country[rows].sum(axis=1)
    value = product.sum()
    start = product / value if value else (np.isin(np.arange(len(product)), rows) / len(rows))
    made = system.solve(start)
    stages = system.solve(made)
    by_cell = np.stack([system.value_added_share * made * value, made, stages], axis=1)
    gains, once, twice = np.moveaxis(system.sum_regions(by_cell.reshape(-1, len(t.sectors), 3)), 2, 0)
    distance = np.divide(twice, once, out=np.full_like(once, np.nan), where=once != 0)
    return long_frame({"country": t.economies, "sector": t.sectors}, {"gain": gains, "distance": distance})
